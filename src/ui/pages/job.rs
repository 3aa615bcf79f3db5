//! One job: its candidates, the client's pages, the set-up.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;
use leptos_router::hooks::use_query_map;

use crate::api::clients::{Choice as Named, get_client};
use crate::api::error::ApiError;
use crate::api::jobs::{CloseJobCall, JobApplication, JobView, RequestState, get_job, job_choices};
use crate::api::presentations::{PageLine, pages_of_job};
use crate::domain::booking::RequestStage;
use crate::domain::candidates::ApplicationState;
use crate::domain::id::{ApplicationId, JobId};
use crate::domain::jobs::JobState;
use crate::domain::time::Zone;
use crate::paths;
use crate::t;
use crate::text::dates;
use crate::ui::browser::focus;
use crate::ui::browser::live::use_changes;
use crate::ui::components::*;
use crate::ui::latest::{Latest, all_of};
use crate::ui::records::application::{ApplicationActions, ApplicationMenu, StageMove, Subject};
use crate::ui::records::job::JobForm;
use crate::ui::records::present::PresentForm;
use crate::ui::records::{RequestPill, failed, page_of, use_address_switch};
use crate::ui::viewer::use_viewer;

/// The record of the job in the address.
#[component]
pub fn JobPage() -> impl IntoView {
    page_of(|id: JobId| view! { <OneJob id/> }.into_any())
}

#[component]
fn OneJob(
    /// The job.
    id: JobId,
) -> impl IntoView {
    let actions = ApplicationActions::new();
    let close = ServerAction::<CloseJobCall>::new();
    toast_done(close.value(), "records-saved");
    let changes = use_changes(paths::EVENTS.to_owned(), Some(vec![format!("job:{id}")]));
    let saved = RwSignal::new(0_u32);
    let job = Latest::new(
        move || (changes.get(), actions.version(), close.version().get(), saved.get()),
        move || async move {
            let job = get_job(id).await?;
            // Whoever may not share pages is refused them: then there are none to show.
            let pages = pages_of_job(id).await;
            Ok((job, pages))
        },
    );
    let map = use_query_map();
    let set_up = Memo::new(move |_| map.with(|map| map.get_str("tab") == Some("set-up")));
    let present = use_address_switch("present");
    let on_presented = Callback::new(move |()| {
        present.set(false);
        saved.update(|count| *count += 1);
    });
    view! {
        <div class="page">
            {job.failure()}
            {job.show(
                8,
                move |both| {
                    let (job, pages) = (Signal::derive(move || both.get().0), Signal::derive(move || both.get().1));
                    view! {
                        {move || view! { <Head job=job.get() close/> }}
                        <FormErrors error=actions.failure()/>
                        <FormErrors error=failure_of(close.value())/>
                        {move || job.with(|job| job.may_manage.then(|| parts(job, set_up)))}
                        {move || (!set_up.get()).then(|| view! { <Candidates job actions pages/> })}
                    }
                    .into_any()
                },
                failed,
            )}
            {move || set_up.get().then(|| view! { <SetUp id saved/> })}
        </div>
        <SidePanel open=present title=t!("present-title")>
            <Present id on_done=on_presented/>
        </SidePanel>
    }
    .into_any()
}

/// The form with the candidates as they are when the panel opens.
#[component]
fn Present(
    /// The job.
    id: JobId,
    /// Done when the link was sent.
    on_done: Callback<()>,
) -> impl IntoView {
    let loaded = Resource::new(
        || (),
        move |()| async move {
            let job = get_job(id).await?;
            let client = job.client.as_ref().ok_or(ApiError::NotFound)?.id;
            Ok::<_, ApiError>((job, get_client(client).await?))
        },
    );
    view! {
        <Suspense fallback=|| view! { <Skeleton lines=4/> }>
            {move || Suspend::new(async move {
                match loaded.await {
                    Ok((job, client)) => {
                        let candidates = presentable(&job);
                        // All of them, to begin with.
                        let chosen = RwSignal::new(candidates.iter().map(|candidate| candidate.id).collect());
                        view! { <PresentForm job=id client candidates chosen on_done=move |_| on_done.run(())/> }.into_any()
                    }
                    Err(error) => failed(error),
                }
            })}
        </Suspense>
    }
}

/// Active candidates who were not presented yet, or were declined or taken back.
fn presentable(job: &JobView) -> Vec<Named<ApplicationId>> {
    job.applications
        .iter()
        .filter(|application| application.state == ApplicationState::Active)
        .filter(|application| match &application.request {
            None => true,
            Some(request) => matches!(request.state, RequestStage::Declined | RequestStage::Withdrawn),
        })
        .map(|application| Named { id: application.id, name: application.candidate.name.clone() })
        .collect()
}

