//! Tables for Excel: History and Notes of a candidate. Whatever their number, few rows are in memory at a time.

use std::fs::File;

use tokio::sync::mpsc::{Sender, channel};

use super::jobs::viewer_zone;
use super::{candidates, history};
use crate::api::error::ApiError;
use crate::domain::can;
use crate::domain::history::HistoryQuery;
use crate::domain::id::CandidateId;
use crate::domain::locale::Locale;
use crate::domain::time::Zone;
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::sheet::{Cell, Column, write};
use crate::text;
use crate::text::history as sentences;

/// Rows that are read at a time.
const BATCH: u32 = 500;
/// Batches that wait to be written.
const WAITING: usize = 2;

/// A finished table.
pub struct Table {
    /// What to save it as.
    pub name: String,
    /// The workbook (Office Open XML), from its beginning.
    pub file: File,
}

/// The history of a candidate that is asked for, whole.
///
/// # Errors
/// `Forbidden` for those who do not keep the records; `NotFound`; when the disk is full.
pub async fn history(ctx: &Ctx, candidate: CandidateId, query: HistoryQuery) -> Result<Table> {
    let mut tx = ctx.store().read().await?;
    let name = history::readable(ctx, &mut tx, candidate).await?;
    let (locale, zone) = (ctx.locale, viewer_zone(ctx)?);
    let columns = vec![
        Column { title: when(locale, &zone), width: 18.0 },
        Column { title: text!(locale.language, "history-who"), width: 28.0 },
        Column { title: text!(locale.language, "history-what"), width: 70.0 },
        Column { title: text!(locale.language, "history-job"), width: 28.0 },
        Column { title: text!(locale.language, "history-told"), width: 36.0 },
    ];
    let read = async move |rows: Sender<Vec<Vec<Cell>>>| {
        let mut before = None;
        loop {
            let found = tx.history_of(candidate, &query, before, (0, BATCH)).await?;
            let Some(last) = found.last() else { return Ok(()) };
            before = Some(history::place(last));
            let lines = history::lines(&mut tx, candidate, found).await?;
            let cells = lines.iter().map(|line| {
                vec![
                    Cell::At(zone.civil(line.at)),
                    Cell::Text(sentences::who(locale.language, &line.who)),
                    Cell::Text(sentences::lines(locale, &zone, line).join("\n")),
                    Cell::Text(line.job_title.clone().unwrap_or_default()),
                    Cell::Text(sentences::told(locale.language, line).join("\n")),
                ]
            });
            if rows.send(cells.collect()).await.is_err() {
                return Ok(());
            }
        }
    };
    table(format!("{name} - {}", text!(locale.language, "history-sheet")), text!(locale.language, "history-sheet"), columns, read).await
}

/// The notes about a candidate; not `all`: as the tab shows them.
///
/// # Errors
/// `NotFound`, also for those who may not see the candidate; when the disk is full.
pub async fn notes(ctx: &Ctx, candidate: CandidateId, all: bool) -> Result<Table> {
    ctx.require(can::be_signed_in(&ctx.actor))?;
    let mut tx = ctx.store().read().await?;
    candidates::visible(ctx, &mut tx, candidate).await?;
    let name = tx.candidate_record(candidate).await?.ok_or(ApiError::NotFound)?.name;
    let application = tx.applications_of(candidate).await?.first().map(|choice| choice.id).filter(|_| !all);
    let (locale, zone) = (ctx.locale, viewer_zone(ctx)?);
    let title = |key: &str, width| Column { title: text!(locale.language, key), width };
    let columns = vec![
        Column { title: when(locale, &zone), width: 18.0 },
        title("notes-column-author", 24.0),
        title("notes-column-email", 28.0),
        title("notes-text", 70.0),
        title("notes-task", 10.0),
        title("notes-due", 14.0),
        title("notes-column-done", 18.0),
        title("notes-column-done-by", 24.0),
        title("history-job", 28.0),
    ];
    let task = text!(locale.language, "notes-is-task");
    let read = async move |rows: Sender<Vec<Vec<Cell>>>| {
        let mut before = None;
        loop {
            let found = tx.notes_before(candidate, application, before, BATCH).await?;
            let Some(last) = found.last() else { return Ok(()) };
            before = Some((last.created_at, last.id));
            let cells = found.into_iter().map(|note| {
                let done = note.done.as_ref();
                vec![
                    Cell::At(zone.civil(note.created_at)),
                    Cell::Text(note.author_name),
                    Cell::Text(note.author_email),
                    Cell::Text(note.said.text),
                    Cell::Text(if note.said.is_task { task.clone() } else { String::new() }),
                    note.said.due_on.map_or(Cell::Empty, Cell::On),
                    done.map_or(Cell::Empty, |(at, _)| Cell::At(zone.civil(*at))),
                    done.map_or(Cell::Empty, |(_, name)| Cell::Text(name.clone())),
                    Cell::Text(note.job_title.unwrap_or_default()),
                ]
            });
            if rows.send(cells.collect()).await.is_err() {
                return Ok(());
            }
        }
    };
    table(format!("{name} - {}", text!(locale.language, "notes-sheet")), text!(locale.language, "notes-sheet"), columns, read).await
}

/// The heading over times: whose they are.
fn when(locale: Locale, zone: &Zone) -> String {
    format!("{} ({})", text!(locale.language, "history-when"), zone.name().replace('_', " "))
}

/// Reads and writes side by side: the writer blocks, so it has a thread of its own.
async fn table<R>(name: String, sheet: String, columns: Vec<Column>, read: R) -> Result<Table>
where
    R: AsyncFnOnce(Sender<Vec<Vec<Cell>>>) -> Result<()>,
{
    let (rows, waiting) = channel(WAITING);
    let writing = tokio::task::spawn_blocking(move || write(&sheet, &columns, waiting));
    let was_read = read(rows).await;
    let written = writing.await.map_err(|error| Error::Internal(error.to_string()))?;
    was_read?;
    Ok(Table { name: format!("{name}.xlsx"), file: written.map_err(Error::Internal)? })
}
