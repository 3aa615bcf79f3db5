//! Offers and their templates.

pub mod templates;
