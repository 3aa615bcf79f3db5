//! What a job, a stage or a colleague of the system is here, with the choice of something else.

use leptos::form::ActionForm;
use leptos::prelude::*;

use crate::api::ats::{MapRecordCall, MappedJob, MappedStage, MappedUser};
use crate::api::clients::Choice;
use crate::api::jobs::Colleague;
use crate::domain::ats::connection::Mapping;
use crate::domain::ats::record::RecordKind;
use crate::domain::id::{AtsId, JobId};
use crate::ui::components::*;
use crate::{paths, t};

/// A job with its stages.
#[component]
pub fn JobRow(
    /// The connection.
    connection: AtsId,
    /// The job.
    job: MappedJob,
    /// Jobs here.
    local_jobs: Vec<Choice<JobId>>,
    /// Says what it is here.
    map: ServerAction<MapRecordCall>,
    /// Where that leads without scripts.
    back: Signal<String>,
) -> impl IntoView {
    let here = job.local.clone().map(|local| view! { <a href=paths::job(&local.id)>{local.name}</a> });
    let state = (!job.open).then(|| view! { " "<Pill>{t!("ats-job-closed")}</Pill> });
    let kept = (job.unknown > 0).then(|| view! { <span class="soft small">{t!("ats-unknown-kept", count = job.unknown)}</span> });
    let mut options = vec![("auto".to_owned(), t!("ats-made-here")), ("ignored".to_owned(), t!("ats-ignored"))];
    options.extend(local_jobs.into_iter().map(|choice| (choice.id.to_string(), choice.name)));
    // One that is closed by now may still be the one.
    if let Some(local) = job.local.as_ref().filter(|local| job.mapping == Mapping::Mapped && !options.iter().any(|(id, _)| *id == local.id))
    {
        options.push((local.id.clone(), local.name.clone()));
    }
    let chosen = chosen(job.mapping, job.local.as_ref());
    let stages = job
        .stages
        .into_iter()
        .map(|stage| {
            let local_stages = job.local_stages.clone();
            view! { <StageRow connection stage job=job.name.clone() local_stages map back/> }
        })
        .collect_view();
    let label = t!("ats-is-here", name = job.name.clone());
    view! {
        <article class="stack" aria-label=job.name.clone()>
            <div class="row">
                <h3>{job.name.clone()}</h3>
                {state}
                {kept}
            </div>
            <div class="row">
                <Chooser connection kind=RecordKind::Job record=job.record options chosen label map back/>
                {here}
            </div>
            <ul class="rows">{stages}</ul>
        </article>
    }
    .into_any()
}

#[component]
fn StageRow(
    /// The connection.
    connection: AtsId,
    /// The stage.
    stage: MappedStage,
    /// Its job's name.
    job: String,
    /// Stages of the job here.
    local_stages: Vec<Choice<String>>,
    /// Says what it is here.
    map: ServerAction<MapRecordCall>,
    /// Where that leads without scripts.
    back: Signal<String>,
) -> impl IntoView {
    let mut options = vec![("auto".to_owned(), t!("ats-stage-auto"))];
    options.extend(local_stages.into_iter().map(|choice| (choice.id, choice.name)));
    let chosen = chosen(stage.mapping, stage.local.as_ref());
    let label = t!("ats-stage-is-here", name = stage.name.clone(), job = job);
    let here = stage.local.map(|local| view! { <span class="soft small">{t!("ats-stage-here", name = local.name)}</span> });
    view! {
        <li class="row">
            <span>{stage.name}</span>
            <Chooser connection kind=RecordKind::Stage record=stage.record options chosen label map back/>
            {here}
        </li>
    }
    .into_any()
}

/// A colleague.
#[component]
pub fn UserRow(
    /// The connection.
    connection: AtsId,
    /// The colleague there.
    user: MappedUser,
    /// Colleagues here.
    colleagues: Vec<Colleague>,
    /// Says who it is here.
    map: ServerAction<MapRecordCall>,
    /// Where that leads without scripts.
    back: Signal<String>,
) -> impl IntoView {
    let by_mail = match (&user.local, user.mapping) {
        (Some(local), Mapping::Auto) => t!("ats-user-found", name = local.name.clone()),
        _ => t!("ats-user-auto"),
    };
    let mut options = vec![("auto".to_owned(), by_mail)];
    options.extend(colleagues.into_iter().map(|colleague| (colleague.id.to_string(), colleague.name)));
    let chosen = chosen(user.mapping, user.local.as_ref());
    let label = t!("ats-is-here", name = user.name.clone());
    view! {
        <div class="row">
            <span><span class="strong">{user.name}</span> " " <span class="soft small">{user.email}</span></span>
            <Chooser connection kind=RecordKind::User record=user.record options chosen label map back/>
        </div>
    }
    .into_any()
}

fn chosen(mapping: Mapping, local: Option<&Choice<String>>) -> String {
    match (mapping, local) {
        (Mapping::Mapped, Some(local)) => local.id.clone(),
        (Mapping::Ignored, _) => "ignored".to_owned(),
        _ => "auto".to_owned(),
    }
}

#[component]
fn Chooser(
    /// The connection.
    connection: AtsId,
    /// What the record is.
    kind: RecordKind,
    /// The record.
    record: String,
    /// What it can be here.
    options: Vec<(String, String)>,
    /// What it is.
    chosen: String,
    /// The name of the choice.
    label: String,
    /// Says so.
    map: ServerAction<MapRecordCall>,
    /// Where that leads without scripts.
    back: Signal<String>,
) -> impl IntoView {
    let options = options
        .into_iter()
        .map(|(value, name)| view! { <option value=value.clone() selected=value == chosen>{name}</option> })
        .collect_view();
    let save = t!("ats-save-choice", name = label.clone());
    view! {
        <ActionForm action=map attr:class="row record__move">
            <input type="hidden" name="input[connection]" value=connection.to_string()/>
            <input type="hidden" name="input[kind]" value=kind.name()/>
            <input type="hidden" name="input[record]" value=record/>
            <input type="hidden" name="back" value=back/>
            <select class="input" name="input[to]" aria-label=label>{options}</select>
            <button class="btn btn--small" type="submit" aria-label=save>{t!("action-save")}</button>
        </ActionForm>
    }
    .into_any()
}
