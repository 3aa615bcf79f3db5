//! The present: the only place that reads it.

use std::sync::atomic::{AtomicI64, Ordering};

use crate::domain::time::{Instant, from_ms};

/// Tells the present, in whole milliseconds.
pub trait Clock: Send + Sync {
    /// The present.
    fn now(&self) -> Instant;
}

/// The computer's clock.
#[derive(Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the clock that everything else is given")]
    fn now(&self) -> Instant {
        from_ms(chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now()).timestamp_millis())
    }
}

/// The computer's clock, moved: for trying a week to come (`serve --present`).
#[derive(Debug)]
pub struct MovedClock(chrono::TimeDelta);

impl MovedClock {
    /// A clock that shows `present` now and goes on from there.
    pub fn showing(present: Instant) -> Self {
        Self(present - SystemClock.now())
    }
}

impl Clock for MovedClock {
    fn now(&self) -> Instant {
        SystemClock.now() + self.0
    }
}

/// A clock that stands where it is put: for tests, and for trying a week to come.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// A clock that stands at `at`.
    pub fn at(at: Instant) -> Self {
        Self(AtomicI64::new(at.timestamp_millis()))
    }

    /// Moves it.
    pub fn set(&self, at: Instant) {
        self.0.store(at.timestamp_millis(), Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Instant {
        from_ms(self.0.load(Ordering::SeqCst))
    }
}
