//! Connections to outside services: when one is broken, what waits for it, and that it is mended without a restart.

use std::sync::Arc;

use futures::future::join_all;
use serde_json::json;

use crate::api::connections::{Fields, Health, LeadsTo};
use crate::api::error::ApiError;
use crate::domain::channels::Channel;
use crate::domain::connections::{Connection, Reason, SaveSmtp, SaveTeams, SaveText, SmtpTls, Trouble};
use crate::domain::id::MessageId;
use crate::domain::people::{Actor, Role};
use crate::domain::time::plus_minutes;
use crate::server::carriers::{Parcel, teams};
use crate::server::ctx::Ctx;
use crate::server::jobs::outbox::drain;
use crate::server::mail::Mail;
use crate::server::mail::transport::Transport;
use crate::server::services::connections::{failed, is_set_up, look, settings, worked};
use crate::server::services::{messages, tasks};
use crate::server::store::connections::ConnectionRow;
use crate::server::store::outbox::NewMessage;
use crate::server::tests::mail::peers::{Gateway, MailServer};
use crate::server::tests::mail::samples;
use crate::server::tests::records::{at_field, failure};
use crate::server::tests::support::{TestServer, user};

const ADA: &str = "+491701234567";

/// A message by a channel.
async fn queue(server: &TestServer, channel: Channel, to: &str) {
    let ctx = server.ctx(Actor::System);
    let mut tx = ctx.store().begin().await.unwrap();
    let event_id = samples::event(&mut tx, &ctx, "user.reset_asked").await;
    let id = ctx.id(MessageId::new).unwrap();
    let parcel = match channel {
        Channel::Mail => Parcel::Mail(Mail {
            subject: "Hello".into(),
            text: "Hello".into(),
            html: "<p>Hello</p>".into(),
            reply_to: None,
            calendar: None,
            attached: Vec::new(),
        }),
        Channel::Text => Parcel::Text("Hello".into()),
        Channel::Teams => Parcel::Card(teams::card("Hello", &[], &[], None)),
    };
    let message = NewMessage {
        id,
        dedupe_key: id.to_string(),
        event_id,
        kind: "password_reset".into(),
        channel,
        recipient_name: "Ana".into(),
        recipient_email: to.into(),
        subject: "Hello".into(),
        interview: None,
        application_id: None,
        candidate_id: None,
        sealed: messages::seal(&ctx, id, &parcel).unwrap(),
        at: ctx.now(),
        due_at: None,
    };
    assert!(tx.insert_message(&message).await.unwrap());
    tx.commit().await.unwrap();
}

async fn go(server: &TestServer, transport: &Transport) -> usize {
    drain(&server.app, transport, &Default::default()).await.unwrap()
}

fn later(server: &TestServer, minutes: i64) {
    server.clock.set(plus_minutes(server.app.clock.now(), minutes));
}

fn admin(server: &TestServer) -> Ctx {
    server.ctx(user(&server.public(), Role::Administrator))
}

async fn row(server: &TestServer, key: &Connection) -> ConnectionRow {
    server.app.store.read().await.unwrap().connection(key).await.unwrap().unwrap()
}

async fn events(server: &TestServer) -> Vec<String> {
    let sql = "select action from history where subject_kind = 'integration' order by at, id";
    server.app.store.read().await.unwrap().raw_texts(sql).await.unwrap()
}

/// State and tries of every message, with how many there are of them.
async fn states(server: &TestServer) -> Vec<String> {
    let sql =
        "select channel || ' ' || state || ' ' || attempts || ': ' || count(*) from outbox group by channel, state, attempts order by 1";
    server.app.store.read().await.unwrap().raw_texts(sql).await.unwrap()
}

fn configure(server: &mut TestServer, smtp: &str) {
    Arc::get_mut(&mut server.app).expect("nobody else has it yet").config.smtp.url = smtp.into();
}

/// What is typed for a mail server on this machine.
fn typed(smtp: &MailServer, password: &str) -> SaveSmtp {
    SaveSmtp {
        version: 0,
        host: "127.0.0.1".into(),
        port: smtp.port().to_string(),
        tls: "none".into(),
        user: "ana".into(),
        password: password.to_owned().into(),
    }
}

