//! Notes about candidates: written by whoever may see the candidate, changed by their author or an administrator.

use serde_json::json;

use super::candidates::{is_in_offer, visible};
use super::jobs::viewer_zone;
use super::pipeline::scope_of;
use crate::api::error::ApiError;
use crate::api::notes::{NoteView, NotesTab, Todo, TodoLine};
use crate::domain::can;
use crate::domain::error::FieldErrors;
use crate::domain::id::{ApplicationId, CandidateId, EventId, NoteId};
use crate::domain::notes::{MOST_NAMED, NoteText, SaveNote, names};
use crate::domain::people::{Actor, EmailAddress};
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::mail::message::{Mention, Recipient, Sender};
use crate::server::store::Tx;
use crate::server::store::history::Event;
use crate::server::store::notes::NoteRow;

/// The notes about a candidate; not `all`: of the application that is worked on, with those about the candidate as such.
///
/// # Errors
/// `NotFound`, also for those who may not see the candidate.
pub async fn tab(ctx: &Ctx, candidate: CandidateId, all: bool) -> Result<NotesTab> {
    ctx.require(can::be_signed_in(&ctx.actor))?;
    let mut tx = ctx.store().read().await?;
    visible(ctx, &mut tx, candidate).await?;
    let record = tx.candidate_record(candidate).await?.ok_or(ApiError::NotFound)?;
    let applications = tx.applications_of(candidate).await?;
    let present = applications.first().map(|choice| choice.id).filter(|_| !all);
    let notes = tx.notes_of(candidate, present).await?.into_iter().map(|row| shown(ctx, row)).collect();
    let colleagues = tx.colleagues().await?.into_iter().map(|colleague| colleague.name).collect();
    let is_narrowed = present.is_some() && applications.len() > 1;
    Ok(NotesTab {
        candidate,
        candidate_name: record.name,
        offers: is_in_offer(&mut tx, candidate).await?,
        notes,
        applications,
        colleagues,
        zone: viewer_zone(ctx)?,
        is_narrowed,
        now: ctx.now(),
    })
}

fn shown(ctx: &Ctx, row: NoteRow) -> NoteView {
    NoteView {
        may_edit: can::edit_note(&ctx.actor, row.author),
        id: row.id,
        version: row.version,
        application: row.application,
        job_title: row.job_title,
        said: row.said,
        done: row.done,
        author_name: row.author_name,
        author_email: row.author_email,
        created_at: row.created_at,
        changed_at: row.changed_at,
    }
}

/// Writes a note, or changes one; who is named in it for the first time is told.
///
/// # Errors
/// `Invalid` at the fields; `Forbidden` for another's note; `Stale`; `NotFound`.
pub async fn save(ctx: &Ctx, input: SaveNote) -> Result<NoteId> {
    ctx.require(can::be_signed_in(&ctx.actor))?;
    let me = ctx.actor.user_id().ok_or(ApiError::Unauthorized)?;
    let said = input.check()?;
    let mut tx = ctx.store().begin().await?;
    visible(ctx, &mut tx, input.candidate).await?;
    // Whom and what a note is about stays as it was written.
    let (id, action, application) = match input.id {
        Some(id) => {
            let row = own(ctx, &mut tx, id).await?;
            if row.candidate != input.candidate {
                return Err(ApiError::NotFound.into());
            }
            let application = row.application;
            tx.update_note(&NoteRow { version: input.version, ..row }, &said, &me.to_string(), ctx.now()).await?;
            (id, "note.changed", application)
        }
        None => {
            let known = tx.applications_of(input.candidate).await?;
            if input.application.is_some_and(|application| known.iter().all(|choice| choice.id != application)) {
                return Err(FieldErrors::one("application", "error-choose").into());
            }
            let id = ctx.id(NoteId::new)?;
            tx.insert_note(id, (input.candidate, input.application), me, &said, ctx.now()).await?;
            (id, "note.written", input.application)
        }
    };
    let event = record(ctx, &mut tx, action, id, (input.candidate, application), &said).await?;
    mention(ctx, &mut tx, event, id, input.candidate, &said).await?;
    tx.commit().await?;
    Ok(id)
}

