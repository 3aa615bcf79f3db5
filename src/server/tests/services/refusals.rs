//! When a start is refused, and that listing, booking and explaining agree.

use crate::api::error::ApiError;
use crate::domain::availability::conflict::Blocker;
use crate::domain::availability::weekly::WeeklyHours;
use crate::domain::availability::windows::Availability;
use crate::domain::id::ContactId;
use crate::domain::jobs::Timing;
use crate::domain::span::SpanSet;
use crate::domain::time::{ms, plus_minutes};
use crate::server::error::Error;
use crate::server::services::{availability, booking};
use crate::server::tests::world::{Agency, JobLike, at, shared, span};

fn api<T: std::fmt::Debug>(result: Result<T, Error>) -> ApiError {
    result.unwrap_err().into_api("test")
}

fn quick() -> Timing {
    Timing { notice_minutes: 0, ..JobLike::default().timing }
}

#[tokio::test]
async fn a_candidate_with_two_jobs_is_not_booked_twice() {
    for agency in Agency::both().await {
        let candidate = agency.candidate("Asha Rao").await;
        let window = [span("2027-03-08T14:00:00Z", "2027-03-08T18:00:00Z")];
        let mut requests = Vec::new();
        for _ in 0..2 {
            let job = agency.job(JobLike::default()).await;
            let contact = agency.server.public().id(ContactId::new).unwrap();
            agency.insert_contact(contact, "Somebody").await;
            let (request, page) = agency.invited_candidate(candidate, job, contact).await;
            agency.share(page, quick(), &window).await;
            requests.push(request);
        }
        let first = agency.as_candidate(requests[0]).await;
        booking::book(&first, requests[0], ms(at("2027-03-08T15:00:00Z")), "", "").await.unwrap();
        let second = agency.as_candidate(requests[1]).await;
        for start in ["2027-03-08T14:30:00Z", "2027-03-08T15:00:00Z", "2027-03-08T15:30:00Z"] {
            assert!(matches!(api(booking::book(&second, requests[1], ms(at(start)), "", "").await), ApiError::SlotTaken { .. }));
            let why = booking::explain(&agency.staff(), requests[1], at(start)).await.unwrap();
            assert!(
                matches!(&why.blockers[..], [Blocker::Busy { participant, .. }] if participant.name == "Asha Rao"),
                "{:?}",
                why.blockers
            );
        }
        booking::book(&second, requests[1], ms(at("2027-03-08T16:00:00Z")), "", "").await.unwrap();
        assert_eq!(agency.overlaps().await, 0);
    }
}

#[tokio::test]
async fn buffers_lie_between_and_a_day_has_its_cap() {
    for agency in Agency::both().await {
        let job = agency.job(JobLike { timing: quick(), ..Default::default() }).await;
        let (one, page) = agency.invited("One", job, agency.contact).await;
        let (two, _) = agency.invited("Two", job, agency.contact).await;
        let (three, _) = agency.invited("Three", job, agency.contact).await;
        let timing = Timing { before_minutes: 30, after_minutes: 0, ..quick() };
        let mut page_availability =
            shared(timing, &[span("2027-03-08T14:00:00Z", "2027-03-08T21:00:00Z"), span("2027-03-09T14:00:00Z", "2027-03-09T15:00:00Z")]);
        page_availability.per_day = Some(2);
        let contact = agency.as_contact(page).await;
        availability::save(&contact, page, 1, page_availability).await.unwrap();
        let staff = agency.staff();
        booking::book_for(&staff, one, at("2027-03-08T16:00:00Z")).await.unwrap();
        // Half an hour before the meeting that stands, and before the new one.
        for start in ["2027-03-08T15:00:00Z", "2027-03-08T17:00:00Z"] {
            assert!(matches!(api(booking::book_for(&staff, two, at(start)).await), ApiError::SlotTaken { .. }), "{start}");
        }
        booking::book_for(&staff, two, at("2027-03-08T14:30:00Z")).await.unwrap();
        let why = booking::explain(&staff, three, at("2027-03-08T19:00:00Z")).await.unwrap();
        assert!(matches!(&why.blockers[..], [Blocker::DailyCap { per_day: 2, .. }]), "{:?}", why.blockers);
        assert_eq!(why.nearest, [span("2027-03-09T14:00:00Z", "2027-03-09T15:00:00Z")]);
        // Moving one of the two is no third.
        let of_two = agency.as_candidate(two).await;
        booking::reschedule(&of_two, two, ms(at("2027-03-08T19:00:00Z")), "").await.unwrap();
    }
}

