//! Lists: what is asked for and what comes back.

use serde::{Deserialize, Serialize};

/// Rows on a page of a list.
pub const PER_PAGE: u32 = 25;

/// Which part of a list is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListQuery {
    /// Words to look for; empty for all.
    #[serde(default)]
    pub search: String,
    /// The column to sort by; a list falls back to its own where it does not know the name.
    #[serde(default)]
    pub sort: String,
    /// Last first.
    #[serde(default)]
    pub descending: bool,
    /// The page, from 0.
    #[serde(default)]
    pub page: u32,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows, at most [`PER_PAGE`].
    pub rows: Vec<T>,
    /// How many rows there are on all pages.
    pub total: u32,
    /// This page, from 0.
    pub page: u32,
}

impl<T> Page<T> {
    /// How many pages there are, at least one.
    pub fn pages(&self) -> u32 {
        self.total.div_ceil(PER_PAGE).max(1)
    }
}
