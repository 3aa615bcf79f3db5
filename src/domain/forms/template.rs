//! What a form asks: sections of questions. A published version never changes; answers refer to its questions by key.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::domain::error::{FieldErrors, text};
use crate::domain::id::FormTemplateId;
use crate::domain::jobs::named;

named! {
    /// How a question is answered.
    QuestionKind {
        /// From 1 to 5, each with its anchor.
        Rating = "rating",
        /// Up or down.
        Thumbs = "thumbs",
        /// One of several.
        Choice = "choice",
        /// Any of several.
        Choices = "choices",
        /// In own words.
        Text = "text",
    }
}

/// The highest rating; the lowest is 1.
pub const HIGHEST: u8 = 5;
/// The most sections of a form.
pub const MOST_SECTIONS: usize = 12;
/// The most questions of a form, over all sections.
pub const MOST_QUESTIONS: usize = 60;
/// The most options of a question.
pub const MOST_OPTIONS: usize = 20;

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Another for each question and section of a form; the same over all its versions.
    pub key: u32,
    /// How it is answered.
    pub kind: QuestionKind,
    /// What is asked: 1 to 300 characters.
    pub text: String,
    /// What helps to answer: at most 500 characters.
    #[serde(default)]
    pub hint: String,
    /// Without an answer the form can not be submitted.
    #[serde(default)]
    pub required: bool,
    /// What of the candidate it looks at: at most 60 characters.
    #[serde(default)]
    pub competency: String,
    /// What there is to choose from, 2 to 20, for `Choice` and `Choices` only.
    #[serde(default)]
    pub options: Vec<String>,
    /// What the ratings 1 to 5 mean, for `Rating` only: five texts, each of which may be empty.
    #[serde(default)]
    pub anchors: Vec<String>,
}

/// Questions that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// See [`Question::key`].
    pub key: u32,
    /// 1 to 120 characters.
    pub title: String,
    /// What the interviewer should know: at most 1,000 characters.
    #[serde(default)]
    pub hint: String,
    /// In their order.
    pub questions: Vec<Question>,
}

/// All that a form asks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Above the first section: at most 2,000 characters.
    #[serde(default)]
    pub introduction: String,
    /// In their order.
    pub sections: Vec<Section>,
}

/// A form template to make or change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveFormTemplate {
    /// None for a new one.
    pub id: Option<FormTemplateId>,
    /// The version of the record that was read; of no account for a new one.
    pub version: i64,
    /// 1 to 120 characters.
    pub name: String,
    /// What it asks.
    pub content: Content,
    /// From now on interviews get this; else it stays a draft.
    pub approve: bool,
}

impl Question {
    /// A question of this kind without words.
    pub fn new(key: u32, kind: QuestionKind) -> Self {
        Self {
            key,
            kind,
            text: String::new(),
            hint: String::new(),
            required: false,
            competency: String::new(),
            options: Vec::new(),
            anchors: vec![String::new(); usize::from(HIGHEST)],
        }
    }

    /// What a rating means; empty where nothing was said.
    pub fn anchor(&self, rating: u8) -> &str {
        usize::from(rating).checked_sub(1).and_then(|at| self.anchors.get(at)).map_or("", String::as_str)
    }

    fn checked(self, errors: &mut FieldErrors) -> Self {
        let at = |part: &str| format!("q{}.{part}", self.key);
        let has_options = matches!(self.kind, QuestionKind::Choice | QuestionKind::Choices);
        let options = if has_options { checked_options(&self.options, &at("options"), errors) } else { Vec::new() };
        let anchors = if self.kind == QuestionKind::Rating {
            let mut anchors: Vec<String> = self.anchors.iter().map(|anchor| text(anchor, &at("anchors"), 0, 200, errors)).collect();
            anchors.resize(usize::from(HIGHEST), String::new());
            anchors
        } else {
            Vec::new()
        };
        Self {
            text: text(&self.text, &at("text"), 1, 300, errors),
            hint: text(&self.hint, &at("hint"), 0, 500, errors),
            competency: text(&self.competency, &at("competency"), 0, 60, errors),
            options,
            anchors,
            ..self
        }
    }
}

