//! Moments as other calendars write them (RFC 5545, section 3.3.5): in universal time, or on the clock of a zone.

use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, Weekday};
use icalendar::parser::{Component, Property};

use super::reading::{all, is, parameter, value};
use crate::domain::time::{Instant, plus_minutes};
use crate::server::zones;

/// The years in which an interview can be.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2100;
/// How far around a local time its zone is looked at.
const MINUTES_AROUND: i64 = 2 * 24 * 60;

/// The moment of a property. The zone is one by its IANA name, or what the object itself calls so (Outlook's `Eastern Standard Time`); none for
/// a whole day, and for a time of no zone.
pub(super) fn moment(property: &Property<'_>, calendar: &Component<'_>) -> Option<Instant> {
    let text = property.val.as_str().trim();
    if let Some(utc) = text.strip_suffix('Z') {
        return civil(utc).filter(in_our_time).map(|civil| civil.and_utc());
    }
    let civil = civil(text).filter(in_our_time)?;
    let name = parameter(property, "TZID")?;
    let near = civil.and_utc();
    if let Some(zone) = zones::zone(name, plus_minutes(near, -MINUTES_AROUND), plus_minutes(near, MINUTES_AROUND)) {
        return Some(zone.instant(civil));
    }
    let mut zones = calendar.components.iter().filter(|component| is(&component.name, "VTIMEZONE"));
    defined(zones.find(|zone| value(zone, "TZID") == Some(name))?, civil)
}

fn in_our_time(civil: &NaiveDateTime) -> bool {
    YEARS.contains(&civil.year())
}

