//! Tables for Excel.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use tokio_util::io::ReaderStream;

use super::files::{content_disposition, refused};
use crate::api::error::ApiError;
use crate::domain::history::{HistoryKind, HistoryQuery};
use crate::domain::id::CandidateId;
use crate::paths;
use crate::server::ctx::{AppState, Ctx};
use crate::server::error::Result;
use crate::server::services::exports::{self, Table};

/// The media type of workbooks.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What the page's address says, as the page itself reads it: what makes no sense is left out.
#[derive(Debug, Default, Deserialize)]
pub struct Shown {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    person: String,
    all: Option<String>,
}

/// The history of a candidate: `?kind=…&person=…`.
pub async fn history(State(app): State<Arc<AppState>>, Path(id): Path<String>, Query(shown): Query<Shown>, parts: Parts) -> Response {
    let query = HistoryQuery { kind: HistoryKind::parse(&shown.kind), person: shown.person, ..HistoryQuery::default() };
    answer(app, &id, &parts, async |ctx, candidate| exports::history(ctx, candidate, query).await).await
}

/// The notes about a candidate: `?all=1` for those on all jobs.
pub async fn notes(State(app): State<Arc<AppState>>, Path(id): Path<String>, Query(shown): Query<Shown>, parts: Parts) -> Response {
    answer(app, &id, &parts, async |ctx, candidate| exports::notes(ctx, candidate, shown.all.is_some()).await).await
}

async fn answer<F>(app: Arc<AppState>, candidate: &str, parts: &Parts, make: F) -> Response
where
    F: AsyncFnOnce(&Ctx, CandidateId) -> Result<Table>,
{
    let ctx = match super::context(app, parts).await {
        Ok(ctx) => ctx,
        Err(error) => return refused(&error),
    };
    let made = async {
        let candidate = candidate.parse().map_err(|_| ApiError::NotFound)?;
        make(&ctx, candidate).await
    };
    match made.await.map_err(|error| error.into_api(&ctx.request_id)) {
        Ok(table) => response(table),
        Err(ApiError::Unauthorized) => Redirect::to(paths::SIGN_IN).into_response(),
        Err(error) => refused(&error),
    }
}

fn response(table: Table) -> Response {
    let length = table.file.metadata().ok().map(|metadata| metadata.len().to_string());
    let mut response = Body::from_stream(ReaderStream::new(tokio::fs::File::from_std(table.file))).into_response();
    for (name, value) in [
        (header::CONTENT_TYPE, XLSX.to_owned()),
        (header::CONTENT_DISPOSITION, content_disposition("attachment", &table.name)),
        (header::CONTENT_LENGTH, length.unwrap_or_default()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ] {
        if let Ok(value) = HeaderValue::from_str(&value)
            && !value.is_empty()
        {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
