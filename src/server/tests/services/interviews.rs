//! Interviews put on the calendar by hand: who is told what, what stands in the way, and what is never overridden.

use crate::api::error::ApiError;
use crate::api::interviews::{PeopleQuery, SaveInterview, ShiftInterview};
use crate::domain::candidates::FileKind;
use crate::domain::id::{ApplicationId, InterviewId, UserId};
use crate::domain::jobs::{Place, PlaceKind};
use crate::domain::scheduling::interview::PersonKind;
use crate::domain::scheduling::invitation::Papers;
use crate::domain::scheduling::plan::{PlanInterview, PlannedAttendee};
use crate::domain::time::{from_ms, ms};
use crate::server::services::{booking, calendar, files, interviews};
use crate::server::tests::documents;
use crate::server::tests::records::failure;
use crate::server::tests::world::{Agency, JobLike, at, span};

/// Tuesday 9 March 2027, 10:00 to 11:00 in Berlin.
pub fn plan(application: ApplicationId, attendees: &[UserId]) -> PlanInterview {
    PlanInterview {
        application: Some(application),
        template: None,
        title: "Portfolio review".into(),
        starts_on: "2027-03-09".into(),
        starts_at: "10:00".into(),
        ends_on: "2027-03-09".into(),
        ends_at: "11:00".into(),
        zone: "Europe/Berlin".into(),
        attendees: attendees.iter().map(|id| PlannedAttendee { id: *id, optional: false }).collect(),
        description: "Ask about the last project.".into(),
        place: Place { kind: PlaceKind::Onsite, text: "Room 3".into() },
        room: None,
        tell_candidate: true,
        text_candidate: true,
        papers: Papers::default(),
        reason: String::new(),
        exact: None,
    }
}

pub async fn add(agency: &Agency, plan: PlanInterview) -> crate::server::error::Result<InterviewId> {
    interviews::save(&agency.staff(), SaveInterview { interview: None, plan }).await
}

/// What was told by mail, by kind and address.
async fn told(agency: &Agency) -> Vec<String> {
    agency.texts("select kind || ' ' || recipient_email from outbox order by id").await
}

#[tokio::test]
async fn an_added_interview_stands_on_the_calendar_and_everybody_is_told_once() {
    for agency in Agency::both().await {
        let (ada, bo) = (agency.attendee("Ada").await, agency.attendee("Bo").await);
        let job = agency.job(JobLike { attendees: vec![ada], ..Default::default() }).await;
        let asha = agency.candidate("Asha Rao").await;
        let application = agency.apply(asha, job).await;

        let begin = interviews::plan(&agency.staff(), application, None).await.unwrap();
        assert_eq!(begin.attendees, [PlannedAttendee { id: ada, optional: false }]);
        assert_eq!(begin.duration_minutes, JobLike::default().timing.duration_minutes);
        let found = interviews::find_applications(&agency.staff(), "RAO").await.unwrap();
        assert_eq!(found.iter().map(|choice| choice.id).collect::<Vec<_>>(), [application]);

        let mut plan = plan(application, &[ada, bo]);
        plan.attendees[1].optional = true;
        let id = add(&agency, plan).await.unwrap();
        let view = calendar::interview(&agency.staff(), id).await.unwrap();
        assert_eq!(view.span, span("2027-03-09T09:00:00Z", "2027-03-09T10:00:00Z"));
        assert_eq!((view.title.as_str(), view.request), ("Portfolio review", None));
        assert_eq!(view.people.iter().filter(|person| person.kind == PersonKind::Attendee).count(), 2);
        // Candidate and attendee; who is optional keeps the time.
        assert_eq!(agency.number("select count(*) from reservations").await, 2);
        // Candidate, two attendees, the recruiter.
        assert_eq!(told(&agency).await.iter().filter(|line| line.starts_with("interview_booked")).count(), 4);
        // The description heads what the attendees are sent, and nothing that goes to others.
        let headed = "select kind from outbox where subject like 'Ask about the last project. · %: interview with Asha Rao%' order by kind";
        let reminders = ["interview_reminder"; 4];
        assert_eq!(agency.texts(headed).await, [&["interview_booked"; 2][..], &reminders].concat());
        assert_eq!(agency.number("select count(*) from history where action = 'interview.booked'").await, 1);
        assert_eq!(agency.overlaps().await, 0);
    }
}

