//! What is done with an application: put on a job, moved, ended, taken up again, invited.

use leptos::form::ActionForm;
use leptos::prelude::*;

use super::when_done;
use crate::api::booking::{invite, invite_directly};
use crate::api::candidates::{
    AddApplicationCall, EndApplicationCall, MoveApplicationCall, ReopenApplicationCall, SetCoordinatorCall, candidate_choices,
};
use crate::api::clients::Choice;
use crate::api::error::ApiError;
use crate::api::jobs::RequestState;
use crate::domain::booking::RequestStage;
use crate::domain::candidates::{ApplicationState, Disposition};
use crate::domain::id::{ApplicationId, CandidateId, RequestId, StageId, UserId};
use crate::t;
use crate::ui::components::*;
use crate::ui::returned::typed_or;

/// The actions of a page that shows applications; all of it works without scripts but inviting.
#[derive(Clone, Copy)]
pub struct ApplicationActions {
    moves: ServerAction<MoveApplicationCall>,
    ends: ServerAction<EndApplicationCall>,
    reopens: ServerAction<ReopenApplicationCall>,
    coordinators: ServerAction<SetCoordinatorCall>,
    invites: Action<(ApplicationId, Option<RequestId>), Result<(), ApiError>>,
}

impl ApplicationActions {
    /// Made while rendering the page; says what was done.
    pub fn new() -> Self {
        let actions = Self {
            moves: ServerAction::new(),
            ends: ServerAction::new(),
            reopens: ServerAction::new(),
            coordinators: ServerAction::new(),
            invites: Action::new(|&(application, request): &(ApplicationId, Option<RequestId>)| async move {
                match request {
                    Some(request) => invite(request).await,
                    None => invite_directly(application).await.map(drop),
                }
            }),
        };
        toast_done(actions.moves.value(), "application-moved");
        toast_done(actions.ends.value(), "application-ended-done");
        toast_done(actions.reopens.value(), "application-reopened");
        toast_done(actions.coordinators.value(), "records-saved");
        toast_done(actions.invites.value(), "application-invited");
        actions
    }

    /// Rises when something was done: the key of the page's resource.
    pub fn version(self) -> usize {
        self.moves.version().get()
            + self.ends.version().get()
            + self.reopens.version().get()
            + self.coordinators.version().get()
            + self.invites.version().get()
    }

    /// Why the last action was refused.
    pub fn failure(self) -> Signal<Option<ApiError>> {
        Signal::derive(move || {
            failure_of(self.moves.value())
                .get()
                .or_else(|| failure_of(self.ends.value()).get())
                .or_else(|| failure_of(self.reopens.value()).get())
                .or_else(|| failure_of(self.coordinators.value()).get())
                .or_else(|| failure_of(self.invites.value()).get())
        })
    }
}

impl Default for ApplicationActions {
    fn default() -> Self {
        Self::new()
    }
}

/// An application as these parts need it.
#[derive(Clone)]
pub struct Subject {
    /// The application.
    pub id: ApplicationId,
    /// For the next change.
    pub version: i64,
    /// What it is called: the candidate or the job.
    pub name: String,
    /// Where it is.
    pub stage_id: StageId,
    /// Whether it is worked on.
    pub state: ApplicationState,
    /// Whether the job is in-house.
    pub in_house: bool,
    /// Whether its stage is enabled for scheduling.
    pub scheduling: bool,
    /// The request of its stage.
    pub request: Option<RequestState>,
}

/// A drop-down of the job's stages with the button that moves it there.
#[component]
pub fn StageMove(
    /// The application.
    subject: Subject,
    /// The job's stages.
    stages: Vec<Choice<StageId>>,
    /// The page's actions.
    actions: ApplicationActions,
) -> impl IntoView {
    let options = stages
        .into_iter()
        .map(|stage| view! { <option value=stage.id.to_string() selected=stage.id == subject.stage_id>{stage.name}</option> })
        .collect_view();
    view! {
        <ActionForm action=actions.moves attr:class="row record__move">
            <input type="hidden" name="input[id]" value=subject.id.to_string()/>
            <input type="hidden" name="input[version]" value=subject.version.to_string()/>
            <select class="input" name="input[stage_id]" aria-label=t!("application-stage-of", name = subject.name.clone())>{options}</select>
            <Button submit=true size=Size::Small pending=actions.moves.pending()>{t!("application-move")}</Button>
        </ActionForm>
    }
    .into_any()
}

