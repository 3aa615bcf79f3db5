//! The demo organisation's interview form.

use crate::domain::forms::template::{Content, Question, QuestionKind, SaveFormTemplate, Section};
use crate::domain::id::FormTemplateId;
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::services::forms;

/// Makes it, approved.
///
/// # Errors
/// When the database refuses.
pub async fn make(ctx: &Ctx) -> Result<FormTemplateId> {
    let anchors =
        ["Well below what the job needs", "Below", "As the job needs", "Above", "Far above what the job needs"].map(str::to_owned);
    let rating = |key, text: &str, competency: &str| Question {
        text: text.into(),
        required: true,
        competency: competency.into(),
        anchors: anchors.to_vec(),
        ..Question::new(key, QuestionKind::Rating)
    };
    let knowledge = vec![
        rating(2, "How well does the candidate know the field?", "Knowledge"),
        rating(3, "How does the candidate go about a problem that is new?", "Problem solving"),
        Question {
            text: "What did you talk about?".into(),
            hint: "Questions, answers, examples.".into(),
            ..Question::new(4, QuestionKind::Text)
        },
    ];
    let together = vec![
        rating(6, "How clearly does the candidate explain?", "Communication"),
        Question {
            text: "Where would you see the candidate?".into(),
            options: ["In this job", "In another job here", "Elsewhere"].map(str::to_owned).to_vec(),
            ..Question::new(7, QuestionKind::Choice)
        },
        Question { text: "Would you work with the candidate?".into(), required: true, ..Question::new(8, QuestionKind::Thumbs) },
    ];
    let section = |key, title: &str, questions| Section { key, title: title.into(), hint: String::new(), questions };
    let content = Content {
        introduction: "Write down what you saw and heard, not what you assume. You see the others' evaluations once yours is submitted."
            .into(),
        sections: vec![section(1, "Knowledge and skill", knowledge), section(5, "Working together", together)],
    };
    forms::save(ctx, SaveFormTemplate { id: None, version: 0, name: "Scorecard".into(), content, approve: true }).await
}
