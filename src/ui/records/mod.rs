//! Parts of the pages of clients, jobs and candidates.

pub mod answering;
pub mod application;
pub mod attendees;
pub mod candidate;
pub mod candidate_tabs;
pub mod client;
pub mod consent;
pub mod contact;
pub mod files;
pub mod job;
pub mod pools;
pub mod present;
pub mod room;
pub mod round;
pub mod sheet_link;
pub mod stage;

use std::str::FromStr;

use leptos::ev::SubmitEvent;
use leptos::form::FromFormData;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_params_map, use_query_map};

use crate::api::error::ApiError;
use crate::domain::booking::{RequestStage, WaitingFor, waiting_for};
use crate::domain::error::FieldErrors;
use crate::domain::list::ListQuery;
use crate::t;
use crate::ui::browser::forms;
use crate::ui::components::*;

/// The id in the address (`/jobs/ID`); none where what stands there is none.
pub fn use_id<T: FromStr + PartialEq + Send + Sync + 'static>() -> Memo<Option<T>> {
    let params = use_params_map();
    Memo::new(move |_| params.with(|params| params.get_str("id").and_then(|id| id.parse().ok())))
}

/// The page of the record in the address, made anew for another one.
pub fn page_of<T: FromStr + Clone + PartialEq + Send + Sync + 'static>(page: impl Fn(T) -> AnyView + Send + 'static) -> impl IntoView {
    let id = use_id();
    move || id.get().map_or_else(|| failed(ApiError::NotFound), &page)
}

/// Whether something is open, as the address says it (`?new=1`). Closing it takes that out of the address.
pub fn use_address_switch(name: &'static str) -> RwSignal<bool> {
    let map = use_query_map();
    let there = Memo::new(move |_| map.with(|map| map.get_str(name).is_some()));
    let open = RwSignal::new(there.get_untracked());
    let (navigate, path) = (use_navigate(), use_location().pathname);
    // Only a change: what the panel shows would be made anew.
    Effect::new(move || {
        let there = there.get();
        if open.get_untracked() != there {
            open.set(there);
        }
    });
    Effect::new(move |was: Option<bool>| {
        let is = open.get();
        if was == Some(true) && !is && there.get_untracked() {
            let mut map = map.get_untracked();
            map.remove(name);
            let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
            navigate(&format!("{}{}", path.get_untracked(), map.to_query_string()), options);
        }
        is
    });
    open
}

/// Checks a form by the rule that the server applies, too, before it is sent: `on:submit:capture=check_first(action, |form| …)`.
/// What is wrong becomes the action's outcome; what was typed stays.
pub fn check_first<F>(action: ServerAction<F>, check: fn(F) -> Result<(), FieldErrors>) -> impl Fn(SubmitEvent) + Clone + 'static
where
    F: ServerFn<Error = ApiError> + FromFormData + Clone + Send + Sync + 'static,
    F::Output: Clone + Send + Sync + 'static,
{
    move |ev| {
        if let Ok(form) = F::from_event(&ev)
            && let Err(errors) = check(form)
        {
            ev.prevent_default();
            action.value().set(Some(Err(ApiError::Invalid(errors))));
        }
    }
}

/// Runs something when an action has done its work.
pub fn when_done<T: Clone + Send + Sync + 'static>(outcome: impl Into<Signal<Option<Result<T, ApiError>>>>, then: impl Fn(T) + 'static) {
    let outcome = outcome.into();
    Effect::new(move || {
        if let Some(Ok(done)) = outcome.get() {
            then(done);
        }
    });
}

/// The search above a list; works by itself without scripts.
#[component]
pub fn ListSearch(
    /// The address of the list.
    path: &'static str,
    /// What is looked for.
    #[prop(into)]
    label: String,
    /// The state of the list.
    #[prop(into)]
    query: Signal<ListQuery>,
) -> impl IntoView {
    let navigate = use_navigate();
    let typed = forms::following(move || query.with(|query| query.search.clone()));
    let node = NodeRef::new();
    forms::typed(node, typed);
    let search = move |ev: SubmitEvent| {
        ev.prevent_default();
        let next = ListQuery { search: typed.get_untracked().trim().to_owned(), page: 0, ..query.get_untracked() };
        navigate(&list_href(path, &next), NavigateOptions { scroll: false, ..NavigateOptions::default() });
    };
    view! {
        <form role="search" class="row" method="get" action=path on:submit=search>
            <input
                class="input"
                type="search"
                name="search"
                maxlength="100"
                aria-label=label.clone()
                placeholder=label
                value=typed.get_untracked()
                node_ref=node
                on:input=move |ev| typed.set(event_target_value(&ev))
            />
            {move || query.with(|query| (!query.filter.is_empty()).then(|| view! { <input type="hidden" name="filter" value=query.filter.clone()/> }))}
            <Button submit=true icon=Glyph::SEARCH label=t!("records-search")/>
        </form>
    }
}

/// What a list shows that found nothing by its search.
#[component]
pub fn NothingFound(
    /// The address of the whole list.
    path: &'static str,
) -> impl IntoView {
    view! {
        <EmptyState glyph=Glyph::SEARCH title=t!("records-nothing-found") text=t!("records-nothing-found-how")>
            <ButtonLink href=path>{t!("records-show-all")}</ButtonLink>
        </EmptyState>
    }
}

/// Where an interview request stands, and whom it waits for.
#[component]
pub fn RequestPill(
    /// Where it stands.
    state: RequestStage,
    /// The client has shared availability, or the job needs none.
    answered: bool,
) -> impl IntoView {
    let tone = match state {
        RequestStage::Booked => Tone::Positive,
        RequestStage::Declined | RequestStage::Cancelled => Tone::Negative,
        RequestStage::Withdrawn => Tone::Neutral,
        RequestStage::Presented | RequestStage::Chosen | RequestStage::Invited => Tone::Caution,
    };
    let waiting = waiting_for(state, answered);
    let waits = (waiting != WaitingFor::Nobody).then(|| t!("records-waits-for", who = t!(&format!("waiting-for-{}", waiting.name()))));
    view! {
        <span class="record__state">
            <Pill tone>{t!(&format!("request-{}", state.name()))}</Pill>
            {waits.map(|text| view! { <span class="soft small">{text}</span> })}
        </span>
    }
}

/// A failure in the place of what could not be loaded.
pub fn failed(error: ApiError) -> AnyView {
    match error {
        ApiError::NotFound => {
            view! { <EmptyState glyph=Glyph::CIRCLE_ALERT title=t!("records-not-found") text=t!("records-not-found-how")/> }.into_any()
        }
        error => view! { <FormErrors error=Signal::stored(Some(error))/> }.into_any(),
    }
}
