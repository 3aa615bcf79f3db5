//! Sends what waits in the outbox.
//!
//! A message is claimed, sent, and marked as sent. If the process dies between the last two, the claim runs out and the
//! message is sent once more: at least once, then, with the same Message-ID, by which mail programs know the copy. SMTP
//! offers nothing better (RFC 5321, section 4.5.4.1 asks the same of servers).
//!
//! Each try says whether the connection works (`services::connections`). While one is broken its messages wait as if they had not been
//! tried; one of them is the try of each minute.

use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use lettre::message::Mailbox;
use tokio_util::sync::CancellationToken;

use crate::domain::channels::Channel;
use crate::domain::connections::{Connection, PROBE_MINUTES};
use crate::domain::id::EventId;
use crate::domain::messages::{GIVE_UP_ATTEMPTS, back_off_ms};
use crate::domain::people::Actor;
use crate::domain::time::{from_ms, ms, plus_minutes};
use crate::server::carriers::refusal::Refusal;
use crate::server::carriers::{Carriers, Parcel, Receipt};
use crate::server::ctx::{AppState, Ctx};
use crate::server::error::{Error, Result};
use crate::server::mail::mime;
use crate::server::mail::transport::Transport;
use crate::server::services::connections::{self, Current};
use crate::server::services::messages::{TOPIC, place};
use crate::server::services::reminders::{self, Due};
use crate::server::services::{communication, documents};
use crate::server::store::history::Event;
use crate::server::store::outbox_claims::Claimed;

/// How long a claim holds: longer than a delivery may take.
pub const LEASE_MINUTES: i64 = 3;
/// Sent side by side.
const AT_ONCE: u32 = 6;
/// How often to look for what is due again; new messages wake the job at once.
const LOOK: Duration = Duration::from_secs(10);
/// How long what is under way may take when the server stops; what does not end by then is taken up when the claim runs out.
const LAST_WORD: Duration = Duration::from_secs(10);
/// After so many attempts a mail leaves without the documents that can not be fetched: an interview is worth more than a copy of a résumé,
/// which the app has.
const DOCUMENT_ATTEMPTS: i32 = 3;
/// The longest error text that is kept, in characters.
const ERROR_CHARS: usize = 500;

/// Sends until told to stop.
pub async fn run(app: Arc<AppState>, stop: CancellationToken) {
    let transport = match Transport::new(&app.config.smtp.url) {
        Ok(transport) => transport,
        Err(error) => {
            tracing::error!(error, "smtp.url will not do: messages wait");
            Transport::Nowhere
        }
    };
    match &transport {
        Transport::Nowhere => tracing::warn!("smtp.url is empty: messages wait in the outbox"),
        Transport::Folder(folder) => tracing::info!(folder = %folder.display(), "mails are written into a folder, not sent"),
        Transport::Smtp(_) => {}
    }
    let configured = match Carriers::new(transport.clone(), &app.config) {
        Ok(carriers) => carriers,
        Err(error) => {
            tracing::error!(error, "no gateway can be reached: texts and cards wait");
            Carriers { mail: transport.clone(), text: None, teams: None }
        }
    };
    let mut current = Current::new(configured);
    let woken = app.bus.outbox();
    loop {
        let done = {
            let round = drain_by(&app, &mut current, &stop);
            tokio::pin!(round);
            tokio::select! {
                done = &mut round => done,
                () = async { stop.cancelled().await; tokio::time::sleep(LAST_WORD).await } => break,
            }
        };
        if let Err(error) = done {
            tracing::error!(%error, "the outbox could not be read");
        }
        tokio::select! {
            () = stop.cancelled() => break,
            () = woken.notified() => {}
            () = tokio::time::sleep(LOOK) => {}
        }
    }
    current.carriers().mail.close().await;
    transport.close().await;
}

/// Sends everything that is due, mails by this transport unless another was entered in the app, and answers how many messages were tried.
///
/// # Errors
/// When the database fails; what was claimed is taken up again later.
pub async fn drain(app: &Arc<AppState>, transport: &Transport, stop: &CancellationToken) -> Result<usize> {
    let configured = Carriers::new(transport.clone(), &app.config).map_err(Error::Internal)?;
    drain_by(app, &mut Current::new(configured), stop).await
}

async fn drain_by(app: &Arc<AppState>, current: &mut Current, stop: &CancellationToken) -> Result<usize> {
    let from: Mailbox = app.config.smtp.from.parse().map_err(|error| Error::Internal(format!("smtp.from: {error}")))?;
    let mut tried = 0;
    while !stop.is_cancelled() {
        current.renew(app).await?;
        let claimed = claim(app, current.carriers()).await?;
        if claimed.is_empty() {
            break; // nothing is due, or it waits for an earlier message that another instance is sending
        }
        tried += claimed.len();
        let current = &*current;
        for done in join_all(claimed.iter().map(|message| deliver(app, current, &from, message))).await {
            done?;
        }
    }
    Ok(tried)
}