fn checked_options(options: &[String], field: &str, errors: &mut FieldErrors) -> Vec<String> {
    let options: Vec<String> =
        options.iter().filter(|option| !option.trim().is_empty()).map(|option| text(option, field, 1, 200, errors)).collect();
    let different: HashSet<String> = options.iter().map(|option| crate::domain::list::fold(option)).collect();
    if options.len() < 2 {
        errors.add(field, "error-options-few");
    } else if options.len() > MOST_OPTIONS {
        errors.add_with(field, "error-options-many", &[("most", MOST_OPTIONS.to_string())]);
    } else if different.len() < options.len() {
        errors.add(field, "error-options-twice");
    }
    options
}

impl Content {
    /// All questions in their order.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.sections.iter().flat_map(|section| &section.questions)
    }

    /// A key that nothing in it has.
    pub fn next_key(&self) -> u32 {
        let keys = self.sections.iter().map(|section| section.key).chain(self.questions().map(|question| question.key));
        keys.max().unwrap_or_default().saturating_add(1)
    }

    /// Checks it, its texts trimmed.
    ///
    /// # Errors
    /// At `introduction`, `sections`, `s3.title` (of the section with the key 3), `q7.text`, `q7.options`, ….
    pub fn validate(self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let introduction = text(&self.introduction, "introduction", 0, 2_000, &mut errors);
        let questions = self.questions().count();
        if questions == 0 {
            errors.add("sections", "error-no-question");
        } else if questions > MOST_QUESTIONS {
            errors.add_with("sections", "error-too-many-questions", &[("most", MOST_QUESTIONS.to_string())]);
        }
        if self.sections.len() > MOST_SECTIONS {
            errors.add_with("sections", "error-too-many-sections", &[("most", MOST_SECTIONS.to_string())]);
        }
        let mut keys = HashSet::new();
        let all = self.sections.iter().map(|section| section.key).chain(self.questions().map(|question| question.key));
        if !all.into_iter().all(|key| keys.insert(key)) {
            errors.add("sections", "error-invalid");
        }
        let sections = self.sections.into_iter().map(|section| {
            let title = text(&section.title, &format!("s{}.title", section.key), 1, 120, &mut errors);
            let hint = text(&section.hint, &format!("s{}.hint", section.key), 0, 1_000, &mut errors);
            let questions = section.questions.into_iter().map(|question| question.checked(&mut errors)).collect();
            Section { key: section.key, title, hint, questions }
        });
        let sections = sections.collect();
        errors.or(Self { introduction, sections })
    }
}

impl SaveFormTemplate {
    /// Checks it, its texts trimmed.
    ///
    /// # Errors
    /// At `name`, and those of [`Content::validate`].
    pub fn validate(self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = text(&self.name, "name", 1, 120, &mut errors);
        if name.contains(['\n', '\r', '\t']) {
            errors.add("name", "error-one-line");
        }
        match self.content.validate() {
            Ok(content) => errors.or(Self { name, content, ..self }),
            Err(wrong) => {
                errors.merge(wrong);
                Err(errors)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::content;
    use super::*;

    fn wrong(content: Content) -> Vec<(String, String)> {
        content.validate().unwrap_err().iter().map(|error| (error.field.clone(), error.message.clone())).collect()
    }

    #[test]
    fn a_sound_form_is_trimmed() {
        let mut form = content();
        form.sections[0].questions[0].text = "  How deep?  ".into();
        assert_eq!(form.validate().unwrap().sections[0].questions[0].text, "How deep?");
    }

    #[test]
    fn what_will_not_do_is_named_by_its_key() {
        assert_eq!(wrong(Content::default()), [("sections".into(), "error-no-question".into())]);
        let mut form = content();
        form.sections[0].title = " ".into();
        form.sections[0].questions[0].text = String::new();
        form.sections[1].questions[0].options = vec!["Yes".into(), "yes ".into()];
        assert_eq!(
            wrong(form),
            [
                ("s1.title".into(), "error-required".into()),
                ("q2.text".into(), "error-required".into()),
                ("q5.options".into(), "error-options-twice".into())
            ]
        );
    }

    #[test]
    fn keys_stand_once() {
        let mut form = content();
        let next = form.next_key();
        assert!(form.questions().all(|question| question.key < next));
        form.sections[1].key = 2;
        assert_eq!(wrong(form)[0].0, "sections");
    }

    #[test]
    fn a_kind_keeps_only_what_it_needs() {
        let mut form = content();
        form.sections[0].questions[0].options = vec!["x".into()];
        form.sections[1].questions[0].anchors = vec!["x".into()];
        let form = form.validate().unwrap();
        assert!(form.sections[0].questions[0].options.is_empty());
        assert!(form.sections[1].questions[0].anchors.is_empty());
    }
}
