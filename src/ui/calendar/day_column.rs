//! One day of the grid.

use std::sync::Arc;

use leptos::html::Div;
use leptos::prelude::*;

use super::entries::{Card, Drawn};
use super::grid::Shared;
use crate::domain::calendar::layout::{Day, HourKind};
use crate::domain::span::Span;
use crate::text;
use crate::text::dates;

/// A column: working hours, entries, the selection, the now-line.
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
    let leaves = move || shared.week.with(|week| week.days().get(index) != Some(&day));
    let cards = Memo::new(move |before: Option<&Vec<Card>>| match before {
        Some(before) if leaves() => before.clone(),
        _ => shared.cards.with(|days| days.get(index).cloned().unwrap_or_default()),
    });
    let drawn = Memo::new(move |before: Option<&Arc<Drawn>>| match before {
        Some(before) if leaves() => before.clone(),
        _ => Arc::new(
            cards.with(|cards| shared.week.with(|week| shared.manner.with_value(|manner| Drawn::new(cards, &day, week.zone(), manner)))),
        ),
    });
    // The page begins with these; from then on only what changes is drawn.
    let first = drawn.get_untracked();
    let html = first.html.clone();
    let entries = NodeRef::<Div>::new();
    Effect::new(move |before: Option<Arc<Drawn>>| {
        let (before, after) = (before.unwrap_or_else(|| first.clone()), drawn.get());
        if before != after {
            shared.drag.redraw(entries, &before, &after);
        }
        after
    });
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
            <div class="day__entries" node_ref=entries inner_html=html></div>
            {selection}
            {now}
        </div>
    }
}

/// Where a part of a day lies, for the style sheet.
fn extent(day: &Day, part: Span) -> String {
    format!("--top:{};--size:{}", day.minutes_to(part.start()), part.duration_minutes())
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