#[tokio::test]
async fn a_candidate_who_is_not_to_be_told_is_not() {
    for agency in Agency::both().await {
        let ada = agency.attendee("Ada").await;
        let job = agency.job(JobLike::default()).await;
        let asha = agency.candidate("Asha Rao").await;
        let application = agency.apply(asha, job).await;
        let before = told(&agency).await.len();
        let id = add(&agency, PlanInterview { tell_candidate: false, text_candidate: false, ..plan(application, &[ada]) }).await.unwrap();
        let email = agency.texts("select email from candidates").await.remove(0);
        let lines = told(&agency).await;
        assert!(lines.len() > before && lines.iter().all(|line| !line.ends_with(&email)), "{lines:?}");
        booking::cancel_interview(&agency.staff(), id, "No more need", 1).await.unwrap();
        assert!(told(&agency).await.iter().all(|line| !line.ends_with(&email)));
        assert_eq!(agency.number("select count(*) from reservations").await, 0);
    }
}

#[tokio::test]
async fn a_busy_time_needs_a_reason_and_another_interview_is_never_overridden() {
    for agency in Agency::both().await {
        let ada = agency.attendee("Ada").await;
        let job = agency.job(JobLike::default()).await;
        let asha = agency.candidate("Asha Rao").await;
        let ben = agency.candidate("Ben").await;
        let (first, second) = (agency.apply(asha, job).await, agency.apply(ben, job).await);
        let busy = format!(
            "insert into busy_blocks (id, calendar_id, starts_at, ends_at, title, created_at) values ('{ada}', '{ada}', {}, {}, 'Dentist', 0)",
            ms(at("2027-03-09T09:30:00Z")),
            ms(at("2027-03-09T09:45:00Z")),
        );
        agency.execute(&[busy]).await;

        // A colleague's appointment is shown as busy, without what it is.
        let query = PeopleQuery {
            application: first,
            template: None,
            interview: None,
            attendees: vec![ada],
            room: None,
            range: span("2027-03-08T00:00:00Z", "2027-03-13T00:00:00Z"),
        };
        let people = interviews::people(&agency.staff(), query).await.unwrap().participants;
        assert_eq!(people[1].busy().iter().map(|busy| busy.label.clone()).collect::<Vec<_>>(), [None]);

        let ApiError::Invalid(errors) = failure(add(&agency, plan(first, &[ada])).await) else { panic!() };
        assert_eq!(errors.at("reason").unwrap().message, "error-reason-busy");
        assert_eq!(agency.number("select count(*) from interviews").await, 0);
        let id = add(&agency, PlanInterview { reason: "The dentist was moved".into(), ..plan(first, &[ada]) }).await.unwrap();
        assert_eq!(agency.texts("select override_reason from interviews").await, ["The dentist was moved"]);

        let insist = PlanInterview { reason: "All the same".into(), ..plan(second, &[ada]) };
        let ApiError::Invalid(errors) = failure(add(&agency, insist).await) else { panic!() };
        assert_eq!(errors.at("starts_at").unwrap().message, "error-taken-by");

        // Nor is it in its own way.
        let later = PlanInterview { starts_at: "10:15".into(), ends_at: "11:15".into(), reason: "Still".into(), ..plan(first, &[ada]) };
        interviews::save(&agency.staff(), SaveInterview { interview: Some((id, 1)), plan: later }).await.unwrap();
        let view = calendar::interview(&agency.staff(), id).await.unwrap();
        assert_eq!((view.span.start(), view.sequence), (at("2027-03-09T09:15:00Z"), 1));
        assert_eq!(agency.overlaps().await, 0);
    }
}

