//! Ends offers whose time to answer is over. That nobody can answer any more does not wait for it: it only notes so and tells the recruiter.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::server::ctx::{AppState, Ctx};
use crate::server::services::offers::sending;

/// How often it looks.
const LOOK: Duration = Duration::from_secs(30);

/// Looks until told to stop.
pub async fn run(app: Arc<AppState>, stop: CancellationToken) {
    loop {
        let ctx = Ctx::system(app.clone(), "offers".into());
        if let Err(error) = sending::expire(&ctx).await {
            tracing::error!(%error, "offers whose time is over could not be ended");
        }
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}
