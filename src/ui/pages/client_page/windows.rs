//! Painting windows on the week grid.

use chrono::{NaiveDateTime, NaiveTime};
use leptos::prelude::*;

use super::draft::{Draft, slot_count, slot_count_in};
use super::zone_choice::ZoneChoice;
use crate::api::presentations::ClientPageView;
use crate::domain::availability::page::PageAvailability;
use crate::domain::availability::weekly::WeeklyHours;
use crate::domain::calendar::layout::{Day, Week};
use crate::domain::error::FieldErrors;
use crate::domain::span::{Span, SpanSet};
use crate::domain::time::Zone;
use crate::t;
use crate::text;
use crate::text::dates;
use crate::ui::availability::{DaysShown, PaintBar};
use crate::ui::browser::ticking;
use crate::ui::calendar::{Entry, EntryKind, GhostNote, WeekGrid};
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;

/// The grid with week buttons, zone and paint mode.
#[component]
pub fn Windows(
    draft: Draft,
    view: RwSignal<ClientPageView>,
    live: Memo<Result<PageAvailability, FieldErrors>>,
    zone: Signal<Zone>,
) -> impl IntoView {
    let locale = use_viewer().locale;
    let now = ticking::now_from(draft.around.with_untracked(|around| around.now));
    let shown = DaysShown::new(zone, now, locale.week_start, None);
    let (selection, paint) = (RwSignal::new(None::<Span>), RwSignal::new(false));
    let week = Memo::new(move |_| shown.week());
    let entries = Memo::new(move |_| entries_of(draft, &week.get(), &view.get(), live.get().ok().as_ref(), locale.language));
    let working = Memo::new(move |_| {
        let zone = zone.get();
        let range = week.with(Week::span);
        let office = WeeklyHours::office(zone.name()).ok();
        office.zip(range).map(|(office, range)| office.spans(&zone, range.start(), range.end())).unwrap_or_default()
    });
    let duration = Signal::derive(move || draft.duration.get().trim().parse::<u32>().unwrap_or(60).clamp(5, 480));
    let step = Signal::derive(move || draft.step.get().trim().parse::<u32>().unwrap_or(30).clamp(5, 30));
    let ghost = Callback::new(move |span: Span| live.with(|live| note(draft, live.as_ref().ok(), span, duration.get(), locale.language)));
    let on_select = Callback::new(move |span: Span| {
        draft.stroke(span);
        selection.set(None);
    });
    let load = Callback::new(move |day: Day| {
        let count = live.with(|live| live.as_ref().ok().and_then(|mine| draft.around.with(|around| slot_count_in(mine, around, day.span))));
        count.filter(|count| *count > 0).map(|count| text!(locale.language, "client-day-slots", count = count)).unwrap_or_default()
    });
    let edited = RwSignal::new(None::<Edited>);
    let on_open = Callback::new(move |key: String| edited.set(Edited::of(&key)));
    let known = Signal::derive(move || draft.around.with(|around| around.zones.clone()));
    let keep = Callback::new(move |zone: Zone| draft.around.update(|around| around.zones.push(zone)));
    view! {
        <div class="paint" node_ref=shown.root>
            <PaintBar shown paint><ZoneChoice name="form[zone]" value=draft.zone known on_zone=keep/></PaintBar>
            <p class="soft small needs-script">{t!("client-paint-hint")}</p>
            <WeekGrid
                label=t!("client-grid")
                zone
                first=shown.first
                days=shown.count
                entries
                now
                selection
                working
                step_minutes=step
                click_minutes=Signal::derive(move || Some(duration.get()))
                paint
                on_select
                on_open
                on_beyond=Callback::new(move |direction: i32| shown.turn(direction > 0))
                ghost
                day_note=load
            />
            <Editor edited draft zone/>
        </div>
    }
}

/// Windows, hours, interviews, and what is taken.
fn entries_of(
    draft: Draft,
    week: &Week,
    view: &ClientPageView,
    live: Option<&PageAvailability>,
    language: crate::domain::locale::Language,
) -> Vec<Entry> {
    let Some(range) = week.span() else { return Vec::new() };
    let painted = draft.painted.get();
    let mut entries = Vec::new();
    for window in &painted {
        if window.overlaps(&range) {
            let mut entry = Entry::new(format!("w {} {}", window.start_ms(), window.end_ms()), EntryKind::Window, window, String::new());
            entry.can_open = true;
            entries.push(entry);
        }
    }
    if let Some(weekly) = live.and_then(|mine| mine.willing.weekly()) {
        let hours = weekly.spans(week.zone(), range.start(), range.end()).difference(&painted);
        for span in &hours {
            let mut entry = Entry::new(format!("h {} {}", span.start_ms(), span.end_ms()), EntryKind::Window, span, String::new());
            entry.detail = text!(language, "client-weekly");
            entry.can_open = true;
            entries.push(entry);
        }
    }
    let own: SpanSet = view.interviews.iter().map(|interview| interview.span).collect();
    for interview in &view.interviews {
        let mut entry = Entry::new(interview.id.to_string(), EntryKind::Confirmed, interview.span, interview.candidate.clone());
        entry.detail = interview.attendees.join(", ");
        entries.push(entry);
    }
    draft.around.with(|around| {
        let taken: SpanSet =
            around.others.iter().chain(std::iter::once(&around.contact)).flat_map(|who| who.busy().iter().map(|busy| busy.span)).collect();
        for span in &taken.within(range).difference(&own) {
            entries.push(Entry::new(format!("b {}", span.start_ms()), EntryKind::Busy, span, text!(language, "client-taken")));
        }
    });
    entries
}

