//! Answers to a form's questions, read from a form's fields and checked against what was asked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::template::{Content, HIGHEST, Question, QuestionKind};
use crate::domain::error::{FieldErrors, text};
use crate::domain::jobs::named;

named! {
    /// Up or down.
    Thumb {
        /// For.
        Up = "up",
        /// Against.
        Down = "down",
    }
}

/// The most characters of an answer in own words.
pub const MOST_CHARACTERS: usize = 10_000;

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "value", rename_all = "snake_case")]
pub enum Answer {
    /// 1 to 5.
    Rating(u8),
    /// Up or down.
    Thumbs(Thumb),
    /// The place of the chosen option, from 0.
    Choice(u32),
    /// The places of the chosen options, rising.
    Choices(Vec<u32>),
    /// In own words.
    Text(String),
}

/// The answers of a form by the keys of its questions. A question without an answer is not in it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(BTreeMap<u32, Answer>);

/// What a form's fields hold, by name: `q7`, and `q7o2` for the third option of a question with several.
pub type Fields = BTreeMap<String, String>;

/// The name of a question's field.
pub fn field(key: u32) -> String {
    format!("q{key}")
}

/// The name of the field of one of a question's options.
pub fn option_field(key: u32, option: u32) -> String {
    format!("q{key}o{option}")
}

impl Answers {
    /// The answer to a question.
    pub fn get(&self, key: u32) -> Option<&Answer> {
        self.0.get(&key)
    }

    /// Puts an answer in.
    pub fn set(&mut self, key: u32, answer: Answer) {
        self.0.insert(key, answer);
    }

    /// Whether nothing was answered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Reads the fields of a form. What is no answer to its question is left out.
    pub fn read(content: &Content, fields: &Fields) -> Self {
        let answer = |question: &Question| {
            let value = fields.get(&field(question.key)).map(String::as_str).unwrap_or_default();
            match question.kind {
                QuestionKind::Rating => value.trim().parse().ok().map(Answer::Rating),
                QuestionKind::Thumbs => Thumb::parse(value.trim()).map(Answer::Thumbs),
                QuestionKind::Choice => value.trim().parse().ok().map(Answer::Choice),
                QuestionKind::Choices => {
                    let options = 0..u32::try_from(question.options.len()).unwrap_or_default();
                    let chosen: Vec<u32> = options.filter(|option| fields.contains_key(&option_field(question.key, *option))).collect();
                    (!chosen.is_empty()).then_some(Answer::Choices(chosen))
                }
                QuestionKind::Text => (!value.is_empty()).then(|| Answer::Text(value.replace("\r\n", "\n"))),
            }
        };
        Self(content.questions().filter_map(|question| Some((question.key, answer(question)?))).collect())
    }

    /// The fields that [`Answers::read`] reads these answers from.
    pub fn fields(&self) -> Fields {
        let mut fields = Fields::new();
        for (key, answer) in &self.0 {
            match answer {
                Answer::Rating(rating) => drop(fields.insert(field(*key), rating.to_string())),
                Answer::Thumbs(thumb) => drop(fields.insert(field(*key), thumb.name().to_owned())),
                Answer::Choice(option) => drop(fields.insert(field(*key), option.to_string())),
                Answer::Choices(options) => fields.extend(options.iter().map(|option| (option_field(*key, *option), "true".to_owned()))),
                Answer::Text(text) => drop(fields.insert(field(*key), text.clone())),
            }
        }
        fields
    }

    /// Checks answers that are kept as a draft: each fits its question; texts stay as they were typed.
    ///
    /// # Errors
    /// At `q7` for the question with the key 7.
    pub fn drafted(self, content: &Content) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let mut kept = BTreeMap::new();
        for question in content.questions() {
            let Some(answer) = self.0.get(&question.key) else { continue };
            if fits(question, answer) {
                kept.insert(question.key, answer.clone());
            } else {
                errors.add(field(question.key), "error-answer");
            }
            if let Answer::Text(answer) = answer {
                text(answer, &field(question.key), 0, MOST_CHARACTERS, &mut errors);
            }
        }
        errors.or(Self(kept))
    }

    /// Checks answers that are submitted: besides, nothing required is missing, and texts are trimmed.
    ///
    /// # Errors
    /// At `q7` for the question with the key 7.
    pub fn submitted(self, content: &Content) -> Result<Self, FieldErrors> {
        let (kept, mut errors) = match self.drafted(content) {
            Ok(kept) => (kept, FieldErrors::default()),
            Err(errors) => return Err(errors),
        };
        let trimmed = |answer: Answer| match answer {
            Answer::Text(text) if text.trim().is_empty() => None,
            Answer::Text(text) => Some(Answer::Text(text.trim().to_owned())),
            Answer::Choices(options) if options.is_empty() => None,
            answer => Some(answer),
        };
        let answers: BTreeMap<u32, Answer> = kept.0.into_iter().filter_map(|(key, answer)| Some((key, trimmed(answer)?))).collect();
        for question in content.questions().filter(|question| question.required && !answers.contains_key(&question.key)) {
            errors.add(field(question.key), "error-required");
        }
        errors.or(Self(answers))
    }
}

