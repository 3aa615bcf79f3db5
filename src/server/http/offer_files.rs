//! The PDF of an offer: for staff, and for the candidate who has given the code.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::response::Response;

use super::files::{in_window, refused, response};
use super::forms::{OFFER_COOKIE, cookie};
use crate::api::error::ApiError;
use crate::server::ctx::{AppState, Ctx};
use crate::server::error::Result;
use crate::server::keys::Token;
use crate::server::services::files::Opened;
use crate::server::services::offers::{paper, portal};

/// What was sent, for a colleague.
pub async fn for_staff(State(app): State<Arc<AppState>>, Path(id): Path<String>, parts: Parts) -> Response {
    answer(app, &parts, async |ctx: &mut Ctx| paper::for_staff(ctx, id.parse().map_err(|_| ApiError::NotFound)?).await).await
}

/// The same for the candidate, by POST: that it was downloaded is noted.
pub async fn download(State(app): State<Arc<AppState>>, Path(token): Path<String>, parts: Parts) -> Response {
    let session = cookie(&parts.headers, OFFER_COOKIE).and_then(Token::parse);
    let result = async |ctx: &mut Ctx| {
        let visit = ctx.enter_offer(&token, session).await?;
        portal::download(ctx, visit).await
    };
    answer(app, &parts, result).await
}

async fn answer(app: Arc<AppState>, parts: &Parts, result: impl AsyncFnOnce(&mut Ctx) -> Result<Opened>) -> Response {
    let mut ctx = match super::context(app, parts).await {
        Ok(ctx) => ctx,
        Err(error) => return refused(&error),
    };
    match result(&mut ctx).await.map_err(|error| error.into_api(&ctx.request_id)) {
        Ok(file) => in_window(response(file)),
        Err(error) => refused(&error),
    }
}
