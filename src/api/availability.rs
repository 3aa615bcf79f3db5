//! The availability that a client shares on a page. `page` is the token of its link, or its id for staff.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::availability::form::AvailabilityForm;
use crate::domain::availability::page::PageAvailability;
use crate::domain::time::Zone;

/// What saving has led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedAvailability {
    /// The page's version now.
    pub version: i64,
    /// How many slots there are now.
    pub slots: u32,
    /// How many candidates were invited by it (jobs that invite by themselves).
    pub invited: u32,
}

/// Saves availability; `version` is that of the page when it was loaded.
#[server(prefix = "/api", endpoint = "availability/save", input = Json)]
pub async fn save_availability(page: String, version: i64, availability: PageAvailability) -> Result<SavedAvailability, ApiError> {
    let (ctx, page) = crate::server::ctx::Ctx::at_page(&page).await?;
    ctx.answer(crate::server::services::availability::save(&ctx, page, version, availability).await)
}

/// The same from a plain form without scripts: fields `form[duration_minutes]`, `form[monday]`, …
#[server(prefix = "/api", endpoint = "availability/save-form")]
pub async fn save_availability_form(page: String, version: i64, form: AvailabilityForm) -> Result<SavedAvailability, ApiError> {
    let back = crate::paths::opened_page(&page);
    let (ctx, page) = crate::server::ctx::Ctx::at_page(&page).await?;
    ctx.answer_form(crate::server::services::availability::save_form(&ctx, page, version, form).await, &back)
}

/// The offset changes of a zone from weeks ago to as far ahead as any page looks, for a zone chosen in the browser.
#[server(prefix = "/api", endpoint = "availability/zone", input = Json)]
pub async fn zone_changes(name: String) -> Result<Zone, ApiError> {
    let ctx = crate::server::ctx::Ctx::public().await?;
    ctx.answer(crate::server::services::hours::zone(&ctx, &name))
}

/// The names of zones to choose from, UTC first.
#[server(prefix = "/api", endpoint = "availability/zones", input = Json)]
pub async fn zone_names() -> Result<Vec<String>, ApiError> {
    Ok(crate::server::zones::names().iter().map(|name| (*name).to_owned()).collect())
}
