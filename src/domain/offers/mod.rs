//! Offers: letters with tags, and what becomes of one.

pub mod filled;
pub mod letter;
pub mod offer;
pub mod tags;
pub mod template;
pub mod values;

#[cfg(test)]
mod properties;