#[tokio::test]
async fn a_change_tells_those_who_came_went_and_stayed_and_a_stale_one_nobody() {
    for agency in Agency::both().await {
        let (ada, bo) = (agency.attendee("Ada").await, agency.attendee("Bo").await);
        let job = agency.job(JobLike::default()).await;
        let asha = agency.candidate("Asha Rao").await;
        let application = agency.apply(asha, job).await;
        let id = add(&agency, plan(application, &[ada])).await.unwrap();
        let before = told(&agency).await;
        let change = |version, plan: PlanInterview| SaveInterview { interview: Some((id, version)), plan };
        let swapped = PlanInterview { starts_on: "2027-03-10".into(), ends_on: "2027-03-10".into(), ..plan(application, &[bo]) };
        interviews::save(&agency.staff(), change(1, swapped.clone())).await.unwrap();
        // Made in the same millisecond, they stand in no order.
        let lines = told(&agency).await;
        let mut kinds: Vec<&str> = lines.iter().filter(|line| !before.contains(line)).filter_map(|line| line.split(' ').next()).collect();
        // Those are planned, not told.
        kinds.retain(|kind| *kind != "interview_reminder");
        kinds.sort_unstable();
        // Ada is out, Bo is in, candidate and recruiter learn the new time.
        assert_eq!(kinds, ["interview_booked", "interview_cancelled", "interview_rescheduled", "interview_rescheduled"]);
        assert_eq!(failure(interviews::save(&agency.staff(), change(1, swapped)).await), ApiError::Stale);
        assert_eq!(told(&agency).await.len(), lines.len());
    }
}

/// The mails in the outbox by recipient, opened.
async fn mails(agency: &Agency) -> Vec<(String, crate::server::mail::Mail)> {
    let app = &agency.server.app;
    let mut mails = Vec::new();
    let rows = agency.texts("select id || ' ' || recipient_email from outbox where due_at is null and channel = 'mail' order by id").await;
    for row in rows {
        let (id, email) = row.split_once(' ').unwrap();
        let id: crate::domain::id::MessageId = id.parse().unwrap();
        let mut tx = app.store.begin().await.unwrap();
        let sealed = tx.sealed_of(id).await.unwrap();
        let plain = app.keys.open(&crate::server::services::messages::place(id), &sealed).unwrap();
        let crate::server::carriers::Parcel::Mail(mail) = serde_json::from_slice(&plain).unwrap() else { panic!("a mail") };
        mails.push((email.to_owned(), mail));
    }
    mails
}

#[tokio::test]
async fn chosen_documents_go_with_the_colleagues_mail_and_nobody_elses() {
    for agency in Agency::both().await {
        let ada = agency.attendee("Ada").await;
        let job = agency.job(JobLike::default()).await;
        let asha = agency.candidate("Asha Rao").await;
        let application = agency.apply(asha, job).await;
        let staff = agency.staff();
        let upload = |kind, name: &str| files::Upload { kind, name: name.into(), bytes: documents::pdf() };
        files::upload(&staff, asha, upload(FileKind::Resume, "old.pdf")).await.unwrap();
        agency.server.clock.set(from_ms(ms(staff.now()) + 1_000));
        let resume = files::upload(&staff, asha, upload(FileKind::Resume, "resume.pdf")).await.unwrap();
        let begin = interviews::plan(&staff, application, None).await.unwrap();
        assert_eq!((begin.at_hand.resume, begin.at_hand.cover_letter, begin.at_hand.form), (true, false, false));

        let papers = Papers { resume: true, cover_letter: true, form: true };
        let id = add(&agency, PlanInterview { papers, ..plan(application, &[ada]) }).await.unwrap();
        let ada_email = agency.texts("select email from users where name = 'Ada'").await.remove(0);
        let sent = mails(&agency).await;
        let attached = |email: &str| -> Vec<String> {
            sent.iter()
                .filter(|(to, _)| to == email)
                .flat_map(|(_, mail)| mail.attached.iter().map(|document| document.name.clone()))
                .collect()
        };
        // The latest of its kind; there is no cover letter, and no form.
        assert_eq!(attached(&ada_email), ["resume.pdf"]);
        assert!(sent.iter().filter(|(to, _)| *to != ada_email).all(|(_, mail)| mail.attached.is_empty() && !mail.text.contains("resume")));

        // It is fetched when the mail is sent: what was deleted until then is left out.
        let mail = sent.iter().find(|(to, _)| *to == ada_email).unwrap().1.clone();
        let opened = crate::server::services::documents::open(&staff, &mail.attached).await.unwrap();
        assert_eq!(opened[0].bytes, documents::pdf());
        files::delete(&staff, resume).await.unwrap();
        assert!(crate::server::services::documents::open(&staff, &mail.attached).await.unwrap().is_empty());

        // Who has them is not sent them again with a new time.
        agency.execute(&["update outbox set state = 'sent' where due_at is null".into()]).await;
        let later = PlanInterview { starts_at: "14:00".into(), ends_at: "15:00".into(), papers, ..plan(application, &[ada]) };
        interviews::save(&staff, SaveInterview { interview: Some((id, 1)), plan: later }).await.unwrap();
        let moved: Vec<_> = mails(&agency).await.into_iter().filter(|(_, mail)| mail.subject.contains("14:00")).collect();
        assert!(!moved.is_empty() && moved.iter().all(|(_, mail)| mail.attached.is_empty()));
    }
}

