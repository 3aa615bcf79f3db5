//! What runs beside the requests: sending messages, looking after connections, ending offers in time, asking applicant tracking systems,
//! hearing other instances' changes.

pub mod ats;
mod connections;
mod listen;
mod offers;
pub mod outbox;
mod tasks;

use std::sync::Arc;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::ctx::AppState;

/// Starts the background jobs; they end when `stop` is cancelled, and `wait` on the tracker then returns.
pub fn start(app: &Arc<AppState>, stop: &CancellationToken) -> TaskTracker {
    let tracker = TaskTracker::new();
    tracker.spawn(listen::run(app.clone(), stop.clone()));
    tracker.spawn(outbox::run(app.clone(), stop.clone()));
    tracker.spawn(connections::run(app.clone(), stop.clone()));
    tracker.spawn(offers::run(app.clone(), stop.clone()));
    tracker.spawn(tasks::run(app.clone(), stop.clone()));
    tracker.spawn(ats::run(app.clone(), stop.clone()));
    tracker.close();
    tracker
}
