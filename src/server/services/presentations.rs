//! presentations

use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::api::presentations::*;
use crate::domain::id::*;

/// present
///
/// # Errors
/// Always, until it is built.
pub async fn present(_ctx: &Ctx, _input: PresentCandidates) -> Result<PageId> {
    Err(Error::Internal("not built yet".into()))
}

/// withdraw
///
/// # Errors
/// Always, until it is built.
pub async fn withdraw(_ctx: &Ctx, _request: RequestId, _version: i64) -> Result<()> {
    Err(Error::Internal("not built yet".into()))
}

/// page_link
///
/// # Errors
/// Always, until it is built.
pub async fn page_link(_ctx: &Ctx, _page: PageId) -> Result<FreshLink> {
    Err(Error::Internal("not built yet".into()))
}

/// revoke_links
///
/// # Errors
/// Always, until it is built.
pub async fn revoke_links(_ctx: &Ctx, _page: PageId) -> Result<()> {
    Err(Error::Internal("not built yet".into()))
}

/// resend
///
/// # Errors
/// Always, until it is built.
pub async fn resend(_ctx: &Ctx, _page: PageId) -> Result<()> {
    Err(Error::Internal("not built yet".into()))
}

/// pages_of_job
///
/// # Errors
/// Always, until it is built.
pub async fn pages_of_job(_ctx: &Ctx, _job: JobId) -> Result<Vec<PageLine>> {
    Err(Error::Internal("not built yet".into()))
}

/// client_page
///
/// # Errors
/// Always, until it is built.
pub async fn client_page(_ctx: &Ctx, _page: PageId) -> Result<ClientPageView> {
    Err(Error::Internal("not built yet".into()))
}

/// note_opened
///
/// # Errors
/// Always, until it is built.
pub async fn note_opened(_ctx: &Ctx, _page: PageId) -> Result<()> {
    Err(Error::Internal("not built yet".into()))
}

/// decide
///
/// # Errors
/// Always, until it is built.
pub async fn decide(_ctx: &Ctx, _page: PageId, _request: RequestId, _version: i64, _choice: &str, _reason: &str) -> Result<()> {
    Err(Error::Internal("not built yet".into()))
}
