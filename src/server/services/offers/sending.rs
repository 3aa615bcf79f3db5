//! Sending an offer, taking it back, and the end of its time.

use serde_json::json;

use super::known::{house_zone, known};
use super::{address, in_offer_stage, lost, own, paper, record, step, tell_authors, with_letter};
use crate::api::error::ApiError;
use crate::domain::error::FieldErrors;
use crate::domain::id::{FileId, OfferId};
use crate::domain::locale::Locale;
use crate::domain::offers::filled::{Filled, SentLetter, field, fill};
use crate::domain::offers::letter::{finished, render};
use crate::domain::offers::offer::{OfferState, OfferStep, check_reason};
use crate::domain::offers::template::tags_of;
use crate::domain::time::{from_ms, ms};
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::keys::fingerprint;
use crate::server::mail::message::{OfferMail, OfferMailStep, OfferStaffStep, Recipient, Sender};
use crate::server::services::{files, links, messages};
use crate::server::store::Tx;
use crate::server::store::applications::ApplicationRow;
use crate::server::store::links::Purpose;
use crate::server::store::offer_letters::LetterRow;
use crate::server::store::offer_templates::OfferVersionRow;
use crate::server::store::offers::{OfferRow, Outcome};
use crate::text;

/// How many offers are ended at once.
const AT_ONCE: i64 = 50;

/// The tags of an offer filled in, if nothing is missing.
///
/// # Errors
/// `Invalid` at the tags that are.
pub(super) async fn complete(
    ctx: &Ctx,
    tx: &mut Tx,
    application: &ApplicationRow,
    row: &OfferRow,
    letter: &OfferVersionRow,
) -> Result<Filled> {
    let mut filled = fill(&letter.content.tags(), &known(ctx, tx, application).await?, &row.typed);
    let mut errors = std::mem::take(&mut filled.errors);
    for tag in &filled.missing {
        errors.add(field(&tag.name), "error-required");
    }
    Ok(errors.or(filled)?)
}

/// What is sent, with all that has to be known before the PDF is made.
struct Ready {
    row: OfferRow,
    letter: SentLetter,
    sha256: String,
    locale: Locale,
    organisation: String,
}

/// Sends an offer to the candidate at `email`, the address that was confirmed. What it says is never changed again.
///
/// # Errors
/// `Invalid` at the tags that are missing, at `expires`; `NotPossible` outside a stage of kind Offer, before it is approved, or once it was
/// sent; `Stale` when it, or the candidate's address, changed meanwhile; `NotFound`.
pub async fn send(ctx: &Ctx, id: OfferId, version: i64, email: &str) -> Result<()> {
    let Ready { row, letter, sha256, locale, organisation } = {
        let mut tx = ctx.store().read().await?;
        ready(ctx, &mut tx, id, version, email).await?
    };
    let (content, paper_of, language) = (letter.clone(), organisation.clone(), locale.language);
    // Shaping many pages takes its time: not on a thread that answers others.
    let pdf = tokio::task::spawn_blocking(move || paper::pdf(&content, &paper_of, language))
        .await
        .map_err(|error| Error::Internal(error.to_string()))?
        .map_err(|error| Error::Internal(error.to_string()))?;
    let file = ctx.id(FileId::new)?;
    let pdf_key = format!("offers/{id}/{file}");
    let stored = LetterRow { content: letter, sha256, pdf_id: file, pdf_sha256: files::digest(&pdf), pdf_key: pdf_key.clone() };
    files::store(ctx, file, &pdf_key, &pdf).await?;
    let sent = note_sent(ctx, &row, &stored, email).await;
    if sent.is_err() {
        files::discard(ctx, file, &pdf_key).await;
    }
    sent
}

async fn ready(ctx: &Ctx, tx: &mut Tx, id: OfferId, version: i64, email: &str) -> Result<Ready> {
    let (row, letter) = own(ctx, tx, id).await?;
    step(&row, version, OfferStep::Send, !letter.content.approvers.is_empty())?;
    let application = tx.application(row.application).await?.ok_or(ApiError::NotFound)?;
    in_offer_stage(tx, &application).await?;
    let candidate = tx.candidate_record(row.candidate).await?.ok_or(ApiError::NotFound)?;
    if candidate.email != email.trim().to_lowercase() {
        return Err(ApiError::Stale.into());
    }
    let filled = complete(ctx, tx, &application, &row, &letter).await?;
    let house = messages::house(tx, ctx).await?;
    let value = |name: &str| filled.value(name).map(|value| text::offers::value(house.locale, value));
    let template = tx.offer_template(letter.template).await?.ok_or(ApiError::NotFound)?;
    let content = SentLetter {
        title: template.name,
        blocks: finished(render(&letter.content.text, value)),
        values: tags_of(&letter.content.text).into_iter().filter_map(|name| value(&name).map(|value| (name, value))).collect(),
    };
    let sha256 = fingerprint(&serde_json::to_string(&content).map_err(|error| Error::Internal(error.to_string()))?);
    let zone = house_zone(ctx, tx).await?;
    // The last moment of the day: read as 23:59 of it, not as midnight of the next.
    let over = zone.day(row.expires_on).map(|day| from_ms(day.end_ms() - 1)).filter(|end| *end > ctx.now());
    let expires_at = over.ok_or_else(|| FieldErrors::one("expires", "error-offer-past"))?;
    let row = OfferRow { sent_by: ctx.actor.user_id(), sent_to: candidate.email, expires_at: Some(expires_at), ..row };
    Ok(Ready { row, letter: content, sha256, locale: house.locale, organisation: house.organisation })
}

