use chrono::{LocalResult, TimeZone, Utc};
use proptest::prelude::*;

use super::*;
use crate::domain::testing::{PLACES, Place, at, check, span, zone_around};
use crate::domain::time::{from_ms, ms, plus_minutes};

const FROM: i64 = -40 * 60;
const UNTIL: i64 = 40 * 60;

fn hours(text: &str) -> DayHours {
    DayHours::parse(text).expect("hours")
}

fn some_hours() -> impl Strategy<Value = DayHours> {
    prop::collection::vec((0..96_u16, 1..40_u16), 0..4).prop_map(|ranges| {
        let ranges =
            ranges.into_iter().filter_map(|(start, length)| CivilRange::new(start * 15, ((start + length) * 15).min(DAY_MINUTES)).ok());
        // Those that overlap are left out, one by one.
        let mut kept: Vec<CivilRange> = Vec::new();
        for range in ranges {
            let mut more = kept.clone();
            more.push(range);
            if DayHours::new(more.clone()).is_ok() {
                kept = more;
            }
        }
        DayHours::new(kept).expect("no overlap")
    })
}

/// Whether a moment is within the hours, from the zone database and the words of the rule alone.
fn naively_within(weekly: &WeeklyHours, place: &Place, moment: Instant) -> bool {
    let tz = place.tz;
    let instant_of = |civil: NaiveDateTime| match tz.from_local_datetime(&civil) {
        LocalResult::Single(only) => only.with_timezone(&Utc),
        LocalResult::Ambiguous(one, other) => one.min(other).with_timezone(&Utc),
        LocalResult::None => (1..=1440 * 2)
            .find_map(|minutes| {
                let back = TimeDelta::minutes(minutes);
                tz.from_local_datetime(&(civil - back)).latest().map(|found| found.with_timezone(&Utc) + back)
            })
            .expect("a moment before the gap"),
    };
    let date = moment.with_timezone(&tz).date_naive();
    let hours = weekly.exceptions.0.get(&date).unwrap_or(&weekly.days[date.weekday().num_days_from_monday() as usize]);
    hours.ranges().iter().any(|range| {
        let midnight = date.and_time(NaiveTime::MIN);
        let of = |minutes: u16| instant_of(midnight + TimeDelta::minutes(i64::from(minutes)));
        of(range.start_minutes) <= moment && moment < of(range.end_minutes)
    })
}

#[test]
fn hours_around_every_change_agree_with_the_rule_minute_by_minute() {
    // Not St John's: of its two evenings the hours mean the first, which the minute alone does not tell.
    let places: Vec<(&Place, Zone)> = PLACES.iter().take(12).map(|place| (place, zone_around(place))).collect();
    let days = prop::array::uniform7(some_hours());
    let strategy = (0..places.len(), days, prop::option::of((-2..3_i64, some_hours())));
    check(file!(), 300, strategy, |(index, days, exception)| {
        let (place, zone) = &places[index];
        let change = at(place.change);
        let mut exceptions = Exceptions::default();
        if let Some((offset, hours)) = exception {
            exceptions.set(zone.date(plus_minutes(change, offset * 1440)), hours).expect("room");
        }
        let weekly = WeeklyHours::new(place.tz.name(), days, exceptions).expect("hours");
        let spans = weekly.spans(zone, plus_minutes(change, FROM), plus_minutes(change, UNTIL));
        for minute in (FROM..UNTIL).step_by(5) {
            let moment = plus_minutes(change, minute);
            prop_assert_eq!(spans.contains(moment), naively_within(&weekly, place, moment), "{} {}", place.tz, moment);
        }
        Ok(())
    });
}

#[test]
fn nine_stays_nine_across_the_change() {
    let zone = zone_around(&PLACES[0]);
    let office = WeeklyHours::office("Europe/Berlin").expect("hours");
    let spans = office.spans(&zone, at("2026-03-27T00:00:00Z"), at("2026-03-31T00:00:00Z"));
    let friday = span("2026-03-27T08:00:00Z", "2026-03-27T16:00:00Z");
    let monday = span("2026-03-30T07:00:00Z", "2026-03-30T15:00:00Z");
    assert_eq!(spans.as_slice(), [friday, monday]);
}

#[test]
fn a_whole_day_is_as_long_as_the_day_and_a_skipped_day_has_no_hours() {
    let all_day = || std::array::from_fn(|_| hours("0:00-24:00"));
    let berlin = WeeklyHours::new("Europe/Berlin", all_day(), Exceptions::default()).expect("hours");
    let spans = berlin.spans(&zone_around(&PLACES[0]), at("2026-03-20T23:00:00Z"), at("2026-04-02T22:00:00Z"));
    assert_eq!(spans.as_slice(), [span("2026-03-20T23:00:00Z", "2026-04-02T22:00:00Z")]);

    let apia = WeeklyHours::new("Pacific/Apia", std::array::from_fn(|_| hours("9-17")), Exceptions::default()).expect("hours");
    let spans = apia.spans(&zone_around(&PLACES[11]), at("2011-12-29T10:00:00Z"), at("2011-12-31T10:00:00Z"));
    let thursday = span("2011-12-29T19:00:00Z", "2011-12-30T03:00:00Z");
    let saturday = span("2011-12-30T19:00:00Z", "2011-12-31T03:00:00Z");
    assert_eq!(spans.as_slice(), [thursday, saturday]);
}

