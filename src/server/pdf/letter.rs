//! An offer letter on paper: the blocks that the page shows.

use super::sheet::{Look, PdfError, Sheet, Stress};
use crate::domain::locale::Language;
use crate::domain::offers::letter::{Block, Marker, Run};
use crate::text;

/// What stands on a letter's pages.
pub struct PaperLetter<'a> {
    /// The document's title.
    pub title: &'a str,
    /// The text.
    pub blocks: &'a [Block],
    /// In the footer.
    pub footer: &'a str,
    /// The language of what is ours.
    pub language: Language,
}

/// The size of the text, in points.
const SIZE: f32 = 10.5;
/// How far a list in a list stands in, in points.
const INDENT: f32 = 18.0;

impl PaperLetter<'_> {
    /// The PDF.
    ///
    /// # Errors
    /// When a font is broken.
    pub fn pdf(&self) -> Result<Vec<u8>, PdfError> {
        let mut sheet = Sheet::new();
        for block in self.blocks {
            set(&mut sheet, block);
        }
        let language = self.language;
        sheet.finish(self.title, language.tag(), |page, pages| {
            format!("{} · {}", self.footer, text!(language, "form-paper-page", page = page, pages = pages))
        })
    }
}

fn set(sheet: &mut Sheet, block: &Block) {
    let plain = Look { size: SIZE, above: 8.0, ..Look::default() };
    match block {
        Block::Heading { level, runs } => {
            // A heading is not left alone at the foot of a page.
            sheet.keep_together(70.0);
            let (text, stresses) = joined(runs);
            let size = if *level == 1 { 16.0 } else { 12.5 };
            sheet.stressed(&text, &stresses, Look { size, bold: true, above: 16.0, ..Look::default() });
        }
        Block::Paragraph { runs } => {
            let (text, stresses) = joined(runs);
            sheet.stressed(&text, &stresses, plain);
        }
        Block::Item { depth, marker, runs } => {
            let (text, stresses) = joined(runs);
            let mark = match marker {
                Some(Marker::Dot) => "•".to_owned(),
                Some(Marker::Number(number)) => format!("{number}."),
                None => String::new(),
            };
            sheet.item(&mark, &text, &stresses, Look { above: 4.0, indent: INDENT * f32::from(*depth), ..plain });
        }
        Block::Rule => sheet.rule(),
    }
}

/// The words of a block with what is stressed in them.
fn joined(runs: &[Run]) -> (String, Vec<Stress>) {
    let mut text = String::new();
    let mut stresses = Vec::new();
    for run in runs {
        let from = text.len();
        text.push_str(&run.text);
        if run.bold || run.italic {
            stresses.push(Stress { range: from..text.len(), bold: run.bold, italic: run.italic });
        }
    }
    (text, stresses)
}
