//! Sends what waits in the outbox.
//!
//! A message is claimed, sent, and marked as sent. If the process dies between the last two, the claim runs out and the
//! message is sent once more: at least once, then, with the same Message-ID, by which mail programs know the copy. SMTP
//! offers nothing better (RFC 5321, section 4.5.4.1 asks the same of servers).

use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use lettre::message::Mailbox;
use tokio_util::sync::CancellationToken;

use crate::domain::id::EventId;
use crate::domain::messages::{GIVE_UP_ATTEMPTS, back_off_ms};
use crate::domain::people::Actor;
use crate::domain::time::{from_ms, ms, plus_minutes};
use crate::server::carriers::{Carriers, Parcel, Receipt};
use crate::server::ctx::{AppState, Ctx};
use crate::server::error::{Error, Result};
use crate::server::mail::mime;
use crate::server::mail::transport::{Refusal, Transport};
use crate::server::services::messages::{TOPIC, place};
use crate::server::services::reminders::{self, Due};
use crate::server::services::{communication, documents};
use crate::server::store::history::Event;
use crate::server::store::outbox::Claimed;

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
    let carriers = match Carriers::new(transport.clone(), &app.config) {
        Ok(carriers) => carriers,
        Err(error) => {
            tracing::error!(error, "no gateway can be reached: texts and cards wait");
            Carriers { mail: transport.clone(), text: None, teams: None }
        }
    };
    if transport.leads_somewhere() {
        let woken = app.bus.outbox();
        loop {
            let round = drain_by(&app, &carriers, &stop);
            tokio::pin!(round);
            let done = tokio::select! {
                done = &mut round => done,
                () = async { stop.cancelled().await; tokio::time::sleep(LAST_WORD).await } => break,
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
    }
    transport.close().await;
}

/// Sends everything that is due, mails by this transport, and answers how many messages were tried.
///
/// # Errors
/// When the database fails; what was claimed is taken up again later.
pub async fn drain(app: &Arc<AppState>, transport: &Transport, stop: &CancellationToken) -> Result<usize> {
    let carriers = Carriers::new(transport.clone(), &app.config).map_err(Error::Internal)?;
    drain_by(app, &carriers, stop).await
}

async fn drain_by(app: &Arc<AppState>, carriers: &Carriers, stop: &CancellationToken) -> Result<usize> {
    let from: Mailbox = app.config.smtp.from.parse().map_err(|error| Error::Internal(format!("smtp.from: {error}")))?;
    let mut tried = 0;
    while !stop.is_cancelled() {
        let now = app.clock.now();
        if !app.store.read().await?.message_due(now).await? {
            break;
        }
        let mut tx = app.store.begin().await?;
        let claimed = tx.claim_messages(now, plus_minutes(now, LEASE_MINUTES), AT_ONCE).await?;
        tx.commit().await?;
        if claimed.is_empty() {
            break; // what is due waits for an earlier message that another instance is sending
        }
        tried += claimed.len();
        for done in join_all(claimed.iter().map(|message| deliver(app, carriers, &from, message))).await {
            done?;
        }
    }
    Ok(tried)
}

async fn deliver(app: &Arc<AppState>, carriers: &Carriers, from: &Mailbox, message: &Claimed) -> Result<()> {
    let sent = match open(app, message) {
        Ok(Parcel::Planned(reminder)) => {
            let ctx = Ctx::system(app.clone(), format!("message {}", message.id));
            match reminders::write(&ctx, message, reminder).await {
                Ok(Due::Send(parcel)) => hand_over(app, carriers, from, message, parcel).await,
                Ok(Due::Drop) => return set_aside(app, message).await,
                Ok(Due::Wait) => Err(Refusal::Later("the interview was moved a moment ago".into())),
                Err(error) => Err(Refusal::Later(error.to_string())),
            }
        }
        Ok(parcel) => hand_over(app, carriers, from, message, parcel).await,
        Err(problem) => Err(Refusal::Never(problem)),
    };
    let now = app.clock.now();
    match sent {
        Ok(receipt) => {
            tracing::info!(message = %message.id, kind = message.kind, channel = message.channel.name(), attempts = message.attempts, "sent");
            mark_sent(app, message, &receipt).await
        }
        Err(Refusal::Later(error)) if message.attempts < GIVE_UP_ATTEMPTS => {
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
        Err(Refusal::Later(error) | Refusal::Never(error)) => {
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
    carriers: &Carriers,
    from: &Mailbox,
    message: &Claimed,
    parcel: Parcel,
) -> std::result::Result<Receipt, Refusal> {
    let nowhere = |what: &str| Refusal::Later(format!("{what} is not configured"));
    match parcel {
        Parcel::Mail(mail) => {
            let (to_name, to_email) = (&message.recipient_name, &message.recipient_email);
            let ctx = Ctx::system(app.clone(), format!("message {}", message.id));
            let documents = match documents::open(&ctx, &mail.attached).await {
                Ok(documents) => documents,
                Err(error) if message.attempts <= DOCUMENT_ATTEMPTS => return Err(Refusal::Later(error.to_string())),
                Err(error) => {
                    tracing::error!(message = %message.id, %error, "sent without its documents");
                    Vec::new()
                }
            };
            let envelope = mime::Envelope { id: message.id, from, to_name, to_email, at: app.clock.now() };
            let has_documents = !documents.is_empty();
            let packed = mime::message(&mail, documents, &envelope).map_err(Refusal::Never)?;
            let sent = match carriers.mail.send(message.id, packed).await {
                Err(Refusal::Never(error)) if has_documents => {
                    tracing::warn!(message = %message.id, error, "refused with its documents, tried without");
                    let bare = mime::message(&mail, Vec::new(), &envelope).map_err(Refusal::Never)?;
                    carriers.mail.send(message.id, bare).await
                }
                sent => sent,
            };
            sent.map(|()| Receipt::default())
        }
        Parcel::Text(body) => {
            carriers.text.as_ref().ok_or_else(|| nowhere("a gateway for text messages"))?.send(&message.recipient_email, &body).await
        }
        Parcel::Card(card) => carriers.teams.as_ref().ok_or_else(|| nowhere("Teams"))?.send(&card).await,
        Parcel::Planned(_) => Err(Refusal::Never("a planned message was not written".into())),
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
