//! One candidate: details, applications, files, interviews.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

use crate::api::candidates::{CandidateApplication, CandidateView, DeleteFileCall, candidate_choices, get_candidate};
use crate::api::jobs::RequestState;
use crate::domain::candidates::ApplicationState;
use crate::domain::help::Topic;
use crate::domain::id::CandidateId;
use crate::domain::scheduling::interview::{InterviewState, Response};
use crate::domain::time::city;
use crate::paths;
use crate::t;
use crate::text::dates;
use crate::ui::browser::focus;
use crate::ui::browser::live::use_changes;
use crate::ui::components::*;
use crate::ui::latest::{Latest, all_of};
use crate::ui::records::application::{AddToJob, ApplicationActions, ApplicationMenu, CoordinatorChoice, StageMove, Subject};
use crate::ui::records::candidate::CandidateForm;
use crate::ui::records::candidate_tabs::{CandidatePart, CandidateTabs};
use crate::ui::records::consent::TextConsent;
use crate::ui::records::files::{CandidateFiles, UploadForm};
use crate::ui::records::{RequestPill, failed, page_of, use_address_switch};
use crate::ui::viewer::use_viewer;

/// The record of the candidate in the address.
#[component]
pub fn CandidatePage() -> impl IntoView {
    page_of(|id: CandidateId| view! { <OneCandidate id/> }.into_any())
}

#[component]
fn OneCandidate(
    /// The candidate.
    id: CandidateId,
) -> impl IntoView {
    let actions = ApplicationActions::new();
    let delete = ServerAction::<DeleteFileCall>::new();
    toast_outcomes(delete.value(), "file-deleted");
    let saved = RwSignal::new(0_u32);
    let changes = use_changes(paths::EVENTS.to_owned(), Some(vec![format!("candidate:{id}")]));
    let candidate = Latest::new(move || (changes.get(), actions.version(), delete.version().get(), saved.get()), move || get_candidate(id));
    // What only those who may change something get: the upload stays as it is when the record is read again.
    let choices = Resource::new(|| (), |()| candidate_choices());
    let (edit, add) = (use_address_switch("edit"), use_address_switch("add"));
    let again = Callback::new(move |()| saved.update(|count| *count += 1));
    let done = move |open: RwSignal<bool>| {
        Callback::new(move |()| {
            open.set(false);
            again.run(());
        })
    };
    view! {
        <div class="page">
            {candidate.failure()}
            {candidate.show(8, move |candidate| view! { <Record candidate actions/> }.into_any(), failed)}
            <TextConsent id changes/>
            <section class="card card--flush" aria-labelledby="files">
                <div class="card__head"><h2 id="files">{t!("candidate-files")}</h2></div>
                {candidate.show(0, move |candidate| view! { <CandidateFiles candidate delete/> }.into_any(), |_| ().into_any())}
                <Suspense>
                    {move || Suspend::new(async move {
                        choices.await.ok().map(|choices| view! { <UploadForm url=paths::upload(id) most_bytes=choices.most_bytes on_added=again/> })
                    })}
                </Suspense>
            </section>
        </div>
        <SidePanel open=edit title=t!("candidate-edit")>
            <EditCandidate id on_done=done(edit)/>
        </SidePanel>
        <SidePanel open=add title=t!("application-add")>
            <AddToJob candidate=id on_done=done(add)/>
        </SidePanel>
    }
    .into_any()
}

/// The form with the candidate as it is when the panel opens: later changes by others do not take away what is typed.
#[component]
fn EditCandidate(
    /// The candidate.
    id: CandidateId,
    /// Done when it was saved.
    on_done: Callback<()>,
) -> impl IntoView {
    let candidate = Resource::new(|| (), move |()| get_candidate(id));
    view! {
        <Suspense fallback=|| view! { <Skeleton lines=4/> }>
            {move || Suspend::new(async move {
                match candidate.await {
                    Ok(candidate) => view! { <CandidateForm candidate=Some(candidate) on_done/> }.into_any(),
                    Err(error) => failed(error),
                }
            })}
        </Suspense>
    }
}

