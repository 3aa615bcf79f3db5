//! PDF documents: `sheet` sets paragraphs on pages, `form` says what stands on the pages of an interview form, `letter` on
//! those of an offer.

pub mod form;
pub mod letter;
mod sheet;

pub use sheet::PdfError;
