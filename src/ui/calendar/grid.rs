//! The week grid: head, hours, columns; pointer, touch and keyboard.

use std::sync::Arc;

use chrono::NaiveDate;
use leptos::ev::{KeyboardEvent, MouseEvent};
use leptos::html::Div;
use leptos::prelude::*;

use super::day_column::DayColumn;
use super::drag::{Drag, Told};
use super::entries::{Card, Drawn, Manner};
use super::entry::Entry;
use super::ghost::Ghost;
use super::labels::{Head, axis, corner, hours_of};
use super::layers::{Around, draw_around};
use crate::domain::calendar::layout::{Day, Placed, Week};
use crate::domain::calendar::selection::{Move, Moved, Selection};
use crate::domain::locale::Locale;
use crate::domain::span::{Span, SpanSet};
use crate::domain::time::{Instant, Zone};
use crate::text;
use crate::text::dates;
use crate::ui::browser::{keyed, pointer};
use crate::ui::viewer::use_viewer;

/// Minutes that the smallest card is high: 20 px and the gap, at 52 px an hour.
const LEAST_MINUTES: u32 = 25;
/// Where a day without anything begins to be looked at, in minutes.
const MORNING: f64 = 8.0 * 60.0;
/// Pixels of the head that covers the upper edge of what scrolls.
const HEAD: f64 = 64.0;

/// Entries that the page is told of when they are clicked; the others have an address or mean nothing.
const OPENED: &str = "button.event";

/// The id of what says how an entry is moved by keyboard.
pub(super) const MOVE_KEYS: &str = "grid-move-keys";

/// What a page says to a span while it is dragged or selected.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GhostNote {
    /// A line below the times: what it would do, or why it can not be.
    pub text: String,
    /// It can not be.
    pub refused: bool,
}

/// What all columns have.
#[derive(Clone, Copy)]
pub(super) struct Shared {
    pub week: Memo<Week>,
    pub cards: Memo<Vec<Vec<Card>>>,
    pub working: Signal<SpanSet>,
    pub now: Signal<Instant>,
    pub selection: RwSignal<Option<Span>>,
    pub drag: Drag,
    /// What the page says to the span under way.
    pub note: RwSignal<GhostNote>,
    /// The weeks before and after, drawn ahead.
    pub around: RwSignal<Around>,
    pub manner: StoredValue<Manner>,
    pub locale: Locale,
}

impl Shared {
    /// The day at that place of the week; `first` at first.
    pub fn day(self, index: usize, first: Day) -> Memo<Day> {
        Memo::new(move |before: Option<&Day>| {
            let day = self.week.with(|week| week.days().get(index).copied());
            // Where there are fewer days, what shows this one is on its way out: it keeps the one it has until then.
            day.or(before.copied()).unwrap_or(first)
        })
    }

    /// These cards as they are drawn.
    pub fn drawn(self, cards: &[Card], day: &Day, zone: &Zone) -> Arc<Drawn> {
        Arc::new(self.manner.try_update_value(|manner| Drawn::new(cards, day, zone, manner)).unwrap_or_default())
    }

    /// `Wednesday 31 March 2027`.
    pub fn date(self, on: NaiveDate) -> Arc<str> {
        self.manner.try_update_value(|manner| manner.date(on)).unwrap_or_default()
    }
}

