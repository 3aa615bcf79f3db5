//! When a connection is broken, what waits for it, and its task.

use futures::future::join_all;
use serde_json::json;

use super::{ADA, admin, events, go, later, queue, row, states};
use crate::domain::channels::Channel;
use crate::domain::connections::{Connection, Reason, Trouble};
use crate::domain::people::{Actor, Role};
use crate::server::ctx::Ctx;
use crate::server::mail::transport::Transport;
use crate::server::services::connections::{failed, look, worked};
use crate::server::services::{messages, tasks};
use crate::server::tests::mail::peers::{Gateway, MailServer};
use crate::server::tests::support::{TestServer, user};

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
