//! Tasks of coordinators: each category raised by what really happens, assigned by the rules, completed by itself and by hand, raised again.

mod walk;

use self::walk::Walk;
use crate::api::error::ApiError;
use crate::api::interviews::SaveInterview;
use crate::api::mend::{SwapInterviewer, SwitchRoom};
use crate::api::tasks::{TaskLine, TaskQuery};
use crate::domain::candidates::{Disposition, EndApplication, MoveApplication, SetCoordinator};
use crate::domain::id::{ApplicationId, InterviewId, TemplateId, UserId};
use crate::domain::jobs::{Place, PlaceKind};
use crate::domain::list::ListQuery;
use crate::domain::people::{Actor, Role};
use crate::domain::rooms::SaveRoom;
use crate::domain::scheduling::answer::GiveAnswer;
use crate::domain::scheduling::invitation::Papers;
use crate::domain::scheduling::plan::{PlanInterview, PlannedAttendee};
use crate::domain::tasks::{Assigned, TaskCategory};
use crate::domain::time::ms;
use crate::server::ctx::Ctx;
use crate::server::services::{answers, applications, booking, interviews, presentations, rooms, tasks};
use crate::server::store::history::Event;
use crate::server::tests::records::failure;
use crate::server::tests::world::{Agency, JobLike, TestJob, at, span};

async fn staff(agency: &Agency, name: &str, role: Role) -> (Ctx, UserId) {
    let id = agency.attendee(name).await;
    agency.execute(&[format!("update users set role = '{}' where id = '{id}'", role.name())]).await;
    (agency.server.ctx(Actor::User { id, name: name.into(), role }), id)
}

async fn list(ctx: &Ctx, assigned: Assigned, done: bool) -> Vec<TaskLine> {
    tasks::list(ctx, &TaskQuery { assigned, done, list: ListQuery::default() }).await.unwrap().page.rows
}

fn categories(lines: &[TaskLine]) -> Vec<&'static str> {
    lines.iter().map(|line| line.category.name()).collect()
}

/// An application in the first stage, that is moved into the one for interviews.
struct Case {
    agency: Agency,
    carl: Ctx,
    carl_id: UserId,
    job: TestJob,
    template: Option<TemplateId>,
    application: ApplicationId,
}

impl Case {
    async fn on(agency: Agency, like: JobLike) -> Self {
        let (carl, carl_id) = staff(&agency, "Carl", Role::Coordinator).await;
        let job = agency.job(like).await;
        let candidate = agency.candidate("Asha Rao").await;
        let application = agency.apply(candidate, job).await;
        agency
            .execute(&[
                format!("update jobs set coordinator_id = '{carl_id}' where id = '{}'", job.job),
                format!("update applications set stage_id = (select id from stages where job_id = '{}' and position = 0)", job.job),
            ])
            .await;
        let template = format!("select id from interview_templates where stage_id = '{}'", job.stage);
        let template = agency.texts(&template).await[0].parse().ok();
        Self { agency, carl, carl_id, job, template, application }
    }

    async fn both(like: JobLike) -> Vec<Self> {
        let mut all = Vec::new();
        for agency in Agency::both().await {
            all.push(Self::on(agency, like.clone()).await);
        }
        all
    }

    async fn enter(&self) {
        let version = self.agency.version("applications", self.application).await;
        applications::move_to(&self.carl, MoveApplication { id: self.application, version, stage_id: self.job.stage }).await.unwrap();
    }

    async fn leave(&self) {
        let version = self.agency.version("applications", self.application).await;
        let first = format!("select id from stages where job_id = '{}' and position = 0", self.job.job);
        let stage_id = self.agency.texts(&first).await[0].parse().unwrap();
        applications::move_to(&self.carl, MoveApplication { id: self.application, version, stage_id }).await.unwrap();
    }

