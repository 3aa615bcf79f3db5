//! All jobs that the viewer may see.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_query_map};

use crate::api::jobs::{JobLine, job_choices, list_jobs};
use crate::domain::list::{ListQuery, Page};
use crate::paths;
use crate::t;
use crate::ui::browser::live::use_changes;
use crate::ui::components::*;
use crate::ui::records::job::{JobForm, usual_job};
use crate::ui::records::{ListSearch, NothingFound, failed, use_address_switch};
use crate::ui::shell::is_staff;
use crate::ui::viewer::use_viewer;

/// The list, or the form of a new job.
#[component]
pub fn JobsPage() -> impl IntoView {
    let new = use_address_switch("new");
    move || if new.get() { view! { <NewJob/> }.into_any() } else { view! { <JobList/> }.into_any() }
}

#[component]
fn JobList() -> impl IntoView {
    let query = use_list_query();
    let changes = use_changes(paths::EVENTS.to_owned(), None);
    let page = Resource::new(move || (query.get(), changes.get()), |(query, _)| list_jobs(query));
    let closed = Signal::derive(move || usize::from(query.with(|query| query.filter == "closed")));
    let tabs = vec![
        Tab { href: paths::JOBS.into(), label: t!("jobs-open"), count: None },
        Tab { href: format!("{}?filter=closed", paths::JOBS), label: t!("jobs-closed"), count: None },
    ];
    view! {
        <Title text=format!("{} · {}", t!("jobs-title"), t!("app-name"))/>
        <div class="page">
            <header class="page__head">
                <h1>{t!("jobs-title")}</h1>
                {new_job()}
            </header>
            <Tabs label=t!("jobs-title") tabs=Signal::stored(tabs) current=closed/>
            <div class="toolbar"><ListSearch path=paths::JOBS label=t!("jobs-search") query/></div>
            <Transition fallback=|| view! { <Skeleton lines=8/> }>
                {move || Suspend::new(async move {
                    match page.await {
                        Ok(page) => view! { <JobTable page query=query.into()/> }.into_any(),
                        Err(error) => failed(error),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

/// The way to a new job, for those who may make one.
fn new_job() -> Option<impl IntoView> {
    is_staff().then(|| view! { <ButtonLink href=format!("{}?new=1", paths::JOBS) weight=Weight::Primary icon=Glyph::PLUS>{t!("jobs-new")}</ButtonLink> })
}

#[component]
fn JobTable(
    /// What is shown.
    page: Page<JobLine>,
    /// The state of the list.
    query: Signal<ListQuery>,
) -> impl IntoView {
    let total = page.total;
    if total == 0 {
        let (searched, closed) = query.with_untracked(|query| (!query.search.trim().is_empty(), query.filter == "closed"));
        return if searched {
            view! { <NothingFound path=paths::JOBS/> }.into_any()
        } else if closed {
            view! { <EmptyState glyph=Glyph::BRIEFCASE title=t!("jobs-none-closed")/> }.into_any()
        } else {
            view! { <EmptyState glyph=Glyph::BRIEFCASE title=t!("jobs-none") text=t!("jobs-none-how")>{new_job()}</EmptyState> }.into_any()
        };
    }
    let rows = page
        .rows
        .into_iter()
        .map(|job| {
            let client = job
                .client
                .map_or_else(|| view! { <span class="soft">{t!("job-in-house")}</span> }.into_any(), |client| client.name.into_any());
            view! {
                <tr>
                    <th scope="row"><A href=paths::job(job.id)>{job.title}</A><div class="small soft">{job.location}</div></th>
                    <td>{client}</td>
                    <td>{job.recruiter}</td>
                    <td class="num">{job.active}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-wrap">
            <table class="table">
                <thead>
                    <tr>
                        <SortHeading column="title" label=t!("record-job") path=paths::JOBS query/>
                        <SortHeading column="client" label=t!("record-client") path=paths::JOBS query/>
                        <th scope="col">{t!("job-recruiter")}</th>
                        <SortHeading column="active" label=t!("jobs-active") path=paths::JOBS query/>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <Pager total=Signal::stored(total) path=paths::JOBS query/>
    }
    .into_any()
}

#[component]
fn NewJob() -> impl IntoView {
    let choices = Resource::new(|| (), |()| job_choices());
    let client = use_query_map().with_untracked(|map| map.get("client")).and_then(|client| client.parse().ok());
    let zone = use_viewer().zone;
    let navigate = use_navigate();
    let on_done = Callback::new(move |id| navigate(&paths::job(id), NavigateOptions::default()));
    view! {
        <Title text=format!("{} · {}", t!("jobs-new"), t!("app-name"))/>
        <div class="page">
            <header class="page__head">
                <h1>{t!("jobs-new")}</h1>
                <ButtonLink href=paths::JOBS>{t!("action-cancel")}</ButtonLink>
            </header>
            <Suspense fallback=|| view! { <Skeleton lines=8/> }>
                {move || {
                    let zone = zone.clone();
                    Suspend::new(async move {
                        match choices.await {
                            Ok(choices) => {
                                let mut job = usual_job(choices.me, zone);
                                job.client_id = client;
                                view! { <JobForm job client=None choices on_done/> }.into_any()
                            }
                            Err(error) => failed(error),
                        }
                    })
                }}
            </Suspense>
        </div>
    }
    .into_any()
}