#[tokio::test]
async fn a_candidate_once_told_is_told_what_becomes_of_it() {
    for agency in Agency::both().await {
        let ada = agency.attendee("Ada").await;
        let job = agency.job(JobLike::default()).await;
        let asha = agency.candidate("Asha Rao").await;
        let application = agency.apply(asha, job).await;
        let email = agency.texts("select email from candidates").await.remove(0);
        let of_candidate = async || -> Vec<String> {
            let lines = told(&agency).await;
            lines
                .iter()
                .filter(|line| line.ends_with(&email) && !line.contains("reminder"))
                .map(|line| line.split(' ').next().unwrap().to_owned())
                .collect()
        };
        let quiet = PlanInterview { tell_candidate: false, text_candidate: false, ..plan(application, &[ada]) };
        let id = add(&agency, quiet.clone()).await.unwrap();
        assert!(of_candidate().await.is_empty());
        let change = |version, plan: PlanInterview| SaveInterview { interview: Some((id, version)), plan };
        // Told from now on: it is news to the candidate.
        interviews::save(&agency.staff(), change(1, plan(application, &[ada]))).await.unwrap();
        assert_eq!(of_candidate().await, ["interview_booked"]);
        agency.server.clock.set(from_ms(ms(agency.staff().now()) + 1_000));
        // Taking the mark away does not hide from the candidate where to be.
        let moved = PlanInterview { starts_on: "2027-03-10".into(), ends_on: "2027-03-10".into(), ..quiet };
        interviews::save(&agency.staff(), change(2, moved)).await.unwrap();
        assert_eq!(of_candidate().await, ["interview_booked", "interview_rescheduled"]);
    }
}

/// Kinds of messages that wait to be sent, and those due at this moment.
pub async fn waiting(agency: &Agency) -> (Vec<String>, i64) {
    let now = ms(agency.staff().now());
    let kinds = agency
        .texts("select kind from outbox where state = 'queued' and due_at is null and kind <> 'interview_booked' order by kind")
        .await;
    (kinds, agency.number(&format!("select count(*) from outbox where state = 'queued' and due_at is null and next_at <= {now}")).await)
}

