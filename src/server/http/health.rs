//! Health: alive, and ready to serve.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;

use crate::server::ctx::AppState;

/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// The process answers.
pub async fn alive() -> &'static str {
    "ok"
}

/// The database answers too.
pub async fn ready(State(app): State<Arc<AppState>>) -> (StatusCode, &'static str) {
    let asked = async { app.store.read().await?.organisation().await };
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(Ok(_)) => return (StatusCode::OK, "ready"),
        Ok(Err(error)) => tracing::warn!(%error, "not ready"),
        Err(_) => tracing::warn!(seconds = PATIENCE.as_secs(), "not ready: the database does not answer in time"),
    }
    (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer")
}
