//! Changes reach the bus after the commit, and only then; on PostgreSQL through the database, as other instances hear them.

use std::time::Duration;

use tokio::time::timeout;

use crate::domain::id::EventId;
use crate::domain::people::Role;
use crate::server::ctx::Ctx;
use crate::server::jobs;
use crate::server::store::history::Event;
use crate::server::tests::support::{TestServer, user};

fn event(ctx: &Ctx) -> Event {
    Event {
        id: ctx.id(EventId::new).unwrap(),
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action: "client.created",
        subject: ("client", "1".into()),
        candidate_id: None,
        application_id: None,
        job_id: None,
        data: serde_json::json!({}),
        topics: vec!["page:9".into()],
    }
}

#[tokio::test]
async fn a_committed_change_is_heard_and_a_dropped_one_is_not() {
    for server in TestServer::both().await {
        let mut heard = server.app.bus.subscribe();
        let tracker = jobs::start(&server.app, &server.app.stop);
        if server.app.store.postgres().is_some() {
            // The listener says so when it has begun to listen.
            assert_eq!(timeout(Duration::from_secs(20), heard.recv()).await.unwrap().unwrap().action, "missed");
        }
        let ctx = server.public();
        let ctx = server.ctx(user(&ctx, Role::Recruiter));
        let mut dropped = ctx.store().begin().await.unwrap();
        dropped.record(event(&ctx)).await.unwrap();
        drop(dropped);
        let mut kept = ctx.store().begin().await.unwrap();
        let wanted = event(&ctx);
        let id = wanted.id.to_string();
        kept.record(wanted).await.unwrap();
        kept.commit().await.unwrap();
        let change = timeout(Duration::from_secs(20), heard.recv()).await.unwrap().unwrap();
        assert_eq!((change.event_id, change.topics), (id, vec!["page:9".to_owned(), "client:1".to_owned()]));
        server.app.stop.cancel();
        timeout(Duration::from_secs(20), tracker.wait()).await.unwrap();
    }
}

#[tokio::test]
async fn an_instance_hears_what_another_one_changes() {
    // SQLite serves one instance.
    let Some(server) = TestServer::postgres().await else { return };
    let other = server.beside().await;
    let mut heard = other.app.bus.subscribe();
    let tracker = jobs::start(&other.app, &other.app.stop);
    assert_eq!(timeout(Duration::from_secs(20), heard.recv()).await.unwrap().unwrap().action, "missed");
    let ctx = server.ctx(user(&server.public(), Role::Recruiter));
    let mut tx = ctx.store().begin().await.unwrap();
    let wanted = event(&ctx);
    let id = wanted.id.to_string();
    tx.record(wanted).await.unwrap();
    tx.commit().await.unwrap();
    let change = timeout(Duration::from_secs(20), heard.recv()).await.unwrap().unwrap();
    assert_eq!((change.event_id, change.action.as_str()), (id, "client.created"));
    other.app.stop.cancel();
    timeout(Duration::from_secs(20), tracker.wait()).await.unwrap();
}

#[tokio::test]
async fn history_can_not_be_changed() {
    for server in TestServer::both().await {
        let ctx = server.public();
        let mut tx = ctx.store().begin().await.unwrap();
        tx.record(event(&ctx)).await.unwrap();
        tx.commit().await.unwrap();
        for statement in ["update history set action = 'x'", "delete from history"] {
            let mut tx = ctx.store().begin().await.unwrap();
            let refused = tx.execute_raw(statement).await.unwrap_err();
            assert!(refused.to_string().contains("append-only"), "{refused}");
        }
    }
}

#[tokio::test]
async fn an_empty_pipeline_is_empty_for_every_role() {
    for server in TestServer::both().await {
        for role in Role::ALL {
            let ctx = server.ctx(user(&server.public(), role));
            let view = crate::server::services::pipeline::pipeline(&ctx, Default::default()).await.unwrap();
            assert!(view.lines.is_empty() && view.choices.jobs.is_empty());
            let home = crate::server::services::pipeline::home(&ctx).await.unwrap();
            assert!(home.today.is_empty() && home.waiting.is_empty());
        }
    }
}
