//! The Communication tab: what a candidate was told, how it arrived, and writing to them.

use std::collections::BTreeSet;

use serde_json::json;

use super::candidates::{is_in_offer, visible};
use super::jobs::viewer_zone;
use super::messages::{Kept, copy_place, enqueue, keys, seal};
use super::offers::known::{candidate_known, known};
use crate::api::communication::{CommunicationTab, MailTemplateView, MessageView, OfferedFile};
use crate::api::error::ApiError;
use crate::domain::can;
use crate::domain::communication::{SaveMailTemplate, WriteMail, has_tags};
use crate::domain::error::FieldErrors;
use crate::domain::id::{CandidateId, EventId, MailTemplateId, MessageId};
use crate::domain::messages::MessageState;
use crate::domain::people::{Actor, EmailAddress};
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::mail::message::{CandidateMail, Recipient, Sender};
use crate::server::mail::{Attached, Source};
use crate::server::store::Tx;
use crate::server::store::communication::{CandidateMessageRow, MailTemplateRow};
use crate::server::store::history::Event;
use crate::server::store::outbox::NewMessage;
use crate::text;

/// Most bytes of the documents of a mail: what nearly every mail server takes once it is encoded.
const MOST_BYTES: i64 = 15 * 1024 * 1024;

/// The topic under which an open tab hears that a message was sent.
pub fn topic(candidate: CandidateId) -> String {
    format!("communication:{candidate}")
}

/// A page of the messages to a candidate, and what a new one is written with.
///
/// # Errors
/// `Forbidden` for those who do not keep the records; `NotFound`.
pub async fn tab(ctx: &Ctx, candidate: CandidateId, page: u32) -> Result<CommunicationTab> {
    ctx.require(can::be_signed_in(&ctx.actor))?;
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().read().await?;
    visible(ctx, &mut tx, candidate).await?;
    let record = tx.candidate_record(candidate).await?.ok_or(ApiError::NotFound)?;
    let (rows, total) = tx.messages_to(candidate, page, ctx.now()).await?;
    let revoked = tx.revoked_booking_tokens(candidate).await?;
    let messages = rows.into_iter().map(|row| shown(ctx, row, &revoked)).collect::<Result<_>>()?;
    let applications = tx.applications_of(candidate).await?;
    let tags = match applications.first() {
        Some(choice) => {
            let application = tx.application(choice.id).await?.ok_or(ApiError::NotFound)?;
            known(ctx, &mut tx, &application).await?
        }
        None => candidate_known(ctx, &mut tx, &record).await?,
    };
    let files = tx.files_of(candidate).await?.into_iter();
    let templates = tx.mail_templates().await?.into_iter().filter(|row| row.retired_at.is_none()).map(template_view).collect();
    Ok(CommunicationTab {
        candidate,
        candidate_name: record.name,
        candidate_email: record.email,
        offers: is_in_offer(&mut tx, candidate).await?,
        messages,
        total,
        page,
        applications,
        files: files.map(|file| OfferedFile { id: file.id, name: file.name, size_bytes: file.size_bytes }).collect(),
        templates,
        known: tags.into_iter().map(|(name, value)| (name, text::offers::value(ctx.locale, &value))).collect(),
        zone: viewer_zone(ctx)?,
    })
}

/// A message as it stands on the tab. `revoked`: hashes of keys that open nothing any more.
fn shown(ctx: &Ctx, row: CandidateMessageRow, revoked: &BTreeSet<String>) -> Result<MessageView> {
    let kept = opened(ctx, &row)?;
    let is_revoked = match kept.as_ref().and_then(|kept| kept.parcel.as_ref()) {
        Some(parcel) if !revoked.is_empty() => !keys::hashes(parcel)?.is_disjoint(revoked),
        _ => false,
    };
    let is_whole = match row.state {
        MessageState::Failed => true,
        MessageState::Sent | MessageState::Bounced => !row.is_outdated && kept.as_ref().is_some_and(|kept| kept.parcel.is_some()),
        MessageState::Queued | MessageState::Superseded => false,
    };
    let (text, documents) = kept.map(|kept| (Some(kept.text), kept.documents)).unwrap_or_default();
    Ok(MessageView {
        id: row.id,
        kind: row.kind,
        channel: row.channel,
        to: row.recipient,
        subject: row.subject,
        job_title: row.job_title,
        text,
        documents,
        state: row.state,
        error: row.error,
        at: row.due_at.unwrap_or(row.created_at),
        sent_at: row.sent_at,
        may_resend: is_whole && !is_revoked,
        link_revoked: is_whole && is_revoked,
    })
}

