//! `/calendar`: all interviews; view, date, zone, filters and the open interview stand in the address.

pub(super) mod address;
mod filters;
mod list;
mod month;
mod plan;
mod shifting;

use std::time::Duration;

use chrono::{Days, NaiveDate};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use self::address::{Aim, CalendarAddress};
use self::filters::Filters;
use self::list::List;
use self::month::Month;
use self::plan::{Around, Draft, PlanPanel};
use self::shifting::{Shifting, is_movable};
use super::interview::InterviewDetails;
use crate::api::calendar::{CalendarInterview, CalendarQuery, CalendarView, calendar};
use crate::api::error::ApiError;
use crate::domain::availability::weekly::WeeklyHours;
use crate::domain::calendar::layout::{Day, Week};
use crate::domain::calendar::view::View;
use crate::domain::help::Topic;
use crate::domain::locale::Locale;
use crate::domain::scheduling::interview::{InterviewState, Response};
use crate::domain::span::{Span, SpanSet};
use crate::domain::time::{Zone, from_ms};
use crate::t;
use crate::text;
use crate::text::dates;
use crate::ui::browser::live::use_changes;
use crate::ui::browser::{focus, page, ticking};
use crate::ui::calendar::{Entry, EntryKind, GhostNote, WeekGrid};
use crate::ui::components::*;
use crate::ui::shell::is_staff;
use crate::ui::viewer::use_viewer;

/// The id of [Add Interview].
const ADD: &str = "add-interview";

/// After so long the page has come to rest.
const AT_REST: Duration = Duration::from_millis(600);

/// The calendar.
#[component]
pub fn CalendarPage() -> impl IntoView {
    let query = use_query_map();
    let address = Memo::new(move |_| CalendarAddress::read(&query.read()));
    let first = Resource::new(|| (), move |()| calendar(asked(&address.get_untracked())));
    view! {
        <Title text=t!("calendar-title")/>
        <div class="page calendar">
            <Suspense fallback=|| view! { <Skeleton lines=8/> }>
                {move || Suspend::new(async move {
                    match first.await {
                        Ok(view) => view! { <Calendar view address aim=Aim::New/> }.into_any(),
                        Err(error) => view! { <Failure error/> }.into_any(),
                    }
                })}
            </Suspense>
        </div>
    }
}

/// What to ask the server for.
pub(super) fn asked(address: &CalendarAddress) -> CalendarQuery {
    CalendarQuery {
        date: address.date,
        view: address.view,
        zone: address.zone.clone(),
        job: address.job,
        client: address.client,
        person: address.person,
        candidate: address.candidate,
        room: address.room,
        around: false,
    }
}

