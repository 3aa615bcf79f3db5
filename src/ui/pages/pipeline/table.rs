//! The table: sortable, in pages.

use leptos::prelude::*;

use super::PipelineAddress;
use super::line::{Next, Waiting};
use crate::domain::pipeline::{PipelineLine, PipelineSort, page};
use crate::domain::time::{Instant, Zone};
use crate::ui::browser::focus;
use crate::ui::components::{Glyph, Icon};
use crate::ui::latest::all_of;
use crate::{paths, t};

const COLUMNS: [(PipelineSort, &str); 6] = [
    (PipelineSort::Candidate, "pipeline-candidate"),
    (PipelineSort::Job, "pipeline-job"),
    (PipelineSort::Client, "pipeline-client"),
    (PipelineSort::Stage, "pipeline-stage"),
    (PipelineSort::Next, "pipeline-next"),
    (PipelineSort::Waiting, "pipeline-waiting"),
];

/// The table.
#[component]
pub fn Table(
    lines: Memo<Vec<PipelineLine>>,
    address: Memo<PipelineAddress>,
    now: Signal<Instant>,
    zone: StoredValue<Zone>,
) -> impl IntoView {
    let shown = Memo::new(move |_| {
        let page = page(lines.get(), address.with(|address| address.page));
        (page.pages(), page.rows)
    });
    let keep = focus::keep(move || shown.track());
    let rows = move || shown.with(|(_, rows)| rows.clone());
    let pager = move || {
        let (pages, at) = (shown.with(|(pages, _)| *pages), address.get());
        (pages > 1).then(|| view! {
            <nav class="pager" aria-label=t!("pipeline-pages")>
                {(at.page > 0).then(|| view! { <a class="btn" rel="prev" href=PipelineAddress { page: at.page - 1, ..at.clone() }.link()>{t!("pipeline-previous")}</a> })}
                <span class="soft">{t!("pipeline-page", page = at.page + 1, pages = pages)}</span>
                {(at.page + 1 < pages).then(|| view! { <a class="btn" rel="next" href=PipelineAddress { page: at.page + 1, ..at.clone() }.link()>{t!("pipeline-next-page")}</a> })}
            </nav>
        })
    };
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=t!("pipeline-table") on:focusin=keep>
            <table class="table">
                <thead>
                    <tr>
                        {move || COLUMNS.into_iter().map(|(sort, key)| view! { <Head sort key address=address.get()/> }).collect_view()}
                    </tr>
                </thead>
                <tbody>
                    <For each=rows key=all_of let:line><Row line now zone/></For>
                </tbody>
            </table>
        </div>
        {pager}
    }
}

#[component]
fn Head(sort: PipelineSort, key: &'static str, address: PipelineAddress) -> impl IntoView {
    let current = address.sort == sort;
    let order = match (current, address.descending) {
        (false, _) => None,
        (true, false) => Some("ascending"),
        (true, true) => Some("descending"),
    };
    let address_descending = address.descending;
    let link = PipelineAddress { sort, descending: current && !address.descending, page: 0, ..address }.link();
    let glyph = if current && address_descending { Glyph::ARROW_DOWN } else { Glyph::ARROW_UP };
    view! { <th scope="col" aria-sort=order><a class="sort" href=link>{t!(key)}<Icon glyph/></a></th> }
}

#[component]
fn Row(line: PipelineLine, now: Signal<Instant>, zone: StoredValue<Zone>) -> impl IntoView {
    let id = format!("line-{}", line.application);
    let next = view! { <Next line=line.clone() zone=zone.get_value()/> };
    view! {
        <tr>
            <th scope="row"><a id=id href=paths::candidate(line.candidate)>{line.candidate_name.clone()}</a></th>
            <td><a href=paths::job(line.job)>{line.job_title.clone()}</a></td>
            <td>{line.client.clone().map(|(id, name)| view! { <a href=paths::client(id)>{name}</a> })}</td>
            <td>{line.stage_name.clone()}</td>
            <td>{next}</td>
            <td>{move || view! { <Waiting line=line.clone() now=now.get()/> }}</td>
        </tr>
    }
}
