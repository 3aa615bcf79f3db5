//! Rooms: who keeps them, that a taken one declines and names those that are free, and that none is ever booked twice.

use std::sync::Arc;

use tokio::task::JoinSet;

use crate::api::calendar::CalendarQuery;
use crate::api::error::ApiError;
use crate::api::interviews::{PeopleQuery, SaveInterview};
use crate::domain::id::{ApplicationId, InterviewId, RoomId};
use crate::domain::jobs::{Place, PlaceKind};
use crate::domain::people::{Actor, Role};
use crate::domain::rooms::SaveRoom;
use crate::domain::scheduling::invitation::Papers;
use crate::domain::scheduling::plan::PlanInterview;
use crate::domain::time::ms;
use crate::server::ctx::Ctx;
use crate::server::services::{booking, calendar, interviews, rooms};
use crate::server::tests::records::failure;
use crate::server::tests::support::user;
use crate::server::tests::world::{Agency, JobLike, at, span};

fn like(name: &str, seats: u32) -> SaveRoom {
    SaveRoom {
        name: name.into(),
        place: "2nd floor".into(),
        zone: "Europe/Berlin".into(),
        seats: seats.to_string(),
        features: "Screen".into(),
        ..SaveRoom::default()
    }
}

fn keeper(agency: &Agency) -> Ctx {
    agency.server.ctx(user(&agency.server.public(), Role::Coordinator))
}

async fn room(agency: &Agency, name: &str, seats: u32) -> RoomId {
    rooms::save(&keeper(agency), &like(name, seats)).await.unwrap()
}

/// Tuesday 9 March 2027 in Berlin, on site in a room.
fn plan(application: ApplicationId, room: RoomId, starts_at: &str, ends_at: &str) -> PlanInterview {
    PlanInterview {
        application: Some(application),
        template: None,
        title: "Portfolio review".into(),
        starts_on: "2027-03-09".into(),
        starts_at: starts_at.into(),
        ends_on: "2027-03-09".into(),
        ends_at: ends_at.into(),
        zone: "Europe/Berlin".into(),
        attendees: Vec::new(),
        description: String::new(),
        place: Place { kind: PlaceKind::Onsite, text: String::new() },
        room: Some(room),
        tell_candidate: true,
        text_candidate: true,
        papers: Papers::default(),
        reason: String::new(),
        exact: None,
    }
}

async fn save(agency: &Agency, interview: Option<(InterviewId, i64)>, plan: PlanInterview) -> crate::server::error::Result<InterviewId> {
    interviews::save(&agency.staff(), SaveInterview { interview, plan }).await
}

async fn application(agency: &Agency, name: &str) -> ApplicationId {
    let job = agency.job(JobLike::default()).await;
    let candidate = agency.candidate(name).await;
    agency.apply(candidate, job).await
}

/// The message at the room, with its arguments.
fn said(error: ApiError) -> (String, Vec<(String, String)>) {
    let ApiError::Invalid(errors) = error else { panic!("{error:?}") };
    let error = errors.at("room").unwrap_or_else(|| panic!("{errors:?}"));
    (error.message.clone(), error.arguments.clone())
}

