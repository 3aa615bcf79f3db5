//! Interviews that stand already when somebody's hours change: they are kept, and named.

use serde::{Deserialize, Serialize};

use super::weekly::WeeklyHours;
use crate::domain::id::InterviewId;
use crate::domain::span::Span;
use crate::domain::time::Zone;

/// A confirmed interview of somebody's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The interview.
    pub interview: InterviewId,
    /// What kind of interview.
    pub title: String,
    /// The candidate's name.
    pub candidate: String,
    /// When.
    pub span: Span,
}

/// Those of the interviews that do not lie wholly within the hours; `zone` is that of the hours, made for a range around the interviews.
pub fn outside(hours: &WeeklyHours, zone: &Zone, standing: &[Standing]) -> Vec<Standing> {
    let is_outside = |interview: &&Standing| {
        let span = interview.span;
        !hours.spans(zone, span.start(), span.end()).contains_span(&span)
    };
    standing.iter().filter(is_outside).cloned().collect()
}

/// Those of the interviews that a busy time overlaps.
pub fn during(busy: Span, standing: &[Standing]) -> Vec<Standing> {
    standing.iter().filter(|interview| interview.span.overlaps(&busy)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::availability::weekly::DayHours;

    fn standing(start: &str, end: &str) -> Standing {
        let span = Span::new(start.parse().unwrap(), end.parse().unwrap()).unwrap();
        Standing { interview: InterviewId::new(uuid::Uuid::nil()), title: "First interview".into(), candidate: "Asha Rao".into(), span }
    }

    #[test]
    fn an_interview_that_sticks_out_of_the_hours_is_named() {
        let hours = WeeklyHours::office("UTC").unwrap();
        let all = [
            standing("2027-03-08T09:00:00Z", "2027-03-08T10:00:00Z"),
            standing("2027-03-08T16:30:00Z", "2027-03-08T17:30:00Z"),
            standing("2027-03-13T10:00:00Z", "2027-03-13T11:00:00Z"),
        ];
        assert_eq!(outside(&hours, &Zone::utc(), &all), all[1..]);
        let mut closed = hours.clone();
        closed.exceptions_mut().set("2027-03-08".parse().unwrap(), DayHours::closed()).unwrap();
        assert_eq!(outside(&closed, &Zone::utc(), &all), all);
    }

    #[test]
    fn a_busy_time_that_only_touches_an_interview_names_nobody() {
        let all = [standing("2027-03-08T09:00:00Z", "2027-03-08T10:00:00Z")];
        let busy = |start: &str, end: &str| Span::new(start.parse().unwrap(), end.parse().unwrap()).unwrap();
        assert_eq!(during(busy("2027-03-08T10:00:00Z", "2027-03-08T11:00:00Z"), &all), []);
        assert_eq!(during(busy("2027-03-08T09:59:00Z", "2027-03-08T11:00:00Z"), &all), all);
    }
}
