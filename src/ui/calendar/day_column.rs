//! One day of the grid.

use leptos::prelude::*;

use super::grid::Shared;
use super::layers::Layers;
use crate::domain::calendar::layout::{Day, HourKind};
use crate::domain::span::Span;
use crate::text;
use crate::text::dates;

/// A column: working hours, entries, the selection, the now-line. It stays when another week is shown.
#[component]
pub fn DayColumn(
    /// Its number in the week.
    index: usize,
    /// The day that it begins with.
    first: Day,
    /// What all columns have.
    shared: Shared,
) -> impl IntoView {
    let locale = shared.locale;
    let day = shared.day(index, first);
    let cards = Memo::new(move |_| shared.cards.with(|days| days.get(index).cloned().unwrap_or_default()));
    let drawn = Memo::new(move |_| {
        let day = day.get();
        (day, shared.week.with(|week| cards.with(|cards| shared.drawn(cards, &day, week.zone()))))
    });
    // The page begins with these; from then on only what changes is drawn.
    let begun = drawn.get_untracked();
    let html = begun.1.html.clone();
    let layers = Layers::new(begun, shared.drag);
    Effect::new(move || layers.show(drawn.get()));
    Effect::new(move || {
        let around = shared.around.with(|around| around.each_ref().map(|days| days.get(index).cloned()));
        around.into_iter().flatten().for_each(|day| layers.prepare(day));
    });
    let [shown, before, after] = layers.nodes();
    let name = move || {
        let count = cards.with(Vec::len);
        text!(locale.language, "grid-day", date = shared.date(day.get().date).to_string(), count = count)
    };
    let working = move || {
        let day = day.get();
        shared.working.with(|working| {
            let bands = working.within(day.span);
            bands.iter().map(|band| view! { <div class="day__open" style=extent(&day, band)></div> }).collect_view()
        })
    };
    let selection = move || {
        let day = day.get();
        let part = shared.selection.get()?.intersection(&day.span)?;
        Some(view! { <div class="day__selection" style=extent(&day, part)></div> })
    };
    let now = move || {
        let (now, day) = (shared.now.get(), day.get());
        day.span.contains(now).then(|| view! { <div class="day__now" style=format!("--top:{:.1}", day.minutes_to(now))></div> })
    };
    view! {
        <div class="day" role="group" aria-label=name style=move || format!("--minutes:{}", day.get().minutes())>
            {working}
            {move || changed_hours(shared, &day.get())}
            <div class="day__entries" node_ref=shown inner_html=html></div>
            <div class="day__entries day__entries--covered" node_ref=before></div>
            <div class="day__entries day__entries--covered" node_ref=after></div>
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
