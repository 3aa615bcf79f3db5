//! What tests of the domain share: zones from a zone database, and random cases that can be repeated.

use std::fmt::Debug;
use std::hash::{BuildHasher, RandomState};
use std::io::Write;

use chrono::{DateTime, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngSeed, TestCaseResult, TestRunner};

use super::span::Span;
use super::time::{Instant, OffsetChange, Zone, from_ms, ms};

/// A zone, a moment at which its clocks change, and what is remarkable about it.
pub struct Place {
    pub tz: Tz,
    pub change: &'static str,
}

/// Clock changes of every kind that matters.
pub const PLACES: [Place; 14] = [
    Place { tz: Tz::Europe__Berlin, change: "2026-03-29T01:00:00Z" },
    Place { tz: Tz::Europe__Berlin, change: "2026-10-25T01:00:00Z" },
    Place { tz: Tz::America__New_York, change: "2026-03-08T07:00:00Z" },
    Place { tz: Tz::America__New_York, change: "2026-11-01T06:00:00Z" },
    // Half an hour off, for good.
    Place { tz: Tz::Asia__Kolkata, change: "2026-06-01T00:00:00Z" },
    // Changes by half an hour.
    Place { tz: Tz::Australia__Lord_Howe, change: "2026-04-04T15:00:00Z" },
    Place { tz: Tz::Australia__Lord_Howe, change: "2026-10-03T15:30:00Z" },
    // Sets its clocks back for Ramadan.
    Place { tz: Tz::Africa__Casablanca, change: "2026-02-15T02:00:00Z" },
    Place { tz: Tz::Africa__Casablanca, change: "2026-03-22T02:00:00Z" },
    // At midnight, so that a day has no midnight, or the last hour comes twice.
    Place { tz: Tz::America__Sao_Paulo, change: "2018-11-04T03:00:00Z" },
    Place { tz: Tz::America__Sao_Paulo, change: "2018-02-18T02:00:00Z" },
    // Skipped a whole day.
    Place { tz: Tz::Pacific__Apia, change: "2011-12-30T10:00:00Z" },
    // Its evening comes twice a minute after midnight.
    Place { tz: Tz::America__St_Johns, change: "2006-10-29T02:31:00Z" },
    Place { tz: Tz::America__St_Johns, change: "2006-04-02T03:31:00Z" },
];

/// An instant from text (RFC 3339).
pub fn at(text: &str) -> Instant {
    text.parse::<DateTime<Utc>>().expect("an instant")
}

/// A civil time from text: `2026-03-29T02:30`.
pub fn civil(text: &str) -> NaiveDateTime {
    format!("{text}:00").parse().expect("a civil time")
}

/// A span from text.
pub fn span(start: &str, end: &str) -> Span {
    Span::new(at(start), at(end)).expect("a span")
}

/// The zone for a range, by looking at every minute of each hour in which the offset changes.
pub fn zone(tz: Tz, from: Instant, until: Instant) -> Zone {
    let offset = |at_ms: i64| tz.offset_from_utc_datetime(&from_ms(at_ms).naive_utc()).fix().local_minus_utc();
    let mut changes = Vec::new();
    for hour in (ms(from)..ms(until)).step_by(3_600_000) {
        if offset(hour) != offset(hour + 3_600_000) {
            let minute = (hour..hour + 3_600_000).step_by(60_000).find(|minute| offset(*minute) != offset(minute + 60_000));
            let at_ms = minute.expect("a change on a whole minute") + 60_000;
            changes.push(OffsetChange { at_ms, offset_seconds: offset(at_ms) });
        }
    }
    Zone::new(tz.name(), offset(ms(from)), changes).expect("a zone")
}

/// The zone of a place from 30 days before its change to 30 days after.
pub fn zone_around(place: &Place) -> Zone {
    let change = ms(at(place.change));
    zone(place.tz, from_ms(change - 30 * 86_400_000), from_ms(change + 30 * 86_400_000))
}

/// Tries random cases. The seed is printed first; `PROPTEST_RNG_SEED=… cargo test` repeats a run, `PROPTEST_CASES`
/// sets another number, and a case that failed is kept in `proptest-regressions/` and tried first from then on.
pub fn check<S: Strategy<Value: Debug>>(source_file: &'static str, cases: u32, strategy: S, test: impl Fn(S::Value) -> TestCaseResult) {
    let mut config = Config::with_source_file(source_file);
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
    }
    let seed = match config.rng_seed {
        RngSeed::Fixed(seed) => seed,
        RngSeed::Random => RandomState::new().hash_one(source_file),
    };
    config.rng_seed = RngSeed::Fixed(seed);
    // Written past the capture of the test harness, so that the log of a run that passes names its seed, too.
    let _ = writeln!(std::io::stderr(), "{} cases of {source_file}, PROPTEST_RNG_SEED={seed}", config.cases);
    if let Err(failure) = TestRunner::new(config).run(&strategy, test) {
        panic!("{failure}\nagain with PROPTEST_RNG_SEED={seed}");
    }
}
