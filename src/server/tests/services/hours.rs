//! Working hours and busy times: slots follow them, interviews that stand are kept and named, and who may see and change what.

use crate::api::account::SaveProfile;
use crate::api::calendar::CalendarQuery;
use crate::api::error::ApiError;
use crate::api::hours::{BusyView, SaveBusy};
use crate::domain::availability::busy::BusyForm;
use crate::domain::availability::hours::HoursForm;
use crate::domain::id::{BusyId, UserId};
use crate::domain::jobs::Timing;
use crate::domain::people::{Actor, Role};
use crate::domain::time::ms;
use crate::server::ctx::Ctx;
use crate::server::services::{account, booking, calendar, hours};
use crate::server::tests::records::failure;
use crate::server::tests::world::{Agency, JobLike, at, span};

fn as_user(agency: &Agency, id: UserId, role: Role) -> Ctx {
    agency.server.ctx(Actor::User { id, name: "Somebody".into(), role })
}

/// The same hours on every working day, in Berlin.
fn weekdays(text: &str) -> HoursForm {
    let day = || text.to_owned();
    HoursForm {
        own: true,
        zone: "Europe/Berlin".into(),
        monday: day(),
        tuesday: day(),
        wednesday: day(),
        thursday: day(),
        friday: day(),
        ..HoursForm::default()
    }
}

/// On a day in Berlin.
fn busy(user: UserId, on: &str, from: &str, until: &str, title: &str) -> SaveBusy {
    let busy = BusyForm {
        title: title.into(),
        whole_days: false,
        starts_on: on.into(),
        starts_at: from.into(),
        ends_on: on.into(),
        ends_at: until.into(),
        exact: None,
    };
    SaveBusy { user, id: None, version: 0, zone: "Europe/Berlin".into(), busy }
}

fn change(busy: &BusyView, input: SaveBusy) -> SaveBusy {
    SaveBusy { id: Some(busy.id), version: busy.version, ..input }
}

#[tokio::test]
async fn slots_of_a_job_with_a_client_follow_a_colleagues_hours_across_the_change_of_the_clocks() {
    for agency in Agency::both().await {
        let ada = agency.attendee("Ada").await;
        let own = as_user(&agency, ada, Role::Interviewer);
        let job = agency.job(JobLike { attendees: vec![ada], ..Default::default() }).await;
        let (request, page) = agency.invited("Asha Rao", job, agency.contact).await;
        let windows = [span("2027-03-12T13:00:00Z", "2027-03-12T18:00:00Z"), span("2027-03-30T13:00:00Z", "2027-03-30T18:00:00Z")];
        agency.share(page, Timing { notice_minutes: 0, ..JobLike::default().timing }, &windows).await;
        let asha = agency.as_candidate(request).await;
        let starts = async || -> Vec<String> {
            let slots = booking::booking_page(&asha, request, None).await.unwrap().slots;
            slots.iter().map(|slot| slot.start().format("%d %H:%M").to_string()).collect()
        };
        assert_eq!(starts().await.len(), 18, "whenever the client can, before there are hours");

        let view = hours::view(&own, None).await.unwrap();
        assert_eq!((view.name.as_str(), view.is_own, view.hours.is_none(), view.zone.name()), ("Ada", true, true, "Europe/Berlin"));
        let saved = hours::save(&own, ada, view.version, weekdays("14:00-17:00")).await.unwrap();
        assert!(saved.standing.is_empty());
        // 14:00 in Berlin is 13:00 UTC in winter and 12:00 in summer: an hour of it is left then in what the client offers.
        let afternoons = ["12 13:00", "12 13:30", "12 14:00", "12 14:30", "12 15:00", "30 13:00", "30 13:30", "30 14:00"];
        assert_eq!(starts().await, afternoons);

        let added = hours::save_busy(&own, busy(ada, "2027-03-12", "14:30", "15:30", "Dentist")).await.unwrap().busy;
        assert_eq!(added.span, span("2027-03-12T13:30:00Z", "2027-03-12T14:30:00Z"));
        assert_eq!(starts().await, ["12 14:30", "12 15:00", "30 13:00", "30 13:30", "30 14:00"]);
        let mut off = busy(ada, "2027-03-29", "", "", "Off");
        (off.busy.whole_days, off.busy.ends_on) = (true, "2027-03-30".into());
        hours::save_busy(&own, off).await.unwrap();
        assert_eq!(starts().await, ["12 14:30", "12 15:00"]);
        hours::remove_busy(&own, ada, added.id, added.version).await.unwrap();
        assert_eq!(starts().await, afternoons[..5]);

        // A date of its own, and hours given up again.
        let closed = HoursForm { exceptions: "2027-03-12 16:00-17:00".into(), ..weekdays("14:00-17:00") };
        hours::save(&own, ada, saved.version, closed).await.unwrap();
        assert_eq!(starts().await, ["12 15:00"]);
        hours::save(&own, ada, saved.version + 1, HoursForm { own: false, ..weekdays("") }).await.unwrap();
        assert_eq!(starts().await.len(), 9);
    }
}

