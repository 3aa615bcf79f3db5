//! Mails that colleagues write to candidates, and texts that they begin with.

use serde::{Deserialize, Serialize};

use crate::domain::error::{FieldErrors, text};
use crate::domain::id::{ApplicationId, CandidateId, FileId, MailTemplateId, blank_as_none};
use crate::domain::offers::template::{OfferContent, in_text};

/// The longest subject, in characters.
pub const MOST_SUBJECT: usize = 200;
/// The longest text, in characters.
pub const MOST_TEXT: usize = 20_000;

/// A mail as it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WriteMail {
    /// To whom; none only where a form was tampered with.
    pub candidate: Option<CandidateId>,
    /// About which application.
    #[serde(default, deserialize_with = "blank_as_none")]
    pub application: Option<ApplicationId>,
    /// One line: 1 to 200 characters.
    #[serde(default)]
    pub subject: String,
    /// The text: 1 to 20,000 characters, paragraphs divided by empty lines.
    #[serde(default)]
    pub text: String,
    /// The candidate's documents that go with it.
    #[serde(default)]
    pub files: Vec<FileId>,
}

impl WriteMail {
    /// Checks it: subject and text, trimmed.
    ///
    /// # Errors
    /// At `subject` and `text`.
    pub fn check(&self) -> Result<(String, String), FieldErrors> {
        let mut errors = FieldErrors::default();
        let subject = one_line(&self.subject, MOST_SUBJECT, &mut errors);
        let words = text(&self.text, "text", 1, MOST_TEXT, &mut errors);
        errors.or((subject, words))
    }
}

/// A text that mails begin with, as it is saved.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveMailTemplate {
    /// None for a new one.
    #[serde(default, deserialize_with = "blank_as_none")]
    pub id: Option<MailTemplateId>,
    /// The version it was read with; 0 for a new one.
    #[serde(default)]
    pub version: i64,
    /// What it is called.
    #[serde(default)]
    pub name: String,
    /// The subject, with tags.
    #[serde(default)]
    pub subject: String,
    /// The text, with tags.
    #[serde(default)]
    pub body: String,
    /// It is not offered any more.
    #[serde(default)]
    pub retired: bool,
}

impl SaveMailTemplate {
    /// Checks it, its texts trimmed.
    ///
    /// # Errors
    /// At `name`, `subject`, `body`; a tag that nothing is known of with its place.
    pub fn validate(self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = text(&self.name, "name", 1, 120, &mut errors);
        let subject = one_line(&self.subject, MOST_SUBJECT, &mut errors);
        let body = text(&self.body, "body", 1, MOST_TEXT, &mut errors);
        for (field, words) in [("subject", &subject), ("body", &body)] {
            let content = OfferContent { text: words.clone(), ..OfferContent::default() };
            if let Some(wrong) = content.validate().err().as_ref().and_then(|wrong| wrong.at("text")).filter(|_| !words.is_empty()) {
                let arguments: Vec<_> = wrong.arguments.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
                errors.add_with(field, &wrong.message, &arguments);
            }
        }
        errors.or(Self { name, subject, body, ..self })
    }
}

fn one_line(value: &str, most: usize, errors: &mut FieldErrors) -> String {
    let value = text(value, "subject", 1, most, errors);
    if value.contains(['\n', '\r', '\t']) {
        errors.add("subject", "error-one-line");
    }
    value
}

/// A text with the values of its tags; what has none stays in its braces, to be seen and filled in by hand.
pub fn merged(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    in_text(text, |name| value(name).unwrap_or_else(|| format!("{{{{{name}}}}}")))
}

/// Whether a text still has a tag in it.
pub fn has_tags(text: &str) -> bool {
    !crate::domain::offers::template::tags_of(text).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_replaced_and_an_unknown_one_is_refused_with_its_place() {
        let value = |name: &str| (name == "candidate.first_name").then(|| "Ana {{today}}".to_owned());
        assert_eq!(merged("Dear {{candidate.first_name}}, {{job.title}}", value), "Dear Ana {{today}}, {{job.title}}");
        let template =
            |body: &str| SaveMailTemplate { name: "x".into(), subject: "Hello".into(), body: body.into(), ..SaveMailTemplate::default() };
        assert!(template("Dear {{candidate.first_name}}").validate().is_ok());
        let errors = template("Dear\n{{candidate.frist_name}}").validate().unwrap_err();
        assert_eq!(errors.at("body").unwrap().message, "error-tag-misspelt");
        assert!(template("").validate().unwrap_err().at("body").is_some());
    }

    #[test]
    fn a_mail_has_a_subject_of_one_line_and_a_text() {
        let mail = WriteMail { subject: " Hello\nBcc: x ".into(), text: " ".into(), ..WriteMail::default() };
        let errors = mail.check().unwrap_err();
        assert_eq!(
            (errors.at("subject").unwrap().message.as_str(), errors.at("text").unwrap().message.as_str()),
            ("error-one-line", "error-required")
        );
    }
}
