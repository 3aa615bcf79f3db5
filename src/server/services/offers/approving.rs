//! Who has to approve an offer before it is sent: asked one after the other.

use super::writing::{decides, next_of, reason_data};
use super::{in_offer_stage, letter_data, lost, own, record, step, tell, tell_authors, with_letter};
use crate::api::error::ApiError;
use crate::api::offers::DecideOffer;
use crate::domain::id::OfferId;
use crate::domain::offers::offer::{OfferStep, check_reason};
use crate::domain::people::Actor;
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::mail::message::OfferStaffStep;
use crate::server::store::offers::Outcome;

/// Asks those who have to approve; the first of them is told.
///
/// # Errors
/// `Invalid` at the tags that are missing; `NotPossible`; `Stale`; `NotFound`.
pub async fn ask(ctx: &Ctx, id: OfferId, version: i64) -> Result<()> {
    let mut tx = ctx.store().begin().await?;
    let (row, letter) = own(ctx, &mut tx, id).await?;
    let transition = step(&row, version, OfferStep::Ask, !letter.content.approvers.is_empty())?;
    let application = tx.application(row.application).await?.ok_or(ApiError::NotFound)?;
    in_offer_stage(&mut tx, &application).await?;
    super::sending::complete(ctx, &mut tx, &application, &row, &letter).await?;
    if let Err(error) = tx.step_offer((id, version), transition, &Outcome::default(), ctx.now()).await {
        return Err(lost(ctx, id, error).await);
    }
    tx.insert_approvals(id, &letter.content.approvers).await?;
    let template = tx.offer_template(letter.template).await?.ok_or(ApiError::NotFound)?;
    let event = record(ctx, &mut tx, "offer.approval_asked", &row, letter_data(&template.name)).await?;
    if let Some(first) = letter.content.approvers.first() {
        tell(ctx, &mut tx, event, &row, (*first, OfferStaffStep::Asked), "").await?;
    }
    Ok(tx.commit().await?)
}

/// Approves an offer, or refuses it with a reason: whoever is next, or an administrator in place of somebody whose account is closed.
///
/// # Errors
/// `Invalid` at `reason`; `NotFound` for those who are not asked; `NotPossible`; `Stale`.
pub async fn decide(ctx: &Ctx, input: DecideOffer) -> Result<()> {
    let reason = check_reason(&input.reason, !input.approve)?;
    let mut tx = ctx.store().begin().await?;
    let (row, _) = with_letter(&mut tx, input.id).await?;
    let approvals = tx.approvals_of(input.id).await?;
    if !approvals.iter().any(|approval| decides(ctx, approval)) {
        return Err(ApiError::NotFound.into());
    }
    let what = if input.approve { OfferStep::Approve } else { OfferStep::Refuse };
    let transition = step(&row, input.version, what, true)?;
    let Some(next) = next_of(&approvals).filter(|next| decides(ctx, next)) else {
        return Err(super::not_possible("error-offer-not-next"));
    };
    let by = match &ctx.actor {
        Actor::User { name, .. } => name.clone(),
        _ => String::new(),
    };
    if !input.approve {
        if let Err(error) = tx.step_offer((input.id, input.version), transition, &Outcome::default(), ctx.now()).await {
            return Err(lost(ctx, input.id, error).await);
        }
        tx.insert_approvals(input.id, &[]).await?;
        let event = record(ctx, &mut tx, "offer.refused", &row, reason_data(&reason)).await?;
        tell_authors(ctx, &mut tx, event, &row, OfferStaffStep::Refused, &reason).await?;
        return Ok(tx.commit().await?);
    }
    if let Err(error) = tx.approve_offer(input.id, next.user, &by, ctx.now()).await {
        return Err(lost(ctx, input.id, error).await);
    }
    let after = approvals.iter().filter(|approval| approval.approved.is_none()).nth(1);
    let event = record(ctx, &mut tx, "offer.approved", &row, reason_data(&reason)).await?;
    match after {
        Some(after) => tell(ctx, &mut tx, event, &row, (after.user, OfferStaffStep::Asked), &reason).await?,
        None => {
            if let Err(error) = tx.step_offer((input.id, input.version), transition, &Outcome::default(), ctx.now()).await {
                return Err(lost(ctx, input.id, error).await);
            }
            tell_authors(ctx, &mut tx, event, &row, OfferStaffStep::Approved, &reason).await?;
        }
    }
    Ok(tx.commit().await?)
}
