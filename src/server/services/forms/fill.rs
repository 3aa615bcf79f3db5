//! An attendee's form: looking at it, keeping a draft, submitting, changing it later.

use serde_json::json;

use super::{known, record, sees};
use crate::api::error::ApiError;
use crate::api::forms::{FormRevision, FormView, UploadView};
use crate::domain::can;
use crate::domain::error::FieldErrors;
use crate::domain::forms::answers::{Answers, Fields};
use crate::domain::forms::form::FormState;
use crate::domain::forms::template::Content;
use crate::domain::id::FormId;
use crate::domain::people::Actor;
use crate::domain::scheduling::interview::InterviewState;
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::services::jobs::viewer_zone;
use crate::server::store::Tx;
use crate::server::store::forms::FormRow;

/// A form as the actor may see it: without the evaluation while the own is not submitted.
///
/// # Errors
/// `NotFound`, also for those who may not know of it.
pub async fn view(ctx: &Ctx, id: FormId) -> Result<FormView> {
    let mut tx = ctx.store().read().await?;
    let (row, forms) = known(ctx, &mut tx, id).await?;
    let sees = sees(ctx, &row, &forms);
    shown(ctx, &mut tx, row, sees).await
}

/// A form, with the evaluation where the actor sees it.
pub(super) async fn shown(ctx: &Ctx, tx: &mut Tx, row: FormRow, sees: bool) -> Result<FormView> {
    let version = tx.form_version(row.form_version).await?.ok_or(ApiError::NotFound)?;
    let template = tx.form_template(version.template).await?.ok_or(ApiError::NotFound)?;
    let is_own = can::fill_form(&ctx.actor, row.id, &row.person_id);
    let revisions = if sees { tx.form_revisions(row.id).await? } else { Vec::new() };
    let upload = if sees { tx.form_upload(row.id).await? } else { None };
    let (submitted_at, changed_at) = row.form.times();
    let by_link = matches!(ctx.actor, Actor::Evaluator { .. });
    Ok(FormView {
        id: row.id,
        version: row.version,
        interview: row.interview.id,
        // Whoever comes by a link reaches the form, and no record beside it.
        candidate: (!by_link).then_some(row.interview.candidate),
        candidate_name: row.interview.candidate_name,
        job_title: row.interview.job_title,
        interview_title: row.interview.title,
        span: row.interview.span,
        is_off: row.interview.state != InterviewState::Confirmed,
        person_name: row.person_name,
        template_name: template.name,
        number: version.number,
        content: version.content,
        state: match row.form.state() {
            // That a colleague has begun is nobody's business yet.
            FormState::Draft if !is_own => FormState::NotBegun,
            state => state,
        },
        answers: row.form.answers().filter(|_| sees).cloned(),
        draft: row.form.draft().filter(|_| is_own).cloned(),
        submitted_at,
        changed_at,
        revisions: revisions.into_iter().map(|(at, answers)| FormRevision { at, answers }).collect(),
        upload: upload.map(|upload| UploadView {
            name: upload.name,
            is_pdf: upload.media_type == "application/pdf",
            size_bytes: upload.size_bytes,
            created_by: upload.created_by,
            created_at: upload.created_at,
        }),
        is_hidden: !sees,
        may_fill: is_own && row.interview.state == InterviewState::Confirmed,
        is_own,
        may_upload: sees && !by_link && can::keep_upload(&ctx.actor, row.id, &row.person_id),
        may_manage: can::manage_records(&ctx.actor),
        most_bytes: u32::try_from(ctx.app.config.files.most_bytes).unwrap_or(u32::MAX),
        zone: viewer_zone(ctx)?,
    })
}