#[component]
fn Head(
    /// The job.
    job: JobView,
    /// Closes it, or opens it again.
    close: ServerAction<CloseJobCall>,
) -> impl IntoView {
    let here = paths::job(job.id);
    let may_manage = job.may_manage;
    let closed = job.state == JobState::Closed;
    let client = job.client.clone().map_or_else(
        || view! { <span class="soft">{t!("job-in-house")}</span> }.into_any(),
        |client| if may_manage { view! { <A href=paths::client(client.id)>{client.name}</A> }.into_any() } else { client.name.into_any() },
    );
    let location = (!job.location.is_empty()).then(|| format!(" · {}", job.location));
    let can_present = may_manage && !closed && job.client.is_some();
    let refused = if job.scheduling_stage().is_none() {
        t!("present-no-stage")
    } else if presentable(&job).is_empty() {
        t!("present-nobody")
    } else {
        String::new()
    };
    view! {
        <Title text=format!("{} · {}", job.title, t!("app-name"))/>
        <header class="page__head">
            <div>
                <div class="row">
                    <h1>{job.title.clone()}</h1>
                    {closed.then(|| view! { <Pill>{t!("job-closed")}</Pill> })}
                </div>
                <p class="small">{client}{location}</p>
            </div>
            {may_manage.then(|| view! {
                <div class="row">
                    <ActionForm action=close>
                        <input type="hidden" name="id" value=job.id.to_string()/>
                        <input type="hidden" name="version" value=job.version.to_string()/>
                        <input type="hidden" name="closed" value=(!closed).to_string()/>
                        <Button submit=true pending=close.pending()>{if closed { t!("job-reopen") } else { t!("job-close") }}</Button>
                    </ActionForm>
                    {(!closed).then(|| view! {
                        <ButtonLink href=format!("{}?new=1&job={}", paths::CANDIDATES, job.id) icon=Glyph::USER_PLUS>{t!("candidates-new")}</ButtonLink>
                    })}
                    {can_present.then(|| if refused.is_empty() {
                        view! { <ButtonLink href=format!("{here}?present=1") weight=Weight::Primary icon=Glyph::SEND>{t!("present-title")}</ButtonLink> }.into_any()
                    } else {
                        view! { <Button weight=Weight::Primary icon=Glyph::SEND refused=refused>{t!("present-title")}</Button> }.into_any()
                    })}
                </div>
            })}
        </header>
    }
    .into_any()
}

/// Candidates and set-up.
fn parts(job: &JobView, set_up: Memo<bool>) -> impl IntoView + use<> {
    let here = paths::job(job.id);
    let active = job.applications.iter().filter(|application| application.state == ApplicationState::Active).count();
    let tabs = vec![
        Tab { href: here.clone(), label: t!("candidates-title"), count: u32::try_from(active).ok() },
        Tab { href: format!("{here}?tab=set-up"), label: t!("job-set-up"), count: None },
    ];
    view! { <Tabs label=t!("job-parts") tabs=Signal::stored(tabs) current=Signal::derive(move || usize::from(set_up.get()))/> }
}

/// The form with the job as it is when the tab opens, or was saved: later changes by others do not take away what is typed.
#[component]
fn SetUp(
    /// The job.
    id: JobId,
    /// Rises when the form was saved.
    saved: RwSignal<u32>,
) -> impl IntoView {
    let loaded = Resource::new(
        move || saved.get(),
        move |_| async move {
            let choices = job_choices().await?;
            Ok::<_, ApiError>((get_job(id).await?, choices))
        },
    );
    view! {
        <Transition fallback=|| view! { <Skeleton lines=8/> }>
            {move || Suspend::new(async move {
                match loaded.await {
                    Ok((job, choices)) => {
                        let client = job.client.as_ref().map(|client| (client.id.to_string(), client.name.clone()));
                        view! { <JobForm job=job.form() client choices on_done=move |_| saved.update(|count| *count += 1)/> }.into_any()
                    }
                    Err(error) => failed(error),
                }
            })}
        </Transition>
    }
}

#[component]
fn Candidates(
    /// The job.
    job: Signal<JobView>,
    /// What is done with applications.
    actions: ApplicationActions,
    /// The client's pages; whoever may not share them is refused them.
    pages: Signal<Result<Vec<PageLine>, ApiError>>,
) -> impl IntoView {
    let empty = Memo::new(move |_| job.with(|job| job.applications.is_empty()));
    let none = move || {
        let how = if job.with(|job| job.may_manage) { t!("job-no-candidates-how") } else { String::new() };
        view! { <EmptyState glyph=Glyph::USERS title=t!("job-no-candidates") text=how/> }
    };
    let shares = move || job.with(|job| (job.may_manage && job.client.is_some()).then(|| client_pages(pages.get(), &job.viewer_zone)));
    view! {
        {move || if empty.get() { none().into_any() } else { view! { <Applications job actions/> }.into_any() }}
        {shares}
    }
    .into_any()
}

