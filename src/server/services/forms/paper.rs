//! Forms as PDF.

use super::{known, sees};
use crate::api::error::ApiError;
use crate::domain::candidates::{DocumentType, clean_file_name};
use crate::domain::id::FormId;
use crate::domain::time::{Zone, plus_minutes};
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::pdf::form::PaperForm;
use crate::server::services::files::Opened;
use crate::server::store::Tx;
use crate::server::store::forms::FormRow;
use crate::server::zones;
use crate::text;
use crate::text::dates;

const DAY_MINUTES: i64 = 24 * 60;

/// A form as PDF: blank, or with the evaluation once it is submitted and the actor sees it.
///
/// # Errors
/// `NotFound`, also for those who may not know of it.
pub async fn pdf(ctx: &Ctx, id: FormId, blank: bool) -> Result<Opened> {
    let mut tx = ctx.store().read().await?;
    let (row, forms) = known(ctx, &mut tx, id).await?;
    let with_answers = !blank && sees(ctx, &row, &forms);
    let opened = paper(ctx, &mut tx, &row, with_answers).await?;
    Ok(opened)
}

/// A form as blank PDF, whoever asks: it says no more than its invitation. None where it was taken back.
///
/// # Errors
/// When the database fails.
pub async fn blank(ctx: &Ctx, id: FormId) -> Result<Option<Opened>> {
    let mut tx = ctx.store().read().await?;
    match tx.form(id).await? {
        Some(row) => paper(ctx, &mut tx, &row, false).await.map(Some),
        None => Ok(None),
    }
}

/// What the file of a form is called.
///
/// # Errors
/// When the database fails.
pub async fn paper_name(tx: &mut Tx, row: &FormRow) -> Result<String> {
    let version = tx.form_version(row.form_version).await?.ok_or(ApiError::NotFound)?;
    let template = tx.form_template(version.template).await?.ok_or(ApiError::NotFound)?;
    Ok(file_name(&template.name, row))
}

fn file_name(title: &str, row: &FormRow) -> String {
    let name = format!("{title} - {} - {}.pdf", row.interview.candidate_name, row.person_name);
    clean_file_name(&name, DocumentType::Pdf)
}

async fn paper(ctx: &Ctx, tx: &mut Tx, row: &FormRow, with_answers: bool) -> Result<Opened> {
    let version = tx.form_version(row.form_version).await?.ok_or(ApiError::NotFound)?;
    let template = tx.form_template(version.template).await?.ok_or(ApiError::NotFound)?;
    let organisation = tx.organisation().await?.map(|row| row.name).unwrap_or_default();
    let language = ctx.locale.language;
    let span = row.interview.span;
    let zone = zones::zone(
        &ctx.zone,
        plus_minutes(span.start().min(ctx.now()), -DAY_MINUTES),
        plus_minutes(span.end().max(ctx.now()), DAY_MINUTES),
    )
    .unwrap_or_else(Zone::utc);
    let answers = row.form.answers().filter(|_| with_answers).cloned();
    let mut facts = vec![
        (text!(language, "form-fact-candidate"), row.interview.candidate_name.clone()),
        (text!(language, "form-fact-job"), row.interview.job_title.clone()),
        (text!(language, "form-fact-interview"), row.interview.title.clone()),
        (text!(language, "form-fact-when"), dates::full(ctx.locale, &zone, span)),
        (text!(language, "form-fact-attendee"), row.person_name.clone()),
    ];
    if let (Some(_), (Some(at), changed)) = (&answers, row.form.times()) {
        let moment = |at| format!("{} {}", dates::moment(ctx.locale, &zone, at), dates::zone_at(&zone, at));
        facts.push((text!(language, "form-fact-submitted"), moment(at)));
        facts.extend(changed.map(|at| (text!(language, "form-fact-changed"), moment(at))));
    }
    let (title, footer) = (template.name, format!("{} · {organisation}", row.interview.candidate_name));
    let name = file_name(&title, row);
    let content = version.content;
    // Shaping many pages takes its time: not on a thread that answers others.
    let bytes = tokio::task::spawn_blocking(move || {
        PaperForm { title: &title, facts, content: &content, answers: answers.as_ref(), footer, language }.pdf()
    })
    .await
    .map_err(|error| Error::Internal(error.to_string()))?
    .map_err(|error| Error::Internal(error.to_string()))?;
    Ok(Opened { name, media_type: "application/pdf".into(), bytes })
}