/// Made once: weeks and live changes only bring other entries, the grid stays.
#[component]
pub(super) fn Calendar(
    /// What it shows at first.
    view: CalendarView,
    /// What is to be seen.
    address: Memo<CalendarAddress>,
    /// What [Add Interview] is for.
    aim: Aim,
) -> impl IntoView {
    let begin = aim;
    let locale = use_viewer().locale;
    let now = ticking::now_from(view.now);
    let view = RwSignal::new(view);
    let failed = RwSignal::new(None::<ApiError>);
    let changes = use_changes(crate::paths::EVENTS.to_owned(), None);
    let wanted = Memo::new(move |_| CalendarQuery { around: true, ..asked(&address.get()) });
    let latest = StoredValue::new(0_u32);
    Effect::new(move |before: Option<()>| {
        let (query, _) = (wanted.get(), changes.get());
        latest.update_value(|number| *number += 1);
        let number = latest.get_value();
        let is_first = before.is_none();
        let ask = move || {
            // Another week may have been asked for meanwhile, or the same once more.
            let is_latest = move || latest.try_get_value() == Some(number);
            if !is_latest() {
                return;
            }
            leptos::task::spawn_local(async move {
                let answer = calendar(query).await;
                match answer {
                    _ if !is_latest() => {}
                    Ok(answer) => {
                        failed.set(None);
                        view.set(answer);
                    }
                    Err(_) if is_first => {}
                    Err(error) => failed.set(Some(error)),
                }
            });
        };
        // What is shown stands already; what lies around it is asked for once the page has come to rest.
        if is_first { set_timeout(ask, AT_REST) } else { ask() }
    });
    // Weeks turn at once; what stands in the next one is there already, the rest comes when the server has answered.
    let first = Memo::new(move |_| match address.get() {
        CalendarAddress { date: Some(date), view, .. } => view.first(date, locale.week_start),
        CalendarAddress { view: View::Month, .. } => view.with(|view| View::Month.first(view.zone.date(view.now), locale.week_start)),
        _ => view.with(|view| view.from),
    });
    let zone = Signal::derive(move || view.with(|view| view.zone.clone()));
    let days = Signal::derive(move || address.get().view.days());
    let title = move || {
        let (first, view) = (first.get(), address.get().view);
        match view {
            View::Day => dates::date_long(locale, first),
            View::Month => dates::month_year(locale, view.anchor(first)),
            View::Week | View::List => {
                let last = first.checked_add_days(Days::new(u64::from(view.days() - 1))).unwrap_or(first);
                format!("{} – {}", dates::date_short(locale, first), dates::date_medium(locale, last))
            }
        }
    };
    let at = move |forward: bool| {
        let address = address.get();
        CalendarAddress { date: Some(address.view.turned(first.get(), forward)), interview: None, ..address }.link()
    };
    let today = move || CalendarAddress { date: None, interview: None, ..address.get() }.link();
    let navigate = StoredValue::new(use_navigate());
    let turn = Callback::new(move |direction: i32| {
        let link = untrack(|| at(direction > 0));
        navigate.with_value(|navigate| navigate(&link, NavigateOptions { scroll: false, ..Default::default() }));
    });
    let selection = RwSignal::new(None::<Span>);
    let go = Callback::new(move |address: CalendarAddress| {
        navigate.with_value(|navigate| navigate(&address.link(), NavigateOptions { scroll: false, ..Default::default() }));
    });
    let draft = Draft::new();
    let range = Signal::derive(move || Week::new(zone.get(), first.get(), days.get()).span());
    let around = Around::new(draft, zone, range, changes, locale);
    let shifting = Shifting::new(view, zone, range, draft, (address, go));
    let can_plan = is_staff();
    // Forms that need the browser begin there; the server renders the calendar alone.
    let here = RwSignal::new(false);
    Effect::new(move |_: Option<()>| here.set(true));
    let aim = Memo::new(move |_| address.with(|address| address.plan).filter(|_| can_plan && here.get()));
    let close = Callback::new(move |()| {
        selection.set(None);
        focus::unless_kept(ADD);
        go.run(CalendarAddress { plan: None, ..address.get_untracked() });
    });
    let on_aim = Callback::new(move |aim: Aim| go.run(CalendarAddress { plan: Some(aim), ..address.get_untracked() }));
    let plan = Callback::new(move |()| {
        if can_plan && address.with_untracked(|address| address.plan.is_none()) {
            go.run(CalendarAddress { plan: Some(begin), interview: None, ..address.get_untracked() });
        }
    });
    let panel = RwSignal::new(false);
    Effect::new(move |_: Option<()>| panel.set(address.with(|address| address.interview.is_some())));
    Effect::new(move |before: Option<bool>| {
        let open = panel.get();
        if before == Some(true) && !open && address.with_untracked(|address| address.interview.is_some()) {
            let link = CalendarAddress { interview: None, ..address.get_untracked() }.link();
            navigate.with_value(|navigate| navigate(&link, NavigateOptions { scroll: false, ..Default::default() }));
        }
        open
    });
    // What was looked at stays in sight.
    let seen = move |which: View| {
        let now = address.get();
        CalendarAddress { view: which, date: now.date.map(|_| now.view.anchor(first.get())), ..now }.link()
    };
    let shown = Memo::new(move |_| address.with(|address| address.view));
    let views = View::ALL.iter().map(|which| {
        view! {
            <a href=move || seen(*which) aria-current=move || (address.get().view == *which).then_some("true")>
                {text!(locale.language, &format!("calendar-{}", which.name()))}
            </a>
        }
    });
    view! {
        <header class="page__head">
            {if address.with_untracked(|address| address.candidate.is_some()) {
                view! { <h2>{title}</h2> }.into_any()
            } else {
                view! { <h1>{title}</h1> }.into_any()
            }}
            <nav class="calendar__nav" aria-label=t!("calendar-turn")>
                <a class="btn" href=today>{t!("calendar-today")}</a>
                <ButtonLink href=Signal::derive(move || at(false)) icon=Glyph::CHEVRON_LEFT label=t!("calendar-previous")/>
                <ButtonLink href=Signal::derive(move || at(true)) icon=Glyph::CHEVRON_RIGHT label=t!("calendar-next")/>
            </nav>
            {can_plan.then(|| view! {
                <ButtonLink
                    attr:id=ADD
                    weight=Weight::Primary
                    icon=Glyph::PLUS
                    href=Signal::derive(move || CalendarAddress { plan: Some(begin), interview: None, ..address.get() }.link())
                >{t!("plan-add")}</ButtonLink>
            })}
            <Button weight=Weight::Plain icon=Glyph::PRINTER label=t!("calendar-print") on:click=|_| page::print()/>
            <HelpLink topic=Topic::Schedule/>
            <nav class="segments" aria-label=t!("calendar-view")>{views.collect_view()}</nav>
        </header>
        <Filters choices=view.with_untracked(|view| view.choices.clone()) address/>
        {move || failed.get().map(|error| view! { <Failure error/> })}
        {move || view.with(|view| view.cut).then(|| view! { <Notice tone=Tone::Caution>{text!(locale.language, "calendar-cut")}</Notice> })}
        <div class="calendar__work" class:calendar__work--planning=move || aim.get().is_some()>
            {move || aim.get().map(|aim| view! { <PlanPanel aim draft around selection zone on_aim on_close=close/> })}
            {move || match shown.get() {
                View::List => view! { <List view address/> }.into_any(),
                View::Month => view! { <Month view address first now selection/> }.into_any(),
                View::Day | View::Week => {
                    let planning = Planning { aim, draft, around, selection, range, plan, shifting: can_plan.then_some(shifting) };
                    view! { <Grid view address zone first days now turn planning/> }.into_any()
                }
            }}
        </div>
        <SidePanel open=panel title=t!("calendar-interview")>
            {move || address.get().interview.map(|id| view! { <InterviewDetails id/> })}
        </SidePanel>
    }
}

