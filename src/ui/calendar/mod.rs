//! The week grid: one component for the staff's calendar and the client's page.

#[cfg(feature = "grid-bench")]
pub mod bench;
mod day_column;
pub mod drag;
mod entries;
pub mod entry;
mod ghost;
pub mod grid;
mod labels;
mod layers;
mod words;

pub use entry::{Entry, EntryKind};
pub use grid::{GhostNote, WeekGrid};