#[tokio::test]
async fn least_notice_moves_with_the_clock_and_binds_candidates_only() {
    for agency in Agency::both().await {
        let job = agency.job(JobLike::default()).await;
        let (request, page) = agency.invited("Asha Rao", job, agency.contact).await;
        let timing = Timing { notice_minutes: 24 * 60, ..quick() };
        agency
            .share(
                page,
                timing,
                &[span("2027-03-04T09:00:00Z", "2027-03-04T12:00:00Z"), span("2027-03-10T09:00:00Z", "2027-03-10T12:00:00Z")],
            )
            .await;
        let asha = agency.as_candidate(request).await;
        let listed = booking::booking_page(&asha, request, None).await.unwrap().slots;
        assert_eq!(listed[0].start(), at("2027-03-04T09:00:00Z"), "exactly the least notice is enough");
        agency.server.clock.set(at("2027-03-03T09:00:01Z"));
        assert!(matches!(api(booking::book(&asha, request, ms(listed[0].start()), "", "").await), ApiError::SlotTaken { .. }));
        let booked = booking::book(&asha, request, ms(listed[1].start()), "", "").await.unwrap();
        assert_eq!(booked.changeable_until, at("2027-03-03T09:30:00Z"));
        agency.server.clock.set(at("2027-03-03T09:30:01Z"));
        let start = ms(at("2027-03-10T09:00:00Z"));
        assert_eq!(api(booking::reschedule(&asha, request, start, "").await).message_key(), "error-too-late-to-change");
        assert_eq!(api(booking::cancel(&asha, request, "").await).message_key(), "error-too-late-to-change");
        let moved = booking::reschedule_interview(&agency.staff(), booked.id, at("2027-03-04T10:30:00Z"), booked.version).await.unwrap();
        assert_eq!(
            api(booking::reschedule_interview(&agency.staff(), booked.id, at("2027-03-04T10:00:00Z"), booked.version).await),
            ApiError::Stale
        );
        agency.server.clock.set(at("2027-03-04T10:30:00Z"));
        assert!(matches!(api(booking::cancel_interview(&agency.staff(), moved.id, "Late", moved.version).await), ApiError::NotPossible(_)));
    }
}

/// The week in which New York changes its clocks and Berlin does not yet: hours of the client, of an attendee in Berlin, read in Kolkata.
#[tokio::test]
async fn a_week_with_a_clock_change_across_three_zones() {
    for agency in Agency::both().await {
        let ada = agency.attendee("Ada").await;
        let berlin = serde_json::to_string(&WeeklyHours::office("Europe/Berlin").unwrap()).unwrap();
        agency.execute(&[format!("update users set weekly_hours = '{berlin}' where id = '{ada}'")]).await;
        let job = agency.job(JobLike { attendees: vec![ada], timing: quick(), ..Default::default() }).await;
        let (request, page) = agency.invited("Asha Rao", job, agency.contact).await;
        let mut hours = shared(quick(), &[]);
        hours.willing = Availability::new(Some(WeeklyHours::office("America/New_York").unwrap()), SpanSet::new()).unwrap();
        availability::save(&agency.as_contact(page).await, page, 1, hours).await.unwrap();
        let asha = agency.as_candidate(request).await;
        let slots = booking::booking_page(&asha, request, Some("Asia/Kolkata")).await.unwrap().slots;
        let on = |day: &str| -> Vec<String> {
            slots
                .iter()
                .map(|slot| slot.start().to_rfc3339())
                .filter(|start| start.starts_with(day))
                .map(|start| start[11..16].to_owned())
                .collect()
        };
        // Friday 12 March: 9:00 in New York is 15:00 in Berlin, the last start is 16:00 there.
        assert_eq!(on("2027-03-12"), ["14:00", "14:30", "15:00"]);
        // Monday 15 March, New York an hour ahead: 9:00 is 14:00 in Berlin.
        assert_eq!(on("2027-03-15"), ["13:00", "13:30", "14:00", "14:30", "15:00"]);
        // Tuesday 30 March, Berlin has changed, too.
        assert_eq!(on("2027-03-30"), ["13:00", "13:30", "14:00"]);
        let kolkata = booking::booking_page(&asha, request, Some("Asia/Kolkata")).await.unwrap().zone;
        assert_eq!(kolkata.civil(at("2027-03-15T13:00:00Z")).to_string(), "2027-03-15 18:30:00");
        booking::book(&asha, request, ms(at("2027-03-15T13:00:00Z")), "Asia/Kolkata", "").await.unwrap();
        assert_eq!(agency.texts("select zone from interview_people where kind = 'candidate'").await, ["Asia/Kolkata"]);
    }
}

