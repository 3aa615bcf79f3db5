//! The board: a column for each kind of stage.

use leptos::prelude::*;

use super::line::{Next, Waiting};
use crate::domain::pipeline::{PipelineLine, board};
use crate::domain::time::{Instant, Zone};
use crate::{paths, t};

/// Cards in a column before the rest is left to the table.
const MOST: usize = 50;

/// The board.
#[component]
pub fn Board(lines: Vec<PipelineLine>, now: Instant, zone: Zone) -> impl IntoView {
    view! {
        <div class="board" tabindex="0" role="region" aria-label=t!("pipeline-board")>
            {board(lines).into_iter().map(|column| {
                let kind = t!(&format!("stage-kind-{}", column.kind.name()));
                let name = column.name.clone().unwrap_or(kind);
                let more = column.lines.len().saturating_sub(MOST);
                let zone = zone.clone();
                view! {
                    <section class="board-column">
                        <h2>{name}" "<span class="count">{column.lines.len()}</span></h2>
                        <ul role="list">
                            {column.lines.into_iter().take(MOST).map(|line| view! { <li><Card line now zone=zone.clone()/></li> }).collect_view()}
                        </ul>
                        {(more > 0).then(|| view! { <p class="soft small">{t!("pipeline-more", count = more)}</p> })}
                    </section>
                }
            }).collect_view()}
        </div>
    }
}

#[component]
fn Card(line: PipelineLine, now: Instant, zone: Zone) -> impl IntoView {
    let place = match &line.client {
        Some((_, client)) => format!("{} · {client}", line.job_title),
        None => line.job_title.clone(),
    };
    let has_next = line.next.is_some();
    view! {
        <article class="card board-card">
            <a class="card-title" href=paths::candidate(line.candidate)>{line.candidate_name.clone()}</a>
            <p class="soft small">{place}</p>
            <p class="board-card-state">
                <Waiting line=line.clone() now/>
                {has_next.then(|| view! { <Next line=line.clone() zone/> })}
            </p>
        </article>
    }
}
