//! The form of a job with its stages.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::round::Offered;
use super::stage::{StageDraft, StageFields, button_id};
use super::when_done;
use crate::api::error::ApiError;
use crate::api::jobs::{Colleague, JobChoices, save_job};
use crate::domain::error::FieldErrors;
use crate::domain::id::JobId;
use crate::domain::jobs::{SaveJob, SaveStage, SaveTemplate, StageKind};
use crate::t;
use crate::ui::browser::focus;
use crate::ui::components::*;
use crate::ui::pages::door::ZoneField;
use crate::ui::viewer::use_viewer;

/// A new job: the usual stages, the viewer's zone, the viewer as recruiter.
pub fn usual_job(me: crate::domain::id::UserId, zone: String) -> SaveJob {
    let stage = |kind: StageKind| SaveStage {
        id: None,
        name: t!(&format!("stage-kind-{}", kind.name())),
        kind,
        scheduling: kind == StageKind::Interview,
        interviews: (kind == StageKind::Interview).then(|| SaveTemplate::usual(t!("stage-kind-interview"))).into_iter().collect(),
    };
    SaveJob {
        id: None,
        version: 0,
        title: String::new(),
        client_id: None,
        recruiter_id: Some(me),
        coordinator_id: None,
        hiring_manager_id: None,
        zone,
        location: String::new(),
        auto_invite: true,
        show_attendees: true,
        stages: StageKind::ALL.iter().map(|&kind| stage(kind)).collect(),
    }
}

/// Errors of stages by the keys of their drafts instead of their places, so that they stay with a stage that moves.
fn by_keys(errors: &FieldErrors, stages: &[StageDraft]) -> FieldErrors {
    let mut renamed = FieldErrors::default();
    for error in errors.iter() {
        let named = error.field.strip_prefix("stages.").and_then(|rest| rest.split_once('.')).and_then(|(place, field)| {
            let stage = stages.get(place.parse::<usize>().ok()?)?;
            let of_interview = field.strip_prefix("interviews.").and_then(|rest| rest.split_once('.')).and_then(|(place, field)| {
                let key = stage.interviews.with_untracked(|all| Some(all.get(place.parse::<usize>().ok()?)?.key))?;
                Some(format!("interviews.{key}.{field}"))
            });
            Some(format!("stages.{}.{}", stage.key, of_interview.unwrap_or_else(|| field.to_owned())))
        });
        let arguments: Vec<_> = error.arguments.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        renamed.add_with(named.unwrap_or_else(|| error.field.clone()), &error.message, &arguments);
    }
    renamed
}

fn people(colleagues: &[Colleague], staff_only: bool) -> Signal<Vec<(String, String)>> {
    let mut options = vec![(String::new(), t!("records-nobody"))];
    options.extend(
        colleagues
            .iter()
            .filter(|colleague| !staff_only || colleague.role.is_staff())
            .map(|colleague| (colleague.id.to_string(), colleague.name.clone())),
    );
    Signal::stored(options)
}

