//! The outbox on both databases: tried again, never doubled, in order, nothing lost in a crash.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::peers::{self, MailServer};
use super::samples;
use crate::api::error::ApiError;
use crate::api::messages::{Sending, UNSENT};
use crate::domain::channels::Channel;
use crate::domain::id::{InterviewId, MessageId};
use crate::domain::list::ListQuery;
use crate::domain::messages::MessageState;
use crate::domain::people::{Actor, EmailAddress, Role};
use crate::domain::scheduling::interview::{InterviewState, PersonKind};
use crate::domain::scheduling::invitation::Invitation;
use crate::domain::time::plus_minutes;
use crate::server::ctx::Ctx;
use crate::server::error::Error;
use crate::server::jobs::outbox::{LEASE_MINUTES, drain, run};
use crate::server::mail::message::{PasswordReset, Recipient};
use crate::server::mail::transport::Transport;
use crate::server::services::messages::{self, Links, enqueue, tell_people};
use crate::server::tests::support::{TestServer, user};

/// A message that has nothing to do with an interview.
async fn reset(ctx: &Ctx, email: &str) {
    let mut tx = ctx.store().begin().await.unwrap();
    let event_id = samples::event(&mut tx, ctx, "user.reset_asked").await;
    let to = Recipient { name: "Ana".into(), email: EmailAddress::parse(email).unwrap(), zone: "Europe/Berlin".into() };
    enqueue(&mut tx, ctx, event_id, PasswordReset { to, link: "/reset-password/x".into(), expires_at: ctx.now() }).await.unwrap();
    tx.commit().await.unwrap();
}

/// An interview with nobody but the candidate, so that each change is one message.
fn interview(sequence: u32, state: InterviewState) -> Invitation {
    let mut invitation = samples::interview();
    invitation.people = vec![samples::person(PersonKind::Candidate, "Ana", "ana@example.com", "Europe/Berlin")];
    let span = samples::hour(&format!("2027-03-{}T13:00:00Z", 10 + sequence));
    Invitation { sequence, state, span, ..invitation }
}

async fn tell(ctx: &Ctx, before: Option<&Invitation>, after: &Invitation) {
    let mut tx = ctx.store().begin().await.unwrap();
    let event_id = samples::event(&mut tx, ctx, "interview.changed").await;
    tell_people(&mut tx, ctx, event_id, before, after, &Links::default(), "").await.unwrap();
    tx.commit().await.unwrap();
}

async fn go(server: &TestServer, transport: &Transport) -> usize {
    drain(&server.app, transport, &CancellationToken::new()).await.unwrap()
}

fn later(server: &TestServer, minutes: i64) {
    server.clock.set(plus_minutes(server.app.clock.now(), minutes));
}

async fn states(server: &TestServer) -> Vec<(String, MessageState, i32)> {
    let ctx = server.ctx(Actor::System);
    let admin = server.ctx(user(&ctx, Role::Administrator));
    let page = messages::list(&admin, &ListQuery::default()).await.unwrap().page;
    page.rows.into_iter().map(|line| (line.recipient_email, line.state, line.attempts)).collect()
}

fn sequences(smtp: &MailServer) -> Vec<(String, u64)> {
    let read = |mail: &serde_json::Value| {
        (mail["calendar"]["method"].as_str().unwrap().to_owned(), mail["calendar"]["sequence"].as_u64().unwrap())
    };
    smtp.mails().iter().map(read).collect()
}

#[tokio::test]
async fn a_refusal_for_now_is_tried_again_later_with_the_same_message_id() {
    for server in TestServer::both().await {
        let smtp = MailServer::with_plan(&json!({ "ana@example.com": ["451", "drop", "lost"] }));
        let transport = Transport::new(&smtp.url()).unwrap();
        let ctx = server.ctx(Actor::System);
        reset(&ctx, "ana@example.com").await;
        assert_eq!(go(&server, &transport).await, 1);
        assert_eq!(go(&server, &transport).await, 0, "not before its time");
        assert_eq!(states(&server).await, [("ana@example.com".into(), MessageState::Queued, 1)]);
        later(&server, 1);
        assert_eq!(go(&server, &transport).await, 1, "the connection breaks");
        later(&server, 2);
        assert_eq!(go(&server, &transport).await, 1, "taken, but the answer is lost");
        assert_eq!(states(&server).await, [("ana@example.com".into(), MessageState::Queued, 3)]);
        let staff = server.ctx(user(&ctx, Role::Recruiter));
        assert_eq!(messages::summary(&staff).await.unwrap().held_up, 1, "seen before it is given up");
        later(&server, 4);
        assert_eq!(go(&server, &transport).await, 1);
        later(&server, 600);
        assert_eq!(go(&server, &transport).await, 0);
        assert_eq!(states(&server).await, [("ana@example.com".into(), MessageState::Sent, 4)]);
        let mails = smtp.mails();
        assert_eq!(mails.len(), 2, "once more than needed, since nobody could know");
        assert_eq!(mails[0]["message_id"], mails[1]["message_id"]);
        assert_eq!(messages::summary(&staff).await.unwrap().held_up, 0);
    }
}