#[tokio::test]
async fn a_move_can_be_taken_back_before_anybody_is_told() {
    for agency in Agency::both().await {
        let ada = agency.attendee("Ada").await;
        let job = agency.job(JobLike::default()).await;
        let asha = agency.candidate("Asha Rao").await;
        let application = agency.apply(asha, job).await;
        let id = add(&agency, plan(application, &[ada])).await.unwrap();
        agency.execute(&["update outbox set state = 'sent' where due_at is null".into()]).await;
        agency.execute(&[format!("update interview_people set response = 'accepted' where interview_id = '{id}'")]).await;
        let reserved = "select calendar_id || ' ' || starts_at || ' ' || ends_at from reservations order by calendar_id";
        let before = (calendar::interview(&agency.staff(), id).await.unwrap(), agency.texts(reserved).await);

        agency.server.clock.set(from_ms(ms(agency.staff().now()) + 1_000));
        let later = span("2027-03-09T13:00:00Z", "2027-03-09T14:30:00Z");
        let moved = interviews::shift(&agency.staff(), ShiftInterview { interview: id, version: 1, span: later }).await.unwrap();
        let view = calendar::interview(&agency.staff(), id).await.unwrap();
        assert_eq!((view.span, view.version, view.sequence), (later, moved.version, 1));
        // Candidate, attendee, recruiter: written, and none of it is due.
        assert_eq!(waiting(&agency).await, (vec!["interview_rescheduled".to_owned(); 3], 0));

        agency.server.clock.set(from_ms(ms(agency.staff().now()) + 1_000));
        interviews::undo_shift(&agency.staff(), id, moved.version).await.unwrap();
        let view = calendar::interview(&agency.staff(), id).await.unwrap();
        let responses = |view: &crate::api::calendar::InterviewView| view.people.iter().map(|person| person.response).collect::<Vec<_>>();
        assert_eq!((view.span, responses(&view), agency.texts(reserved).await), (before.0.span, responses(&before.0), before.1));
        assert_eq!(waiting(&agency).await, (Vec::new(), 0));
        let actions = agency.texts("select action from history where action like 'interview.%' order by at, id").await;
        assert_eq!(actions, ["interview.booked", "interview.rescheduled", "interview.move_undone"]);
        // It is taken back once.
        let again = interviews::undo_shift(&agency.staff(), id, view.version).await;
        assert_eq!(failure(again), ApiError::NotPossible("error-undo-too-late".into()));
        assert_eq!(agency.overlaps().await, 0);
    }
}

#[tokio::test]
async fn two_moves_in_a_row_are_told_as_one_and_later_ones_can_not_be_taken_back() {
    for agency in Agency::both().await {
        let ada = agency.attendee("Ada").await;
        let job = agency.job(JobLike::default()).await;
        let asha = agency.candidate("Asha Rao").await;
        let application = agency.apply(asha, job).await;
        let id = add(&agency, plan(application, &[ada])).await.unwrap();
        agency.execute(&["update outbox set state = 'sent' where due_at is null".into()]).await;
        let shift = async |version, from: &str, until: &str| {
            interviews::shift(&agency.staff(), ShiftInterview { interview: id, version, span: span(from, until) }).await
        };
        let first = shift(1, "2027-03-09T13:00:00Z", "2027-03-09T14:00:00Z").await.unwrap();
        assert_eq!(failure(shift(1, "2027-03-09T15:00:00Z", "2027-03-09T16:00:00Z").await), ApiError::Stale);
        let second = shift(first.version, "2027-03-10T13:00:00Z", "2027-03-10T14:00:00Z").await.unwrap();
        assert_eq!(waiting(&agency).await, (vec!["interview_rescheduled".to_owned(); 3], 0));

        agency.server.clock.set(second.undo_until);
        assert_eq!(waiting(&agency).await.1, 3);
        let late = interviews::undo_shift(&agency.staff(), id, second.version).await;
        assert_eq!(failure(late), ApiError::NotPossible("error-undo-too-late".into()));

        // Another interview is never pushed aside; a busy time asks for a reason.
        let ben = agency.candidate("Ben").await;
        let other = agency.apply(ben, job).await;
        let id = add(&agency, plan(other, &[ada])).await.unwrap();
        let onto = ShiftInterview { interview: id, version: 1, span: span("2027-03-10T13:30:00Z", "2027-03-10T14:30:00Z") };
        let ApiError::Invalid(errors) = failure(interviews::shift(&agency.staff(), onto).await) else { panic!() };
        assert_eq!(errors.at("starts_at").unwrap().message, "error-taken-by");
        let night = ShiftInterview { interview: id, version: 1, span: span("2027-03-10T03:30:00Z", "2027-03-10T04:30:00Z") };
        let ApiError::Invalid(errors) = failure(interviews::shift(&agency.staff(), night).await) else { panic!() };
        assert_eq!(errors.at("reason").unwrap().message, "error-reason-hours");
        let long = ShiftInterview { interview: id, version: 1, span: span("2027-03-10T13:30:00Z", "2027-03-11T14:30:00Z") };
        let ApiError::Invalid(errors) = failure(interviews::shift(&agency.staff(), long).await) else { panic!() };
        assert_eq!(errors.at("ends_at").unwrap().message, "error-longer-than-a-day");
        assert_eq!(agency.overlaps().await, 0);
    }
}

