//! Moving an interview on the calendar itself, and taking that back while nobody was told.

use super::how::{HOLD_MS, Telling};
use super::save::store;
use super::standing::{as_planned, standing};
use crate::api::error::ApiError;
use crate::api::interviews::{ShiftInterview, Shifted};
use crate::domain::availability::slots::MAX_MINUTES;
use crate::domain::can;
use crate::domain::error::FieldErrors;
use crate::domain::id::InterviewId;
use crate::domain::scheduling::plan::Plan;
use crate::domain::time::{DAY_MS, from_ms, ms};
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result, StoreError};
use crate::server::services::booking::told::{Change, as_told, record};
use crate::server::store::occasions::Occasion;
use crate::server::zones;

/// Gives an interview another time. Everybody is told of it a moment later, unless it is taken back until then.
///
/// # Errors
/// `Invalid` at `starts_at` where another interview stands in the way, at `room` where its room is taken, at `reason` where anything else does: then the panel asks
/// for a reason; at `ends_at` when it would be longer than a day; `Stale`; `NotFound`; `NotPossible` when it is over.
pub async fn shift(ctx: &Ctx, input: ShiftInterview) -> Result<Shifted> {
    ctx.require(can::manage_records(&ctx.actor))?;
    if input.span.duration_minutes() > i64::from(MAX_MINUTES) {
        return Err(FieldErrors::one("ends_at", "error-longer-than-a-day").into());
    }
    let mut tx = ctx.store().read().await?;
    let before = standing(&mut tx, ctx, input.interview, input.version).await?;
    drop(tx);
    let plan = Plan { span: input.span, ..as_planned(&before.row, &before.people) };
    let start = ms(input.span.start());
    let zone = zones::zone(&before.row.zone, from_ms(start - 8 * DAY_MS), from_ms(start + 8 * DAY_MS))
        .ok_or_else(|| StoreError::Inconsistent { table: "interviews", column: "zone", id: before.row.id.to_string() })?;
    let row = store(ctx, Some((input.interview, input.version)), &plan, &zone, Telling::Held).await?;
    Ok(Shifted { version: row.version, undo_until: from_ms(ms(ctx.now()) + HOLD_MS) })
}

/// Takes a move back: the interview stands again as everybody in it was told, and nobody is told anything.
///
/// # Errors
/// `NotPossible` when the messages are on their way, or somebody took the time meanwhile; `Stale`; `NotFound`.
pub async fn undo_shift(ctx: &Ctx, interview: InterviewId, version: i64) -> Result<()> {
    ctx.require(can::manage_records(&ctx.actor))?;
    match take_back(ctx, interview, version).await {
        Err(Error::Store(StoreError::Overlap)) => Err(ApiError::NotPossible("error-undo-taken".into()).into()),
        done => done,
    }
}

async fn take_back(ctx: &Ctx, interview: InterviewId, version: i64) -> Result<()> {
    let mut tx = ctx.store().begin().await?;
    let now = standing(&mut tx, ctx, interview, version).await?;
    let too_late = || ApiError::NotPossible("error-undo-too-late".into());
    let held = tx.held_change(interview, ctx.now()).await?.ok_or_else(too_late)?;
    let calendars: Vec<_> = now.reservations.iter().chain(&held.before.reservations).map(|(calendar, _)| *calendar).collect();
    tx.lock_calendars(&calendars).await?;
    // Whoever sends takes a message up before; what was taken up while others held the calendars is not taken back.
    tx.withdraw_held(interview, held.event).await.map_err(|error| match error {
        StoreError::Stale => Error::from(too_late()),
        other => other.into(),
    })?;
    let (row, people) = as_told(&now.row, &now.people, &held.before);
    let occasion = match row.request {
        Some(request) => Occasion::from(&tx.request(request).await?.ok_or(ApiError::NotFound)?),
        None => tx.occasion(row.application, row.template).await?.ok_or(ApiError::NotFound)?,
    };
    tx.update_interview(&row).await?;
    tx.set_room_response(interview, held.before.room).await?;
    tx.delete_people(interview).await?;
    for person in &people {
        tx.insert_person(interview, person).await?;
    }
    tx.delete_reservations(interview).await?;
    for (calendar, span) in &held.before.reservations {
        tx.insert_reservation(interview, *calendar, *span).await?;
    }
    let change = Change { before: Some((&now.row, &now.people)), after: (&row, &people), calendars: &calendars };
    record(&mut tx, ctx, &occasion, &change, "interview.move_undone", "").await?;
    tx.commit().await?;
    Ok(())
}
