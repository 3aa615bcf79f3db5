//! What somebody answers to an invitation: comes, may come, does not come, asks for another time.
//!
//! An answer is one's own response and nothing else: it never moves an interview or calls it off.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use super::interview::Response;
use crate::domain::error::{FieldErrors, text};
use crate::domain::jobs::named;
use crate::domain::time::{DAY_MS, Instant, Zone, ms};

/// Most characters of a reason, and of times in one's own words.
pub const MOST_WORDS: usize = 1_000;
/// How far ahead another time may lie, in days.
const FARTHEST_DAYS: i64 = 366;

/// An answer as its form sends it. What is not asked for by `answer` is ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiveAnswer {
    /// `accepted`, `tentative`, `declined` or [`PROPOSED`].
    pub answer: String,
    /// The interview's start as it was read, in milliseconds since 1970: an answer is to that time.
    pub start_ms: i64,
    /// Why not.
    #[serde(default)]
    pub reason: String,
    /// The other date, `2027-03-31`.
    #[serde(default)]
    pub date: String,
    /// The other time, `14:30`.
    #[serde(default)]
    pub time: String,
    /// The IANA zone in which the other time is meant.
    #[serde(default)]
    pub zone: String,
    /// Other times in one's own words.
    #[serde(default)]
    pub words: String,
    /// Whether one could come at the present time, if it has to be: `tentative` or `declined`.
    #[serde(default)]
    pub otherwise: String,
}

/// The answer that asks for another time.
pub const PROPOSED: &str = "proposed";

/// A sound answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Whether one comes at the present time.
    pub response: Response,
    /// Why not, or what a calendar's answer says besides; may be empty.
    pub reason: String,
    /// The time asked for instead.
    pub proposal: Option<Proposal>,
}

named! {
    /// How an answer came.
    Way {
        /// On a page: by the link of the mail, or signed in.
        Link = "link",
        /// As the mail of a calendar.
        Mail = "mail",
        /// From a connected calendar.
        Calendar = "calendar",
    }
}

/// Another time that somebody asks for: a start, words, or both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// The start.
    pub start: Option<Instant>,
    /// In one's own words; may be empty.
    pub words: String,
}

impl GiveAnswer {
    /// The answer, its other time read in `zone`.
    ///
    /// # Errors
    /// What is missing or can not be, each at its field.
    pub fn read(&self, zone: &Zone, now: Instant) -> Result<Answer, FieldErrors> {
        let mut errors = FieldErrors::default();
        let answer = match self.answer.as_str() {
            PROPOSED => {
                let proposal = self.proposal(zone, now, &mut errors);
                let response = if self.otherwise == Response::Declined.name() { Response::Declined } else { Response::Tentative };
                Answer { response, reason: String::new(), proposal: Some(proposal) }
            }
            given => {
                let response = Response::parse(given).filter(|response| *response != Response::NeedsAction);
                if response.is_none() {
                    errors.add("answer", "error-choose");
                }
                let declined = response == Some(Response::Declined);
                let reason = if declined { text(&self.reason, "reason", 0, MOST_WORDS, &mut errors) } else { String::new() };
                Answer { response: response.unwrap_or(Response::NeedsAction), reason, proposal: None }
            }
        };
        errors.or(answer)
    }

    fn proposal(&self, zone: &Zone, now: Instant, errors: &mut FieldErrors) -> Proposal {
        let words = text(&self.words, "words", 0, MOST_WORDS, errors);
        let (date, time) = (self.date.trim(), self.time.trim());
        if date.is_empty() && time.is_empty() {
            if words.is_empty() {
                errors.add("date", "error-answer-when");
            }
            return Proposal { start: None, words };
        }
        let day = date.parse::<NaiveDate>().ok();
        if day.is_none() {
            errors.add("date", if date.is_empty() { "error-required" } else { "error-date" });
        }
        // Browsers send seconds where the step asks for them.
        let clock = ["%H:%M", "%H:%M:%S"].iter().find_map(|form| NaiveTime::parse_from_str(time, form).ok());
        if clock.is_none() {
            errors.add("time", if time.is_empty() { "error-required" } else { "error-time" });
        }
        let start = day.zip(clock).map(|(day, clock)| zone.instant(day.and_time(clock)));
        if let Some(start) = start
            && let Err(message) = can_be_asked_for(start, now)
        {
            errors.add("date", message);
        }
        Proposal { start, words }
    }
}

