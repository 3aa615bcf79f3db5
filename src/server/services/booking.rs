//! booking

use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::api::booking::*;
use crate::domain::id::*;
use crate::api::presentations::FreshLink;
use crate::domain::time::Instant;

/// booking_page
///
/// # Errors
/// Always, until it is built.
pub async fn booking_page(_ctx: &Ctx, _request: RequestId, _zone: Option<&str>) -> Result<BookingView> {
    Err(Error::Internal("not built yet".into()))
}

/// note_opened
///
/// # Errors
/// Always, until it is built.
pub async fn note_opened(_ctx: &Ctx, _request: RequestId) -> Result<()> {
    Err(Error::Internal("not built yet".into()))
}

/// book
///
/// # Errors
/// Always, until it is built.
pub async fn book(_ctx: &Ctx, _request: RequestId, _start_ms: i64, _zone: &str, _phone: &str) -> Result<BookedInterview> {
    Err(Error::Internal("not built yet".into()))
}

/// reschedule
///
/// # Errors
/// Always, until it is built.
pub async fn reschedule(_ctx: &Ctx, _request: RequestId, _start_ms: i64, _zone: &str) -> Result<BookedInterview> {
    Err(Error::Internal("not built yet".into()))
}

/// cancel
///
/// # Errors
/// Always, until it is built.
pub async fn cancel(_ctx: &Ctx, _request: RequestId, _reason: &str) -> Result<()> {
    Err(Error::Internal("not built yet".into()))
}

/// request_view
///
/// # Errors
/// Always, until it is built.
pub async fn request_view(_ctx: &Ctx, _request: RequestId) -> Result<RequestView> {
    Err(Error::Internal("not built yet".into()))
}

/// invite
///
/// # Errors
/// Always, until it is built.
pub async fn invite(_ctx: &Ctx, _request: RequestId) -> Result<()> {
    Err(Error::Internal("not built yet".into()))
}

/// invite_directly
///
/// # Errors
/// Always, until it is built.
pub async fn invite_directly(_ctx: &Ctx, _application: ApplicationId) -> Result<RequestId> {
    Err(Error::Internal("not built yet".into()))
}

/// booking_link
///
/// # Errors
/// Always, until it is built.
pub async fn booking_link(_ctx: &Ctx, _request: RequestId) -> Result<FreshLink> {
    Err(Error::Internal("not built yet".into()))
}

/// revoke_links
///
/// # Errors
/// Always, until it is built.
pub async fn revoke_links(_ctx: &Ctx, _request: RequestId) -> Result<()> {
    Err(Error::Internal("not built yet".into()))
}

/// book_for
///
/// # Errors
/// Always, until it is built.
pub async fn book_for(_ctx: &Ctx, _request: RequestId, _start: Instant) -> Result<BookedInterview> {
    Err(Error::Internal("not built yet".into()))
}

/// reschedule_interview
///
/// # Errors
/// Always, until it is built.
pub async fn reschedule_interview(_ctx: &Ctx, _interview: InterviewId, _start: Instant, _version: i64) -> Result<BookedInterview> {
    Err(Error::Internal("not built yet".into()))
}

/// cancel_interview
///
/// # Errors
/// Always, until it is built.
pub async fn cancel_interview(_ctx: &Ctx, _interview: InterviewId, _reason: &str, _version: i64) -> Result<()> {
    Err(Error::Internal("not built yet".into()))
}

/// cancel_from_page
///
/// # Errors
/// Always, until it is built.
pub async fn cancel_from_page(_ctx: &Ctx, _page: PageId, _interview: InterviewId, _reason: &str, _version: i64) -> Result<()> {
    Err(Error::Internal("not built yet".into()))
}

/// explain
///
/// # Errors
/// Always, until it is built.
pub async fn explain(_ctx: &Ctx, _request: RequestId, _start: Instant) -> Result<Explanation> {
    Err(Error::Internal("not built yet".into()))
}
