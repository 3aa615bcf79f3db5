//! Instants, and civil time in a zone: the only place where one becomes the other.
//!
//! The zone database stays on the server. What the browser gets is a [`Zone`]: the offset changes of one
//! zone over the range a page is about, a few dozen bytes instead of a database.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use super::span::{Span, SpanSet};

/// A moment, in UTC, counted in whole milliseconds.
pub type Instant = DateTime<Utc>;

/// The first moment that is represented: 0001-01-01T00:00:00Z, in milliseconds of the Unix epoch.
pub const FIRST_MS: i64 = -62_135_596_800_000;
/// The last moment that is represented: 9999-12-31T23:59:59.999Z, in milliseconds of the Unix epoch.
pub const LAST_MS: i64 = 253_402_300_799_999;
/// Milliseconds of a minute.
pub const MINUTE_MS: i64 = 60_000;
/// Milliseconds of a day of 24 hours.
pub const DAY_MS: i64 = 86_400_000;

/// Names of zones to choose from, one a line, UTC first: one or more for each country, without old spellings.
pub const ZONE_NAMES: &str = include_str!("zone_names.txt");

const MAX_CHANGES: usize = 4_096;
const MAX_NAME: usize = 64;

/// The moment so many milliseconds after 1970-01-01T00:00:00Z; outside the years 1 to 9999 the nearest one within.
pub fn from_ms(ms: i64) -> Instant {
    // The clamped number lies far within chrono's calendar, so the fallback is never taken.
    DateTime::from_timestamp_millis(ms.clamp(FIRST_MS, LAST_MS)).unwrap_or(DateTime::UNIX_EPOCH)
}

/// Milliseconds since 1970-01-01T00:00:00Z, cut to whole ones and to the years 1 to 9999.
pub fn ms(instant: Instant) -> i64 {
    instant.timestamp_millis().clamp(FIRST_MS, LAST_MS)
}

/// The moment so many minutes later (earlier when negative), within the years 1 to 9999.
pub fn plus_minutes(instant: Instant, minutes: i64) -> Instant {
    from_ms(ms(instant).saturating_add(minutes.saturating_mul(MINUTE_MS)))
}

/// Says whether a text looks like the name of an IANA zone; only the server knows whether the zone exists.
pub fn is_zone_name(name: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'+' | b'/');
    !name.is_empty() && name.len() <= MAX_NAME && name.bytes().all(plain) && name.split('/').all(|part| !part.is_empty())
}

/// Why a zone was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ZoneError {
    /// Not the form of an IANA name.
    #[error("not the name of a time zone")]
    Name,
    /// An offset of a day or more.
    #[error("an offset of {0} s is more than a day")]
    Offset(i32),
    /// The changes are not in strictly rising order, or outside the calendar.
    #[error("the offset changes are out of order")]
    Order,
    /// More changes than any zone has.
    #[error("more than {MAX_CHANGES} offset changes")]
    TooMany,
}

/// From `at_ms` on, the zone's clocks are `offset_seconds` ahead of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct OffsetChange {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// Seconds ahead of UTC (behind it when negative).
    pub offset_seconds: i32,
}

/// A time zone as far as one page or one computation needs it: the offset at the beginning of a range and every
/// change within the range. Before the range the first offset holds, after it the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts")]
pub struct Zone {
    name: String,
    offset_seconds: i32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    changes: Vec<OffsetChange>,
}

#[derive(Deserialize)]
struct Parts {
    name: String,
    offset_seconds: i32,
    #[serde(default)]
    changes: Vec<OffsetChange>,
}

impl TryFrom<Parts> for Zone {
    type Error = ZoneError;
    fn try_from(parts: Parts) -> Result<Self, ZoneError> {
        Zone::new(parts.name, parts.offset_seconds, parts.changes)
    }
}

impl Zone {
    /// Universal time.
    pub fn utc() -> Self {
        Self { name: "UTC".to_owned(), offset_seconds: 0, changes: Vec::new() }
    }

    /// A zone from its IANA name, the offset before the first change, and the changes in rising order.
    ///
    /// # Errors
    /// When the name is not one, an offset reaches a day, or the changes do not rise.
    pub fn new(name: impl Into<String>, offset_seconds: i32, changes: Vec<OffsetChange>) -> Result<Self, ZoneError> {
        let name = name.into();
        if !is_zone_name(&name) {
            return Err(ZoneError::Name);
        }
        if changes.len() > MAX_CHANGES {
            return Err(ZoneError::TooMany);
        }
        let offsets = std::iter::once(offset_seconds).chain(changes.iter().map(|change| change.offset_seconds));
        if let Some(wrong) = offsets.into_iter().find(|seconds| seconds.unsigned_abs() >= 86_400) {
            return Err(ZoneError::Offset(wrong));
        }
        let in_range = changes.iter().all(|change| (FIRST_MS..=LAST_MS).contains(&change.at_ms));
        if !in_range || !changes.is_sorted_by(|a, b| a.at_ms < b.at_ms) {
            return Err(ZoneError::Order);
        }
        Ok(Self { name, offset_seconds, changes })
    }

    /// The IANA name, such as `America/New_York`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The place in the name, for people: `New York`.
    pub fn city(&self) -> String {
        city(&self.name)
    }

    /// The offset changes of the range the zone was made for.
    pub fn changes(&self) -> &[OffsetChange] {
        &self.changes
    }

    /// Seconds that the zone's clocks are ahead of UTC at that moment.
    pub fn offset_seconds_at(&self, instant: Instant) -> i32 {
        self.offset_of_run(self.run_at(ms(instant)))
    }

