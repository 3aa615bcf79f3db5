//! Hears what other instances changed, on PostgreSQL.

use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::PgListener;
use tokio_util::sync::CancellationToken;

use crate::server::bus::Change;
use crate::server::ctx::AppState;

/// Passes every NOTIFY on to this process's bus until told to stop. After a lost connection, open pages are told to ask again for everything.
pub async fn run(app: Arc<AppState>, stop: CancellationToken) {
    let Some(pool) = app.store.postgres().cloned() else { return };
    while !stop.is_cancelled() {
        let heard = async {
            let mut listener = PgListener::connect_with(&pool).await?;
            listener.listen("agendum").await?;
            // Whatever happened between two connections went unheard.
            app.bus.publish(missed());
            loop {
                match listener.try_recv().await? {
                    Some(notification) => match serde_json::from_str(notification.payload()) {
                        Ok(change) => app.bus.publish(change),
                        Err(error) => tracing::warn!(%error, "a notification that is not ours"),
                    },
                    None => app.bus.publish(missed()),
                }
            }
        };
        let outcome: Result<(), sqlx::Error> = tokio::select! {
            () = stop.cancelled() => return,
            outcome = heard => outcome,
        };
        if let Err(error) = outcome {
            tracing::warn!(%error, "not hearing other instances; trying again");
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(Duration::from_secs(2)) => {}
            }
        }
    }
}

fn missed() -> Change {
    Change { event_id: String::new(), action: "missed".into(), topics: vec!["*".into()] }
}
