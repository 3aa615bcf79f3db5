//! Uploaded files: what they are; their bytes lie in the object store.

use super::{Result, StoreError, Tx, all, maybe, parsed, run};
use crate::domain::candidates::FileKind;
use crate::domain::id::{CandidateId, FileId};
use crate::domain::time::{Instant, from_ms, ms};

/// A file as it is stored.
#[derive(Debug, Clone)]
pub struct FileRow {
    /// The file.
    pub id: FileId,
    /// Whose it is.
    pub candidate_id: CandidateId,
    /// What it is.
    pub kind: FileKind,
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
    /// Who uploaded it.
    pub created_by: Option<String>,
    /// When.
    pub created_at: Instant,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    candidate_id: String,
    kind: String,
    name: String,
    media_type: String,
    size_bytes: i64,
    sha256: String,
    storage_key: String,
    created_by: Option<String>,
    created_at: i64,
}

impl TryFrom<Row> for FileRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: parsed(row.id.parse(), "files", "id", &row.id)?,
            candidate_id: parsed(row.candidate_id.parse(), "files", "candidate_id", &row.id)?,
            kind: parsed(FileKind::parse(&row.kind).ok_or(()), "files", "kind", &row.id)?,
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
    /// Notes a file that lies in the object store.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_file(&mut self, file: &FileRow) -> Result<()> {
        run!(
            self,
            "insert into files (id, candidate_id, kind, name, media_type, size_bytes, sha256, storage_key, created_by, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            file.id.to_string(),
            file.candidate_id.to_string(),
            file.kind.name(),
            file.name.as_str(),
            file.media_type.as_str(),
            file.size_bytes,
            file.sha256.as_str(),
            file.storage_key.as_str(),
            file.created_by.clone(),
            ms(file.created_at),
        )?;
        Ok(())
    }

    /// One file.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn file(&mut self, id: FileId) -> Result<Option<FileRow>> {
        maybe!(
            self,
            Row,
            "select id, candidate_id, kind, name, media_type, size_bytes, sha256, storage_key, created_by, created_at from files where id = $1",
            id.to_string(),
        )?
        .map(FileRow::try_from)
        .transpose()
    }

    /// A candidate's files, the latest first.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn files_of(&mut self, candidate: CandidateId) -> Result<Vec<FileRow>> {
        all!(
            self,
            Row,
            "select id, candidate_id, kind, name, media_type, size_bytes, sha256, storage_key, created_by, created_at from files
             where candidate_id = $1 order by created_at desc, id desc",
            candidate.to_string(),
        )?
        .into_iter()
        .map(FileRow::try_from)
        .collect()
    }

    /// Forgets a file. `false` when it is gone already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_file(&mut self, id: FileId) -> Result<bool> {
        Ok(run!(self, "delete from files where id = $1", id.to_string())? == 1)
    }
}
