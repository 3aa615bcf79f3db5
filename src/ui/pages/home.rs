//! `/`: today's interviews, what is to be done, and what waits for whom.

mod todo;

use leptos::prelude::*;
use leptos_meta::Title;

use self::todo::ToDo;
use super::pipeline::line::Waiting;
use crate::api::forms::due_forms;
use crate::api::pipeline::{HomeView, TodayLine, home};
use crate::domain::booking::WaitingFor;
use crate::domain::jobs::PlaceKind;
use crate::domain::pipeline::PipelineLine;
use crate::domain::scheduling::interview::Response;
use crate::domain::time::{Instant, Zone};
use crate::text::dates;
use crate::ui::browser::live::use_changes;
use crate::ui::browser::ticking;
use crate::ui::components::*;
use crate::ui::forms::reading::FormPill;
use crate::ui::latest::Latest;
use crate::ui::viewer::use_viewer;
use crate::{paths, t};

/// Lines of a waiting list before the rest is left to the pipeline.
const MOST: usize = 8;

/// Home.
#[component]
pub fn HomePage() -> impl IntoView {
    let changes = use_changes(paths::EVENTS.to_owned(), None);
    let view = Latest::new(move || changes.get(), home);
    view! {
        <Title text=t!("home-title")/>
        <div class="page home">
            {view.failure()}
            {view.show(8, move |view| view! { <Home view/> }.into_any(), |error| view! { <Failure error/> }.into_any())}
            <ToDo/>
            <FormsDue/>
        </div>
    }
}

#[component]
fn Home(view: Signal<HomeView>) -> impl IntoView {
    // What runs and what is over changes while the page is open, too.
    let now = ticking::now_from(view.with_untracked(|view| view.now));
    move || columns(view.get(), now.get())
}

fn columns(view: HomeView, now: Instant) -> AnyView {
    let HomeView { today, waiting, zone, .. } = view;
    let locale = use_viewer().locale;
    let of = |who: WaitingFor| waiting.iter().filter(|line| line.waiting().0 == who).cloned().collect::<Vec<_>>();
    let none_today = today.is_empty();
    view! {
        <header class="page__head">
            <h1>{t!("home-title")}</h1>
            <p class="soft">{dates::date_long(locale, zone.date(now))}" · "{dates::zone_at(&zone, now)}</p>
        </header>
        <div class="home-columns">
            <section class="card home-today">
                <h2>{t!("home-today")}</h2>
                {if none_today {
                    view! { <p class="soft">{t!("home-today-none")}" "<a href=paths::CALENDAR>{t!("home-to-calendar")}</a></p> }.into_any()
                } else {
                    view! { <ol role="list" class="today">{today.into_iter().map(|line| view! { <Today line now zone=zone.clone()/> }).collect_view()}</ol> }.into_any()
                }}
            </section>
            <WaitingList who=WaitingFor::Recruiter lines=of(WaitingFor::Recruiter) now/>
            <WaitingList who=WaitingFor::Client lines=of(WaitingFor::Client) now/>
            <WaitingList who=WaitingFor::Candidate lines=of(WaitingFor::Candidate) now/>
        </div>
    }
    .into_any()
}

#[component]
fn Today(line: TodayLine, now: Instant, zone: Zone) -> impl IntoView {
    let locale = use_viewer().locale;
    let over = line.span.end() <= now;
    let running = line.span.start() <= now && !over;
    let what = match &line.client_name {
        Some(client) => format!("{} · {client}", line.job_title),
        None => line.job_title.clone(),
    };
    let place = line.place.text.clone();
    let is_link = line.place.kind == PlaceKind::Video && crate::domain::jobs::is_link(&place);
    view! {
        <li class="today-line" class:is-over=over>
            <time class="today-time" datetime=line.span.start().to_rfc3339()>{dates::times(locale, &zone, line.span)}</time>
            <div>
                <a class="card-title" href=paths::interview(line.id)>{line.candidate_name.clone()}</a>
                {running.then(|| view! { " "<Pill tone=Tone::Positive>{t!("home-now")}</Pill> })}
                <p class="soft small">{what}</p>
                <p class="small">
                    {line.people.iter().enumerate().map(|(i, (name, response))| {
                        let mark = match response {
                            Response::Declined => format!(" ({})", t!("response-declined")),
                            Response::Tentative => format!(" ({})", t!("response-tentative")),
                            _ => String::new(),
                        };
                        format!("{}{name}{mark}", if i > 0 { ", " } else { "" })
                    }).collect::<String>()}
                </p>
            </div>
            {is_link.then(|| view! { <a class="btn" href=place target="_blank" rel="noreferrer">{t!("home-join")}</a> })}
        </li>
    }
}

#[component]
fn WaitingList(who: WaitingFor, lines: Vec<PipelineLine>, now: Instant) -> impl IntoView {
    let count = lines.len();
    let all = format!("{}?view=table&waiting={}", paths::PIPELINE, who.name());
    view! {
        <section class="card">
            <h2>{t!(&format!("home-waiting-{}", who.name()))}" "<span class="count">{count}</span></h2>
            {if count == 0 {
                view! { <p class="soft">{t!(&format!("home-waiting-{}-none", who.name()))}</p> }.into_any()
            } else {
                view! {
                    <ul role="list" class="waiting">
                        {lines.into_iter().take(MOST).map(|line| {
                            let what = match &line.client {
                                Some((_, client)) => format!("{} · {client}", line.job_title),
                                None => line.job_title.clone(),
                            };
                            view! {
                                <li class="waiting-line">
                                    <div>
                                        <a class="card-title" href=paths::candidate(line.candidate)>{line.candidate_name.clone()}</a>
                                        <p class="soft small">{what}</p>
                                    </div>
                                    <Waiting line now/>
                                </li>
                            }
                        }).collect_view()}
                    </ul>
                }.into_any()
            }}
            {(count > MOST).then(|| view! { <p><a href=all>{t!("home-all", count = count)}</a></p> })}
        </section>
    }
}

/// The forms that wait for the viewer.
#[component]
fn FormsDue() -> impl IntoView {
    let changes = use_changes(paths::EVENTS.to_owned(), None);
    let due = Resource::new(move || changes.get(), |_| due_forms());
    let locale = use_viewer().locale;
    view! {
        <Transition>
            {move || due.get().and_then(Result::ok).filter(|due| !due.is_empty()).map(|due| {
                let count = due.len();
                let lines = due.into_iter().map(|form| {
                    let state = form.state;
                    view! {
                        <li class="waiting-line">
                            <div>
                                <a class="card-title" href=paths::form(form.form)>{form.candidate_name}</a>
                                <p class="soft small">{format!("{} · {}", form.interview_title, dates::moment(locale, &form.zone, form.span.start()))}</p>
                            </div>
                            <FormPill state/>
                        </li>
                    }
                }).collect_view();
                view! {
                    <section class="card home-forms">
                        <h2>{t!("due-title")}" "<span class="count">{count}</span></h2>
                        <ul role="list" class="waiting">{lines}</ul>
                    </section>
                }
            })}
        </Transition>
    }
}
