//! Connections to outside services: when one is broken, what waits for it, and that it is mended without a restart.

mod broken;
mod settings;

use std::sync::Arc;

use crate::domain::channels::Channel;
use crate::domain::connections::{Connection, SaveSmtp};
use crate::domain::id::MessageId;
use crate::domain::people::{Actor, Role};
use crate::domain::time::plus_minutes;
use crate::server::carriers::{Parcel, teams};
use crate::server::ctx::Ctx;
use crate::server::jobs::outbox::drain;
use crate::server::mail::Mail;
use crate::server::mail::transport::Transport;
use crate::server::services::messages;
use crate::server::store::connections::ConnectionRow;
use crate::server::store::outbox::NewMessage;
use crate::server::tests::mail::peers::MailServer;
use crate::server::tests::mail::samples;
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
