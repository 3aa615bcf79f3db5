//! Tables of candidates that were read and not taken yet: what is in them is sealed, and gone once they are taken.

use std::collections::{HashMap, HashSet};

use super::{Result, Tx, all, fresh, maybe, parsed, run};
use crate::domain::id::{CandidateId, ImportId, JobId, UserId};
use crate::domain::import::Mapping;
use crate::domain::time::{Instant, ms};

/// A table as it is stored.
#[derive(Debug, Clone)]
pub struct ImportRow {
    /// The import.
    pub id: ImportId,
    /// Rises with every change.
    pub version: i64,
    /// The file's name.
    pub file_name: String,
    /// The job that the candidates are put on.
    pub job: Option<JobId>,
    /// Which column says what.
    pub mapping: Mapping,
    /// The file, sealed.
    pub sealed: Vec<u8>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    version: i64,
    file_name: String,
    job_id: Option<String>,
    mapping: String,
    sealed: Vec<u8>,
}

const TABLE: &str = "candidate_imports";

impl Tx {
    /// Keeps a table for who uploaded it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_import(&mut self, import: &ImportRow, user: UserId, now: Instant) -> Result<()> {
        run!(
            self,
            "insert into candidate_imports (id, user_id, file_name, job_id, mapping, sealed, created_at, version)
             values ($1, $2, $3, $4, $5, $6, $7, 1)",
            import.id.to_string(),
            user.to_string(),
            import.file_name.as_str(),
            import.job.map(|job| job.to_string()),
            stored(&import.mapping),
            import.sealed.as_slice(),
            ms(now),
        )?;
        Ok(())
    }

    /// A table that this colleague uploaded, where it was not before a moment.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn import(&mut self, id: ImportId, user: UserId, since: Instant) -> Result<Option<ImportRow>> {
        let row = maybe!(
            self,
            Row,
            "select id, version, file_name, job_id, mapping, sealed from candidate_imports where id = $1 and user_id = $2 and created_at >= $3",
            id.to_string(),
            user.to_string(),
            ms(since),
        )?;
        row.map(|row| {
            Ok(ImportRow {
                id,
                version: row.version,
                file_name: row.file_name,
                job: row.job_id.map(|job| parsed(job.parse(), TABLE, "job_id", &row.id)).transpose()?,
                mapping: parsed(serde_json::from_str(&row.mapping), TABLE, "mapping", &row.id)?,
                sealed: row.sealed,
            })
        })
        .transpose()
    }

    /// Stores which column says what, and the job.
    ///
    /// # Errors
    /// `Stale` when it has another version.
    pub async fn update_import(&mut self, (id, version): (ImportId, i64), mapping: &Mapping, job: Option<JobId>) -> Result<()> {
        fresh(run!(
            self,
            "update candidate_imports set mapping = $1, job_id = $2, version = version + 1 where id = $3 and version = $4",
            stored(mapping),
            job.map(|job| job.to_string()),
            id.to_string(),
            version,
        )?)
    }

    /// Forgets a table.
    ///
    /// # Errors
    /// `Stale` when it is gone or has another version.
    pub async fn delete_import(&mut self, id: ImportId, version: i64) -> Result<()> {
        fresh(run!(self, "delete from candidate_imports where id = $1 and version = $2", id.to_string(), version)?)
    }

    /// Forgets this colleague's tables, and those of others that lie there since before a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_left_imports(&mut self, user: UserId, before: Instant) -> Result<()> {
        run!(self, "delete from candidate_imports where user_id = $1 or created_at < $2", user.to_string(), ms(before))?;
        Ok(())
    }

    /// All candidates by mail address, with their names.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn candidates_by_address(&mut self) -> Result<HashMap<String, (CandidateId, String)>> {
        let rows = all!(self, (String, String, String), "select email, id, name from candidates")?;
        rows.into_iter().map(|(email, id, name)| Ok((email, (parsed(id.parse(), "candidates", "id", &id)?, name)))).collect()
    }

    /// Who is or was on a job.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn candidates_on_job(&mut self, job: JobId) -> Result<HashSet<CandidateId>> {
        let rows = all!(self, (String,), "select candidate_id from applications where job_id = $1", job.to_string())?;
        rows.into_iter().map(|(id,)| parsed(id.parse(), "applications", "candidate_id", &id)).collect()
    }
}

fn stored(mapping: &Mapping) -> String {
    serde_json::json!(mapping).to_string()
}
