//! Completes tasks that time itself has settled: about an interview that has begun there is nothing more to swap.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::server::ctx::{AppState, Ctx};
use crate::server::services::tasks;

/// How often it looks.
const LOOK: Duration = Duration::from_secs(60);

/// Looks until told to stop.
pub async fn run(app: Arc<AppState>, stop: CancellationToken) {
    loop {
        let ctx = Ctx::system(app.clone(), "tasks".into());
        if let Err(error) = tasks::settle_begun(&ctx).await {
            tracing::error!(%error, "tasks about interviews that have begun could not be completed");
        }
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}
