//! What every slot obeys: duration, step, notice, horizon.

use serde::{Deserialize, Serialize};

use super::request::RequestError;
use crate::domain::time::{DAY_MS, Instant, LAST_MS, MINUTE_MS, Zone, from_ms, ms};

/// Longest meeting and longest step, in minutes.
pub const MAX_MINUTES: u32 = 24 * 60;
/// Longest time from the least notice to the horizon, in days.
pub const MAX_HORIZON_DAYS: i64 = 732;

/// What every slot has to obey whoever takes part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RuleParts")]
pub struct Rules {
    duration_minutes: u32,
    step_minutes: u32,
    zone: Zone,
    earliest: Instant,
    latest: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    besides: Option<Instant>,
}

#[derive(Deserialize)]
struct RuleParts {
    duration_minutes: u32,
    step_minutes: u32,
    zone: Zone,
    earliest: Instant,
    latest: Instant,
    #[serde(default)]
    besides: Option<Instant>,
}

impl TryFrom<RuleParts> for Rules {
    type Error = RequestError;
    fn try_from(parts: RuleParts) -> Result<Self, RequestError> {
        let mut rules = Rules::new(parts.duration_minutes, parts.step_minutes, parts.zone, parts.earliest, parts.latest)?;
        rules.besides = parts.besides;
        Ok(rules)
    }
}

impl Rules {
    /// Slots of so many minutes that start when the wall clock of `zone` shows a multiple of the step after midnight
    /// (every 30 minutes: on the hour and half past, in half-hour zones and across clock changes, too), from `earliest`
    /// (now and the least notice) up to, not including, `latest` (the horizon).
    ///
    /// # Errors
    /// When duration or step is not 1 to [`MAX_MINUTES`], or the horizon too far.
    pub fn new(duration_minutes: u32, step_minutes: u32, zone: Zone, earliest: Instant, latest: Instant) -> Result<Self, RequestError> {
        if !(1..=MAX_MINUTES).contains(&duration_minutes) {
            return Err(RequestError::Duration(duration_minutes));
        }
        if !(1..=MAX_MINUTES).contains(&step_minutes) {
            return Err(RequestError::Step(step_minutes));
        }
        if ms(latest) - ms(earliest) > MAX_HORIZON_DAYS * DAY_MS {
            return Err(RequestError::Horizon);
        }
        let (earliest, latest) = (from_ms(ms(earliest)), from_ms(ms(latest).min(LAST_MS - DAY_MS)));
        Ok(Self { duration_minutes, step_minutes, zone, earliest, latest, besides: None })
    }

    /// Length of a slot in minutes.
    pub fn duration_minutes(&self) -> u32 {
        self.duration_minutes
    }

    /// Minutes on the wall clock between two starts.
    pub fn step_minutes(&self) -> u32 {
        self.step_minutes
    }

    /// The zone whose wall clock the starts are aligned to.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The first moment at which a slot may start.
    pub fn earliest(&self) -> Instant {
        self.earliest
    }

    /// The moment before which a slot has to start.
    pub fn latest(&self) -> Instant {
        self.latest
    }

    /// A start that is allowed besides those on the steps, such as the present one of an interview that is moved.
    pub fn besides(&self) -> Option<Instant> {
        self.besides
    }

    /// Allows one start besides those on the steps.
    #[must_use]
    pub fn with_start_besides(self, start: Instant) -> Self {
        Self { besides: Some(from_ms(ms(start))), ..self }
    }

    pub(super) fn lift_earliest(&mut self, earliest: Instant) {
        self.earliest = self.earliest.min(earliest);
    }

    pub(super) fn lift_latest(&mut self, latest: Instant) {
        self.latest = self.latest.max(latest);
    }

    pub(super) fn duration_ms(&self) -> i64 {
        i64::from(self.duration_minutes) * MINUTE_MS
    }
}
