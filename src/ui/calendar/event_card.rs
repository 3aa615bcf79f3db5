//! One entry on the grid: one element.

use std::sync::Arc;

use chrono::NaiveDate;
use leptos::prelude::*;

use super::entry::{Entry, EntryKind};
use super::grid::{MOVE_KEYS, Shared};
use crate::domain::calendar::layout::{Day, Placed};
use crate::domain::locale::Locale;
use crate::domain::span::Span;
use crate::domain::time::Zone;
use crate::text;
use crate::text::dates;

/// Below so many minutes the card is one line.
const ONE_LINE: i64 = 45;
/// With more side by side there is room for the beginning of the title only.
const MOST_COLUMNS: u32 = 5;

/// An entry's part in one day, and its place there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The entry.
    pub entry: Arc<Entry>,
    /// The part and its place.
    pub placed: Placed,
}

/// What tells a card from those that would be drawn differently.
pub type CardKey = (Arc<Entry>, (i64, i64), (u32, u32, u32));

impl Card {
    /// Changes whenever the card would be drawn differently.
    pub fn key(&self) -> CardKey {
        let (span, place) = (self.placed.piece.span, self.placed.place);
        (self.entry.clone(), (span.start_ms(), span.end_ms()), (place.column, place.wide, place.columns))
    }
}

/// What is said of many cards, made once a day.
pub struct Words {
    /// The day in full.
    date: (NaiveDate, String),
    /// What an entry is, by kind.
    kinds: Vec<(EntryKind, String)>,
}

impl Words {
    /// For the cards of this day.
    pub fn of(day: &Day, locale: Locale) -> Self {
        let kinds = EntryKind::ALL.iter().map(|kind| (*kind, text!(locale.language, &format!("entry-{}", kind.name()))));
        Self { date: (day.date, dates::date_long(locale, day.date)), kinds: kinds.collect() }
    }

    fn kind(&self, kind: EntryKind) -> &str {
        self.kinds.iter().find(|(one, _)| *one == kind).map_or("", |(_, text)| text.as_str())
    }

    /// As `dates::full`.
    fn full(&self, locale: Locale, zone: &Zone, span: Span) -> String {
        let on = zone.date(span.start());
        let date = if on == self.date.0 { self.date.1.clone() } else { dates::date_long(locale, on) };
        format!("{date}, {}, {}", dates::times(locale, zone, span), dates::zone_at(zone, span.start()))
    }
}

/// Draws a card: one element. What is drawn is short, a line each (the style sheet sets the first one off); the name that is read aloud
/// carries date and zone.
pub fn event_card(card: Card, day: Day, words: &Words, shared: Shared) -> AnyView {
    let Card { entry, placed } = card;
    let locale = shared.locale;
    let (piece, place) = (placed.piece, placed.place);
    let (columns, minutes) = (f64::from(place.columns.max(1)), f64::from(day.minutes()));
    // Shares of the day's column; the style sheet keeps them two pixels apart.
    let (top, high) = (day.minutes_to(piece.span.start()) * 100.0 / minutes, piece.span.duration_minutes() as f64 * 100.0 / minutes);
    let (left, wide) = (f64::from(place.column) * 100.0 / columns, f64::from(place.wide) * 100.0 / columns);
    let style = format!("inset-block:{top:.3}% {:.3}%;inset-inline:{left:.3}% {:.3}%", 100.0 - top - high, 100.0 - left - wide);
    let kind = words.kind(entry.kind);
    let short = entry.span.duration_minutes() < ONE_LINE;
    let (when, time) = shared.week.with_untracked(|week| {
        let start = dates::time(locale, week.zone().civil(entry.span.start()));
        let time = match entry.kind {
            EntryKind::Window | EntryKind::Slot => dates::times(locale, week.zone(), entry.span),
            _ if entry.detail.is_empty() => start,
            _ => format!("{start} · {}", entry.detail),
        };
        (words.full(locale, week.zone(), entry.span), time)
    });
    let joined = |parts: &[&str], by: &str| parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(by);
    let title = if entry.title.is_empty() && entry.kind == EntryKind::Busy { kind } else { entry.title.as_str() };
    let second = if entry.kind == EntryKind::Window { entry.detail.as_str() } else { "" };
    let dense = place.columns > MOST_COLUMNS;
    let shown: &[&str] = if dense { &[title] } else { &[title, &time, second] };
    let lines = joined(shown, if short { " · " } else { "\n" });
    let name = named(&entry, &lines.replace('\n', " "), kind, &when);
    let mut class = format!("event event--{} event--hue-{}", entry.kind.name(), entry.hue.clamp(1, 8));
    let movable = entry.movable && shared.on_shift.is_some();
    for (set, part) in
        [(!piece.first, " event--continues"), (!piece.last, " event--goes-on"), (dense, " event--dense"), (movable, " event--movable")]
    {
        if set {
            class.push_str(part);
        }
    }
    let key = entry.key.clone();
    match (&entry.href, shared.on_open) {
        (Some(href), _) if movable => {
            view! { <a class=class style=style href=href.clone() data-key=key aria-label=name aria-describedby=MOVE_KEYS>{lines}</a> }
                .into_any()
        }
        (Some(href), _) => view! { <a class=class style=style href=href.clone() data-still="" aria-label=name>{lines}</a> }.into_any(),
        (None, Some(on_open)) if entry.can_open => {
            let open = move |_| {
                if !shared.drag.ends_drag() {
                    on_open.run(key.clone());
                }
            };
            // A button would be as small as its text.
            let style = format!("{style};inline-size:calc({wide:.3}% - 2px);block-size:calc({high:.3}% - 2px)");
            // A window may be drawn over; anything else keeps the pointer.
            let still = (!entry.kind.is_ground()).then_some("");
            view! { <button type="button" class=class style=style data-still=still aria-label=name on:click=open>{lines}</button> }
                .into_any()
        }
        _ => view! { <div class=class style=style role="group" aria-label=name>{lines}</div> }.into_any(),
    }
}

/// What is read aloud; what is seen is part of it (WCAG 2.5.3), or those who say what they see would not reach it.
fn named(entry: &Entry, seen: &str, kind: &str, when: &str) -> String {
    let joined = |parts: &[&str]| parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(", ");
    let full = joined(&[&entry.title, kind, when, &entry.detail]);
    if full.contains(seen) { full } else { joined(&[seen, if entry.title.is_empty() { "" } else { kind }, when]) }
}
