//! The Offers tab, and saving what an offer says.

use serde_json::json;

use super::known::{house_zone, known};
use super::{in_offer_stage, letter_data, own, record, step, with_letter};
use crate::api::error::ApiError;
use crate::api::offers::{ApprovalView, LetterChoice, OfferSent, OfferView, OfferWork, OffersTab};
use crate::domain::can;
use crate::domain::error::FieldErrors;
use crate::domain::history::HistoryLine;
use crate::domain::id::{ApplicationId, CandidateId, OfferId, UserId};
use crate::domain::offers::filled::SaveOffer;
use crate::domain::offers::offer::{OfferState, OfferStep};
use crate::domain::people::Actor;
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result, StoreError};
use crate::server::services::history;
use crate::server::services::jobs::viewer_zone;
use crate::server::store::Tx;
use crate::server::store::offer_approvals::ApprovalRow;
use crate::server::store::offer_templates::OfferVersionRow;
use crate::server::store::offers::OfferRow;

/// The days to answer in that an offer begins with.
const DAYS_TO_ANSWER: i64 = 7;

/// The offers of a candidate: of this application, else of the one that came to its stage of kind Offer last.
///
/// # Errors
/// `NotFound`, also for those who neither keep the records nor have to approve the offer.
pub async fn tab(ctx: &Ctx, candidate: CandidateId, application: Option<ApplicationId>) -> Result<OffersTab> {
    ctx.require(can::be_signed_in(&ctx.actor))?;
    let may_manage = can::manage_records(&ctx.actor);
    let mut tx = ctx.store().read().await?;
    let record = tx.candidate_record(candidate).await?.ok_or(ApiError::NotFound)?;
    let applications = tx.applications_to_offer(candidate).await?;
    let chosen = application.map_or(applications.first(), |id| applications.iter().find(|choice| choice.id == id)).cloned();
    let work = match &chosen {
        Some(chosen) => Some(work(ctx, &mut tx, chosen.id, may_manage).await?),
        None => None,
    };
    if !may_manage && !work.as_ref().and_then(|work| work.offer.as_ref()).is_some_and(|offer| offer.is_approver) {
        return Err(ApiError::NotFound.into());
    }
    let (previous, next) = if may_manage { tx.beside_in_offer(candidate).await? } else { (None, None) };
    Ok(OffersTab {
        candidate,
        candidate_name: record.name,
        candidate_email: record.email,
        applications: if may_manage { applications } else { Vec::new() },
        application: chosen,
        work,
        previous,
        next,
        may_manage,
        zone: viewer_zone(ctx)?,
        now: ctx.now(),
    })
}

async fn work(ctx: &Ctx, tx: &mut Tx, id: ApplicationId, may_manage: bool) -> Result<OfferWork> {
    let application = tx.application(id).await?.ok_or(ApiError::NotFound)?;
    let mut letters = Vec::new();
    if may_manage {
        for (name, version) in tx.offered_letters().await? {
            letters.push(choice(tx, name, version).await?);
        }
    }
    let offers = tx.offers_of(id).await?;
    let earlier = u32::try_from(offers.len().saturating_sub(1)).unwrap_or(u32::MAX);
    let offer = match offers.into_iter().next() {
        Some(row) => Some(shown(ctx, tx, row).await?),
        None => None,
    };
    let zone = house_zone(ctx, tx).await?;
    let today = zone.date(ctx.now());
    Ok(OfferWork {
        known: known(ctx, tx, &application).await?,
        letters,
        offer,
        earlier,
        today,
        usual_expiry: today + chrono::Duration::days(DAYS_TO_ANSWER),
        house_zone: zone,
    })
}

async fn choice(tx: &mut Tx, name: String, version: OfferVersionRow) -> Result<LetterChoice> {
    let colleagues = tx.colleagues().await?;
    let name_of = |id: &UserId| colleagues.iter().find(|colleague| colleague.id == *id).map(|colleague| colleague.name.clone());
    Ok(LetterChoice {
        id: version.id,
        template: version.template,
        name,
        number: version.number,
        approvers: version.content.approvers.iter().filter_map(name_of).collect(),
        content: version.content,
    })
}

async fn shown(ctx: &Ctx, tx: &mut Tx, row: OfferRow) -> Result<OfferView> {
    let version = tx.offer_version(row.letter).await?.ok_or(ApiError::NotFound)?;
    let name = tx.offer_template(version.template).await?.ok_or(ApiError::NotFound)?.name;
    let approvals = tx.approvals_of(row.id).await?;
    let me = ctx.actor.user_id();
    let is_approver = version.content.approvers.iter().any(|approver| Some(*approver) == me);
    let may_decide = row.state == OfferState::Approving && next_of(&approvals).is_some_and(|next| decides(ctx, next));
    let sent = match (tx.sent_letter(row.id).await?, row.sent_at) {
        (Some(letter), Some(at)) => Some(OfferSent {
            at,
            to: row.sent_to.clone(),
            letter: letter.content,
            sha256: letter.sha256,
            expires_at: row.expires_at.unwrap_or(at),
            opened_at: row.opened_at,
        }),
        _ => None,
    };
    Ok(OfferView {
        id: row.id,
        version: row.version,
        number: row.number,
        // What the clock says goes before what was noted: nobody can answer any more.
        state: if row.state == OfferState::Sent && row.expires_at.is_some_and(|at| at <= ctx.now()) {
            OfferState::Expired
        } else {
            row.state
        },
        letter: choice(tx, name, version).await?,
        typed: row.typed,
        expires_on: row.expires_on,
        saved_at: row.saved_at,
        saved_by: row.saved_by,
        sent,
        ended_at: row.answered_at,
        signed_as: row.answered_name,
        signed_from: row.answered_from,
        reason: row.reason,
        // Named by the letter, they read it also while nobody is asked: after a refusal, while it is written anew.
        is_approver,
        may_decide,
        approvals: approvals
            .into_iter()
            .map(|approval| ApprovalView { name: approval.name, active: approval.active, approved: approval.approved })
            .collect(),
    })
}

