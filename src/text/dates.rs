//! Dates and times as a viewer reads them.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};

use crate::domain::locale::{Clock, Locale};
use crate::domain::span::Span;
use crate::domain::time::{Instant, Zone};
use crate::text;

const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

fn day_key(day: Weekday) -> &'static str {
    DAYS[day.num_days_from_monday() as usize % 7]
}

/// `14:30` or `2:30 PM`.
pub fn time(locale: Locale, at: NaiveDateTime) -> String {
    let (hour, minute) = (at.hour(), at.minute());
    match locale.clock {
        Clock::TwentyFour => format!("{hour:02}:{minute:02}"),
        Clock::Twelve => {
            let half = if hour < 12 { "time-am" } else { "time-pm" };
            format!("{}:{minute:02} {}", (hour + 11) % 12 + 1, text!(locale.language, half))
        }
    }
}

/// `Wednesday`.
pub fn weekday(locale: Locale, day: Weekday) -> String {
    text!(locale.language, &format!("day-{}", day_key(day)))
}

/// `Wed`.
pub fn weekday_short(locale: Locale, day: Weekday) -> String {
    text!(locale.language, &format!("day-short-{}", day_key(day)))
}

/// `March`.
pub fn month(locale: Locale, on: NaiveDate) -> String {
    text!(locale.language, &format!("month-{}", on.month()))
}

/// `Mar`.
pub fn month_short(locale: Locale, on: NaiveDate) -> String {
    text!(locale.language, &format!("month-short-{}", on.month()))
}

/// `March 2027`.
pub fn month_year(locale: Locale, on: NaiveDate) -> String {
    text!(locale.language, "date-month-year", month = month(locale, on), year = on.year().to_string())
}

/// `Wednesday 31 March 2027`.
pub fn date_long(locale: Locale, on: NaiveDate) -> String {
    text!(
        locale.language,
        "date-long",
        weekday = weekday(locale, on.weekday()),
        day = on.day().to_string(),
        month = month(locale, on),
        year = on.year().to_string()
    )
}

/// `31 March 2027`: in letters.
pub fn date_plain(locale: Locale, on: NaiveDate) -> String {
    text!(locale.language, "date-medium", day = on.day().to_string(), month = month(locale, on), year = on.year().to_string())
}

/// `Wednesday 31 March`.
pub fn date_weekday(locale: Locale, on: NaiveDate) -> String {
    text!(locale.language, "date-short", weekday = weekday(locale, on.weekday()), day = on.day().to_string(), month = month(locale, on))
}

/// `Wed 31 Mar`.
pub fn date_short(locale: Locale, on: NaiveDate) -> String {
    text!(
        locale.language,
        "date-short",
        weekday = weekday_short(locale, on.weekday()),
        day = on.day().to_string(),
        month = text!(locale.language, &format!("month-short-{}", on.month()))
    )
}

/// `31 Mar 2027`.
pub fn date_medium(locale: Locale, on: NaiveDate) -> String {
    text!(
        locale.language,
        "date-medium",
        day = on.day().to_string(),
        month = text!(locale.language, &format!("month-short-{}", on.month())),
        year = on.year().to_string()
    )
}

/// `Berlin (UTC+2)`: the zone with its offset at that instant.
pub fn zone_at(zone: &Zone, at: Instant) -> String {
    format!("{} ({})", zone.city(), zone.offset_label_at(at))
}

/// `14:00 – 15:00`, of two times as they are read.
pub fn between(start: &str, end: &str) -> String {
    format!("{start} – {end}")
}

/// `14:00 – 15:00`; with the second day named where it ends on another.
pub fn times(locale: Locale, zone: &Zone, span: Span) -> String {
    let (start, end) = (zone.civil(span.start()), zone.civil(span.end()));
    if start.date() == end.date() {
        between(&time(locale, start), &time(locale, end))
    } else {
        format!("{} – {} {}", time(locale, start), date_short(locale, end.date()), time(locale, end))
    }
}

/// `Wednesday 31 March 2027, 14:00 – 15:00, Berlin (UTC+2)`: complete in itself, for mails and screen readers.
pub fn full(locale: Locale, zone: &Zone, span: Span) -> String {
    let start = zone.civil(span.start());
    format!("{}, {}, {}", date_long(locale, start.date()), times(locale, zone, span), zone_at(zone, span.start()))
}

/// `Wed 31 Mar, 14:00`.
pub fn moment(locale: Locale, zone: &Zone, at: Instant) -> String {
    let civil = zone.civil(at);
    format!("{}, {}", date_short(locale, civil.date()), time(locale, civil))
}

/// `31 Mar 2027, 14:00`: for what may be years ago.
pub fn moment_of_year(locale: Locale, zone: &Zone, at: Instant) -> String {
    let civil = zone.civil(at);
    format!("{}, {}", date_medium(locale, civil.date()), time(locale, civil))
}

/// `9:00` or `9 AM`: a full hour at the side of a calendar.
pub fn hour(locale: Locale, at: NaiveTime) -> String {
    match locale.clock {
        Clock::TwentyFour => format!("{}:{:02}", at.hour(), at.minute()),
        Clock::Twelve => {
            let half = if at.hour() < 12 { "time-am" } else { "time-pm" };
            format!("{} {}", (at.hour() + 11) % 12 + 1, text!(locale.language, half))
        }
    }
}

/// `45 min`, `2 h`, `2 h 30 min`.
pub fn duration(locale: Locale, minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0 | 1, _) if minutes < 120 => text!(locale.language, "duration-minutes", minutes = minutes),
        (hours, 0) => text!(locale.language, "duration-hours", hours = hours),
        (hours, rest) => text!(locale.language, "duration-hours-minutes", hours = hours, minutes = rest),
    }
}