async fn note_sent(ctx: &Ctx, row: &OfferRow, letter: &LetterRow, email: &str) -> Result<()> {
    let mut tx = ctx.store().begin().await?;
    // Once more, now that nobody else can change it: another text, address or stage would not be what was confirmed.
    let again = ready(ctx, &mut tx, row.id, row.version, email).await?;
    if again.sha256 != letter.sha256 {
        return Err(ApiError::Stale.into());
    }
    let (_, version) = with_letter(&mut tx, row.id).await?;
    let transition = step(&again.row, row.version, OfferStep::Send, !version.content.approvers.is_empty())?;
    if let Err(error) = tx.send_offer(&again.row, transition, letter, ctx.now()).await {
        return Err(lost(ctx, row.id, error).await);
    }
    let data =
        json!({ "letter": letter.content.title, "to": again.row.sent_to, "until": again.row.expires_at.map(ms), "sha256": letter.sha256 });
    let event = record(ctx, &mut tx, "offer.sent", &again.row, data).await?;
    let until = again.row.expires_at.unwrap_or_else(|| ctx.now());
    let link = links::issue_about(&mut tx, ctx, Purpose::Offer, row.id, until).await?.path;
    mail(ctx, &mut tx, event, &again.row, OfferMailStep::Sent { link, expires_at: until }).await?;
    Ok(tx.commit().await?)
}

/// Writes to the candidate, at the address that the offer went to.
pub(super) async fn mail(ctx: &Ctx, tx: &mut Tx, event: crate::domain::id::EventId, row: &OfferRow, step: OfferMailStep) -> Result<()> {
    let candidate = tx.candidate_record(row.candidate).await?.ok_or(ApiError::NotFound)?;
    let job = tx.job_record(row.job).await?.ok_or(ApiError::NotFound)?;
    let recruiter = tx.user(job.recruiter.id).await?.ok_or(ApiError::NotFound)?;
    let organisation = tx.organisation().await?.map(|row| row.name).unwrap_or_default();
    let message = OfferMail {
        to: Recipient { name: candidate.name, email: address(&row.sent_to)?, zone: candidate.zone },
        sender: Sender { name: recruiter.name, email: recruiter.email },
        application_id: row.application,
        job_title: job.title,
        company: job.client.map_or(organisation, |client| client.name),
        step,
    };
    messages::enqueue(tx, ctx, event, message).await
}

/// Takes an offer back; the candidate is told, but not why.
///
/// # Errors
/// `Invalid` at `reason`; `NotPossible` unless the candidate can still answer; `Stale`; `NotFound`.
pub async fn rescind(ctx: &Ctx, id: OfferId, version: i64, reason: &str) -> Result<()> {
    let reason = check_reason(reason, true)?;
    let mut tx = ctx.store().begin().await?;
    let (row, _) = own(ctx, &mut tx, id).await?;
    let transition = step(&row, version, OfferStep::Rescind, true)?;
    let outcome = Outcome { reason: reason.clone(), ..Outcome::default() };
    if let Err(error) = tx.step_offer((id, version), transition, &outcome, ctx.now()).await {
        return Err(lost(ctx, id, error).await);
    }
    let event = record(ctx, &mut tx, "offer.rescinded", &row, json!({ "reason": reason })).await?;
    mail(ctx, &mut tx, event, &row, OfferMailStep::Rescinded).await?;
    Ok(tx.commit().await?)
}

/// Ends the offers whose time to answer is over; recruiters and authors are told. Answers how many there were.
///
/// # Errors
/// When the database fails.
pub async fn expire(ctx: &Ctx) -> Result<usize> {
    let due = ctx.store().read().await?.offers_to_expire(ctx.now(), AT_ONCE).await?;
    let mut ended = 0;
    for row in due {
        let mut tx = ctx.store().begin().await?;
        // Another instance, or an answer in the last moment, may have been first.
        let Some(row) = tx.offer(row.id).await?.filter(|now| now.state == OfferState::Sent) else { continue };
        let transition = step(&row, row.version, OfferStep::Expire, true)?;
        match tx.step_offer((row.id, row.version), transition, &Outcome::default(), ctx.now()).await {
            Err(crate::server::error::StoreError::Stale) => continue,
            done => done?,
        }
        let event = record(ctx, &mut tx, "offer.expired", &row, json!({})).await?;
        tell_authors(ctx, &mut tx, event, &row, OfferStaffStep::Expired, "").await?;
        tx.commit().await?;
        ended += 1;
    }
    Ok(ended)
}
