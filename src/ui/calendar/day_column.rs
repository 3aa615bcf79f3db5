//! One day of the grid.

use leptos::prelude::*;

use super::event_card::{Card, Words, event_card};
use super::grid::{GhostNote, Shared};
use crate::domain::calendar::layout::{Day, HourKind};
use crate::domain::span::Span;
use crate::text;
use crate::text::dates;

/// A column: working hours, entries, the selection, the ghost of a drag, the now-line.
#[component]
pub fn DayColumn(
    /// The day.
    day: Day,
    /// Its number in the week.
    index: usize,
    /// What all columns have.
    shared: Shared,
) -> impl IntoView {
    let locale = shared.locale;
    // When the week is another one, this column is on its way out: it keeps what it has until then.
    let cards = Memo::new(move |before: Option<&Vec<Card>>| match before {
        Some(before) if shared.week.with(|week| week.days().get(index) != Some(&day)) => before.clone(),
        _ => shared.cards.with(|days| days.get(index).cloned().unwrap_or_default()),
    });
    let words = StoredValue::new(Words::of(&day, locale));
    let name = move || {
        let count = cards.with(Vec::len);
        text!(locale.language, "grid-day", date = dates::date_long(locale, day.date), count = count)
    };
    let working = move || {
        shared.working.with(|working| {
            let bands = working.within(day.span);
            bands.iter().map(|band| view! { <div class="day__open" style=extent(&day, band)></div> }).collect_view()
        })
    };
    let ghost = move || {
        let span = shared.drag.live().get()?;
        let part = span.intersection(&day.span)?;
        // The text stands where the span begins, or at the top of the first column shown.
        let speaks = part.start_ms() == span.start_ms() || index == 0;
        Some(ghost_view(shared, &day, span, part, speaks))
    };
    let selection = move || {
        let part = shared.selection.get()?.intersection(&day.span)?;
        Some(view! { <div class="day__selection" style=extent(&day, part)></div> })
    };
    let now = move || {
        let now = shared.now.get();
        day.span.contains(now).then(|| view! { <div class="day__now" style=format!("--top:{:.1}", day.minutes_to(now))></div> })
    };
    view! {
        <div class="day" role="group" aria-label=name style=format!("--minutes:{}", day.minutes())>
            {working}
            {changed_hours(shared, &day)}
            <For each=move || cards.get() key=Card::key children=move |card| words.with_value(|words| event_card(card, day, words, shared))/>
            {selection}
            {now}
            {ghost}
        </div>
    }
}

/// Where a part of a day lies, for the style sheet.
fn extent(day: &Day, part: Span) -> String {
    format!("--top:{};--size:{}", day.minutes_to(part.start()), part.duration_minutes())
}

fn ghost_view(shared: Shared, day: &Day, span: Span, part: Span, speaks: bool) -> AnyView {
    let locale = shared.locale;
    let GhostNote { text, refused } = shared.note(span);
    let times = shared.week.with_untracked(|week| dates::times(locale, week.zone(), span));
    let duration = dates::duration(locale, span.duration_minutes());
    let lines = speaks.then(|| {
        view! {
            <span class="event__title">{format!("{times} · {duration}")}</span>
            {(!text.is_empty()).then(|| view! { <span class="event__time">{text}</span> })}
        }
    });
    view! { <div class="ghost" class:ghost--refused=refused style=extent(day, part) aria-hidden="true">{lines}</div> }.into_any()
}

/// Lines and labels of a day whose clocks change, from the change on: there the labels at the side do not hold.
fn changed_hours(shared: Shared, day: &Day) -> Option<AnyView> {
    let locale = shared.locale;
    let lines = shared.week.with_untracked(|week| week.is_changed(day).then(|| week.hours(day)))?;
    let lines = lines.into_iter().skip_while(|line| line.kind == HourKind::Usual).map(|line| {
        let time = dates::hour(locale, line.civil);
        let label = match line.kind {
            HourKind::Usual => time,
            HourKind::Repeated => text!(locale.language, "grid-hour-repeated", time = time),
            HourKind::AfterSkip => text!(locale.language, "grid-hour-after-skip", time = time),
        };
        view! { <div class="day__hour" style=format!("--top:{}", line.minutes)><span>{label}</span></div> }
    });
    Some(view! { <div class="day__hours" aria-hidden="true">{lines.collect_view()}</div> }.into_any())
}