/// Who has to approve next.
pub(super) fn next_of(approvals: &[ApprovalRow]) -> Option<&ApprovalRow> {
    approvals.iter().find(|approval| approval.approved.is_none())
}

/// Whether the actor decides in this place: whoever is asked, or an administrator for somebody whose account is closed.
pub(super) fn decides(ctx: &Ctx, approval: &ApprovalRow) -> bool {
    ctx.actor.user_id() == Some(approval.user) || (!approval.active && can::administer(&ctx.actor))
}

/// Saves an offer, or begins one.
///
/// # Errors
/// `Invalid` at the tags, at `letter`, at `expires`; `NotPossible` outside a stage of kind Offer, or once it was sent; `Stale`; `NotFound`.
pub async fn save(ctx: &Ctx, input: SaveOffer) -> Result<OfferId> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let application = tx.application(input.application).await?.ok_or(ApiError::NotFound)?;
    in_offer_stage(&mut tx, &application).await?;
    let version = tx.offer_version(input.letter).await?.filter(|version| version.approved.is_some());
    let version = version.ok_or_else(|| FieldErrors::one("letter", "error-choose"))?;
    let template = tx.offer_template(version.template).await?.ok_or(ApiError::NotFound)?;
    let (typed, expires_on) = input.check(&version.content)?;
    if expires_on < house_zone(ctx, &mut tx).await?.date(ctx.now()) {
        return Err(FieldErrors::one("expires", "error-offer-past").into());
    }
    let author = match &ctx.actor {
        Actor::User { name, .. } => name.clone(),
        _ => String::new(),
    };
    let row = match input.id {
        Some(id) => {
            let (before, _) = own(ctx, &mut tx, id).await?;
            if before.application != application.id {
                return Err(ApiError::NotFound.into());
            }
            // A letter that is offered no longer stays with the offers that are written from it.
            if template.retired_at.is_some() && before.letter != version.id {
                return Err(FieldErrors::one("letter", "error-choose").into());
            }
            let transition = step(&before, input.version, OfferStep::Change, false)?;
            let row = OfferRow { letter: version.id, typed, expires_on, saved_at: ctx.now(), saved_by: author, ..before };
            if let Err(error) = tx.save_offer(&row, transition).await {
                return Err(super::lost(ctx, id, error).await);
            }
            row
        }
        None => {
            if template.retired_at.is_some() {
                return Err(FieldErrors::one("letter", "error-choose").into());
            }
            let number = tx.offers_of(application.id).await?.first().map_or(1, |latest| latest.number + 1);
            let row = OfferRow {
                id: ctx.id(OfferId::new)?,
                application: application.id,
                candidate: application.candidate_id,
                job: application.job_id,
                number,
                state: OfferState::Draft,
                letter: version.id,
                typed,
                expires_on,
                saved_at: ctx.now(),
                saved_by: author,
                sent_at: None,
                sent_by: None,
                sent_to: String::new(),
                expires_at: None,
                opened_at: None,
                answered_at: None,
                answered_name: String::new(),
                answered_from: String::new(),
                reason: String::new(),
                version: 1,
            };
            // There is one that is not over: somebody else began it, or it was accepted.
            tx.insert_offer(&row).await.map_err(|error| match error {
                StoreError::Unique(_) => Error::Api(ApiError::Stale),
                error => error.into(),
            })?;
            row
        }
    };
    let action = if input.id.is_some() { "offer.changed" } else { "offer.generated" };
    record(ctx, &mut tx, action, &row, letter_data(&template.name)).await?;
    tx.commit().await?;
    Ok(row.id)
}

/// What happened with the offers of an application, the latest first.
///
/// # Errors
/// `Forbidden`; `NotFound`.
pub async fn happened(ctx: &Ctx, id: OfferId) -> Result<Vec<HistoryLine>> {
    let mut tx = ctx.store().read().await?;
    let (row, _) = with_letter(&mut tx, id).await?;
    let approver = tx.approvals_of(id).await?.iter().any(|approval| Some(approval.user) == ctx.actor.user_id());
    ctx.require(can::manage_records(&ctx.actor) || approver)?;
    let rows = tx.history_of_offers(row.application).await?;
    history::lines(&mut tx, row.candidate, rows).await
}

/// What an event of an approval says.
pub(super) fn reason_data(reason: &str) -> serde_json::Value {
    json!({ "reason": reason })
}