fn opened(ctx: &Ctx, row: &CandidateMessageRow) -> Result<Option<Kept>> {
    let Some(sealed) = &row.copy else { return Ok(None) };
    let plain = ctx.app.keys.open(&copy_place(row.id), sealed).map_err(|error| Error::Internal(format!("message {}: {error}", row.id)))?;
    serde_json::from_slice(&plain).map(Some).map_err(|error| Error::Internal(error.to_string()))
}

/// Writes a mail to a candidate.
///
/// # Errors
/// `Invalid` at `subject`, `text`, `files`; `Forbidden`; `NotFound`.
pub async fn write(ctx: &Ctx, input: &WriteMail) -> Result<()> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let me = ctx.actor.user_id().ok_or(ApiError::Unauthorized)?;
    let (subject, words) = input.check()?;
    let mut errors = FieldErrors::default();
    for (field, text) in [("subject", &subject), ("text", &words)] {
        if has_tags(text) {
            errors.add(field, "error-mail-tags");
        }
    }
    errors.or(())?;
    let candidate = input.candidate.ok_or(ApiError::NotFound)?;
    let mut tx = ctx.store().begin().await?;
    let record = tx.candidate_record(candidate).await?.ok_or(ApiError::NotFound)?;
    if let Some(application) = input.application
        && tx.applications_of(candidate).await?.iter().all(|choice| choice.id != application)
    {
        return Err(FieldErrors::one("application", "error-choose").into());
    }
    let there = tx.files_of(candidate).await?;
    let mut attached = Vec::with_capacity(input.files.len());
    let mut bytes = 0;
    for id in &input.files {
        let file = there.iter().find(|file| file.id == *id).ok_or_else(|| FieldErrors::one("files", "error-choose"))?;
        bytes += file.size_bytes;
        attached.push(Attached { name: file.name.clone(), source: Source::File(file.id) });
    }
    if bytes > MOST_BYTES {
        let mut errors = FieldErrors::default();
        errors.add_with("files", "error-mail-too-large", &[("most", (MOST_BYTES / 1_048_576).to_string())]);
        return Err(errors.into());
    }
    let author = tx.user(me).await?.ok_or(ApiError::Unauthorized)?;
    let email = EmailAddress::parse(&record.email).map_err(|error| Error::Internal(error.to_string()))?;
    let event = record_event(ctx, &mut tx, "message.written", candidate, input.application, json!({ "subject": subject })).await?;
    let message = CandidateMail {
        to: Recipient { name: record.name, email, zone: record.zone },
        sender: Sender { name: author.name, email: author.email },
        candidate_id: candidate,
        application_id: input.application,
        subject,
        text: words,
        attached,
    };
    enqueue(&mut tx, ctx, event, message).await?;
    Ok(tx.commit().await?)
}

/// Sends a message once more, with fresh links: one that failed is tried again, one that was sent goes out again as it was.
///
/// # Errors
/// `NotPossible` while it waits, where a newer one has replaced it, where one of its links was revoked, or where it must not be repeated;
/// `Forbidden`; `NotFound`.
pub async fn resend(ctx: &Ctx, id: MessageId) -> Result<CandidateId> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let row = tx.message_to_candidate(id).await?.ok_or(ApiError::NotFound)?;
    let not_possible = |key: &str| Error::from(ApiError::NotPossible(key.to_owned()));
    let application = row.application.as_deref().and_then(|id| id.parse().ok());
    match row.state {
        MessageState::Queued => return Err(not_possible("error-message-waits")),
        MessageState::Superseded => return Err(not_possible("error-message-outdated")),
        MessageState::Failed => {
            let state = tx.retry_message(id, ctx.now()).await?.ok_or(ApiError::NotFound)?;
            if state == MessageState::Superseded {
                tx.commit().await?;
                return Err(not_possible("error-message-outdated"));
            }
            keys::renew_waiting(&mut tx, ctx, id).await?;
            record_event(ctx, &mut tx, "message.retried", row.candidate, application, json!({ "state": state.name() })).await?;
        }
        MessageState::Sent | MessageState::Bounced => {
            if row.is_outdated {
                return Err(not_possible("error-message-outdated"));
            }
            let parcel = opened(ctx, &row)?.and_then(|kept| kept.parcel).ok_or_else(|| not_possible("error-message-once"))?;
            let parcel = keys::renewed(&mut tx, ctx, &parcel).await?;
            let event = record_event(ctx, &mut tx, "message.resent", row.candidate, application, json!({ "subject": row.subject })).await?;
            let again = ctx.id(MessageId::new)?;
            tx.insert_message(&NewMessage {
                id: again,
                dedupe_key: format!("{event}:again:{id}"),
                event_id: event,
                kind: row.kind.clone(),
                channel: row.channel,
                recipient_name: row.recipient_name.clone(),
                recipient_email: row.recipient.clone(),
                subject: row.subject.clone(),
                // It repeats what was said; it neither waits for another message nor replaces one.
                interview: None,
                application_id: application,
                candidate_id: Some(row.candidate),
                sealed: seal(ctx, again, &parcel)?,
                at: ctx.now(),
                due_at: None,
            })
            .await?;
            super::messages::keep_copy(&mut tx, ctx, again, &row.kind, &parcel).await?;
        }
    }
    tx.commit().await?;
    Ok(row.candidate)
}