/// What the grid shows of the panel beside it.
#[derive(Clone, Copy)]
struct Planning {
    aim: Memo<Option<Aim>>,
    draft: Draft,
    around: Around,
    selection: RwSignal<Option<Span>>,
    range: Signal<Option<Span>>,
    /// Opens the panel.
    plan: Callback<()>,
    /// Moves interviews, for those who may.
    shifting: Option<Shifting>,
}

#[component]
fn Grid(
    view: RwSignal<CalendarView>,
    address: Memo<CalendarAddress>,
    zone: Signal<Zone>,
    first: Memo<NaiveDate>,
    days: Signal<u32>,
    now: Signal<crate::domain::time::Instant>,
    turn: Callback<i32>,
    planning: Planning,
) -> impl IntoView {
    let locale = use_viewer().locale;
    let Planning { aim, draft, around, selection, range, plan, shifting } = planning;
    let entries = Memo::new(move |_| {
        let (address, planned) = (address.get(), aim.get().is_some());
        let shown = Shown { address, first: first.get(), range: range.get() };
        let mut entries = view.with(|view| entries_of(view, &shown, !planned, shifting, locale));
        if planned {
            entries.extend(around.entries(range.get()));
        }
        entries
    });
    let click_minutes = Signal::derive(move || aim.get().and_then(|_| u32::try_from(draft.duration_minutes.get()).ok()));
    // A time offered as best is taken by a click.
    let take = Callback::new(move |key: String| {
        let start = key.strip_prefix("best ").and_then(|start| start.parse::<i64>().ok());
        let minutes = u32::try_from(draft.duration_minutes.get_untracked()).ok();
        if let (Some(start), Some(minutes)) = (start, minutes) {
            selection.set(Span::starting(from_ms(start), minutes).ok());
        }
    });
    let ghost = Callback::new(move |span: Span| {
        let hindrances = untrack(|| around.hindrances(span));
        let text = hindrances.iter().map(|hindrance| hindrance.text.as_str()).collect::<Vec<_>>().join(" · ");
        GhostNote { text, refused: hindrances.iter().any(|hindrance| hindrance.is_hard) }
    });
    let selected = Callback::new(move |_: Span| plan.run(()));
    let working = Memo::new(move |_| {
        let week = Week::new(zone.get(), first.get(), days.get());
        let Some(range) = week.span() else { return SpanSet::new() };
        // Beside the panel, when everybody needed works; else the hours of who is looked at.
        if let Some(common) = aim.get().and_then(|_| around.working()) {
            return common.within(range);
        }
        if let Some((hours, zone)) = view.with(|view| view.hours.clone()) {
            return hours.spans(&zone, range.start(), range.end());
        }
        WeeklyHours::office(week.zone().name()).map(|office| office.spans(week.zone(), range.start(), range.end())).unwrap_or_default()
    });
    let load = Callback::new(move |day: Day| {
        let minutes: i64 = view.with(|view| {
            let confirmed = view.interviews.iter().filter(|interview| interview.state == InterviewState::Confirmed);
            confirmed.filter_map(|interview| interview.span.intersection(&day.span)).map(|part| part.duration_minutes()).sum()
        });
        if minutes == 0 { String::new() } else { dates::duration(locale, minutes) }
    });
    let day_href =
        Callback::new(move |date: NaiveDate| CalendarAddress { view: View::Day, date: Some(date), ..address.get_untracked() }.link());
    view! {
        <WeekGrid
            label=t!("calendar-grid")
            zone
            first
            days
            entries
            now
            selection
            working
            click_minutes
            on_select=selected
            on_open=take
            on_shift=shifting.map(|shifting| shifting.shift)
            shift_note=shifting.map(|shifting| shifting.note)
            ghost
            on_beyond=turn
            day_note=load
            day_href
        />
        // What is highlighted, for those who see: the status line of the grid says it to the others.
        <p class="calendar__selected small soft" aria-hidden="true">
            {move || selection.get().map(|span| format!("{} · {}", dates::full(locale, &zone.get(), span), dates::duration(locale, span.duration_minutes())))}
        </p>
    }
}

