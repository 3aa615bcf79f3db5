//! What is selected on a grid: by dragging from one cell to another, and by keyboard.

use chrono::Days;

use super::layout::Week;
use crate::domain::span::Span;
use crate::domain::time::{Instant, MINUTE_MS, from_ms, ms};

/// Joins two hits of a drag, in whichever order: from the earlier start to the later end, over midnight, too.
pub fn join(a: Span, b: Span) -> Span {
    Span::from_ms(a.start_ms().min(b.start_ms()), a.end_ms().max(b.end_ms())).unwrap_or(a)
}

/// A selection by keyboard: the cell where it began and the one where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selection {
    anchor: Span,
    focus: Span,
}

/// A key that moves a selection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// One step earlier.
    Earlier,
    /// One step later.
    Later,
    /// The same time a day earlier.
    DayBefore,
    /// The same time a day later.
    DayAfter,
    /// The first cell of the day.
    DayStart,
    /// The last cell of the day.
    DayEnd,
}

impl Move {
    /// What a key of the keyboard means (names of the UI Events specification).
    pub fn of_key(key: &str) -> Option<Self> {
        Some(match key {
            "ArrowUp" => Self::Earlier,
            "ArrowDown" => Self::Later,
            "ArrowLeft" => Self::DayBefore,
            "ArrowRight" => Self::DayAfter,
            "Home" => Self::DayStart,
            "End" => Self::DayEnd,
            _ => return None,
        })
    }
}

/// Where a move leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moved {
    /// Within the days shown.
    To(Selection),
    /// Before the first day shown.
    Before,
    /// After the last day shown.
    After,
}

impl Selection {
    /// One cell.
    pub fn new(cell: Span) -> Self {
        Self { anchor: cell, focus: cell }
    }

    /// From one cell to another.
    pub fn between(anchor: Span, focus: Span) -> Self {
        Self { anchor, focus }
    }

    /// The time selected.
    pub fn span(&self) -> Span {
        join(self.anchor, self.focus)
    }

    /// The cell that moves.
    pub fn focus(&self) -> Span {
        self.focus
    }

    /// The selection after a key; with `extend` it grows from where it began, else it is one cell again.
    pub fn moved(&self, week: &Week, by: Move, extend: bool, step_minutes: u32) -> Moved {
        let target = match by {
            Move::Earlier => from_ms(self.focus.start_ms() - 1),
            Move::Later => self.focus.end(),
            Move::DayBefore | Move::DayAfter => neighbour(week, self.focus.start(), by == Move::DayAfter),
            Move::DayStart | Move::DayEnd => {
                let day = week.day_of(self.focus.start()).and_then(|day| week.days().get(day));
                match (day, by) {
                    (Some(day), Move::DayStart) => day.span.start(),
                    (Some(day), _) => from_ms(day.span.end_ms() - 1),
                    (None, _) => self.focus.start(),
                }
            }
        };
        match (week.cell_at(target, step_minutes), extend) {
            (Some(cell), true) => Moved::To(Self { anchor: self.anchor, focus: cell }),
            (Some(cell), false) => Moved::To(Self::new(cell)),
            (None, _) if week.span().is_some_and(|span| target < span.start()) => Moved::Before,
            (None, _) => Moved::After,
        }
    }
}

/// The same time of day, a day later or earlier.
fn neighbour(week: &Week, at: Instant, later: bool) -> Instant {
    let civil = week.zone().civil(at);
    let next = if later { civil.checked_add_days(Days::new(1)) } else { civil.checked_sub_days(Days::new(1)) };
    // Cut to the day: where the time is skipped at midnight, the wall is a day further.
    next.map_or(at, |next| {
        let at = week.zone().instant(next);
        match week.zone().day(next.date()) {
            Some(day) if !day.contains(at) => day.start(),
            _ => at,
        }
    })
}

/// What of an entry is held while it is dragged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grip {
    /// All of it, so many milliseconds after its start.
    Whole(i64),
    /// Its end: it becomes longer or shorter.
    End,
}

impl Grip {
    /// The grip of a pointer that goes down on an entry's cell.
    pub fn at(entry: Span, cell: Span, on_end: bool) -> Self {
        if on_end { Self::End } else { Self::Whole(cell.start_ms() - entry.start_ms()) }
    }

    /// The entry's time while the pointer is over a cell. It lasts as long as before on every day, also where clocks change; an end is
    /// never before the first cell's.
    pub fn dragged(self, entry: Span, cell: Span) -> Span {
        let dragged = match self {
            Self::Whole(offset) => {
                let start = cell.start_ms() - offset;
                Span::from_ms(start, start + (entry.end_ms() - entry.start_ms()))
            }
            Self::End => {
                let least = entry.start_ms() + (cell.end_ms() - cell.start_ms());
                Span::from_ms(entry.start_ms(), cell.end_ms().max(least))
            }
        };
        dragged.unwrap_or(entry)
    }
}

/// The time of an entry after a key: moved by a step or a day, or with `resize` its end moved by a step. None where it would leave the days
/// shown, or the key means nothing.
pub fn nudged(week: &Week, entry: Span, by: Move, resize: bool, step_minutes: u32) -> Option<Span> {
    let step = i64::from(step_minutes) * MINUTE_MS;
    let length = entry.end_ms() - entry.start_ms();
    let to = |start: i64, length: i64| Span::from_ms(start, start + length).ok();
    let nudged = match (by, resize) {
        (Move::Earlier, false) => to(entry.start_ms() - step, length),
        (Move::Later, false) => to(entry.start_ms() + step, length),
        (Move::DayBefore | Move::DayAfter, false) => to(ms(neighbour(week, entry.start(), by == Move::DayAfter)), length),
        (Move::Earlier, true) if length > step => to(entry.start_ms(), length - step),
        (Move::Later, true) => to(entry.start_ms(), length + step),
        _ => None,
    }?;
    week.day_of(nudged.start()).map(|_| nudged)
}

/// How near to an edge, in pixels, a drag begins to scroll.
pub const EDGE: f64 = 48.0;
/// Fastest scrolling, in pixels a second.
pub const FASTEST: f64 = 1_200.0;

/// How fast a view that reaches from `from` to `to` scrolls while a pointer is dragged to `at` (all in pixels on one axis): pixels a second,
/// negative towards the beginning, faster the nearer the edge.
pub fn edge_speed(at: f64, from: f64, to: f64) -> f64 {
    let edge = EDGE.min((to - from) / 4.0).max(1.0);
    let part = |depth: f64| (depth / edge).clamp(0.0, 1.0);
    FASTEST * (part(at - (to - edge)) - part(from + edge - at))
}

#[cfg(test)]
#[path = "selection_tests.rs"]
mod tests;
