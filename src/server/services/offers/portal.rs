//! What the candidate does: comes by the link of the mail, gives the code of a second one, reads, accepts or declines.

use chrono::Duration;
use serde_json::json;

use super::{lost, paper, record, sending, step, tell_authors, with_letter};
use crate::api::error::ApiError;
use crate::api::offer_portal::{AcceptOffer, OfferPage, PortalView};
use crate::domain::error::FieldErrors;
use crate::domain::id::OfferId;
use crate::domain::offers::offer::{OfferState, OfferStep, check_reason};
use crate::domain::people::{Actor, name_field};
use crate::domain::time::{Zone, plus_minutes};
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::keys::{Token, fingerprint};
use crate::server::mail::message::{OfferCode, OfferMailStep, OfferStaffStep, Recipient};
use crate::server::services::files::Opened;
use crate::server::services::messages;
use crate::server::store::Tx;
use crate::server::store::links::Purpose;
use crate::server::store::offer_letters::LetterRow;
use crate::server::store::offers::{OfferRow, Outcome};
use crate::server::zones;

/// How long a code holds.
const CODE_HOLDS: Duration = Duration::minutes(10);
/// How often a wrong code may be given before another has to be mailed.
const TRIES: i32 = 5;
/// The most codes mailed in an hour.
const CODES_AN_HOUR: i64 = 6;
/// How long a browser may read the offer after its code was given.
const READING: Duration = Duration::hours(2);
/// Digits of a code.
const DIGITS: usize = 6;

/// Who comes by the link of an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// The offer.
    pub offer: OfferId,
    /// This browser has given the code.
    pub entered: bool,
}

impl Ctx {
    /// The present request's context for an offer, by the token of its link. The actor is the candidate once the code was given, until then
    /// nobody, also where a colleague follows the link.
    ///
    /// # Errors
    /// `Unauthorized` when the link is unknown, expired or revoked.
    pub async fn at_offer(token: &str) -> std::result::Result<(Self, Visit), ApiError> {
        let mut ctx = Self::public().await?;
        let session = ctx.offer_session();
        let found = ctx.enter_offer(token, session).await;
        let visit = ctx.answer(found)?;
        Ok((ctx, visit))
    }

    /// The same outside a server function, with the token of the browser's cookie.
    ///
    /// # Errors
    /// As for [`Ctx::at_offer`].
    pub async fn enter_offer(&mut self, token: &str, session: Option<Token>) -> Result<Visit> {
        let token = Token::parse(token).ok_or(ApiError::Unauthorized)?;
        let mut tx = self.store().read().await?;
        let link = tx.link(&token, Purpose::Offer, self.now()).await?.ok_or(ApiError::Unauthorized)?;
        let offer: OfferId = link.subject_id.parse().map_err(|_| ApiError::Unauthorized)?;
        let row = tx.offer(offer).await?.ok_or(ApiError::Unauthorized)?;
        let candidate = tx.candidate_record(row.candidate).await?.ok_or(ApiError::Unauthorized)?;
        let entered = match session {
            Some(session) => tx.is_offer_session(&session, offer, self.now()).await?,
            None => false,
        };
        self.actor = if entered { Actor::Offered { id: candidate.id, name: candidate.name, offer } } else { Actor::Public };
        Ok(Visit { offer, entered })
    }
}

/// What the candidate sees. Changes nothing.
///
/// # Errors
/// When the database fails.
pub async fn page(ctx: &Ctx, visit: Visit) -> Result<PortalView> {
    let mut tx = ctx.store().read().await?;
    let (row, letter) = sent(&mut tx, visit.offer).await?;
    let organisation = tx.organisation().await?.map(|row| row.name).unwrap_or_default();
    if !visit.entered {
        let code = tx.offer_code(row.id, ctx.now()).await?;
        return Ok(PortalView::Locked { organisation, email: masked(&row.sent_to), code_sent: code.is_some() });
    }
    let candidate = tx.candidate_record(row.candidate).await?.ok_or(ApiError::NotFound)?;
    let job = tx.job_record(row.job).await?.ok_or(ApiError::NotFound)?;
    let recruiter = tx.user(job.recruiter.id).await?.ok_or(ApiError::NotFound)?;
    let expires_at = row.expires_at.unwrap_or_else(|| ctx.now());
    let sent_at = row.sent_at.unwrap_or_else(|| ctx.now());
    let zone = zones::zone(&ctx.zone, plus_minutes(sent_at, -1), plus_minutes(expires_at.max(ctx.now()), 1)).unwrap_or_else(Zone::utc);
    Ok(PortalView::Open(Box::new(OfferPage {
        state: present(&row, ctx),
        company: job.client.map_or_else(|| organisation.clone(), |client| client.name),
        organisation,
        role: job.title,
        name: candidate.name,
        email: row.sent_to,
        title: letter.content.title,
        blocks: letter.content.blocks,
        sha256: letter.sha256,
        sent_at,
        expires_at,
        answered_at: row.answered_at,
        signed_as: row.answered_name,
        recruiter: recruiter.name,
        recruiter_email: recruiter.email.to_string(),
        zone,
    })))
}

