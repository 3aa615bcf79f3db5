//! Health: alive, and ready to serve.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;

use crate::server::ctx::AppState;

/// The process answers.
pub async fn alive() -> &'static str {
    "ok"
}

/// The database answers too.
pub async fn ready(State(app): State<Arc<AppState>>) -> (StatusCode, &'static str) {
    match app.store.read().await {
        Ok(_) => (StatusCode::OK, "ready"),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer")
        }
    }
}
