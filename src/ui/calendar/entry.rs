//! What stands on the grid.

use crate::domain::span::Span;

/// What an entry is, which decides how it is drawn and said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntryKind {
    /// An interview that takes place.
    Confirmed,
    /// An interview that waits for somebody.
    Proposed,
    /// An interview that was called off.
    Cancelled,
    /// Somebody's other business.
    Busy,
    /// A time somebody offers.
    Window,
    /// A time that would do for all.
    Slot,
}

impl EntryKind {
    /// All kinds.
    pub const ALL: [Self; 6] = [Self::Confirmed, Self::Proposed, Self::Cancelled, Self::Busy, Self::Window, Self::Slot];

    /// The name in classes and in the keys of messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Proposed => "proposed",
            Self::Cancelled => "cancelled",
            Self::Busy => "busy",
            Self::Window => "window",
            Self::Slot => "slot",
        }
    }

    /// Says whether it lies behind the others: a window is a ground that interviews stand on.
    pub const fn is_ground(self) -> bool {
        matches!(self, Self::Window)
    }
}

/// Something with a time.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Entry {
    /// What the page knows it by.
    pub key: String,
    /// What it is.
    pub kind: EntryKind,
    /// When.
    pub span: Span,
    /// The first line; may be empty for a busy time or a window.
    pub title: String,
    /// The last line: people, place.
    pub detail: String,
    /// Where it leads; without an address it is a button if the grid's `on_open` is given and `can_open` holds.
    pub href: Option<String>,
    /// Says whether a click on it means something to the page.
    pub can_open: bool,
    /// Says whether it can be given another time, where the grid's `on_shift` is given.
    pub movable: bool,
    /// One of the eight hues, 1 to 8.
    pub hue: u8,
}

impl Entry {
    /// An entry of that kind without details, in the first hue.
    pub fn new(key: impl Into<String>, kind: EntryKind, span: Span, title: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            kind,
            span,
            title: title.into(),
            detail: String::new(),
            href: None,
            can_open: false,
            movable: false,
            hue: 1,
        }
    }
}
