//! The zone database, which only the server has: zones by IANA name for the range at hand, and the names to choose from.

use std::collections::HashMap;
use std::str::FromStr;
use std::sync::{Arc, LazyLock, PoisonError, RwLock};

use chrono::{Offset, TimeZone};
use chrono_tz::Tz;

use crate::domain::time::{Instant, OffsetChange, ZONE_NAMES, Zone, from_ms, ms};

/// What is kept of a zone once asked for: the years 1970 to 2099.
const KEPT_FROM_MS: i64 = 0;
const KEPT_UNTIL_MS: i64 = 4_102_444_800_000;
/// No zone ever changed its offset twice within half a day (the tests look).
const STRIDE_MS: i64 = 12 * 3_600_000;

static KEPT: LazyLock<RwLock<HashMap<Tz, Arc<[OffsetChange]>>>> = LazyLock::new(RwLock::default);
static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| ZONE_NAMES.lines().filter(|name| is_known(name)).collect());

/// The zone of that IANA name with every offset change from one moment up to another; `None` when there is no such zone.
pub fn zone(name: &str, from: Instant, until: Instant) -> Option<Zone> {
    let tz = Tz::from_str(name).ok()?;
    let (from, until) = (ms(from), ms(until));
    let changes = if (KEPT_FROM_MS..until).contains(&from) && until <= KEPT_UNTIL_MS {
        let kept = kept(tz);
        let first = kept.partition_point(|change| change.at_ms <= from);
        kept.iter().skip(first).take_while(|change| change.at_ms < until).copied().collect()
    } else {
        scan(tz, from, until)
    };
    Zone::new(name, offset_seconds(tz, from), changes).ok()
}

/// Says whether there is a zone of that name.
pub fn is_known(name: &str) -> bool {
    Tz::from_str(name).is_ok()
}

/// Names to choose from, sorted, UTC first: one or more for each country, without the old spellings that
/// [`is_known`] takes as well.
pub fn names() -> &'static [&'static str] {
    &NAMES
}

fn kept(tz: Tz) -> Arc<[OffsetChange]> {
    // Nothing panics while the lock is held, and a half-written map cannot be: poison is no concern.
    if let Some(changes) = KEPT.read().unwrap_or_else(PoisonError::into_inner).get(&tz) {
        return Arc::clone(changes);
    }
    let changes: Arc<[OffsetChange]> = scan(tz, KEPT_FROM_MS, KEPT_UNTIL_MS).into();
    KEPT.write().unwrap_or_else(PoisonError::into_inner).insert(tz, Arc::clone(&changes));
    changes
}

/// The changes after `from` and before `until`: strides over the range, bisects where the offset differs.
fn scan(tz: Tz, from: i64, until: i64) -> Vec<OffsetChange> {
    let (mut at, mut offset, mut changes) = (from, offset_seconds(tz, from), Vec::new());
    while at < until {
        let next = (at + STRIDE_MS).min(until);
        let offset_seconds = offset_seconds(tz, next);
        if offset_seconds != offset {
            let at_ms = first_of(tz, at, next, offset);
            if at_ms < until {
                changes.push(OffsetChange { at_ms, offset_seconds });
            }
            offset = offset_seconds;
        }
        at = next;
    }
    changes
}

/// The first moment after `before` at which the offset is no longer `offset`; at `after` it is not.
fn first_of(tz: Tz, mut before: i64, mut after: i64, offset: i32) -> i64 {
    while after - before > 1 {
        let middle = before + (after - before) / 2;
        if offset_seconds(tz, middle) == offset { before = middle } else { after = middle }
    }
    after
}

fn offset_seconds(tz: Tz, at_ms: i64) -> i32 {
    tz.offset_from_utc_datetime(&from_ms(at_ms).naive_utc()).fix().local_minus_utc()
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Utc};

    use super::*;

    fn at(text: &str) -> Instant {
        text.parse::<DateTime<Utc>>().expect("an instant")
    }

    #[test]
    fn a_zone_has_the_changes_of_its_range_and_no_others() {
        let berlin = zone("Europe/Berlin", at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z")).expect("known");
        let changes: Vec<_> = berlin.changes().iter().map(|c| (from_ms(c.at_ms).to_rfc3339(), c.offset_seconds)).collect();
        let expected = [("2026-03-29T01:00:00+00:00".to_owned(), 7200), ("2026-10-25T01:00:00+00:00".to_owned(), 3600)];
        assert_eq!(changes, expected);

        let one_day = zone("Europe/Berlin", at("2026-07-01T00:00:00Z"), at("2026-07-02T00:00:00Z")).expect("known");
        assert_eq!((one_day.changes().len(), one_day.offset_seconds_at(at("2026-07-01T12:00:00Z"))), (0, 7200));
        assert!(zone("Mars/Olympus", at("2026-01-01T00:00:00Z"), at("2026-01-02T00:00:00Z")).is_none());
    }

    #[test]
    fn a_range_outside_the_kept_years_is_scanned() {
        let lmt = zone("Europe/Berlin", at("1890-01-01T00:00:00Z"), at("1900-01-01T00:00:00Z")).expect("known");
        assert_eq!(lmt.offset_label_at(at("1890-01-01T00:00:00Z")), "UTC+0:53:28");
        assert_eq!(lmt.offset_label_at(at("1899-01-01T00:00:00Z")), "UTC+1");
        assert_eq!(lmt.changes().len(), 1);
    }

    #[test]
    fn every_hour_of_seven_difficult_zones_is_right() {
        for name in ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Africa/Casablanca"]
            .into_iter()
            .chain(["America/Sao_Paulo", "Pacific/Apia"])
        {
            let (from, until) = (at("2009-01-01T00:00:00Z"), at("2031-01-01T00:00:00Z"));
            let tz = Tz::from_str(name).expect("known");
            let zone = zone(name, from, until).expect("known");
            for at_ms in (ms(from)..ms(until)).step_by(3_600_000) {
                assert_eq!(zone.offset_seconds_at(from_ms(at_ms)), offset_seconds(tz, at_ms), "{name} {}", from_ms(at_ms));
            }
        }
    }

    /// Takes a minute; what it found holds for the pinned database: `cargo test -- --ignored`.
    #[test]
    #[ignore = "a minute of looking at every hour of every zone; run it when chrono-tz is raised"]
    fn no_zone_changes_twice_within_a_stride() {
        for tz in chrono_tz::TZ_VARIANTS {
            let by_stride = scan(tz, KEPT_FROM_MS, KEPT_UNTIL_MS);
            let hours = (KEPT_FROM_MS..KEPT_UNTIL_MS).step_by(3_600_000).map(|at| offset_seconds(tz, at));
            let mut offset = offset_seconds(tz, KEPT_FROM_MS);
            let mut changes = 0;
            for next in hours {
                changes += usize::from(next != offset);
                offset = next;
            }
            assert_eq!(by_stride.len(), changes, "{tz}");
        }
    }

    #[test]
    fn the_names_to_choose_from_are_all_known_and_few_enough() {
        assert_eq!(names().len(), ZONE_NAMES.lines().count());
        assert_eq!(names().first(), Some(&"UTC"));
        assert!(names().iter().skip(1).is_sorted());
        assert!(names().contains(&"Asia/Kolkata") && !names().contains(&"Asia/Calcutta"));
        assert!(is_known("Asia/Calcutta"), "what some browsers still say");
    }
}
