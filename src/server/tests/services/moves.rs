//! What a move must not lose: invitations that have not left yet, answers, addresses, and what was agreed.

use super::answers::Booked;
use super::interviews::{add, plan, waiting};
use crate::api::error::ApiError;
use crate::api::interviews::{SaveInterview, ShiftInterview};
use crate::domain::id::{InterviewId, UserId};
use crate::domain::people::Role;
use crate::domain::rooms::SaveRoom;
use crate::domain::scheduling::plan::PlanInterview;
use crate::domain::time::{from_ms, ms};
use crate::server::jobs::outbox::drain;
use crate::server::mail::transport::Transport;
use crate::server::services::{booking, interviews, rooms};
use crate::server::tests::mail::peers::MailServer;
use crate::server::tests::records::failure;
use crate::server::tests::support::user;
use crate::server::tests::world::{Agency, JobLike, at, span};

/// An interview of Asha's with Ada on 9 March from 9:00 to 10:00 UTC, which nobody was told of yet.
async fn added(agency: &Agency) -> (InterviewId, UserId) {
    let ada = agency.attendee("Ada").await;
    let job = agency.job(JobLike::default()).await;
    let asha = agency.candidate("Asha Rao").await;
    let application = agency.apply(asha, job).await;
    (add(agency, plan(application, &[ada])).await.unwrap(), ada)
}

async fn shift(agency: &Agency, interview: InterviewId, version: i64, from: &str, until: &str) -> i64 {
    interviews::shift(&agency.staff(), ShiftInterview { interview, version, span: span(from, until) }).await.unwrap().version
}

async fn send(agency: &Agency) -> Vec<String> {
    let smtp = MailServer::start();
    drain(&agency.server.app, &Transport::new(&smtp.url()).unwrap(), &Default::default()).await.unwrap();
    let mut subjects: Vec<_> = smtp.mails().iter().map(|mail| mail["subject"].as_str().unwrap().to_owned()).collect();
    subjects.sort();
    subjects
}

async fn responses(agency: &Agency) -> Vec<String> {
    agency.texts("select distinct response from interview_people where kind <> 'organiser'").await
}

#[tokio::test]
async fn an_invitation_that_has_not_left_yet_leaves_though_a_move_waits_and_is_taken_back() {
    for agency in Agency::both().await {
        let (id, _) = added(&agency).await;
        let version = shift(&agency, id, 1, "2027-03-09T13:00:00Z", "2027-03-09T14:00:00Z").await;
        let sent = send(&agency).await;
        assert_eq!(sent.len(), 3, "{sent:?}");
        assert!(sent.iter().all(|subject| subject.contains("Confirmed:") && subject.contains("9 Mar")), "{sent:?}");
        interviews::undo_shift(&agency.staff(), id, version).await.unwrap();
        agency.server.clock.set(from_ms(ms(agency.staff().now()) + 60_000));
        assert!(send(&agency).await.is_empty(), "everybody knows the time that stands");
    }
}

#[tokio::test]
async fn what_is_dragged_back_by_hand_keeps_the_answers() {
    for agency in Agency::both().await {
        let (id, _) = added(&agency).await;
        agency.execute(&["update outbox set state = 'sent' where due_at is null".into()]).await;
        agency.execute(&[format!("update interview_people set response = 'accepted' where interview_id = '{id}'")]).await;
        let version = shift(&agency, id, 1, "2027-03-09T13:00:00Z", "2027-03-09T14:00:00Z").await;
        assert_eq!(responses(&agency).await, ["needs_action"]);
        shift(&agency, id, version, "2027-03-09T09:00:00Z", "2027-03-09T10:00:00Z").await;
        assert_eq!((responses(&agency).await, waiting(&agency).await), (vec!["accepted".to_owned()], (Vec::new(), 0)));
    }
}

