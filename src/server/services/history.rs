//! The history of a candidate, for those who keep the records.

use serde_json::Value;

use super::candidates::{is_in_offer, visible};
use super::jobs::viewer_zone;
use crate::api::error::ApiError;
use crate::api::history::HistoryTab;
use crate::domain::can;
use crate::domain::history::{Fact, HistoryLine, HistoryQuery, PRINTED};
use crate::domain::id::{CandidateId, EventId};
use crate::domain::list::PER_PAGE;
use crate::domain::messages::MessageState;
use crate::domain::scheduling::answer::Way;
use crate::domain::time::{Instant, from_ms};
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::store::Tx;
use crate::server::store::history::HistoryRow;

/// A page of a candidate's history.
///
/// # Errors
/// `Forbidden` for those who do not keep the records; `NotFound`.
pub async fn tab(ctx: &Ctx, candidate: CandidateId, query: &HistoryQuery) -> Result<HistoryTab> {
    let mut tx = ctx.store().read().await?;
    let candidate_name = readable(ctx, &mut tx, candidate).await?;
    let part = if query.print { (0, PRINTED) } else { (query.page.saturating_mul(PER_PAGE), PER_PAGE) };
    let rows = tx.history_of(candidate, query, None, part).await?;
    Ok(HistoryTab {
        candidate,
        candidate_name,
        offers: is_in_offer(&mut tx, candidate).await?,
        lines: lines(&mut tx, candidate, rows).await?,
        total: tx.history_count(candidate, query).await?,
        people: tx.people_of_history(candidate).await?,
        zone: viewer_zone(ctx)?,
    })
}

/// The candidate's name, for those who may read the history.
pub(super) async fn readable(ctx: &Ctx, tx: &mut Tx, candidate: CandidateId) -> Result<String> {
    ctx.require(can::be_signed_in(&ctx.actor))?;
    ctx.require(can::manage_records(&ctx.actor))?;
    visible(ctx, tx, candidate).await?;
    Ok(tx.candidate_record(candidate).await?.ok_or(ApiError::NotFound)?.name)
}

/// Events with who was told of them.
pub(super) async fn lines(tx: &mut Tx, candidate: CandidateId, rows: Vec<HistoryRow>) -> Result<Vec<HistoryLine>> {
    let (Some(latest), Some(first)) = (rows.first().map(|row| row.at), rows.last().map(|row| row.at)) else { return Ok(Vec::new()) };
    let told = tx.told_of(candidate, (first, latest)).await?;
    Ok(rows.into_iter().map(|row| line(row, &told)).collect())
}

fn line(row: HistoryRow, told: &[(EventId, String, MessageState)]) -> HistoryLine {
    let mut facts: Vec<(String, Fact)> = row.interview_title.map(|text| ("title".to_owned(), Fact::Text { text })).into_iter().collect();
    if let Value::Object(data) = &row.data {
        facts.extend(data.iter().filter_map(|(name, value)| Some((name.clone(), fact(&row.action, name, value)?))));
    }
    HistoryLine {
        told: told.iter().filter(|(event, ..)| *event == row.id).map(|(_, name, state)| (name.clone(), *state)).collect(),
        id: row.id,
        at: row.at,
        who: row.who,
        action: row.action,
        job_title: row.job_title,
        facts,
    }
}

/// What an event's data says under a name; none where it says nothing for readers.
fn fact(action: &str, name: &str, value: &Value) -> Option<Fact> {
    match (name, value) {
        ("starts_at" | "ends_at" | "proposed_at" | "until", Value::Number(at)) => Some(at_ms(at)?),
        // Of an interview, when it was; of an answer, what it was.
        ("was", Value::Number(at)) => Some(at_ms(at)?),
        ("was" | "response", Value::String(response)) => Some(Fact::Word { key: format!("response-{response}") }),
        // By the link is how answers come; another way is worth a word.
        ("way", Value::String(way)) => (way != Way::Link.name()).then(|| Fact::Word { key: format!("history-way-{way}") }),
        ("disposition", Value::String(disposition)) => Some(Fact::Word { key: format!("disposition-{disposition}") }),
        ("kind", Value::String(kind)) if action.starts_with("file.") => Some(Fact::Word { key: format!("file-kind-{kind}") }),
        ("category", Value::String(category)) if action.starts_with("scheduling_task.") => {
            Some(Fact::Word { key: format!("task-category-{category}") })
        }
        ("due_on", Value::String(date)) => Some(Fact::On { date: date.parse().ok()? }),
        (_, Value::String(text)) if !text.trim().is_empty() => Some(Fact::Text { text: text.clone() }),
        _ => None,
    }
}

fn at_ms(number: &serde_json::Number) -> Option<Fact> {
    number.as_i64().map(|at| Fact::At { at: from_ms(at) })
}

/// Where a reader of the whole history goes on: after this event.
pub(super) fn place(row: &HistoryRow) -> (Instant, EventId) {
    (row.at, row.id)
}