    async fn open(&self) -> Vec<&'static str> {
        categories(&list(&self.carl, Assigned::Me, false).await)
    }

    /// Everything that was done, the latest first.
    async fn done(&self) -> Vec<TaskLine> {
        list(&self.carl, Assigned::Me, true).await.into_iter().filter(|line| line.completed.is_some()).collect()
    }

    fn plan(&self, day: &str, attendees: &[UserId]) -> PlanInterview {
        PlanInterview {
            application: Some(self.application),
            template: self.template,
            title: "First interview".into(),
            starts_on: day.into(),
            starts_at: "10:00".into(),
            ends_on: day.into(),
            ends_at: "11:00".into(),
            zone: "Europe/Berlin".into(),
            attendees: attendees.iter().map(|id| PlannedAttendee { id: *id, optional: false }).collect(),
            description: String::new(),
            place: Place { kind: PlaceKind::Video, text: String::new() },
            room: None,
            tell_candidate: true,
            text_candidate: false,
            papers: Papers::default(),
            reason: String::new(),
            exact: None,
        }
    }

    async fn book(&self, day: &str, attendees: &[UserId]) -> InterviewId {
        let plan = self.plan(day, attendees);
        interviews::save(&self.carl, SaveInterview { interview: None, plan }).await.unwrap()
    }

    async fn answer(&self, interview: InterviewId, who: UserId, name: &str, answer: &str) {
        let starts_at = self.agency.number(&format!("select starts_at from interviews where id = '{interview}'")).await;
        let input = GiveAnswer { answer: answer.into(), reason: "Ill".into(), start_ms: starts_at, ..GiveAnswer::default() };
        let ctx = self.agency.server.ctx(Actor::User { id: who, name: name.into(), role: Role::Interviewer });
        answers::give_own(&ctx, interview, &input).await.unwrap();
    }

    async fn version(&self, interview: InterviewId) -> i64 {
        self.agency.version("interviews", interview).await
    }
}

fn in_house() -> JobLike {
    JobLike { in_house: true, ..JobLike::default() }
}

#[tokio::test]
async fn ready_to_schedule_comes_with_the_stage_and_goes_with_the_interview() {
    for case in Case::both(in_house()).await {
        let ada = case.agency.attendee("Ada").await;
        assert_eq!(tasks::count(&case.carl).await.unwrap(), 0);
        case.enter().await;
        let lines = list(&case.carl, Assigned::Me, false).await;
        assert_eq!(categories(&lines), ["ready_to_schedule"]);
        let line = &lines[0];
        assert_eq!(
            (line.candidate.as_ref().unwrap().name.as_str(), line.job.as_ref().unwrap().name.as_str()),
            ("Asha Rao", "Data engineer")
        );
        assert_eq!((line.is_mine, line.assignee.as_ref().unwrap().id, line.application), (true, case.carl_id, Some(case.application)));
        assert_eq!(tasks::count(&case.carl).await.unwrap(), 1);

        // Out of the stage and in again: done by itself, then raised again.
        case.leave().await;
        assert!(case.open().await.is_empty());
        assert_eq!(case.done().await[0].completed.as_ref().unwrap().1, "", "by itself");
        case.enter().await;
        assert_eq!(case.open().await, ["ready_to_schedule"]);
        case.book("2027-03-09", &[ada]).await;
        assert!(case.open().await.is_empty());
        assert_eq!(case.done().await.len(), 2);

        // An invitation, too, is all that is to be done for now.
        let second = Case { application: case.agency.apply(case.agency.candidate("Ben").await, case.job).await, ..case };
        second.leave().await;
        second.enter().await;
        assert_eq!(second.open().await, ["ready_to_schedule"]);
        booking::invite_directly(&second.carl, second.application).await.unwrap();
        assert!(second.open().await.is_empty());
    }
}

#[tokio::test]
async fn what_is_seen_to_at_once_leaves_no_task_behind() {
    for case in Case::both(JobLike { auto_invite: true, ..in_house() }).await {
        case.enter().await;
        assert!(case.open().await.is_empty());
        assert!(case.done().await.is_empty(), "the candidate was invited in the same transaction");
    }
}

#[tokio::test]
async fn a_clients_candidate_is_ready_to_present_and_again_once_chosen() {
    for case in Case::both(JobLike::default()).await {
        case.enter().await;
        assert_eq!(case.open().await, ["ready_to_schedule"]);
        let page = case.agency.present_to(case.agency.contact, case.job, vec![case.application]).await;
        assert!(case.open().await.is_empty(), "the client is to choose");
        let request = case.agency.request_of(case.application).await;
        presentations::decide(&case.agency.staff(), page, request, 1, "choose", "").await.unwrap();
        assert!(case.open().await.is_empty(), "the client is to share availability");
        case.agency.share(page, JobLike::default().timing, &[span("2027-03-08T14:00:00Z", "2027-03-08T17:00:00Z")]).await;
        let lines = list(&case.carl, Assigned::Me, false).await;
        assert_eq!((categories(&lines), lines[0].is_chosen), (vec!["ready_to_schedule"], true));
        // Completed by hand it stays so, though the client changes the availability.
        tasks::complete(&case.carl, lines[0].id, lines[0].version, true).await.unwrap();
        case.agency.share(page, JobLike::default().timing, &[span("2027-03-09T14:00:00Z", "2027-03-09T17:00:00Z")]).await;
        assert!(case.open().await.is_empty());
        assert!(case.done().await.iter().any(|line| line.completed.as_ref().unwrap().1 == "Carl"));
    }
}

