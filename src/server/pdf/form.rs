//! An interview form on paper: blank, to be filled in by hand, or with an evaluation.

use super::sheet::{Look, PdfError, Sheet};
use crate::domain::forms::answers::Answers;
use crate::domain::forms::template::{Content, HIGHEST, Question, QuestionKind};
use crate::domain::locale::Language;
use crate::text;
use crate::text::forms::{rated, said};

/// What stands on a form's pages.
pub struct PaperForm<'a> {
    /// The template's name.
    pub title: &'a str,
    /// Label and text of what it is about: candidate, job, interview, time, attendee, state.
    pub facts: Vec<(String, String)>,
    /// What is asked.
    pub content: &'a Content,
    /// The evaluation; none for a blank form.
    pub answers: Option<&'a Answers>,
    /// In the footer.
    pub footer: String,
    /// The language of what is ours.
    pub language: Language,
}

/// Answers and lines to write on stand in from the questions, in points.
const INDENT: f32 = 12.0;

impl PaperForm<'_> {
    /// The PDF.
    ///
    /// # Errors
    /// When a font is broken.
    pub fn pdf(&self) -> Result<Vec<u8>, PdfError> {
        let mut sheet = Sheet::new();
        sheet.text(self.title, Look { size: 17.0, bold: true, above: 0.0, ..Look::default() });
        for (label, fact) in &self.facts {
            sheet.text(&format!("{label}: {fact}"), Look { above: 2.0, ..Look::default() });
        }
        sheet.rule();
        sheet.text(&self.content.introduction, Look { above: 6.0, ..Look::default() });
        for section in &self.content.sections {
            // A heading is not left alone at the foot of a page.
            sheet.keep_together(90.0);
            sheet.text(&section.title, Look { size: 13.0, bold: true, above: 16.0, ..Look::default() });
            sheet.text(&section.hint, Look { soft: true, ..Look::default() });
            for question in &section.questions {
                self.question(&mut sheet, question);
            }
        }
        let language = self.language;
        sheet.finish(self.title, language.tag(), |page, pages| {
            format!("{} · {}", self.footer, text!(language, "form-paper-page", page = page, pages = pages))
        })
    }

    fn question(&self, sheet: &mut Sheet, question: &Question) {
        sheet.keep_together(58.0);
        let mark = if question.required { " *" } else { "" };
        let competency = if question.competency.is_empty() { String::new() } else { format!(" ({})", question.competency) };
        sheet.text(&format!("{}{mark}{competency}", question.text), Look { bold: true, above: 10.0, ..Look::default() });
        sheet.text(&question.hint, Look { soft: true, size: 8.5, ..Look::default() });
        match self.answers {
            None => self.blank(sheet, question),
            Some(answers) => {
                let given = answers.get(question.key).map(|answer| said(self.language, question, answer));
                let soft = given.is_none();
                let given = given.unwrap_or_else(|| text!(self.language, "form-not-answered"));
                sheet.text(&given, Look { indent: INDENT, soft, ..Look::default() });
            }
        }
    }

    fn blank(&self, sheet: &mut Sheet, question: &Question) {
        let look = Look { indent: INDENT, ..Look::default() };
        match question.kind {
            QuestionKind::Rating => {
                for rating in 1..=HIGHEST {
                    sheet.option(&rated(question, rating), look);
                }
            }
            QuestionKind::Thumbs => {
                for thumb in ["form-thumb-up", "form-thumb-down"] {
                    sheet.option(&text!(self.language, thumb), look);
                }
            }
            QuestionKind::Choice | QuestionKind::Choices => {
                for option in &question.options {
                    sheet.option(option, look);
                }
            }
            QuestionKind::Text => sheet.lines(5, INDENT),
        }
    }
}