/// Days side by side with their entries; a span is selected by dragging, by a click, or by keyboard.
#[component]
pub fn WeekGrid(
    /// What the grid is, for screen readers.
    #[prop(into)]
    label: String,
    /// The zone that the days are of.
    #[prop(into)]
    zone: Signal<Zone>,
    /// The first day.
    #[prop(into)]
    first: Signal<NaiveDate>,
    /// How many days.
    #[prop(into)]
    days: Signal<u32>,
    /// What stands on it.
    #[prop(into)]
    entries: Signal<Vec<Entry>>,
    /// The present, ticking.
    #[prop(into)]
    now: Signal<Instant>,
    /// What is selected or highlighted.
    selection: RwSignal<Option<Span>>,
    /// Working hours; the rest is tinted.
    #[prop(optional, into)]
    working: Signal<SpanSet>,
    /// The distance of cells in minutes.
    #[prop(default = Signal::stored(15), into)]
    step_minutes: Signal<u32>,
    /// A click beside entries selects so many minutes and counts as finished; without it, a click only highlights a cell.
    #[prop(optional, into)]
    click_minutes: Signal<Option<u32>>,
    /// A finger draws at once and does not scroll.
    #[prop(optional, into)]
    paint: Signal<bool>,
    /// A span was selected: a drag was finished, or Enter pressed.
    #[prop(optional, into)]
    on_select: Option<Callback<Span>>,
    /// An entry without an address was opened, by its key.
    #[prop(optional, into)]
    on_open: Option<Callback<String>>,
    /// The keyboard went past the days shown: -1 before, 1 after.
    #[prop(optional, into)]
    on_beyond: Option<Callback<i32>>,
    /// What to say to a span while it is dragged or selected.
    #[prop(optional, into)]
    ghost: Option<Callback<Span, GhostNote>>,
    /// A movable entry was given another time, by dragging or by keyboard.
    #[prop(optional)]
    on_shift: Option<Option<Callback<(String, Span)>>>,
    /// What to say to an entry's time while it is moved.
    #[prop(optional)]
    shift_note: Option<Option<Callback<(String, Span), GhostNote>>>,
    /// A short line below a date: its load.
    #[prop(optional, into)]
    day_note: Option<Callback<Day, String>>,
    /// Where a date in the head leads.
    #[prop(optional, into)]
    day_href: Option<Callback<NaiveDate, String>>,
) -> impl IntoView {
    let locale = use_viewer().locale;
    let (on_shift, shift_note) = (on_shift.flatten(), shift_note.flatten());
    let week = Memo::new(move |_| Week::new(zone.get(), first.get(), days.get()));
    // Another week does not copy them.
    let entries = Memo::new(move |_| entries.get().into_iter().map(Arc::new).collect::<Vec<Arc<Entry>>>());
    let cards = Memo::new(move |_| entries.with(|entries| week.with(|week| cards_of(week, entries))));
    let keys = StoredValue::new(None::<Selection>);
    let (columns, scroller, surface) = (NodeRef::<Div>::new(), NodeRef::<Div>::new(), NodeRef::<Div>::new());
    let finish = move |span: Span| {
        if let Some(on_select) = on_select {
            on_select.run(span);
        }
    };
    let on_done = Callback::new(move |span: Span| {
        keys.set_value(Some(Selection::new(span)));
        selection.set(Some(span));
        pointer::focus(surface);
        finish(span);
    });
    let on_click = Callback::new(move |cell: Span| {
        keys.set_value(Some(Selection::new(cell)));
        pointer::focus(surface);
        match click_minutes.get_untracked().and_then(|minutes| Span::starting(cell.start(), minutes).ok()) {
            Some(span) => {
                selection.set(Some(span));
                finish(span);
            }
            None => selection.set(Some(cell)),
        }
    });
    let movable = move |key: &str| {
        let found = |days: &Vec<Vec<Card>>| days.iter().flatten().find(|card| card.entry.key == key).map(|card| card.entry.clone());
        cards.with_untracked(found).filter(|entry| entry.movable && on_shift.is_some())
    };
    let on_moved = Callback::new(move |(entry, span): (Arc<Entry>, Span)| {
        if let Some(on_shift) = on_shift.filter(|_| span != entry.span) {
            on_shift.run((entry.key.clone(), span));
            // Where nothing else has the keyboard, it goes with the entry.
            keyed::focus_later(columns, entry.key.clone());
        }
    });
    let told = Told { movable: Callback::new(move |key: String| movable(&key)), on_click, on_done, on_moved };
    let drag = Drag::new(week, step_minutes, paint, (columns, scroller), told);
    let note = RwSignal::new(GhostNote::default());
    let manner = StoredValue::new(Manner::new(locale, on_open.is_some(), on_shift.is_some()));
    let around = RwSignal::new(Around::default());
    let shared = Shared { week, cards, working, now, selection, drag, note, around, manner, locale };
    draw_around(shared, entries);
    // Asked once for each span, however many columns it lies in.
    Effect::new(move || {
        let said = drag.live().get().and_then(|span| match drag.held() {
            Some(entry) => shift_note.map(|note| note.run((entry.key.clone(), span))),
            None => ghost.map(|ghost| ghost.run(span)),
        });
        let said = said.unwrap_or_default();
        if note.with_untracked(|note| *note != said) {
            note.set(said);
        }
    });
    let clicked = move |ev: MouseEvent| {
        if let Some((on_open, key)) = on_open.zip(keyed::key_at(&ev, OPENED))
            && !drag.ends_drag()
        {
            on_open.run(key);
        }
    };

    let key_down = move |ev: KeyboardEvent| {
        if ev.alt_key() || ev.ctrl_key() || ev.meta_key() {
            return;
        }
        let key = ev.key();
        match key.as_str() {
            "Escape" if selection.get_untracked().is_some() => {
                keys.set_value(None);
                selection.set(None);
            }
            "Enter" | " " => match selection.get_untracked() {
                Some(span) => finish(span),
                None => return,
            },
            _ => {
                let Some(by) = Move::of_key(&key) else { return };
                let step = step_minutes.get_untracked();
                // What was selected otherwise, or cleared by the page, is where the keys go on from.
                let stands = keys.get_value().filter(|keys| {
                    selection.get_untracked().is_some_and(|span| keys.span().contains_span(&span) || span.contains_span(&keys.span()))
                });
                let moved = week.with_untracked(|week| match stands {
                    Some(stands) => Some(stands.moved(week, by, ev.shift_key(), step)),
                    None => {
                        start_cell(week, selection.get_untracked(), now.get_untracked(), step).map(|cell| Moved::To(Selection::new(cell)))
                    }
                });
                match moved {
                    Some(Moved::To(next)) => {
                        keys.set_value(Some(next));
                        selection.set(Some(next.span()));
                        let (from, to) = week.with_untracked(|week| fractions(week, next.focus()));
                        pointer::reveal(scroller, columns, from, to, HEAD);
                    }
                    Some(Moved::Before) => beyond(on_beyond, -1),
                    Some(Moved::After) => beyond(on_beyond, 1),
                    None => {}
                }
            }
        }
        ev.prevent_default();
    };
    // A screen reader hears date, time, zone and what the page has to say.
    let said = Memo::new(move |before: Option<&String>| {
        let moved = drag.held().and_then(|_| drag.rested().get());
        note.track();
        let (span, note) = match (moved, selection.get()) {
            // It moves on: the note is another time's by now.
            (Some(span), _) if drag.live().get_untracked() != Some(span) => return before.cloned().unwrap_or_default(),
            (Some(span), _) => (span, note.get_untracked()),
            (None, Some(span)) => (span, ghost.map(|ghost| ghost.run(span)).unwrap_or_default()),
            (None, None) => return String::new(),
        };
        let when = week.with(|week| dates::full(locale, week.zone(), span));
        let parts = [when, dates::duration(locale, span.duration_minutes()), note.text];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    });
    Effect::new(move |done: Option<bool>| {
        if done == Some(true) || columns.get().is_none() {
            return done.unwrap_or(false);
        }
        let from = week.with_untracked(|week| first_look(week, &cards.get_untracked(), now.get_untracked()));
        // After a change of page the elements have no size until the next frame.
        request_animation_frame(move || pointer::reveal(scroller, columns, from, from + 1.0, HEAD));
        true
    });

    let days = move || week.with(|week| week.days().iter().copied().enumerate().collect::<Vec<_>>());
    // Where the grid stands before any script has run.
    let look =
        week.with_untracked(|week| first_look(week, &cards.get_untracked(), now.get_untracked()) * f64::from(week.longest_minutes()));
    let hours = Memo::new(move |_| week.with(hours_of));
    let shape = move || week.with(|week| format!("--days:{};--minutes:{}", week.days().len(), week.longest_minutes()));
    view! {
        <section class="week" aria-label=label.clone() style=shape>
            <div class="week__scroll" node_ref=scroller>
                <div class="week__head">
                    <div class="week__corner">{move || corner(&week.get())}</div>
                    <div class="week__dates"><For each=days key=|(index, _)| *index let((index, first))>
                            <Head index first shared note=day_note href=day_href/>
                        </For></div>
                </div>
                <div class="week__body">
                    <div class="week__axis" aria-hidden="true">
                        <span class="week__look" style=format!("--top:{look}")></span>
                        {move || hours.with(|hours| axis(hours, locale))}
                    </div>
                    <div
                        class="week__days"
                        class:week__days--paint=move || paint.get()
                        node_ref=columns
                        on:pointerdown=move |ev| drag.down(&ev)
                        on:pointermove=move |ev| drag.moved(&ev)
                        on:pointerup=move |ev| drag.up(&ev)
                        on:pointercancel=move |_| drag.cancel()
                        // The browser would drag the links.
                        on:dragstart=move |ev| ev.prevent_default()
                        on:click=clicked
                        on:keydown=move |ev| drag.key(&ev)
                        on:focusout=move |_| drag.let_go()
                    >
                        <div
                            class="week__surface"
                            node_ref=surface
                            tabindex="0"
                            role="application"
                            aria-roledescription=text!(locale.language, "grid-role")
                            aria-label=format!("{label}. {}", text!(locale.language, "grid-keys"))
                            on:keydown=key_down
                        ></div>
                        <For each=days key=|(index, _)| *index let((index, first))>
                            <DayColumn index first shared/>
                        </For>
                        <Ghost shared/>
                    </div>
                </div>
            </div>
            {on_shift.map(|_| view! { <p class="visually-hidden" id=MOVE_KEYS>{text!(locale.language, "grid-move-keys")}</p> })}
            <p class="visually-hidden" role="status" aria-live="polite">{move || said.get()}</p>
        </section>
    }
}

