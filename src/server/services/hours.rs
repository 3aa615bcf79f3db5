//! When colleagues work: weekly hours in their own zone, and busy times. Interviews that stand are kept, and named.

use chrono::TimeDelta;

use super::account::about_user;
use crate::api::error::ApiError;
use crate::api::hours::{BusyView, HoursView, SaveBusy, SavedBusy, SavedHours};
use crate::domain::availability::busy::{BusyTime, MAX_AHEAD_DAYS, MAX_BLOCKS};
use crate::domain::availability::hours::HoursForm;
use crate::domain::availability::standing::outside;
use crate::domain::can;
use crate::domain::error::FieldErrors;
use crate::domain::id::{BusyId, CalendarId, UserId};
use crate::domain::span::Span;
use crate::domain::time::{Instant, Zone};
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::store::Tx;
use crate::server::store::hours::{BlockRow, HoursRow};
use crate::server::zones;

/// Days before now that are shown.
const SHOWN_BEFORE: i64 = 35;
/// Days around what is shown whose clocks are known, too; before it so many that a long busy time began in them.
const AROUND: i64 = 35;

/// A colleague's hours; one's own where nobody is named.
///
/// # Errors
/// `Forbidden` for somebody else's unless one schedules; `NotFound`.
pub async fn view(ctx: &Ctx, user: Option<UserId>) -> Result<HoursView> {
    let user = user.or(ctx.actor.user_id()).ok_or(ApiError::Unauthorized)?;
    ctx.require(can::keep_hours(&ctx.actor, user))?;
    let range = range(ctx.now())?;
    let mut tx = ctx.store().read().await?;
    let row = tx.hours_of(user).await?.ok_or(ApiError::NotFound)?;
    let busy = tx.blocks_of(user, range).await?;
    let interviews = tx.standing_interviews(user, range).await?;
    let colleagues = if can::see_all(&ctx.actor) { tx.colleagues_by_name().await? } else { Vec::new() };
    Ok(HoursView {
        user,
        is_own: ctx.actor.user_id() == Some(user),
        version: row.version,
        zone: known_zone(&row.zone, range).unwrap_or_else(Zone::utc),
        name: row.name,
        hours: row.weekly,
        busy: busy.into_iter().map(|block| shown(ctx, user, block)).collect(),
        interviews,
        range,
        colleagues,
        now: ctx.now(),
    })
}

/// The offset changes of a zone for all that pages show: none looks farther than the one about hours.
///
/// # Errors
/// `NotFound` when there is no zone of that name.
pub fn zone(ctx: &Ctx, name: &str) -> Result<Zone> {
    known_zone(name, range(ctx.now())?).ok_or_else(|| ApiError::NotFound.into())
}

/// Stores a colleague's zone and hours. Interviews that stand are kept; those outside of the hours are named.
///
/// # Errors
/// `Invalid` at the fields; `Stale`; as for [`view`].
pub async fn save(ctx: &Ctx, user: UserId, version: i64, form: HoursForm) -> Result<SavedHours> {
    ctx.require(can::keep_hours(&ctx.actor, user))?;
    let weekly = form.read()?;
    let name = form.zone.trim();
    let range = range(ctx.now())?;
    let zone = known_zone(name, range).ok_or_else(|| FieldErrors::one("zone", "error-zone"))?;
    let mut tx = ctx.store().begin().await?;
    // Who books meanwhile waits, and then sees these hours.
    locked(&mut tx, user).await?;
    tx.save_hours(user, version, name, weekly.as_ref()).await?;
    let coming = Span::new(ctx.now(), range.end()).unwrap_or(range);
    let standing = match &weekly {
        Some(weekly) => outside(weekly, &zone, &tx.standing_interviews(user, coming).await?),
        None => Vec::new(),
    };
    let data = serde_json::json!({ "own": weekly.is_some(), "zone": name, "kept": standing.len() });
    record(&mut tx, ctx, user, "user.hours_saved", data).await?;
    tx.commit().await?;
    Ok(SavedHours { version: version + 1, standing })
}

