//! The entries of a day as one text of HTML, an element each: `docs/decisions/0055-grid-entries.md`.

use std::borrow::Cow;
use std::sync::Arc;

use chrono::NaiveDate;

use super::entry::{Entry, EntryKind};
use super::grid::MOVE_KEYS;
use super::words::{When, Words};
use crate::domain::calendar::layout::{Day, Placed};
use crate::domain::locale::Locale;
use crate::domain::time::Zone;
use crate::text;
use crate::text::html::escape_into;
use crate::ui::browser::keyed::{self, Step};

/// Below so many minutes the card is one line.
const ONE_LINE: i64 = 45;
/// With more side by side there is room for the beginning of the title only.
const MOST_COLUMNS: u32 = 5;
/// About as many bytes as an entry takes.
const BYTES: usize = 400;

/// An entry's part in one day, and its place there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The entry.
    pub entry: Arc<Entry>,
    /// The part and its place.
    pub placed: Placed,
}

/// What the cards of a grid have in common, made once.
#[derive(Debug, Clone)]
pub struct Manner {
    opens: bool,
    shifts: bool,
    /// What an entry is, by kind.
    kinds: Vec<(EntryKind, String)>,
    words: Words,
}

impl Manner {
    /// For a grid whose entries without an address can be opened (`opens`), and whose movable ones can be moved (`shifts`).
    pub fn new(locale: Locale, opens: bool, shifts: bool) -> Self {
        let kinds = EntryKind::ALL.iter().map(|kind| (*kind, text!(locale.language, &format!("entry-{}", kind.name()))));
        Self { opens, shifts, kinds: kinds.collect(), words: Words::new(locale) }
    }

    /// As `dates::date_long`.
    pub fn date(&mut self, on: NaiveDate) -> Arc<str> {
        self.words.date(on)
    }

    fn kind(&self, kind: EntryKind) -> &str {
        self.kinds.iter().find(|(one, _)| *one == kind).map_or("", |(_, text)| text.as_str())
    }

    fn way<'a>(&self, entry: &'a Entry) -> Way<'a> {
        match &entry.href {
            Some(href) if entry.movable && self.shifts => Way::Movable(href),
            Some(href) => Way::Link(href),
            None if entry.can_open && self.opens => Way::Button,
            None => Way::Shown,
        }
    }
}

/// What can be done with a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way<'a> {
    Movable(&'a str),
    Link(&'a str),
    Button,
    Shown,
}

/// The cards of a day as they are drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drawn {
    /// All of them, in their order.
    pub html: Arc<str>,
    /// Where each ends in it.
    ends: Vec<usize>,
}

impl Drawn {
    /// Draws cards. What is drawn of each is short, a line each (the style sheet sets the first one off); the name that is read aloud carries
    /// date and zone.
    pub fn new(cards: &[Card], day: &Day, zone: &Zone, manner: &mut Manner) -> Self {
        let (mut html, mut ends) = (String::with_capacity(cards.len() * BYTES), Vec::with_capacity(cards.len()));
        for card in cards {
            push_card(&mut html, card, day, zone, manner);
            ends.push(html.len());
        }
        Self { html: html.into(), ends }
    }

    /// Each card's own HTML.
    pub fn pieces(&self) -> Vec<&str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, end)| self.html.get(start..*end).unwrap_or_default()).collect()
    }

    /// The steps to it from what stands of the same day, if anything does.
    pub fn steps(&self, stands: Option<&Self>) -> Vec<Step> {
        match stands {
            Some(stands) => keyed::steps(&stands.pieces(), &self.pieces()),
            None => keyed::all_anew(&self.html),
        }
    }
}