#[tokio::test]
async fn a_former_time_that_was_taken_meanwhile_is_not_taken_back() {
    for agency in Agency::both().await {
        let ada = agency.attendee("Ada").await;
        let job = agency.job(JobLike::default()).await;
        let (asha, ben) = (agency.candidate("Asha Rao").await, agency.candidate("Ben").await);
        let (first, second) = (agency.apply(asha, job).await, agency.apply(ben, job).await);
        let id = add(&agency, plan(first, &[ada])).await.unwrap();
        let away = ShiftInterview { interview: id, version: 1, span: span("2027-03-10T13:30:00Z", "2027-03-10T14:30:00Z") };
        let moved = interviews::shift(&agency.staff(), away).await.unwrap();
        add(&agency, plan(second, &[ada])).await.unwrap();
        let back = interviews::undo_shift(&agency.staff(), id, moved.version).await;
        assert_eq!(failure(back), ApiError::NotPossible("error-undo-taken".into()));
        assert_eq!(calendar::interview(&agency.staff(), id).await.unwrap().span, away.span);
        assert_eq!(agency.overlaps().await, 0);
    }
}

#[tokio::test]
async fn a_duplicate_begins_as_the_other_one_is_without_its_time() {
    for agency in Agency::both().await {
        let (ada, bo) = (agency.attendee("Ada").await, agency.attendee("Bo").await);
        let job = agency.job(JobLike::default()).await;
        let asha = agency.candidate("Asha Rao").await;
        let application = agency.apply(asha, job).await;
        let id = add(&agency, plan(application, &[ada, bo])).await.unwrap();
        agency.execute(&[format!("update users set active = false where id = '{bo}'")]).await;
        agency.server.clock.set(at("2027-03-20T09:00:00Z"));
        let copy = interviews::copy(&agency.staff(), id).await.unwrap();
        assert_eq!((copy.interview, copy.title.as_str(), copy.duration_minutes), (None, "Portfolio review", 60));
        assert_eq!(copy.attendees.iter().map(|attendee| attendee.id).collect::<Vec<_>>(), [ada]);
    }
}

#[tokio::test]
async fn what_is_past_or_over_is_refused() {
    for agency in Agency::both().await {
        let job = agency.job(JobLike::default()).await;
        let asha = agency.candidate("Asha Rao").await;
        let application = agency.apply(asha, job).await;
        let past = PlanInterview { starts_on: "2027-03-01".into(), ends_on: "2027-03-01".into(), ..plan(application, &[]) };
        let ApiError::Invalid(errors) = failure(add(&agency, past).await) else { panic!() };
        assert_eq!(errors.at("starts_at").unwrap().message, "error-in-the-past");
        let nowhere = PlanInterview { zone: "Mars/Olympus".into(), ..plan(application, &[]) };
        let ApiError::Invalid(errors) = failure(add(&agency, nowhere).await) else { panic!() };
        assert!(errors.at("zone").is_some());
        let id = add(&agency, plan(application, &[])).await.unwrap();
        agency.server.clock.set(from_ms(ms(at("2027-03-09T09:30:00Z"))));
        assert!(matches!(failure(interviews::replan(&agency.staff(), id).await), ApiError::NotPossible(_)));
    }
}