/// Every start of three days, five minutes apart, between other people's meetings and busy blocks: it is listed exactly when it can be
/// booked, and explained exactly when it can not.
#[tokio::test]
async fn listing_booking_and_explaining_agree() {
    let agency = Agency::on(crate::server::tests::support::TestServer::sqlite().await).await;
    let ada = agency.attendee("Ada").await;
    let timing =
        Timing { duration_minutes: 45, step_minutes: 15, before_minutes: 10, after_minutes: 5, notice_minutes: 120, horizon_days: 28 };
    let job = agency.job(JobLike { attendees: vec![ada], timing, ..Default::default() }).await;
    let (other, page) = agency.invited("Other", job, agency.contact).await;
    let (request, _) = agency.invited("Asha Rao", job, agency.contact).await;
    agency
        .share(page, timing, &[span("2027-03-03T10:00:00Z", "2027-03-03T15:00:00Z"), span("2027-03-04T12:00:00Z", "2027-03-04T18:00:00Z")])
        .await;
    booking::book_for(&agency.staff(), other, at("2027-03-04T14:00:00Z")).await.unwrap();
    let (start, end) = (ms(at("2027-03-03T12:10:00Z")), ms(at("2027-03-03T12:50:00Z")));
    agency
        .execute(&[format!("insert into busy_blocks (id, calendar_id, starts_at, ends_at, title, created_at) values ('x', '{ada}', {start}, {end}, 'Dentist', 0)")])
        .await;
    let asha = agency.as_candidate(request).await;
    let listed = booking::booking_page(&asha, request, None).await.unwrap().slots;
    assert!(listed.len() > 10);
    let mut candidate = at("2027-03-03T09:00:00Z");
    let mut booked_some = 0;
    while candidate < at("2027-03-04T20:00:00Z") {
        let why = booking::explain(&agency.staff(), request, candidate).await.unwrap();
        let is_listed = listed.iter().any(|slot| slot.start() == candidate);
        assert_eq!(why.blockers.is_empty(), is_listed, "{candidate}: {:?}", why.blockers);
        let booked = booking::book(&asha, request, ms(candidate), "", "").await;
        match booked {
            Ok(booked) => {
                assert!(is_listed, "{candidate}");
                booked_some += 1;
                booking::cancel(&asha, request, "").await.unwrap();
                assert_eq!(booked.span.start(), candidate);
            }
            Err(error) => {
                assert!(!is_listed, "{candidate}: {error}");
                assert!(matches!(error.into_api("test"), ApiError::SlotTaken { .. }));
            }
        }
        candidate = plus_minutes(candidate, 5);
    }
    assert_eq!(booked_some, listed.len());
    let dentist = booking::explain(&agency.staff(), request, at("2027-03-03T12:00:00Z")).await.unwrap();
    assert!(
        matches!(&dentist.blockers[..], [Blocker::Busy { participant, block, .. }] if participant.name == "Ada" && block.label.is_none()),
        "what a colleague is busy with is not for others' eyes"
    );
}
