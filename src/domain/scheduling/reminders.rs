//! When people are reminded: of an interview before it, of a missing interview form after it.

use serde::{Deserialize, Serialize};

use crate::domain::error::FieldErrors;
use crate::domain::span::Span;
use crate::domain::time::{Instant, MINUTE_MS, from_ms, ms};

/// Most reminders of one interview, and of one form.
pub const MOST: usize = 5;
/// The shortest time before the start or after the end, in minutes: mails take a while.
pub const LEAST_MINUTES: u32 = 5;
/// The longest, in minutes: four weeks.
pub const MOST_MINUTES: u32 = 28 * 24 * 60;

/// What somebody is reminded of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// The interview, before its start.
    Interview,
    /// The own interview form that is missing, after the end.
    Form,
}

impl Occasion {
    /// What its times are counted from: the start, or the end.
    pub fn moment(self, span: Span) -> Instant {
        match self {
            Self::Interview => span.start(),
            Self::Form => span.end(),
        }
    }

    /// When it is due, so many minutes before or after that moment.
    pub fn due_at(self, moment: Instant, minutes: u32) -> Instant {
        let by = i64::from(minutes) * MINUTE_MS;
        match self {
            Self::Interview => from_ms(ms(moment) - by),
            Self::Form => from_ms(ms(moment) + by),
        }
    }

    /// The stored name of its messages.
    pub const fn message_kind(self) -> &'static str {
        match self {
            Self::Interview => "interview_reminder",
            Self::Form => "form_reminder",
        }
    }
}

/// When an organisation reminds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminders {
    /// Before the start of an interview.
    pub interview: ReminderTimes,
    /// After its end, of a form that is missing.
    pub form: ReminderTimes,
}

impl Reminders {
    /// The times for one occasion.
    pub const fn of(&self, occasion: Occasion) -> &ReminderTimes {
        match occasion {
            Occasion::Interview => &self.interview,
            Occasion::Form => &self.form,
        }
    }
}

/// Minutes before the start or after the end at which reminders go out: the longest first, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReminderTimes(Vec<u32>);

impl ReminderTimes {
    /// Reads times as they are typed, divided by commas or spaces: `24h, 60`, `1d`, `90 min`. Empty: no reminders.
    ///
    /// # Errors
    /// At `field`: what is no time, too short or too long, or too much of it.
    ///
    /// ```
    /// use agendum::domain::scheduling::reminders::ReminderTimes;
    /// assert_eq!(ReminderTimes::field("60, 24h 1d", "minutes").unwrap().minutes(), [1440, 60]);
    /// ```
    pub fn field(typed: &str, field: &str) -> Result<Self, FieldErrors> {
        let wrong = |key: &str, arguments: &[(&str, String)]| {
            let mut errors = FieldErrors::default();
            errors.add_with(field, key, arguments);
            errors
        };
        let mut minutes = Vec::new();
        for part in parts(typed) {
            let Some(time) = time(&part) else {
                return Err(wrong("error-reminder-time", &[("typed", part)]));
            };
            if !(LEAST_MINUTES..=MOST_MINUTES).contains(&time) {
                return Err(wrong("error-reminder-range", &[("typed", part), ("least", LEAST_MINUTES.to_string())]));
            }
            minutes.push(time);
        }
        let times = Self::of(minutes);
        if times.0.len() > MOST {
            return Err(wrong("error-reminder-many", &[("most", MOST.to_string())]));
        }
        Ok(times)
    }

    /// Reads what [`ReminderTimes::stored`] wrote.
    pub fn parse(stored: &str) -> Option<Self> {
        let minutes = stored.split(',').filter(|part| !part.is_empty()).map(|part| part.parse().ok());
        minutes.collect::<Option<Vec<u32>>>().map(Self::of)
    }

    fn of(mut minutes: Vec<u32>) -> Self {
        minutes.sort_unstable_by(|a, b| b.cmp(a));
        minutes.dedup();
        Self(minutes)
    }

    /// For the database.
    pub fn stored(&self) -> String {
        self.0.iter().map(u32::to_string).collect::<Vec<_>>().join(",")
    }

