//! A page's availability as the fields of a plain form, for browsers without scripts: texts in, texts out.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};

use super::hours::{exception_lines, lines, read_weekly, shortened};
use super::page::PageAvailability;
use super::weekly::{WeeklyHours, parse_minutes};
use super::windows::{Availability, MAX_WINDOWS};
use crate::domain::error::FieldErrors;
use crate::domain::jobs::{Place, PlaceKind, Timing};
use crate::domain::span::{Span, SpanSet};
use crate::domain::time::Zone;

/// The fields; all may be missing or empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AvailabilityForm {
    /// IANA zone.
    pub zone: String,
    /// Minutes.
    pub duration_minutes: String,
    /// Minutes.
    pub step_minutes: String,
    /// Minutes.
    pub before_minutes: String,
    /// Minutes.
    pub after_minutes: String,
    /// Minutes.
    pub notice_minutes: String,
    /// Days.
    pub horizon_days: String,
    /// Meetings a day; empty for as many as fit.
    pub per_day: String,
    /// `video`, `onsite` or `phone`.
    pub place_kind: String,
    /// Link, address or number.
    pub place: String,
    /// For candidates.
    pub message: String,
    /// `9:00-12:00, 13:00-17:30`; empty when closed.
    pub monday: String,
    /// As Monday.
    pub tuesday: String,
    /// As Monday.
    pub wednesday: String,
    /// As Monday.
    pub thursday: String,
    /// As Monday.
    pub friday: String,
    /// As Monday.
    pub saturday: String,
    /// As Monday.
    pub sunday: String,
    /// A line a date: `2027-03-05 10:00-12:00`, or the date alone for a day off.
    pub exceptions: String,
    /// A line a window: `2027-03-05 10:00-12:00`; an end before the start is on the next day.
    pub windows: String,
}

impl AvailabilityForm {
    /// The fields that say the same as an availability; `zone` is its zone, made for a range around its windows.
    pub fn of(availability: &PageAvailability, zone: &Zone) -> Self {
        let timing = &availability.timing;
        let weekly = availability.willing.weekly();
        let day = |index: usize| weekly.and_then(|weekly| weekly.days().get(index)).map(ToString::to_string).unwrap_or_default();
        let windows = availability.willing.painted().iter().flat_map(|window| lines_of(window, zone));
        Self {
            zone: availability.zone.clone(),
            duration_minutes: timing.duration_minutes.to_string(),
            step_minutes: timing.step_minutes.to_string(),
            before_minutes: timing.before_minutes.to_string(),
            after_minutes: timing.after_minutes.to_string(),
            notice_minutes: timing.notice_minutes.to_string(),
            horizon_days: timing.horizon_days.to_string(),
            per_day: availability.per_day.map(|most| most.to_string()).unwrap_or_default(),
            place_kind: availability.place.kind.name().to_owned(),
            place: availability.place.text.clone(),
            message: availability.message.clone(),
            monday: day(0),
            tuesday: day(1),
            wednesday: day(2),
            thursday: day(3),
            friday: day(4),
            saturday: day(5),
            sunday: day(6),
            exceptions: weekly.map(exception_lines).unwrap_or_default(),
            windows: windows.collect::<Vec<_>>().join("\n"),
        }
    }

    /// What the fields say; `zone` is that of the field `zone`, made for a range around the windows. Checked but for what
    /// [`PageAvailability::validate`] checks.
    ///
    /// # Errors
    /// One per field that can not be read, under the field's name.
    pub fn read(&self, zone: &Zone) -> Result<PageAvailability, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut number = |value: &str, field: &str| {
            value.trim().parse::<u32>().unwrap_or_else(|_| {
                errors.add(field, "error-number");
                0
            })
        };
        let timing = Timing {
            duration_minutes: number(&self.duration_minutes, "duration_minutes"),
            step_minutes: number(&self.step_minutes, "step_minutes"),
            before_minutes: number(&self.before_minutes, "before_minutes"),
            after_minutes: number(&self.after_minutes, "after_minutes"),
            notice_minutes: number(&self.notice_minutes, "notice_minutes"),
            horizon_days: number(&self.horizon_days, "horizon_days"),
        };
        let per_day = (!self.per_day.trim().is_empty()).then(|| number(&self.per_day, "per_day"));
        let kind = PlaceKind::parse(&self.place_kind).unwrap_or_else(|| {
            errors.add("place_kind", "error-choose");
            PlaceKind::Video
        });
        let weekly = self.weekly(&mut errors);
        let painted = self.painted(zone, &mut errors);
        let willing = Availability::new(weekly, painted).unwrap_or_else(|_| {
            errors.add_with("windows", "error-too-many-lines", &[("most", MAX_WINDOWS.to_string())]);
            Availability::default()
        });
        errors.or(PageAvailability {
            zone: self.zone.clone(),
            timing,
            per_day,
            willing,
            place: Place { kind, text: self.place.clone() },
            message: self.message.clone(),
        })
    }

    fn weekly(&self, errors: &mut FieldErrors) -> Option<WeeklyHours> {
        let days =
            [&self.monday, &self.tuesday, &self.wednesday, &self.thursday, &self.friday, &self.saturday, &self.sunday].map(String::as_str);
        read_weekly(&self.zone, days, &self.exceptions, errors)
    }

    fn painted(&self, zone: &Zone, errors: &mut FieldErrors) -> SpanSet {
        let mut spans = Vec::new();
        for line in lines(&self.windows, "windows", errors) {
            match window(line, zone) {
                Some(span) => spans.push(span),
                None => errors.add_with("windows", "error-line", &[("line", shortened(line))]),
            }
        }
        SpanSet::from_unsorted(spans)
    }
}

