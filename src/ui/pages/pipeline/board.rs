//! The board: a column for each kind of stage.

use leptos::prelude::*;

use super::line::{Next, Waiting};
use crate::domain::jobs::StageKind;
use crate::domain::pipeline::{Column, PipelineLine, board};
use crate::domain::time::{Instant, Zone};
use crate::ui::browser::focus;
use crate::ui::latest::all_of;
use crate::{paths, t};

/// Cards in a column before the rest is left to the table.
const MOST: usize = 50;

/// The board.
#[component]
pub fn Board(lines: Memo<Vec<PipelineLine>>, now: Signal<Instant>, zone: StoredValue<Zone>) -> impl IntoView {
    let columns = Memo::new(move |_| board(lines.get()));
    let keep = focus::keep(move || lines.track());
    view! {
        <div class="board" tabindex="0" role="region" aria-label=t!("pipeline-board") on:focusin=keep>
            {StageKind::ALL.iter().map(|kind| view! { <BoardColumn kind=*kind columns now zone/> }).collect_view()}
        </div>
    }
}

#[component]
fn BoardColumn(kind: StageKind, columns: Memo<Vec<Column>>, now: Signal<Instant>, zone: StoredValue<Zone>) -> impl IntoView {
    let with = move |read: fn(&Column) -> (Option<String>, usize)| {
        columns.with(|columns| columns.iter().find(|column| column.kind == kind).map(read)).unwrap_or_default()
    };
    let head = Memo::new(move |_| with(|column| (column.name.clone(), column.lines.len())));
    let usual = t!(&format!("stage-kind-{}", kind.name()));
    let cards = move || {
        let lines = columns.with(|columns| columns.iter().find(|column| column.kind == kind).map(|column| column.lines.clone()));
        lines.unwrap_or_default().into_iter().take(MOST).collect::<Vec<_>>()
    };
    view! {
        <section class="board-column">
            <h2>{move || head.get().0.unwrap_or_else(|| usual.clone())}" "<span class="count">{move || head.get().1}</span></h2>
            <ul role="list">
                <For each=cards key=all_of let:line><li><Card line now zone/></li></For>
            </ul>
            {move || {
                let more = head.get().1.saturating_sub(MOST);
                (more > 0).then(|| view! { <p class="soft small">{t!("pipeline-more", count = more)}</p> })
            }}
        </section>
    }
}

#[component]
fn Card(line: PipelineLine, now: Signal<Instant>, zone: StoredValue<Zone>) -> impl IntoView {
    let place = match &line.client {
        Some((_, client)) => format!("{} · {client}", line.job_title),
        None => line.job_title.clone(),
    };
    let next = line.next.is_some().then(|| view! { <Next line=line.clone() zone=zone.get_value()/> });
    let id = format!("card-{}", line.application);
    view! {
        <article class="card board-card">
            <a class="card-title" id=id href=paths::candidate(line.candidate)>{line.candidate_name.clone()}</a>
            <p class="soft small">{place}</p>
            <p class="board-card-state">
                {move || view! { <Waiting line=line.clone() now=now.get()/> }}
                {next}
            </p>
        </article>
    }
}
