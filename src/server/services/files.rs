//! Uploaded files: stored encrypted in the object store, known by a row.
//!
//! The bytes are stored before the row and deleted after it: a row always has its file. Where the transaction fails after
//! the bytes were stored, they are deleted again; where that fails, too (the process dies between the two), an encrypted
//! object is left that no row knows and nobody can reach: harmless, and found by comparing keys with `files.storage_key`.

use object_store::path::Path;
use object_store::{ObjectStoreExt, PutPayload};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::candidates::{record, visible};
use crate::api::error::ApiError;
use crate::domain::can;
use crate::domain::candidates::{FileKind, clean_file_name};
use crate::domain::error::FieldErrors;
use crate::domain::id::{CandidateId, FileId};
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::files::sniff::document_type;
use crate::server::store::files::FileRow;

/// The most files of a candidate.
const MOST_FILES: usize = 50;

/// A file that arrived.
pub struct Upload {
    /// What it is meant to be.
    pub kind: FileKind,
    /// Its name, as the browser told it.
    pub name: String,
    /// Its bytes; one more than the limit suffices to say that it is too large.
    pub bytes: Vec<u8>,
}

/// A file to hand out.
pub struct Opened {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Stores a document of a candidate.
///
/// # Errors
/// `Invalid` at `file` when it is empty, too large, of another type, or one too many; `NotFound`; `Forbidden`.
pub async fn upload(ctx: &Ctx, candidate: CandidateId, upload: Upload) -> Result<FileId> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let most = ctx.app.config.files.most_bytes;
    if upload.bytes.is_empty() {
        return Err(FieldErrors::one("file", "error-file-empty").into());
    }
    if upload.bytes.len() > most {
        return Err(too_large(most));
    }
    let content = document_type(&upload.bytes).ok_or_else(|| FieldErrors::one("file", "error-file-type"))?;
    let known = {
        let mut tx = ctx.store().read().await?;
        tx.candidate_record(candidate).await?.ok_or(ApiError::NotFound)?;
        tx.files_of(candidate).await?.len()
    };
    if known >= MOST_FILES {
        let mut errors = FieldErrors::default();
        errors.add_with("file", "error-too-many-files", &[("most", MOST_FILES.to_string())]);
        return Err(errors.into());
    }
    let id = ctx.id(FileId::new)?;
    let file = FileRow {
        id,
        candidate_id: candidate,
        kind: upload.kind,
        name: clean_file_name(&upload.name, content),
        media_type: content.media_type().into(),
        size_bytes: i64::try_from(upload.bytes.len()).map_err(|error| Error::Internal(error.to_string()))?,
        sha256: digest(&upload.bytes),
        storage_key: format!("candidates/{candidate}/{id}"),
        created_by: ctx.actor.user_id().map(|user| user.to_string()),
        created_at: ctx.now(),
    };
    store(ctx, id, &file.storage_key, &upload.bytes).await?;
    let noted = note(ctx, &file).await;
    if noted.is_err() {
        discard(ctx, id, &file.storage_key).await;
    }
    noted.map(|()| id)
}

/// The error of an upload beyond the limit.
pub fn too_large(most_bytes: usize) -> Error {
    let mut errors = FieldErrors::default();
    errors.add_with("file", "error-file-too-large", &[("most", (most_bytes / 1_048_576).max(1).to_string())]);
    errors.into()
}

async fn note(ctx: &Ctx, file: &FileRow) -> Result<()> {
    let mut tx = ctx.store().begin().await?;
    tx.insert_file(file).await?;
    record(ctx, &mut tx, "file.uploaded", file.candidate_id, json!({ "name": file.name, "kind": file.kind.name(), "sha256": file.sha256 }))
        .await?;
    tx.commit().await?;
    Ok(())
}

/// A candidate's file, for a colleague who may see the candidate.
///
/// # Errors
/// `NotFound`, also for those who may not see the candidate.
pub async fn open_for_colleague(ctx: &Ctx, id: FileId) -> Result<Opened> {
    let file = {
        let mut tx = ctx.store().read().await?;
        ctx.require(can::be_signed_in(&ctx.actor))?;
        let file = tx.file(id).await?.ok_or(ApiError::NotFound)?;
        visible(ctx, &mut tx, file.candidate_id).await?;
        file
    };
    open(ctx, &file).await
}

/// A file's bytes. The caller has made sure that the actor may have them.
///
/// # Errors
/// When the object store does not answer, or what it holds was changed or sealed with another key.
pub async fn open(ctx: &Ctx, file: &FileRow) -> Result<Opened> {
    let bytes = fetch(ctx, file.id, &file.storage_key).await?;
    Ok(Opened { name: file.name.clone(), media_type: file.media_type.clone(), bytes })
}

/// Puts a file's bytes into the object store, sealed for their place.
///
/// # Errors
/// When the object store does not answer.
pub(super) async fn store(ctx: &Ctx, id: FileId, key: &str, bytes: &[u8]) -> Result<()> {
    let sealed = ctx.app.keys.seal(&place(id), bytes).map_err(|error| Error::Internal(error.to_string()))?;
    ctx.app.files.put(&Path::from(key), PutPayload::from(sealed)).await.map_err(unreachable)?;
    Ok(())
}

/// A file's bytes from the object store.
///
/// # Errors
/// As for [`open`].
pub(super) async fn fetch(ctx: &Ctx, id: FileId, key: &str) -> Result<Vec<u8>> {
    let sealed = ctx.app.files.get(&Path::from(key)).await.map_err(unreachable)?.bytes().await.map_err(unreachable)?;
    ctx.app.keys.open(&place(id), &sealed).map_err(|error| Error::Internal(format!("file {id}: {error}")))
}

/// SHA-256 in hexadecimal.
pub(super) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Deletes a file for good.
///
/// # Errors
/// `NotFound`; `Forbidden`.
pub async fn delete(ctx: &Ctx, id: FileId) -> Result<()> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let file = tx.file(id).await?.ok_or(ApiError::NotFound)?;
    if !tx.delete_file(id).await? {
        return Err(ApiError::NotFound.into());
    }
    record(ctx, &mut tx, "file.deleted", file.candidate_id, json!({ "name": file.name, "kind": file.kind.name() })).await?;
    tx.commit().await?;
    discard(ctx, id, &file.storage_key).await;
    Ok(())
}

/// Deletes the bytes of a file without a row; a failure leaves an orphan and is only logged.
pub(super) async fn discard(ctx: &Ctx, id: FileId, key: &str) {
    if let Err(error) = ctx.app.files.delete(&Path::from(key)).await {
        tracing::warn!(%error, file = %id, "a file without a row was left in the object store");
    }
}

/// What the sealed bytes are bound to.
fn place(id: FileId) -> String {
    format!("file:{id}")
}

fn unreachable(error: object_store::Error) -> Error {
    Error::Internal(format!("files: {error}"))
}