#[tokio::test]
async fn a_refusal_for_good_is_seen_and_can_be_tried_again_by_an_administrator() {
    for server in TestServer::both().await {
        let smtp = MailServer::with_plan(&json!({ "gone@example.com": ["550"] }));
        let transport = Transport::new(&smtp.url()).unwrap();
        let ctx = server.ctx(Actor::System);
        let mut changes = server.app.bus.subscribe();
        reset(&ctx, "gone@example.com").await;
        reset(&ctx, "ana@example.com").await;
        assert_eq!(go(&server, &transport).await, 2);
        later(&server, 10_000);
        assert_eq!(go(&server, &transport).await, 0, "never by itself");

        let admin = server.ctx(user(&ctx, Role::Administrator));
        let recruiter = server.ctx(user(&ctx, Role::Recruiter));
        let unsent = ListQuery { filter: UNSENT.into(), ..ListQuery::default() };
        let page = messages::list(&admin, &unsent).await.unwrap().page;
        assert_eq!((page.total, page.rows[0].state), (1, MessageState::Failed));
        assert!(page.rows[0].error.contains("550"), "{}", page.rows[0].error);
        assert_eq!(messages::summary(&recruiter).await.unwrap().failed, 1);
        assert_eq!(messages::summary(&server.ctx(user(&ctx, Role::Interviewer))).await.unwrap().failed, 0);
        if server.app.store.postgres().is_none() {
            let mut actions = Vec::new();
            while let Ok(change) = changes.try_recv() {
                actions.push(change.action);
            }
            assert!(actions.contains(&"message.failed".into()), "open pages hear of it: {actions:?}");
        }

        let id = page.rows[0].id;
        assert!(matches!(messages::retry(&recruiter, id).await, Err(Error::Api(ApiError::Forbidden))));
        assert!(matches!(messages::list(&recruiter, &unsent).await, Err(Error::Api(ApiError::Forbidden))));
        assert!(matches!(messages::summary(&server.public()).await, Err(Error::Api(ApiError::Unauthorized))));
        let unknown = ctx.id(MessageId::new).unwrap();
        assert!(matches!(messages::retry(&admin, unknown).await, Err(Error::Api(ApiError::NotFound))));
        assert_eq!(messages::retry(&admin, id).await.unwrap(), MessageState::Queued);
        assert_eq!(go(&server, &transport).await, 1);
        assert_eq!(messages::list(&admin, &unsent).await.unwrap().page.total, 0);
        assert!(matches!(messages::retry(&admin, id).await, Err(Error::Api(ApiError::NotFound))), "what was sent is not sent again");
        assert_eq!(smtp.mails().len(), 2);
    }
}

#[tokio::test]
async fn workers_side_by_side_send_each_message_once() {
    for server in TestServer::both().await {
        let addresses: Vec<_> = (0..30).map(|i| format!("p{i}@example.com")).collect();
        let plan: HashMap<_, _> = addresses.iter().step_by(3).map(|address| (address, ["slow"])).collect();
        let smtp = MailServer::with_plan(&json!(plan));
        let ctx = server.ctx(Actor::System);
        for address in &addresses {
            reset(&ctx, address).await;
        }
        let workers = (0..4).map(|_| {
            let (app, transport) = (server.app.clone(), Transport::new(&smtp.url()).unwrap());
            tokio::spawn(async move { drain(&app, &transport, &CancellationToken::new()).await.unwrap() })
        });
        let mut tried = 0;
        for worker in workers.collect::<Vec<_>>() {
            tried += worker.await.unwrap();
        }
        assert_eq!(tried, 30);
        let mut recipients: Vec<_> = smtp.mails().iter().map(|mail| mail["to"][0][1].as_str().unwrap().to_owned()).collect();
        recipients.sort();
        let mut expected = addresses.clone();
        expected.sort();
        assert_eq!(recipients, expected);
    }
}