/// Who schedules the candidate: a drop-down of those who can, and the job's coordinator, with the button that stores it.
#[component]
pub fn CoordinatorChoice(
    /// The application.
    subject: Subject,
    /// Who does; none: the job's coordinator.
    chosen: Option<UserId>,
    /// Who can.
    coordinators: Vec<Choice<UserId>>,
    /// The page's actions.
    actions: ApplicationActions,
) -> impl IntoView {
    let options = coordinators
        .into_iter()
        .map(|person| view! { <option value=person.id.to_string() selected=Some(person.id) == chosen>{person.name}</option> })
        .collect_view();
    view! {
        <ActionForm action=actions.coordinators attr:class="row record__move">
            <input type="hidden" name="input[id]" value=subject.id.to_string()/>
            <input type="hidden" name="input[version]" value=subject.version.to_string()/>
            <select class="input" name="input[coordinator]" aria-label=t!("application-coordinator-of", name = subject.name.clone())>
                <option value="" selected=chosen.is_none()>{t!("application-coordinator-of-job")}</option>
                {options}
            </select>
            <Button submit=true size=Size::Small pending=actions.coordinators.pending()>
                {t!("action-save")}<span class="visually-hidden">{t!("application-coordinator-of", name = subject.name)}</span>
            </Button>
        </ActionForm>
    }
    .into_any()
}

/// Invites, ends, takes up again: what the application's state allows.
#[component]
pub fn ApplicationMenu(
    /// The application.
    subject: Subject,
    /// The page's actions.
    actions: ApplicationActions,
) -> impl IntoView {
    let (id, version) = (subject.id, subject.version);
    if subject.state == ApplicationState::Ended {
        return view! {
            <ActionForm action=actions.reopens>
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="version" value=version.to_string()/>
                <Button submit=true size=Size::Small icon=Glyph::UNDO_2 pending=actions.reopens.pending()>{t!("application-reopen")}</Button>
            </ActionForm>
        }
        .into_any();
    }
    let invites = match &subject.request {
        Some(request) if matches!(request.state, RequestStage::Chosen | RequestStage::Invited | RequestStage::Cancelled) => {
            Some(Some(request.id))
        }
        Some(request) if subject.in_house && request.state != RequestStage::Booked => Some(None),
        None if subject.in_house && subject.scheduling => Some(None),
        _ => None,
    };
    let again = subject.request.as_ref().is_some_and(|request| request.state == RequestStage::Invited);
    let reasons = Disposition::ALL
        .iter()
        .map(|reason| view! { <option value=reason.name()>{t!(&format!("disposition-{}", reason.name()))}</option> })
        .collect_view();
    view! {
        <div class="row record__actions">
            {invites.map(|request| view! {
                <Button
                    size=Size::Small
                    icon=Glyph::SEND
                    pending=actions.invites.pending()
                    on:click=move |_| { actions.invites.dispatch((id, request)); }
                >
                    {if again { t!("application-invite-again") } else { t!("application-invite") }}
                </Button>
            })}
            <Menu label=t!("application-more", name = subject.name) face=|| view! { <Icon glyph=Glyph::ELLIPSIS/> }>
                <ActionForm action=actions.ends attr:class="form record__end">
                    <input type="hidden" name="input[id]" value=id.to_string()/>
                    <input type="hidden" name="input[version]" value=version.to_string()/>
                    <label class="field__label" r#for=format!("end-{id}")>{t!("application-end-why")}</label>
                    <select class="input" id=format!("end-{id}") name="input[disposition]">{reasons}</select>
                    <Button submit=true weight=Weight::Negative size=Size::Small pending=actions.ends.pending()>{t!("application-end")}</Button>
                </ActionForm>
            </Menu>
        </div>
    }
    .into_any()
}

/// Puts a candidate on a job.
#[component]
pub fn AddToJob(
    /// The candidate.
    candidate: CandidateId,
    /// Done when it was.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let add = ServerAction::<AddApplicationCall>::new();
    let outcome = add.value();
    toast_done(outcome, "application-added");
    when_done(outcome, move |_| on_done.run(()));
    let errors = errors_of(outcome);
    let job = RwSignal::new(typed_or("input[job_id]", ""));
    let choices = Resource::new(|| (), |()| candidate_choices());
    let check = super::check_first(add, |form: AddApplicationCall| form.input.validate().map(drop));
    view! {
        <ActionForm action=add attr:class="form" attr:novalidate=true on:submit:capture=check>
            <FormErrors error=failure_of(outcome)/>
            <input type="hidden" name="input[candidate_id]" value=candidate.to_string()/>
            <Suspense fallback=|| view! { <Skeleton lines=1/> }>
                {move || Suspend::new(async move {
                    match choices.await {
                        Ok(choices) if choices.jobs.is_empty() => view! { <p>{t!("application-no-jobs")}</p> }.into_any(),
                        Ok(choices) => {
                            let mut options = vec![(String::new(), t!("records-choose"))];
                            options.extend(choices.jobs.into_iter().map(|choice| (choice.id.to_string(), choice.name)));
                            view! { <SelectField name="input[job_id]" label=t!("record-job") value=job options=Signal::stored(options) errors/> }.into_any()
                        }
                        Err(error) => super::failed(error),
                    }
                })}
            </Suspense>
            <div class="form__actions"><Button weight=Weight::Primary submit=true pending=add.pending()>{t!("application-add")}</Button></div>
        </ActionForm>
    }
    .into_any()
}