#[tokio::test]
async fn a_refused_sign_in_breaks_at_once_and_only_its_messages_wait() {
    for mut server in TestServer::both().await {
        let (gateway, smtp) = (Gateway::with_plan(&json!({})), MailServer::start());
        server.set_gateway(&gateway.url(), Gateway::ACCOUNT);
        gateway.change_token("another");
        let transport = Transport::new(&smtp.url()).unwrap();
        for _ in 0..8 {
            queue(&server, Channel::Text, ADA).await;
        }
        queue(&server, Channel::Mail, "ana@example.com").await;
        queue(&server, Channel::Teams, "ana@example.com").await;
        go(&server, &transport).await;
        assert_eq!(states(&server).await, ["mail sent 1: 1", "teams sent 1: 1", "text queued 0: 8"], "no try is lost");
        assert_eq!(events(&server).await, ["integration.failed"]);
        let sql = "select data from history where action = 'integration.failed'";
        let data = server.app.store.read().await.unwrap().raw_texts(sql).await.unwrap();
        assert!(data[0].contains(r#""reason":"credentials""#) && data[0].contains("20003") && !data[0].contains("secret"), "{data:?}");
        let broken = row(&server, &Connection::Text).await;
        assert_eq!((broken.broken_since, broken.reason), (Some(server.app.clock.now()), Some(Reason::Credentials)));

        // Not claimed; one a minute tries it; never given up.
        assert_eq!(go(&server, &transport).await, 0);
        queue(&server, Channel::Mail, "ben@example.com").await;
        assert_eq!(go(&server, &transport).await, 1, "the other channels go on");
        for _ in 0..3 {
            later(&server, 1);
            assert_eq!(go(&server, &transport).await, 1);
            assert_eq!(go(&server, &transport).await, 0);
        }
        assert_eq!(states(&server).await, ["mail sent 1: 2", "teams sent 1: 1", "text queued 0: 8"]);
        let summary = messages::summary(&server.ctx(user(&server.public(), Role::Recruiter))).await.unwrap();
        assert_eq!((summary.broken, summary.held_up, summary.failed), (true, 8, 0));

        // It works again: everything leaves at once.
        gateway.change_token("secret");
        later(&server, 1);
        assert_eq!(go(&server, &transport).await, 8);
        assert_eq!(states(&server).await, ["mail sent 1: 2", "teams sent 1: 1", "text sent 1: 8"]);
        assert_eq!(events(&server).await, ["integration.failed", "integration.restored"]);
        let whole = row(&server, &Connection::Text).await;
        assert_eq!((whole.broken_since, whole.failures, whole.problem.as_str()), (None, 0, ""));
        assert_eq!(gateway.texts().len(), 8);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn however_many_instances_fail_there_is_one_event() {
    for server in TestServer::both().await {
        let mut servers = vec![server];
        if servers[0].app.store.postgres().is_some() {
            let other = servers[0].beside().await;
            servers.push(other);
        }
        let contexts: Vec<Ctx> = (0..20).map(|i| servers[i % servers.len()].ctx(Actor::System)).collect();
        let trouble = Trouble::Lasting(Reason::Certificate);
        let all = join_all(contexts.iter().map(|ctx| failed(ctx, &Connection::Smtp, &trouble, "expired"))).await;
        assert!(all.into_iter().all(|broken| broken.unwrap()));
        assert_eq!(events(&servers[0]).await, ["integration.failed"]);
        assert_eq!(row(&servers[0], &Connection::Smtp).await.failures, 20);
        for done in join_all(contexts.iter().map(|ctx| worked(ctx, &Connection::Smtp))).await {
            done.unwrap();
        }
        let mut events = events(&servers[0]).await;
        // Two instances at the same moment: their ids have no order.
        events.sort();
        assert_eq!(events, ["integration.failed", "integration.restored"]);
    }
}

/// How many tasks about connections are open, and how many were ever raised.
async fn tasks_raised(server: &TestServer) -> (usize, usize) {
    let mut tx = server.app.store.read().await.unwrap();
    let open = tx.raw_texts("select name from tasks where category = 'broken_integration' and completed_at is null").await.unwrap();
    let all = tx.raw_texts("select name from tasks where category = 'broken_integration'").await.unwrap();
    (open.len(), all.len())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_task_that_is_completed_by_hand_comes_back_with_the_next_try_that_fails_and_once() {
    for mut server in TestServer::both().await {
        let gateway = Gateway::with_plan(&json!({}));
        server.set_gateway(&gateway.url(), Gateway::ACCOUNT);
        gateway.change_token("another");
        let anna = admin(&server);
        look(&server.app, true).await.unwrap();
        assert_eq!((events(&server).await.len(), tasks_raised(&server).await), (1, (1, 1)));
        let complete = async || {
            let mut tx = server.app.store.read().await.unwrap();
            let id = tx.raw_texts("select id from tasks where completed_at is null").await.unwrap()[0].parse().unwrap();
            let version = tx.raw_number("select version from tasks where completed_at is null").await.unwrap();
            drop(tx);
            tasks::complete(&anna, id, version, true).await.unwrap();
        };
        // While it is open, tries that fail say nothing new.
        later(&server, 1);
        look(&server.app, false).await.unwrap();
        assert_eq!((events(&server).await.len(), tasks_raised(&server).await), (1, (1, 1)));
        complete().await;
        look(&server.app, false).await.unwrap();
        assert_eq!(tasks_raised(&server).await, (0, 1), "not at once: it was tried this minute");
        later(&server, 1);
        look(&server.app, false).await.unwrap();
        assert_eq!(tasks_raised(&server).await, (1, 2));
        assert_eq!(events(&server).await, ["integration.failed", "integration.failed_again"]);

        // However many tries fail at the same moment.
        complete().await;
        let ctx = server.ctx(Actor::System);
        let trouble = Trouble::Lasting(Reason::Credentials);
        for broken in join_all((0..8).map(|_| failed(&ctx, &Connection::Text, &trouble, "401"))).await {
            assert!(broken.unwrap());
        }
        assert_eq!((events(&server).await.len(), tasks_raised(&server).await), (3, (1, 3)));

        // It works again: nothing is left to do, and nothing comes back.
        complete().await;
        gateway.change_token("secret");
        later(&server, 1);
        look(&server.app, false).await.unwrap();
        later(&server, 10);
        look(&server.app, false).await.unwrap();
        assert_eq!(tasks_raised(&server).await, (0, 3));
    }
}

#[tokio::test]
async fn what_passes_breaks_only_in_a_row() {
    for server in TestServer::both().await {
        let ctx = server.ctx(Actor::System);
        let ats = Connection::Ats("1".into());
        let fail = async || failed(&ctx, &ats, &Trouble::Passing, "503").await.unwrap();
        for _ in 0..4 {
            assert!(!fail().await);
        }
        worked(&ctx, &ats).await.unwrap();
        for _ in 0..4 {
            assert!(!fail().await);
        }
        assert!(events(&server).await.is_empty());
        assert!(fail().await && fail().await);
        assert_eq!(events(&server).await, ["integration.failed"]);
        let broken = row(&server, &ats).await;
        assert_eq!((broken.reason, broken.failures), (Some(Reason::Unanswered), 6));
        // Why it lasts is not hidden by what passes.
        failed(&ctx, &ats, &Trouble::Lasting(Reason::Credentials), "401").await.unwrap();
        fail().await;
        let broken = row(&server, &ats).await;
        assert_eq!((broken.reason, broken.problem.as_str()), (Some(Reason::Credentials), "401"));
        worked(&ctx, &ats).await.unwrap();
        assert_eq!(events(&server).await, ["integration.failed", "integration.restored"]);
        // What works is written down once a minute.
        let version = async || row(&server, &ats).await.worked_at.unwrap();
        let first = version().await;
        server.clock.set(first + chrono::Duration::seconds(30));
        worked(&ctx, &ats).await.unwrap();
        assert_eq!(version().await, first);
        later(&server, 1);
        worked(&ctx, &ats).await.unwrap();
        assert_ne!(version().await, first);
    }
}

#[tokio::test]
async fn a_mail_server_that_is_gone_breaks_after_some_tries_and_a_wrong_recipient_does_not() {
    for server in TestServer::both().await {
        let smtp = MailServer::with_plan(&json!({ "gone@example.com": ["550"], "slow@example.com": ["451"] }));
        let (there, gone) = (Transport::new(&smtp.url()).unwrap(), Transport::new("smtp://127.0.0.1:1").unwrap());
        queue(&server, Channel::Mail, "gone@example.com").await;
        queue(&server, Channel::Mail, "slow@example.com").await;
        assert_eq!(go(&server, &there).await, 2);
        assert_eq!(states(&server).await, ["mail failed 1: 1", "mail queued 1: 1"]);
        let whole = row(&server, &Connection::Smtp).await;
        assert_eq!((whole.failures, whole.worked_at), (0, Some(server.app.clock.now())));

        for tries in 1..=5 {
            later(&server, 60);
            assert_eq!(go(&server, &gone).await, 1, "{tries}");
        }
        assert_eq!(row(&server, &Connection::Smtp).await.reason, Some(Reason::Unanswered));
        assert_eq!(events(&server).await, ["integration.failed"]);
        // The one that broke it waits as if it had not been tried; the four before it had been.
        assert_eq!(states(&server).await, ["mail failed 1: 1", "mail queued 5: 1"]);
        later(&server, 1);
        assert_eq!(go(&server, &there).await, 1);
        assert_eq!(states(&server).await, ["mail failed 1: 1", "mail sent 6: 1"]);
        assert_eq!(events(&server).await, ["integration.failed", "integration.restored"]);
    }
}

#[tokio::test]
async fn a_password_entered_again_is_used_at_once_and_lies_sealed() {
    for mut server in TestServer::both().await {
        let smtp = MailServer::with_plan(&json!({ "login": ["ana", "right horse"] }));
        configure(&mut server, &smtp.url_for("ana", "wrong"));
        let transport = Transport::new(&server.app.config.smtp.url).unwrap();
        for address in ["a@example.com", "b@example.com", "c@example.com"] {
            queue(&server, Channel::Mail, address).await;
        }
        go(&server, &transport).await;
        assert_eq!(states(&server).await, ["mail queued 0: 3"]);
        let broken = row(&server, &Connection::Smtp).await;
        assert_eq!(broken.reason, Some(Reason::Credentials));
        assert!(broken.problem.contains("535"), "{}", broken.problem);

        let ctx = admin(&server);
        let version = settings::save_smtp(&ctx, &typed(&smtp, "right horse")).await.unwrap();
        assert_eq!(failure(settings::save_smtp(&ctx, &typed(&smtp, "right horse")).await), ApiError::Stale);
        let sealed = row(&server, &Connection::Smtp).await.settings.unwrap();
        for secret in ["right horse", "127.0.0.1", "password"] {
            assert!(!sealed.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret}");
        }
        // The same minute, the same transport of the configuration: what was entered holds.
        assert!(go(&server, &transport).await >= 3);
        assert_eq!(states(&server).await, ["mail sent 1: 3"]);
        assert_eq!(events(&server).await, ["integration.failed", "integration.changed", "integration.restored"]);

        // The page has no secret; an empty field keeps it, but for the same server and user only.
        let view = settings::list(&ctx).await.unwrap();
        let own = &view.connections[0];
        assert!(!serde_json::to_string(&view).unwrap().contains("right horse"));
        assert_eq!((own.is_entered, own.is_configured, own.version), (true, true, version));
        assert!(matches!(&own.fields, Fields::Smtp { user, tls: SmtpTls::Plain, has_password: true, .. } if user == "ana"));
        assert!(matches!(own.health, Health::Works { .. }) && own.leads_to == LeadsTo::Server(format!("127.0.0.1:{}", smtp.port())));
        let kept = SaveSmtp { version, ..typed(&smtp, "") };
        let elsewhere = SaveSmtp { host: "mail.example.com".into(), tls: "tls".into(), ..kept.clone() };
        assert_eq!(at_field(settings::save_smtp(&ctx, &elsewhere).await), ("password".into(), "error-secret-again".into()));
        let open = SaveSmtp { host: "mail.example.com".into(), password: "x".to_owned().into(), ..kept.clone() };
        assert_eq!(at_field(settings::save_smtp(&ctx, &open).await), ("tls".into(), "error-unencrypted".into()));
        let version = settings::save_smtp(&ctx, &kept).await.unwrap();
        settings::test(&ctx, &Connection::Smtp).await.unwrap();

        // The configuration again, with its wrong password.
        settings::forget(&ctx, &Connection::Smtp, version).await.unwrap();
        settings::forget(&ctx, &Connection::Smtp, version).await.unwrap();
        queue(&server, Channel::Mail, "d@example.com").await;
        go(&server, &transport).await;
        assert!(row(&server, &Connection::Smtp).await.broken_since.is_some());
        assert_eq!(smtp.mails().len(), 3);
    }
}

#[tokio::test]
async fn the_test_button_says_why_not_and_restores_when_it_works() {
    for mut server in TestServer::both().await {
        let gateway = Gateway::with_plan(&json!({ "teams": ["404"] }));
        server.set_gateway(&gateway.url(), Gateway::ACCOUNT);
        gateway.change_token("another");
        let ctx = admin(&server);
        assert_eq!(at_field(settings::test(&ctx, &Connection::Smtp).await), ("smtp".into(), "connection-none".into()));
        assert_eq!(at_field(settings::test(&ctx, &Connection::Text).await), ("text".into(), "connection-test-credentials".into()));
        assert_eq!(at_field(settings::test(&ctx, &Connection::Teams).await), ("teams".into(), "connection-test-address".into()));
        assert_eq!(events(&server).await, ["integration.failed", "integration.failed"]);
        settings::test(&ctx, &Connection::Teams).await.unwrap();
        assert_eq!(gateway.cards()[0]["body"][0]["text"], "This is a test");

        queue(&server, Channel::Text, ADA).await;
        assert_eq!(go(&server, &Transport::Nowhere).await, 0);
        let like = |token: &str, version| SaveText {
            version,
            account_sid: Gateway::ACCOUNT.into(),
            auth_token: token.to_owned().into(),
            from: "+15005550006".into(),
        };
        let other = SaveText { account_sid: format!("AC{}", "1".repeat(32)), ..like("", 0) };
        assert_eq!(at_field(settings::save_text(&ctx, &other).await), ("auth_token".into(), "error-secret-again".into()));
        let version = settings::save_text(&ctx, &like("wrong again", 0)).await.unwrap();
        assert_eq!(at_field(settings::test(&ctx, &Connection::Text).await), ("text".into(), "connection-test-credentials".into()));
        settings::save_text(&ctx, &like("another", version)).await.unwrap();
        settings::test(&ctx, &Connection::Text).await.unwrap();
        assert!(row(&server, &Connection::Text).await.broken_since.is_none());
        assert_eq!(go(&server, &Transport::Nowhere).await, 1, "without a mail server, too");
        assert_eq!(states(&server).await, ["text sent 1: 1"]);

        // Not to whatever listens on this machine: only where the configuration leads.
        let local = SaveTeams { version: 0, webhook_url: "http://127.0.0.1:9/webhook".to_owned().into() };
        assert_eq!(at_field(settings::save_teams(&ctx, &local).await), ("webhook_url".into(), "error-webhook".into()));
        let same = SaveTeams { version: 0, webhook_url: format!("{}/webhook/secret", gateway.url()).into() };
        settings::save_teams(&ctx, &same).await.unwrap();
    }
}

#[tokio::test]
async fn a_connection_is_tried_where_nothing_else_tries_it() {
    for mut server in TestServer::both().await {
        let gateway = Gateway::with_plan(&json!({}));
        server.set_gateway(&gateway.url(), Gateway::ACCOUNT);
        look(&server.app, true).await.unwrap();
        assert!(row(&server, &Connection::Text).await.worked_at.is_some());
        gateway.change_token("another");
        later(&server, 9);
        look(&server.app, false).await.unwrap();
        assert!(events(&server).await.is_empty(), "not yet");
        later(&server, 1);
        look(&server.app, false).await.unwrap();
        assert_eq!(events(&server).await, ["integration.failed"]);
        gateway.change_token("secret");
        look(&server.app, false).await.unwrap();
        assert_eq!(events(&server).await, ["integration.failed"], "at most once a minute");
        later(&server, 1);
        look(&server.app, false).await.unwrap();
        assert_eq!(events(&server).await, ["integration.failed", "integration.restored"]);
    }
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_named() {
    let mut server = TestServer::sqlite().await;
    let smtp = MailServer::with_plan(&json!({ "tls": "self-signed" }));
    configure(&mut server, &format!("{}?tls=required", smtp.url()));
    let tried = settings::test(&admin(&server), &Connection::Smtp).await;
    assert_eq!(at_field(tried), ("smtp".into(), "connection-test-certificate".into()));
    assert_eq!(row(&server, &Connection::Smtp).await.reason, Some(Reason::Certificate));
    drop(server);

    // A server without TLS, and a name that is none (RFC 6761, section 6.4).
    let plain = MailServer::start();
    for (url, message) in [
        (format!("{}?tls=required", plain.url()), "connection-test-encryption"),
        ("smtp://no-such-server.invalid".into(), "connection-test-host"),
    ] {
        let mut server = TestServer::sqlite().await;
        configure(&mut server, &url);
        let field = at_field(settings::test(&admin(&server), &Connection::Smtp).await);
        // Without a name service nobody can say that there is no such name.
        assert!(field.1 == message || (message.ends_with("host") && field.1.ends_with("unanswered")), "{url}: {field:?}");
    }
}

#[tokio::test]
async fn what_is_entered_alone_sets_a_channel_up_and_is_not_broken_once_it_is_removed() {
    for server in TestServer::both().await {
        let ctx = admin(&server);
        let set_up = async || {
            let mut tx = ctx.store().read().await.unwrap();
            is_set_up(&mut tx, &ctx, Channel::Text).await.unwrap()
        };
        assert!(!set_up().await);
        let input =
            SaveText { version: 0, account_sid: Gateway::ACCOUNT.into(), auth_token: "x".to_owned().into(), from: "+15005550006".into() };
        let version = settings::save_text(&ctx, &input).await.unwrap();
        assert!(set_up().await);
        let own = settings::list(&ctx).await.unwrap().connections.remove(1);
        assert_eq!((own.leads_to, own.health, own.is_configured), (LeadsTo::Server("api.twilio.com".into()), Health::Untried, false));
        failed(&ctx, &Connection::Text, &Trouble::Lasting(Reason::Credentials), "401").await.unwrap();
        settings::forget(&ctx, &Connection::Text, version).await.unwrap();
        assert!(!set_up().await);
        assert_eq!(events(&server).await, ["integration.changed", "integration.failed", "integration.reset", "integration.restored"]);
        assert_eq!(settings::list(&ctx).await.unwrap().connections[1].health, Health::Absent);
    }
}

#[tokio::test]
async fn administrators_only() {
    let server = TestServer::sqlite().await;
    for role in [Role::Recruiter, Role::Coordinator, Role::Interviewer] {
        let ctx = server.ctx(user(&server.public(), role));
        assert_eq!(failure(settings::list(&ctx).await), ApiError::Forbidden);
        assert_eq!(failure(settings::save_smtp(&ctx, &SaveSmtp::default()).await), ApiError::Forbidden);
        assert_eq!(failure(settings::save_text(&ctx, &SaveText::default()).await), ApiError::Forbidden);
        assert_eq!(failure(settings::save_teams(&ctx, &SaveTeams::default()).await), ApiError::Forbidden);
        assert_eq!(failure(settings::forget(&ctx, &Connection::Smtp, 0).await), ApiError::Forbidden);
        assert_eq!(failure(settings::test(&ctx, &Connection::Smtp).await), ApiError::Forbidden);
    }
    let ats = Connection::Ats("1".into());
    assert_eq!(failure(settings::test(&admin(&server), &ats).await), ApiError::NotFound);
    assert_eq!(failure(settings::forget(&admin(&server), &ats, 0).await), ApiError::NotFound);
}
