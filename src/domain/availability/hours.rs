//! Weekly hours with exceptions as the fields of a form: texts in, texts out; and a colleague's own hours made of them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::weekly::{DayHours, Exceptions, WeeklyHours};
use crate::domain::error::FieldErrors;
use crate::domain::people::zone_field;

/// The fields of the weekdays, Monday first.
pub const WEEKDAY_FIELDS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Most bytes of a field of several lines.
const MAX_LINES: usize = 40_000;

/// A colleague's own hours; all fields may be missing or empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct HoursForm {
    /// Hours of their own, instead of office hours.
    pub own: bool,
    /// IANA zone.
    pub zone: String,
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
}

impl HoursForm {
    /// The fields that say the same as these hours; without hours of their own, office hours stand there to begin with.
    pub fn of(hours: Option<&WeeklyHours>, zone: &str) -> Self {
        let office = WeeklyHours::office(zone).ok();
        let shown = hours.or(office.as_ref());
        let day = |index: usize| shown.and_then(|shown| shown.days().get(index)).map(ToString::to_string).unwrap_or_default();
        Self {
            own: hours.is_some(),
            zone: zone.to_owned(),
            monday: day(0),
            tuesday: day(1),
            wednesday: day(2),
            thursday: day(3),
            friday: day(4),
            saturday: day(5),
            sunday: day(6),
            exceptions: hours.map(exception_lines).unwrap_or_default(),
        }
    }

    /// What the fields say: hours of their own, or none.
    ///
    /// # Errors
    /// One per field that can not be read; at `monday` where there are own hours, but none at all. Whether the zone exists only the
    /// server knows.
    pub fn read(&self) -> Result<Option<WeeklyHours>, FieldErrors> {
        let mut errors = FieldErrors::default();
        let zone = zone_field(&self.zone, "zone", &mut errors);
        if !self.own || !errors.is_empty() {
            return errors.or(None);
        }
        let days =
            [&self.monday, &self.tuesday, &self.wednesday, &self.thursday, &self.friday, &self.saturday, &self.sunday].map(String::as_str);
        let weekly = read_weekly(&zone, days, &self.exceptions, &mut errors);
        if weekly.is_none() && errors.is_empty() {
            errors.add("monday", "error-no-hours");
        }
        errors.or(weekly)
    }
}

/// Reads hours typed for the weekdays, Monday first, and dates that differ, one a line; none where all of it is empty.
///
/// Notes an error at the field of a weekday (`monday`), at `exceptions`, or at `zone`.
pub fn read_weekly(zone: &str, days: [&str; 7], exceptions: &str, errors: &mut FieldErrors) -> Option<WeeklyHours> {
    let mut fields = WEEKDAY_FIELDS.into_iter();
    let days = days.map(|value| {
        let field = fields.next().unwrap_or_default();
        DayHours::parse(value).unwrap_or_else(|_| {
            errors.add(field, "error-hours");
            DayHours::closed()
        })
    });
    let mut dates = Exceptions::default();
    for line in lines(exceptions, "exceptions", errors) {
        let (date, hours) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let set = date.parse::<NaiveDate>().ok().zip(DayHours::parse(hours).ok());
        if set.is_none_or(|(date, hours)| dates.set(date, hours).is_err()) {
            errors.add_with("exceptions", "error-line", &[("line", shortened(line))]);
        }
    }
    if days.iter().all(DayHours::is_closed) && dates.is_empty() {
        return None;
    }
    WeeklyHours::new(zone, days, dates).map_err(|_| errors.add("zone", "error-zone")).ok()
}

/// The dates that differ as [`read_weekly`] reads them.
pub fn exception_lines(weekly: &WeeklyHours) -> String {
    let lines = weekly.exceptions().iter().map(|(date, hours)| format!("{date} {hours}").trim().to_owned());
    lines.collect::<Vec<_>>().join("\n")
}

/// The lines of a field that are not empty; none, and an error, where it is too long.
pub(super) fn lines<'a>(value: &'a str, field: &str, errors: &mut FieldErrors) -> Vec<&'a str> {
    if value.len() > MAX_LINES {
        errors.add_with(field, "error-too-long", &[("most", MAX_LINES.to_string())]);
        return Vec::new();
    }
    value.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

/// As much of a line as an error message quotes.
pub(super) fn shortened(line: &str) -> String {
    line.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_says_what_it_was_made_of() {
        let mut weekly = WeeklyHours::office("Europe/Berlin").unwrap();
        weekly.set_day(chrono::Weekday::Tue, DayHours::parse("8-12, 13:30-16").unwrap());
        weekly.exceptions_mut().set("2027-03-09".parse().unwrap(), DayHours::closed()).unwrap();
        let form = HoursForm::of(Some(&weekly), "Europe/Berlin");
        assert_eq!((form.own, form.tuesday.as_str(), form.exceptions.as_str()), (true, "08:00-12:00, 13:30-16:00", "2027-03-09"));
        assert_eq!(form.read().unwrap(), Some(weekly));
    }

    #[test]
    fn office_hours_stand_there_until_one_has_hours_of_ones_own() {
        let form = HoursForm::of(None, "Europe/Berlin");
        assert_eq!((form.own, form.monday.as_str(), form.sunday.as_str()), (false, "09:00-17:00", ""));
        assert_eq!(form.read().unwrap(), None);
        // What stands in the fields does not count then, whatever it is.
        assert_eq!(HoursForm { monday: "x".into(), ..form }.read().unwrap(), None);
    }

    #[test]
    fn what_can_not_be_read_is_said_at_its_field() {
        let own = HoursForm { own: true, ..HoursForm::of(None, "Europe/Berlin") };
        let wrong = HoursForm { tuesday: "17-9".into(), exceptions: "soon".into(), ..own.clone() };
        let errors = wrong.read().unwrap_err();
        assert_eq!(errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["tuesday", "exceptions"]);
        let nothing = HoursForm { own: true, zone: "Europe/Berlin".into(), ..HoursForm::default() };
        assert_eq!(nothing.read().unwrap_err().at("monday").unwrap().message, "error-no-hours");
        // Dates alone are hours, too.
        assert!(HoursForm { exceptions: "2027-03-05 10-12".into(), ..nothing }.read().unwrap().is_some());
        assert!(HoursForm { zone: "no zone".into(), ..own }.read().unwrap_err().at("zone").is_some());
    }
}