#[test]
fn an_exception_closes_a_day_or_gives_it_other_hours() {
    let zone = Zone::utc();
    let mut office = WeeklyHours::office("UTC").expect("hours");
    let thursday = "2026-12-24".parse().expect("a date");
    let saturday = "2026-12-26".parse().expect("a date");
    office.exceptions_mut().set(thursday, DayHours::closed()).expect("room");
    office.exceptions_mut().set(saturday, hours("10:00-12:00")).expect("room");
    let spans = office.spans(&zone, at("2026-12-24T00:00:00Z"), at("2026-12-27T00:00:00Z"));
    let friday = span("2026-12-25T09:00:00Z", "2026-12-25T17:00:00Z");
    assert_eq!(spans.as_slice(), [friday, span("2026-12-26T10:00:00Z", "2026-12-26T12:00:00Z")]);
    office.exceptions_mut().clear(thursday);
    assert_eq!(office.hours_on(thursday), &hours("9-17"));
}

#[test]
fn only_the_range_asked_for_comes_back() {
    let office = WeeklyHours::office("UTC").expect("hours");
    let spans = office.spans(&Zone::utc(), at("2026-01-01T10:00:00Z"), at("2026-01-01T11:00:00Z"));
    assert_eq!(spans.as_slice(), [span("2026-01-01T10:00:00Z", "2026-01-01T11:00:00Z")]);
    assert!(office.spans(&Zone::utc(), at("2026-01-02T00:00:00Z"), at("2026-01-01T00:00:00Z")).is_empty());
    assert!(!office.spans(&Zone::utc(), from_ms(i64::MAX - 1), from_ms(i64::MAX)).contains(from_ms(ms(from_ms(i64::MAX)))));
}

#[test]
fn hours_are_read_as_people_write_them() {
    assert_eq!(hours(" 13:00 – 17:30, 9-12 ").to_string(), "09:00-12:00, 13:00-17:30");
    assert_eq!(hours("0:00-24:00").ranges()[0].end_minutes(), 1440);
    assert!(hours("").is_closed());
    for (text, error) in [
        ("9-8", HoursError::Order),
        ("9-9", HoursError::Order),
        ("9:00-10:60", HoursError::Time("10:60".to_owned())),
        ("25-26", HoursError::Time("25".to_owned())),
        ("9:00-24:01", HoursError::Time("24:01".to_owned())),
        ("+9-10", HoursError::Time("+9".to_owned())),
        ("nine", HoursError::Range("nine".to_owned())),
        ("9-12, 11-13", HoursError::Overlap),
        ("0-1,1-2,2-3,3-4,4-5,5-6,6-7,7-8,8-9", HoursError::TooManyRanges),
    ] {
        assert_eq!(DayHours::parse(text), Err(error), "{text}");
    }
}

#[test]
fn stored_hours_come_back_and_nonsense_does_not() {
    let mut office = WeeklyHours::office("Europe/Berlin").expect("hours");
    office.exceptions_mut().set("2026-12-24".parse().expect("a date"), DayHours::closed()).expect("room");
    office.set_day(Weekday::Sun, hours("10-11"));
    let stored = serde_json::to_string(&office).expect("json");
    let expected = r#"{"zone":"Europe/Berlin","days":[[[540,1020]],[[540,1020]],[[540,1020]],[[540,1020]],[[540,1020]],[],[[600,660]]],"exceptions":{"2026-12-24":[]}}"#;
    assert_eq!(stored, expected);
    assert_eq!(serde_json::from_str::<WeeklyHours>(&stored).expect("hours"), office);
    for wrong in [("1020", "500"), ("600,660", "600,1441"), ("Europe/Berlin", "a b"), ("2026-12-24", "2026-13-24")] {
        assert!(serde_json::from_str::<WeeklyHours>(&stored.replace(wrong.0, wrong.1)).is_err(), "{wrong:?}");
    }
}

#[test]
fn exceptions_are_limited() {
    let mut exceptions = Exceptions::default();
    let first: NaiveDate = "2026-01-01".parse().expect("a date");
    for date in first.iter_days().take(MAX_EXCEPTIONS) {
        exceptions.set(date, DayHours::closed()).expect("room");
    }
    assert_eq!(exceptions.set(first + Days::new(400), DayHours::closed()), Err(HoursError::TooManyExceptions));
    assert_eq!(exceptions.set(first, hours("9-10")), Ok(()), "one that is there may change");
}
