//! Busy times as colleagues note them: hours or whole days, with a title or without.

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

use crate::domain::error::{FieldErrors, text};
use crate::domain::span::Span;
use crate::domain::time::{DAY_MS, Instant, Zone, ms};
use crate::domain::typed;

/// Most characters of a title.
pub const MAX_TITLE: usize = 120;
/// Most busy times that one colleague may have ahead.
pub const MAX_BLOCKS: usize = 1_000;
/// So many days ahead a busy time may reach.
pub const MAX_AHEAD_DAYS: i64 = 730;

/// The form: civil dates and times as typed, in a zone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct BusyForm {
    /// What for; may be empty.
    pub title: String,
    /// Whole days: the times do not count, and the last day is one of them.
    pub whole_days: bool,
    /// `2027-03-31`.
    pub starts_on: String,
    /// `14:30`.
    pub starts_at: String,
    /// `2027-03-31`.
    pub ends_on: String,
    /// `15:30`.
    pub ends_at: String,
    /// Which time is meant where the clocks show the one typed twice: it counts only if it reads as what is typed.
    pub exact: Option<Span>,
}

/// What the form means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BusyTime {
    /// What for; may be empty.
    pub title: String,
    /// When.
    pub span: Span,
}

impl BusyForm {
    /// The fields that say the same, in that zone.
    pub fn of(title: &str, span: Span, zone: &Zone) -> Self {
        let (start, end) = (zone.civil(span.start()), zone.civil(span.end()));
        let last = zone.date(span.end() - chrono::TimeDelta::milliseconds(1));
        let whole_days = is_whole_days(span, zone);
        Self {
            title: title.to_owned(),
            whole_days,
            starts_on: start.date().to_string(),
            starts_at: start.format("%H:%M").to_string(),
            ends_on: if whole_days { last } else { end.date() }.to_string(),
            ends_at: end.format("%H:%M").to_string(),
            exact: Some(span).filter(|_| !whole_days && (zone.instant(start) != span.start() || zone.instant(end) != span.end())),
        }
    }

    /// When, as far as it is typed well.
    pub fn span(&self, zone: &Zone) -> Option<Span> {
        self.checked_span(zone, &mut FieldErrors::default())
    }

    fn checked_span(&self, zone: &Zone, errors: &mut FieldErrors) -> Option<Span> {
        if !self.whole_days {
            return typed::span([&self.starts_on, &self.starts_at, &self.ends_on, &self.ends_at], self.exact, zone, errors);
        }
        let mut day = |text: &str, field: &str| {
            let date = typed::date(text, field, errors)?;
            // A date that the zone skips has no day.
            zone.day(date).or_else(|| {
                errors.add(field, "error-date");
                None
            })
        };
        let (first, last) = (day(&self.starts_on, "starts_on"), day(&self.ends_on, "ends_on"));
        Span::new(first?.start(), last?.end()).map_err(|_| errors.add("ends_on", "error-end-before-start")).ok()
    }

    /// What the form means; the same in browser and server.
    ///
    /// # Errors
    /// One per field that will not do: `title`, `starts_on`, `starts_at`, `ends_on`, `ends_at`.
    pub fn check(&self, zone: &Zone, now: Instant) -> Result<BusyTime, FieldErrors> {
        let mut errors = FieldErrors::default();
        let title = text(&self.title, "title", 0, MAX_TITLE, &mut errors);
        if title.contains(['\n', '\r', '\t']) {
            errors.add("title", "error-one-line");
        }
        let span = self.checked_span(zone, &mut errors);
        if let Some(span) = span {
            let field = if self.whole_days { "ends_on" } else { "ends_at" };
            if span.end() <= now {
                errors.add(field, "error-in-the-past");
            } else if span.end_ms() > ms(now) + MAX_AHEAD_DAYS * DAY_MS {
                errors.add_with("ends_on", "error-too-far-ahead", &[("most", MAX_AHEAD_DAYS.to_string())]);
            }
        }
        match span {
            Some(span) => errors.or(BusyTime { title, span }),
            None => Err(errors),
        }
    }
}

