//! All candidates that the viewer may see.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::{A, Form};
use leptos_router::hooks::use_query_map;

use crate::api::candidates::{CandidateLine, candidate_choices, list_candidates};
use crate::domain::help::Topic;
use crate::domain::jobs::StageKind;
use crate::domain::list::{ListQuery, Page};
use crate::paths;
use crate::t;
use crate::ui::browser::live::use_changes;
use crate::ui::components::*;
use crate::ui::records::candidate::CandidateForm;
use crate::ui::records::{ListSearch, NothingFound, failed, use_address_switch};
use crate::ui::shell::is_staff;

/// The list, with a panel for a new candidate.
#[component]
pub fn CandidatesPage() -> impl IntoView {
    let query = use_list_query();
    let changes = use_changes(paths::EVENTS.to_owned(), None);
    let page = Resource::new(move || (query.get(), changes.get()), |(query, _)| list_candidates(query));
    let new = use_address_switch("new");
    let map = use_query_map();
    let job = Memo::new(move |_| map.with(|map| map.get("job").unwrap_or_default()));
    view! {
        <Title text=format!("{} · {}", t!("candidates-title"), t!("app-name"))/>
        <div class="page">
            <header class="page__head">
                <div class="row"><h1>{t!("candidates-title")}</h1><HelpLink topic=Topic::Candidates/></div>
                <div class="row">{import_candidates()} {new_candidate()}</div>
            </header>
            <div class="toolbar"><ListSearch path=paths::CANDIDATES label=t!("candidates-search") query/><StageFilter query=query.into()/></div>
            <Transition fallback=|| view! { <Skeleton lines=8/> }>
                {move || Suspend::new(async move {
                    match page.await {
                        Ok(page) => view! { <CandidateTable page query=query.into()/> }.into_any(),
                        Err(error) => failed(error),
                    }
                })}
            </Transition>
        </div>
        <SidePanel open=new title=t!("candidates-new")>
            <NewCandidate job=job.get_untracked() on_done=move |()| new.set(false)/>
        </SidePanel>
    }
    .into_any()
}

/// The way to a new candidate, for those who may enter one.
fn new_candidate() -> Option<impl IntoView> {
    let href = format!("{}?new=1", paths::CANDIDATES);
    is_staff().then(|| view! { <ButtonLink href weight=Weight::Primary icon=Glyph::USER_PLUS>{t!("candidates-new")}</ButtonLink> })
}

/// The way to many at once.
fn import_candidates() -> Option<impl IntoView> {
    is_staff().then(|| view! { <ButtonLink href=paths::CANDIDATES_IMPORT icon=Glyph::UPLOAD>{t!("import-title")}</ButtonLink> })
}

/// Candidates in stages of one kind only.
#[component]
fn StageFilter(
    /// The state of the list.
    query: Signal<ListQuery>,
) -> impl IntoView {
    let kinds = StageKind::ALL.iter().map(|kind| (kind.name().to_owned(), t!(&format!("stage-kind-{}", kind.name())))).collect();
    let chosen = Signal::derive(move || query.with(|query| Some(query.filter.clone()).filter(|filter| !filter.is_empty())));
    view! {
        <Form method="GET" action=paths::CANDIDATES attr:class="row">
            {move || query.with(|query| (!query.search.is_empty()).then(|| view! { <input type="hidden" name="search" value=query.search.clone()/> }))}
            <FilterChoice name="filter" label=t!("record-stage") any=t!("candidates-any-stage") options=kinds chosen/>
            <Button submit=true>{t!("history-apply")}</Button>
        </Form>
    }
}

#[component]
fn NewCandidate(
    /// The job to begin with; empty for none.
    job: String,
    /// Done when it was saved.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let choices = Resource::new(|| (), |()| candidate_choices());
    view! {
        <Suspense fallback=|| view! { <Skeleton lines=4/> }>
            {move || {
                let job = job.clone();
                Suspend::new(async move {
                    match choices.await {
                        Ok(choices) => view! { <CandidateForm candidate=None jobs=choices.jobs job on_done/> }.into_any(),
                        Err(error) => failed(error),
                    }
                })
            }}
        </Suspense>
    }
}

#[component]
fn CandidateTable(
    /// What is shown.
    page: Page<CandidateLine>,
    /// The state of the list.
    query: Signal<ListQuery>,
) -> impl IntoView {
    let total = page.total;
    if total == 0 {
        return if query.with_untracked(|query| !query.search.trim().is_empty() || !query.filter.is_empty()) {
            view! { <NothingFound path=paths::CANDIDATES/> }.into_any()
        } else {
            view! { <EmptyState glyph=Glyph::USERS title=t!("candidates-none") text=t!("candidates-none-how")>{new_candidate()}</EmptyState> }.into_any()
        };
    }
    // Whoever looks for those in the offer stage works on offers: the name leads there.
    let to_offers = query.with_untracked(|query| query.filter == StageKind::Offer.name()) && is_staff();
    let rows = page
        .rows
        .into_iter()
        .map(|candidate| {
            let jobs = candidate
                .jobs
                .into_iter()
                .enumerate()
                .map(|(i, job)| view! { {(i > 0).then_some(", ")}<A href=paths::job(job.id)>{job.name}</A> })
                .collect_view();
            view! {
                <tr>
                    <th scope="row">
                        <span class="person"><Avatar name=candidate.name.clone() small=true/><A href=if to_offers { paths::candidate_offers(candidate.id) } else { paths::candidate(candidate.id) }>{candidate.name}</A></span>
                    </th>
                    <td>{candidate.email}</td>
                    <td class="nowrap">{candidate.phone}</td>
                    <td>{jobs}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-wrap">
            <table class="table">
                <thead>
                    <tr>
                        <SortHeading column="name" label=t!("record-name") path=paths::CANDIDATES query/>
                        <SortHeading column="email" label=t!("record-email") path=paths::CANDIDATES query/>
                        <th scope="col">{t!("record-phone")}</th>
                        <th scope="col">{t!("jobs-title")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <Pager total=Signal::stored(total) path=paths::CANDIDATES query/>
    }
    .into_any()
}