/// Where it stands now: past its time nobody can answer any more, whether that was noted or not.
fn present(row: &OfferRow, ctx: &Ctx) -> OfferState {
    if row.state == OfferState::Sent && row.expires_at.is_some_and(|at| at <= ctx.now()) { OfferState::Expired } else { row.state }
}

async fn sent(tx: &mut Tx, id: OfferId) -> Result<(OfferRow, LetterRow)> {
    let (row, _) = with_letter(tx, id).await?;
    let letter = tx.sent_letter(id).await?.ok_or(ApiError::NotFound)?;
    Ok((row, letter))
}

/// `a…@example.com`: enough to know which mailbox to look into.
fn masked(email: &str) -> String {
    let (local, host) = email.split_once('@').unwrap_or((email, ""));
    format!("{}…@{host}", local.chars().next().unwrap_or_default())
}

/// Mails a code; those before it hold no more.
///
/// # Errors
/// `TooMany` after several in an hour.
pub async fn send_code(ctx: &Ctx, visit: Visit) -> Result<()> {
    let mut tx = ctx.store().begin().await?;
    let (row, _) = sent(&mut tx, visit.offer).await?;
    if tx.offer_codes_since(row.id, ctx.now() - Duration::hours(1)).await? >= CODES_AN_HOUR {
        return Err(ApiError::TooMany { retry_seconds: 3_600 }.into());
    }
    let code = random_code()?;
    let until = ctx.now() + CODE_HOLDS;
    let id = ctx.id(|uuid| uuid)?.to_string();
    tx.insert_offer_code(&id, row.id, &hash(row.id, &code), ctx.now(), until).await?;
    let candidate = tx.candidate_record(row.candidate).await?.ok_or(ApiError::NotFound)?;
    let event = record(ctx, &mut tx, "offer.code_sent", &row, json!({})).await?;
    let to = Recipient { name: candidate.name, email: super::address(&row.sent_to)?, zone: candidate.zone };
    messages::enqueue(&mut tx, ctx, event, OfferCode { to, application_id: row.application, code, expires_at: until }).await?;
    Ok(tx.commit().await?)
}

fn random_code() -> Result<String> {
    let mut bits = [0; 8];
    getrandom::fill(&mut bits).map_err(|error| Error::Internal(error.to_string()))?;
    // 2^64 is so many times a million that no code is more likely than another by more than a trillionth.
    Ok(format!("{:06}", u64::from_le_bytes(bits) % 1_000_000))
}

/// Guessing it from the hash takes a moment; so does the code hold only for minutes, and opens nothing without the link.
fn hash(offer: OfferId, code: &str) -> String {
    fingerprint(&format!("{offer}:{code}"))
}

/// Takes the code: the token of the browser's session.
///
/// # Errors
/// `Invalid` at `code` for a wrong one, one that was tried too often, or that is too old.
pub async fn enter(ctx: &Ctx, visit: Visit, code: &str) -> Result<Token> {
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    if code.len() != DIGITS || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(FieldErrors::one("code", "error-offer-code-form").into());
    }
    let wrong = || Error::from(FieldErrors::one("code", "error-offer-code"));
    let mut tx = ctx.store().begin().await?;
    let (row, _) = sent(&mut tx, visit.offer).await?;
    let Some(known) = tx.offer_code(row.id, ctx.now()).await? else { return Err(wrong()) };
    if !tx.try_offer_code(&known.id, TRIES).await? {
        return Err(FieldErrors::one("code", "error-offer-code-tries").into());
    }
    if known.code_hash != hash(row.id, &code) || !tx.use_offer_code(&known.id, ctx.now()).await? {
        // The try counts.
        tx.commit().await?;
        return Err(wrong());
    }
    let token = Token::random().map_err(|error| Error::Internal(error.to_string()))?;
    tx.insert_offer_session(&token, row.id, ctx.now(), ctx.now() + READING).await?;
    let candidate = tx.candidate_record(row.candidate).await?.ok_or(ApiError::NotFound)?;
    let entered = Ctx { actor: Actor::Offered { id: candidate.id, name: candidate.name, offer: row.id }, ..ctx.clone() };
    tx.note_offer_opened(row.id, ctx.now()).await?;
    record(&entered, &mut tx, "offer.opened", &row, json!({})).await?;
    tx.commit().await?;
    Ok(token)
}

