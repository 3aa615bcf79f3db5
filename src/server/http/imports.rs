//! Takes a table of candidates: a plain form, with scripts and without.

use std::sync::Arc;

use axum::extract::{Multipart, State};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};

use super::{files, forms};
use crate::api::error::ApiError;
use crate::domain::can;
use crate::paths;
use crate::server::ctx::AppState;
use crate::server::services::imports;

/// Takes the field `file`, and leads to the page where it is looked through.
pub async fn upload(State(app): State<Arc<AppState>>, parts: Parts, form: Multipart) -> Response {
    let ctx = match super::context(app, &parts).await {
        Ok(ctx) => ctx,
        Err(error) => return files::refused(&error),
    };
    let result = async {
        // Before anything is read, as for every upload.
        ctx.require(can::manage_records(&ctx.actor))?;
        let (name, bytes) = files::limited_file(&ctx, form).await?;
        imports::upload(&ctx, &name, &bytes).await
    };
    match result.await.map_err(|error| error.into_api(&ctx.request_id)) {
        Ok(id) => Redirect::to(&paths::candidate_import(id)).into_response(),
        Err(ApiError::Unauthorized) if forms::wants_page(&parts.headers) => Redirect::to(paths::SIGN_IN).into_response(),
        Err(ApiError::Invalid(errors)) => {
            let message = errors.iter().next().map(|error| error.message.clone()).unwrap_or_default();
            Redirect::to(&format!("{}?error={message}", paths::CANDIDATES_IMPORT)).into_response()
        }
        Err(error) => files::refused(&error),
    }
}
