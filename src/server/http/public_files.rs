//! What the links of clients and candidates hand out beside their pages: calendar files and presented résumés.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

use super::files::response;
use crate::api::error::ApiError;
use crate::domain::id::{FileId, InterviewId};
use crate::paths;
use crate::server::ctx::{AppState, Ctx};
use crate::server::error::Result;
use crate::server::services::files::Opened;
use crate::server::services::{booking, presentations};

/// A presented candidate's résumé, by the link of the page.
pub async fn presented(State(app): State<Arc<AppState>>, Path((token, file)): Path<(String, String)>, parts: Parts) -> Response {
    let result = async |ctx: &mut Ctx| {
        let page = ctx.enter_page(&token).await?;
        let file: FileId = file.parse().map_err(|_| ApiError::NotFound)?;
        presentations::open_presented(ctx, page, file).await
    };
    answer(app, parts, result).await
}

/// An interview's calendar file, by the link of the contact's page.
pub async fn for_contact(State(app): State<Arc<AppState>>, Path((token, name)): Path<(String, String)>, parts: Parts) -> Response {
    let result = async |ctx: &mut Ctx| {
        let page = ctx.enter_page(&token).await?;
        booking::file_for_contact(ctx, page, interview(&name)?, &paths::client_page(&token)).await
    };
    answer(app, parts, result).await
}

/// An interview's calendar file, by the candidate's link.
pub async fn for_candidate(State(app): State<Arc<AppState>>, Path((token, name)): Path<(String, String)>, parts: Parts) -> Response {
    let result = async |ctx: &mut Ctx| {
        let request = ctx.enter_booking(&token).await?;
        booking::file_for_candidate(ctx, request, interview(&name)?, &paths::booking(&token)).await
    };
    answer(app, parts, result).await
}

fn interview(name: &str) -> Result<InterviewId> {
    Ok(name.strip_suffix(".ics").and_then(|id| id.parse().ok()).ok_or(ApiError::NotFound)?)
}

async fn answer(app: Arc<AppState>, parts: Parts, result: impl AsyncFnOnce(&mut Ctx) -> Result<Opened>) -> Response {
    let mut ctx = match super::context(app, &parts).await {
        Ok(ctx) => ctx,
        Err(error) => return refused(&error),
    };
    match result(&mut ctx).await {
        Ok(file) => response(file),
        Err(error) => refused(&error.into_api(&ctx.request_id)),
    }
}

fn refused(error: &ApiError) -> Response {
    StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR).into_response()
}
