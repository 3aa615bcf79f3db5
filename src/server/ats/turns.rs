//! Who writes down what a system says, and when: one at a time for each connection. They wait here, not in a transaction, as each would
//! hold one of the few connections to the database.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedMutexGuard, Semaphore, SemaphorePermit};

use crate::domain::id::AtsId;

/// Deliveries that are worked on or wait in this process, at most: each has its body in memory.
pub const MOST_DELIVERIES: usize = 16;

/// Deliveries and pulls of this process.
#[derive(Debug)]
pub struct Turns {
    deliveries: Semaphore,
    by_connection: Mutex<HashMap<AtsId, Arc<tokio::sync::Mutex<()>>>>,
}

impl Default for Turns {
    fn default() -> Self {
        Self { deliveries: Semaphore::new(MOST_DELIVERIES), by_connection: Mutex::default() }
    }
}

impl Turns {
    /// A delivery's place, until it is dropped; none where all are taken.
    pub fn place(&self) -> Option<SemaphorePermit<'_>> {
        self.deliveries.try_acquire().ok()
    }

    /// Waits until nobody else in this process writes for a connection that there is, and keeps the others waiting until it is dropped.
    pub async fn next(&self, connection: AtsId) -> OwnedMutexGuard<()> {
        let turn = {
            // Nothing panics while the lock is held.
            let mut turns = self.by_connection.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(turns.entry(connection).or_default())
        };
        turn.lock_owned().await
    }
}
