//! What is known of the records of applicant tracking systems, and which records here they are.

use super::{Result, Tx, all, maybe, one, parsed, run};
use crate::domain::ats::connection::Mapping;
use crate::domain::ats::record::{Key, RecordKind};
use crate::domain::id::{ApplicationId, AtsId, CandidateId, JobId};
use crate::domain::time::{Instant, ms};

const TABLE: &str = "ats_records";

/// A record as it is stored.
#[derive(Debug, Clone)]
pub struct RecordRow {
    /// What names it.
    pub key: Key,
    /// `Record::fields`, sealed.
    pub merged: Vec<u8>,
    /// The last moment that it tells of, in milliseconds.
    pub updated_at: i64,
    /// The system's id of its job.
    pub job: Option<String>,
    /// The record here.
    pub local: Option<String>,
    /// The version of the record here after it was last brought in step.
    pub local_version: Option<i64>,
    /// Who says so.
    pub mapping: Mapping,
    /// What it waits for.
    pub waits_for: Option<String>,
    /// Why it is not in step.
    pub problem: String,
    /// When that was tried last, in milliseconds.
    pub tried_at: Option<i64>,
    /// Of an application: what the system said when the record here was last brought in step with it.
    pub applied: Option<String>,
    /// Of a job: the one that was made here for it.
    pub made: Option<String>,
}

impl RecordRow {
    /// A new one that is nowhere yet.
    pub fn new(key: Key) -> Self {
        Self {
            key,
            merged: Vec::new(),
            updated_at: 0,
            job: None,
            local: None,
            local_version: None,
            mapping: Mapping::Auto,
            waits_for: None,
            problem: String::new(),
            tried_at: None,
            applied: None,
            made: None,
        }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    kind: String,
    external_id: String,
    merged: Vec<u8>,
    updated_at: i64,
    job_external_id: Option<String>,
    local_id: Option<String>,
    local_version: Option<i64>,
    mapping: String,
    waits_for: Option<String>,
    problem: String,
    tried_at: Option<i64>,
    applied: Option<String>,
    made_id: Option<String>,
}

macro_rules! columns {
    () => {
        "select kind, external_id, merged, updated_at, job_external_id, local_id, local_version, mapping, waits_for, problem, tried_at, applied, made_id
         from ats_records"
    };
}

impl TryFrom<Row> for RecordRow {
    type Error = super::StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let kind = parsed(RecordKind::parse(&row.kind).ok_or(()), TABLE, "kind", &row.external_id)?;
        Ok(Self {
            mapping: parsed(Mapping::parse(&row.mapping).ok_or(()), TABLE, "mapping", &row.external_id)?,
            key: Key::new(kind, row.external_id),
            merged: row.merged,
            updated_at: row.updated_at,
            job: row.job_external_id,
            local: row.local_id,
            local_version: row.local_version,
            waits_for: row.waits_for,
            problem: row.problem,
            tried_at: row.tried_at,
            applied: row.applied,
            made: row.made_id,
        })
    }
}

fn read(rows: Vec<Row>) -> Result<Vec<RecordRow>> {
    rows.into_iter().map(RecordRow::try_from).collect()
}

fn keys(rows: Vec<(String, String)>) -> Result<Vec<Key>> {
    let key = |(kind, id): (String, String)| Ok(Key::new(parsed(RecordKind::parse(&kind).ok_or(()), TABLE, "kind", &id)?, id));
    rows.into_iter().map(key).collect()
}

