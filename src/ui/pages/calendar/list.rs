//! The coming days as a list, grouped by date.

use leptos::prelude::*;

use super::address::CalendarAddress;
use super::{detail_of, name_of};
use crate::api::calendar::{CalendarInterview, CalendarView};
use crate::domain::scheduling::interview::InterviewState;
use crate::t;
use crate::text;
use crate::text::dates;
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;

/// Dates as headings; time, title, people, state.
#[component]
pub fn List(view: RwSignal<CalendarView>, address: Memo<CalendarAddress>) -> impl IntoView {
    let locale = use_viewer().locale;
    move || {
        view.with(|view| {
            if view.interviews.is_empty() {
                return view! {
                    <EmptyState glyph=Glyph::CALENDAR title=t!("calendar-nothing") text=t!("calendar-nothing-text")/>
                }
                .into_any();
            }
            let zone = &view.zone;
            let mut days: Vec<(chrono::NaiveDate, Vec<&CalendarInterview>)> = Vec::new();
            for interview in &view.interviews {
                let date = zone.date(interview.span.start());
                match days.last_mut() {
                    Some((last, rows)) if *last == date => rows.push(interview),
                    _ => days.push((date, vec![interview])),
                }
            }
            let days = days.into_iter().map(|(date, rows)| {
                let rows = rows.into_iter().map(|interview| {
                    let href = CalendarAddress { interview: Some(interview.id), ..address.get() }.link();
                    let cancelled = interview.state == InterviewState::Cancelled;
                    view! {
                        <li>
                            <a class="calendar__row" href=href>
                                <span>{dates::times(locale, zone, interview.span)}</span>
                                <span><strong>{name_of(interview)}</strong> " " <span class="soft">{detail_of(interview, locale)}</span></span>
                                {cancelled.then(|| view! { <Pill tone=Tone::Negative>{text!(locale.language, "entry-cancelled")}</Pill> })}
                            </a>
                        </li>
                    }
                });
                view! { <section><h2>{dates::date_long(locale, date)}</h2><ul>{rows.collect_view()}</ul></section> }
            });
            view! { <div class="calendar__list">{days.collect_view()}</div> }.into_any()
        })
    }
}
