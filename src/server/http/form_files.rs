//! Forms as files: the PDF of a form, and the document uploaded to it.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::header;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::files::{in_window, limited_file, refused, response};
use crate::api::error::ApiError;
use crate::domain::can;
use crate::paths;
use crate::server::ctx::{AppState, Ctx};
use crate::server::error::Result;
use crate::server::services::files::Opened;
use crate::server::services::forms;

/// How the PDF of a form is wanted.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    blank: Option<String>,
}

/// A form as PDF: by its id for whoever is signed in, else by its link.
pub async fn pdf(State(app): State<Arc<AppState>>, Path(key): Path<String>, Query(wanted): Query<Wanted>, parts: Parts) -> Response {
    let result = async |ctx: &mut Ctx| {
        let form = ctx.enter_form(&key).await?;
        forms::pdf(ctx, form, wanted.blank.is_some()).await
    };
    answer(app, parts, result).await
}

/// The document uploaded to a form.
pub async fn open(State(app): State<Arc<AppState>>, Path(id): Path<String>, parts: Parts) -> Response {
    let result = async |ctx: &mut Ctx| {
        ctx.require(can::be_signed_in(&ctx.actor))?;
        forms::open(ctx, id.parse().map_err(|_| ApiError::NotFound)?).await
    };
    answer(app, parts, result).await
}

/// Takes a document for a form: field `file`.
///
/// A page's script asks for JSON; a plain form is led back to the form.
pub async fn upload(State(app): State<Arc<AppState>>, Path(id): Path<String>, parts: Parts, body: Multipart) -> Response {
    let plain = parts.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|accept| accept.contains("text/html"));
    let back = |query: String| Redirect::to(&format!("{}?{query}", paths::form(&id))).into_response();
    let ctx = match super::context(app, &parts).await {
        Ok(ctx) => ctx,
        Err(error) => return refused(&error),
    };
    match take(&ctx, &id, body).await.map_err(|error| error.into_api(&ctx.request_id)) {
        Ok(()) if plain => back("done=uploaded".into()),
        Ok(()) => Json(true).into_response(),
        Err(ApiError::Unauthorized) if plain => Redirect::to(paths::SIGN_IN).into_response(),
        Err(ApiError::Invalid(errors)) if plain => {
            back(format!("upload_error={}", errors.iter().next().map(|error| error.message.clone()).unwrap_or_default()))
        }
        Err(error) => refused(&error),
    }
}

async fn take(ctx: &Ctx, id: &str, body: Multipart) -> Result<()> {
    ctx.require(can::be_signed_in(&ctx.actor))?;
    let form = id.parse().map_err(|_| ApiError::NotFound)?;
    // Before anything is read: nobody makes us take in files without being allowed to.
    forms::may_upload(ctx, form).await?;
    let (name, bytes) = limited_file(ctx, body).await?;
    forms::upload(ctx, form, &name, &bytes).await
}

async fn answer(app: Arc<AppState>, parts: Parts, result: impl AsyncFnOnce(&mut Ctx) -> Result<Opened>) -> Response {
    let mut ctx = match super::context(app, &parts).await {
        Ok(ctx) => ctx,
        Err(error) => return refused(&error),
    };
    match result(&mut ctx).await.map_err(|error| error.into_api(&ctx.request_id)) {
        Ok(file) => in_window(response(file)),
        Err(error) => refused(&error),
    }
}
