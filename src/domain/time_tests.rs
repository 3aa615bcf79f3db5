use chrono::{DateTime, Days, LocalResult, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use super::*;
use crate::domain::testing::{PLACES, at, civil, span, zone, zone_around};

fn date(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn berlin() -> Zone {
    zone(Tz::Europe__Berlin, at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"))
}

/// RFC 5545, 3.3.5, from the zone database: what is skipped is read with the offset before, of two the earlier.
fn resolved(tz: Tz, civil: NaiveDateTime) -> Instant {
    match tz.from_local_datetime(&civil) {
        LocalResult::Single(only) => only.with_timezone(&Utc),
        LocalResult::Ambiguous(one, other) => one.min(other).with_timezone(&Utc),
        LocalResult::None => {
            let last_before = (1..=2 * 1440).find_map(|minutes| {
                let earlier = civil - TimeDelta::minutes(minutes);
                tz.from_local_datetime(&earlier).latest().map(|found| found.with_timezone(&Utc) + TimeDelta::minutes(minutes))
            });
            last_before.expect("a moment before the gap")
        }
    }
}

#[test]
fn milliseconds_outside_the_calendar_are_brought_within() {
    assert_eq!(ms(from_ms(i64::MAX)), LAST_MS);
    assert_eq!(ms(from_ms(i64::MIN)), FIRST_MS);
    assert_eq!(ms(DateTime::<Utc>::MAX_UTC), LAST_MS);
    assert_eq!(from_ms(LAST_MS).to_rfc3339(), "9999-12-31T23:59:59.999+00:00");
    assert_eq!(from_ms(FIRST_MS).to_rfc3339(), "0001-01-01T00:00:00+00:00");
    assert_eq!(plus_minutes(at("2026-01-01T00:00:00Z"), i64::MAX), from_ms(LAST_MS));
    assert_eq!(plus_minutes(at("2026-01-01T00:00:00Z"), -90), at("2025-12-31T22:30:00Z"));
}

#[test]
fn every_minute_around_every_change_agrees_with_the_zone_database() {
    for place in &PLACES {
        let (zone, tz) = (zone_around(place), place.tz);
        let change = ms(at(place.change));
        for minute in -3 * 1440..3 * 1440_i64 {
            let instant = from_ms(change + minute * MINUTE_MS);
            let there = instant.with_timezone(&tz);
            assert_eq!(zone.civil(instant), there.naive_local(), "{tz} {instant}");
            assert_eq!(zone.date(instant), there.date_naive());
            assert_eq!(zone.offset_seconds_at(instant), there.offset().fix().local_minus_utc());
            let wall = instant.naive_utc();
            assert_eq!(zone.instant(wall), resolved(tz, wall), "{tz} {wall}");
        }
    }
}

#[test]
fn days_follow_one_another_without_a_gap_and_hold_their_moments() {
    for place in &PLACES {
        let zone = zone_around(place);
        let middle = zone.date(at(place.change));
        let days = (0..9).filter_map(|offset| zone.day(middle - Days::new(4) + Days::new(offset)));
        let days: Vec<Span> = days.collect();
        assert!(days.windows(2).all(|pair| pair[0].end() == pair[1].start()), "{}", zone.name());
        for minute in -2 * 1440..2 * 1440_i64 {
            let instant = plus_minutes(at(place.change), minute);
            let date = zone.date(instant);
            assert!(zone.moments_of(date).contains(instant), "{} {instant}", zone.name());
            assert!(!zone.moments_of(date + Days::new(1)).contains(instant), "{} {instant}", zone.name());
            assert!(!zone.moments_of(date - Days::new(1)).contains(instant), "{} {instant}", zone.name());
        }
    }
}

#[test]
fn a_skipped_time_falls_later_and_a_repeated_one_earlier() {
    let berlin = berlin();
    assert_eq!(berlin.instant(civil("2026-03-29T02:30")), at("2026-03-29T01:30:00Z"));
    assert_eq!(berlin.civil(at("2026-03-29T01:30:00Z")), civil("2026-03-29T03:30"));
    assert_eq!(berlin.instant(civil("2026-10-25T02:30")), at("2026-10-25T00:30:00Z"));
    assert_eq!(berlin.instant(civil("2026-10-25T03:00")), at("2026-10-25T02:00:00Z"));
}

#[test]
fn days_have_23_24_or_25_hours_and_may_begin_at_one() {
    let hours = |zone: &Zone, day: &str| zone.day(date(day)).map(|day| day.duration_minutes() as f64 / 60.0);
    let berlin = berlin();
    assert_eq!(hours(&berlin, "2026-03-29"), Some(23.0));
    assert_eq!(hours(&berlin, "2026-03-30"), Some(24.0));
    assert_eq!(hours(&berlin, "2026-10-25"), Some(25.0));
    assert_eq!(hours(&zone_around(&PLACES[5]), "2026-04-05"), Some(24.5));
    let sao_paulo = zone_around(&PLACES[9]);
    let day = sao_paulo.day(date("2018-11-04")).expect("a day");
    assert_eq!((sao_paulo.civil(day.start()), day.duration_minutes()), (civil("2018-11-04T01:00"), 23 * 60));
}

#[test]
fn a_skipped_day_is_no_span() {
    let apia = zone_around(&PLACES[11]);
    assert_eq!(apia.day(date("2011-12-30")), None);
    assert!(apia.moments_of(date("2011-12-30")).is_empty());
    assert_eq!(apia.day(date("2011-12-29")), Some(span("2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z")));
    assert_eq!(apia.day(date("2011-12-31")), Some(span("2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z")));
}

#[test]
fn the_ends_of_the_calendar_do_not_panic() {
    let zone = berlin();
    for edge in [NaiveDate::MIN, NaiveDate::MAX] {
        zone.day(edge);
        zone.moments_of(edge);
        zone.instant(edge.and_time(NaiveTime::MIN));
    }
    for edge in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC] {
        zone.civil(edge);
        zone.offset_label_at(edge);
    }
}

#[test]
fn offsets_read_as_people_write_them() {
    let label = |seconds| Zone::new("Etc/Test", seconds, vec![]).expect("a zone").offset_label_at(at("2026-01-01T00:00:00Z"));
    assert_eq!(label(0), "UTC");
    assert_eq!(label(5 * 3600 + 1800), "UTC+5:30");
    assert_eq!(label(-4 * 3600), "UTC−4");
    assert_eq!(label(-3 * 3600 - 1800), "UTC−3:30");
    assert_eq!(label(53 * 60 + 28), "UTC+0:53:28");
    assert_eq!(city("America/Argentina/Buenos_Aires"), "Buenos Aires");
    assert_eq!(Zone::utc().city(), "UTC");
}

#[test]
fn what_is_no_zone_is_refused() {
    let change = |at_ms, offset_seconds| OffsetChange { at_ms, offset_seconds };
    assert_eq!(Zone::new("", 0, vec![]), Err(ZoneError::Name));
    assert_eq!(Zone::new("Europe//Berlin", 0, vec![]), Err(ZoneError::Name));
    assert_eq!(Zone::new("<script>", 0, vec![]), Err(ZoneError::Name));
    assert_eq!(Zone::new("UTC", 86_400, vec![]), Err(ZoneError::Offset(86_400)));
    assert_eq!(Zone::new("UTC", 0, vec![change(1, i32::MIN)]), Err(ZoneError::Offset(i32::MIN)));
    assert_eq!(Zone::new("UTC", 0, vec![change(5, 1), change(5, 2)]), Err(ZoneError::Order));
    assert_eq!(Zone::new("UTC", 0, vec![change(i64::MAX, 1)]), Err(ZoneError::Order));
    assert_eq!(Zone::new("UTC", 0, vec![change(0, 1); MAX_CHANGES + 1]), Err(ZoneError::TooMany));
}

#[test]
fn a_zone_travels_as_a_few_bytes_and_is_checked_on_arrival() {
    let berlin = berlin();
    let sent = serde_json::to_string(&berlin).expect("json");
    assert!(sent.len() < 200, "{sent}");
    assert_eq!(serde_json::from_str::<Zone>(&sent).expect("the zone"), berlin);
    let wrong = sent.replace("3600", "360000");
    assert!(serde_json::from_str::<Zone>(&wrong).is_err());
}
