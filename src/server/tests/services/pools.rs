//! "Any two of these five", and a room that fits: booked with the slot, fairly, and never twice.

use tokio::task::JoinSet;

use crate::api::error::ApiError;
use crate::domain::availability::conflict::Blocker;
use crate::domain::id::{ContactId, InterviewId, RequestId, UserId};
use crate::domain::people::Role;
use crate::domain::rooms::SaveRoom;
use crate::domain::span::Span;
use crate::domain::time::{Instant, ms};
use crate::server::services::{booking, interviews, presentations, rooms};
use crate::server::tests::records::failure;
use crate::server::tests::support::user;
use crate::server::tests::world::{Agency, JobLike, TestJob, at, span};

/// A pool of the job's template.
async fn pool(agency: &Agency, job: TestJob, position: i32, needed: u32, people: &[UserId]) {
    let template = agency.texts(&format!("select id from interview_templates where stage_id = '{}'", job.stage)).await.remove(0);
    let mut statements =
        vec![format!("insert into template_pools (template_id, position, needed) values ('{template}', {position}, {needed})")];
    statements.extend(
        people
            .iter()
            .map(|user| format!("insert into template_attendees (template_id, user_id, pool) values ('{template}', '{user}', {position})")),
    );
    agency.execute(&statements).await;
}

async fn room(agency: &Agency, name: &str, seats: u32, features: &str) -> String {
    let keeper = agency.server.ctx(user(&agency.server.public(), Role::Coordinator));
    let room = SaveRoom {
        name: name.into(),
        zone: "Europe/Berlin".into(),
        seats: seats.to_string(),
        features: features.into(),
        ..SaveRoom::default()
    };
    rooms::save(&keeper, &room).await.unwrap().to_string()
}

async fn needs_room(agency: &Agency, job: TestJob, seats: u32, features: &str) {
    let sql = format!("update interview_templates set room_seats = {seats}, room_features = '{features}' where stage_id = '{}'", job.stage);
    agency.execute(&[sql]).await;
}

async fn busy(agency: &Agency, who: UserId, span: Span) {
    let id = agency.server.public().id(crate::domain::id::BusyId::new).unwrap();
    let (start, end) = (span.start_ms(), span.end_ms());
    let sql = format!(
        "insert into busy_blocks (id, calendar_id, starts_at, ends_at, title, created_at) values ('{id}', '{who}', {start}, {end}, '', 0)"
    );
    agency.execute(&[sql]).await;
}

/// A candidate whose pool is a contact's own, free all Monday afternoon.
async fn invited(agency: &Agency, name: &str, job: TestJob) -> RequestId {
    let contact = agency.server.public().id(ContactId::new).unwrap();
    agency.insert_contact(contact, name).await;
    let (request, page) = agency.invited(name, job, contact).await;
    agency.share(page, JobLike::default().timing, &[span("2027-03-08T12:00:00Z", "2027-03-08T22:00:00Z")]).await;
    request
}

async fn book(agency: &Agency, request: RequestId, start: &str) -> crate::server::error::Result<InterviewId> {
    booking::book_for(&agency.staff(), request, at(start)).await.map(|booked| booked.id)
}

async fn attendees(agency: &Agency, interview: InterviewId) -> Vec<String> {
    agency.texts(&format!("select name from interview_people where interview_id = '{interview}' and kind = 'attendee' order by name")).await
}

async fn room_of(agency: &Agency, interview: InterviewId) -> Vec<String> {
    agency.texts(&format!("select r.name from interviews i join rooms r on r.id = i.room_id where i.id = '{interview}'")).await
}

