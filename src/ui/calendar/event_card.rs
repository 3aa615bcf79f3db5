//! One entry on the grid: one element.

use std::sync::Arc;

use leptos::prelude::*;

use super::entry::{Entry, EntryKind};
use super::grid::Shared;
use crate::domain::calendar::layout::{Day, Placed};
use crate::text;
use crate::text::dates;

/// Below so many minutes the card is one line.
const ONE_LINE: i64 = 45;

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

/// Draws a card.
pub fn event_card(card: Card, day: Day, shared: Shared) -> AnyView {
    let Card { entry, placed } = card;
    let (locale, zone) = (shared.locale, shared.week.with_untracked(|week| week.zone().clone()));
    let (piece, place) = (placed.piece, placed.place);
    let columns = f64::from(place.columns.max(1));
    let style = format!(
        "--top:{};--size:{};--left:{:.4};--wide:{:.4}",
        day.minutes_to(piece.span.start()),
        piece.span.duration_minutes(),
        f64::from(place.column) / columns,
        f64::from(place.wide) / columns,
    );
    let kind = entry.kind.name();
    let kind_text = text!(locale.language, &format!("entry-{kind}"));
    let when = dates::full(locale, &zone, entry.span);
    let name = [entry.title.as_str(), kind_text.as_str(), when.as_str(), entry.detail.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    let mut class = format!("event event--{kind} event--hue-{}", entry.hue.clamp(1, 8));
    for (set, part) in
        [(!piece.first, " event--continues"), (!piece.last, " event--goes-on"), (entry.span.duration_minutes() < ONE_LINE, " event--short")]
    {
        if set {
            class.push_str(part);
        }
    }
    let start = dates::time(locale, zone.civil(entry.span.start()));
    let time = match entry.kind {
        EntryKind::Window | EntryKind::Slot => dates::times(locale, &zone, entry.span),
        _ if entry.detail.is_empty() => start,
        _ => format!("{start} · {}", entry.detail),
    };
    let title = if entry.title.is_empty() && entry.kind == EntryKind::Busy { kind_text } else { entry.title.clone() };
    let second = if entry.kind == EntryKind::Window && !entry.detail.is_empty() { entry.detail.clone() } else { String::new() };
    // What is drawn is short; the name that is read aloud carries date and zone.
    let lines = view! {
        <span class="visually-hidden">{name}</span>
        {(!title.is_empty()).then(|| view! { <span class="event__title" aria-hidden="true">{title}</span> })}
        <span class="event__time" aria-hidden="true">{time}</span>
        {(!second.is_empty()).then(|| view! { <span class="event__time" aria-hidden="true">{second}</span> })}
    };
    let key = entry.key.clone();
    match (&entry.href, shared.on_open) {
        (Some(href), _) => view! { <a class=class style=style href=href.clone() data-still="">{lines}</a> }.into_any(),
        (None, Some(on_open)) if entry.can_open => {
            let open = move |_| {
                if !shared.drag.ends_drag() {
                    on_open.run(key.clone());
                }
            };
            // A window may be drawn over; anything else keeps the pointer.
            let still = (!entry.kind.is_ground()).then_some("");
            view! { <button type="button" class=class style=style data-still=still on:click=open>{lines}</button> }.into_any()
        }
        _ => view! { <div class=class style=style>{lines}</div> }.into_any(),
    }
}
