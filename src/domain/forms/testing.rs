//! A form for tests, and any answers to it.

use proptest::prelude::*;

use super::answers::{Answer, Answers, Thumb};
use super::template::{Content, Question, QuestionKind, Section};

/// Two sections: rating (2, required) and thumbs (3); choice (5), several (6) and text (7, required).
pub fn content() -> Content {
    let question = |key, kind, required| Question {
        text: format!("Question {key}"),
        required,
        options: vec!["Yes".into(), "No".into(), "Perhaps".into()],
        ..Question::new(key, kind)
    };
    let section = |key, questions| Section { key, title: format!("Section {key}"), hint: String::new(), questions };
    let sections = vec![
        section(1, vec![question(2, QuestionKind::Rating, true), question(3, QuestionKind::Thumbs, false)]),
        section(
            4,
            vec![
                question(5, QuestionKind::Choice, false),
                question(6, QuestionKind::Choices, false),
                question(7, QuestionKind::Text, true),
            ],
        ),
    ];
    Content { introduction: String::new(), sections }
}

/// All of it answered.
pub fn answered() -> Answers {
    let mut answers = Answers::default();
    answers.set(2, Answer::Rating(4));
    answers.set(3, Answer::Thumbs(Thumb::Up));
    answers.set(5, Answer::Choice(1));
    answers.set(6, Answer::Choices(vec![0, 2]));
    answers.set(7, Answer::Text("Knows her trade.".into()));
    answers
}

/// Any answers to it.
pub fn answers() -> impl Strategy<Value = Answers> {
    let rating = proptest::option::of((1_u8..=5).prop_map(Answer::Rating));
    let thumbs = proptest::option::of(prop_oneof![Just(Thumb::Up), Just(Thumb::Down)].prop_map(Answer::Thumbs));
    let choice = proptest::option::of((0_u32..3).prop_map(Answer::Choice));
    let several = proptest::option::of(proptest::sample::subsequence(vec![0_u32, 1, 2], 1..=3).prop_map(Answer::Choices));
    let text = proptest::option::of("[a-zé日 .\n]{1,30}".prop_map(Answer::Text));
    (rating, thumbs, choice, several, text).prop_map(|(rating, thumbs, choice, several, text)| {
        let mut answers = Answers::default();
        for (key, answer) in [(2, rating), (3, thumbs), (5, choice), (6, several), (7, text)] {
            if let Some(answer) = answer {
                answers.set(key, answer);
            }
        }
        answers
    })
}