#[tokio::test]
async fn interviews_that_stand_are_named_and_kept() {
    for agency in Agency::both().await {
        let ada = agency.attendee("Ada").await;
        let own = as_user(&agency, ada, Role::Interviewer);
        let job = agency.job(JobLike { attendees: vec![ada], ..Default::default() }).await;
        let (request, page) = agency.invited("Asha Rao", job, agency.contact).await;
        let window = span("2027-03-12T13:00:00Z", "2027-03-12T14:00:00Z");
        agency.share(page, Timing::default(), &[window]).await;
        let booked = booking::book(&agency.as_candidate(request).await, request, ms(window.start()), "", "").await.unwrap();

        let touching = hours::save_busy(&own, busy(ada, "2027-03-12", "15:00", "16:00", "")).await.unwrap();
        assert!(touching.standing.is_empty());
        let over = hours::save_busy(&own, busy(ada, "2027-03-12", "14:30", "16:00", "")).await.unwrap();
        let named: Vec<_> = over.standing.iter().map(|standing| (standing.interview, standing.candidate.as_str(), standing.span)).collect();
        assert_eq!(named, [(booked.id, "Asha Rao", window)]);

        let saved = hours::save(&own, ada, 1, weekdays("14-18")).await.unwrap();
        assert!(saved.standing.is_empty(), "it lies within");
        let saved = hours::save(&own, ada, 2, weekdays("9-14:30")).await.unwrap();
        assert_eq!(saved.standing.iter().map(|standing| standing.interview).collect::<Vec<_>>(), [booked.id]);
        assert_eq!(agency.texts("select state from interviews").await, ["confirmed"]);
        assert_eq!(agency.number(&format!("select count(*) from reservations where calendar_id = '{ada}'")).await, 1);
        let view = hours::view(&agency.staff(), Some(ada)).await.unwrap();
        assert_eq!((view.interviews.len(), view.busy.len(), view.is_own), (1, 2, false));

        // Over, or called off, it is not worth a word.
        agency.server.clock.set(at("2027-03-12T14:00:00Z"));
        assert!(hours::save(&own, ada, 3, weekdays("9-10")).await.unwrap().standing.is_empty());
    }
}