    /// As one would type them: `24 h, 60 min`.
    pub fn typed(&self) -> String {
        let one = |minutes: &u32| match minutes {
            minutes if *minutes >= 60 && minutes % 60 == 0 => format!("{} h", minutes / 60),
            minutes => format!("{minutes} min"),
        };
        self.0.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    /// The minutes, the longest time first.
    pub fn minutes(&self) -> &[u32] {
        &self.0
    }

    /// Whether the reminder `minutes` from that moment is the one to send now: it is still asked for, is due, still helps (an interview has
    /// not begun), and no later one of the same occasion is due, too (as after hours without a mail server).
    pub fn is_timely(&self, occasion: Occasion, minutes: u32, moment: Instant, now: Instant) -> bool {
        let due_at = |minutes: u32| occasion.due_at(moment, minutes);
        let (helps, due) = (occasion == Occasion::Form || now < moment, due_at(minutes));
        helps && self.0.contains(&minutes) && due <= now && !self.0.iter().any(|other| due_at(*other) > due && due_at(*other) <= now)
    }
}

/// Numbers with the unit after them, if any, whether a space stands between or not.
fn parts(typed: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for word in typed.split([',', ';', ' ', '\n', '\r', '\t']).filter(|word| !word.is_empty()) {
        let unit = word.chars().all(char::is_alphabetic);
        match parts.last_mut().filter(|last| unit && last.chars().all(|c| c.is_ascii_digit())) {
            Some(number) => number.push_str(word),
            None => parts.push(word.to_owned()),
        }
    }
    parts
}

fn time(part: &str) -> Option<u32> {
    let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
    let (number, unit) = part.split_at_checked(digits)?;
    let each = match unit.to_lowercase().as_str() {
        "" | "m" | "min" | "minute" | "minutes" => 1,
        "h" | "hour" | "hours" => 60,
        "d" | "day" | "days" => 24 * 60,
        _ => return None,
    };
    number.parse::<u32>().ok()?.checked_mul(each)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::plus_minutes;

    #[test]
    fn times_are_typed_with_units_or_as_minutes() {
        let read = |typed: &str| ReminderTimes::field(typed, "minutes").map(|times| times.typed());
        assert_eq!(read("24 h, 1 h").unwrap(), "24 h, 1 h");
        assert_eq!(read(" 60\n15 min; 2 days, 48h ").unwrap(), "48 h, 1 h, 15 min");
        assert_eq!(read("").unwrap(), "");
        for typed in ["soon", "-5", "1.5h", "4", "29d", "h", "99999999999", "5,6,7,8,9,10"] {
            assert!(read(typed).is_err(), "{typed}");
        }
        let times = ReminderTimes::field("1d 1h", "minutes").unwrap();
        assert_eq!(ReminderTimes::parse(&times.stored()).unwrap(), times);
        assert_eq!(ReminderTimes::parse("").unwrap().minutes(), [] as [u32; 0]);
        assert_eq!(ReminderTimes::parse("x"), None);
    }

    #[test]
    fn of_several_that_are_due_only_the_last_is_sent() {
        let start: Instant = "2027-03-24T09:00:00Z".parse().unwrap();
        let times = ReminderTimes::field("24h 1h", "minutes").unwrap();
        let timely = |minutes: u32, before: i64| times.is_timely(Occasion::Interview, minutes, start, plus_minutes(start, -before));
        assert!(timely(1440, 1440) && timely(1440, 61) && timely(60, 60) && timely(60, 1));
        assert!(!timely(1440, 1441) && !timely(60, 61), "not before its time");
        assert!(!timely(1440, 60), "the later one says it");
        assert!(!timely(60, 0) && !timely(1440, -5), "not once it has begun");
        assert!(!timely(30, 10), "not what is no longer asked for");
    }
    #[test]
    fn a_missing_form_is_asked_for_after_the_end_and_never_before() {
        let end: Instant = "2027-03-24T10:00:00Z".parse().unwrap();
        let times = ReminderTimes::field("2h 24h", "minutes").unwrap();
        let timely = |minutes: u32, after: i64| times.is_timely(Occasion::Form, minutes, end, plus_minutes(end, after));
        assert!(timely(120, 120) && timely(120, 1439) && timely(1440, 1440) && timely(1440, 50_000));
        assert!(!timely(120, 119) && !timely(120, -120) && !timely(1440, 120), "not before its time");
        assert!(!timely(120, 1440), "the later one says it");
        assert!(!timely(30, 200), "not what is no longer asked for");
    }
}
