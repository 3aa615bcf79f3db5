//! The week: working hours white, busy times and interviews on it, and room to paint.

use leptos::prelude::*;

use super::{Edited, changed, painted};
use crate::api::hours::HoursView;
use crate::domain::availability::standing::during;
use crate::domain::availability::weekly::WeeklyHours;
use crate::domain::calendar::layout::{Day, Week};
use crate::domain::span::{Span, SpanSet};
use crate::domain::time::{Instant, Zone};
use crate::text::dates;
use crate::ui::availability::{DaysShown, PaintBar};
use crate::ui::calendar::{Entry, EntryKind, GhostNote, WeekGrid};
use crate::ui::components::hue;
use crate::ui::viewer::use_viewer;
use crate::{paths, t, text};

/// Minutes that a click paints.
const CLICKED: u32 = 60;

/// Painting opens the dialog with the times filled in; a busy time opens to be changed; interviews are shown only.
#[component]
pub fn BusyGrid(
    /// What is stored.
    view: RwSignal<HoursView>,
    /// The colleague's zone.
    zone: Signal<Zone>,
    /// The hours as they are typed; none for office hours.
    hours: Memo<Option<WeeklyHours>>,
    /// The present.
    now: Signal<Instant>,
    /// As far as one may turn.
    within: Span,
    /// What the dialog is open for.
    edited: RwSignal<Option<Edited>>,
) -> impl IntoView {
    let locale = use_viewer().locale;
    let shown = DaysShown::new(zone, now, locale.week_start, Some(within));
    let (selection, paint) = (RwSignal::new(None::<Span>), RwSignal::new(false));
    let week = Memo::new(move |_| shown.week());
    let entries = Memo::new(move |_| week.with(|week| view.with(|view| entries_of(view, week, locale.language))));
    let working = Memo::new(move |_| week.with(|week| working_in(week, hours.get())));
    let ghost = Callback::new(move |span: Span| {
        let over = view.with(|view| during(span, &view.interviews));
        let text =
            over.first().map(|first| text!(locale.language, "own-hours-over", candidate = first.candidate.clone(), count = over.len()));
        GhostNote { text: text.unwrap_or_default(), refused: false }
    });
    let on_select = Callback::new(move |span: Span| edited.set(Some(zone.with_untracked(|zone| painted(span, zone)))));
    let on_open = Callback::new(move |key: String| {
        let busy = view.with_untracked(|view| view.busy.iter().find(|busy| busy.id.to_string() == key).cloned());
        edited.set(busy.map(|busy| zone.with_untracked(|zone| changed(busy, zone))));
    });
    Effect::new(move |before: Option<bool>| {
        let open = edited.with(Option::is_some);
        // What was painted is stored, or was given up.
        if before == Some(true) && !open {
            selection.set(None);
        }
        open
    });
    let load = Callback::new(move |day: Day| {
        let minutes = working.with(|working| working.within(day.span).total_minutes());
        if minutes == 0 { text!(locale.language, "own-hours-closed") } else { dates::duration(locale, minutes) }
    });
    view! {
        <div class="paint" node_ref=shown.root>
            <PaintBar shown paint><span class="soft small">{move || zone.with(|zone| zone.name().replace('_', " "))}</span></PaintBar>
            <p class="soft small needs-script">{t!("own-hours-paint-hint")}</p>
            <WeekGrid
                label=t!("own-hours-grid")
                zone
                first=shown.first
                days=shown.count
                entries
                now
                selection
                working
                click_minutes=Signal::stored(Some(CLICKED))
                paint
                on_select
                on_open
                on_beyond=Callback::new(move |direction: i32| shown.turn(direction > 0))
                ghost
                day_note=load
            />
        </div>
    }
}

/// Own hours, else office hours in the zone shown.
fn working_in(week: &Week, hours: Option<WeeklyHours>) -> SpanSet {
    let hours = hours.or_else(|| WeeklyHours::office(week.zone().name()).ok());
    hours.zip(week.span()).map(|(hours, range)| hours.spans(week.zone(), range.start(), range.end())).unwrap_or_default()
}

fn entries_of(view: &HoursView, week: &Week, language: crate::domain::locale::Language) -> Vec<Entry> {
    let Some(range) = week.span() else { return Vec::new() };
    let busy = view.busy.iter().filter(|busy| busy.span.overlaps(&range)).map(|busy| {
        // Without a title the grid says that it is busy.
        let title = busy.title.clone().unwrap_or_default();
        let mut entry = Entry::new(busy.id.to_string(), EntryKind::Busy, busy.span, title);
        entry.can_open = true;
        entry
    });
    let interviews = view.interviews.iter().filter(|interview| interview.span.overlaps(&range)).map(|interview| {
        let name = text!(language, "own-hours-interview", title = interview.title.clone(), candidate = interview.candidate.clone());
        let mut entry = Entry::new(interview.interview.to_string(), EntryKind::Confirmed, interview.span, name);
        entry.href = Some(paths::interview(interview.interview));
        entry.hue = u8::try_from(hue(&interview.title)).unwrap_or(1);
        entry
    });
    interviews.chain(busy).collect()
}