/// Whether another time is one that can be asked for.
///
/// # Errors
/// The key of what to say: past, or too far ahead.
pub fn can_be_asked_for(start: Instant, now: Instant) -> Result<(), &'static str> {
    if start <= now {
        return Err("error-answer-past");
    }
    if ms(start) > ms(now) + FARTHEST_DAYS * DAY_MS { Err("error-answer-far") } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Instant {
        "2027-03-24T09:00:00Z".parse().unwrap()
    }

    fn give(answer: &str) -> GiveAnswer {
        GiveAnswer { answer: answer.into(), ..GiveAnswer::default() }
    }

    fn keys(input: &GiveAnswer) -> Vec<(String, String)> {
        let errors = input.read(&Zone::utc(), now()).unwrap_err();
        errors.iter().map(|error| (error.field.clone(), error.message.clone())).collect()
    }

    #[test]
    fn a_plain_answer_is_a_response() {
        for response in [Response::Accepted, Response::Tentative, Response::Declined] {
            let read = give(response.name()).read(&Zone::utc(), now()).unwrap();
            assert_eq!(read, Answer { response, reason: String::new(), proposal: None });
        }
        let declined = GiveAnswer { reason: "  Ill  ".into(), ..give("declined") };
        assert_eq!(declined.read(&Zone::utc(), now()).unwrap().reason, "Ill");
        let accepted = GiveAnswer { reason: "Ill".into(), ..give("accepted") };
        assert_eq!(accepted.read(&Zone::utc(), now()).unwrap().reason, "", "a reason belongs to a refusal");
        for answer in ["", "needs_action", "perhaps"] {
            assert_eq!(keys(&give(answer)), [("answer".into(), "error-choose".into())]);
        }
    }

    #[test]
    fn another_time_is_read_in_its_zone_or_said_in_words() {
        let zone = Zone::new("Asia/Kolkata", 5 * 3600 + 1800, vec![]).unwrap();
        let input = GiveAnswer { date: "2027-03-31".into(), time: "19:30".into(), otherwise: "declined".into(), ..give(PROPOSED) };
        let read = input.read(&zone, now()).unwrap();
        assert_eq!(read.response, Response::Declined);
        assert_eq!(read.proposal.unwrap().start, Some("2027-03-31T14:00:00Z".parse().unwrap()));
        let words = GiveAnswer { words: "Tuesday after three".into(), ..give(PROPOSED) }.read(&zone, now()).unwrap();
        assert_eq!((words.response, words.proposal.unwrap().start), (Response::Tentative, None));
    }

    #[test]
    fn another_time_that_can_not_be_is_refused_at_its_field() {
        let with = |date: &str, time: &str| GiveAnswer { date: date.into(), time: time.into(), ..give(PROPOSED) };
        assert_eq!(keys(&give(PROPOSED)), [("date".into(), "error-answer-when".into())]);
        assert_eq!(keys(&with("2027-03-31", "")), [("time".into(), "error-required".into())]);
        assert_eq!(keys(&with("", "10:00")), [("date".into(), "error-required".into())]);
        assert_eq!(keys(&with("31.3.", "25:00")), [("date".into(), "error-date".into()), ("time".into(), "error-time".into())]);
        assert_eq!(keys(&with("2027-03-24", "08:59")), [("date".into(), "error-answer-past".into())]);
        assert_eq!(keys(&with("2029-03-24", "10:00")), [("date".into(), "error-answer-far".into())]);
    }
}