#[tokio::test]
async fn a_cancel_never_overtakes_its_request() {
    for server in TestServer::both().await {
        let smtp = MailServer::with_plan(&json!({ "ana@example.com": ["", "451", "slow", ""] }));
        let transport = Transport::new(&smtp.url()).unwrap();
        let ctx = server.ctx(Actor::System);
        let (booked, moved, off) =
            (interview(0, InterviewState::Confirmed), interview(1, InterviewState::Confirmed), interview(2, InterviewState::Cancelled));
        tell(&ctx, None, &booked).await;
        assert_eq!(go(&server, &transport).await, 1);
        tell(&ctx, Some(&booked), &moved).await;
        assert_eq!(go(&server, &transport).await, 1, "refused for now");
        tell(&ctx, Some(&moved), &off).await;
        // Two workers: while one sends the REQUEST slowly, the other finds nothing that it may send.
        let other = {
            let (app, transport) = (server.app.clone(), transport.clone());
            tokio::spawn(async move { drain(&app, &transport, &CancellationToken::new()).await.unwrap() })
        };
        let own = go(&server, &transport).await;
        let other = other.await.unwrap();
        assert_eq!(own + other, 2, "{own} {other}");
        let expected = [("REQUEST", 0), ("REQUEST", 1), ("CANCEL", 2)];
        assert_eq!(sequences(&smtp), expected.map(|(method, sequence)| (method.to_owned(), sequence)));
    }
}

#[tokio::test]
async fn what_became_pointless_before_anything_was_sent_is_left_out() {
    for server in TestServer::both().await {
        let smtp = MailServer::with_plan(&json!({ "ana@example.com": ["451"] }));
        let transport = Transport::new(&smtp.url()).unwrap();
        let ctx = server.ctx(Actor::System);
        let (booked, moved, off) =
            (interview(0, InterviewState::Confirmed), interview(1, InterviewState::Confirmed), interview(2, InterviewState::Cancelled));
        // Another interview of the same person keeps out of it.
        let elsewhere =
            Invitation { interview_id: ctx.id(InterviewId::new).unwrap(), uid: "other@agendum.example".into(), ..booked.clone() };
        tell(&ctx, None, &booked).await;
        assert_eq!(go(&server, &transport).await, 1);
        tell(&ctx, Some(&booked), &moved).await;
        tell(&ctx, Some(&moved), &off).await;
        tell(&ctx, None, &elsewhere).await;
        assert_eq!(go(&server, &transport).await, 2);
        let mut sent = sequences(&smtp);
        sent.sort();
        assert_eq!(sent, [("CANCEL".to_owned(), 2), ("REQUEST".to_owned(), 0)]);
        let superseded = states(&server).await.into_iter().filter(|(_, state, _)| *state == MessageState::Superseded).count();
        assert_eq!(superseded, 2);
    }
}

#[tokio::test]
async fn a_failed_request_is_not_sent_after_its_cancel_even_when_asked_for() {
    for server in TestServer::both().await {
        let smtp = MailServer::with_plan(&json!({ "ana@example.com": ["550"] }));
        let transport = Transport::new(&smtp.url()).unwrap();
        let ctx = server.ctx(Actor::System);
        let (booked, off) = (interview(0, InterviewState::Confirmed), interview(1, InterviewState::Cancelled));
        tell(&ctx, None, &booked).await;
        assert_eq!(go(&server, &transport).await, 1);
        let admin = server.ctx(user(&ctx, Role::Administrator));
        let failed = messages::list(&admin, &ListQuery::default()).await.unwrap().page.rows[0].id;
        tell(&ctx, Some(&booked), &off).await;
        assert_eq!(go(&server, &transport).await, 1);
        assert_eq!(messages::retry(&admin, failed).await.unwrap(), MessageState::Superseded);
        assert_eq!(go(&server, &transport).await, 0);
        assert_eq!(sequences(&smtp), [("CANCEL".to_owned(), 1)]);
    }
}

