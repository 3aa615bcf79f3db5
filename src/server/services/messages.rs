//! Messages: put into the outbox with the change they tell of; looked after by administrators.

pub mod keys;
mod summary;

use serde::{Deserialize, Serialize};

pub use self::summary::summary;
use crate::api::error::ApiError;
use crate::api::messages::{MessageLine, MessageList, UNSENT};
use crate::domain::can;
use crate::domain::channels::Channel;
use crate::domain::connections::Connection;
use crate::domain::id::{CandidateId, EventId, MessageId};
use crate::domain::list::{ListQuery, Page};
use crate::domain::locale::Locale;
use crate::domain::messages::MessageState;
use crate::domain::scheduling::interview::PersonKind;
use crate::domain::scheduling::invitation::{Invitation, News, told};
use crate::domain::time::{Zone, plus_minutes};
use crate::paths;
use crate::server::carriers::Parcel;
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::mail::message::{InterviewNews, Message};
use crate::server::mail::{self, House};
use crate::server::services::links::{InvitationKey, issue_answer};
use crate::server::services::{channels, documents, reminders};
use crate::server::store::Tx;
use crate::server::store::history::Event;
use crate::server::store::outbox::NewMessage;
use crate::server::store::outbox_list::MessageRow;
use crate::server::zones;

/// Where people outside see, move or cancel an interview: paths, empty for none. Colleagues open the interview itself.
#[derive(Debug, Clone, Default)]
pub struct Links {
    /// The candidate's booking page.
    pub candidate: String,
    /// The contact's page.
    pub contact: String,
}

/// Puts a message into the outbox, in the transaction of the change; it is sent once that is committed.
///
/// The same message (event, kind, recipient) is put in once, however often this is called.
///
/// # Errors
/// When the database refuses.
pub async fn enqueue(tx: &mut Tx, ctx: &Ctx, event_id: EventId, message: impl Into<Message>) -> Result<()> {
    let house = house(tx, ctx).await?;
    put(tx, ctx, event_id, &message.into(), &house).await
}

/// Tells everybody concerned, each address once, that an interview became what it is now.
///
/// `before` is `None` for a new interview. `reason`: why it was moved or called off; may be empty.
///
/// # Errors
/// When the database refuses.
pub async fn tell_people(
    tx: &mut Tx,
    ctx: &Ctx,
    event_id: EventId,
    before: Option<&Invitation>,
    after: &Invitation,
    links: &Links,
    reason: &str,
) -> Result<()> {
    let house = house(tx, ctx).await?;
    let people = tx.people_of_interview(after.interview_id).await?;
    for (person, news) in told(before, after) {
        let link = match person.kind {
            PersonKind::Candidate => links.candidate.clone(),
            PersonKind::Contact => links.contact.clone(),
            PersonKind::Attendee | PersonKind::Organiser => paths::interview(after.interview_id),
        };
        let record = people.iter().find(|own| own.kind == person.kind && own.email == person.email);
        let answer = match record.filter(|_| person.kind != PersonKind::Organiser && news != News::Cancelled) {
            Some(record) => {
                let key = InvitationKey { interview: after.interview_id, person: record.person_id.clone(), told: after.span.start() };
                issue_answer(tx, ctx, &key, after.span.end()).await?.path
            }
            None => String::new(),
        };
        let (attached, form) = match record.filter(|_| news != News::Cancelled) {
            Some(record) => documents::of_attendee(tx, ctx, after, record).await?,
            None => (Vec::new(), String::new()),
        };
        // Who has them already is not sent them once more; a mail that was never sent brought nothing.
        let same = news != News::Booked && before.is_some_and(|before| before.papers == after.papers);
        let known = same && tx.was_mailed(after.interview_id, person.email.as_str()).await?;
        let attached = if known { Vec::new() } else { attached };
        let previous = before.filter(|_| news == News::Rescheduled).map(|before| before.span);
        let message = InterviewNews {
            to: person.clone(),
            news,
            invitation: after.clone(),
            previous,
            reason: reason.to_owned(),
            link,
            answer,
            form,
            attached,
        };
        let message: Message = message.into();
        let others = channels::besides_mail(tx, ctx, person, after).await?;
        // Who was told by text and can not be any more is told by mail what becomes of it.
        let unreachable = news != News::Booked && others.is_empty();
        if person.kind != PersonKind::Candidate || after.tell_candidate || unreachable {
            put(tx, ctx, event_id, &message, &house).await?;
        }
        for (channel, address) in others {
            put_by(tx, ctx, event_id, &message, &house, (channel, address)).await?;
        }
    }
    reminders::plan(tx, ctx, event_id, after, &people, &house).await
}

