//! The path from the presentation to the interview, and what becomes of it.

use crate::api::booking::BookingState;
use crate::api::error::ApiError;
use crate::api::presentations::LinkState;
use crate::domain::booking::RequestStage;
use crate::domain::jobs::Timing;
use crate::domain::time::{Instant, ms};
use crate::server::error::Error;
use crate::server::services::{availability, booking, presentations};
use crate::server::tests::world::{Agency, JobLike, at, shared, span, token};

fn api<T: std::fmt::Debug>(result: Result<T, Error>) -> ApiError {
    result.unwrap_err().into_api("test")
}

async fn kinds(agency: &Agency) -> Vec<String> {
    agency.texts("select kind || ' ' || recipient_name from outbox order by kind, recipient_name").await
}

#[tokio::test]
async fn a_candidate_is_presented_chosen_invited_booked_moved_and_cancelled() {
    for agency in Agency::both().await {
        let staff = agency.staff();
        let (ada, bo) = (agency.attendee("Ada Attendee").await, agency.attendee("Bo Attendee").await);
        let job = agency.job(JobLike { attendees: vec![ada, bo], ..Default::default() }).await;
        let candidate = agency.candidate("Asha Rao").await;
        let application = agency.apply(candidate, job).await;

        let page = agency.present_to(agency.contact, job, vec![application]).await;
        assert_eq!(kinds(&agency).await, ["presentation Nora North"]);
        let line = presentations::pages_of_job(&staff, job.job).await.unwrap().remove(0);
        assert!(matches!(line.link, LinkState::Live { .. }) && line.undecided == 1 && line.opened_at.is_none());

        let contact = agency.as_contact(page).await;
        presentations::note_opened(&contact, page).await.unwrap();
        presentations::note_opened(&contact, page).await.unwrap();
        presentations::note_opened(&staff, page).await.unwrap();
        assert_eq!(agency.number("select count(*) from history where action = 'page.opened'").await, 1);
        let view = presentations::client_page(&contact, page).await.unwrap();
        assert_eq!((view.candidates.len(), view.candidates[0].state, view.answered_at), (1, RequestStage::Presented, None));
        assert!(view.around.others.iter().all(|other| other.name.is_empty()), "the client is not told our people's names by the preview");

        let request = view.candidates[0].request;
        presentations::decide(&contact, page, request, view.candidates[0].version, "choose", "").await.unwrap();
        presentations::decide(&contact, page, request, view.candidates[0].version, "choose", "").await.unwrap();
        booking::invite(&staff, request).await.unwrap();
        let asha = agency.as_candidate(request).await;
        assert_eq!(booking::booking_page(&asha, request, None).await.unwrap().state, BookingState::Waiting);

        let windows = [span("2027-03-08T14:00:00Z", "2027-03-08T17:00:00Z")];
        let saved = availability::save(&contact, page, view.version, shared(JobLike::default().timing, &windows)).await.unwrap();
        assert_eq!((saved.slots, saved.invited), (5, 0));
        assert!(matches!(
            api(availability::save(&contact, page, view.version, shared(Timing::default(), &windows)).await),
            ApiError::Stale
        ));

        let open = booking::booking_page(&asha, request, Some("Asia/Kolkata")).await.unwrap();
        assert_eq!((open.state, open.slots.len(), open.zone.name()), (BookingState::Open, 5, "Asia/Kolkata"));
        assert_eq!(open.people, ["Nora North", "Ada Attendee", "Bo Attendee"]);
        assert!(open.place.text.is_empty(), "where, only once booked");

        let start = open.slots[1].start();
        let booked = booking::book(&asha, request, ms(start), "Asia/Kolkata", "+91 98 7654 3210").await.unwrap();
        let again = booking::book(&asha, request, ms(start), "Asia/Kolkata", "").await.unwrap();
        assert_eq!(booked, again, "the same start twice is the same booking");
        assert!(matches!(api(booking::book(&asha, request, ms(open.slots[0].start()), "", "").await), ApiError::NotPossible(_)));
        assert_eq!(agency.number("select count(*) from interviews").await, 1);
        assert_eq!(agency.number("select count(*) from reservations").await, 4);
        assert_eq!(agency.texts(&format!("select phone from candidates where id = '{candidate}'")).await, ["+91 98 7654 3210"]);
        let told = kinds(&agency).await;
        for who in ["Asha Rao", "Nora North", "Ada Attendee", "Bo Attendee", "Dana Weiss"] {
            assert_eq!(told.iter().filter(|kind| **kind == format!("interview_booked {who}")).count(), 1, "{who}: {told:?}");
        }
        let view = presentations::client_page(&contact, page).await.unwrap();
        assert_eq!((view.interviews.len(), view.interviews[0].candidate.as_str()), (1, "Asha Rao"));
        assert_eq!(view.candidates[0].interview, Some(booked.id));

        let moved = booking::reschedule(&asha, request, ms(open.slots[3].start()), "").await.unwrap();
        assert_eq!((moved.id, moved.span), (booked.id, open.slots[3]));
        assert_eq!(agency.number("select cast(sequence as bigint) from interviews").await, 1);
        let shown = booking::booking_page(&asha, request, None).await.unwrap();
        assert_eq!((shown.state, shown.interview.unwrap().span), (BookingState::Booked, open.slots[3]));
        assert!(shown.slots.contains(&open.slots[2]), "the own interview is not in the way of moving it by half its length");

        booking::cancel(&asha, request, "Ill").await.unwrap();
        booking::cancel(&asha, request, "Ill").await.unwrap();
        assert_eq!(agency.number("select count(*) from reservations").await, 0);
        assert_eq!(agency.number("select count(*) from history where action = 'interview.cancelled'").await, 1);
        assert_eq!(kinds(&agency).await.iter().filter(|kind| kind.starts_with("interview_cancelled")).count(), 5);
        assert_eq!(booking::booking_page(&asha, request, None).await.unwrap().state, BookingState::Open, "who cancels may pick again");
        agency.server.clock.set(at("2027-03-03T09:00:01Z"));
        let second = booking::book(&asha, request, ms(open.slots[0].start()), "", "").await.unwrap();
        assert_ne!(second.id, booked.id);

        booking::cancel_interview(&staff, second.id, "The client is away", second.version).await.unwrap();
        let shown = booking::booking_page(&asha, request, None).await.unwrap();
        assert_eq!((shown.state, shown.slots.len()), (BookingState::Cancelled, 0), "called off by others: an old link does not book again");
        assert!(matches!(api(booking::book(&asha, request, ms(open.slots[0].start()), "", "").await), ApiError::NotPossible(_)));
        booking::invite(&staff, request).await.unwrap();
        assert_eq!(booking::booking_page(&asha, request, None).await.unwrap().state, BookingState::Open);
    }
}