/// Tells who is named in the note for the first time; nobody of what they wrote themselves, nor of a candidate whom they may not see.
async fn mention(ctx: &Ctx, tx: &mut Tx, event: EventId, id: NoteId, about: CandidateId, said: &NoteText) -> Result<()> {
    let me = ctx.actor.user_id().ok_or(ApiError::Unauthorized)?;
    let named: Vec<_> = tx.colleagues().await?.into_iter().filter(|colleague| names(&said.text, &colleague.name)).collect();
    if named.len() > MOST_NAMED {
        let mut errors = FieldErrors::default();
        errors.add_with("text", "error-note-names", &[("most", MOST_NAMED.to_string())]);
        return Err(errors.into());
    }
    for colleague in named {
        if !tx.candidate_in_scope(scope_of(colleague.id, colleague.role), about).await? || !tx.insert_mention(id, colleague.id).await? {
            continue;
        }
        // An account's address was parsed when it was stored; one that is not an address gets no mail.
        let (false, Ok(email)) = (colleague.id == me, EmailAddress::parse(&colleague.email)) else { continue };
        let author = tx.user(me).await?.ok_or(ApiError::Unauthorized)?;
        let candidate = tx.candidate_record(about).await?.ok_or(ApiError::NotFound)?.name;
        let to = Recipient { name: colleague.name, email, zone: ctx.zone.clone() };
        let sender = Sender { name: author.name, email: author.email };
        let link = crate::paths::candidate_notes(about);
        super::messages::enqueue(tx, ctx, event, Mention { to, sender, candidate, words: said.text.clone(), link }).await?;
    }
    Ok(())
}

/// Completes a task, or opens it again: whoever may see the candidate.
///
/// # Errors
/// `Stale`; `NotFound`; `NotPossible` for what is no task.
pub async fn complete(ctx: &Ctx, id: NoteId, version: i64, done: bool) -> Result<()> {
    ctx.require(can::be_signed_in(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let row = tx.note(id).await?.ok_or(ApiError::NotFound)?;
    visible(ctx, &mut tx, row.candidate).await?;
    if !row.said.is_task {
        return Err(ApiError::NotPossible("error-note-no-task".into()).into());
    }
    let by = match &ctx.actor {
        Actor::User { name, .. } => name.clone(),
        _ => String::new(),
    };
    tx.set_note_done(id, version, done.then_some((ctx.now(), by.as_str()))).await?;
    let action = if done { "task.completed" } else { "task.reopened" };
    record(ctx, &mut tx, action, id, (row.candidate, row.application), &row.said).await?;
    Ok(tx.commit().await?)
}

/// Deletes a note. What it said stays in the history of its versions.
///
/// # Errors
/// `Forbidden` for another's note; `Stale`; `NotFound`.
pub async fn delete(ctx: &Ctx, id: NoteId, version: i64) -> Result<()> {
    ctx.require(can::be_signed_in(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let row = own(ctx, &mut tx, id).await?;
    tx.delete_note(id, version, ctx.now()).await?;
    record(ctx, &mut tx, "note.deleted", id, (row.candidate, row.application), &row.said).await?;
    Ok(tx.commit().await?)
}

/// What the viewer has to do: what is urgent, then the tasks of notes by date, overdue ones first, then what the records ask for, the oldest
/// first, then notes without a date.
///
/// # Errors
/// `Unauthorized` without a session.
pub async fn todo(ctx: &Ctx) -> Result<Todo> {
    let me = ctx.actor.user_id().ok_or(ApiError::Unauthorized)?;
    let mut tx = ctx.store().read().await?;
    let rows = tx.open_tasks_of(me).await?;
    let (tasks, all_tasks) = super::tasks::own(ctx, &mut tx).await?;
    let today = viewer_zone(ctx)?.date(ctx.now());
    let line = |row: NoteRow| TodoLine {
        note: row.id,
        version: row.version,
        candidate: row.candidate,
        candidate_name: row.candidate_name,
        text: row.said.text,
        due_on: row.said.due_on,
        is_overdue: row.said.due_on.is_some_and(|due| due < today),
    };
    Ok(Todo { notes: rows.into_iter().map(line).collect(), tasks, all_tasks, zone: viewer_zone(ctx)?, now: ctx.now() })
}

/// A note that the actor may change.
async fn own(ctx: &Ctx, tx: &mut Tx, id: NoteId) -> Result<NoteRow> {
    let row = tx.note(id).await?.ok_or(ApiError::NotFound)?;
    visible(ctx, tx, row.candidate).await?;
    ctx.require(can::edit_note(&ctx.actor, row.author))?;
    Ok(row)
}

async fn record(
    ctx: &Ctx,
    tx: &mut Tx,
    action: &'static str,
    id: NoteId,
    (candidate, application): (CandidateId, Option<ApplicationId>),
    said: &NoteText,
) -> Result<EventId> {
    let event = ctx.id(EventId::new)?;
    tx.record(Event {
        id: event,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action,
        subject: ("note", id.to_string()),
        candidate_id: Some(candidate),
        application_id: application,
        job_id: None,
        data: json!({ "task": said.is_task, "due_on": said.due_on }),
        topics: Vec::new(),
    })
    .await?;
    Ok(event)
}