#[component]
fn Record(
    /// The candidate.
    candidate: Signal<CandidateView>,
    /// What is done with applications.
    actions: ApplicationActions,
) -> impl IntoView {
    let id = candidate.with_untracked(|candidate| candidate.id);
    view! {
        {move || candidate.with(head)}
        <CandidateTabs id part=CandidatePart::Overview offers=Signal::derive(move || candidate.with(|candidate| candidate.offers))/>
        <FormErrors error=actions.failure()/>
        <section class="card card--flush" aria-labelledby="applications">
            <div class="card__head"><h2 id="applications">{t!("candidate-applications")}</h2></div>
            <Applications candidate actions/>
        </section>
        {move || candidate.with(details)}
    }
    .into_any()
}

/// Who it is, and what can be done.
fn head(candidate: &CandidateView) -> AnyView {
    let here = paths::candidate(candidate.id);
    view! {
        <Title text=format!("{} · {}", candidate.name, t!("app-name"))/>
        <header class="page__head">
            <div class="row">
                <Avatar name=candidate.name.clone() large=true/>
                <h1>{candidate.name.clone()}</h1>
                <HelpLink topic=Topic::Candidates/>
            </div>
            {candidate.may_manage.then(|| view! {
                <div class="row">
                    <ButtonLink href=format!("{here}?edit=1") icon=Glyph::PENCIL>{t!("records-edit")}</ButtonLink>
                    <ButtonLink href=format!("{here}?add=1") weight=Weight::Primary icon=Glyph::PLUS>{t!("application-add")}</ButtonLink>
                </div>
            })}
        </header>
    }
    .into_any()
}

/// How to reach them, and their interviews.
fn details(candidate: &CandidateView) -> AnyView {
    let phone = candidate.phone.clone();
    view! {
        <div class="columns">
            <section class="card" aria-labelledby="details">
                <div class="card__head"><h2 id="details">{t!("records-details")}</h2></div>
                <dl class="facts">
                    <dt>{t!("record-email")}</dt>
                    <dd><a href=format!("mailto:{}", candidate.email)>{candidate.email.clone()}</a></dd>
                    <dt>{t!("record-phone")}</dt>
                    <dd>{if phone.is_empty() { "–".to_owned() } else { phone }}</dd>
                    <dt>{t!("record-zone")}</dt>
                    <dd>{city(&candidate.zone)}</dd>
                </dl>
            </section>
            <section class="card card--flush" aria-labelledby="interviews">
                <div class="card__head"><h2 id="interviews">{t!("candidate-interviews")}</h2></div>
                {interviews(candidate)}
            </section>
        </div>
    }
    .into_any()
}

/// A row for each: drawn anew only when it says something else, never handed on to another job.
#[component]
fn Applications(
    /// The candidate.
    candidate: Signal<CandidateView>,
    /// What is done with applications.
    actions: ApplicationActions,
) -> impl IntoView {
    let empty = Memo::new(move |_| candidate.with(|candidate| candidate.applications.is_empty()));
    let none = move || {
        let how = if candidate.with(|candidate| candidate.may_manage) { t!("candidate-no-applications-how") } else { String::new() };
        view! { <EmptyState glyph=Glyph::BRIEFCASE title=t!("candidate-no-applications") text=how/> }
    };
    move || if empty.get() { none().into_any() } else { view! { <ApplicationTable candidate actions/> }.into_any() }
}

#[component]
fn ApplicationTable(
    /// The candidate.
    candidate: Signal<CandidateView>,
    /// What is done with applications.
    actions: ApplicationActions,
) -> impl IntoView {
    let rows = move || candidate.with(|candidate| candidate.applications.clone());
    let row =
        move |application: CandidateApplication| candidate.with_untracked(|candidate| application_row(&application, candidate, actions));
    let keep = focus::keep(move || candidate.track());
    view! {
        <div class="record__scroll" on:focusin=keep>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t!("record-job")}</th>
                        <th scope="col">{t!("record-stage")}</th>
                        <th scope="col">{t!("job-coordinator")}</th>
                        <th scope="col">{t!("record-interview")}</th>
                        <th scope="col"><span class="visually-hidden">{t!("records-actions")}</span></th>
                    </tr>
                </thead>
                <tbody><For each=rows key=all_of children=row/></tbody>
            </table>
        </div>
    }
    .into_any()
}

