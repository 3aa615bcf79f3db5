//! Documents uploaded to forms: one a form; their bytes lie in the object store.

use super::{Result, StoreError, Tx, maybe, parsed, run};
use crate::domain::id::{FileId, FormId};
use crate::domain::time::{Instant, from_ms, ms};

/// An uploaded document.
#[derive(Debug, Clone)]
pub struct FormUploadRow {
    /// The document.
    pub id: FileId,
    /// The form it belongs to.
    pub form: FormId,
    /// Its name, cleaned.
    pub name: String,
    /// Its media type, by content.
    pub media_type: String,
    /// Its size before encryption.
    pub size_bytes: i64,
    /// SHA-256 of its bytes before encryption, in hexadecimal.
    pub sha256: String,
    /// Where it lies in the object store.
    pub storage_key: String,
    /// The name of who uploaded it.
    pub created_by: String,
    /// When.
    pub created_at: Instant,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    form_id: String,
    name: String,
    media_type: String,
    size_bytes: i64,
    sha256: String,
    storage_key: String,
    created_by: String,
    created_at: i64,
}

impl TryFrom<Row> for FormUploadRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: parsed(row.id.parse(), "form_uploads", "id", &row.id)?,
            form: parsed(row.form_id.parse(), "form_uploads", "form_id", &row.id)?,
            name: row.name,
            media_type: row.media_type,
            size_bytes: row.size_bytes,
            sha256: row.sha256,
            storage_key: row.storage_key,
            created_by: row.created_by,
            created_at: from_ms(row.created_at),
        })
    }
}

impl Tx {
    /// The document of a form.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn form_upload(&mut self, form: FormId) -> Result<Option<FormUploadRow>> {
        maybe!(
            self,
            Row,
            "select id, form_id, name, media_type, size_bytes, sha256, storage_key, created_by, created_at from form_uploads where form_id = $1",
            form.to_string(),
        )?
        .map(FormUploadRow::try_from)
        .transpose()
    }

    /// Notes a document that lies in the object store.
    ///
    /// # Errors
    /// `Unique` when the form has one already.
    pub async fn insert_form_upload(&mut self, upload: &FormUploadRow) -> Result<()> {
        run!(
            self,
            "insert into form_uploads (id, form_id, name, media_type, size_bytes, sha256, storage_key, created_by, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            upload.id.to_string(),
            upload.form.to_string(),
            upload.name.as_str(),
            upload.media_type.as_str(),
            upload.size_bytes,
            upload.sha256.as_str(),
            upload.storage_key.as_str(),
            upload.created_by.as_str(),
            ms(upload.created_at),
        )?;
        Ok(())
    }

    /// Forgets a document. `false` when it is gone already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_form_upload(&mut self, id: FileId) -> Result<bool> {
        Ok(run!(self, "delete from form_uploads where id = $1", id.to_string())? == 1)
    }
}
