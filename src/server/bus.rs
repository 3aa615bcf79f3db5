//! The change bus: what changed, told to every open page after the commit.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

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
    told: Arc<AtomicU64>,
    /// Makes a mark of how many were told: a public page need not know how much goes on.
    marks: RandomState,
}

impl Default for Bus {
    fn default() -> Self {
        Self { changes: broadcast::channel(1024).0, outbox: Arc::default(), told: Arc::default(), marks: RandomState::new() }
    }
}

impl Bus {
    /// Tells all who listen; nobody listening is fine.
    pub fn publish(&self, change: Change) {
        self.told.fetch_add(1, Ordering::Relaxed);
        // An error means only that no page is open.
        let _ = self.changes.send(change);
    }

    /// Stands for all changes told so far: another one as soon as there was another change. A page that carries it can tell whether it
    /// missed something before it listened.
    pub fn mark(&self) -> String {
        format!("{:016x}", self.marks.hash_one(self.told.load(Ordering::Relaxed)))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_is_another_after_each_change() {
        let bus = Bus::default();
        let before = bus.mark();
        assert_eq!(bus.mark(), before);
        bus.publish(Change { event_id: String::new(), action: String::new(), topics: Vec::new() });
        assert_ne!(bus.mark(), before);
    }
}