fn application_row(application: &CandidateApplication, candidate: &CandidateView, actions: ApplicationActions) -> impl IntoView + use<> {
    let locale = use_viewer().locale;
    let zone = &candidate.viewer_zone;
    let since = t!("application-since", date = dates::date_medium(locale, zone.date(application.stage_since)));
    let stage =
        application.stages.iter().find(|stage| stage.id == application.stage_id).map(|stage| stage.name.clone()).unwrap_or_default();
    let active = application.state == ApplicationState::Active;
    let subject = Subject {
        id: application.id,
        version: application.version,
        name: application.job.name.clone(),
        stage_id: application.stage_id,
        state: application.state,
        in_house: application.client.is_none(),
        scheduling: application.scheduling,
        request: application.request.clone(),
    };
    let next = application.next.as_ref().map(|next| {
        let (id, at) = (next.id, dates::moment(locale, zone, next.starts_at));
        view! { <A href=paths::interview(id)>{at}</A> }
    });
    let add = (active && candidate.may_manage).then(|| {
        let href = paths::plan_of(application.id);
        view! { <ButtonLink weight=Weight::Plain size=Size::Small icon=Glyph::CALENDAR_PLUS href=href>{t!("plan-add")}</ButtonLink> }
    });
    let request = application.request.as_ref().map(|request| view! { <RequestPill state=request.state answered=request.answered/> });
    let why = application.request.as_ref().filter(|_| active).and_then(RequestState::why);
    let why = why.map(|why| view! { <div class="small soft">{why}</div> });
    let ended = application.disposition.map(|reason| view! { <Pill>{t!(&format!("disposition-{}", reason.name()))}</Pill> });
    let client = application.client.as_ref().map(|client| view! { <div class="small soft">{client.name.clone()}</div> });
    let (chosen, coordinators) = (application.coordinator.as_ref().map(|person| person.id), candidate.coordinators.clone());
    let coordinator = application.coordinator.as_ref().map(|person| person.name.clone());
    let (job_id, title, may_manage, stages) =
        (application.job.id, application.job.name.clone(), candidate.may_manage, application.stages.clone());
    focus::when_addressed(format!("application-{}", application.id));
    view! {
        <tr id=format!("application-{}", application.id) tabindex="-1">
            <th scope="row"><A href=paths::job(job_id)>{title}</A>{client}</th>
            <td>
                {if active && may_manage {
                    view! { <StageMove subject=subject.clone() stages actions/> }.into_any()
                } else {
                    view! { {stage} }.into_any()
                }}
                <div class="small soft">{since}</div>
            </td>
            <td>
                {if active && may_manage {
                    view! { <CoordinatorChoice subject=subject.clone() chosen coordinators actions/> }.into_any()
                } else {
                    view! { {coordinator} }.into_any()
                }}
            </td>
            <td>{ended}{next}{active.then_some(request)}{why}{add}</td>
            <td>{may_manage.then(|| view! { <ApplicationMenu subject actions/> })}</td>
        </tr>
    }
}

/// The candidate's interviews, the latest first.
pub(super) fn interviews(candidate: &CandidateView) -> AnyView {
    if candidate.interviews.is_empty() {
        return view! { <EmptyState glyph=Glyph::CALENDAR title=t!("candidate-no-interviews") text=t!("candidate-no-interviews-how")/> }
            .into_any();
    }
    let locale = use_viewer().locale;
    let lines = candidate
        .interviews
        .iter()
        .map(|interview| {
            let (id, title) = (interview.id, interview.title.clone());
            view! {
                <li>
                    <Icon glyph=Glyph::CALENDAR/>
                    <div class="grow">
                        <A href=paths::interview(id)>{title}</A>
                        <div class="small soft">{dates::full(locale, &candidate.viewer_zone, interview.span)}</div>
                    </div>
                    {(interview.state == InterviewState::Confirmed).then(|| answered(&interview.responses))}
                    {(interview.state == InterviewState::Cancelled).then(|| view! { <Pill tone=Tone::Negative>{t!("request-cancelled")}</Pill> })}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="rows">{lines}</ul> }.into_any()
}

/// Whether everybody comes, in a word.
fn answered(responses: &[Response]) -> impl IntoView + use<> {
    let accepted = responses.iter().filter(|response| **response == Response::Accepted).count();
    let (tone, text) = if responses.contains(&Response::Declined) {
        (Tone::Negative, t!("responses-declined"))
    } else if accepted == responses.len() {
        (Tone::Positive, t!("responses-accepted", accepted = accepted, all = responses.len()))
    } else {
        (Tone::Neutral, t!("responses-accepted", accepted = accepted, all = responses.len()))
    };
    view! { <Pill tone>{text}</Pill> }
}
