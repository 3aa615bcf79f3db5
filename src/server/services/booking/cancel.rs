//! Calling an interview off.

use super::MAX_REASON;
use super::told::{Change, tell};
use crate::api::error::ApiError;
use crate::domain::booking::RequestStep;
use crate::domain::can;
use crate::domain::error::{FieldErrors, text};
use crate::domain::id::{InterviewId, PageId, RequestId};
use crate::domain::scheduling::interview::InterviewState;
use crate::domain::time::plus_minutes;
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::store::Tx;
use crate::server::store::interviews::InterviewRow;
use crate::server::store::occasions::Occasion;
use crate::server::store::requests::RequestRow;

/// The candidate calls the booked interview off; not later than the least notice before it. Once more changes nothing.
///
/// # Errors
/// `NotPossible` when nothing is booked or it is too late; `Invalid` for the reason.
pub async fn cancel(ctx: &Ctx, request: RequestId, reason: &str) -> Result<()> {
    ctx.require(can::use_request(&ctx.actor, request))?;
    let reason = reason_field(reason, 0)?;
    let mut tx = ctx.store().begin().await?;
    let (row, interview) = locked(&mut tx, request).await?;
    let interview = interview.ok_or_else(|| ApiError::NotPossible("error-not-booked".into()))?;
    if interview.state == InterviewState::Cancelled {
        return Ok(());
    }
    let notice = row.pool.timing().map_or(0, |timing| timing.notice_minutes);
    if interview.span.start() > ctx.now() && ctx.now() > plus_minutes(interview.span.start(), -i64::from(notice)) {
        return Err(ApiError::NotPossible("error-too-late-to-change".into()).into());
    }
    call_off(tx, ctx, Off { request: Some(row.clone()), occasion: Occasion::from(&row), interview }, &reason).await
}

/// Staff calls an interview off; everybody in it is told the reason.
///
/// # Errors
/// `NotFound`; `Stale`; `NotPossible` when it was called off already or has begun; `Invalid` without a reason.
pub async fn cancel_interview(ctx: &Ctx, interview: InterviewId, reason: &str, version: i64) -> Result<()> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let reason = reason_field(reason, 1)?;
    let mut tx = ctx.store().begin().await?;
    let found = tx.interview(interview).await?.ok_or(ApiError::NotFound)?;
    let off = by_others(&mut tx, ctx, found, version).await?;
    call_off(tx, ctx, off, &reason).await
}

/// The client's contact calls an interview of the own page off.
///
/// # Errors
/// As for [`cancel_interview`]; an interview of another page is `NotFound`.
pub async fn cancel_from_page(ctx: &Ctx, page: PageId, interview: InterviewId, reason: &str, version: i64) -> Result<()> {
    ctx.require(can::use_page(&ctx.actor, page))?;
    let reason = reason_field(reason, 1)?;
    let mut tx = ctx.store().begin().await?;
    let found = tx.interview(interview).await?.ok_or(ApiError::NotFound)?;
    let off = by_others(&mut tx, ctx, found, version).await?;
    if off.occasion.pool.page.as_ref().map(|own| own.id) != Some(page) {
        return Err(ApiError::NotFound.into());
    }
    call_off(tx, ctx, off, &reason).await
}

/// What is to be called off.
struct Off {
    /// None where staff put the interview on the calendar.
    request: Option<RequestRow>,
    occasion: Occasion,
    interview: InterviewRow,
}

async fn by_others(tx: &mut Tx, ctx: &Ctx, found: InterviewRow, version: i64) -> Result<Off> {
    let not_booked = || ApiError::NotPossible("error-not-booked".into());
    let off = match found.request {
        Some(request) => {
            let (row, standing) = locked(tx, request).await?;
            let interview = standing.filter(|standing| standing.id == found.id).ok_or_else(not_booked)?;
            Off { occasion: Occasion::from(&row), request: Some(row), interview }
        }
        None => {
            let calendars = tx.reserved_calendars(found.id).await?;
            tx.lock_calendars(&calendars).await?;
            let interview = tx.interview(found.id).await?.ok_or(ApiError::NotFound)?;
            let occasion = tx.occasion(interview.application, interview.template).await?.ok_or(ApiError::NotFound)?;
            Off { request: None, occasion, interview }
        }
    };
    if off.interview.state == InterviewState::Cancelled || off.interview.span.start() <= ctx.now() {
        return Err(ApiError::NotPossible("error-interview-over".into()).into());
    }
    if off.interview.version != version {
        return Err(ApiError::Stale.into());
    }
    Ok(off)
}

/// The request and its interview, with the interview's calendars locked: nobody books or moves it meanwhile.
async fn locked(tx: &mut Tx, request: RequestId) -> Result<(RequestRow, Option<InterviewRow>)> {
    if let Some(interview) = tx.interview_of_request(request).await? {
        let calendars = tx.reserved_calendars(interview.id).await?;
        tx.lock_calendars(&calendars).await?;
    }
    let row = tx.request(request).await?.ok_or(ApiError::NotFound)?;
    let interview = tx.interview_of_request(request).await?;
    Ok((row, interview))
}

async fn call_off(mut tx: Tx, ctx: &Ctx, off: Off, reason: &str) -> Result<()> {
    let Off { request, occasion, interview: before } = off;
    if before.span.start() <= ctx.now() {
        return Err(ApiError::NotPossible("error-interview-over".into()).into());
    }
    let calendars = tx.reserved_calendars(before.id).await?;
    let people = tx.people_of_interview(before.id).await?;
    let mut after = before.clone();
    after.state = InterviewState::Cancelled;
    after.reason = reason.to_owned();
    after.sequence += 1;
    tx.update_interview(&after).await?;
    tx.delete_reservations(after.id).await?;
    if let Some(row) = request {
        tx.set_request_state(row.id, row.version, row.state.after(RequestStep::Cancel)?, reason, ctx.now()).await?;
    }
    let change = Change { before: Some((&before, &people)), after: (&after, &people), calendars: &calendars };
    tell(&mut tx, ctx, &occasion, change, reason).await?;
    Ok(tx.commit().await?)
}

fn reason_field(reason: &str, least: usize) -> Result<String> {
    let mut errors = FieldErrors::default();
    let reason = text(reason, "reason", least, MAX_REASON, &mut errors);
    Ok(errors.or(reason)?)
}
