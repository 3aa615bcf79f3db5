//! The manual, as it is read in the app.

use crate::api::error::ApiError;
use crate::api::help::HelpView;
use crate::domain::can;
use crate::domain::help::Topic;
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::manual;

/// A page by its name; the first page without one.
///
/// # Errors
/// `Unauthorized` for who is not signed in; `NotFound` where no page has this name.
pub fn page(ctx: &Ctx, name: Option<&str>) -> Result<HelpView> {
    ctx.require(can::be_signed_in(&ctx.actor))?;
    let topic = name.map(|name| Topic::parse(name).ok_or(ApiError::NotFound)).transpose()?;
    Ok(manual::page(topic))
}
