//! A document uploaded to a form: a blank form from elsewhere, instructions, or notes. One an attendee and interview.

use serde_json::json;

use super::{known, record, sees};
use crate::api::error::ApiError;
use crate::domain::can;
use crate::domain::candidates::{DocumentType, clean_file_name};
use crate::domain::error::FieldErrors;
use crate::domain::id::{FileId, FormId};
use crate::domain::people::Actor;
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result, StoreError};
use crate::server::files::sniff::{document_type, is_encrypted_pdf};
use crate::server::services::files::{self, Opened, too_large};
use crate::server::store::Tx;
use crate::server::store::form_uploads::FormUploadRow;
use crate::server::store::forms::FormRow;

/// Refuses those who may not upload a document to this form, before it is taken in.
///
/// # Errors
/// `Forbidden`; `NotFound`.
pub async fn may_upload(ctx: &Ctx, id: FormId) -> Result<()> {
    let mut tx = ctx.store().read().await?;
    to_upload(ctx, &mut tx, id).await.map(drop)
}

/// Stores a document for a form that has none.
///
/// # Errors
/// `Invalid` at `file` when it is empty, too large, of another type, wants a password, or when there is one already; `Forbidden`; `NotFound`.
pub async fn upload(ctx: &Ctx, id: FormId, name: &str, bytes: &[u8]) -> Result<()> {
    let (row, taken) = {
        let mut tx = ctx.store().read().await?;
        (to_upload(ctx, &mut tx, id).await?, tx.form_upload(id).await?)
    };
    if let Some(taken) = taken {
        return Err(has_one(&taken.name));
    }
    let content = sound(ctx, bytes)?;
    let file = ctx.id(FileId::new)?;
    let upload = FormUploadRow {
        id: file,
        form: id,
        name: clean_file_name(name, content),
        media_type: content.media_type().into(),
        size_bytes: i64::try_from(bytes.len()).map_err(|error| Error::Internal(error.to_string()))?,
        sha256: files::digest(bytes),
        storage_key: format!("forms/{id}/{file}"),
        created_by: match &ctx.actor {
            Actor::User { name, .. } | Actor::Evaluator { name, .. } => name.clone(),
            _ => String::new(),
        },
        created_at: ctx.now(),
    };
    files::store(ctx, file, &upload.storage_key, bytes).await?;
    let noted = note(ctx, &row, &upload).await;
    if noted.is_err() {
        files::discard(ctx, file, &upload.storage_key).await;
    }
    noted
}

/// What kind of document it is, if it may be kept.
fn sound(ctx: &Ctx, bytes: &[u8]) -> Result<DocumentType> {
    let most = ctx.app.config.files.most_bytes;
    if bytes.is_empty() {
        return Err(FieldErrors::one("file", "error-file-empty").into());
    }
    if bytes.len() > most {
        return Err(too_large(most));
    }
    let content = document_type(bytes).ok_or_else(|| FieldErrors::one("file", "error-file-type"))?;
    if content == DocumentType::Pdf && is_encrypted_pdf(bytes) {
        return Err(FieldErrors::one("file", "error-file-encrypted").into());
    }
    Ok(content)
}

async fn note(ctx: &Ctx, row: &FormRow, upload: &FormUploadRow) -> Result<()> {
    let mut tx = ctx.store().begin().await?;
    // Two at once: the constraint lets one of them in.
    match tx.insert_form_upload(upload).await {
        Err(StoreError::Unique(_)) => return Err(has_one("")),
        inserted => inserted?,
    }
    record(ctx, &mut tx, "form.uploaded", row, json!({ "name": upload.name, "sha256": upload.sha256 })).await?;
    tx.commit().await?;
    Ok(())
}

fn has_one(name: &str) -> Error {
    let mut errors = FieldErrors::default();
    errors.add_with("file", "error-form-has-upload", &[("name", name.to_owned())]);
    errors.into()
}

/// The document of a form.
///
/// # Errors
/// `NotFound` without one, and for those who may not see the evaluation.
pub async fn open(ctx: &Ctx, id: FormId) -> Result<Opened> {
    let upload = {
        let mut tx = ctx.store().read().await?;
        let (row, forms) = known(ctx, &mut tx, id).await?;
        if !sees(ctx, &row, &forms) {
            return Err(ApiError::NotFound.into());
        }
        tx.form_upload(id).await?.ok_or(ApiError::NotFound)?
    };
    let bytes = files::fetch(ctx, upload.id, &upload.storage_key).await?;
    Ok(Opened { name: upload.name, media_type: upload.media_type, bytes })
}

/// Removes the document of a form for good.
///
/// # Errors
/// `Forbidden`; `NotFound`, also without one.
pub async fn remove(ctx: &Ctx, id: FormId) -> Result<()> {
    let mut tx = ctx.store().begin().await?;
    let row = to_upload(ctx, &mut tx, id).await?;
    let upload = tx.form_upload(id).await?.ok_or(ApiError::NotFound)?;
    if !tx.delete_form_upload(upload.id).await? {
        return Err(ApiError::NotFound.into());
    }
    record(ctx, &mut tx, "form.upload_removed", &row, json!({ "name": upload.name })).await?;
    tx.commit().await?;
    files::discard(ctx, upload.id, &upload.storage_key).await;
    Ok(())
}

/// A form whose document the actor may put there or remove. Who is blind to an evaluation is so to its document, too.
async fn to_upload(ctx: &Ctx, tx: &mut Tx, id: FormId) -> Result<FormRow> {
    let (row, forms) = known(ctx, tx, id).await?;
    let may = can::keep_upload(&ctx.actor, row.id, &row.person_id) && sees(ctx, &row, &forms);
    // By the link an attendee reaches the form itself and nothing else.
    ctx.require(may && !matches!(ctx.actor, Actor::Evaluator { .. }))?;
    Ok(row)
}