#[tokio::test]
async fn everybody_keeps_the_own_hours_and_staff_all() {
    for agency in Agency::both().await {
        let (ada, bo) = (agency.attendee("Ada").await, agency.attendee("Bo").await);
        let staff = agency.staff();
        for role in [Role::Interviewer, Role::HiringManager] {
            let other = as_user(&agency, bo, role);
            assert_eq!(failure(hours::view(&other, Some(ada)).await), ApiError::Forbidden);
            assert_eq!(failure(hours::save(&other, ada, 1, weekdays("9-10")).await), ApiError::Forbidden);
            assert_eq!(failure(hours::save_busy(&other, busy(ada, "2027-03-12", "9:00", "10:00", "")).await), ApiError::Forbidden);
            assert!(hours::view(&other, None).await.unwrap().colleagues.is_empty());
        }
        for role in [Role::Administrator, Role::Recruiter, Role::Coordinator] {
            let version = hours::view(&as_user(&agency, bo, role), Some(ada)).await.unwrap().version;
            hours::save(&as_user(&agency, bo, role), ada, version, weekdays("9-12")).await.unwrap();
        }
        assert_eq!(hours::view(&staff, None).await.unwrap().colleagues.len(), 3);
        let nobody = staff.id(UserId::new).unwrap();
        assert_eq!(failure(hours::view(&staff, Some(nobody)).await), ApiError::NotFound);
        assert_eq!(failure(hours::view(&agency.server.public(), None).await), ApiError::Unauthorized);
        // Another's busy time is not reached by an own calendar.
        let own = as_user(&agency, ada, Role::Interviewer);
        let of_bo = hours::save_busy(&staff, busy(bo, "2027-03-12", "9:00", "10:00", "")).await.unwrap().busy;
        assert_eq!(failure(hours::remove_busy(&own, ada, of_bo.id, of_bo.version).await), ApiError::NotFound);
        assert_eq!(failure(hours::save_busy(&own, change(&of_bo, busy(ada, "2027-03-12", "9:00", "11:00", ""))).await), ApiError::NotFound);
    }
}

#[tokio::test]
async fn a_title_is_for_its_owner_and_for_who_wrote_it() {
    for agency in Agency::both().await {
        let ada = agency.attendee("Ada").await;
        let (own, staff) = (as_user(&agency, ada, Role::Interviewer), agency.staff());
        let dentist = hours::save_busy(&own, busy(ada, "2027-03-12", "09:00", "10:00", "Dentist")).await.unwrap().busy;
        let training = hours::save_busy(&staff, busy(ada, "2027-03-12", "11:00", "12:00", "Training")).await.unwrap().busy;
        let titles = async |ctx: &Ctx| -> Vec<Option<String>> {
            hours::view(ctx, Some(ada)).await.unwrap().busy.into_iter().map(|busy| busy.title).collect()
        };
        assert_eq!(titles(&own).await, [Some("Dentist".into()), Some("Training".into())]);
        assert_eq!(titles(&staff).await, [None, Some("Training".into())]);
        let coordinator = as_user(&agency, staff.id(UserId::new).unwrap(), Role::Coordinator);
        assert_eq!(titles(&coordinator).await, [None, None]);

        // Moved by somebody who does not see it, the title stays.
        let moved = hours::save_busy(&staff, change(&dentist, busy(ada, "2027-03-12", "08:00", "09:00", ""))).await.unwrap().busy;
        assert_eq!((moved.title, moved.version), (None, 2));
        hours::save_busy(&staff, change(&training, busy(ada, "2027-03-12", "11:00", "12:00", "Course"))).await.unwrap();
        assert_eq!(titles(&own).await, [Some("Dentist".into()), Some("Course".into())]);
        assert_eq!(agency.number("select count(*) from history where data like '%Dentist%' or data like '%Course%'").await, 0);
    }
}

#[tokio::test]
async fn what_was_changed_meanwhile_is_stale_and_open_pages_hear_of_it() {
    for agency in Agency::both().await {
        let ada = agency.attendee("Ada").await;
        let (own, staff) = (as_user(&agency, ada, Role::Interviewer), agency.staff());
        let mut heard = agency.server.app.bus.subscribe();
        hours::save(&own, ada, 1, weekdays("9-12")).await.unwrap();
        assert_eq!(failure(hours::save(&staff, ada, 1, weekdays("13-17")).await), ApiError::Stale);
        let added = hours::save_busy(&own, busy(ada, "2027-03-12", "09:00", "10:00", "")).await.unwrap().busy;
        let later = busy(ada, "2027-03-12", "10:00", "11:00", "");
        hours::save_busy(&staff, change(&added, later.clone())).await.unwrap();
        assert_eq!(failure(hours::save_busy(&own, change(&added, later)).await), ApiError::Stale);
        assert_eq!(failure(hours::remove_busy(&own, ada, added.id, added.version).await), ApiError::Stale);
        hours::remove_busy(&own, ada, added.id, added.version + 1).await.unwrap();
        assert_eq!(failure(hours::remove_busy(&own, ada, added.id, 2).await), ApiError::NotFound);
        let actions = agency.texts("select action from history where subject_kind = 'user' order by action").await;
        assert_eq!(actions, ["user.busy_added", "user.busy_changed", "user.busy_removed", "user.hours_saved"]);
        if agency.server.app.store.postgres().is_none() {
            let topics = heard.recv().await.unwrap().topics;
            assert_eq!(topics, [format!("calendar:{ada}"), format!("user:{ada}")]);
        }
        // The account itself was not touched.
        assert_eq!(agency.version("users", ada).await, 1);
    }
}

