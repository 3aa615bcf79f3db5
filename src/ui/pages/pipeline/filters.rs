//! The filters: a plain GET form, so that every state has an address and works without scripts.

use leptos::prelude::*;
use leptos_router::components::Form;

use super::PipelineAddress;
use crate::api::pipeline::PipelineChoices;
use crate::domain::booking::WaitingFor;
use crate::domain::jobs::StageKind;
use crate::t;

/// Search, job, client, coordinator, stage, waiting for.
#[component]
pub fn Filters(choices: PipelineChoices, address: Memo<PipelineAddress>) -> impl IntoView {
    let filter = address.get_untracked().filter;
    let ids = |list: Vec<(String, String)>| list;
    let jobs = ids(choices.jobs.into_iter().map(|(id, name)| (id.to_string(), name)).collect());
    let clients = ids(choices.clients.into_iter().map(|(id, name)| (id.to_string(), name)).collect());
    let coordinators = ids(choices.coordinators.into_iter().map(|(id, name)| (id.to_string(), name)).collect());
    let kinds = StageKind::ALL.iter().map(|kind| (kind.name().to_owned(), t!(&format!("stage-kind-{}", kind.name())))).collect();
    let waiting = [WaitingFor::Client, WaitingFor::Candidate, WaitingFor::Recruiter]
        .iter()
        .map(|who| (who.name().to_owned(), t!(&format!("waiting-for-{}", who.name()))))
        .collect();
    view! {
        <Form method="GET" action=crate::paths::PIPELINE attr:class="filters" attr:role="search">
            {address.get_untracked().table.then(|| view! { <input type="hidden" name="view" value="table"/> })}
            <label class="field">
                <span>{t!("pipeline-search")}</span>
                <input class="input" type="search" name="search" maxlength="100" value=filter.search/>
            </label>
            <Choice name="job" label=t!("pipeline-job") options=jobs chosen=filter.job.map(|id| id.to_string())/>
            <Choice name="client" label=t!("pipeline-client") options=clients chosen=filter.client.map(|id| id.to_string())/>
            <Choice name="coordinator" label=t!("pipeline-coordinator") options=coordinators chosen=filter.coordinator.map(|id| id.to_string())/>
            <Choice name="stage" label=t!("pipeline-stage") options=kinds chosen=filter.kind.map(|kind| kind.name().to_owned())/>
            <Choice name="waiting" label=t!("pipeline-waiting") options=waiting chosen=filter.waiting.map(|who| who.name().to_owned())/>
            <button class="btn" type="submit">{t!("pipeline-apply")}</button>
            {move || address.get().is_filtered().then(|| view! { <a class="btn btn--plain" href=crate::paths::PIPELINE>{t!("pipeline-all")}</a> })}
        </Form>
    }
}

/// A drop-down with "All" on top; nothing where there is nothing to choose from.
#[component]
fn Choice(name: &'static str, label: String, options: Vec<(String, String)>, chosen: Option<String>) -> impl IntoView {
    (!options.is_empty()).then(|| {
        let none = chosen.is_none();
        view! {
            <label class="field">
                <span>{label}</span>
                <select class="input" name=name>
                    <option value="" selected=none>{t!("pipeline-any")}</option>
                    {options.into_iter().map(|(value, text)| {
                        let selected = chosen.as_deref() == Some(value.as_str());
                        view! { <option value=value selected=selected>{text}</option> }
                    }).collect_view()}
                </select>
            </label>
        }
    })
}