#[tokio::test]
async fn of_a_pool_those_who_are_free_and_have_the_fewest_interviews_are_taken() {
    for agency in Agency::both().await {
        let (lea, ada, bo, cy) =
            (agency.attendee("Lea").await, agency.attendee("Ada").await, agency.attendee("Bo").await, agency.attendee("Cy").await);
        let job = agency.job(JobLike { attendees: vec![lea], ..Default::default() }).await;
        pool(&agency, job, 0, 2, &[ada, bo, cy]).await;
        busy(&agency, ada, span("2027-03-08T14:00:00Z", "2027-03-08T15:00:00Z")).await;
        busy(&agency, bo, span("2027-03-08T16:00:00Z", "2027-03-08T18:00:00Z")).await;
        busy(&agency, cy, span("2027-03-08T17:00:00Z", "2027-03-08T18:00:00Z")).await;

        let asha = invited(&agency, "Asha Rao", job).await;
        // By name, as nobody has an interview yet; Ada can not.
        let first = book(&agency, asha, "2027-03-08T14:00:00Z").await.unwrap();
        assert_eq!(attendees(&agency, first).await, ["Bo", "Cy", "Lea"]);
        assert_eq!(agency.number(&format!("select count(*) from reservations where interview_id = '{first}'")).await, 5);
        // Ada has none, Bo comes before Cy.
        let ben = invited(&agency, "Ben", job).await;
        let second = book(&agency, ben, "2027-03-08T12:00:00Z").await.unwrap();
        assert_eq!(attendees(&agency, second).await, ["Ada", "Bo", "Lea"]);
        // Only one of three is free at five: that is not offered, and the reason names who is not.
        let cleo = invited(&agency, "Cleo", job).await;
        let ctx = agency.as_candidate(cleo).await;
        let page = booking::booking_page(&ctx, cleo, None).await.unwrap();
        assert!(page.slots.iter().all(|slot| slot.start() != at("2027-03-08T17:00:00Z")), "{:?}", page.slots);
        assert!(page.slots.iter().any(|slot| slot.start() == at("2027-03-08T16:00:00Z")));
        // Who comes of a pool is not known before.
        assert_eq!(page.people, ["Cleo", "Lea"]);
        assert!(matches!(failure(book(&agency, cleo, "2027-03-08T17:00:00Z").await), ApiError::SlotTaken { .. }));
        let blockers = booking::explain(&agency.staff(), cleo, at("2027-03-08T17:00:00Z")).await.unwrap().blockers;
        assert!(matches!(&blockers[..], [Blocker::Busy { .. }]), "one more would do: {blockers:?}");
        // All can at eight; Cy has the fewest, and Ada, who stands before Bo.
        let third = book(&agency, cleo, "2027-03-08T20:00:00Z").await.unwrap();
        assert_eq!(attendees(&agency, third).await, ["Ada", "Cy", "Lea"]);
        assert_eq!(booking::booking_page(&ctx, cleo, None).await.unwrap().people, ["Cleo", "Ada", "Cy", "Lea"]);
        // Moved, the same people come, or it is not moved there.
        booking::reschedule(&ctx, cleo, ms(at("2027-03-08T19:00:00Z")), "").await.unwrap();
        assert_eq!(attendees(&agency, third).await, ["Ada", "Cy", "Lea"]);
        booking::reschedule(&ctx, cleo, ms(at("2027-03-08T14:00:00Z")), "").await.unwrap_err();
        assert_eq!(agency.overlaps().await, 0);

        // The panel begins with those whose turn it is.
        let application = agency.texts("select application_id from interview_requests order by id").await.remove(0);
        let plan = interviews::plan(&agency.staff(), application.parse().unwrap(), None).await.unwrap();
        assert_eq!(plan.attendees.len(), 3);
    }
}

#[tokio::test]
async fn over_many_interviews_everybody_of_a_pool_has_as_many() {
    for agency in Agency::both().await {
        let mut people = Vec::new();
        for name in ["Ada", "Bo", "Cy"] {
            people.push(agency.attendee(name).await);
        }
        let job = agency.job(JobLike::default()).await;
        pool(&agency, job, 0, 1, &people).await;
        for number in 0..9 {
            let request = invited(&agency, &format!("Candidate {number}"), job).await;
            book(&agency, request, &format!("2027-03-08T{}:00:00Z", 12 + number)).await.unwrap();
        }
        let counts = agency.texts("select cast(count(*) as text) from interview_people where kind = 'attendee' group by person_id").await;
        assert_eq!(counts, ["3", "3", "3"]);
    }
}