/// `20270308T140000`, and nothing else that could be taken for a time.
fn civil(text: &str) -> Option<NaiveDateTime> {
    let is_form = text.len() == 15 && text.bytes().enumerate().all(|(at, b)| if at == 8 { b == b'T' } else { b.is_ascii_digit() });
    is_form.then(|| NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").ok()).flatten()
}

/// A local time by the definition of its zone (section 3.6.5): what began last before it holds.
fn defined(zone: &Component<'_>, civil: NaiveDateTime) -> Option<Instant> {
    let parts = zone.components.iter().filter(|part| is(&part.name, "STANDARD") || is(&part.name, "DAYLIGHT"));
    // A part that is not understood may be the one that holds: better no moment than a wrong one.
    let parts: Vec<Observance> = parts.map(Observance::read).collect::<Option<_>>()?;
    let begun = parts.iter().flat_map(|part| [civil.year() - 1, civil.year()].map(|year| Some((part.onset(year)?, part.to_seconds))));
    let last = begun.flatten().filter(|(onset, _)| *onset <= civil).max_by_key(|(onset, _)| *onset);
    let before = || parts.iter().min_by_key(|part| part.start).map(|part| part.from_seconds);
    let seconds = last.map(|(_, seconds)| seconds).or_else(before)?;
    Some(civil.checked_sub_signed(Duration::seconds(seconds))?.and_utc())
}

/// Standard or daylight time of a zone.
struct Observance {
    start: NaiveDateTime,
    from_seconds: i64,
    to_seconds: i64,
    rule: Option<Rule>,
}

/// The same weekday of the same month each year.
struct Rule {
    month: u32,
    weekday: Weekday,
    /// From 1; from the end where it is below 0.
    number: i8,
    until: Option<i32>,
}

impl Observance {
    fn read(part: &Component<'_>) -> Option<Self> {
        let rule = match value(part, "RRULE") {
            Some(text) => Some(Rule::read(text)?),
            None => None,
        };
        // Further single onsets are not understood.
        if all(part, "RDATE").next().is_some() {
            return None;
        }
        Some(Self {
            start: civil(value(part, "DTSTART")?)?,
            from_seconds: offset(value(part, "TZOFFSETFROM")?)?,
            to_seconds: offset(value(part, "TZOFFSETTO")?)?,
            rule,
        })
    }

    /// When it began in a year, or last before it.
    fn onset(&self, year: i32) -> Option<NaiveDateTime> {
        let Some(rule) = &self.rule else { return Some(self.start) };
        let year = rule.until.map_or(year, |until| year.min(until));
        let onset = rule.day(year)?.and_time(self.start.time());
        (onset >= self.start).then_some(onset)
    }
}

impl Rule {
    fn read(text: &str) -> Option<Self> {
        let part = |name: &str| {
            let mut parts = text.split(';').filter_map(|part| part.split_once('='));
            parts.find(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
        };
        if !part("FREQ")?.eq_ignore_ascii_case("YEARLY") || part("INTERVAL").is_some_and(|years| years != "1") {
            return None;
        }
        let day = part("BYDAY")?;
        let (number, weekday) = day.split_at_checked(day.len().checked_sub(2)?)?;
        let weekday = match weekday.to_ascii_uppercase().as_str() {
            "MO" => Weekday::Mon,
            "TU" => Weekday::Tue,
            "WE" => Weekday::Wed,
            "TH" => Weekday::Thu,
            "FR" => Weekday::Fri,
            "SA" => Weekday::Sat,
            "SU" => Weekday::Sun,
            _ => return None,
        };
        let number = number.parse().ok().filter(|number: &i8| *number != 0 && (-5..=5).contains(number))?;
        let month = part("BYMONTH")?.parse().ok().filter(|month| (1..=12).contains(month))?;
        let until = match part("UNTIL") {
            Some(until) => Some(until.get(..4)?.parse().ok()?),
            None => None,
        };
        Some(Self { month, weekday, number, until })
    }

    fn day(&self, year: i32) -> Option<NaiveDate> {
        if let Ok(number) = u8::try_from(self.number) {
            return NaiveDate::from_weekday_of_month_opt(year, self.month, self.weekday, number);
        }
        let next =
            if self.month == 12 { NaiveDate::from_ymd_opt(year + 1, 1, 1) } else { NaiveDate::from_ymd_opt(year, self.month + 1, 1) };
        let last = next?.pred_opt()?;
        let behind = (7 + last.weekday().num_days_from_monday() - self.weekday.num_days_from_monday()) % 7;
        last.checked_sub_signed(Duration::days(i64::from(behind) + 7 * (i64::from(self.number.unsigned_abs()) - 1)))
    }
}

/// `+0530`, `-080000` in seconds (section 3.3.14).
fn offset(text: &str) -> Option<i64> {
    let text = text.trim();
    let (sign, digits) = text.split_at_checked(1)?;
    let sign = match sign {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    if !matches!(digits.len(), 4 | 6) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let two = |at: usize| digits.get(at..at + 2).map_or(Some(0), |two| two.parse::<i64>().ok());
    let (hours, minutes, seconds) = (two(0)?, two(2)?, two(4)?);
    (hours < 24 && minutes < 60 && seconds < 60).then_some(sign * (hours * 3600 + minutes * 60 + seconds))
}

#[cfg(test)]
mod tests {
    use icalendar::parser::read_calendar_simple;

    use super::*;

    fn read(definition: &str, property: &str) -> Option<String> {
        let text = format!("BEGIN:VCALENDAR\r\n{definition}BEGIN:VEVENT\r\n{property}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
        let components = read_calendar_simple(&text).unwrap();
        let calendar = &components[0];
        let event = calendar.components.last().unwrap();
        moment(&event.properties[0], calendar).map(|at| at.format("%Y-%m-%dT%H:%MZ").to_string())
    }

    /// As Exchange writes it.
    const EASTERN: &str = "BEGIN:VTIMEZONE\r\nTZID:Eastern Standard Time\r\nBEGIN:STANDARD\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:-0400\r\n\
        TZOFFSETTO:-0500\r\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\n\
        TZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=2SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n";

    #[test]
    fn a_moment_is_universal_or_on_the_clock_of_a_zone_by_name_or_definition() {
        assert_eq!(read("", "DTSTART:20270308T140000Z").as_deref(), Some("2027-03-08T14:00Z"));
        assert_eq!(read("", "DTSTART;TZID=Europe/Berlin:20270608T140000").as_deref(), Some("2027-06-08T12:00Z"));
        let eastern = |civil: &str| read(EASTERN, &format!("DTSTART;TZID=Eastern Standard Time:{civil}"));
        for (civil, utc) in [
            ("20270308T090000", "2027-03-08T14:00Z"),
            ("20270314T013000", "2027-03-14T06:30Z"),
            ("20270314T030000", "2027-03-14T07:00Z"),
            ("20271107T013000", "2027-11-07T05:30Z"),
            ("20271107T030000", "2027-11-07T08:00Z"),
            ("20280101T000000", "2028-01-01T05:00Z"),
        ] {
            assert_eq!(eastern(civil).as_deref(), Some(utc), "{civil}");
        }
        let last = EASTERN.replace("BYDAY=2SU;BYMONTH=3", "BYDAY=-1SU;BYMONTH=3").replace("BYDAY=1SU;BYMONTH=11", "BYDAY=-1SU;BYMONTH=10");
        let berlin = last.replace("-0500", "+0100").replace("-0400", "+0200").replace("Eastern", "W. Europe");
        assert_eq!(read(&berlin, "DTSTART;TZID=W. Europe Standard Time:20270328T040000").as_deref(), Some("2027-03-28T02:00Z"));
        assert_eq!(read(&berlin, "DTSTART;TZID=W. Europe Standard Time:20270327T040000").as_deref(), Some("2027-03-27T03:00Z"));
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for property in [
            "DTSTART:20270308T140000",
            "DTSTART;VALUE=DATE:20270308",
            "DTSTART:",
            "DTSTART:+2027038T140000Z",
            "DTSTART:20271308T140000Z",
            "DTSTART:99990308T140000Z",
            "DTSTART;TZID=Nowhere:20270308T140000",
            "DTSTART:２０２７0308T140000Z",
        ] {
            assert_eq!(read(EASTERN, property), None, "{property}");
        }
        for wrong in ["FREQ=DAILY", "FREQ=YEARLY;INTERVAL=2", "FREQ=YEARLY;BYMONTHDAY=8", "BYDAY=€", "FREQ=YEARLY;BYMONTH=13;BYDAY=1SU"] {
            let zone = EASTERN.replace("FREQ=YEARLY;INTERVAL=1;BYDAY=1SU;BYMONTH=11", wrong);
            assert_eq!(read(&zone, "DTSTART;TZID=Eastern Standard Time:20270308T090000"), None, "{wrong}");
        }
    }
}