impl Tx {
    /// One record.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn ats_record(&mut self, connection: AtsId, key: &Key) -> Result<Option<RecordRow>> {
        let row = maybe!(
            self,
            Row,
            concat!(columns!(), " where connection_id = $1 and kind = $2 and external_id = $3"),
            connection.to_string(),
            key.kind.0.name(),
            key.id.as_str(),
        )?;
        row.map(RecordRow::try_from).transpose()
    }

    /// All records of a kind.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn ats_records(&mut self, connection: AtsId, kind: RecordKind) -> Result<Vec<RecordRow>> {
        read(all!(
            self,
            Row,
            concat!(columns!(), " where connection_id = $1 and kind = $2 order by external_id"),
            connection.to_string(),
            kind.name(),
        )?)
    }

    /// The records of a kind that belong to a job of the system.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn ats_records_of_job(&mut self, connection: AtsId, kind: RecordKind, job: &str) -> Result<Vec<RecordRow>> {
        read(all!(
            self,
            Row,
            concat!(columns!(), " where connection_id = $1 and kind = $2 and job_external_id = $3 order by external_id"),
            connection.to_string(),
            kind.name(),
            job,
        )?)
    }

    /// The records of jobs that are open here, and not to be left alone.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn ats_open_jobs(&mut self, connection: AtsId) -> Result<Vec<Key>> {
        keys(all!(
            self,
            (String, String),
            "select r.kind, r.external_id from ats_records r join jobs j on j.id = r.local_id
             where r.connection_id = $1 and r.kind = 'job' and r.mapping <> 'ignored' and j.state = 'open' order by r.external_id",
            connection.to_string(),
        )?)
    }

    /// The records with a problem, at most so many.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn ats_problems(&mut self, connection: AtsId, most: i64) -> Result<Vec<RecordRow>> {
        read(all!(
            self,
            Row,
            concat!(columns!(), " where connection_id = $1 and problem <> '' order by updated_at desc, kind, external_id limit $2"),
            connection.to_string(),
            most,
        )?)
    }

    /// Records with a problem that nothing wakes: those that were not tried for the longest, at most so many.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn ats_to_retry(&mut self, connection: AtsId, most: i64) -> Result<Vec<Key>> {
        keys(all!(
            self,
            (String, String),
            "select kind, external_id from ats_records where connection_id = $1 and problem <> '' and waits_for is null
             order by coalesce(tried_at, 0), kind, external_id limit $2",
            connection.to_string(),
            most,
        )?)
    }

    /// The records of a kind that are this record here.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn ats_records_here(&mut self, connection: AtsId, kind: RecordKind, local: &str) -> Result<Vec<RecordRow>> {
        read(all!(
            self,
            Row,
            concat!(columns!(), " where connection_id = $1 and kind = $2 and local_id = $3 order by external_id"),
            connection.to_string(),
            kind.name(),
            local,
        )?)
    }

    /// The records that are applications of a candidate here.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn ats_applications_of(&mut self, connection: AtsId, candidate: CandidateId) -> Result<Vec<Key>> {
        keys(all!(
            self,
            (String, String),
            "select kind, external_id from ats_records where connection_id = $1 and kind = $2
                and local_id in (select id from applications where candidate_id = $3)",
            connection.to_string(),
            RecordKind::Application.name(),
            candidate.to_string(),
        )?)
    }

    /// Those that wait for a record.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn ats_waiting_for(&mut self, connection: AtsId, label: &str) -> Result<Vec<Key>> {
        keys(all!(
            self,
            (String, String),
            "select kind, external_id from ats_records where connection_id = $1 and waits_for = $2",
            connection.to_string(),
            label,
        )?)
    }

    /// Stores a record.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn put_ats_record(&mut self, connection: AtsId, row: &RecordRow) -> Result<()> {
        run!(
            self,
            "insert into ats_records (connection_id, kind, external_id, merged, updated_at, job_external_id, local_id, local_version, mapping, waits_for,
                problem, tried_at, applied, made_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
             on conflict (connection_id, kind, external_id) do update set merged = excluded.merged, updated_at = excluded.updated_at,
                job_external_id = excluded.job_external_id, local_id = excluded.local_id, local_version = excluded.local_version,
                mapping = excluded.mapping, waits_for = excluded.waits_for, problem = excluded.problem, tried_at = excluded.tried_at,
                applied = excluded.applied, made_id = excluded.made_id",
            connection.to_string(),
            row.key.kind.0.name(),
            row.key.id.as_str(),
            row.merged.as_slice(),
            row.updated_at,
            row.job.as_deref(),
            row.local.as_deref(),
            row.local_version,
            row.mapping.name(),
            row.waits_for.as_deref(),
            row.problem.as_str(),
            row.tried_at,
            row.applied.as_deref(),
            row.made.as_deref(),
        )?;
        Ok(())
    }

    /// Notes that a record is to be asked for at once. The moment is another one than that of any asking that is under way.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ask_for_ats_record(&mut self, connection: AtsId, key: &Key, now: Instant) -> Result<()> {
        run!(
            self,
            "update ats_records set ask_at = case when ask_at = $1 then $1 - 1 else $1 end where connection_id = $2 and kind = $3 and external_id = $4",
            ms(now),
            connection.to_string(),
            key.kind.0.name(),
            key.id.as_str(),
        )?;
        Ok(())
    }

    /// Notes that a record was asked for, and when it is to be asked for again; nothing where it was noted anew meanwhile.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn asked_for_ats_record(&mut self, connection: AtsId, (key, ask_at): (&Key, i64), again: Option<Instant>) -> Result<()> {
        run!(
            self,
            "update ats_records set ask_at = $1 where connection_id = $2 and kind = $3 and external_id = $4 and ask_at = $5",
            again.map(ms),
            connection.to_string(),
            key.kind.0.name(),
            key.id.as_str(),
            ask_at,
        )?;
        Ok(())
    }

    /// Records that are to be asked for by now, each with the moment that says so, at most so many.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn ats_to_ask(&mut self, connection: AtsId, now: Instant, most: i64) -> Result<Vec<(Key, i64)>> {
        let rows = all!(
            self,
            (String, String, i64),
            "select kind, external_id, ask_at from ats_records where connection_id = $1 and ask_at <= $2 order by ask_at, external_id limit $3",
            connection.to_string(),
            ms(now),
            most,
        )?;
        rows.into_iter()
            .map(|(kind, id, ask_at)| Ok((Key::new(parsed(RecordKind::parse(&kind).ok_or(()), TABLE, "kind", &id)?, id), ask_at)))
            .collect()
    }

    /// Whether another record of the kind is this record here already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ats_local_is_taken(&mut self, connection: AtsId, key: &Key, local: &str) -> Result<bool> {
        let (found,) = one!(
            self,
            (i64,),
            "select count(*) from ats_records where connection_id = $1 and kind = $2 and local_id = $3 and external_id <> $4",
            connection.to_string(),
            key.kind.0.name(),
            local,
            key.id.as_str(),
        )?;
        Ok(found > 0)
    }

    /// The application of a candidate on a job, if there is one.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn application_on_job(&mut self, candidate: CandidateId, job: JobId) -> Result<Option<ApplicationId>> {
        let row = maybe!(
            self,
            (String,),
            "select id from applications where candidate_id = $1 and job_id = $2",
            candidate.to_string(),
            job.to_string()
        )?;
        row.map(|(id,)| parsed(id.parse(), "applications", "id", &id)).transpose()
    }

    /// The version of an application, and why it ended; empty while it has not.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn application_version(&mut self, id: ApplicationId) -> Result<Option<(i64, String)>> {
        maybe!(self, (i64, String), "select version, disposition from applications where id = $1", id.to_string())
    }

    /// Begins what [`Tx::take_back`] takes back.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mark(&mut self) -> Result<()> {
        self.marked = (self.changes.len(), self.causes.len());
        run!(self, "savepoint step").map(drop)
    }

    /// Makes what was done since [`Tx::mark`] a part of the transaction.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep(&mut self) -> Result<()> {
        run!(self, "release savepoint step").map(drop)
    }

    /// Undoes what was done since [`Tx::mark`], a statement that the database refused included.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_back(&mut self) -> Result<()> {
        run!(self, "rollback to savepoint step")?;
        // Nobody is told of what did not happen, and nothing follows from it.
        self.changes.truncate(self.marked.0);
        self.causes.truncate(self.marked.1);
        self.keep().await
    }
}