/// Reads `2027-03-05 10:00-12:00`.
fn window(line: &str, zone: &Zone) -> Option<Span> {
    let (date, times) = line.split_once(char::is_whitespace)?;
    let date: NaiveDate = date.parse().ok()?;
    let (start, end) = times.split_once(['-', '–'])?;
    let (start, end) = (parse_minutes(start).ok()?, parse_minutes(end).ok()?);
    let end_date = if end <= start { date.succ_opt()? } else { date };
    Span::new(at(zone, date, start)?, at(zone, end_date, end)?).ok()
}

fn at(zone: &Zone, date: NaiveDate, minutes: u16) -> Option<crate::domain::time::Instant> {
    let civil = NaiveDateTime::new(date, NaiveTime::MIN).checked_add_signed(TimeDelta::minutes(i64::from(minutes)))?;
    Some(zone.instant(civil))
}

/// The lines of a window: one for each civil day that it touches, or one over midnight when it is shorter than a day.
fn lines_of(window: Span, zone: &Zone) -> Vec<String> {
    let (mut start, mut lines) = (window.start(), Vec::new());
    while start < window.end() {
        let date = zone.date(start);
        let day_end = zone.day(date).map_or(window.end(), |day| day.end());
        let end = day_end.min(window.end());
        if end <= start {
            break;
        }
        let until = if zone.date(end) == date { zone.civil(end).format("%H:%M").to_string() } else { "24:00".to_owned() };
        lines.push(format!("{date} {}-{until}", zone.civil(start).format("%H:%M")));
        start = end;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::weekly::DayHours;
    use super::*;
    use crate::domain::time::from_ms;

    fn span(start: &str, end: &str) -> Span {
        Span::new(start.parse().unwrap(), end.parse().unwrap()).unwrap()
    }

    #[test]
    fn a_form_says_what_it_was_made_of() {
        let zone = Zone::new("America/New_York", -18_000, vec![]).unwrap();
        let painted = SpanSet::from_unsorted([
            span("2027-03-05T15:00:00Z", "2027-03-05T17:30:00Z"),
            span("2027-03-06T03:00:00Z", "2027-03-06T07:00:00Z"),
        ]);
        let mut weekly = WeeklyHours::office("America/New_York").unwrap();
        weekly.exceptions_mut().set("2027-03-09".parse().unwrap(), DayHours::closed()).unwrap();
        weekly.exceptions_mut().set("2027-03-10".parse().unwrap(), DayHours::parse("10:00-11:00, 14-15").unwrap()).unwrap();
        let mut availability = PageAvailability::starting_from(
            "America/New_York",
            Timing::default(),
            Place { kind: PlaceKind::Video, text: "https://meet.example".into() },
        );
        availability.per_day = Some(3);
        availability.willing = Availability::new(Some(weekly), painted).unwrap();
        let form = AvailabilityForm::of(&availability, &zone);
        assert_eq!(form.windows, "2027-03-05 10:00-12:30\n2027-03-05 22:00-24:00\n2027-03-06 00:00-02:00");
        assert_eq!(form.exceptions, "2027-03-09\n2027-03-10 10:00-11:00, 14:00-15:00");
        assert_eq!(form.read(&zone).unwrap(), availability);
    }

    #[test]
    fn what_can_not_be_read_is_said_at_its_field() {
        let form =
            AvailabilityForm { duration_minutes: "x".into(), monday: "9-8".into(), windows: "tomorrow".into(), ..Default::default() };
        let errors = form.read(&Zone::utc()).unwrap_err();
        for field in ["duration_minutes", "step_minutes", "monday", "windows", "place_kind"] {
            assert!(errors.at(field).is_some(), "{field}");
        }
    }

    #[test]
    fn a_window_over_midnight_may_be_one_line() {
        let window = window("2027-03-05 22:00-02:00", &Zone::utc()).unwrap();
        assert_eq!(window.end(), from_ms(window.start_ms() + 4 * 3_600_000));
    }
}
