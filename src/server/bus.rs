//! The change bus: what changed, told to every open page after the commit.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tokio::sync::{Notify, broadcast};

/// A committed change, without data: who may see the record asks for it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The history event.
    pub event_id: String,
    /// What happened (`interview.booked`).
    pub action: String,
    /// The records concerned: `job:ID`, `page:ID`, `request:ID`, `candidate:ID`, `interview:ID`, `calendar:ID`, …
    pub topics: Vec<String>,
}

impl Change {
    /// For PostgreSQL's NOTIFY, which takes at most 8,000 bytes: topics that do not fit become the topic `*`.
    pub fn to_payload(&self) -> String {
        let whole = serde_json::json!(self).to_string();
        if whole.len() < 7_900 {
            return whole;
        }
        serde_json::json!({ "event_id": self.event_id, "action": self.action, "topics": ["*"] }).to_string()
    }
}

/// The bus of this process.
#[derive(Debug, Clone)]
pub struct Bus {
    changes: broadcast::Sender<Change>,
    outbox: Arc<Notify>,
}

impl Default for Bus {
    fn default() -> Self {
        Self { changes: broadcast::channel(1024).0, outbox: Arc::default() }
    }
}

impl Bus {
    /// Tells all who listen; nobody listening is fine.
    pub fn publish(&self, change: Change) {
        // An error means only that no page is open.
        let _ = self.changes.send(change);
    }

    /// Listens from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Change> {
        self.changes.subscribe()
    }

    /// Woken whenever a transaction that put messages into the outbox was committed.
    pub fn outbox(&self) -> Arc<Notify> {
        self.outbox.clone()
    }
}