/// Which days are shown.
struct Shown {
    address: CalendarAddress,
    first: NaiveDate,
    range: Option<Span>,
}

impl Shown {
    /// The address where an interview is open. It names the days that the interview is seen on, so that it stays the same when they are shown.
    fn link(&self, interview: &CalendarInterview, span: Span, zone: &Zone, locale: Locale) -> String {
        let is_shown = self.range.is_some_and(|range| range.intersection(&span).is_some());
        let date = if is_shown { self.first } else { self.address.view.first(zone.date(span.start()), locale.week_start) };
        CalendarAddress { interview: Some(interview.id), date: Some(date), ..self.address.clone() }.link()
    }
}

fn entries_of(view: &CalendarView, shown: &Shown, with_busy: bool, shifting: Option<Shifting>, locale: Locale) -> Vec<Entry> {
    let interviews = view.interviews.iter().map(|interview| {
        let kind = if interview.state == InterviewState::Cancelled { EntryKind::Cancelled } else { EntryKind::Confirmed };
        let span = shifting.map_or(interview.span, |shifting| shifting.place(interview));
        let mut entry = Entry::new(interview.id.to_string(), kind, span, name_of(interview));
        entry.movable = shifting.is_some() && is_movable(interview, view.now);
        entry.detail = detail_of(interview, locale);
        entry.href = Some(shown.link(interview, span, &view.zone, locale));
        entry.hue = u8::try_from(hue(&interview.title)).unwrap_or(1);
        entry
    });
    let busy = view.busy.iter().filter(|_| with_busy).enumerate().map(|(index, busy)| {
        let title = busy.title.clone().filter(|title| !title.is_empty());
        let title = title.unwrap_or_else(|| text!(locale.language, "calendar-busy", name = busy.person_name.clone()));
        Entry::new(format!("busy {index}"), EntryKind::Busy, busy.span, title)
    });
    interviews.chain(busy).collect()
}

/// `Sofia Ito · Technical interview`: a narrow week cuts the end.
fn name_of(interview: &CalendarInterview) -> String {
    format!("{} · {}", interview.candidate_name, interview.title)
}

/// Client, people and room, with what they answered where it is a no or a maybe.
fn detail_of(interview: &CalendarInterview, locale: Locale) -> String {
    let people = interview.people.iter().map(|person| match person.response {
        Response::Declined | Response::Tentative => {
            format!("{} ({})", person.name, text!(locale.language, &format!("response-{}", person.response.name())))
        }
        Response::NeedsAction | Response::Accepted => person.name.clone(),
    });
    interview.client_name.clone().into_iter().chain(people).chain(interview.room.clone()).collect::<Vec<_>>().join(", ")
}