#[tokio::test]
async fn hours_follow_their_owner_into_another_zone() {
    for agency in Agency::both().await {
        let ada = agency.attendee("Ada").await;
        let own = as_user(&agency, ada, Role::Interviewer);
        hours::save(&own, ada, 1, weekdays("9-12")).await.unwrap();
        let profile = SaveProfile { name: "Ada".into(), zone: "America/New_York".into(), version: 1 };
        account::save_profile(&own, profile).await.unwrap();
        let view = hours::view(&own, None).await.unwrap();
        let moved = view.hours.unwrap();
        assert_eq!((view.zone.name(), moved.zone(), view.version), ("America/New_York", "America/New_York", 3));
        assert_eq!(moved.days()[0].to_string(), "09:00-12:00");
        // The other way around the account's zone follows, and who edits the account is told.
        hours::save(&own, ada, 3, weekdays("9-12")).await.unwrap();
        assert_eq!(agency.texts(&format!("select zone from users where id = '{ada}'")).await, ["Europe/Berlin"]);
        let late = SaveProfile { name: "Ada".into(), zone: "America/New_York".into(), version: 2 };
        assert_eq!(failure(account::save_profile(&own, late).await), ApiError::Stale);
        // The calendar shows whose hours hold.
        let query = CalendarQuery { date: "2027-03-10".parse().ok(), person: Some(ada), ..Default::default() };
        let (shown, zone) = calendar::calendar(&agency.staff(), query).await.unwrap().hours.unwrap();
        assert_eq!((shown.days()[0].to_string().as_str(), zone.name()), ("09:00-12:00", "Europe/Berlin"));
    }
}

#[tokio::test]
async fn what_will_not_do_is_said_at_its_field() {
    for agency in Agency::both().await {
        let ada = agency.attendee("Ada").await;
        let own = as_user(&agency, ada, Role::Interviewer);
        let wrong = |error: ApiError, field: &str| match error {
            ApiError::Invalid(errors) => assert!(errors.at(field).is_some(), "{field}: {errors:?}"),
            other => panic!("{other:?}"),
        };
        wrong(failure(hours::save(&own, ada, 1, weekdays("late")).await), "tuesday");
        wrong(failure(hours::save(&own, ada, 1, weekdays("")).await), "monday");
        wrong(failure(hours::save(&own, ada, 1, HoursForm { zone: "Mars/Olympus".into(), ..weekdays("9-12") }).await), "zone");
        wrong(failure(hours::save_busy(&own, busy(ada, "2027-03-02", "09:00", "10:00", "")).await), "ends_at");
        let nowhere = SaveBusy { zone: "Mars/Olympus".into(), ..busy(ada, "2027-03-12", "09:00", "10:00", "") };
        wrong(failure(hours::save_busy(&own, nowhere).await), "zone");
        let unknown = SaveBusy { id: Some(own.id(BusyId::new).unwrap()), ..busy(ada, "2027-03-12", "09:00", "10:00", "") };
        assert_eq!(failure(hours::save_busy(&own, unknown).await), ApiError::NotFound);
        assert_eq!(agency.number("select count(*) from busy_blocks").await, 0);
    }
}
