//! `/candidates/ID/interviews`: the Calendar sub-tab of a candidate's Interview tab.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::calendar::address::{Aim, CalendarAddress};
use super::calendar::{Calendar, asked};
use super::candidate::interviews;
use crate::api::calendar::calendar;
use crate::api::candidates::{CandidateView, get_candidate};
use crate::api::error::ApiError;
use crate::domain::candidates::ApplicationState;
use crate::domain::id::CandidateId;
use crate::ui::browser::live::use_changes;
use crate::ui::components::*;
use crate::ui::records::candidate_tabs::{CandidatePart, CandidateTabs};
use crate::ui::records::{failed, page_of};
use crate::{paths, t};

/// The interviews of the candidate in the address.
#[component]
pub fn CandidateInterviewsPage() -> impl IntoView {
    page_of(|id: CandidateId| view! { <Interviews id/> }.into_any())
}

#[component]
fn Interviews(
    /// The candidate.
    id: CandidateId,
) -> impl IntoView {
    let query = use_query_map();
    let address = Memo::new(move |_| CalendarAddress { candidate: Some(id), ..CalendarAddress::read(&query.read()) });
    let changes = use_changes(paths::EVENTS.to_owned(), Some(vec![format!("candidate:{id}")]));
    let candidate = Resource::new(move || changes.get(), move |_| get_candidate(id));
    let first = Resource::new(
        || (),
        move |()| async move {
            let aim = get_candidate(id).await.map(|candidate| aim_of(&candidate))?;
            Ok::<_, ApiError>((aim, calendar(asked(&address.get_untracked())).await?))
        },
    );
    view! {
        <div class="page calendar">
            <Transition fallback=|| view! { <Skeleton lines=2/> }>
                {move || Suspend::new(async move {
                    match candidate.await {
                        Ok(candidate) => view! {
                            <Title text=format!("{} · {}", candidate.name, t!("app-name"))/>
                            <header class="page__head"><div class="row"><Avatar name=candidate.name.clone() large=true/><h1>{candidate.name.clone()}</h1></div></header>
                            <CandidateTabs id part=CandidatePart::Calendar offers=candidate.offers/>
                        }
                        .into_any(),
                        Err(error) => failed(error),
                    }
                })}
            </Transition>
            <Suspense fallback=|| view! { <Skeleton lines=8/> }>
                {move || Suspend::new(async move {
                    match first.await {
                        Ok((application, view)) => {
                            let aim = application.map_or(Aim::New, Aim::Of);
                            view! { <Calendar view address aim/> }.into_any()
                        }
                        // What went wrong with the candidate is told above.
                        Err(_) if candidate.await.is_err() => ().into_any(),
                        Err(error) => view! { <Failure error/> }.into_any(),
                    }
                })}
            </Suspense>
            <Transition>
                {move || Suspend::new(async move {
                    candidate.await.ok().map(|candidate| view! {
                        <section class="card card--flush" aria-label=t!("candidate-all-interviews")>{interviews(&candidate)}</section>
                    })
                })}
            </Transition>
        </div>
    }
    .into_any()
}

/// The one application that is worked on; none where there are several to choose from.
fn aim_of(candidate: &CandidateView) -> Option<crate::domain::id::ApplicationId> {
    let mut active = candidate.applications.iter().filter(|application| application.state == ApplicationState::Active);
    active.next().map(|application| application.id).filter(|_| active.next().is_none())
}
