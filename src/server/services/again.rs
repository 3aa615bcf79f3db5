//! Use cases that change many records: PostgreSQL may give one up for the sake of another that holds what it waits for.

use std::future::Future;
use std::time::Duration;

use crate::server::error::{Error, Result, StoreError};

/// Pauses before the next tries, in milliseconds: whoever went first is done by then.
const PAUSES: [u64; 3] = [20, 80, 320];

/// Does the whole of a use case, its one transaction included, and does it again where the database gave that up: nothing of it stands then.
/// `work` does nothing else that stays.
///
/// # Errors
/// Those of `work`; also where the database gives up the last try.
pub async fn again<T, F: Future<Output = Result<T>>>(work: impl Fn() -> F) -> Result<T> {
    for pause in PAUSES {
        match work().await {
            Err(Error::Store(StoreError::GivenUp)) => tokio::time::sleep(Duration::from_millis(pause)).await,
            done => return done,
        }
    }
    work().await
}