/// What a stroke would do: so many slots more or less, or why none.
fn note(draft: Draft, mine: Option<&PageAvailability>, span: Span, duration: u32, language: crate::domain::locale::Language) -> GhostNote {
    let refused = |key: &str| GhostNote { text: text!(language, key), refused: true };
    let Some(mine) = mine else { return GhostNote { text: text!(language, "client-slots-unknown"), refused: false } };
    draft.around.with(|around| {
        let Ok(question) = mine.question(around) else { return GhostNote::default() };
        let (earliest, latest) = (question.rules().earliest(), question.rules().latest());
        let erases = mine.willing.painted().contains_span(&span);
        if !erases && span.end() <= earliest {
            return refused("client-too-soon");
        }
        if !erases && span.start() >= latest {
            return refused("client-too-late");
        }
        let offered = Span::new(question.rules().earliest(), question.rules().latest())
            .map(|range| mine.willing.willing(question.rules().zone(), range));
        let is_offered = !erases && offered.is_ok_and(|offered| offered.contains_span(&span));
        let mut after = mine.clone();
        if after.willing.toggle(span).is_err() {
            return refused("client-too-many");
        }
        let before = slot_count(mine, around).unwrap_or(0);
        let now = slot_count(&after, around).unwrap_or(0);
        match now.cmp(&before) {
            std::cmp::Ordering::Greater => GhostNote { text: text!(language, "client-adds", count = now - before), refused: false },
            std::cmp::Ordering::Less => GhostNote { text: text!(language, "client-removes", count = before - now), refused: false },
            std::cmp::Ordering::Equal if is_offered => GhostNote { text: text!(language, "client-offered"), refused: false },
            std::cmp::Ordering::Equal if !erases && span.duration_minutes() < i64::from(duration) => {
                GhostNote { text: text!(language, "client-too-short", minutes = duration), refused: false }
            }
            std::cmp::Ordering::Equal => GhostNote { text: text!(language, "client-adds-none"), refused: false },
        }
    })
}

/// What is edited in the dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edited {
    /// A painted window.
    Window(Span),
    /// Weekly hours on a date.
    Hours(Span),
}

impl Edited {
    fn of(key: &str) -> Option<Self> {
        let mut parts = key.split(' ');
        let kind = parts.next()?;
        let span = Span::from_ms(parts.next()?.parse().ok()?, parts.next()?.parse().ok()?).ok()?;
        match kind {
            "w" => Some(Self::Window(span)),
            "h" => Some(Self::Hours(span)),
            _ => None,
        }
    }
}

/// Changes or removes a window; closes weekly hours on a date.
#[component]
fn Editor(edited: RwSignal<Option<Edited>>, draft: Draft, zone: Signal<Zone>) -> impl IntoView {
    let locale = use_viewer().locale;
    let open = RwSignal::new(false);
    let (from, until, wrong) = (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(FieldErrors::default()));
    Effect::new(move |_: Option<()>| {
        if let Some(what) = edited.get() {
            let zone = zone.get_untracked();
            let (Edited::Window(span) | Edited::Hours(span)) = what;
            from.set(zone.civil(span.start()).format("%H:%M").to_string());
            until.set(zone.civil(span.end()).format("%H:%M").to_string());
            wrong.set(FieldErrors::default());
            open.set(true);
        }
    });
    Effect::new(move |_: Option<()>| {
        if !open.get() {
            edited.set(None);
        }
    });
    let title = Signal::derive(move || match edited.get() {
        Some(Edited::Window(span) | Edited::Hours(span)) => dates::date_long(locale, zone.get().date(span.start())),
        None => String::new(),
    });
    let keep = move |span: Span| {
        let zone = zone.get_untracked();
        let date = zone.date(span.start());
        let mut errors = FieldErrors::default();
        let mut read = |field: RwSignal<String>, name: &str| {
            let time = NaiveTime::parse_from_str(field.get_untracked().trim(), "%H:%M").ok();
            if time.is_none() {
                errors.add(name, "error-time");
            }
            time
        };
        let times = (read(from, "from"), read(until, "until"));
        if let (Some(start), Some(end)) = times {
            // An end that is not after the start is on the next day.
            let last = if end <= start { date.succ_opt().unwrap_or(date) } else { date };
            let new = Span::new(zone.instant(NaiveDateTime::new(date, start)), zone.instant(NaiveDateTime::new(last, end)));
            match new {
                Ok(new) if draft.replace(span, Some(new)) => open.set(false),
                _ => errors.add("until", "error-time"),
            }
        }
        wrong.set(errors);
    };
    view! {
        <Dialog open title>
            {move || match edited.get() {
                Some(Edited::Window(span)) => view! {
                    // Enter changes the window; it must not send the form around the grid.
                    <div class="form__row" on:keydown=move |ev| if ev.key() == "Enter" { ev.prevent_default(); keep(span); }>
                        <TextField name="from" label=t!("client-from") value=from errors=wrong kind="time" step="300"/>
                        <TextField name="until" label=t!("client-until") value=until errors=wrong kind="time" step="300"/>
                    </div>
                    <div class="dialog__actions">
                        <Button weight=Weight::Negative icon=Glyph::TRASH_2 on:click=move |_| { draft.replace(span, None); open.set(false); }>{t!("client-remove-window")}</Button>
                        <Button weight=Weight::Primary on:click=move |_| keep(span)>{t!("client-change-window")}</Button>
                    </div>
                }.into_any(),
                Some(Edited::Hours(span)) => view! {
                    <p>{t!("client-weekly-explained")}</p>
                    <div class="dialog__actions">
                        <Button
                            weight=Weight::Negative
                            on:click=move |_| {
                                draft.close(zone.get_untracked().date(span.start()));
                                open.set(false);
                            }
                        >{t!("client-close-date")}</Button>
                    </div>
                }.into_any(),
                None => ().into_any(),
            }}
        </Dialog>
    }
}
