//! The client's word on a candidate, and taking a candidate back.

use super::page::opened_in;
use crate::api::error::ApiError;
use crate::domain::booking::{RequestStage, RequestStep};
use crate::domain::can;
use crate::domain::error::{FieldErrors, text};
use crate::domain::id::{EventId, PageId, RequestId};
use crate::domain::jobs::JobState;
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::services::booking::invite::event_of;
use crate::server::services::booking::invite_in;
use crate::server::store::Tx;
use crate::server::store::requests::RequestRow;

/// Most characters of a reason.
const MAX_REASON: usize = 1_000;

/// Chooses or declines a candidate. A choice that stands already is no error. Where the job says so and there is
/// availability, the chosen candidate is invited at once.
///
/// # Errors
/// `NotFound` for another page's request; `Stale`; `Invalid` at `choice` or `reason`; `NotPossible` when an interview stands.
pub async fn decide(ctx: &Ctx, page: PageId, request: RequestId, version: i64, choice: &str, reason: &str) -> Result<()> {
    ctx.require(can::use_page(&ctx.actor, page))?;
    let mut errors = FieldErrors::default();
    let step = match choice {
        "choose" => Some(RequestStep::Choose),
        "decline" => Some(RequestStep::Decline),
        _ => {
            errors.add("choice", "error-choose");
            None
        }
    };
    let reason = text(reason, "reason", usize::from(step == Some(RequestStep::Decline)), MAX_REASON, &mut errors);
    errors.or(())?;
    let Some(step) = step else { return Err(FieldErrors::one("choice", "error-choose").into()) };
    let mut tx = ctx.store().begin().await?;
    let row =
        tx.request(request).await?.filter(|row| row.pool.page.as_ref().is_some_and(|own| own.id == page)).ok_or(ApiError::NotFound)?;
    let stands = match step {
        RequestStep::Choose => {
            matches!(row.state, RequestStage::Chosen | RequestStage::Invited | RequestStage::Booked | RequestStage::Cancelled)
        }
        _ => row.state == RequestStage::Declined,
    };
    if stands {
        return Ok(());
    }
    if row.version != version {
        return Err(ApiError::Stale.into());
    }
    if row.state == RequestStage::Booked {
        return Err(ApiError::NotPossible("error-interview-stands".into()).into());
    }
    opened_in(&mut tx, ctx, page).await?;
    if step == RequestStep::Choose {
        is_pursued(&row)?;
        take(&mut tx, ctx, row, step, "", "request.chosen", true).await?;
    } else {
        take(&mut tx, ctx, row, step, &reason, "request.declined", false).await?;
    }
    Ok(tx.commit().await?)
}

/// A candidate is chosen while the application is worked on, stands in the stage of the interviews, and the job is open.
fn is_pursued(row: &RequestRow) -> Result<()> {
    let no = |key: &str| Err(ApiError::NotPossible(key.into()).into());
    if !row.application_active || !row.in_stage {
        return no("error-application-ended");
    }
    if row.pool.job_state != JobState::Open { no("error-job-closed") } else { Ok(()) }
}

/// Takes a candidate back; not once an interview is booked.
///
/// # Errors
/// `NotFound`; `Stale`; `NotPossible`.
pub async fn withdraw(ctx: &Ctx, request: RequestId, version: i64) -> Result<()> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let row = tx.request(request).await?.ok_or(ApiError::NotFound)?;
    if row.state == RequestStage::Withdrawn {
        return Ok(());
    }
    if row.version != version {
        return Err(ApiError::Stale.into());
    }
    if row.state == RequestStage::Booked {
        return Err(ApiError::NotPossible("error-interview-stands".into()).into());
    }
    take(&mut tx, ctx, row, RequestStep::Withdraw, "", "request.withdrawn", false).await?;
    Ok(tx.commit().await?)
}

async fn take(
    tx: &mut Tx,
    ctx: &Ctx,
    mut row: RequestRow,
    step: RequestStep,
    reason: &str,
    action: &'static str,
    may_invite: bool,
) -> Result<()> {
    row.state = row.state.after(step)?;
    tx.set_request_state(row.id, row.version, row.state, reason, ctx.now()).await?;
    row.version += 1;
    let mut event = event_of(ctx, ctx.id(EventId::new)?, &row, action);
    event.data = serde_json::json!({ "reason": reason });
    tx.record(event).await?;
    if may_invite && row.pool.auto_invite && row.pool.is_answered() {
        invite_in(tx, ctx, &row).await?;
    }
    Ok(())
}