#[tokio::test]
async fn by_hand_a_task_is_completed_once_and_opened_again_unless_it_stands_again() {
    for case in Case::both(in_house()).await {
        case.enter().await;
        let line = list(&case.carl, Assigned::Me, false).await.remove(0);
        tasks::complete(&case.carl, line.id, line.version, true).await.unwrap();
        assert_eq!(failure(tasks::complete(&case.carl, line.id, line.version, true).await), ApiError::Stale);
        assert!(case.open().await.is_empty());
        tasks::complete(&case.carl, line.id, line.version + 1, false).await.unwrap();
        assert_eq!(case.open().await, ["ready_to_schedule"]);
        tasks::complete(&case.carl, line.id, line.version + 2, true).await.unwrap();
        case.leave().await;
        case.enter().await;
        let again = ApiError::NotPossible("error-task-again".into());
        assert_eq!(failure(tasks::complete(&case.carl, line.id, line.version + 3, false).await), again);
        assert_eq!(case.open().await, ["ready_to_schedule"], "one open task for each category and subject");
        let actions = "select action from history where subject_kind = 'task' order by at, id";
        assert_eq!(case.agency.texts(actions).await.len(), 3);
        let nobody = case.agency.server.ctx(Actor::User { id: case.carl_id, name: "X".into(), role: Role::Interviewer });
        assert_eq!(failure(tasks::complete(&nobody, line.id, 1, true).await), ApiError::Forbidden);
        assert_eq!(tasks::count(&nobody).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn a_task_is_the_candidates_coordinators_then_the_jobs_then_the_teams() {
    for case in Case::both(in_house()).await {
        let (rita, rita_id) = staff(&case.agency, "Rita", Role::Recruiter).await;
        case.enter().await;
        assert_eq!(case.open().await, ["ready_to_schedule"]);
        let version = case.agency.version("applications", case.application).await;
        let to = |coordinator, version| SetCoordinator { id: case.application, version, coordinator };
        applications::set_coordinator(&case.carl, &to(Some(rita_id), version)).await.unwrap();
        assert_eq!(failure(applications::set_coordinator(&case.carl, &to(None, version)).await), ApiError::Stale);
        assert!(case.open().await.is_empty());
        assert_eq!(categories(&list(&rita, Assigned::Me, false).await), ["ready_to_schedule"]);
        // Covered by another: looked at, and completed, or taken over.
        let seen = list(&case.carl, Assigned::To(rita_id), false).await;
        assert_eq!((categories(&seen), seen[0].is_mine), (vec!["ready_to_schedule"], false));

        // Her account is closed: the job's coordinator has it, then nobody.
        case.agency.execute(&[format!("update users set active = false where id = '{rita_id}'")]).await;
        assert_eq!(case.open().await, ["ready_to_schedule"]);
        case.agency.execute(&[format!("update jobs set coordinator_id = null where id = '{}'", case.job.job)]).await;
        assert!(case.open().await.is_empty());
        let queue = list(&case.carl, Assigned::Team, false).await;
        assert_eq!((categories(&queue), &queue[0].assignee), (vec!["ready_to_schedule"], &None));
        let whose = tasks::list(&case.carl, &TaskQuery { assigned: Assigned::Team, done: false, list: ListQuery::default() })
            .await
            .unwrap()
            .assignees;
        let counts: Vec<_> = whose.iter().map(|choice| (choice.assigned.name().len() > 4, choice.open)).collect();
        assert_eq!(counts[..2], [(false, 0), (false, 1)]);

        tasks::take(&case.carl, queue[0].id, queue[0].version).await.unwrap();
        assert_eq!(failure(tasks::take(&case.carl, queue[0].id, queue[0].version).await), ApiError::Stale);
        assert_eq!(case.open().await, ["ready_to_schedule"]);
        let gone = applications::set_coordinator(&case.carl, &to(Some(rita_id), version + 1)).await;
        let ApiError::Invalid(errors) = failure(gone) else { panic!() };
        assert_eq!(errors.at("coordinator").unwrap().message, "error-colleague-gone");
    }
}

#[tokio::test]
async fn a_cancelled_schedule_is_to_be_booked_again_or_let_go() {
    for case in Case::both(in_house()).await {
        let ada = case.agency.attendee("Ada").await;
        case.enter().await;
        let interview = case.book("2027-03-09", &[ada]).await;
        booking::cancel_interview(&case.carl, interview, "Ada is ill", case.version(interview).await).await.unwrap();
        let lines = list(&case.carl, Assigned::Me, false).await;
        assert!(categories(&lines).contains(&"schedule_cancelled"), "{lines:?}");
        let line = lines.iter().find(|line| line.category == TaskCategory::ScheduleCancelled).unwrap();
        assert_eq!((line.reason.as_str(), line.interview.as_ref().unwrap().id), ("Ada is ill", interview));
        let second = case.book("2027-03-10", &[ada]).await;
        assert!(case.open().await.is_empty());
        // Again, and this time it is let go.
        booking::cancel_interview(&case.carl, second, "Cleo is ill", case.version(second).await).await.unwrap();
        assert!(case.open().await.contains(&"schedule_cancelled"));
        let version = case.agency.version("applications", case.application).await;
        let disposition = Disposition::ALL[0].name().to_owned();
        applications::end(&case.carl, EndApplication { id: case.application, version, disposition }).await.unwrap();
        assert!(case.open().await.is_empty());
    }
}

#[tokio::test]
async fn who_declines_is_swapped_for_one_of_the_template_who_is_free_or_the_time_moved() {
    for agency in Agency::both().await {
        let (ada, ben, cleo) = (agency.attendee("Ada").await, agency.attendee("Ben").await, agency.attendee("Cleo").await);
        let case = Case::on(agency, JobLike { attendees: vec![ada, ben, cleo], ..in_house() }).await;
        case.enter().await;
        let interview = case.book("2027-03-09", &[ada]).await;
        assert!(interviews::ways(&case.carl, interview).await.unwrap().people.is_empty());
        // Ben has something else then.
        case.agency
            .execute(&[format!(
                "insert into busy_blocks (id, calendar_id, starts_at, ends_at, title, created_at) values ('b', '{ben}', {}, {}, 'Dentist', 0)",
                ms(at("2027-03-09T09:00:00Z")),
                ms(at("2027-03-09T10:00:00Z"))
            )])
            .await;
        case.answer(interview, ada, "Ada", "declined").await;
        let line = list(&case.carl, Assigned::Me, false).await.remove(0);
        assert_eq!((line.category, line.name.as_str(), line.reason.as_str()), (TaskCategory::InterviewerDeclined, "Ada", "Ill"));
        let ways = interviews::ways(&case.carl, interview).await.unwrap();
        let free: Vec<_> = ways.people[0].free.iter().map(|colleague| colleague.name.as_str()).collect();
        assert_eq!(free, ["Cleo"], "not Ben, who is busy then");
        assert!(!ways.times.is_empty() && ways.times.iter().all(|time| time.start() != at("2027-03-09T09:00:00Z")));

        // Comes after all; declines again.
        case.answer(interview, ada, "Ada", "accepted").await;
        assert!(case.open().await.is_empty());
        case.answer(interview, ada, "Ada", "declined").await;
        assert_eq!(case.open().await, ["interviewer_declined"]);
        let version = case.version(interview).await;
        let swap = |with, version| SwapInterviewer { interview, version, out: ada, with };
        assert!(matches!(failure(interviews::swap(&case.carl, &swap(ben, version)).await), ApiError::Invalid(_)));
        interviews::swap(&case.carl, &swap(cleo, version)).await.unwrap();
        assert_eq!(failure(interviews::swap(&case.carl, &swap(ben, version)).await), ApiError::Stale);
        assert!(case.open().await.is_empty());
        let names = format!("select name from interview_people where interview_id = '{interview}' and kind = 'attendee'");
        assert_eq!(case.agency.texts(&names).await, ["Cleo"]);

        case.answer(interview, cleo, "Cleo", "declined").await;
        let ways = interviews::ways(&case.carl, interview).await.unwrap();
        answers::move_there(&case.carl, interview, ways.times[0].start(), ways.version).await.unwrap();
        assert!(case.open().await.is_empty(), "everybody is asked anew");
        // By hand, and raised again by the next refusal.
        case.answer(interview, cleo, "Cleo", "declined").await;
        let line = list(&case.carl, Assigned::Me, false).await.remove(0);
        tasks::complete(&case.carl, line.id, line.version, true).await.unwrap();
        case.answer(interview, cleo, "Cleo", "tentative").await;
        assert!(case.open().await.is_empty());
        case.answer(interview, cleo, "Cleo", "declined").await;
        assert_eq!(case.open().await, ["interviewer_declined"]);
    }
}

#[tokio::test]
async fn a_candidate_who_declines_is_followed_up_and_nothing_happens_by_itself() {
    for case in Case::both(in_house()).await {
        let ada = case.agency.attendee("Ada").await;
        case.enter().await;
        let interview = case.book("2027-03-09", &[ada]).await;
        let candidate = case.agency.texts("select id from candidates").await.remove(0);
        let starts_at = case.agency.number("select starts_at from interviews").await;
        let actor = Actor::Invited {
            interview,
            person: candidate.clone(),
            part: crate::domain::scheduling::interview::PersonKind::Candidate,
            name: "Asha Rao".into(),
        };
        let asha = case.agency.server.ctx(actor);
        let say = |answer: &str| GiveAnswer { answer: answer.into(), start_ms: starts_at, ..GiveAnswer::default() };
        answers::give(&asha, interview, &candidate, &say("declined")).await.unwrap();
        assert_eq!(case.open().await, ["candidate_declined"]);
        assert_eq!(case.agency.texts("select state from interviews").await, ["confirmed"]);
        answers::give(&asha, interview, &candidate, &say("accepted")).await.unwrap();
        assert!(case.open().await.is_empty());
        answers::give(&asha, interview, &candidate, &say("declined")).await.unwrap();
        booking::cancel_interview(&case.carl, interview, "Asha is ill", case.version(interview).await).await.unwrap();
        assert!(!case.open().await.contains(&"candidate_declined"));
    }
}

#[tokio::test]
async fn a_room_that_is_not_to_be_had_is_switched_for_the_whole_schedule() {
    for case in Case::both(in_house()).await {
        let ada = case.agency.attendee("Ada").await;
        let like = |name: &str, seats: u32| SaveRoom {
            name: name.into(),
            zone: "Europe/Berlin".into(),
            seats: seats.to_string(),
            ..SaveRoom::default()
        };
        let aquarium = rooms::save(&case.carl, &like("Aquarium", 6)).await.unwrap();
        let den = rooms::save(&case.carl, &like("Den", 4)).await.unwrap();
        let hall = rooms::save(&case.carl, &like("Hall", 40)).await.unwrap();
        case.enter().await;
        let onsite = |day: &str, room| PlanInterview {
            room: Some(room),
            place: Place { kind: PlaceKind::Onsite, text: String::new() },
            ..case.plan(day, &[ada])
        };
        let save = async |plan| interviews::save(&case.carl, SaveInterview { interview: None, plan }).await.unwrap();
        let (first, second) = (save(onsite("2027-03-09", aquarium)).await, save(onsite("2027-03-10", aquarium)).await);
        // The den is taken during the second.
        let other = case.agency.apply(case.agency.candidate("Ben").await, case.job).await;
        save(PlanInterview { application: Some(other), attendees: Vec::new(), ..onsite("2027-03-10", den) }).await;
        rooms::retire(&case.carl, aquarium, 1, true).await.unwrap();
        assert_eq!(case.open().await, ["room_declined", "room_declined"]);
        let ways = interviews::ways(&case.carl, first).await.unwrap();
        let room = ways.room.unwrap();
        assert_eq!((room.name.as_str(), room.interviews), ("Aquarium", 2));
        assert_eq!(room.free.iter().map(|room| room.name.as_str()).collect::<Vec<_>>(), ["Hall"], "the den is not free the whole time");
        rooms::retire(&case.carl, aquarium, 2, false).await.unwrap();
        assert!(case.open().await.is_empty(), "it is to be had again");
        rooms::retire(&case.carl, aquarium, 3, true).await.unwrap();
        let taken = SwitchRoom { interview: first, version: case.version(first).await, room: den };
        assert!(matches!(failure(interviews::switch_room(&case.carl, &taken).await), ApiError::Invalid(_)));
        let in_aquarium = format!("select count(*) from interviews where room_id = '{aquarium}'");
        assert_eq!(case.agency.number(&in_aquarium).await, 2, "neither or both");
        interviews::switch_room(&case.carl, &SwitchRoom { room: hall, ..taken }).await.unwrap();
        assert!(case.open().await.is_empty());
        assert_eq!(case.agency.number(&format!("select count(*) from interviews where room_id = '{hall}'")).await, 2);
        let _ = second;
    }
}

/// As the ATS records what is new there.
async fn imported(case: &Case, action: &'static str, subject: (&'static str, String), data: serde_json::Value) {
    let ctx = Ctx::system(case.agency.server.app.clone(), "test".into());
    let mut tx = ctx.store().begin().await.unwrap();
    let (id, at, actor, topics) = (ctx.id(crate::domain::id::EventId::new).unwrap(), ctx.now(), Actor::System, Vec::new());
    let job_id = Some(case.job.job);
    tx.record(Event { id, at, actor, action, subject, candidate_id: None, application_id: None, job_id, data, topics }).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn what_is_new_in_the_ats_is_set_up_or_completed() {
    for case in Case::both(in_house()).await {
        let (job, stage) = (case.job.job, case.job.stage);
        // A job that is set up already asks for nothing.
        imported(&case, "job.imported", ("job", job.to_string()), serde_json::json!({})).await;
        assert!(case.open().await.is_empty());
        case.agency.execute(&[format!("update stages set scheduling = false where id = '{stage}'")]).await;
        imported(&case, "job.imported", ("job", job.to_string()), serde_json::json!({})).await;
        imported(&case, "stage.imported", ("stage", stage.to_string()), serde_json::json!({ "name": "Interview" })).await;
        let new = serde_json::json!({ "stage": stage.to_string(), "name": "Technical interview" });
        imported(&case, "ats_interview.added", ("ats_interview", "1:77".into()), new.clone()).await;
        imported(&case, "ats_interview.added", ("ats_interview", "1:77".into()), new).await;
        let lines = list(&case.carl, Assigned::Me, false).await;
        let mut found = categories(&lines);
        found.sort_unstable();
        assert_eq!(found, ["new_interview", "new_job", "new_stage"]);
        let line = lines.iter().find(|line| line.category == TaskCategory::NewInterview).unwrap();
        assert_eq!((line.name.as_str(), line.stage.as_ref().unwrap().name.as_str()), ("Technical interview", "Interview"));

        // Set up in the job's own form: enabled, with one interview more.
        let view = crate::server::services::jobs::get(&case.carl, job).await.unwrap();
        let mut form = view.form();
        form.stages[1].scheduling = true;
        let mut more = form.stages[1].interviews[0].clone();
        (more.id, more.name) = (None, "Technical interview".into());
        form.stages[1].interviews.push(more);
        crate::server::services::jobs::save(&case.carl, form).await.unwrap();
        assert!(case.open().await.is_empty());

        // By hand, and again.
        let new = serde_json::json!({ "stage": stage.to_string(), "name": "Lunch" });
        imported(&case, "ats_interview.added", ("ats_interview", "1:78".into()), new.clone()).await;
        let line = list(&case.carl, Assigned::Me, false).await.remove(0);
        tasks::complete(&case.carl, line.id, line.version, true).await.unwrap();
        assert!(case.open().await.is_empty());
        imported(&case, "ats_interview.added", ("ats_interview", "1:78".into()), new).await;
        assert_eq!(case.open().await, ["new_interview"]);
        let version = case.agency.version("jobs", job).await;
        crate::server::services::jobs::close(&case.carl, job, version, true).await.unwrap();
        assert!(case.open().await.is_empty(), "a closed job needs nothing");
    }
}

#[tokio::test]
async fn a_stage_that_is_enabled_makes_ready_who_stands_in_it() {
    for case in Case::both(in_house()).await {
        case.agency.execute(&[format!("update stages set scheduling = false where id = '{}'", case.job.stage)]).await;
        case.enter().await;
        assert!(case.open().await.is_empty());
        let mut form = crate::server::services::jobs::get(&case.carl, case.job.job).await.unwrap().form();
        form.stages[1].scheduling = true;
        crate::server::services::jobs::save(&case.carl, form).await.unwrap();
        assert_eq!(case.open().await, ["ready_to_schedule"]);
    }
}

#[tokio::test]
async fn a_broken_connection_heads_the_list_of_who_set_it_up_or_of_every_administrator() {
    for case in Case::both(in_house()).await {
        let (anna, anna_id) = staff(&case.agency, "Anna", Role::Administrator).await;
        let (bert, _) = staff(&case.agency, "Bert", Role::Administrator).await;
        let dana = case.agency.recruiter.user_id().unwrap();
        case.agency.execute(&[format!("update organisation set creator_id = '{anna_id}'")]).await;
        let breaks = async || {
            case.agency
                .execute(&[
                    "insert into connections (key, broken_since, kind_of_problem) values ('smtp', 1, 'credentials') on conflict (key) do update set broken_since = 1"
                        .into(),
                ])
                .await;
            record(&case, "integration.failed").await;
        };
        breaks().await;
        breaks().await;
        let first = list(&anna, Assigned::Me, false).await;
        assert_eq!((categories(&first), first[0].name.as_str(), first[0].reason.as_str()), (vec!["broken_integration"], "smtp", "535 no"));
        assert!(list(&bert, Assigned::Me, false).await.is_empty());
        // On top of what came before it.
        case.agency.execute(&[format!("update jobs set coordinator_id = '{anna_id}' where id = '{}'", case.job.job)]).await;
        case.enter().await;
        case.agency.execute(&["update tasks set raised_at = 0 where category = 'ready_to_schedule'".into()]).await;
        assert_eq!(categories(&list(&anna, Assigned::Me, false).await), ["broken_integration", "ready_to_schedule"]);

        // Who set it up is gone: every administrator has it, nobody else.
        case.agency.execute(&[format!("update users set active = false where id = '{anna_id}'")]).await;
        assert_eq!(categories(&list(&bert, Assigned::Me, false).await), ["broken_integration"]);
        assert_eq!(tasks::count(&bert).await.unwrap(), 1);
        assert!(list(&bert, Assigned::To(dana), false).await.is_empty());
        assert_eq!(categories(&list(&bert, Assigned::Team, false).await), ["ready_to_schedule"]);

        case.agency.execute(&["update connections set broken_since = null".into()]).await;
        record(&case, "integration.restored").await;
        assert!(list(&bert, Assigned::Me, false).await.is_empty());
        // By hand, and raised by the next failure.
        breaks().await;
        let line = list(&bert, Assigned::Me, false).await.remove(0);
        tasks::complete(&bert, line.id, line.version, true).await.unwrap();
        assert!(list(&bert, Assigned::Me, false).await.is_empty());
        breaks().await;
        assert_eq!(categories(&list(&bert, Assigned::Me, false).await), ["broken_integration"]);
    }
}

async fn record(case: &Case, action: &'static str) {
    let ctx = Ctx::system(case.agency.server.app.clone(), "test".into());
    let mut tx = ctx.store().begin().await.unwrap();
    tx.record(Event {
        id: ctx.id(crate::domain::id::EventId::new).unwrap(),
        at: ctx.now(),
        actor: Actor::System,
        action,
        subject: ("integration", "smtp".into()),
        candidate_id: None,
        application_id: None,
        job_id: None,
        data: serde_json::json!({ "problem": "535 no" }),
        topics: Vec::new(),
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn about_an_interview_that_has_begun_there_is_nothing_to_do() {
    for case in Case::both(in_house()).await {
        let ada = case.agency.attendee("Ada").await;
        case.enter().await;
        let interview = case.book("2027-03-09", &[ada]).await;
        case.answer(interview, ada, "Ada", "declined").await;
        assert_eq!(case.open().await, ["interviewer_declined"]);
        tasks::settle_begun(&case.carl).await.unwrap();
        assert_eq!(case.open().await, ["interviewer_declined"], "not yet");
        case.agency.server.clock.set(at("2027-03-09T09:00:00Z"));
        let carl = case.agency.server.ctx(case.carl.actor.clone());
        tasks::settle_begun(&carl).await.unwrap();
        assert!(case.open().await.is_empty());
        assert!(interviews::ways(&carl, interview).await.unwrap().people.is_empty());
    }
}

#[tokio::test]
async fn two_new_interviews_are_two_things_to_do() {
    for case in Case::both(in_house()).await {
        let stage = case.job.stage.to_string();
        for (key, name) in [("1:1", "Technical"), ("1:2", "Lunch")] {
            let new = serde_json::json!({ "stage": stage, "name": name });
            imported(&case, "ats_interview.added", ("ats_interview", key.into()), new).await;
        }
        for left in [1, 0] {
            let mut form = crate::server::services::jobs::get(&case.carl, case.job.job).await.unwrap().form();
            let mut more = form.stages[1].interviews[0].clone();
            (more.id, more.name) = (None, format!("Another {left}"));
            form.stages[1].interviews.push(more);
            crate::server::services::jobs::save(&case.carl, form).await.unwrap();
            assert_eq!(case.open().await.len(), left);
        }
    }
}

#[tokio::test]
async fn a_second_stay_in_the_stage_and_a_reopened_job_ask_anew() {
    for mut case in Case::both(in_house()).await {
        let ada = case.agency.attendee("Ada").await;
        case.enter().await;
        case.book("2027-03-09", &[ada]).await;
        case.agency.server.clock.set(at("2027-03-10T09:00:00Z"));
        case.carl = case.agency.server.ctx(case.carl.actor.clone());
        case.leave().await;
        case.agency.server.clock.set(at("2027-03-11T09:00:00Z"));
        case.carl = case.agency.server.ctx(case.carl.actor.clone());
        case.enter().await;
        assert_eq!(case.open().await, ["ready_to_schedule"], "the interview was of the first stay");

        let version = case.agency.version("jobs", case.job.job).await;
        crate::server::services::jobs::close(&case.carl, case.job.job, version, true).await.unwrap();
        assert!(case.open().await.is_empty());
        crate::server::services::jobs::close(&case.carl, case.job.job, version + 1, false).await.unwrap();
        assert_eq!(case.open().await, ["ready_to_schedule"]);
    }
}

#[tokio::test]
async fn another_stage_that_is_enabled_makes_ready_who_stands_in_it() {
    for case in Case::both(in_house()).await {
        let mut form = crate::server::services::jobs::get(&case.carl, case.job.job).await.unwrap().form();
        let template = form.stages[1].interviews[0].clone();
        form.stages[0].kind = crate::domain::jobs::StageKind::Interview;
        form.stages[0].interviews = vec![crate::domain::jobs::SaveTemplate { id: None, ..template }];
        (form.stages[0].scheduling, form.stages[1].scheduling) = (true, false);
        crate::server::services::jobs::save(&case.carl, form).await.unwrap();
        assert_eq!(case.open().await, ["ready_to_schedule"]);
    }
}

#[tokio::test]
async fn taking_a_move_back_brings_the_declined_room_back_too_and_its_calendar_keeps_its_word() {
    for agency in Agency::both().await {
        let mut walk = Walk::on(agency).await;
        let interview = walk.booked().await;
        let carl = walk.case.carl.clone();
        let mut tx = carl.store().begin().await.unwrap();
        assert!(rooms::room_answered(&mut tx, &carl, interview, true, "Repairs").await.unwrap());
        tx.commit().await.unwrap();
        assert!(walk.case.open().await.contains(&"room_declined"));
        // Offered no longer and again: what its own calendar said stays.
        walk.retire(true).await;
        walk.retire(false).await;
        assert!(walk.case.open().await.contains(&"room_declined"));
        let version = walk.case.version(interview).await;
        let span = span("2027-03-09T12:00:00Z", "2027-03-09T13:00:00Z");
        let shifted = interviews::shift(&carl, crate::api::interviews::ShiftInterview { interview, version, span }).await.unwrap();
        assert!(!walk.case.open().await.contains(&"room_declined"), "it was said to another time");
        interviews::undo_shift(&carl, interview, shifted.version).await.unwrap();
        assert!(walk.case.open().await.contains(&"room_declined"));
    }
}

#[tokio::test]
async fn only_administrators_touch_what_only_they_can_mend() {
    for case in Case::both(in_house()).await {
        let (anna, anna_id) = staff(&case.agency, "Anna", Role::Administrator).await;
        case.agency.execute(&[format!("update organisation set creator_id = '{anna_id}'")]).await;
        case.agency
            .execute(&["insert into connections (key, broken_since, kind_of_problem) values ('smtp', 1, 'credentials')".into()])
            .await;
        record(&case, "integration.failed").await;
        let line = list(&case.carl, Assigned::To(anna_id), false).await.remove(0);
        assert_eq!(failure(tasks::take(&case.carl, line.id, line.version).await), ApiError::Forbidden);
        assert_eq!(failure(tasks::complete(&case.carl, line.id, line.version, true).await), ApiError::Forbidden);
        tasks::complete(&anna, line.id, line.version, true).await.unwrap();
    }
}