/// A row for each: drawn anew only when it says something else, never handed on to another candidate.
#[component]
fn Applications(
    /// The job.
    job: Signal<JobView>,
    /// What is done with applications.
    actions: ApplicationActions,
) -> impl IntoView {
    let rows = move || job.with(|job| job.applications.clone());
    let key = move |application: &JobApplication| (job.with_untracked(|job| job.version), all_of(application));
    let keep = focus::keep(move || job.track());
    view! {
        <div class="table-wrap" on:focusin=keep>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t!("record-candidate")}</th>
                        <th scope="col">{t!("record-stage")}</th>
                        <th scope="col">{t!("record-interview")}</th>
                        <th scope="col"><span class="visually-hidden">{t!("records-actions")}</span></th>
                    </tr>
                </thead>
                <tbody><For each=rows key let:application>{job.with_untracked(|job| application_row(&application, job, actions))}</For></tbody>
            </table>
        </div>
    }
    .into_any()
}

fn application_row(application: &JobApplication, job: &JobView, actions: ApplicationActions) -> impl IntoView + use<> {
    let locale = use_viewer().locale;
    let zone = &job.viewer_zone;
    let stages = job.stages.iter().filter_map(|stage| Some(Named { id: stage.id?, name: stage.name.clone() })).collect::<Vec<_>>();
    let stage = job.stages.iter().find(|stage| stage.id == Some(application.stage_id));
    let active = application.state == ApplicationState::Active;
    let subject = Subject {
        id: application.id,
        version: application.version,
        name: application.candidate.name.clone(),
        stage_id: application.stage_id,
        state: application.state,
        in_house: job.client.is_none(),
        scheduling: stage.is_some_and(|stage| stage.scheduling),
        request: application.request.clone(),
    };
    let stage = stage.map(|stage| stage.name.clone());
    let since = t!("application-since", date = dates::date_medium(locale, zone.date(application.stage_since)));
    let next = application.next.as_ref().map(|next| {
        let (id, at) = (next.id, dates::moment(locale, zone, next.starts_at));
        view! { <A href=paths::interview(id)>{at}</A> }
    });
    let request = application.request.as_ref().map(|request| view! { <RequestPill state=request.state answered=request.answered/> });
    let why = application.request.as_ref().filter(|_| active).and_then(RequestState::why);
    let why = why.map(|why| view! { <div class="small soft">{why}</div> });
    let ended = application.disposition.map(|reason| view! { <Pill>{t!(&format!("disposition-{}", reason.name()))}</Pill> });
    let may_manage = job.may_manage;
    let (id, candidate_id, name) = (application.id, application.candidate.id, application.candidate.name.clone());
    view! {
        <tr id=format!("application-{id}") tabindex="-1">
            <th scope="row">
                <span class="person">
                    <Avatar name=name.clone() small=true/>
                    <A href=paths::candidate(candidate_id)>{name}</A>
                </span>
            </th>
            <td>
                {if active && may_manage {
                    view! { <StageMove subject=subject.clone() stages actions/> }.into_any()
                } else {
                    view! { {stage} }.into_any()
                }}
                <div class="small soft">{since}</div>
            </td>
            <td>{ended}{next}{active.then_some(request)}{why}</td>
            <td>{may_manage.then(|| view! { <ApplicationMenu subject actions/> })}</td>
        </tr>
    }
}

/// The pages on which the client chooses and shares availability.
fn client_pages(pages: Result<Vec<PageLine>, ApiError>, zone: &Zone) -> AnyView {
    let lines = match pages {
        Ok(lines) if lines.is_empty() => return ().into_any(),
        Ok(lines) => lines.into_iter().map(|line| page_line(line, zone)).collect_view(),
        Err(error) => return failed(error),
    };
    view! {
        <section class="card card--flush" aria-labelledby="pages">
            <div class="card__head"><h2 id="pages">{t!("pages-title")}</h2></div>
            <ul class="rows">{lines}</ul>
        </section>
    }
    .into_any()
}

fn page_line(line: PageLine, zone: &Zone) -> impl IntoView + use<> {
    let locale = use_viewer().locale;
    let on = |at| dates::moment(locale, zone, at);
    let state = match (line.answered_at, line.opened_at) {
        (Some(at), _) => t!("page-answered", when = on(at)),
        (None, Some(at)) => t!("page-opened", when = on(at)),
        (None, None) => t!("page-sent", when = on(line.shared_at)),
    };
    let tone = if line.answered_at.is_some() { Tone::Positive } else { Tone::Caution };
    view! {
        <li>
            <Avatar name=line.contact_name.clone() small=true/>
            <div class="grow">
                <A href=paths::page(line.id)>{line.contact_name}</A>
                <div class="small soft">{line.contact_email}</div>
            </div>
            <Pill tone>{state}</Pill>
        </li>
    }
}