#[tokio::test]
async fn administrators_and_coordinators_keep_rooms_and_close_instead_of_deleting() {
    for agency in Agency::both().await {
        let keeper = keeper(&agency);
        let id = rooms::save(&keeper, &like("Aquarium", 6)).await.unwrap();
        assert_eq!(agency.texts("select kind from calendars where id in (select id from rooms)").await, ["room"]);
        // The same name in other letters is the same name.
        let ApiError::Invalid(errors) = failure(rooms::save(&keeper, &like("AQUARIUM", 2)).await) else { panic!() };
        assert_eq!(errors.at("name").unwrap().message, "error-taken");
        let changed = SaveRoom { id: Some(id), version: 1, features: "Screen, Whiteboard".into(), ..like("Aquarium", 8) };
        rooms::save(&keeper, &changed).await.unwrap();
        assert_eq!(failure(rooms::save(&keeper, &changed).await), ApiError::Stale);
        let view = rooms::get(&keeper, id).await.unwrap();
        assert_eq!((view.version, view.room.seats, view.room.features.len(), view.to_come), (2, 8, 2, 0));
        let nowhere = SaveRoom { zone: "Mars/Olympus".into(), ..like("Mars", 2) };
        assert!(matches!(failure(rooms::save(&keeper, &nowhere).await), ApiError::Invalid(_)));

        let asha = application(&agency, "Asha Rao").await;
        let interview = save(&agency, None, plan(asha, id, "10:00", "11:00")).await.unwrap();
        rooms::retire(&keeper, id, 2, true).await.unwrap();
        assert_eq!(failure(rooms::retire(&keeper, id, 2, true).await), ApiError::Stale);
        let lines = rooms::list(&keeper).await.unwrap();
        assert_eq!((lines[0].retired, lines[0].to_come), (true, 1));
        // What is booked in it stays; nothing else is booked, nor that moved within it.
        save(&agency, Some((interview, 1)), PlanInterview { title: "Second look".into(), ..plan(asha, id, "10:00", "11:00") })
            .await
            .unwrap();
        let moved = save(&agency, Some((interview, 2)), plan(asha, id, "12:00", "13:00")).await;
        assert_eq!(said(failure(moved)).0, "error-room-gone");
        let ben = application(&agency, "Ben").await;
        assert_eq!(said(failure(save(&agency, None, plan(ben, id, "14:00", "15:00")).await)).0, "error-room-gone");
        rooms::retire(&keeper, id, 3, false).await.unwrap();
        save(&agency, None, plan(ben, id, "14:00", "15:00")).await.unwrap();

        let actions = agency.texts("select action from history where subject_kind = 'room' order by action").await;
        assert_eq!(actions, ["room.changed", "room.created", "room.restored", "room.retired"]);
        assert_eq!(failure(rooms::list(&agency.staff()).await), ApiError::Forbidden, "recruiters book them");
    }
}

#[tokio::test]
async fn a_taken_room_declines_names_who_has_it_and_those_that_are_free() {
    for agency in Agency::both().await {
        let (aquarium, den) = (room(&agency, "Aquarium", 6).await, room(&agency, "Den", 2).await);
        room(&agency, "Box", 1).await;
        room(&agency, "Hall", 40).await;
        let (asha, ben) = (application(&agency, "Asha Rao").await, application(&agency, "Ben").await);
        let first = save(&agency, None, plan(asha, aquarium, "10:00", "11:00")).await.unwrap();
        assert_eq!(agency.number(&format!("select count(*) from reservations where calendar_id = '{aquarium}'")).await, 1);

        let ada = agency.attendee("Ada").await;
        let attendees = vec![crate::domain::scheduling::plan::PlannedAttendee { id: ada, optional: true }];
        let wanted = PlanInterview { attendees, reason: "It has to be".into(), ..plan(ben, aquarium, "10:30", "11:30") };
        let (message, arguments) = said(failure(save(&agency, None, wanted.clone()).await));
        assert_eq!(message, "error-room-taken");
        let argument = |name: &str| arguments.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()).unwrap_or_default();
        assert_eq!(argument("what"), "Portfolio review · Asha Rao");
        assert_eq!(argument("when"), "10:00 – 11:00");
        // The smallest first that holds candidate and attendee; not the box.
        assert_eq!(argument("free"), "Den, Hall");
        assert_eq!(agency.number("select count(*) from interviews").await, 1);

        // On the panel: the chosen room's time lies with the people's, and each room says what takes it.
        let range = span("2027-03-08T00:00:00Z", "2027-03-13T00:00:00Z");
        let query = PeopleQuery { application: ben, template: None, interview: None, attendees: vec![], room: Some(aquarium), range };
        let people = interviews::people(&agency.staff(), query.clone()).await.unwrap();
        assert_eq!(people.participants.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Ben", "Aquarium"]);
        assert_eq!(people.participants[1].busy()[0].label.as_deref(), Some("Portfolio review · Asha Rao"));
        assert_eq!(
            people.rooms.iter().map(|time| (time.room.name.as_str(), time.busy.len())).collect::<Vec<_>>(),
            [("Aquarium", 1), ("Box", 0), ("Den", 0), ("Hall", 0)]
        );
        // An interview is not in its own way.
        let own = PeopleQuery { application: asha, interview: Some(first), ..query };
        assert!(interviews::people(&agency.staff(), own).await.unwrap().rooms[0].busy.is_empty());

        // What a room is blocked for is not told.
        agency
            .execute(&[format!(
                "insert into busy_blocks (id, calendar_id, starts_at, ends_at, title, created_at) values ('b', '{den}', {}, {}, 'Secret', 0)",
                ms(at("2027-03-09T09:00:00Z")),
                ms(at("2027-03-09T10:00:00Z")),
            )])
            .await;
        let (message, arguments) = said(failure(save(&agency, None, PlanInterview { room: Some(den), ..wanted.clone() }).await));
        assert_eq!((message.as_str(), arguments[1].1.as_str(), arguments[4].1.as_str()), ("error-room-taken", "busy", "Hall"));

        // Back to back is no conflict; calling off frees the room.
        let second =
            save(&agency, None, PlanInterview { starts_at: "11:00".into(), ends_at: "12:00".into(), ..wanted.clone() }).await.unwrap();
        booking::cancel_interview(&agency.staff(), first, "No more need", 1).await.unwrap();
        save(&agency, Some((second, 1)), wanted).await.unwrap();
        assert_eq!(agency.overlaps().await, 0);
    }
}

