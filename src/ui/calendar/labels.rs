//! What stands around the columns: offset, dates, hours.

use chrono::{Datelike, NaiveDate};
use leptos::prelude::*;

use super::grid::Shared;
use crate::domain::calendar::layout::{Day, HourLine, Week};
use crate::domain::locale::Locale;
use crate::domain::time::plus_minutes;
use crate::text::dates;

/// The zone's offset, or both where it changes.
pub(super) fn corner(week: &Week) -> AnyView {
    let labels = week.span().map(|span| {
        let (first, last) = (week.zone().offset_label_at(span.start()), week.zone().offset_label_at(plus_minutes(span.end(), -1)));
        if first == last { first } else { format!("{first} → {last}") }
    });
    view! { <span title=week.zone().name().to_owned()>{labels}</span> }.into_any()
}

/// The head of a day. It stays when another week is shown.
#[component]
pub(super) fn Head(
    /// Its number in the week.
    index: usize,
    /// The day that it begins with.
    first: Day,
    /// What all columns have.
    shared: Shared,
    /// A short line below the date.
    note: Option<Callback<Day, String>>,
    /// Where the date leads.
    href: Option<Callback<NaiveDate, String>>,
) -> impl IntoView {
    let locale = shared.locale;
    let day = shared.day(index, first);
    let date = Memo::new(move |_| day.get().date);
    let weekday = Memo::new(move |_| date.get().weekday());
    let is_today = Memo::new(move |_| shared.week.with(|week| week.day_of(shared.now.get())) == Some(index));
    let words = view! {
        <span class="week__weekday" aria-hidden="true">{move || dates::weekday_short(locale, weekday.get())}</span>
        <span class="week__number" aria-hidden="true">{move || date.get().day()}</span>
        <span class="visually-hidden">{move || shared.date(date.get())}</span>
    };
    let link = match href {
        Some(href) => view! { <a class="week__date-link" href=move || href.run(date.get())>{words}</a> }.into_any(),
        None => view! { <span class="week__date-link">{words}</span> }.into_any(),
    };
    view! {
        <div class="week__date" class:week__date--today=is_today aria-current=move || is_today.get().then_some("date")>
            {link}
            <span class="week__note">{move || note.map(|note| note.run(day.get()))}</span>
        </div>
    }
}

/// The hours at the side: of a day whose clocks do not change, where there is one.
pub(super) fn hours_of(week: &Week) -> Vec<HourLine> {
    let day = week.days().iter().find(|day| !week.is_changed(day)).or(week.days().first());
    day.map(|day| week.hours(day)).unwrap_or_default()
}

/// Their labels.
pub(super) fn axis(hours: &[HourLine], locale: Locale) -> AnyView {
    let labels = hours.iter().filter(|line| line.minutes > 0);
    labels
        .map(|line| view! { <span class="week__hour" style=format!("--top:{}", line.minutes)>{dates::hour(locale, line.civil)}</span> })
        .collect_view()
        .into_any()
}
