//! Pipeline and home: reads only, always from the rows that booking and presenting write.

use crate::api::pipeline::{HomeView, PipelineView};
use crate::domain::booking::WaitingFor;
use crate::domain::error::{FieldErrors, text};
use crate::domain::id::UserId;
use crate::domain::people::{Actor, Role};
use crate::domain::pipeline::{PipelineFilter, PipelineSort, arrange};
use crate::domain::time::Zone;
use crate::domain::{can, people};
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::store::pipeline::{MOST, Scope};

/// Whose records the actor's lists are about.
pub fn scope(actor: &people::Actor) -> Option<Scope> {
    match actor {
        Actor::User { id, role, .. } => Some(scope_of(*id, *role)),
        _ => None,
    }
}

/// Whose records a colleague's lists are about.
pub fn scope_of(id: UserId, role: Role) -> Scope {
    match role {
        _ if role.is_staff() => Scope::All,
        Role::HiringManager => Scope::Manager(id),
        _ => Scope::Attendee(id),
    }
}

/// The pipeline as the actor may see it.
///
/// # Errors
/// `Unauthorized` without a session; `Invalid` for too long a search.
pub async fn pipeline(ctx: &Ctx, filter: PipelineFilter) -> Result<PipelineView> {
    ctx.require(can::be_signed_in(&ctx.actor))?;
    let scope = scope(&ctx.actor).ok_or(crate::api::error::ApiError::Forbidden)?;
    let mut errors = FieldErrors::default();
    let search = text(&filter.search, "search", 0, 100, &mut errors);
    let filter = errors.or(PipelineFilter { search, ..filter })?;
    let now = ctx.now();
    let mut tx = ctx.store().read().await?;
    let lines = tx.pipeline(scope, &filter, now).await?;
    let choices = tx.pipeline_choices(scope).await?;
    Ok(PipelineView { cut: lines.len() >= MOST, lines, choices, now, zone: zone(ctx)? })
}

/// Today's interviews in the viewer's zone, and what waits for somebody.
///
/// # Errors
/// `Unauthorized` without a session.
pub async fn home(ctx: &Ctx) -> Result<HomeView> {
    ctx.require(can::be_signed_in(&ctx.actor))?;
    let scope = scope(&ctx.actor).ok_or(crate::api::error::ApiError::Forbidden)?;
    let now = ctx.now();
    let zone = zone(ctx)?;
    let mut tx = ctx.store().read().await?;
    let today = match zone.day(zone.date(now)) {
        Some(day) => tx.interviews_of_day(scope, day).await?,
        None => Vec::new(),
    };
    let lines = tx.pipeline(scope, &PipelineFilter::default(), now).await?;
    let mut waiting = arrange(lines, None, PipelineSort::Waiting, false);
    waiting.retain(|line| line.waiting().0 != WaitingFor::Nobody);
    Ok(HomeView { today, waiting, now, zone })
}

/// The viewer's zone around the present.
fn zone(ctx: &Ctx) -> Result<Zone> {
    let now = ctx.now();
    crate::server::zones::zone(&ctx.zone, now - chrono::TimeDelta::days(370), now + chrono::TimeDelta::days(740))
        .ok_or_else(|| Error::Internal(format!("no zone {}", ctx.zone)))
}
