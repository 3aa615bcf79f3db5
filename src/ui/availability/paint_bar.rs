//! Which days of a grid are painted on, and the bar above it that turns them.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use leptos::html::Div;
use leptos::prelude::*;

use crate::domain::calendar::layout::Week;
use crate::domain::span::Span;
use crate::domain::time::{Instant, Zone};
use crate::t;
use crate::text;
use crate::text::dates;
use crate::ui::browser::pointer;
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;

/// Below so many pixels three days are shown instead of seven.
const NARROW: f64 = 640.0;

/// The days that a grid shows: a week, or three days from today on where there is no room for seven.
#[derive(Clone, Copy)]
pub struct DaysShown {
    /// The first day.
    pub first: RwSignal<NaiveDate>,
    /// How many.
    pub count: RwSignal<u32>,
    /// The element whose width decides.
    pub root: NodeRef<Div>,
    zone: Signal<Zone>,
    within: Option<Span>,
}

impl DaysShown {
    /// The week that the present is in; `within` is as far as one may turn, anywhere for none.
    pub fn new(zone: Signal<Zone>, now: Signal<Instant>, week_start: Weekday, within: Option<Span>) -> Self {
        let start = untrack(|| first_day(&zone.get(), now.get(), week_start));
        let shown = Self { first: RwSignal::new(start), count: RwSignal::new(7), root: NodeRef::new(), zone, within };
        Effect::new(move |done: Option<bool>| {
            if done == Some(true) || shown.root.get().is_none() {
                return done.unwrap_or(false);
            }
            // After a change of page the element has no size until the next frame.
            request_animation_frame(move || {
                if pointer::frame(shown.root).is_some_and(|frame| frame.width > 0.0 && frame.width < NARROW) {
                    shown.count.set(3);
                    let today = zone.with_untracked(|zone| zone.date(now.get_untracked()));
                    shown.first.set(today.max(shown.first.get_untracked()));
                }
            });
            true
        });
        shown
    }

    /// The days themselves.
    pub fn week(&self) -> Week {
        Week::new(self.zone.get(), self.first.get(), self.count.get())
    }

    /// Shows the days before, or those after.
    pub fn turn(&self, forward: bool) {
        if let Some(turned) = untrack(|| self.turned(forward)) {
            self.first.set(turned);
        }
    }

    /// The first day after turning; none where there is nothing to be seen.
    fn turned(&self, forward: bool) -> Option<NaiveDate> {
        let (first, count) = (self.first.get(), self.count.get());
        let by = Days::new(u64::from(count));
        let turned = if forward { first.checked_add_days(by) } else { first.checked_sub_days(by) }?;
        let days = Week::new(self.zone.get(), turned, count).span()?;
        self.within.is_none_or(|within| within.overlaps(&days)).then_some(turned)
    }
}

/// The first day of the present week.
fn first_day(zone: &Zone, now: Instant, week_start: Weekday) -> NaiveDate {
    let today = zone.date(now);
    let back = today.weekday().days_since(week_start);
    today.checked_sub_days(Days::new(u64::from(back))).unwrap_or(today)
}

/// The dates shown, buttons to others, the switch that lets a finger draw at once, and what a page puts beside them.
#[component]
pub fn PaintBar(
    /// The days.
    shown: DaysShown,
    /// A finger draws at once and does not scroll.
    paint: RwSignal<bool>,
    /// More controls.
    children: Children,
) -> impl IntoView {
    let locale = use_viewer().locale;
    let end = move |forward: bool| {
        Signal::derive(move || if shown.turned(forward).is_some() { String::new() } else { text!(locale.language, "paint-no-further") })
    };
    let title = move || {
        let (first, count) = (shown.first.get(), shown.count.get());
        let last = first.checked_add_days(Days::new(u64::from(count.saturating_sub(1)))).unwrap_or(first);
        format!("{} – {}", dates::date_short(locale, first), dates::date_medium(locale, last))
    };
    view! {
        <div class="paint__bar">
            <p class="paint__title" aria-live="polite">{title}</p>
            <div class="row needs-script">
                <Button size=Size::Small icon=Glyph::CHEVRON_LEFT label=t!("paint-earlier") refused=end(false) on:click=move |_| shown.turn(false)/>
                <Button size=Size::Small icon=Glyph::CHEVRON_RIGHT label=t!("paint-later") refused=end(true) on:click=move |_| shown.turn(true)/>
                <button
                    type="button"
                    class="btn btn--small paint__mode"
                    aria-pressed=move || if paint.get() { "true" } else { "false" }
                    on:click=move |_| paint.update(|paint| *paint = !*paint)
                >
                    <Icon glyph=Glyph::PENCIL/>
                    {t!("paint-mode")}
                </button>
            </div>
            {children()}
        </div>
    }
}
