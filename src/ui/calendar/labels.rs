//! What stands around the columns: offset, dates, hours.

use chrono::NaiveDate;
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

/// A head for each day.
pub(super) fn dates_view(
    shared: Shared,
    day_note: Option<Callback<Day, String>>,
    day_href: Option<Callback<NaiveDate, String>>,
) -> AnyView {
    let locale = shared.locale;
    let today = Memo::new(move |_| shared.week.with(|week| week.day_of(shared.now.get())));
    let days = shared.week.with(|week| week.days().to_vec());
    let heads = days.into_iter().enumerate().map(|(index, day)| {
        let is_today = move || today.get() == Some(index);
        let date = view! {
            <span class="week__weekday" aria-hidden="true">{dates::weekday_short(locale, chrono::Datelike::weekday(&day.date))}</span>
            <span class="week__number" aria-hidden="true">{chrono::Datelike::day(&day.date)}</span>
            <span class="visually-hidden">{dates::date_long(locale, day.date)}</span>
        };
        let date = match day_href {
            Some(href) => view! { <a class="week__date-link" href=href.run(day.date)>{date}</a> }.into_any(),
            None => view! { <span class="week__date-link">{date}</span> }.into_any(),
        };
        view! {
            <div class="week__date" class:week__date--today=is_today aria-current=move || is_today().then_some("date")>
                {date}
                <span class="week__note">{move || day_note.map(|note| note.run(day))}</span>
            </div>
        }
    });
    heads.collect_view().into_any()
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
