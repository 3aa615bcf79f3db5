//! Answers of interview forms as people read them, on pages and on paper.

use crate::domain::forms::answers::Answer;
use crate::domain::forms::template::{HIGHEST, Question};
use crate::domain::locale::Language;
use crate::text;

/// `4 – Good`; the number alone where it has no anchor.
pub fn rated(question: &Question, rating: u8) -> String {
    match question.anchor(rating) {
        "" => rating.to_string(),
        anchor => format!("{rating} – {anchor}"),
    }
}

/// An answer in words.
pub fn said(language: Language, question: &Question, answer: &Answer) -> String {
    let option = |at: &u32| usize::try_from(*at).ok().and_then(|at| question.options.get(at)).cloned().unwrap_or_default();
    match answer {
        Answer::Rating(rating) => match question.anchor(*rating) {
            "" => text!(language, "form-rated", rating = u32::from(*rating), most = u32::from(HIGHEST)),
            _ => rated(question, *rating),
        },
        Answer::Thumbs(thumb) => text!(language, &format!("form-thumb-{}", thumb.name())),
        Answer::Choice(at) => option(at),
        Answer::Choices(all) => all.iter().map(option).collect::<Vec<_>>().join(", "),
        Answer::Text(text) => text.clone(),
    }
}