#[tokio::test]
async fn a_pool_that_has_lost_its_people_offers_nothing_and_says_so() {
    for agency in Agency::both().await {
        let (ada, bo) = (agency.attendee("Ada").await, agency.attendee("Bo").await);
        let job = agency.job(JobLike::default()).await;
        pool(&agency, job, 0, 2, &[ada, bo]).await;
        agency.execute(&[format!("update users set active = false where id = '{bo}'")]).await;
        let request = invited(&agency, "Asha Rao", job).await;
        let candidate = agency.as_candidate(request).await;
        assert!(booking::booking_page(&candidate, request, None).await.unwrap().slots.is_empty());
        let blockers = booking::explain(&agency.staff(), request, at("2027-03-08T14:00:00Z")).await.unwrap().blockers;
        assert!(matches!(&blockers[..], [Blocker::NotWilling { participant, .. }] if participant.name == "Ada"), "{blockers:?}");
    }
}

#[tokio::test]
async fn the_smallest_free_room_that_will_do_is_booked_with_the_slot() {
    for agency in Agency::both().await {
        room(&agency, "Hall", 40, "Screen").await;
        room(&agency, "Den", 4, "screen, Whiteboard").await;
        room(&agency, "Big den", 8, "").await;
        let job = agency.job(JobLike::default()).await;
        needs_room(&agency, job, 3, r#"["Screen"]"#).await;
        let start = "2027-03-08T14:00:00Z";
        let (asha, ben, cleo) =
            (invited(&agency, "Asha Rao", job).await, invited(&agency, "Ben", job).await, invited(&agency, "Cleo", job).await);
        let first = book(&agency, asha, start).await.unwrap();
        assert_eq!(room_of(&agency, first).await, ["Den"]);
        let second = book(&agency, ben, start).await.unwrap();
        assert_eq!(room_of(&agency, second).await, ["Hall"]);
        // The others lack a screen: the time is no longer offered, on the client's page neither.
        let free = |slots: Vec<Span>, start: Instant| slots.iter().any(|slot| slot.start() == start);
        let candidate = agency.as_candidate(cleo).await;
        assert!(!free(booking::booking_page(&candidate, cleo, None).await.unwrap().slots, at(start)));
        assert!(matches!(failure(book(&agency, cleo, start).await), ApiError::SlotTaken { .. }));
        let page = agency.texts(&format!("select page_id from interview_requests where id = '{cleo}'")).await.remove(0).parse().unwrap();
        let shown = presentations::client_page(&agency.as_contact(page).await, page).await.unwrap();
        let around = format!("{:?}", shown.around);
        assert!(!around.contains("Hall") && !around.contains("Den"), "a client learns nothing of our rooms");

        // Moved, it keeps its room where that is free, and takes another where it is not.
        let asha_now = agency.as_candidate(asha).await;
        booking::reschedule(&asha_now, asha, ms(at("2027-03-08T18:00:00Z")), "").await.unwrap();
        assert_eq!(room_of(&agency, first).await, ["Den"]);
        let third = book(&agency, cleo, start).await.unwrap();
        assert_eq!(room_of(&agency, third).await, ["Den"]);
        booking::reschedule(&candidate, cleo, ms(at("2027-03-08T18:30:00Z")), "").await.unwrap();
        assert_eq!(room_of(&agency, third).await, ["Hall"]);
        assert_eq!(agency.overlaps().await, 0);
    }
}

/// Twenty-four candidates of as many contacts, nobody in common but two rooms, all at overlapping times: two are booked.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_bookings_at_once_as_many_succeed_as_there_are_rooms() {
    for agency in Agency::both().await {
        room(&agency, "Aquarium", 6, "").await;
        room(&agency, "Den", 4, "").await;
        let job = agency.job(JobLike::default()).await;
        needs_room(&agency, job, 2, "[]").await;
        let mut bookings = JoinSet::new();
        for number in 0..24 {
            let request = invited(&agency, &format!("Candidate {number}"), job).await;
            let ctx = agency.as_candidate(request).await;
            let start = ms(at(if number % 2 == 0 { "2027-03-08T14:00:00Z" } else { "2027-03-08T14:30:00Z" }));
            bookings.spawn(async move { booking::book(&ctx, request, start, "", "").await.map_err(|error| error.into_api("test")) });
        }
        let mut booked = 0;
        while let Some(result) = bookings.join_next().await {
            match result.unwrap() {
                Ok(_) => booked += 1,
                Err(ApiError::SlotTaken { .. }) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(booked, 2);
        assert_eq!(agency.overlaps().await, 0);
        assert_eq!(agency.number("select count(distinct room_id) from interviews").await, 2);
    }
}
