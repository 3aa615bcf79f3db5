//! Tags of offer letters: `{{candidate.first_name}}`.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::jobs::named;

named! {
    /// What a tag's value is.
    TagKind {
        /// Words.
        Text = "text",
        /// A date without a time.
        Date = "date",
        /// An amount with its currency.
        Money = "money",
        /// One of several texts.
        Choice = "choice",
    }
}

/// The longest name of a tag, in characters.
pub const MAX_NAME: usize = 60;
/// The longest value, in characters.
pub const MAX_VALUE: usize = 2_000;

/// A tag whose value is asked for when an offer is made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedTag {
    /// `offer.salary`: lower-case words with dots and underscores, none of them that of a known tag.
    pub name: String,
    /// What it is asked for by: 1 to 80 characters.
    pub label: String,
    /// What its value is.
    pub kind: TagKind,
    /// The offer can not be sent without it.
    pub required: bool,
    /// What there is to choose from, 2 to 20, for `Choice` only.
    #[serde(default)]
    pub options: Vec<String>,
}

/// The tags whose values are known from the records.
pub const KNOWN: [(&str, TagKind); 13] = [
    ("candidate.name", TagKind::Text),
    ("candidate.first_name", TagKind::Text),
    ("candidate.last_name", TagKind::Text),
    ("candidate.email", TagKind::Text),
    ("candidate.phone", TagKind::Text),
    ("job.title", TagKind::Text),
    ("job.location", TagKind::Text),
    ("client.name", TagKind::Text),
    ("company.name", TagKind::Text),
    ("organisation.name", TagKind::Text),
    ("recruiter.name", TagKind::Text),
    ("recruiter.email", TagKind::Text),
    ("today", TagKind::Date),
];

/// What a tag stands for in one offer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TagValue {
    /// Words, or what was chosen.
    Text {
        /// Not empty.
        text: String,
    },
    /// A date.
    Date {
        /// The day.
        date: NaiveDate,
    },
    /// An amount.
    Money {
        /// In the currency's smallest unit (ISO 4217).
        minor: i64,
        /// Three letters (ISO 4217).
        currency: String,
    },
}

/// Whether a text can be a tag's name: words of lower-case letters, digits and underscores, divided by single dots, the first a letter.
///
/// ```
/// use agendum::domain::offers::tags::is_name;
/// assert!(is_name("offer.base_salary") && is_name("today"));
/// assert!(!is_name("Offer.salary") && !is_name("offer..x") && !is_name("9") && !is_name(""));
/// ```
pub fn is_name(text: &str) -> bool {
    let word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_lowercase()) && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    text.len() <= MAX_NAME && text.split('.').all(word)
}

/// The first and the last name, as far as they can be told apart: all words but the last, and the last.
///
/// ```
/// use agendum::domain::offers::tags::names;
/// assert_eq!(names("Ana María López"), ("Ana María", "López"));
/// assert_eq!(names("Sukarno"), ("Sukarno", ""));
/// ```
pub fn names(whole: &str) -> (&str, &str) {
    let whole = whole.trim();
    match whole.rsplit_once(char::is_whitespace) {
        Some((first, last)) => (first.trim_end(), last),
        None => (whole, ""),
    }
}

/// The known name that a misspelt one is nearest to: at most two letters off.
pub fn nearest<'a>(typed: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    names
        .map(|name| (distance(typed, name), name))
        .filter(|(distance, _)| *distance <= 2)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Letters to change, add or leave out, to make one of the other (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (j, to) in b.iter().enumerate() {
            let above = row.get(j + 1).copied().unwrap_or_default();
            let next = (diagonal + usize::from(from != *to)).min(above + 1).min(left + 1);
            if let Some(cell) = row.get_mut(j) {
                *cell = left;
            }
            diagonal = above;
            left = next;
        }
        if let Some(cell) = row.get_mut(b.len()) {
            *cell = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_tag_is_told_the_one_that_was_meant() {
        let known = || KNOWN.iter().map(|(name, _)| *name);
        assert_eq!(nearest("candidate.frist_name", known()), Some("candidate.first_name"));
        assert_eq!(nearest("candidate.fist_name", known()), Some("candidate.first_name"));
        assert_eq!(nearest("jobtitle", known()), Some("job.title"));
        assert_eq!(nearest("offer.salary", known()), None);
        for (a, b, apart) in [("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("same", "same", 0)] {
            assert_eq!(distance(a, b), apart, "{a} {b}");
        }
    }

    #[test]
    fn all_known_names_are_names_and_stand_once() {
        for (at, (name, _)) in KNOWN.iter().enumerate() {
            assert!(is_name(name), "{name}");
            assert!(KNOWN.iter().skip(at + 1).all(|(other, _)| other != name), "{name}");
        }
    }
}
