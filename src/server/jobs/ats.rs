//! Asks applicant tracking systems every ten minutes, soon after a delivery that tells too little, and when an administrator wants it.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::server::ctx::{AppState, Ctx};
use crate::server::services::ats::pull;

/// How often it looks whether a pull is due.
const LOOK: Duration = Duration::from_secs(5);
/// Looks between forgetting old deliveries: once in a few hours.
const SWEEP_EVERY: u32 = 3_000;

/// Looks until told to stop.
pub async fn run(app: Arc<AppState>, stop: CancellationToken) {
    for look in 0_u32.. {
        let ctx = Ctx::system(app.clone(), "ats".into());
        let pulled = tokio::select! {
            () = stop.cancelled() => break,
            pulled = pull::pull_due(&ctx) => pulled,
        };
        if let Err(error) = pulled {
            tracing::error!(%error, "an applicant tracking system could not be asked");
        }
        if look % SWEEP_EVERY == 0
            && let Err(error) = pull::sweep(&ctx).await
        {
            tracing::error!(%error, "old deliveries could not be forgotten");
        }
        tokio::select! {
            () = stop.cancelled() => break,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}
