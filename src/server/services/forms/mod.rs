//! Interview forms: templates, an attendee's form, uploads, side by side, on paper.

mod fill;
mod overview;
mod paper;
mod templates;
mod uploads;

pub use fill::{discard, fill, keep, submit, view};
pub use overview::{attach, compare, due, link, revoke, tab};
pub use paper::{blank, paper_name, pdf};
pub use templates::{approve, choices, list, move_template, retire, save, template};
pub use uploads::{may_upload, open, remove, upload};

use serde_json::json;

use crate::api::error::ApiError;
use crate::domain::can;
use crate::domain::forms::form::FormState;
use crate::domain::id::{EventId, FormId, FormVersionId, InterviewId};
use crate::domain::people::Actor;
use crate::domain::scheduling::interview::PersonKind;
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::store::Tx;
use crate::server::store::forms::{FormInterview, FormRow};
use crate::server::store::history::Event;

/// Gives every attendee of a confirmed interview a form, in the transaction that made the interview or changed who takes part.
///
/// A new interview gets the approved version of its interview template's form, and keeps that version. Whoever takes part no longer loses
/// a form that nobody has begun; what was written stays.
///
/// # Errors
/// When the database refuses.
pub async fn arrange(tx: &mut Tx, ctx: &Ctx, id: InterviewId, is_new: bool) -> Result<()> {
    let Some(interview) = tx.form_interview(id).await? else { return Ok(()) };
    let version = match interview.form_version {
        Some(version) => Some(version),
        None if is_new => {
            let template = tx.form_template_of_interview(id).await?;
            let offered = tx.offered_forms().await?;
            let version = offered.into_iter().find(|(offered, ..)| Some(*offered) == template).map(|(.., version)| version);
            if version.is_some() {
                tx.set_interview_form(id, version).await?;
            }
            version
        }
        None => None,
    };
    match version {
        Some(version) => hand_out(tx, ctx, id, version).await,
        None => Ok(()),
    }
}

/// Makes the forms that are missing, takes back the blank ones of those who do not take part.
async fn hand_out(tx: &mut Tx, ctx: &Ctx, id: InterviewId, version: FormVersionId) -> Result<()> {
    let mut people = tx.people_of_interview(id).await?;
    people.retain(|person| person.kind == PersonKind::Attendee);
    for form in tx.forms_of_interview(id).await? {
        if !people.iter().any(|person| person.person_id == form.person_id) {
            tx.delete_blank_form(form.id).await?;
        }
    }
    for person in &people {
        tx.insert_form(ctx.id(FormId::new)?, id, (&person.person_id, &person.name), version, ctx.now()).await?;
    }
    Ok(())
}

/// The record of an attendee that the actor is.
fn person_of(actor: &Actor) -> Option<String> {
    match actor {
        Actor::User { id, .. } => Some(id.to_string()),
        Actor::Evaluator { id, .. } => Some(id.clone()),
        _ => None,
    }
}

/// Where the actor's own form stands among an interview's; none when the actor has none.
fn own_state(ctx: &Ctx, forms: &[FormRow]) -> Option<FormState> {
    let person = person_of(&ctx.actor)?;
    forms.iter().find(|form| form.person_id == person).map(|form| form.form.state())
}

/// Whether the actor may know of an interview's forms at all.
fn may_know(ctx: &Ctx, interview: &FormInterview, forms: &[FormRow]) -> bool {
    can::see_job(&ctx.actor, interview.hiring_manager) || own_state(ctx, forms).is_some()
}

/// Whether the actor sees what is in a form.
fn sees(ctx: &Ctx, row: &FormRow, forms: &[FormRow]) -> bool {
    can::fill_form(&ctx.actor, row.id, &row.person_id)
        || can::see_evaluation(&ctx.actor, row.interview.hiring_manager, own_state(ctx, forms))
}

/// A form that the actor may know of, and the forms of its interview. By a link, its own only.
async fn known(ctx: &Ctx, tx: &mut Tx, id: FormId) -> Result<(FormRow, Vec<FormRow>)> {
    let row = tx.form(id).await?.ok_or(ApiError::NotFound)?;
    let forms = tx.forms_of_interview(row.interview.id).await?;
    let knows = match &ctx.actor {
        Actor::Evaluator { form, .. } => *form == id,
        _ => {
            ctx.require(can::be_signed_in(&ctx.actor))?;
            may_know(ctx, &row.interview, &forms)
        }
    };
    if knows { Ok((row, forms)) } else { Err(ApiError::NotFound.into()) }
}

/// Records what happened to a form; what is written in it is nobody's to read in the history.
async fn record(ctx: &Ctx, tx: &mut Tx, action: &'static str, row: &FormRow, mut data: serde_json::Value) -> Result<()> {
    if let Some(data) = data.as_object_mut() {
        data.insert("attendee".into(), json!(row.person_name));
        data.insert("interview".into(), json!(row.interview.title));
    }
    tx.record(Event {
        id: ctx.id(EventId::new)?,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action,
        subject: ("form", row.id.to_string()),
        candidate_id: Some(row.interview.candidate),
        application_id: Some(row.interview.application),
        job_id: Some(row.interview.job),
        data,
        topics: vec![format!("interview:{}", row.interview.id)],
    })
    .await?;
    Ok(())
}