/// The form; needs scripts, since stages are added and moved in it.
#[component]
pub fn JobForm(
    /// What it begins with.
    job: SaveJob,
    /// The client's name, where it may no longer be among the choices.
    client: Option<(String, String)>,
    /// What it offers.
    choices: JobChoices,
    /// Done with the job's id when it was saved.
    #[prop(into)]
    on_done: Callback<JobId>,
) -> impl IntoView {
    let save = Action::new(|input: &SaveJob| save_job(input.clone()));
    let outcome = save.value();
    toast_done(outcome, "records-saved");
    when_done(outcome, move |id| on_done.run(id));
    let text_of = |id: Option<String>| RwSignal::new(id.unwrap_or_default());
    let (title, location) = (RwSignal::new(job.title.clone()), RwSignal::new(job.location.clone()));
    let zone = RwSignal::new(if job.zone.is_empty() { use_viewer().zone } else { job.zone.clone() });
    let client_id = text_of(job.client_id.map(|id| id.to_string()));
    let recruiter = text_of(job.recruiter_id.map(|id| id.to_string()));
    let coordinator = text_of(job.coordinator_id.map(|id| id.to_string()));
    let manager = text_of(job.hiring_manager_id.map(|id| id.to_string()));
    let (auto_invite, show_attendees) = (RwSignal::new(job.auto_invite), RwSignal::new(job.show_attendees));
    let stages = RwSignal::new(job.stages.into_iter().enumerate().map(|(key, stage)| StageDraft::new(key, stage)).collect::<Vec<_>>());
    let next_key = StoredValue::new(stages.with_untracked(Vec::len));
    // The drafts as they were when they were sent: errors come back by their places.
    let sent = StoredValue::new(Vec::<StageDraft>::new());
    let refused = RwSignal::new(None::<FieldErrors>);
    Effect::new(move || {
        refused.set(match outcome.get() {
            Some(Err(ApiError::Invalid(errors))) => Some(sent.with_value(|sent| by_keys(&errors, sent))),
            _ => None,
        })
    });
    let errors = Signal::derive(move || refused.get().unwrap_or_default());
    let failure = Signal::derive(move || match refused.get() {
        Some(errors) => Some(ApiError::Invalid(errors)),
        None => failure_of(outcome).get().filter(|error| !matches!(error, ApiError::Invalid(_))),
    });
    let (id, version) = (job.id, job.version);
    let send = move |ev: SubmitEvent| {
        ev.prevent_default();
        let drafts = stages.get_untracked();
        let input = SaveJob {
            id,
            version,
            title: title.get_untracked(),
            client_id: client_id.with_untracked(|id| id.parse().ok()),
            recruiter_id: recruiter.with_untracked(|id| id.parse().ok()),
            coordinator_id: coordinator.with_untracked(|id| id.parse().ok()),
            hiring_manager_id: manager.with_untracked(|id| id.parse().ok()),
            zone: zone.get_untracked(),
            location: location.get_untracked(),
            auto_invite: auto_invite.get_untracked(),
            show_attendees: show_attendees.get_untracked(),
            stages: drafts.iter().map(|draft| draft.stage()).collect(),
        };
        match input.clone().validate() {
            Ok(_) => {
                sent.set_value(drafts);
                save.dispatch(input);
            }
            Err(errors) => refused.set(Some(by_keys(&errors, &drafts))),
        }
    };
    let move_stage = move |key: usize, by: i32| {
        stages.update(|stages| {
            let Some(at) = stages.iter().position(|stage| stage.key == key) else { return };
            match by {
                0 => drop(stages.remove(at)),
                _ if by < 0 && at > 0 => stages.swap(at, at - 1),
                _ if by > 0 && at + 1 < stages.len() => stages.swap(at, at + 1),
                _ => {}
            }
        });
        // What was moved was taken out of the page and put in again, what was removed is gone: the keyboard is led on.
        let next = if by == 0 { "field-stages".to_owned() } else { button_id(key, by) };
        request_animation_frame(move || focus::to(&next));
    };
    let schedule = move |key: usize, on: bool| {
        for stage in stages.get_untracked() {
            stage.scheduling.set(on && stage.key == key);
        }
    };
    let add_stage = move |_| {
        let key = next_key.get_value();
        next_key.set_value(key + 1);
        let stage = SaveStage { id: None, name: String::new(), kind: StageKind::Interview, scheduling: false, interviews: Vec::new() };
        stages.update(|stages| stages.push(StageDraft::new(key, stage)));
    };
    let mut clients = vec![(String::new(), t!("job-in-house"))];
    clients.extend(choices.clients.iter().map(|choice| (choice.id.to_string(), choice.name.clone())));
    if let Some(client) = client.filter(|(id, _)| clients.iter().all(|(known, _)| known != id)) {
        clients.push(client);
    }
    let (staff, all) = (people(&choices.colleagues, true), people(&choices.colleagues, false));
    let offered = Offered { colleagues: StoredValue::new(choices.colleagues), forms: StoredValue::new(choices.forms) };
    let language = crate::ui::viewer::language();
    let stages_error = move || errors.with(|errors| errors.at("stages").map(|error| crate::text::field_error(language, error)));
    view! {
        <form class="form record__job-form" method="post" novalidate=true on:submit=send>
            <FormErrors error=failure/>
            <TextField name="title" label=t!("job-title") value=title errors maxlength=160/>
            <div class="form__row">
                <SelectField name="client_id" label=t!("record-client") value=client_id options=Signal::stored(clients) errors/>
                <TextField name="location" label=t!("job-location") value=location errors optional=true maxlength=160/>
            </div>
            <ZoneField name="zone" label=t!("record-zone") value=zone errors hint=t!("job-zone-hint")/>
            <div class="form__row">
                <SelectField name="recruiter_id" label=t!("job-recruiter") value=recruiter options=staff errors/>
                <SelectField name="coordinator_id" label=t!("job-coordinator") value=coordinator options=staff errors/>
                <SelectField name="hiring_manager_id" label=t!("job-manager") value=manager options=all errors/>
            </div>
            <Checkbox name="auto_invite" label=t!("job-auto-invite") checked=auto_invite hint=t!("job-auto-invite-hint")/>
            <Checkbox name="show_attendees" label=t!("job-show-attendees") checked=show_attendees hint=t!("job-show-attendees-hint")/>
            <h2 id="field-stages" tabindex="-1">{t!("job-stages")}</h2>
            {move || stages_error().map(|text| view! { <FieldError text/> })}
            <ol class="stack">
                <For each=move || stages.get() key=|stage| stage.key let:stage>
                    <StageFields
                        stage
                        offered
                        errors
                        on_move=Callback::new(move |by| move_stage(stage.key, by))
                        on_schedule=Callback::new(move |on| schedule(stage.key, on))
                    />
                </For>
            </ol>
            <div class="form__actions">
                <Button icon=Glyph::PLUS on:click=add_stage>{t!("stage-add")}</Button>
                <Button weight=Weight::Primary submit=true pending=save.pending()>{t!("action-save")}</Button>
            </div>
        </form>
    }
    .into_any()
}
