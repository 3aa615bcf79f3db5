//! The change bus: what changed, told to every open page after the commit.

use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;

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
pub struct Bus(broadcast::Sender<Change>);

impl Default for Bus {
    fn default() -> Self {
        Self(broadcast::channel(1024).0)
    }
}

impl Bus {
    /// Tells all who listen; nobody listening is fine.
    pub fn publish(&self, change: Change) {
        // An error means only that no page is open.
        let _ = self.0.send(change);
    }

    /// Listens from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Change> {
        self.0.subscribe()
    }
}