/// Keeps a draft; `version` is the one it was written on. Gives the next version.
///
/// # Errors
/// `Stale` when the form changed since, so that nothing newer is lost; `Invalid`; `Forbidden`; `NotPossible` when the interview is off.
pub async fn keep(ctx: &Ctx, id: FormId, version: i64, answers: Answers) -> Result<i64> {
    let mut tx = ctx.store().begin().await?;
    let (row, content) = to_fill(ctx, &mut tx, id).await?;
    let answers = answers.drafted(&content)?;
    let begun = row.form.state() == FormState::NotBegun;
    let next = tx.put_form(id, version, &row.form.clone().keep(answers)).await?;
    // Only that it was begun: a draft is saved with every pause of its author.
    if begun {
        record(ctx, &mut tx, "form.begun", &row, json!({})).await?;
    }
    tx.commit().await?;
    Ok(next)
}

/// Submits an evaluation, or changes it; what it said before goes into its history.
///
/// # Errors
/// As for [`keep`]; `Invalid` also at what is required and missing.
pub async fn submit(ctx: &Ctx, id: FormId, version: i64, answers: Answers) -> Result<i64> {
    let mut tx = ctx.store().begin().await?;
    let (row, content) = to_fill(ctx, &mut tx, id).await?;
    let answers = answers.submitted(&content)?;
    let (submitted_at, changed_at) = row.form.times();
    let after = row.form.clone().submit(answers, ctx.now());
    let next = tx.put_form(id, version, &after).await?;
    match (row.form.answers(), changed_at.or(submitted_at)) {
        (Some(before), Some(since)) if after.answers() != Some(before) => {
            tx.insert_form_revision(id, before, since).await?;
            record(ctx, &mut tx, "form.changed", &row, json!({})).await?;
        }
        (Some(_), _) => {}
        (None, _) => record(ctx, &mut tx, "form.submitted", &row, json!({})).await?,
    }
    tx.commit().await?;
    Ok(next)
}

/// Throws a draft away; what was submitted stands.
///
/// # Errors
/// As for [`keep`]; `NotPossible` when there is none.
pub async fn discard(ctx: &Ctx, id: FormId, version: i64) -> Result<i64> {
    let mut tx = ctx.store().begin().await?;
    let (row, _) = to_fill(ctx, &mut tx, id).await?;
    let after = row.form.clone().discard().map_err(|_| ApiError::NotPossible("error-form-no-draft".into()))?;
    let next = tx.put_form(id, version, &after).await?;
    record(ctx, &mut tx, "form.draft_discarded", &row, json!({})).await?;
    tx.commit().await?;
    Ok(next)
}

/// What a form sent without scripts does: keeps a draft, or submits. What can not be submitted yet is kept as a draft first, so that
/// nothing that was typed is lost.
///
/// # Errors
/// As for [`submit`].
pub async fn fill(ctx: &Ctx, id: FormId, version: i64, fields: &Fields, submitting: bool) -> Result<()> {
    let content = {
        let mut tx = ctx.store().read().await?;
        to_fill(ctx, &mut tx, id).await?.1
    };
    let answers = Answers::read(&content, fields);
    if !submitting {
        return keep(ctx, id, version, answers).await.map(drop);
    }
    let missing = |error: &FieldErrors| error.iter().all(|error| error.message == "error-required");
    match submit(ctx, id, version, answers.clone()).await {
        Err(Error::Api(ApiError::Invalid(errors))) if missing(&errors) => {
            keep(ctx, id, version, answers).await?;
            Err(errors.into())
        }
        done => done.map(drop),
    }
}

/// A form that the actor may write in now, with what it asks.
async fn to_fill(ctx: &Ctx, tx: &mut Tx, id: FormId) -> Result<(FormRow, Content)> {
    let (row, _) = known(ctx, tx, id).await?;
    ctx.require(can::fill_form(&ctx.actor, row.id, &row.person_id))?;
    if row.interview.state != InterviewState::Confirmed {
        return Err(ApiError::NotPossible("error-form-interview-off".into()).into());
    }
    let version = tx.form_version(row.form_version).await?.ok_or(ApiError::NotFound)?;
    Ok((row, version.content))
}
