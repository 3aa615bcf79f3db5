//! Interview forms: filling one in, reading one.

pub mod autosave;
pub mod fields;
pub mod filling;
pub mod reading;