fn fits(question: &Question, answer: &Answer) -> bool {
    let is_option = |option: &u32| usize::try_from(*option).is_ok_and(|option| option < question.options.len());
    match (question.kind, answer) {
        (QuestionKind::Rating, Answer::Rating(rating)) => (1..=HIGHEST).contains(rating),
        (QuestionKind::Thumbs, Answer::Thumbs(_)) | (QuestionKind::Text, Answer::Text(_)) => true,
        (QuestionKind::Choice, Answer::Choice(option)) => is_option(option),
        (QuestionKind::Choices, Answer::Choices(options)) => options.iter().all(is_option) && options.is_sorted_by(|one, next| one < next),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::{answered, answers, content};
    use super::*;

    #[test]
    fn a_draft_may_be_incomplete_and_a_submission_not() {
        let content = content();
        assert!(Answers::default().drafted(&content).is_ok());
        let errors = Answers::default().submitted(&content).unwrap_err();
        assert_eq!(errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["q2", "q7"]);
        assert_eq!(answered().submitted(&content).unwrap(), answered());
    }

    #[test]
    fn white_space_is_no_answer() {
        let mut some = answered();
        some.set(7, Answer::Text(" \n ".into()));
        assert!(some.clone().drafted(&content()).unwrap().get(7).is_some(), "what is typed stays while it is a draft");
        assert_eq!(some.submitted(&content()).unwrap_err().at("q7").unwrap().message, "error-required");
    }

    #[test]
    fn an_answer_must_fit_its_question() {
        for (key, answer) in [
            (2, Answer::Rating(0)),
            (2, Answer::Rating(6)),
            (2, Answer::Text("5".into())),
            (5, Answer::Choice(3)),
            (6, Answer::Choices(vec![1, 1])),
            (6, Answer::Choices(vec![0, 9])),
        ] {
            let mut some = answered();
            some.set(key, answer.clone());
            assert!(some.drafted(&content()).unwrap_err().at(&field(key)).is_some(), "{answer:?}");
        }
        let mut long = answered();
        long.set(7, Answer::Text("x".repeat(MOST_CHARACTERS + 1)));
        assert_eq!(long.drafted(&content()).unwrap_err().at("q7").unwrap().message, "error-too-long");
    }

    #[test]
    fn an_answer_to_nothing_asked_is_dropped() {
        let mut some = answered();
        some.set(99, Answer::Rating(5));
        assert_eq!(some.drafted(&content()).unwrap(), answered());
    }

    proptest! {
        #[test]
        fn fields_and_answers_are_the_same_thing(some in answers()) {
            prop_assert_eq!(Answers::read(&content(), &some.fields()), some.clone());
            let json = serde_json::to_string(&some).unwrap();
            prop_assert_eq!(serde_json::from_str::<Answers>(&json).unwrap(), some);
        }

        #[test]
        fn what_can_be_submitted_stays_so(some in answers()) {
            if let Ok(once) = some.submitted(&content()) {
                prop_assert_eq!(once.clone().submitted(&content()).unwrap(), once.clone());
                prop_assert_eq!(once.clone().drafted(&content()).unwrap(), once);
            }
        }

        #[test]
        fn whatever_fields_come_they_do_no_harm(fields in proptest::collection::btree_map("q[0-9]{1,2}(o[0-9])?", ".{0,12}", 0..12)) {
            let read = Answers::read(&content(), &fields);
            let _ = read.clone().drafted(&content());
            let _ = read.submitted(&content());
        }
    }
}