#[tokio::test]
async fn a_job_that_invites_by_itself_does_so_once_there_is_a_choice_and_time() {
    for agency in Agency::both().await {
        let job = agency.job(JobLike { auto_invite: true, ..Default::default() }).await;
        let (first, second) = (agency.candidate("First").await, agency.candidate("Second").await);
        let (one, two) = (agency.apply(first, job).await, agency.apply(second, job).await);
        let page = agency.present_to(agency.contact, job, vec![one, two]).await;
        let contact = agency.as_contact(page).await;
        let (one, two) = (agency.request_of(one).await, agency.request_of(two).await);
        presentations::decide(&contact, page, one, 1, "choose", "").await.unwrap();
        let windows = [span("2027-03-08T14:00:00Z", "2027-03-08T17:00:00Z")];
        let saved = availability::save(&contact, page, 1, shared(Timing::default(), &windows)).await.unwrap();
        assert_eq!(saved.invited, 1);
        presentations::decide(&contact, page, two, 1, "choose", "").await.unwrap();
        assert_eq!(agency.texts("select state from interview_requests").await, ["invited", "invited"]);
        assert_eq!(agency.number("select count(*) from outbox where kind = 'booking_invitation'").await, 2);
    }
}

#[tokio::test]
async fn a_declined_candidate_is_presented_again_and_a_withdrawn_one_is_not_shown() {
    for agency in Agency::both().await {
        let staff = agency.staff();
        let job = agency.job(JobLike::default()).await;
        let candidate = agency.candidate("Asha Rao").await;
        let application = agency.apply(candidate, job).await;
        let page = agency.present_to(agency.contact, job, vec![application]).await;
        let contact = agency.as_contact(page).await;
        let request = agency.request_of(application).await;
        assert!(matches!(api(presentations::decide(&contact, page, request, 1, "decline", " ").await), ApiError::Invalid(_)));
        assert!(matches!(api(presentations::decide(&contact, page, request, 9, "decline", "Too junior").await), ApiError::Stale));
        presentations::decide(&contact, page, request, 1, "decline", "Too junior").await.unwrap();
        let view = presentations::client_page(&contact, page).await.unwrap();
        assert_eq!((view.candidates[0].state, view.candidates[0].reason.as_str()), (RequestStage::Declined, "Too junior"));
        assert_eq!(agency.present_to(agency.contact, job, vec![application]).await, page);
        presentations::withdraw(&staff, request, 3).await.unwrap();
        assert!(presentations::client_page(&contact, page).await.unwrap().candidates.is_empty());
    }
}