#[tokio::test]
async fn who_cancels_a_move_that_nobody_was_told_of_tells_the_cancellation_only() {
    for agency in Agency::both().await {
        let (id, _) = added(&agency).await;
        send(&agency).await;
        let version = shift(&agency, id, 1, "2027-03-09T13:00:00Z", "2027-03-09T14:00:00Z").await;
        booking::cancel_interview(&agency.staff(), id, "Ill", version).await.unwrap();
        agency.server.clock.set(from_ms(ms(agency.staff().now()) + 60_000));
        let sent = send(&agency).await;
        assert_eq!(sent.len(), 3);
        assert!(sent.iter().all(|subject| subject.contains("Cancelled:")), "{sent:?}");
    }
}

#[tokio::test]
async fn a_candidate_who_is_told_late_is_invited_not_told_of_a_change() {
    for agency in Agency::both().await {
        let ada = agency.attendee("Ada").await;
        let job = agency.job(JobLike::default()).await;
        let asha = agency.candidate("Asha Rao").await;
        let application = agency.apply(asha, job).await;
        // As the page sends it where there is no gateway for texts.
        let quiet = PlanInterview { tell_candidate: false, text_candidate: true, ..plan(application, &[ada]) };
        let id = add(&agency, quiet.clone()).await.unwrap();
        let email = agency.texts("select email from candidates").await.remove(0);
        let told = format!("select kind from outbox where recipient_email = '{email}' and due_at is null");
        assert!(agency.texts(&told).await.is_empty());
        let input = SaveInterview { interview: Some((id, 1)), plan: PlanInterview { tell_candidate: true, ..quiet } };
        interviews::save(&agency.staff(), input).await.unwrap();
        assert_eq!(agency.texts(&told).await, ["interview_booked"]);
    }
}

#[tokio::test]
async fn who_has_another_address_by_now_is_told_there() {
    for booked in Booked::both().await {
        let agency = &booked.agency;
        send(agency).await;
        agency.execute(&["update candidates set email = 'asha@new.example'".into()]).await;
        booking::reschedule_interview(&agency.staff(), booked.interview.id, at("2027-03-08T15:00:00Z"), 1).await.unwrap();
        let told = "select kind from outbox where recipient_email = 'asha@new.example' and due_at is null and channel = 'mail'";
        assert_eq!(agency.texts(told).await, ["interview_booked"]);
        let old = "select count(*) from outbox where kind = 'interview_cancelled' and recipient_email like 'candidate%'";
        assert_eq!(agency.number(old).await, 1, "the old address learns that it is off there");
    }
}

#[tokio::test]
async fn a_room_that_is_no_longer_offered_is_moved_into_by_nobody() {
    for booked in Booked::both().await {
        let agency = &booked.agency;
        let keeper = agency.server.ctx(user(&agency.server.public(), Role::Coordinator));
        let room = SaveRoom { name: "Loft".into(), zone: "Europe/Berlin".into(), seats: "8".into(), ..SaveRoom::default() };
        let room = rooms::save(&keeper, &room).await.unwrap();
        let interview = &booked.interview;
        let (id, from, until) = (interview.id, interview.span.start_ms(), interview.span.end_ms());
        agency
            .execute(&[
                format!("update interviews set room_id = '{room}'"),
                format!(
                    "insert into reservations (interview_id, calendar_id, starts_at, ends_at) values ('{id}', '{room}', {from}, {until})"
                ),
            ])
            .await;
        rooms::retire(&keeper, room, 1, true).await.unwrap();
        let to = at("2027-03-08T15:00:00Z");
        let refused = failure(booking::reschedule_interview(&agency.staff(), id, to, 1).await);
        assert!(matches!(refused, ApiError::SlotTaken { ref nearest } if nearest.is_empty()), "{refused:?}");
        rooms::retire(&keeper, room, 2, false).await.unwrap();
        booking::reschedule_interview(&agency.staff(), id, to, 1).await.unwrap();
    }
}
