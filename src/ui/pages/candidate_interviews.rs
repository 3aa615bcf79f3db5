//! `/candidates/ID/interviews`: the Calendar sub-tab of a candidate's Interview tab.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::candidate::interviews;
use crate::api::candidates::get_candidate;
use crate::api::error::ApiError;
use crate::domain::help::Topic;
use crate::domain::id::CandidateId;
use crate::ui::browser::live::use_changes;
use crate::ui::components::*;
use crate::ui::records::candidate_tabs::{CandidatePart, CandidateTabs};
use crate::ui::records::failed;
use crate::{paths, t};

/// The interviews of the candidate in the address.
#[component]
pub fn CandidateInterviewsPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get_str("id").and_then(|id| id.parse::<CandidateId>().ok())));
    move || match id.get() {
        Some(id) => view! { <Interviews id/> }.into_any(),
        None => failed(ApiError::NotFound),
    }
}

#[component]
fn Interviews(
    /// The candidate.
    id: CandidateId,
) -> impl IntoView {
    let changes = use_changes(paths::EVENTS.to_owned(), Some(vec![format!("candidate:{id}")]));
    let candidate = Resource::new(move || changes.get(), move |_| get_candidate(id));
    view! {
        <div class="page">
            <Transition fallback=|| view! { <Skeleton lines=6/> }>
                {move || Suspend::new(async move {
                    match candidate.await {
                        Ok(candidate) => view! {
                            <Title text=format!("{} · {}", candidate.name, t!("app-name"))/>
                            <header class="page__head"><div class="row"><Avatar name=candidate.name.clone() large=true/><h1>{candidate.name.clone()}</h1><HelpLink topic=Topic::Schedule/></div></header>
                            <CandidateTabs id part=CandidatePart::Calendar/>
                            <section class="card card--flush" aria-label=t!("candidate-interviews")>{interviews(&candidate)}</section>
                        }
                        .into_any(),
                        Err(error) => failed(error),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}