/// How this organisation writes.
///
/// # Errors
/// When the database fails, or the configured sender is no address.
pub async fn house(tx: &mut Tx, ctx: &Ctx) -> Result<House> {
    let (name, locale) = match tx.organisation().await? {
        Some(row) => (row.name, Locale { language: row.language, clock: row.clock, week_start: row.week_start }),
        None => ("Agendum".into(), Locale::default()),
    };
    House::new(&ctx.app.config, name, locale, ctx.now()).map_err(Error::Internal)
}

/// What a message to a candidate said, as it is kept.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Kept {
    /// The words, without what opens anything.
    pub text: String,
    /// The names of the documents that went with it.
    pub documents: Vec<String>,
    /// The whole, to be sent once more; none for what must not be.
    pub parcel: Option<Parcel>,
}

/// Keeps what a message to a candidate says: sealed, links cut, and nothing of a code.
///
/// # Errors
/// When the database refuses.
pub async fn keep_copy(tx: &mut Tx, ctx: &Ctx, id: MessageId, kind: &str, parcel: &Parcel) -> Result<()> {
    let (text, documents) = match parcel {
        Parcel::Mail(mail) => (mail.text.as_str(), mail.attached.iter().map(|document| document.name.clone()).collect()),
        Parcel::Text(body) => (body.as_str(), Vec::new()),
        Parcel::Card(_) | Parcel::Planned(_) => return Ok(()),
    };
    if kind == OFFER_CODE {
        return Ok(());
    }
    let copy = Kept { text: keys::without(text), documents, parcel: Some(parcel.clone()) };
    let plain = serde_json::to_vec(&copy).map_err(|error| Error::Internal(error.to_string()))?;
    let sealed = ctx.app.keys.seal(&copy_place(id), &plain).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(tx.insert_message_copy(id, &sealed).await?)
}

/// The message that holds a code: whoever reads it could answer for the candidate.
const OFFER_CODE: &str = "offer_code";

/// The place that the seal of a message's copy is bound to.
pub fn copy_place(id: MessageId) -> String {
    format!("copy:{id}")
}

/// The candidate, where it is they who are written to.
async fn candidate_of(tx: &mut Tx, message: &Message) -> Result<Option<CandidateId>> {
    if let Message::CandidateMail(mail) = message {
        return Ok(Some(mail.candidate_id));
    }
    match message.application_id().filter(|_| message.is_to_candidate()) {
        Some(application) => Ok(tx.candidate_of_application(application).await?),
        None => Ok(None),
    }
}

async fn put(tx: &mut Tx, ctx: &Ctx, event_id: EventId, message: &Message, house: &House) -> Result<()> {
    let mail = mail::render(message, house).map_err(|error| Error::Internal(error.to_string()))?;
    let address = message.recipient().email.to_string();
    let packed = Packed {
        // As it has been since before there were other channels: the key of a message that lies in the outbox must stay the same.
        key: format!("{event_id}:{}:{address}", message.kind()),
        channel: Channel::Mail,
        address,
        subject: mail.subject.clone(),
        parcel: Parcel::Mail(mail),
    };
    insert(tx, ctx, event_id, message, packed).await
}

/// The same by another channel, to an address of it; nothing for what is not said that way.
async fn put_by(
    tx: &mut Tx,
    ctx: &Ctx,
    event_id: EventId,
    message: &Message,
    house: &House,
    (channel, address): (Channel, String),
) -> Result<()> {
    let Some(parcel) = written(message, house, channel)? else { return Ok(()) };
    let key = format!("{event_id}:{}:{}:{address}", message.kind(), channel.name());
    insert(tx, ctx, event_id, message, Packed { key, channel, address, subject: mail::subject(message, house), parcel }).await
}

/// A message as one channel carries it to one address.
struct Packed {
    /// What keeps it from being sent twice.
    key: String,
    channel: Channel,
    address: String,
    subject: String,
    parcel: Parcel,
}