#[tokio::test]
async fn the_room_stands_on_the_calendar_in_the_view_in_the_history_and_in_the_mail() {
    for agency in Agency::both().await {
        let (aquarium, den) = (room(&agency, "Aquarium", 6).await, room(&agency, "Den", 2).await);
        let asha = application(&agency, "Asha Rao").await;
        let new_york = SaveRoom { id: Some(aquarium), version: 1, zone: "America/New_York".into(), ..like("Aquarium", 6) };
        rooms::save(&keeper(&agency), &new_york).await.unwrap();
        let id = save(&agency, None, plan(asha, aquarium, "15:00", "16:00")).await.unwrap();
        let staff = agency.staff();
        let view = calendar::interview(&staff, id).await.unwrap();
        assert_eq!(view.room, Some((aquarium, "Aquarium, 2nd floor".into())));
        assert_eq!(agency.texts("select zone from interviews").await, ["America/New_York"], "the clock on the room's wall");
        let week = |room| CalendarQuery { date: "2027-03-10".parse().ok(), room, ..Default::default() };
        let seen = calendar::calendar(&staff, week(Some(aquarium))).await.unwrap();
        assert_eq!((seen.interviews.len(), seen.interviews[0].room.clone()), (1, Some("Aquarium".into())));
        assert_eq!(seen.choices.rooms.len(), 2);
        assert!(calendar::calendar(&staff, week(Some(den))).await.unwrap().interviews.is_empty());
        let data = agency.texts("select data from history where action = 'interview.booked'").await;
        assert!(data[0].contains(r#""room":"Aquarium""#), "{data:?}");

        let mut tx = staff.store().read().await.unwrap();
        let standing = booking::standing(&mut tx, id).await.unwrap().unwrap();
        drop(tx);
        let candidate = standing.invitation.candidate().unwrap();
        assert_eq!(standing.invitation.location_for(candidate), "Aquarium, 2nd floor");

        // Another room at the same time: those in it are told, once.
        save(&agency, Some((id, 1)), plan(asha, den, "15:00", "16:00")).await.unwrap();
        assert_eq!(agency.number("select count(*) from outbox where kind = 'interview_changed'").await, 2, "candidate and recruiter");
        assert_eq!(
            agency.texts(&format!("select calendar_id from reservations where calendar_id in ('{aquarium}', '{den}')")).await,
            [den.to_string()]
        );
        // By video the room is the colleagues' only.
        let video = PlanInterview { place: Place { kind: PlaceKind::Video, text: String::new() }, ..plan(asha, den, "15:00", "16:00") };
        save(&agency, Some((id, 2)), video).await.unwrap();
        let mut tx = staff.store().read().await.unwrap();
        let standing = booking::standing(&mut tx, id).await.unwrap().unwrap();
        let invitation = &standing.invitation;
        assert_eq!(invitation.location_for(invitation.candidate().unwrap()), "");
        assert_eq!(invitation.location_for(invitation.organiser().unwrap()), "Den, 2nd floor");
    }
}

#[tokio::test]
async fn an_interview_that_is_moved_keeps_its_room_or_stays_where_it_is() {
    for agency in Agency::both().await {
        let aquarium = room(&agency, "Aquarium", 6).await;
        let job = agency.job(JobLike::default()).await;
        let (request, page) = agency.invited("Asha Rao", job, agency.contact).await;
        agency.share(page, JobLike::default().timing, &[span("2027-03-09T13:00:00Z", "2027-03-09T20:00:00Z")]).await;
        let asha = agency.as_candidate(request).await;
        let booked = booking::book(&asha, request, ms(at("2027-03-09T13:00:00Z")), "", "").await.unwrap();
        let begin = interviews::replan(&agency.staff(), booked.id).await.unwrap();
        let (in_room, attendees) = (plan(begin.application.id, aquarium, "14:00", "15:00"), begin.attendees);
        save(&agency, Some((booked.id, 1)), PlanInterview { attendees, ..in_room }).await.unwrap();
        let again = interviews::replan(&agency.staff(), booked.id).await.unwrap();
        assert_eq!(again.room.map(|room| room.id), Some(aquarium));

        let ben = application(&agency, "Ben").await;
        save(&agency, None, plan(ben, aquarium, "17:00", "18:00")).await.unwrap();
        // 16:30 UTC overlaps Ben's hour in the room; it is not offered, and not taken.
        let offered = booking::booking_page(&asha, request, None).await.unwrap().slots;
        assert!(offered.iter().all(|slot| !slot.overlaps(&span("2027-03-09T16:00:00Z", "2027-03-09T17:00:00Z"))), "{offered:?}");
        let refused = failure(booking::reschedule(&asha, request, ms(at("2027-03-09T16:30:00Z")), "").await);
        assert!(matches!(refused, ApiError::SlotTaken { .. }), "{refused:?}");
        let blockers = booking::explain(&agency.staff(), request, at("2027-03-09T16:30:00Z")).await.unwrap().blockers;
        assert!(format!("{blockers:?}").contains("Aquarium"), "{blockers:?}");
        booking::reschedule(&asha, request, ms(at("2027-03-09T18:00:00Z")), "").await.unwrap();
        let kept =
            agency.texts(&format!("select interview_id from reservations where calendar_id = '{aquarium}' order by starts_at desc")).await;
        assert_eq!((kept.len(), kept[0].as_str()), (2, booked.id.to_string().as_str()));
        assert_eq!(agency.overlaps().await, 0);
    }
}

/// Forty candidates of forty jobs, nobody in common but the room: their hours all overlap one another.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_forty_bookings_of_one_room_at_once_one_succeeds() {
    for agency in Agency::both().await {
        let aquarium = room(&agency, "Aquarium", 6).await;
        let mut plans = Vec::new();
        for number in 0..40 {
            let application = application(&agency, &format!("Candidate {number}")).await;
            plans.push(plan(application, aquarium, &format!("10:{number:02}"), &format!("11:{number:02}")));
        }
        let agency = Arc::new(agency);
        let mut bookings = JoinSet::new();
        for plan in plans {
            let agency = Arc::clone(&agency);
            bookings.spawn(async move { save(&agency, None, plan).await.map_err(|error| error.into_api("test")) });
        }
        let mut booked = 0;
        while let Some(result) = bookings.join_next().await {
            match result.unwrap() {
                Ok(_) => booked += 1,
                Err(error) => assert_eq!(said(error).0, "error-room-taken-all"),
            }
        }
        assert_eq!(booked, 1);
        assert_eq!(agency.overlaps().await, 0);
        assert_eq!(agency.number("select count(*) from interviews").await, 1);
    }
}

#[tokio::test]
async fn who_schedules_nothing_learns_nothing_of_rooms() {
    for agency in Agency::both().await {
        room(&agency, "Aquarium", 6).await;
        let ada = agency.attendee("Ada").await;
        let own = agency.server.ctx(Actor::User { id: ada, name: "Ada".into(), role: Role::Interviewer });
        assert_eq!(failure(rooms::list(&own).await), ApiError::Forbidden);
        assert!(calendar::calendar(&own, CalendarQuery::default()).await.unwrap().choices.rooms.is_empty());
    }
}