/// Claims what is due of the channels that are open, and of each that is broken one message from time to time.
async fn claim(app: &Arc<AppState>, carriers: &Carriers) -> Result<Vec<Claimed>> {
    let now = app.clock.now();
    let until = plus_minutes(now, LEASE_MINUTES);
    let mut tx = app.store.read().await?;
    let gates = connections::gates(&mut tx, carriers, now).await?;
    let all: Vec<Channel> = gates.open.iter().chain(&gates.tried).copied().collect();
    if !tx.message_due(now, &all).await? {
        return Ok(Vec::new());
    }
    drop(tx);
    let mut tx = app.store.begin().await?;
    let mut claimed = tx.claim_messages(now, until, AT_ONCE, &gates.open).await?;
    for channel in gates.tried {
        let due = tx.message_due(now, &[channel]).await?;
        if due && tx.take_probe(&Connection::of(channel), plus_minutes(now, -PROBE_MINUTES), now).await? {
            claimed.extend(tx.claim_messages(now, until, 1, &[channel]).await?);
        }
    }
    tx.commit().await?;
    Ok(claimed)
}

/// Why a message did not leave, and what becomes of it.
enum Stop {
    /// It is tried again.
    Later(String),
    /// It waits for its connection.
    Waits(String),
    /// It fails.
    Never(String),
}

async fn deliver(app: &Arc<AppState>, current: &Current, from: &Mailbox, message: &Claimed) -> Result<()> {
    let sent = match open(app, message) {
        Ok(Parcel::Planned(reminder)) => {
            let ctx = Ctx::system(app.clone(), format!("message {}", message.id));
            match reminders::write(&ctx, message, reminder).await {
                Ok(Due::Send(parcel)) => hand_over(app, current, from, message, parcel).await,
                Ok(Due::Drop) => return set_aside(app, message).await,
                Ok(Due::Wait) => Err(Stop::Later("the interview was moved a moment ago".into())),
                Err(error) => Err(Stop::Later(error.to_string())),
            }
        }
        Ok(parcel) => hand_over(app, current, from, message, parcel).await,
        Err(problem) => Err(Stop::Never(problem)),
    };
    let now = app.clock.now();
    match sent {
        Ok(receipt) => {
            tracing::info!(message = %message.id, kind = message.kind, channel = message.channel.name(), attempts = message.attempts, "sent");
            mark_sent(app, message, &receipt).await
        }
        Err(Stop::Waits(error)) => {
            tracing::warn!(message = %message.id, kind = message.kind, channel = message.channel.name(), error, "waits for its connection");
            let mut tx = app.store.begin().await?;
            tx.message_waits(message, now, &short(&error)).await?;
            tx.announce(message.event_id, "message.delayed", vec![TOPIC.into()]);
            tx.commit().await?;
            Ok(())
        }
        Err(Stop::Later(error)) if message.attempts < GIVE_UP_ATTEMPTS => {
            tracing::warn!(message = %message.id, kind = message.kind, attempts = message.attempts, error, "not sent, tried again later");
            let mut chance = [0; 4];
            getrandom::fill(&mut chance).map_err(|error| Error::Internal(error.to_string()))?;
            let next_at = from_ms(ms(now).saturating_add(back_off_ms(message.attempts, u32::from_le_bytes(chance))));
            let mut tx = app.store.begin().await?;
            tx.message_delayed(message, next_at, &short(&error)).await?;
            tx.announce(message.event_id, "message.delayed", vec![TOPIC.into()]);
            tx.commit().await?;
            Ok(())
        }
        Err(Stop::Later(error) | Stop::Never(error)) => {
            tracing::error!(message = %message.id, kind = message.kind, attempts = message.attempts, error, "can not be sent");
            fail(app, message, &short(&error)).await
        }
    }
}

fn open(app: &AppState, message: &Claimed) -> std::result::Result<Parcel, String> {
    let plain = app.keys.open(&place(message.id), &message.sealed).map_err(|error| error.to_string())?;
    serde_json::from_slice(&plain).map_err(|error| error.to_string())
}

