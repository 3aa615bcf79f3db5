//! The table: sortable, in pages.

use leptos::prelude::*;

use super::PipelineAddress;
use super::line::{Next, Waiting};
use crate::domain::pipeline::{PipelineLine, PipelineSort, page};
use crate::domain::time::{Instant, Zone};
use crate::ui::components::{Glyph, Icon};
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
pub fn Table(lines: Vec<PipelineLine>, address: PipelineAddress, now: Instant, zone: Zone) -> impl IntoView {
    let shown = page(lines, address.page);
    let pages = shown.pages();
    let at = address.clone();
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=t!("pipeline-table")>
            <table class="table">
                <thead>
                    <tr>
                        {COLUMNS.into_iter().map(|(sort, key)| view! { <Head sort key address=address.clone()/> }).collect_view()}
                    </tr>
                </thead>
                <tbody>
                    {shown.rows.into_iter().map(|line| view! { <Row line now zone=zone.clone()/> }).collect_view()}
                </tbody>
            </table>
        </div>
        {(pages > 1).then(|| view! {
            <nav class="pager" aria-label=t!("pipeline-pages")>
                {(at.page > 0).then(|| view! { <a class="btn" rel="prev" href=PipelineAddress { page: at.page - 1, ..at.clone() }.link()>{t!("pipeline-previous")}</a> })}
                <span class="soft">{t!("pipeline-page", page = at.page + 1, pages = pages)}</span>
                {(at.page + 1 < pages).then(|| view! { <a class="btn" rel="next" href=PipelineAddress { page: at.page + 1, ..at.clone() }.link()>{t!("pipeline-next-page")}</a> })}
            </nav>
        })}
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
fn Row(line: PipelineLine, now: Instant, zone: Zone) -> impl IntoView {
    view! {
        <tr>
            <th scope="row"><a href=paths::candidate(line.candidate)>{line.candidate_name.clone()}</a></th>
            <td><a href=paths::job(line.job)>{line.job_title.clone()}</a></td>
            <td>{line.client.clone().map(|(id, name)| view! { <a href=paths::client(id)>{name}</a> })}</td>
            <td>{line.stage_name.clone()}</td>
            <td><Next line=line.clone() zone/></td>
            <td><Waiting line=line.clone() now/></td>
        </tr>
    }
}
