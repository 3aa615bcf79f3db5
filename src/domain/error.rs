//! Errors of form fields, made by the same functions in browser and server.

use serde::{Deserialize, Serialize};

/// What is wrong with one field: the key of a message in `locales/`, with its arguments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name in the form (`email`, `windows`); empty for the form as a whole.
    pub field: String,
    /// The message's key, such as `error-required`.
    pub message: String,
    /// The message's arguments by name.
    pub arguments: Vec<(String, String)>,
}

/// All that is wrong with a form. Never empty where it is an `Err`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldErrors(Vec<FieldError>);

impl FieldErrors {
    /// One error at one field.
    pub fn one(field: impl Into<String>, message: &str) -> Self {
        let mut errors = Self::default();
        errors.add(field, message);
        errors
    }

    /// Notes an error.
    pub fn add(&mut self, field: impl Into<String>, message: &str) {
        self.add_with(field, message, &[]);
    }

    /// Notes an error whose message has arguments.
    pub fn add_with(&mut self, field: impl Into<String>, message: &str, arguments: &[(&str, String)]) {
        self.0.push(FieldError {
            field: field.into(),
            message: message.into(),
            arguments: arguments.iter().map(|(name, value)| ((*name).into(), value.clone())).collect(),
        });
    }

    /// The first error at a field.
    pub fn at(&self, field: &str) -> Option<&FieldError> {
        self.0.iter().find(|error| error.field == field)
    }

    /// All errors, in the order noted.
    pub fn iter(&self) -> impl Iterator<Item = &FieldError> {
        self.0.iter()
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds the errors of a part of the form.
    pub fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Adds the errors of a part whose fields stand below a name: `stages.2` and `name` become `stages.2.name`.
    pub fn merge_under(&mut self, part: &str, other: Self) {
        self.0.extend(other.0.into_iter().map(|error| FieldError { field: format!("{part}.{}", error.field), ..error }));
    }

    /// The value if nothing is wrong.
    ///
    /// # Errors
    /// These errors, if there are any.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }
}

/// Trims a text and checks its length in characters, noting an error at the field.
///
/// `least` is 0 for an optional field.
pub fn text(value: &str, field: &str, least: usize, most: usize, errors: &mut FieldErrors) -> String {
    let value = value.trim();
    let length = value.chars().count();
    if length < least {
        errors.add(field, "error-required");
    } else if length > most {
        errors.add_with(field, "error-too-long", &[("most", most.to_string())]);
    } else if value.chars().any(|c| c.is_control() && c != '\n' && c != '\r' && c != '\t') {
        errors.add(field, "error-control-character");
    }
    value.to_owned()
}
