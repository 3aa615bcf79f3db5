//! Working hours and busy times of colleagues: one's own, and everybody's for those who schedule.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::availability::busy::BusyForm;
use crate::domain::availability::hours::HoursForm;
use crate::domain::availability::standing::Standing;
use crate::domain::availability::weekly::WeeklyHours;
use crate::domain::id::{BusyId, UserId, blank_as_none};
use crate::domain::span::Span;
use crate::domain::time::{Instant, Zone};

/// When a colleague works, and when not.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HoursView {
    /// The colleague.
    pub user: UserId,
    /// The colleague's name.
    pub name: String,
    /// It is the viewer.
    pub is_own: bool,
    /// The version of the hours, to be given back with a change.
    pub version: i64,
    /// Hours of their own; without them office hours are meant.
    pub hours: Option<WeeklyHours>,
    /// The colleague's own zone, which the hours are in, for all of `range`.
    pub zone: Zone,
    /// Busy times in `range`, by their start.
    pub busy: Vec<BusyView>,
    /// The colleague's confirmed interviews in `range`, by their start.
    pub interviews: Vec<Standing>,
    /// What is shown: a few weeks before now, and as far ahead as busy times may reach.
    pub range: Span,
    /// Everybody whose hours the viewer may see; none where it is only the own ones.
    pub colleagues: Vec<(UserId, String)>,
    /// The present at the server.
    pub now: Instant,
}

/// A busy time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusyView {
    /// Its id.
    pub id: BusyId,
    /// Its version, to be given back with a change.
    pub version: i64,
    /// When.
    pub span: Span,
    /// What for; none where the viewer may not know.
    pub title: Option<String>,
}

/// What saving hours has led to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedHours {
    /// The version now.
    pub version: i64,
    /// Coming interviews that lie outside of the hours: they are kept.
    pub standing: Vec<Standing>,
}

/// A busy time, new or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveBusy {
    /// Whose.
    pub user: UserId,
    /// Which; none for a new one.
    #[serde(default, deserialize_with = "blank_as_none")]
    pub id: Option<BusyId>,
    /// As it was read.
    #[serde(default)]
    pub version: i64,
    /// IANA zone of dates and times.
    pub zone: String,
    /// What was typed. Who may not know the title leaves it empty: it stays as it is.
    #[serde(default)]
    pub busy: BusyForm,
}

/// What saving a busy time has led to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedBusy {
    /// The busy time as it stands now.
    pub busy: BusyView,
    /// Interviews that it overlaps: they are kept.
    pub standing: Vec<Standing>,
}

/// A colleague's hours; one's own where nobody is named.
///
/// # Errors
/// `Forbidden` for somebody else's unless one schedules; `NotFound`.
#[server(prefix = "/api", endpoint = "hours/view", input = Json)]
pub async fn colleague_hours(user: Option<UserId>) -> Result<HoursView, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::hours::view(&ctx, user).await)
}

/// Saves zone and weekly hours; `version` is that of the hours when they were read.
///
/// # Errors
/// `Invalid` at the fields of [`HoursForm`]; `Stale`; as for [`colleague_hours`].
#[server(name = SubmitHours, prefix = "/api", endpoint = "hours/save")]
pub async fn save_hours(user: UserId, version: i64, hours: HoursForm) -> Result<SavedHours, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    let back = crate::paths::hours_saved(user, ctx.actor.user_id(), "hours");
    ctx.answer_form(crate::server::services::hours::save(&ctx, user, version, hours).await, &back)
}

/// Adds a busy time, or changes one.
///
/// # Errors
/// `Invalid` at the fields of [`BusyForm`]; `Stale`; as for [`colleague_hours`].
#[server(name = SubmitBusy, prefix = "/api", endpoint = "hours/save-busy")]
pub async fn save_busy(input: SaveBusy) -> Result<SavedBusy, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    let back = crate::paths::hours_saved(input.user, ctx.actor.user_id(), "busy");
    ctx.answer_form(crate::server::services::hours::save_busy(&ctx, input).await, &back)
}

/// Removes a busy time.
///
/// # Errors
/// `Stale`; as for [`colleague_hours`].
#[server(name = SubmitBusyRemoval, prefix = "/api", endpoint = "hours/remove-busy")]
pub async fn remove_busy(user: UserId, id: BusyId, version: i64) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    let back = crate::paths::hours_saved(user, ctx.actor.user_id(), "removed");
    ctx.answer_form(crate::server::services::hours::remove_busy(&ctx, user, id, version).await, &back)
}