#[tokio::test]
async fn what_a_crash_left_behind_is_sent_once_the_claim_runs_out() {
    for server in TestServer::both().await {
        let smtp = MailServer::start();
        let transport = Transport::new(&smtp.url()).unwrap();
        let ctx = server.ctx(Actor::System);
        reset(&ctx, "ana@example.com").await;
        let now = ctx.now();
        let mut tx = ctx.store().begin().await.unwrap();
        let claimed = tx.claim_messages(now, plus_minutes(now, LEASE_MINUTES), 10, Channel::ALL).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(claimed.len(), 1);
        // The process that claimed it is gone.
        assert_eq!(go(&server, &transport).await, 0);
        later(&server, LEASE_MINUTES);
        assert_eq!(go(&server, &transport).await, 1);
        later(&server, 600);
        assert_eq!(go(&server, &transport).await, 0);
        let mails = smtp.mails();
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0]["message_id"], format!("<{}@example.com>", claimed[0].id));
        assert_eq!(states(&server).await, [("ana@example.com".into(), MessageState::Sent, 2)]);
        // Should it not be gone but late: it can neither delay nor fail what was sent meanwhile.
        let mut tx = ctx.store().begin().await.unwrap();
        tx.message_delayed(&claimed[0], plus_minutes(now, 5), "late").await.unwrap();
        assert!(!tx.message_failed(&claimed[0], "late").await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(states(&server).await, [("ana@example.com".into(), MessageState::Sent, 2)]);
    }
}

#[tokio::test]
async fn what_is_rolled_back_is_never_sent_and_what_was_sent_leaves_no_words_behind() {
    for server in TestServer::both().await {
        let smtp = MailServer::start();
        let transport = Transport::new(&smtp.url()).unwrap();
        let ctx = server.ctx(Actor::System);
        let mut tx = ctx.store().begin().await.unwrap();
        let event_id = samples::event(&mut tx, &ctx, "interview.booked").await;
        tell_people(&mut tx, &ctx, event_id, None, &samples::interview(), &Links::default(), "").await.unwrap();
        drop(tx);
        assert_eq!(go(&server, &transport).await, 0);
        reset(&ctx, "ana@example.com").await;
        go(&server, &transport).await;
        let mut tx = ctx.store().begin().await.unwrap();
        let now = ctx.now();
        assert!(tx.claim_messages(now, now, 10, Channel::ALL).await.unwrap().is_empty());
        assert_eq!(tx.sealed_messages().await.unwrap(), 0);
    }
}

#[tokio::test]
async fn the_job_wakes_at_the_commit_and_stops_when_told() {
    for mut server in TestServer::both().await {
        let smtp = MailServer::start();
        Arc::get_mut(&mut server.app).unwrap().config.smtp.url = smtp.url();
        let stop = CancellationToken::new();
        let job = tokio::spawn(run(server.app.clone(), stop.clone()));
        let ctx = server.ctx(Actor::System);
        for round in 1..=2 {
            reset(&ctx, &format!("ana{round}@example.com")).await;
            // Well under the interval at which the job looks by itself.
            for _ in 0..60 {
                if smtp.files().len() == round {
                    break;
                }
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
            assert_eq!(smtp.files().len(), round);
        }
        stop.cancel();
        tokio::time::timeout(std::time::Duration::from_secs(5), job).await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn without_a_mail_server_messages_wait_and_that_is_said() {
    let mut server = TestServer::sqlite().await;
    let ctx = server.ctx(Actor::System);
    reset(&ctx, "ana@example.com").await;
    assert_eq!(go(&server, &Transport::Nowhere).await, 0);
    let staff = server.ctx(user(&ctx, Role::Coordinator));
    let summary = messages::summary(&staff).await.unwrap();
    assert_eq!((summary.sending, summary.held_up), (Sending::Off, 1));
    drop((ctx, staff));

    // Nobody listens there.
    let nowhere = Transport::new("smtp://127.0.0.1:1").unwrap();
    assert_eq!(go(&server, &nowhere).await, 1);
    assert_eq!(states(&server).await, [("ana@example.com".into(), MessageState::Queued, 1)]);
    later(&server, 1);

    // Into a folder, to look at.
    let folder = tempfile::tempdir().unwrap();
    let url = format!("file:{}", folder.path().join("mail").display());
    Arc::get_mut(&mut server.app).unwrap().config.smtp.url = url.clone();
    assert_eq!(go(&server, &Transport::new(&url).unwrap()).await, 1);
    let mails = peers::read(&folder.path().join("mail"));
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].1["to"][0][1], "ana@example.com");
    let summary = messages::summary(&server.ctx(user(&server.ctx(Actor::System), Role::Recruiter))).await.unwrap();
    assert_eq!((summary.sending, summary.held_up), (Sending::ToFolder, 0));
}
