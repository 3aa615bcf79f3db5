//! availability

use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::api::availability::*;
use crate::domain::id::*;
use crate::domain::availability::{form::AvailabilityForm, page::PageAvailability};
use crate::domain::time::Zone;

/// save
///
/// # Errors
/// Always, until it is built.
pub async fn save(_ctx: &Ctx, _page: PageId, _version: i64, _availability: PageAvailability) -> Result<SavedAvailability> {
    Err(Error::Internal("not built yet".into()))
}

/// save_form
///
/// # Errors
/// Always, until it is built.
pub async fn save_form(_ctx: &Ctx, _page: PageId, _version: i64, _form: AvailabilityForm) -> Result<SavedAvailability> {
    Err(Error::Internal("not built yet".into()))
}

/// The offset changes of a zone for the range that pages need.
///
/// # Errors
/// When there is no zone of that name.
pub fn zone(ctx: &Ctx, name: &str) -> Result<Zone> {
    let (from, until) = (ctx.now() - chrono::TimeDelta::days(8), ctx.now() + chrono::TimeDelta::days(200));
    crate::server::zones::zone(name, from, until).ok_or_else(|| crate::api::error::ApiError::NotFound.into())
}