/// Says whether a span is made of whole days of a zone, 23 or 25 hours long ones, too.
pub fn is_whole_days(span: Span, zone: &Zone) -> bool {
    let midnight = |at: Instant| zone.civil(at).time() == NaiveTime::MIN || zone.day(zone.date(at)).is_some_and(|day| day.start() == at);
    midnight(span.start()) && midnight(span.end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::OffsetChange;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    /// Berlin in the week in which it goes from 2:00 to 3:00, on 28 March 2027.
    fn berlin() -> Zone {
        let change = OffsetChange { at_ms: ms(at("2027-03-28T01:00:00Z")), offset_seconds: 7_200 };
        Zone::new("Europe/Berlin", 3_600, vec![change]).unwrap()
    }

    fn form(whole_days: bool, [starts_on, starts_at, ends_on, ends_at]: [&str; 4]) -> BusyForm {
        BusyForm {
            title: "Dentist".into(),
            whole_days,
            starts_on: starts_on.into(),
            starts_at: starts_at.into(),
            ends_on: ends_on.into(),
            ends_at: ends_at.into(),
            exact: None,
        }
    }

    fn now() -> Instant {
        at("2027-03-24T09:00:00Z")
    }

    #[test]
    fn hours_may_cross_midnight_and_the_change_of_the_clocks() {
        let night = form(false, ["2027-03-27", "22:00", "2027-03-28", "06:00"]).check(&berlin(), now()).unwrap();
        assert_eq!((night.span.start(), night.span.end()), (at("2027-03-27T21:00:00Z"), at("2027-03-28T04:00:00Z")));
        assert_eq!(night.span.duration_minutes(), 7 * 60);
        assert_eq!(BusyForm::of("Dentist", night.span, &berlin()), form(false, ["2027-03-27", "22:00", "2027-03-28", "06:00"]));
    }

    #[test]
    fn whole_days_are_as_long_as_they_are() {
        let days = form(true, ["2027-03-27", "", "2027-03-28", "x"]).check(&berlin(), now()).unwrap();
        assert_eq!((days.span.start(), days.span.end()), (at("2027-03-26T23:00:00Z"), at("2027-03-28T22:00:00Z")));
        assert_eq!(days.span.duration_minutes(), 47 * 60);
        let back = BusyForm::of("Dentist", days.span, &berlin());
        assert_eq!((back.whole_days, back.starts_on.as_str(), back.ends_on.as_str()), (true, "2027-03-27", "2027-03-28"));
        assert_eq!(back.span(&berlin()), Some(days.span));
    }

    #[test]
    fn what_will_not_do_is_said_at_its_field() {
        let wrong = |form: BusyForm| form.check(&berlin(), now()).unwrap_err();
        assert_eq!(
            wrong(form(false, ["2027-03-25", "10:00", "2027-03-25", "10:00"])).at("ends_at").unwrap().message,
            "error-end-before-start"
        );
        assert_eq!(wrong(form(true, ["2027-03-26", "", "2027-03-25", ""])).at("ends_on").unwrap().message, "error-end-before-start");
        assert_eq!(wrong(form(false, ["2027-03-24", "09:00", "2027-03-24", "10:00"])).at("ends_at").unwrap().message, "error-in-the-past");
        assert_eq!(wrong(form(true, ["2027-03-26", "", "2030-01-01", ""])).at("ends_on").unwrap().message, "error-too-far-ahead");
        let errors = wrong(form(false, ["", "25:00", "2027-03-25", "10:00"]));
        assert!(errors.at("starts_on").is_some() && errors.at("starts_at").is_some());
        let long = BusyForm { title: "x".repeat(MAX_TITLE + 1), ..form(true, ["2027-03-26", "", "2027-03-26", ""]) };
        assert!(wrong(long).at("title").is_some());
        let two_lines = BusyForm { title: "a\nb".into(), ..form(true, ["2027-03-26", "", "2027-03-26", ""]) };
        assert_eq!(wrong(two_lines).at("title").unwrap().message, "error-one-line");
    }
}
