//! The filters: a plain GET form, so that every state has an address and works without scripts.

use leptos::prelude::*;
use leptos_router::components::Form;

use super::PipelineAddress;
use crate::api::pipeline::PipelineChoices;
use crate::domain::booking::WaitingFor;
use crate::domain::jobs::StageKind;
use crate::t;
use crate::ui::browser::forms;
use crate::ui::components::FilterChoice;

/// Search, job, client, coordinator, stage, waiting for.
#[component]
pub fn Filters(choices: PipelineChoices, address: Memo<PipelineAddress>) -> impl IntoView {
    let filter = move || address.get().filter;
    let search = forms::following(move || address.with(|address| address.filter.search.clone()));
    let node = NodeRef::new();
    forms::typed(node, search);
    let jobs = choices.jobs.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let clients = choices.clients.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let coordinators = choices.coordinators.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let kinds = StageKind::ALL.iter().map(|kind| (kind.name().to_owned(), t!(&format!("stage-kind-{}", kind.name())))).collect();
    let waiting = [WaitingFor::Client, WaitingFor::Candidate, WaitingFor::Recruiter]
        .iter()
        .map(|who| (who.name().to_owned(), t!(&format!("waiting-for-{}", who.name()))))
        .collect();
    view! {
        <Form method="GET" action=crate::paths::PIPELINE attr:class="filters" attr:role="search">
            {move || address.get().table.then(|| view! { <input type="hidden" name="view" value="table"/> })}
            <label class="field">
                <span class="field__label">{t!("pipeline-search")}</span>
                <input class="input" type="search" name="search" maxlength="100" value=search.get_untracked() node_ref=node on:input=move |ev| search.set(event_target_value(&ev))/>
            </label>
            <FilterChoice any=t!("pipeline-any") name="job" label=t!("pipeline-job") options=jobs chosen=Signal::derive(move || filter().job.map(|id| id.to_string()))/>
            <FilterChoice any=t!("pipeline-any") name="client" label=t!("pipeline-client") options=clients chosen=Signal::derive(move || filter().client.map(|id| id.to_string()))/>
            <FilterChoice any=t!("pipeline-any") name="coordinator" label=t!("pipeline-coordinator") options=coordinators chosen=Signal::derive(move || filter().coordinator.map(|id| id.to_string()))/>
            <FilterChoice any=t!("pipeline-any") name="stage" label=t!("pipeline-stage") options=kinds chosen=Signal::derive(move || filter().kind.map(|kind| kind.name().to_owned()))/>
            <FilterChoice any=t!("pipeline-any") name="waiting" label=t!("pipeline-waiting") options=waiting chosen=Signal::derive(move || filter().waiting.map(|who| who.name().to_owned()))/>
            <button class="btn" type="submit">{t!("pipeline-apply")}</button>
            {move || address.get().is_filtered().then(|| view! { <a class="btn btn--plain" href=crate::paths::PIPELINE>{t!("pipeline-all")}</a> })}
        </Form>
    }
}
