//! The ghost of a drag: what would be, on a layer over the columns. The columns themselves do not hear of a drag.

use leptos::prelude::*;

use super::grid::Shared;
use crate::domain::calendar::layout::Week;
use crate::domain::span::Span;
use crate::text::dates;

/// The ghost's part in one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    column: usize,
    /// From the day's first moment, in minutes.
    top_minutes: i64,
    minutes: i64,
}

/// The parts of a span in the days shown, the first one first.
fn parts_of(week: &Week, span: Span) -> Vec<Part> {
    let parts = week.days().iter().enumerate().filter_map(|(column, day)| {
        let part = span.intersection(&day.span)?;
        Some(Part { column, top_minutes: day.minutes_to(part.start()).round() as i64, minutes: part.duration_minutes() })
    });
    parts.collect()
}

/// An element for each part, which is moved along as long as the drag lasts; the first one bears the text.
#[component]
pub fn Ghost(
    /// What all columns have.
    shared: Shared,
) -> impl IntoView {
    let locale = shared.locale;
    let live = shared.drag.live();
    let parts = Memo::new(move |_| live.get().map(|span| shared.week.with(|week| parts_of(week, span))).unwrap_or_default());
    let count = Memo::new(move |_| parts.with(Vec::len));
    let refused = Memo::new(move |_| shared.note.with(|note| note.refused));
    let when = move || {
        let span = live.get()?;
        let times = shared.week.with_untracked(|week| dates::times(locale, week.zone(), span));
        Some(format!("{times} · {}", dates::duration(locale, span.duration_minutes())))
    };
    let note = move || {
        let text = shared.note.with(|note| note.text.clone());
        (!text.is_empty()).then(|| view! { <span class="event__time">{text}</span> })
    };
    let part = move |number: usize| {
        // Each part's own: another one that moves does not touch it.
        let part = Memo::new(move |_| parts.with(|parts| parts.get(number).copied()));
        let place = move || {
            let place = part.get().map(|part| format!("--column:{};--top:{};--size:{}", part.column, part.top_minutes, part.minutes));
            place.unwrap_or_default()
        };
        let lines = (number == 0).then(|| {
            view! {
                <span class="event__title">{when}</span>
                {note}
            }
        });
        view! { <div class="ghost" class:ghost--refused=move || refused.get() style=place>{lines}</div> }
    };
    view! {
        <div class="week__ghosts" aria-hidden="true">
            <For each=move || 0..count.get() key=|number| *number children=part/>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Zone;

    fn week() -> Week {
        Week::new(Zone::utc(), "2027-03-22".parse().unwrap(), 3)
    }

    fn span(start: &str, end: &str) -> Span {
        Span::new(start.parse().unwrap(), end.parse().unwrap()).unwrap()
    }

    #[test]
    fn a_span_within_a_day_has_one_part() {
        let parts = parts_of(&week(), span("2027-03-23T10:15:00Z", "2027-03-23T11:00:00Z"));
        assert_eq!(parts, [Part { column: 1, top_minutes: 615, minutes: 45 }]);
    }

    #[test]
    fn a_span_over_midnight_has_a_part_in_each_day_shown() {
        let parts = parts_of(&week(), span("2027-03-21T22:00:00Z", "2027-03-23T01:00:00Z"));
        assert_eq!(parts, [Part { column: 0, top_minutes: 0, minutes: 1440 }, Part { column: 1, top_minutes: 0, minutes: 60 }]);
        assert_eq!(parts_of(&week(), span("2027-03-25T22:00:00Z", "2027-03-25T23:00:00Z")), []);
    }
}
