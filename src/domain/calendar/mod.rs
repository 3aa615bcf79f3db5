//! Geometry of the calendar grid.

pub mod layout;
pub mod selection;
