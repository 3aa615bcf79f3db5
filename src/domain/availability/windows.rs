//! What somebody is willing: weekly hours with exceptions, and windows painted by hand.

use serde::{Deserialize, Serialize};

use super::weekly::WeeklyHours;
use crate::domain::span::{Span, SpanSet};
use crate::domain::time::Zone;

/// Separate windows that may be painted.
pub const MAX_WINDOWS: usize = 500;

/// Why a window was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WindowsError {
    /// More than [`MAX_WINDOWS`].
    #[error("more than {MAX_WINDOWS} windows")]
    TooMany,
}

/// The times at which somebody is willing to meet. Empty until weekly hours are set or a window is painted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "Parts")]
pub struct Availability {
    weekly: Option<WeeklyHours>,
    painted: SpanSet,
}

#[derive(Deserialize)]
struct Parts {
    #[serde(default)]
    weekly: Option<WeeklyHours>,
    #[serde(default)]
    painted: SpanSet,
}

impl TryFrom<Parts> for Availability {
    type Error = WindowsError;
    fn try_from(parts: Parts) -> Result<Self, WindowsError> {
        Self::new(parts.weekly, parts.painted)
    }
}

impl Availability {
    /// Weekly hours, painted windows, or both.
    ///
    /// # Errors
    /// When there are more than [`MAX_WINDOWS`].
    pub fn new(weekly: Option<WeeklyHours>, painted: SpanSet) -> Result<Self, WindowsError> {
        if painted.len() > MAX_WINDOWS { Err(WindowsError::TooMany) } else { Ok(Self { weekly, painted }) }
    }

    /// The weekly hours, if any.
    pub fn weekly(&self) -> Option<&WeeklyHours> {
        self.weekly.as_ref()
    }

    /// Sets the weekly hours, or takes them away.
    pub fn set_weekly(&mut self, weekly: Option<WeeklyHours>) {
        self.weekly = weekly;
    }

    /// The windows painted by hand.
    pub fn painted(&self) -> &SpanSet {
        &self.painted
    }

    /// Says whether nothing has been said yet.
    pub fn is_empty(&self) -> bool {
        let closed = |weekly: &WeeklyHours| {
            weekly.days().iter().chain(weekly.exceptions().iter().map(|(_, hours)| hours)).all(|day| day.is_closed())
        };
        self.painted.is_empty() && self.weekly.as_ref().is_none_or(closed)
    }

    /// Paints a window; what it meets is joined to it.
    ///
    /// # Errors
    /// When there would be more than [`MAX_WINDOWS`]; nothing is changed then.
    pub fn paint(&mut self, window: Span) -> Result<(), WindowsError> {
        self.replace_painted(self.painted.union(&window.into()))
    }

    /// Takes a span out of the painted windows; weekly hours stay.
    ///
    /// # Errors
    /// When it would leave more than [`MAX_WINDOWS`] pieces; nothing is changed then.
    pub fn erase(&mut self, window: Span) -> Result<(), WindowsError> {
        self.replace_painted(self.painted.difference(&window.into()))
    }

    /// Erases a span that is wholly painted, else paints it: what one stroke on the grid does.
    ///
    /// # Errors
    /// When there would be more than [`MAX_WINDOWS`]; nothing is changed then.
    pub fn toggle(&mut self, window: Span) -> Result<(), WindowsError> {
        if self.painted.contains_span(&window) { self.erase(window) } else { self.paint(window) }
    }

    fn replace_painted(&mut self, painted: SpanSet) -> Result<(), WindowsError> {
        if painted.len() > MAX_WINDOWS {
            return Err(WindowsError::TooMany);
        }
        self.painted = painted;
        Ok(())
    }

    /// The moments within a range at which they are willing. `zone` is that of the weekly hours, made for the range;
    /// without weekly hours any will do.
    pub fn willing(&self, zone: &Zone, range: Span) -> SpanSet {
        let painted = self.painted.within(range);
        match &self.weekly {
            Some(weekly) => painted.union(&weekly.spans(zone, range.start(), range.end())),
            None => painted,
        }
    }
}

#[cfg(test)]
#[path = "windows_tests.rs"]
mod tests;