/// Stores a new busy time, or a changed one. Interviews that stand are kept; those that it overlaps are named.
///
/// # Errors
/// `Invalid` at the fields; `Stale`; `NotPossible` for more than can be had; as for [`view`].
pub async fn save_busy(ctx: &Ctx, input: SaveBusy) -> Result<SavedBusy> {
    let SaveBusy { user, id, version, zone, busy } = input;
    ctx.require(can::keep_hours(&ctx.actor, user))?;
    let zone = known_zone(&zone, range(ctx.now())?).ok_or_else(|| FieldErrors::one("zone", "error-zone"))?;
    let typed = busy.check(&zone, ctx.now())?;
    let mut tx = ctx.store().begin().await?;
    locked(&mut tx, user).await?;
    let (row, action) = match id {
        Some(id) => (change_block(&mut tx, ctx, user, (id, version), typed).await?, "user.busy_changed"),
        None => (add_block(&mut tx, ctx, user, typed).await?, "user.busy_added"),
    };
    let standing = tx.standing_interviews(user, row.span).await?;
    // Nobody finds out by the history what somebody is busy with.
    let data = serde_json::json!({ "starts_at": row.span.start_ms(), "ends_at": row.span.end_ms(), "kept": standing.len() });
    record(&mut tx, ctx, user, action, data).await?;
    tx.commit().await?;
    Ok(SavedBusy { busy: shown(ctx, user, row), standing })
}

/// Removes a busy time.
///
/// # Errors
/// `Stale`; as for [`view`].
pub async fn remove_busy(ctx: &Ctx, user: UserId, id: BusyId, version: i64) -> Result<()> {
    ctx.require(can::keep_hours(&ctx.actor, user))?;
    let mut tx = ctx.store().begin().await?;
    locked(&mut tx, user).await?;
    let block = tx.block_of(user, id).await?.ok_or(ApiError::NotFound)?;
    tx.delete_block(id, version).await?;
    let data = serde_json::json!({ "starts_at": block.span.start_ms(), "ends_at": block.span.end_ms() });
    record(&mut tx, ctx, user, "user.busy_removed", data).await?;
    Ok(tx.commit().await?)
}

/// Lets a colleague's hours follow them into another zone: nine o'clock is nine o'clock there.
///
/// # Errors
/// When the database fails.
pub async fn follow(tx: &mut Tx, user: UserId, zone: &str) -> Result<()> {
    let Some(HoursRow { weekly: Some(weekly), version, .. }) = tx.hours_of(user).await? else { return Ok(()) };
    if weekly.zone() != zone {
        let moved = weekly.moved_to(zone).map_err(|error| Error::Internal(error.to_string()))?;
        tx.save_hours(user, version, zone, Some(&moved)).await?;
    }
    Ok(())
}

async fn change_block(tx: &mut Tx, ctx: &Ctx, user: UserId, (id, version): (BusyId, i64), typed: BusyTime) -> Result<BlockRow> {
    let stands = tx.block_of(user, id).await?.ok_or(ApiError::NotFound)?;
    // Who may not read the title can not have meant to change it.
    let is_read = can::see_busy_title(&ctx.actor, user, stands.created_by);
    let title = if is_read { typed.title } else { stands.title };
    tx.update_block(id, version, typed.span, &title).await?;
    Ok(BlockRow { title, span: typed.span, version: version + 1, ..stands })
}

async fn add_block(tx: &mut Tx, ctx: &Ctx, user: UserId, typed: BusyTime) -> Result<BlockRow> {
    if usize::try_from(tx.count_blocks(user, ctx.now()).await?).is_ok_and(|count| count >= MAX_BLOCKS) {
        return Err(ApiError::NotPossible("error-too-many-busy".into()).into());
    }
    let id = ctx.id(BusyId::new)?;
    let created_by = ctx.actor.user_id();
    tx.insert_busy(id, user.into(), typed.span, &typed.title, created_by, ctx.now()).await?;
    Ok(BlockRow { id, span: typed.span, title: typed.title, created_by, version: 1 })
}

/// Makes bookings with this colleague wait until the commit.
async fn locked(tx: &mut Tx, user: UserId) -> Result<()> {
    tx.hours_of(user).await?.ok_or(ApiError::NotFound)?;
    Ok(tx.lock_calendars(&[CalendarId::from(user)]).await?)
}

async fn record(tx: &mut Tx, ctx: &Ctx, user: UserId, action: &'static str, data: serde_json::Value) -> Result<()> {
    let mut event = about_user(ctx, ctx.actor.clone(), action, user)?;
    event.data = data;
    event.topics.push(format!("calendar:{user}"));
    Ok(tx.record(event).await?)
}

fn shown(ctx: &Ctx, user: UserId, block: BlockRow) -> BusyView {
    let title = Some(block.title).filter(|_| can::see_busy_title(&ctx.actor, user, block.created_by));
    BusyView { id: block.id, version: block.version, span: block.span, title }
}

fn range(now: Instant) -> Result<Span> {
    Span::new(now - TimeDelta::days(SHOWN_BEFORE), now + TimeDelta::days(MAX_AHEAD_DAYS))
        .map_err(|error| Error::Internal(error.to_string()))
}

fn known_zone(name: &str, range: Span) -> Option<Zone> {
    zones::zone(name, range.start() - TimeDelta::days(AROUND + MAX_AHEAD_DAYS), range.end() + TimeDelta::days(AROUND))
}