async fn record_event(
    ctx: &Ctx,
    tx: &mut Tx,
    action: &'static str,
    candidate: CandidateId,
    application: Option<crate::domain::id::ApplicationId>,
    data: serde_json::Value,
) -> Result<EventId> {
    let id = ctx.id(EventId::new)?;
    tx.record(Event {
        id,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action,
        subject: ("candidate", candidate.to_string()),
        candidate_id: Some(candidate),
        application_id: application,
        job_id: None,
        data,
        topics: vec![super::messages::TOPIC.into()],
    })
    .await?;
    Ok(id)
}

fn template_view(row: MailTemplateRow) -> MailTemplateView {
    MailTemplateView {
        id: row.id,
        version: row.version,
        name: row.name,
        subject: row.subject,
        body: row.body,
        retired: row.retired_at.is_some(),
    }
}

/// All texts that mails begin with.
///
/// # Errors
/// `Forbidden` for others than administrators.
pub async fn templates(ctx: &Ctx) -> Result<Vec<MailTemplateView>> {
    ctx.require(can::administer(&ctx.actor))?;
    Ok(ctx.store().read().await?.mail_templates().await?.into_iter().map(template_view).collect())
}

/// Makes one, or changes it.
///
/// # Errors
/// `Invalid` at the fields, an unknown tag with its place; `Stale`; `NotFound`; `Forbidden`.
pub async fn save_template(ctx: &Ctx, input: SaveMailTemplate) -> Result<MailTemplateId> {
    ctx.require(can::administer(&ctx.actor))?;
    let input = input.validate()?;
    let mut tx = ctx.store().begin().await?;
    let row = |id, retired_at| MailTemplateRow {
        id,
        name: input.name.clone(),
        subject: input.subject.clone(),
        body: input.body.clone(),
        retired_at,
        version: input.version,
    };
    let (id, action) = match input.id {
        Some(id) => {
            let known = tx.mail_templates().await?.into_iter().find(|known| known.id == id).ok_or(ApiError::NotFound)?;
            let retired_at = input.retired.then(|| known.retired_at.unwrap_or_else(|| ctx.now()));
            tx.update_mail_template(&row(id, retired_at)).await?;
            (id, "mail_template.changed")
        }
        None => {
            let id = ctx.id(MailTemplateId::new)?;
            tx.insert_mail_template(&row(id, None), ctx.now()).await?;
            (id, "mail_template.created")
        }
    };
    tx.record(Event {
        id: ctx.id(EventId::new)?,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action,
        subject: ("mail_template", id.to_string()),
        candidate_id: None,
        application_id: None,
        job_id: None,
        data: json!({ "name": input.name }),
        topics: vec!["mail_templates:all".into()],
    })
    .await?;
    tx.commit().await?;
    Ok(id)
}

/// Takes what a mail server sent back: the message that it is about counts as bounced, with the reason. Answers whether it was one of ours.
///
/// # Errors
/// When the database fails.
pub async fn bounced(ctx: &Ctx, report: &[u8]) -> Result<bool> {
    let Some((id, reason)) = crate::server::mail::bounce::read(report) else { return Ok(false) };
    let mut tx = ctx.store().begin().await?;
    if !tx.message_bounced(id, &reason).await? {
        return Ok(false);
    }
    let (candidate_id, job_id) = tx.subject_of_message(id).await?;
    tx.record(Event {
        id: ctx.id(EventId::new)?,
        at: ctx.now(),
        actor: Actor::System,
        action: "message.bounced",
        subject: ("message", id.to_string()),
        candidate_id,
        application_id: None,
        job_id,
        data: json!({ "reason": reason }),
        topics: vec![super::messages::TOPIC.into()],
    })
    .await?;
    tx.commit().await?;
    Ok(true)
}
