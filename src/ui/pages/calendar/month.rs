//! Six weeks around a month: each day with its first interviews, and how many more there are.

use chrono::{Datelike, Days, NaiveDate};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::address::CalendarAddress;
use crate::api::calendar::{CalendarInterview, CalendarView};
use crate::domain::calendar::layout::Week;
use crate::domain::calendar::view::View;
use crate::domain::scheduling::interview::InterviewState;
use crate::domain::span::Span;
use crate::domain::time::Instant;
use crate::t;
use crate::text;
use crate::text::dates;
use crate::ui::browser::focus;
use crate::ui::calendar::EntryKind;
use crate::ui::components::hue;
use crate::ui::viewer::use_viewer;

/// Interviews shown of a day; the rest is a number that leads to the day.
const SHOWN: usize = 3;
const WEEK: usize = 7;

/// A table of days. One is highlighted by a click; arrow keys move the highlight, Enter opens the day.
#[component]
pub fn Month(
    view: RwSignal<CalendarView>,
    address: Memo<CalendarAddress>,
    first: Memo<NaiveDate>,
    now: Signal<Instant>,
    selection: RwSignal<Option<Span>>,
) -> impl IntoView {
    let locale = use_viewer().locale;
    let week = Memo::new(move |_| Week::new(view.with(|view| view.zone.clone()), first.get(), View::Month.days()));
    let month = Memo::new(move |_| View::Month.anchor(first.get()).month());
    let today = Memo::new(move |_| view.with(|view| view.zone.date(now.get())));
    // Where the keyboard stands; a new month begins at today or its first.
    let marked = RwSignal::new(None::<NaiveDate>);
    let stands = Memo::new(move |_| {
        let shown = |date: &NaiveDate| week.with(|week| week.days().iter().any(|day| day.date == *date));
        marked.get().filter(shown).or_else(|| Some(today.get()).filter(shown)).unwrap_or_else(|| View::Month.anchor(first.get()))
    });
    let to = move |date: NaiveDate| CalendarAddress { view: View::Day, date: Some(date), ..address.get_untracked() }.link();
    // A day is highlighted: an interview added now begins on it, in the morning.
    let mark = move |date: NaiveDate| {
        marked.set(Some(date));
        let morning = date.and_hms_opt(9, 0, 0).map(|at| view.with_untracked(|view| view.zone.instant(at)));
        selection.set(morning.and_then(|start| Span::starting(start, 60).ok()));
    };
    let key = move |ev: KeyboardEvent| {
        let from = stands.get_untracked();
        let next = match ev.key().as_str() {
            "ArrowLeft" => from.pred_opt(),
            "ArrowRight" => from.succ_opt(),
            "ArrowUp" => from.checked_sub_days(Days::new(7)),
            "ArrowDown" => from.checked_add_days(Days::new(7)),
            _ => return,
        };
        let shown = |date: &NaiveDate| week.with_untracked(|week| week.days().iter().any(|day| day.date == *date));
        if let Some(next) = next.filter(shown) {
            ev.prevent_default();
            mark(next);
            focus::to(&cell_id(next));
        }
    };
    let heads = move || {
        week.with(|week| {
            let days = week.days().iter().take(WEEK);
            days.map(|day| {
                let (short, long) = (dates::weekday_short(locale, day.date.weekday()), dates::weekday(locale, day.date.weekday()));
                view! { <th scope="col" abbr=long>{short}</th> }
            })
            .collect_view()
        })
    };
    let rows = move || {
        let (week, address) = (week.get(), address.get());
        view.with(|view| {
            let spans: Vec<_> = view.interviews.iter().map(|interview| interview.span).collect();
            let pieces = week.pieces(&spans);
            // By date, not by column: a date that the zone skips has an empty cell, or the weekdays would not stand below their names.
            let cells: Vec<_> = first
                .get()
                .iter_days()
                .take(View::Month.days() as usize)
                .map(|date| {
                    let day = week.days().iter().position(|day| day.date == date);
                    let of_day = day.and_then(|day| pieces.get(day)).map_or(&[][..], Vec::as_slice);
                    let of_day: Vec<_> = of_day.iter().filter_map(|piece| view.interviews.get(piece.item)).collect();
                    let lines = of_day.iter().take(SHOWN).map(|interview| line(interview, view, &address, locale)).collect_view();
                    let more = of_day.len().checked_sub(SHOWN).filter(|more| *more > 0).map(|more| {
                        view! { <a class="month__more" href=to(date)>{text!(locale.language, "calendar-more", count = more)}</a> }
                    });
                    let name = text!(locale.language, "grid-day", date = dates::date_long(locale, date), count = of_day.len());
                    view! {
                        <td
                            class:month__day--other=move || date.month() != month.get()
                            class:month__day--marked=move || marked.get() == Some(date)
                            aria-current=move || (today.get() == date).then_some("date")
                            on:click=move |_| mark(date)
                        >
                            <a
                                id=cell_id(date)
                                class="month__date"
                                href=to(date)
                                aria-label=name
                                tabindex=move || if stands.get() == date { "0" } else { "-1" }
                            >{date.day()}</a>
                            <ul>{lines}</ul>
                            {more}
                        </td>
                    }
                })
                .collect();
            let mut cells = cells.into_iter();
            std::iter::from_fn(|| Some(cells.by_ref().take(WEEK).collect::<Vec<_>>()).filter(|row| !row.is_empty()))
                .map(|row| view! { <tr>{row}</tr> })
                .collect_view()
        })
    };
    view! {
        <table class="month" aria-label=t!("calendar-month-grid") on:keydown=key>
            <thead><tr>{heads}</tr></thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

fn cell_id(date: NaiveDate) -> String {
    format!("day-{date}")
}

fn line(interview: &CalendarInterview, view: &CalendarView, address: &CalendarAddress, locale: crate::domain::locale::Locale) -> AnyView {
    let kind = if interview.state == InterviewState::Cancelled { EntryKind::Cancelled } else { EntryKind::Confirmed };
    let class = format!("month__entry event--{} event--hue-{}", kind.name(), hue(&interview.title));
    let href = CalendarAddress { interview: Some(interview.id), ..address.clone() }.link();
    let time = dates::time(locale, view.zone.civil(interview.span.start()));
    // Begins with what is seen (WCAG 2.5.3).
    let label = format!("{time} {}, {}, {}", interview.candidate_name, interview.title, dates::full(locale, &view.zone, interview.span));
    view! {
        <li>
            <a class=class href=href aria-label=label>
                <span class="month__time">{time}</span>
                " "
                <span class="event__title">{interview.candidate_name.clone()}</span>
            </a>
        </li>
    }
    .into_any()
}