/// Gives a written message to its carrier.
async fn hand_over(
    app: &Arc<AppState>,
    current: &Current,
    from: &Mailbox,
    message: &Claimed,
    parcel: Parcel,
) -> std::result::Result<Receipt, Stop> {
    let carriers = current.carriers();
    let nowhere = |what: &str| Stop::Later(format!("{what} is not configured"));
    match parcel {
        Parcel::Mail(mail) => {
            let (to_name, to_email) = (&message.recipient_name, &message.recipient_email);
            let ctx = Ctx::system(app.clone(), format!("message {}", message.id));
            let documents = match documents::open(&ctx, &mail.attached).await {
                Ok(documents) => documents,
                Err(error) if message.attempts <= DOCUMENT_ATTEMPTS => return Err(Stop::Later(error.to_string())),
                Err(error) => {
                    tracing::error!(message = %message.id, %error, "sent without its documents");
                    Vec::new()
                }
            };
            let envelope = mime::Envelope { id: message.id, from, to_name, to_email, at: app.clock.now() };
            let has_documents = !documents.is_empty();
            let packed = mime::message(&mail, documents, &envelope).map_err(Stop::Never)?;
            let sent = match carriers.mail.send(message.id, packed).await {
                Err(Refusal::Never(error)) if has_documents => {
                    tracing::warn!(message = %message.id, error, "refused with its documents, tried without");
                    let bare = mime::message(&mail, Vec::new(), &envelope).map_err(Stop::Never)?;
                    carriers.mail.send(message.id, bare).await
                }
                sent => sent,
            };
            told(app, current, message, sent.map(|()| Receipt::default())).await
        }
        Parcel::Text(body) => {
            let gateway = carriers.text.as_ref().ok_or_else(|| nowhere("a gateway for text messages"))?;
            told(app, current, message, gateway.send(&message.recipient_email, &body).await).await
        }
        Parcel::Card(card) => {
            let webhook = carriers.teams.as_ref().ok_or_else(|| nowhere("Teams"))?;
            told(app, current, message, webhook.send(&card).await).await
        }
        Parcel::Planned(_) => Err(Stop::Never("a planned message was not written".into())),
    }
}

/// Notes what a try says of the connection. What can not be noted now, the next try says again: the message does not depend on it.
async fn told(
    app: &Arc<AppState>,
    current: &Current,
    message: &Claimed,
    sent: std::result::Result<Receipt, Refusal>,
) -> std::result::Result<Receipt, Stop> {
    let ctx = Ctx::system(app.clone(), format!("message {}", message.id));
    let key = Connection::of(message.channel);
    let unnoted = |error: Error| tracing::warn!(connection = %key, %error, "how it went could not be noted");
    match sent {
        Ok(receipt) => {
            connections::worked(&ctx, &key).await.unwrap_or_else(unnoted);
            Ok(receipt)
        }
        // Refused for its own sake: the other side was reached, and knows us.
        Err(Refusal::Never(error)) => {
            connections::worked(&ctx, &key).await.unwrap_or_else(unnoted);
            Err(Stop::Never(error))
        }
        Err(Refusal::Later(error)) => Err(Stop::Later(error)),
        Err(Refusal::Connection(trouble, error)) => {
            // Credentials that were entered again meanwhile have not failed.
            if !current.is_current(app, &key).await.unwrap_or(true) {
                return Err(Stop::Waits(error));
            }
            match connections::failed(&ctx, &key, &trouble, &error).await {
                Ok(true) => Err(Stop::Waits(error)),
                Ok(false) => Err(Stop::Later(error)),
                Err(problem) => {
                    unnoted(problem);
                    Err(Stop::Later(error))
                }
            }
        }
    }
}

/// What was planned is no longer wanted.
async fn set_aside(app: &Arc<AppState>, message: &Claimed) -> Result<()> {
    tracing::info!(message = %message.id, kind = message.kind, "no longer wanted");
    let mut tx = app.store.begin().await?;
    tx.message_set_aside(message).await?;
    Ok(tx.commit().await?)
}

/// Marks a message as sent; stubbornly, since otherwise it would be sent again.
async fn mark_sent(app: &Arc<AppState>, message: &Claimed, receipt: &Receipt) -> Result<()> {
    let mut tries = 0;
    loop {
        let marked = async {
            let mut tx = app.store.begin().await?;
            tx.message_sent(message.id, (&receipt.id, &receipt.state), app.clock.now()).await?;
            // It stood among those that were not sent, or stands on the candidate's tab as waiting.
            let tab = message.candidate_id.map(communication::topic);
            let topics: Vec<String> = (message.attempts > 1).then(|| TOPIC.into()).into_iter().chain(tab).collect();
            if !topics.is_empty() {
                tx.announce(message.event_id, "message.sent", topics);
            }
            tx.commit().await
        };
        match marked.await {
            Ok(()) => return Ok(()),
            Err(error) if tries < 3 => {
                tries += 1;
                tracing::warn!(message = %message.id, %error, "sent, but not marked yet");
                tokio::time::sleep(Duration::from_secs(tries)).await;
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Makes a failure visible: in the list of messages, in the history, and on open pages.
async fn fail(app: &Arc<AppState>, message: &Claimed, error: &str) -> Result<()> {
    let ctx = Ctx::system(app.clone(), format!("message {}", message.id));
    let mut tx = app.store.begin().await?;
    if tx.message_failed(message, error).await? {
        let (candidate_id, job_id) = tx.subject_of_message(message.id).await?;
        tx.record(Event {
            id: ctx.id(EventId::new)?,
            at: ctx.now(),
            actor: Actor::System,
            action: "message.failed",
            subject: ("message", message.id.to_string()),
            candidate_id,
            application_id: message.application_id,
            job_id,
            data: serde_json::json!({ "kind": message.kind, "channel": message.channel.name() }),
            topics: vec![TOPIC.into()],
        })
        .await?;
    }
    tx.commit().await?;
    Ok(())
}

fn short(error: &str) -> String {
    error.chars().filter(|c| !c.is_control()).take(ERROR_CHARS).collect()
}
