//! http

mod public_links;
