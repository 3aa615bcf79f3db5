//! Tries the connections to outside services where nothing else does: at the start, now and then, and often while one is broken.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::server::ctx::AppState;
use crate::server::services::connections;

/// How often it looks whether a try is due.
const LOOK: Duration = Duration::from_secs(10);

/// Looks until told to stop.
pub async fn run(app: Arc<AppState>, stop: CancellationToken) {
    let mut anew = true;
    loop {
        let looked = tokio::select! {
            () = stop.cancelled() => break,
            looked = connections::look(&app, anew) => looked,
        };
        if let Err(error) = looked {
            tracing::error!(%error, "connections could not be tried");
        }
        anew = false;
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}