fn push_card(html: &mut String, card: &Card, day: &Day, zone: &Zone, manner: &mut Manner) {
    let (entry, piece, place) = (card.entry.as_ref(), card.placed.piece, card.placed.place);
    let when = manner.words.when(zone, entry.span);
    let (kind, way) = (manner.kind(entry.kind), manner.way(entry));
    let time: Cow<'_, str> = match entry.kind {
        EntryKind::Window | EntryKind::Slot => (&when.times).into(),
        _ if entry.detail.is_empty() => (&*when.start).into(),
        _ => format!("{} · {}", when.start, entry.detail).into(),
    };
    let title = if entry.title.is_empty() && entry.kind == EntryKind::Busy { kind } else { entry.title.as_str() };
    let second = if entry.kind == EntryKind::Window { entry.detail.as_str() } else { "" };
    let dense = place.columns > MOST_COLUMNS;
    let lines: &[&str] = if dense { &[title] } else { &[title, &time, second] };
    let short = entry.span.duration_minutes() < ONE_LINE;

    html.push_str(match way {
        Way::Movable(_) | Way::Link(_) => "<a class=\"event event--",
        Way::Button => "<button type=\"button\" class=\"event event--",
        Way::Shown => "<div role=\"group\" class=\"event event--",
    });
    html.push_str(entry.kind.name());
    // The other kinds have a colour of their own.
    if matches!(entry.kind, EntryKind::Confirmed | EntryKind::Proposed) {
        html.push_str(" event--hue-");
        push_number(html, i64::from(entry.hue.clamp(1, 8)));
    }
    for (set, class) in [
        (!piece.first, " event--continues"),
        (!piece.last, " event--goes-on"),
        (dense, " event--dense"),
        (matches!(way, Way::Movable(_)), " event--movable"),
    ] {
        if set {
            html.push_str(class);
        }
    }

    // Shares of the day's column; the style sheet keeps them two pixels apart.
    let (long, wide) = (day.span.end_ms() - day.span.start_ms(), i64::from(place.columns.max(1)));
    let (column, taken) = (i64::from(place.column), i64::from(place.wide));
    let edges = [
        (piece.span.start_ms() - day.span.start_ms(), long),
        (wide - column - taken, wide),
        (day.span.end_ms() - piece.span.end_ms(), long),
        (column, wide),
    ];
    html.push_str("\" style=\"inset:");
    for (index, (part, whole)) in edges.into_iter().enumerate() {
        if index > 0 {
            html.push(' ');
        }
        push_share(html, part, whole);
    }
    if way == Way::Button {
        // A button would be as small as its text.
        html.push_str(";inline-size:calc(");
        push_share(html, taken, wide);
        html.push_str(" - 2px);block-size:calc(");
        push_share(html, piece.span.end_ms() - piece.span.start_ms(), long);
        html.push_str(" - 2px)");
    }
    html.push('"');

    if let Way::Movable(href) | Way::Link(href) = way {
        push_attribute(html, "href", href);
    }
    if way != Way::Shown {
        push_attribute(html, "data-key", &entry.key);
    }
    match way {
        Way::Movable(_) => push_attribute(html, "aria-describedby", MOVE_KEYS),
        Way::Link(_) => push_attribute(html, "data-still", ""),
        // A window may be drawn over; anything else keeps the pointer.
        Way::Button if !entry.kind.is_ground() => push_attribute(html, "data-still", ""),
        Way::Button | Way::Shown => {}
    }
    html.push_str(" aria-label=\"");
    push_name(html, entry, lines, short, kind, &when);
    html.push_str("\">");
    push_joined(html, lines, if short { " · " } else { "\n" });
    html.push_str(match way {
        Way::Movable(_) | Way::Link(_) => "</a>",
        Way::Button => "</button>",
        Way::Shown => "</div>",
    });
}

/// What is read aloud; what is seen is part of it (WCAG 2.5.3), or those who say what they see would not reach it.
fn push_name(html: &mut String, entry: &Entry, lines: &[&str], short: bool, kind: &str, when: &When) {
    let When { date, times, zone, .. } = when;
    let mut seen = lines.iter().filter(|line| !line.is_empty());
    let in_full = match (seen.next(), seen.next()) {
        (None, _) => true,
        (Some(line), None) => [&entry.title, kind].contains(line) || times.contains(line),
        (Some(_), Some(_)) => false,
    };
    if in_full {
        push_joined(html, &[&entry.title, kind, date, times, zone, &entry.detail], ", ");
    } else {
        push_joined(html, lines, if short { " · " } else { " " });
        html.push_str(", ");
        push_joined(html, &[if entry.title.is_empty() { "" } else { kind }, date, times, zone], ", ");
    }
}

// Written by hand: `format!` took as long as all the rest of an entry.

/// What is not empty of these.
fn push_joined(html: &mut String, parts: &[&str], by: &str) {
    let mut first = true;
    for part in parts.iter().filter(|part| !part.is_empty()) {
        if !first {
            html.push_str(by);
        }
        escape_into(html, part);
        first = false;
    }
}

fn push_attribute(html: &mut String, name: &str, value: &str) {
    html.push(' ');
    html.push_str(name);
    html.push_str("=\"");
    escape_into(html, value);
    html.push('"');
}

/// A part in percent, with two decimals where it needs them: finer than a tenth of a pixel.
fn push_share(html: &mut String, part: i64, whole: i64) {
    let whole = whole.max(1);
    let hundredths = (part.max(0) * 10_000 + whole / 2) / whole;
    push_number(html, hundredths / 100);
    let (tenths, last) = (hundredths / 10 % 10, hundredths % 10);
    if (tenths, last) != (0, 0) {
        html.push('.');
        push_number(html, tenths);
    }
    if last != 0 {
        push_number(html, last);
    }
    html.push('%');
}

/// A number of 0 or more, in its digits.
fn push_number(html: &mut String, number: i64) {
    if number > 9 {
        push_number(html, number / 10);
    }
    html.push(char::from(b'0' + u8::try_from(number % 10).unwrap_or(0)));
}

#[cfg(test)]
#[path = "entries_tests.rs"]
mod tests;
