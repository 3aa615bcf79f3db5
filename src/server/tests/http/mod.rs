//! http

mod public_links;
mod uploads;
