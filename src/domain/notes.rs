//! Notes about a candidate, some of them tasks.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::error::{FieldErrors, text};
use super::id::{ApplicationId, CandidateId, NoteId, blank_as_none};

/// The longest note, in characters.
pub const MAX_TEXT: usize = 4_000;
/// The most colleagues whom one note can name.
pub const MOST_NAMED: usize = 20;

/// A note to write or change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveNote {
    /// None for a new one.
    #[serde(default, deserialize_with = "blank_as_none")]
    pub id: Option<NoteId>,
    /// The version that was read; of no account for a new one.
    #[serde(default)]
    pub version: i64,
    /// Whom it is about.
    pub candidate: CandidateId,
    /// On which job; none where it is about the candidate as such.
    #[serde(default, deserialize_with = "blank_as_none")]
    pub application: Option<ApplicationId>,
    /// 1 to 4,000 characters; colleagues named in it by `@` and their name are told.
    pub text: String,
    /// Something is to be done.
    #[serde(default)]
    pub is_task: bool,
    /// Until when: as it is typed ([`due_date`]), or empty; tasks only.
    #[serde(default)]
    pub due: String,
}

/// What a note says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteText {
    /// The words.
    pub text: String,
    /// Something is to be done.
    pub is_task: bool,
    /// Until when.
    pub due_on: Option<NaiveDate>,
}

impl SaveNote {
    /// A new note about a candidate, with nothing in it yet.
    pub fn about(candidate: CandidateId) -> Self {
        Self { id: None, version: 0, candidate, application: None, text: String::new(), is_task: false, due: String::new() }
    }

    /// What it says, checked and trimmed.
    ///
    /// # Errors
    /// At `text`, `due`.
    pub fn check(&self) -> Result<NoteText, FieldErrors> {
        let mut errors = FieldErrors::default();
        let words = text(&self.text, "text", 1, MAX_TEXT, &mut errors);
        let due_on = match self.due.trim() {
            _ if !self.is_task => None,
            "" => None,
            typed => due_date(typed).or_else(|| {
                errors.add("due", "error-date");
                None
            }),
        };
        errors.or(NoteText { text: words, is_task: self.is_task, due_on })
    }
}

/// Whether `text` names somebody: `@Dana Weiss`, and not `@Dana Weissmann`.
pub fn names(text: &str, name: &str) -> bool {
    let mark = format!("@{name}");
    let goes_on = |rest: &str| rest.chars().next().is_some_and(char::is_alphanumeric);
    text.match_indices(&mark).any(|(at, _)| text.get(at + mark.len()..).is_some_and(|rest| !goes_on(rest)))
}

/// Reads a date as it is typed or picked: `03/24/2027` (month first), `24.03.2027` (day first), `2027-03-24`.
///
/// ```
/// use agendum::domain::notes::due_date;
/// let date = chrono::NaiveDate::from_ymd_opt(2027, 3, 24);
/// assert_eq!(due_date("03/24/2027"), date);
/// assert_eq!(due_date(" 24.3.2027 "), date);
/// assert_eq!(due_date("2027-03-24"), date);
/// assert_eq!(due_date("24/03/2027"), None);
/// assert_eq!(due_date("03/24/27"), None);
/// ```
pub fn due_date(typed: &str) -> Option<NaiveDate> {
    let typed = typed.trim();
    let formats = [('/', "%m/%d/%Y"), ('.', "%d.%m.%Y"), ('-', "%Y-%m-%d")];
    let (_, format) = formats.iter().find(|(divider, _)| typed.contains(*divider))?;
    // A year of two digits is read as one of the first century.
    NaiveDate::parse_from_str(typed, format).ok().filter(|date| chrono::Datelike::year(date) >= 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note() -> SaveNote {
        let about = SaveNote::about(CandidateId::new(uuid::Uuid::nil()));
        SaveNote { text: "  Call her back. ".into(), is_task: true, due: "03/24/2027".into(), ..about }
    }

    #[test]
    fn a_name_is_named_as_a_whole() {
        assert!(names("Ask @Dana Weiss, please", "Dana Weiss"));
        assert!(names("@Dana Weiss", "Dana Weiss"));
        assert!(names("@Dana Weissmann and @Dana Weiss.", "Dana Weiss"));
        assert!(!names("Ask @Dana Weissmann", "Dana Weiss"));
        assert!(!names("Ask Dana Weiss", "Dana Weiss"));
        assert!(names("@Zoë Ångström!", "Zoë Ångström"));
    }

    #[test]
    fn only_tasks_have_a_date_and_it_is_a_real_one() {
        let said = note().check().unwrap();
        assert_eq!((said.text.as_str(), said.due_on), ("Call her back.", NaiveDate::from_ymd_opt(2027, 3, 24)));
        assert_eq!(SaveNote { is_task: false, ..note() }.check().unwrap().due_on, None);
        assert_eq!(SaveNote { due: " ".into(), ..note() }.check().unwrap().due_on, None);
        let wrong = SaveNote { due: "02/30/2027".into(), text: " ".into(), ..note() }.check().unwrap_err();
        assert!(wrong.at("due").is_some() && wrong.at("text").is_some());
    }
}
