//! A task in words: what it is about, since when, and where its recommended action leads.

use leptos::prelude::*;

use crate::api::tasks::TaskLine;
use crate::domain::connections::{Connection, Reason};
use crate::domain::locale::Language;
use crate::domain::tasks::TaskCategory;
use crate::domain::time::{Instant, Zone};
use crate::text::dates;
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;
use crate::{paths, t, text};

/// The drawing of a category.
const fn glyph(category: TaskCategory) -> Glyph {
    match category {
        TaskCategory::BrokenIntegration => Glyph::TRIANGLE_ALERT,
        TaskCategory::ReadyToSchedule => Glyph::CALENDAR_PLUS,
        TaskCategory::ScheduleCancelled => Glyph::CALENDAR_X,
        TaskCategory::InterviewerDeclined => Glyph::USERS,
        TaskCategory::RoomDeclined => Glyph::DOOR_OPEN,
        TaskCategory::CandidateDeclined => Glyph::USER,
        TaskCategory::NewJob => Glyph::BRIEFCASE,
        TaskCategory::NewStage => Glyph::SQUARE_KANBAN,
        TaskCategory::NewInterview => Glyph::LIST,
    }
}

/// A category: its drawing and its name.
#[component]
pub fn CategoryMark(category: TaskCategory) -> impl IntoView {
    let class = if category.is_urgent() { "task-mark task-mark--urgent" } else { "task-mark" };
    view! { <span class=class><Icon glyph=glyph(category)/><span>{t!(&format!("task-category-{}", category.name()))}</span></span> }
}

/// What a task is about: the candidate or the job as a link, what it concerns, and why.
#[component]
pub fn What(
    /// The task.
    line: TaskLine,
    /// The viewer's zone.
    zone: Zone,
) -> impl IntoView {
    let locale = use_viewer().locale;
    let main = match (&line.candidate, &line.job) {
        (Some(candidate), _) => view! { <a href=paths::candidate(candidate.id)>{candidate.name.clone()}</a> }.into_any(),
        (None, Some(job)) => view! { <a href=paths::job(job.id)>{job.name.clone()}</a> }.into_any(),
        (None, None) => view! { <span>{connection(locale.language, &line.name)}</span> }.into_any(),
    };
    let job = line.candidate.as_ref().and(line.job.as_ref()).map(|job| job.name.clone());
    let about: Vec<String> = [job, line.client.clone()].into_iter().flatten().collect();
    let interview = line.interview.as_ref().map(|interview| {
        let when = dates::moment(locale, &zone, interview.span.start());
        view! { <div class="small"><a href=paths::interview(interview.id)>{format!("{} · {when}", interview.title)}</a></div> }
    });
    let concerns = concerns(locale.language, &line);
    let reason = (!line.reason.is_empty()).then(|| view! { <div class="small soft prewrap">{format!("“{}”", line.reason)}</div> });
    view! {
        <div class="strong">{main}</div>
        {(!about.is_empty()).then(|| view! { <div class="small soft">{about.join(" · ")}</div> })}
        {interview}
        {concerns.map(|concerns| view! { <div class="small">{concerns}</div> })}
        {reason}
    }
    .into_any()
}

/// Who declined, which room, what is new.
fn concerns(language: Language, line: &TaskLine) -> Option<String> {
    let stage = line.stage.as_ref().map(|stage| stage.name.clone()).unwrap_or_default();
    match line.category {
        TaskCategory::BrokenIntegration => prompt(language, line),
        TaskCategory::InterviewerDeclined => Some(text!(language, "task-declined-by", name = line.name.clone())),
        TaskCategory::RoomDeclined => Some(text!(language, "task-room", name = line.name.clone())),
        TaskCategory::NewStage => Some(text!(language, "task-stage", name = line.name.clone())),
        TaskCategory::NewInterview => Some(text!(language, "task-interview", name = line.name.clone(), stage = stage)),
        _ => None,
    }
}

/// A connection's name: mail, text messages, Teams, or an ATS.
fn connection(language: Language, key: &str) -> String {
    Connection::parse(key).map_or_else(|| key.to_owned(), |key| text!(language, &format!("connection-{}", key.kind())))
}

/// What is wrong with a connection, and what mends it.
fn prompt(language: Language, line: &TaskLine) -> Option<String> {
    let key = Connection::parse(&line.name)?;
    let reason = Reason::parse(line.prompt.as_deref()?)?;
    Some(format!("{} {}", text!(language, &reason.words_key()), text!(language, &reason.mend_key(), kind = key.kind())))
}

/// `Ready to Schedule, Asha Rao`: a task in short, for who hears a button's name alone.
pub fn how(language: Language, line: &TaskLine) -> String {
    let category = text!(language, &format!("task-category-{}", line.category.name()));
    let about = match (&line.candidate, &line.job) {
        (Some(candidate), _) => candidate.name.clone(),
        (None, Some(job)) => job.name.clone(),
        (None, None) => connection(language, &line.name),
    };
    format!("{category}, {about}")
}

/// How old a task is: minutes, hours or days.
pub fn age(language: Language, raised: Instant, now: Instant) -> String {
    let minutes = (now - raised).num_minutes().max(0);
    match minutes {
        0 => text!(language, "task-age-now"),
        1..60 => text!(language, "task-age-minutes", number = minutes),
        60..1440 => text!(language, "task-age-hours", number = minutes / 60),
        _ => text!(language, "task-age-days", number = minutes / 1440),
    }
}

/// Where the recommended action is done.
pub fn place(line: &TaskLine) -> String {
    let candidate = line.candidate.as_ref().map(|candidate| paths::candidate(candidate.id));
    let job = line.job.as_ref().map(|job| paths::job_setup(job.id));
    let interview = line.interview.as_ref().map(|interview| interview.id);
    let found = match line.category {
        TaskCategory::BrokenIntegration => Connection::parse(&line.name).map(|key| paths::connection(&key)),
        // In-house the panel has the times. A client is presented the candidate first, and once it chose, the candidate is invited.
        TaskCategory::ReadyToSchedule => match (line.application, &line.client, &line.job) {
            (Some(application), None, _) => Some(paths::plan_of(application)),
            (Some(_), Some(_), Some(job)) if !line.is_chosen => Some(paths::job_present(job.id)),
            (Some(application), ..) => candidate.map(|path| format!("{path}#application-{application}")),
            (None, ..) => candidate,
        },
        TaskCategory::ScheduleCancelled => match line.application {
            Some(application) if line.client.is_none() => Some(interview.map_or_else(|| paths::plan_of(application), paths::plan_copy)),
            Some(application) => candidate.map(|path| format!("{path}#application-{application}")),
            None => candidate,
        },
        TaskCategory::InterviewerDeclined | TaskCategory::RoomDeclined | TaskCategory::CandidateDeclined => interview.map(paths::mend),
        TaskCategory::NewJob => job,
        TaskCategory::NewStage | TaskCategory::NewInterview => match &line.stage {
            Some(stage) => job.map(|path| format!("{path}#stage-{}", stage.id)),
            None => job,
        },
    };
    found.unwrap_or_else(|| paths::TASKS.to_owned())
}