    /// The offset as people write it: `UTC`, `UTC+5:30`, `UTC−4`.
    pub fn offset_label_at(&self, instant: Instant) -> String {
        let offset = self.offset_seconds_at(instant);
        let (sign, size) = (if offset < 0 { '−' } else { '+' }, offset.unsigned_abs());
        let (hours, minutes, seconds) = (size / 3600, size / 60 % 60, size % 60);
        match (hours, minutes, seconds) {
            (0, 0, 0) => "UTC".to_owned(),
            (_, 0, 0) => format!("UTC{sign}{hours}"),
            (_, _, 0) => format!("UTC{sign}{hours}:{minutes:02}"),
            _ => format!("UTC{sign}{hours}:{minutes:02}:{seconds:02}"),
        }
    }

    /// What clock and calendar on the wall show at that moment.
    pub fn civil(&self, instant: Instant) -> NaiveDateTime {
        let at = ms(instant);
        let local = at + i64::from(self.offset_of_run(self.run_at(at))) * 1000;
        // At most a day outside the years 1 to 9999: well within chrono's calendar.
        DateTime::from_timestamp_millis(local).unwrap_or(DateTime::UNIX_EPOCH).naive_utc()
    }

    /// The civil date at that moment.
    pub fn date(&self, instant: Instant) -> NaiveDate {
        self.civil(instant).date()
    }

    /// The moment at which the wall shows that time. A time that the clocks skip is read with the offset before the
    /// change, so it falls later on the wall; of a time that comes twice the earlier is meant (RFC 5545, 3.3.5).
    pub fn instant(&self, civil: NaiveDateTime) -> Instant {
        let local = civil.and_utc().timestamp_millis();
        let (run, at) = self.first_at(local);
        let skipped = at != local - i64::from(self.offset_of_run(run)) * 1000;
        if !skipped {
            return from_ms(at);
        }
        // Only a change can skip something, so there is a run before this one.
        from_ms(local - i64::from(self.offset_of_run(run.saturating_sub(1))) * 1000)
    }

    /// The day from its first moment to the first moment of the next day, 23 or 25 hours long when the clocks change;
    /// `None` for a date that the zone skips (Pacific/Apia had no 30 December 2011).
    pub fn day(&self, date: NaiveDate) -> Option<Span> {
        let (_, start) = self.first_at(midnight_ms(date));
        let (_, end) = self.first_at(midnight_ms(date.succ_opt()?));
        Span::from_ms(start, end).ok()
    }

    /// Exactly the moments at which the calendar on the wall shows that date. This is [`Zone::day`] but for clocks that
    /// are set back across midnight, where a date comes twice.
    pub fn moments_of(&self, date: NaiveDate) -> SpanSet {
        let midnight = midnight_ms(date);
        let runs = self.runs(midnight - DAY_MS, midnight + 2 * DAY_MS);
        runs.filter_map(|run| {
            let start = midnight - run.offset_ms;
            Span::from_ms(start.max(run.start_ms), (start + DAY_MS).min(run.end_ms)).ok()
        })
        .collect()
    }

    /// The stretches of unchanging offset between two moments, in order, cut to them.
    pub(crate) fn runs(&self, from_ms: i64, until_ms: i64) -> impl Iterator<Item = Run> + '_ {
        (self.run_at(from_ms)..=self.changes.len()).map_while(move |run| {
            let start_ms = self.start_of_run(run).max(from_ms);
            let end_ms = self.end_of_run(run).min(until_ms);
            let offset_ms = i64::from(self.offset_of_run(run)) * 1000;
            (start_ms < until_ms).then_some(Run { start_ms, end_ms, offset_ms })
        })
    }

    /// The first moment at which the wall shows that local time or a later one, and the run it lies in.
    fn first_at(&self, local_ms: i64) -> (usize, i64) {
        // Offsets are under a day: what ended more than a day before cannot matter.
        let mut run = self.changes.partition_point(|change| change.at_ms <= local_ms - DAY_MS);
        loop {
            let at = local_ms - i64::from(self.offset_of_run(run)) * 1000;
            if at < self.end_of_run(run) {
                return (run, at.max(self.start_of_run(run)));
            }
            run += 1;
        }
    }

    fn run_at(&self, at_ms: i64) -> usize {
        self.changes.partition_point(|change| change.at_ms <= at_ms)
    }

    fn start_of_run(&self, run: usize) -> i64 {
        run.checked_sub(1).and_then(|before| self.changes.get(before)).map_or(i64::MIN, |change| change.at_ms)
    }

    fn end_of_run(&self, run: usize) -> i64 {
        self.changes.get(run).map_or(i64::MAX, |change| change.at_ms)
    }

    fn offset_of_run(&self, run: usize) -> i32 {
        run.checked_sub(1).and_then(|before| self.changes.get(before)).map_or(self.offset_seconds, |change| change.offset_seconds)
    }
}

/// The place in a zone's name, for people: `America/New_York` is `New York`.
pub fn city(zone_name: &str) -> String {
    match zone_name.rsplit('/').next().unwrap_or(zone_name) {
        // Browsers still report the names that the tz database gave up.
        "Calcutta" => "Kolkata".into(),
        "Kiev" => "Kyiv".into(),
        "Katmandu" => "Kathmandu".into(),
        "Rangoon" => "Yangon".into(),
        "Saigon" => "Ho Chi Minh".into(),
        city => city.replace('_', " "),
    }
}

/// A stretch of time in which a zone's offset does not change.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    pub start_ms: i64,
    pub end_ms: i64,
    pub offset_ms: i64,
}

/// Local midnight of a date, in milliseconds of an epoch that is local, too.
pub(crate) fn midnight_ms(date: NaiveDate) -> i64 {
    date.and_time(NaiveTime::MIN).and_utc().timestamp_millis()
}

#[cfg(test)]
#[path = "time_tests.rs"]
mod tests;