/// The cards of each day: those of windows first, then by their start.
pub(super) fn cards_of(week: &Week, entries: &[Arc<Entry>]) -> Vec<Vec<Card>> {
    // Windows are the ground: they are laid out by themselves, below the others.
    let (ground, front): (Vec<Arc<Entry>>, Vec<Arc<Entry>>) = entries.iter().cloned().partition(|entry| entry.kind.is_ground());
    let mut days: Vec<Vec<Card>> = vec![Vec::new(); week.days().len()];
    for layer in [ground, front] {
        let spans: Vec<Span> = layer.iter().map(|entry| entry.span).collect();
        for (cards, placed) in days.iter_mut().zip(week.layout(&spans, LEAST_MINUTES)) {
            let card = |placed: Placed| layer.get(placed.piece.item).map(|entry| Card { entry: entry.clone(), placed });
            cards.extend(placed.into_iter().filter_map(card));
        }
    }
    days
}

fn beyond(on_beyond: Option<Callback<i32>>, direction: i32) {
    if let Some(on_beyond) = on_beyond {
        on_beyond.run(direction);
    }
}

/// Where the keyboard starts: at what is selected, else now, else in the first morning.
fn start_cell(week: &Week, selected: Option<Span>, now: Instant, step: u32) -> Option<Span> {
    let at = selected.map_or(now, |span| span.start());
    week.cell_at(at, step).or_else(|| week.cell(0, MORNING + 60.0, step))
}

/// The part of the grid's height that a span takes in the day it begins in.
fn fractions(week: &Week, span: Span) -> (f64, f64) {
    let day = week.day_of(span.start()).and_then(|day| week.days().get(day));
    let height = f64::from(week.longest_minutes());
    day.map_or((0.0, 0.0), |day| (day.minutes_to(span.start()) / height, day.minutes_to(span.end()) / height))
}

/// The part of the grid's height to scroll to at first: a little before now, else the earliest entry, else the morning.
fn first_look(week: &Week, cards: &[Vec<Card>], now: Instant) -> f64 {
    let today = week.day_of(now).and_then(|day| week.days().get(day)).map(|day| day.minutes_to(now) - 90.0);
    let earliest = || {
        let starts = cards.iter().zip(week.days()).filter_map(|(cards, day)| {
            let first = cards.iter().map(|card| day.minutes_to(card.placed.piece.span.start()));
            first.min_by(f64::total_cmp)
        });
        starts.min_by(f64::total_cmp).map(|minutes| minutes - 30.0)
    };
    today.or_else(earliest).unwrap_or(MORNING).max(0.0) / f64::from(week.longest_minutes())
}