#[tokio::test]
async fn in_house_the_candidate_is_invited_directly_within_office_hours() {
    for agency in Agency::both().await {
        let staff = agency.staff();
        let ada = agency.attendee("Ada").await;
        let job = agency.job(JobLike { attendees: vec![ada], in_house: true, ..Default::default() }).await;
        let candidate = agency.candidate("Asha Rao").await;
        let application = agency.apply(candidate, job).await;
        let request = booking::invite_directly(&staff, application).await.unwrap();
        assert_eq!(booking::invite_directly(&staff, application).await.unwrap(), request, "again renews");
        let asha = agency.as_candidate(request).await;
        let open = booking::booking_page(&asha, request, None).await.unwrap();
        assert_eq!((open.state, open.company.as_str()), (BookingState::Open, "Weiss Recruiting"));
        // Wednesday 3 March, 09:00 UTC and two hours' notice: 12:00 in Berlin is the first, 16:00 the last of the day.
        assert_eq!(open.slots[0].start(), at("2027-03-03T11:00:00Z"));
        assert!(open.slots.contains(&span("2027-03-03T15:00:00Z", "2027-03-03T16:00:00Z")));
        assert!(!open.slots.contains(&span("2027-03-03T15:30:00Z", "2027-03-03T16:30:00Z")));
        booking::book(&asha, request, ms(open.slots[0].start()), "", "").await.unwrap();
    }
}

#[tokio::test]
async fn links_expire_are_revoked_and_open_nothing_else() {
    for agency in Agency::both().await {
        let staff = agency.staff();
        let job = agency.job(JobLike::default()).await;
        let (request, page) = agency.invited("Asha Rao", job, agency.contact).await;
        let (other_request, _) = agency.invited("Other", job, agency.contact).await;
        let link = booking::booking_link(&staff, request).await.unwrap().address;
        let page_link = presentations::page_link(&staff, page).await.unwrap().address;
        let mut ctx = agency.server.public();
        assert!(matches!(api(ctx.enter_page(token(&link)).await), ApiError::Unauthorized), "a booking link opens no page");
        assert!(matches!(api(ctx.enter_booking(token(&page_link)).await), ApiError::Unauthorized));
        assert!(matches!(api(ctx.enter_page(&page.to_string()).await), ApiError::Unauthorized), "an id is for staff");
        assert_eq!(ctx.enter_booking(token(&link)).await.unwrap(), request);
        assert!(matches!(api(booking::booking_page(&ctx, other_request, None).await), ApiError::Forbidden));
        assert!(matches!(api(presentations::client_page(&ctx, page).await), ApiError::Forbidden));
        assert!(matches!(api(booking::invite(&ctx, request).await), ApiError::Forbidden));

        booking::revoke_links(&staff, request).await.unwrap();
        assert!(matches!(api(agency.server.public().enter_booking(token(&link)).await), ApiError::Unauthorized));
        presentations::revoke_links(&staff, page).await.unwrap();
        assert!(matches!(api(agency.server.public().enter_page(token(&page_link)).await), ApiError::Unauthorized));
        assert_eq!(presentations::pages_of_job(&staff, job.job).await.unwrap()[0].link, LinkState::Revoked);
        presentations::resend(&staff, page).await.unwrap();
        assert!(matches!(presentations::pages_of_job(&staff, job.job).await.unwrap()[0].link, LinkState::Live { .. }));

        let page_link = presentations::page_link(&staff, page).await.unwrap().address;
        let later: Instant = at("2027-05-02T08:59:59Z");
        agency.server.clock.set(later);
        assert!(agency.server.public().enter_page(token(&page_link)).await.is_ok());
        agency.server.clock.set(at("2027-05-02T09:00:00Z"));
        assert!(matches!(api(agency.server.public().enter_page(token(&page_link)).await), ApiError::Unauthorized));
        assert_eq!(presentations::pages_of_job(&staff, job.job).await.unwrap()[0].link, LinkState::Expired);
    }
}

#[tokio::test]
async fn the_contact_calls_an_own_interview_off_and_no_other() {
    for agency in Agency::both().await {
        let job = agency.job(JobLike::default()).await;
        let (request, page) = agency.invited("Asha Rao", job, agency.contact).await;
        agency.share(page, JobLike::default().timing, &[span("2027-03-08T14:00:00Z", "2027-03-08T17:00:00Z")]).await;
        let booked = booking::book_for(&agency.staff(), request, at("2027-03-08T14:00:00Z")).await.unwrap();
        let other = agency.server.public().id(crate::domain::id::ContactId::new).unwrap();
        agency.insert_contact(other, "Otto Other").await;
        let (_, other_page) = agency.invited("Other", job, other).await;
        let otto = agency.as_contact(other_page).await;
        assert!(matches!(api(booking::cancel_from_page(&otto, other_page, booked.id, "No", booked.version).await), ApiError::NotFound));
        assert!(matches!(api(booking::cancel_from_page(&otto, page, booked.id, "No", booked.version).await), ApiError::Forbidden));
        let nora = agency.as_contact(page).await;
        assert!(matches!(api(booking::cancel_from_page(&nora, page, booked.id, "", booked.version).await), ApiError::Invalid(_)));
        assert!(matches!(api(booking::cancel_from_page(&nora, page, booked.id, "Away", 7).await), ApiError::Stale));
        booking::cancel_from_page(&nora, page, booked.id, "Away", booked.version).await.unwrap();
        assert_eq!(agency.texts("select reason from interviews").await, ["Away"]);
    }
}