async fn insert(tx: &mut Tx, ctx: &Ctx, event_id: EventId, message: &Message, packed: Packed) -> Result<()> {
    let (id, kind) = (ctx.id(MessageId::new)?, message.kind());
    let candidate_id = candidate_of(tx, message).await?;
    let is_new = tx
        .insert_message(&NewMessage {
            id,
            dedupe_key: packed.key,
            event_id,
            kind: kind.clone(),
            channel: packed.channel,
            recipient_name: message.recipient().name,
            recipient_email: packed.address,
            subject: packed.subject,
            interview: message.interview(),
            application_id: message.application_id(),
            candidate_id,
            sealed: seal(ctx, id, &packed.parcel)?,
            at: ctx.now(),
            due_at: None,
        })
        .await?;
    if is_new && candidate_id.is_some() {
        keep_copy(tx, ctx, id, &kind, &packed.parcel).await?;
    }
    Ok(())
}

/// A message as a channel carries it; none for what is not said that way.
///
/// # Errors
/// When the invitation can not be written, which means a fault of ours.
pub fn written(message: &Message, house: &House, channel: Channel) -> Result<Option<Parcel>> {
    Ok(match channel {
        Channel::Mail => Some(Parcel::Mail(mail::render(message, house).map_err(|error| Error::Internal(error.to_string()))?)),
        Channel::Text => mail::short(message, house).map(Parcel::Text),
        Channel::Teams => Some(Parcel::Card(mail::card(message, house))),
    })
}

/// What a message says, as it lies in the outbox.
///
/// # Errors
/// When there is no randomness.
pub fn seal(ctx: &Ctx, id: MessageId, parcel: &Parcel) -> Result<Vec<u8>> {
    let plain = serde_json::to_vec(parcel).map_err(|error| Error::Internal(error.to_string()))?;
    ctx.app.keys.seal(&place(id), &plain).map_err(|error| Error::Internal(error.to_string()))
}

/// The place that a message's seal is bound to.
pub fn place(id: MessageId) -> String {
    format!("message:{id}")
}

/// A page of the messages that were not sent, or of all.
///
/// # Errors
/// `Forbidden` for anybody but administrators.
pub async fn list(ctx: &Ctx, query: &ListQuery) -> Result<MessageList> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut tx = ctx.store().read().await?;
    let (rows, total) = tx.messages(query, query.filter == UNSENT, ctx.now()).await?;
    let lines: Vec<_> = rows.into_iter().map(line).collect();
    let times = lines.iter().flat_map(|line| [Some(line.created_at), line.next_at, line.sent_at]).flatten();
    let (first, last) = times.fold((ctx.now(), ctx.now()), |(first, last), at| (first.min(at), last.max(at)));
    let zone = zones::zone(&ctx.zone, plus_minutes(first, -1), plus_minutes(last, 1)).unwrap_or_else(Zone::utc);
    let page = Page { rows: lines, total: u32::try_from(total).unwrap_or(u32::MAX), page: query.page };
    Ok(MessageList { page, summary: summary::counted(&mut tx, ctx).await?, zone })
}

fn line(row: MessageRow) -> MessageLine {
    MessageLine {
        id: row.id,
        kind: row.kind,
        channel: row.channel,
        recipient_name: row.recipient_name,
        recipient_email: row.recipient_email,
        subject: row.subject,
        state: row.state,
        attempts: row.attempts,
        next_at: (row.state == MessageState::Queued).then_some(row.next_at),
        error: row.last_error,
        created_at: row.created_at,
        sent_at: row.sent_at,
    }
}

/// Tries a message again, at once, with fresh links. What a newer message has made pointless is set aside instead; the answer says which.
///
/// # Errors
/// `Forbidden` for anybody but administrators, `NotFound` where there is no such message or it was sent, `NotPossible` where one of its links
/// was revoked.
pub async fn retry(ctx: &Ctx, id: MessageId) -> Result<MessageState> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let state = tx.retry_message(id, ctx.now()).await?.ok_or(Error::Api(ApiError::NotFound))?;
    if state == MessageState::Queued {
        keys::renew_waiting(&mut tx, ctx, id).await?;
    }
    if let Some(channel) = tx.channel_of(id).await? {
        tx.probe_at_once(&Connection::of(channel)).await?;
    }
    let (candidate_id, job_id) = tx.subject_of_message(id).await?;
    tx.record(Event {
        id: ctx.id(EventId::new)?,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action: "message.retried",
        subject: ("message", id.to_string()),
        candidate_id,
        application_id: None,
        job_id,
        data: serde_json::json!({ "state": state.name() }),
        topics: vec![TOPIC.into()],
    })
    .await?;
    tx.commit().await?;
    Ok(state)
}

/// The topic under which pages hear that a message failed or is tried again.
pub const TOPIC: &str = "messages:all";
