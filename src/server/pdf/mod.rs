//! PDF documents: `sheet` sets paragraphs on pages, `form` says what stands on the pages of an interview form.

pub mod form;
mod sheet;