/// The candidate has given the code; else nothing of the offer is done or said.
fn must_have_entered(visit: Visit) -> Result<()> {
    if visit.entered { Ok(()) } else { Err(ApiError::Unauthorized.into()) }
}

/// The offer that can be answered, with the step.
async fn to_answer(
    ctx: &Ctx,
    tx: &mut Tx,
    visit: Visit,
    what: OfferStep,
) -> Result<(OfferRow, LetterRow, crate::domain::offers::offer::Transition)> {
    must_have_entered(visit)?;
    let (row, letter) = sent(tx, visit.offer).await?;
    if present(&row, ctx) == OfferState::Expired {
        return Err(super::is_already(OfferState::Expired));
    }
    let transition = step(&row, row.version, what, true)?;
    Ok((row, letter, transition))
}

/// Accepts the offer by a typed signature.
///
/// # Errors
/// `Invalid` at `name` and `consent`; `Stale` where another text was read; `NotPossible` once it was answered, rescinded or its time is over.
pub async fn accept(ctx: &Ctx, visit: Visit, input: AcceptOffer) -> Result<()> {
    let mut errors = FieldErrors::default();
    let name = name_field(&input.name, "name", &mut errors);
    if !input.consent {
        errors.add("consent", "error-offer-consent");
    }
    let name = errors.or(name)?;
    let mut tx = ctx.store().begin().await?;
    let (row, letter, transition) = to_answer(ctx, &mut tx, visit, OfferStep::Accept).await?;
    if letter.sha256 != input.sha256 {
        return Err(ApiError::Stale.into());
    }
    let outcome = Outcome { name: name.clone(), from: ctx.client_address.clone(), reason: String::new() };
    if let Err(error) = tx.step_offer((row.id, row.version), transition, &outcome, ctx.now()).await {
        return Err(lost(ctx, row.id, error).await);
    }
    let event = record(ctx, &mut tx, "offer.accepted", &row, json!({ "signature": name, "sha256": letter.sha256 })).await?;
    tell_authors(ctx, &mut tx, event, &row, OfferStaffStep::Accepted, "").await?;
    sending::mail(ctx, &mut tx, event, &row, OfferMailStep::Accepted).await?;
    Ok(tx.commit().await?)
}

/// Declines the offer.
///
/// # Errors
/// `Invalid` at `reason`; `NotPossible`, as for [`accept`].
pub async fn decline(ctx: &Ctx, visit: Visit, reason: &str) -> Result<()> {
    let reason = check_reason(reason, true)?;
    let mut tx = ctx.store().begin().await?;
    let (row, _, transition) = to_answer(ctx, &mut tx, visit, OfferStep::Decline).await?;
    let outcome = Outcome { reason: reason.clone(), from: ctx.client_address.clone(), name: String::new() };
    if let Err(error) = tx.step_offer((row.id, row.version), transition, &outcome, ctx.now()).await {
        return Err(lost(ctx, row.id, error).await);
    }
    let event = record(ctx, &mut tx, "offer.declined", &row, json!({ "reason": reason })).await?;
    tell_authors(ctx, &mut tx, event, &row, OfferStaffStep::Declined, &reason).await?;
    Ok(tx.commit().await?)
}

/// The PDF; that it was downloaded is noted.
///
/// # Errors
/// `Unauthorized` before the code was given.
pub async fn download(ctx: &Ctx, visit: Visit) -> Result<Opened> {
    must_have_entered(visit)?;
    let (row, letter) = {
        let mut tx = ctx.store().read().await?;
        sent(&mut tx, visit.offer).await?
    };
    let file = paper::opened(ctx, &row, &letter).await?;
    let mut tx = ctx.store().begin().await?;
    record(ctx, &mut tx, "offer.downloaded", &row, json!({ "sha256": letter.pdf_sha256 })).await?;
    tx.commit().await?;
    Ok(file)
}
