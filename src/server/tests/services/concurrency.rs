//! Nobody is ever booked twice, whatever comes at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use tokio::sync::Barrier;
use tokio::task::JoinSet;

use crate::api::error::ApiError;
use crate::domain::id::ContactId;
use crate::domain::jobs::Timing;
use crate::domain::time::{ms, plus_minutes};
use crate::server::error::{Error, StoreError};
use crate::server::services::again::again;
use crate::server::services::booking;
use crate::server::tests::world::{Agency, JobLike, at, span};

fn lasting(duration_minutes: u32) -> Timing {
    Timing { duration_minutes, step_minutes: 5, before_minutes: 15, after_minutes: 15, notice_minutes: 0, horizon_days: 28 }
}

/// All overlap one another, none is like another: of three lengths, their starts five minutes apart within the shortest.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_hundred_overlapping_bookings_at_once_one_succeeds() {
    for agency in Agency::both().await {
        let ada = agency.attendee("Ada").await;
        let mut requests = Vec::new();
        for (length, duration_minutes) in [420, 450, 480].into_iter().enumerate() {
            let timing = lasting(duration_minutes);
            let job = agency.job(JobLike { timing, attendees: vec![ada], ..Default::default() }).await;
            let mut page = None;
            for number in (length..200).step_by(3) {
                let (request, of) = agency.invited(&format!("Candidate {number}"), job, agency.contact).await;
                let start = ms(plus_minutes(at("2027-03-08T12:00:00Z"), 5 * (number as i64 / 3)));
                requests.push((request, start, agency.as_candidate(request).await));
                page = Some(of);
            }
            // Wide enough that a free slot is left whichever start wins.
            agency.share(page.unwrap(), timing, &[span("2027-03-08T00:00:00Z", "2027-03-10T00:00:00Z")]).await;
        }
        assert_eq!(requests.len(), 200);
        let agency = Arc::new(agency);
        let mut bookings = JoinSet::new();
        for (request, start, ctx) in requests {
            bookings.spawn(
                async move { booking::book(&ctx, request, start, "Asia/Kolkata", "").await.map_err(|error| error.into_api("test")) },
            );
        }
        let (mut booked, mut refused) = (0, 0);
        while let Some(result) = bookings.join_next().await {
            match result.unwrap() {
                Ok(_) => booked += 1,
                Err(ApiError::SlotTaken { nearest }) => {
                    refused += 1;
                    assert!(!nearest.is_empty() && nearest.len() <= 6);
                    assert!(nearest.is_sorted());
                }
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!((booked, refused), (1, 199));
        assert_eq!(agency.overlaps().await, 0);
        assert_eq!(agency.number("select count(*) from interviews").await, 1);
        assert_eq!(agency.number("select count(*) from interview_requests where state = 'booked'").await, 1);
        assert_eq!(agency.number("select count(*) from outbox where kind = 'interview_booked'").await, 4);
    }
}

/// Forty candidates over a whole day, at random starts, several pages, one shared attendee: as many as fit, never an overlap.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_attendee_shared_by_jobs_and_pages_is_never_booked_twice() {
    for agency in Agency::both().await {
        let ada = agency.attendee("Ada").await;
        let timing =
            Timing { duration_minutes: 60, step_minutes: 5, before_minutes: 0, after_minutes: 10, notice_minutes: 0, horizon_days: 28 };
        let mut bookings = JoinSet::new();
        for number in 0_i64..40 {
            let job = agency.job(JobLike { timing, attendees: vec![ada], ..Default::default() }).await;
            let contact = agency.server.public().id(ContactId::new).unwrap();
            agency.insert_contact(contact, "Somebody").await;
            let (request, page) = agency.invited(&format!("Candidate {number}"), job, contact).await;
            agency.share(page, timing, &[span("2027-03-08T08:00:00Z", "2027-03-08T20:00:00Z")]).await;
            let ctx = agency.as_candidate(request).await;
            let start = ms(plus_minutes(at("2027-03-08T08:00:00Z"), (number * 37 % 130) * 5));
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
        assert!((3..=10).contains(&booked), "{booked}");
        assert_eq!(agency.overlaps().await, 0);
    }
}

#[tokio::test]
async fn the_database_itself_refuses_an_overlap() {
    for agency in Agency::both().await {
        let job = agency.job(JobLike::default()).await;
        let (request, page) = agency.invited("Asha Rao", job, agency.contact).await;
        let (second, _) = agency.invited("Second", job, agency.contact).await;
        let timing = Timing { before_minutes: 15, after_minutes: 15, ..JobLike::default().timing };
        agency.share(page, timing, &[span("2027-03-08T14:00:00Z", "2027-03-08T20:00:00Z")]).await;
        let one = booking::book_for(&agency.staff(), request, at("2027-03-08T15:00:00Z")).await.unwrap();
        let two = booking::book_for(&agency.staff(), second, at("2027-03-08T17:00:00Z")).await.unwrap();
        let contact = agency.contact;
        for (interview, start, end, allowed) in [
            (one.id, "2027-03-08T15:30:00Z", "2027-03-08T16:50:00Z", false),
            (one.id, "2027-03-08T18:14:00Z", "2027-03-08T19:00:00Z", false),
            (one.id, "2027-03-08T18:15:00Z", "2027-03-08T19:00:00Z", true),
        ] {
            let mut tx = agency.server.app.store.begin().await.unwrap();
            let sql = format!(
                "update reservations set starts_at = {}, ends_at = {} where interview_id = '{interview}' and calendar_id = '{contact}'",
                ms(at(start)),
                ms(at(end))
            );
            let done = tx.execute(sql).await;
            assert_eq!(!matches!(done, Err(StoreError::Overlap)), allowed, "{start}: {done:?}");
        }
        let mut tx = agency.server.app.store.begin().await.unwrap();
        tx.execute(format!("delete from reservations where interview_id = '{}'", one.id)).await.unwrap();
        let inside = span("2027-03-08T17:30:00Z", "2027-03-08T17:35:00Z");
        assert!(matches!(tx.insert_reservation(one.id, contact.into(), inside).await, Err(StoreError::Overlap)));
        drop(tx);
        assert_eq!((agency.overlaps().await, two.span), (0, span("2027-03-08T17:00:00Z", "2027-03-08T18:00:00Z")));
    }
}

/// Two use cases that change the same two records in opposite orders: on PostgreSQL each then waits for the other.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_is_given_up_for_another_begins_again() {
    for agency in Agency::both().await {
        let job = agency.job(JobLike::default()).await.job;
        let store = &agency.server.app.store;
        let (tries, met) = (AtomicU32::new(0), Barrier::new(2));
        let change = async |positions: [u8; 2]| -> crate::server::error::Result<()> {
            tries.fetch_add(1, Ordering::SeqCst);
            let mut tx = store.begin().await?;
            for (order, position) in positions.into_iter().enumerate() {
                if order == 1 {
                    // On SQLite, where there is one writer, nobody comes; and nobody does a second time.
                    let _ = tokio::time::timeout(Duration::from_millis(300), met.wait()).await;
                }
                tx.execute(format!("update stages set name = name || '.' where job_id = '{job}' and position = {position}")).await?;
            }
            Ok(tx.commit().await?)
        };
        let (one, other) = tokio::join!(again(|| change([0, 1])), again(|| change([1, 0])));
        one.unwrap();
        other.unwrap();
        let names = agency.texts(&format!("select name from stages where job_id = '{job}' and position < 2")).await;
        assert!(names.len() == 2 && names.iter().all(|name| name.ends_with("..")), "each once: {names:?}");
        let expected = if store.postgres().is_some() { 3 } else { 2 };
        assert_eq!(tries.load(Ordering::SeqCst), expected);

        // What is refused for another reason is not tried again.
        let tries = AtomicU32::new(0);
        let refused = again(|| {
            tries.fetch_add(1, Ordering::SeqCst);
            std::future::ready(Err::<(), _>(Error::from(StoreError::Stale)))
        });
        assert!(matches!(refused.await, Err(Error::Store(StoreError::Stale))));
        assert_eq!(tries.load(Ordering::SeqCst), 1);
    }
}
