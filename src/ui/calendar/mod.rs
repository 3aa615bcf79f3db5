//! The calendar grid.
