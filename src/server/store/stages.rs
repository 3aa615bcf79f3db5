//! Stages of jobs.

use super::{Result, Tx, all, maybe, one, parsed, run};
use crate::api::clients::Choice;
use crate::domain::id::{JobId, StageId, UserId};
use crate::domain::jobs::{SaveStage, StageKind};

#[derive(sqlx::FromRow)]
struct StageRow {
    id: String,
    name: String,
    kind: String,
    scheduling: bool,
}

impl Tx {
    /// A job's stages in their order, each with the interviews of its round.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn stages(&mut self, job: JobId) -> Result<Vec<SaveStage>> {
        let rows =
            all!(self, StageRow, "select id, name, kind, scheduling from stages where job_id = $1 order by position, id", job.to_string())?;
        let interviews = self.interviews_of_rounds(job).await?;
        let read = |row: StageRow| {
            let id: StageId = parsed(row.id.parse(), "stages", "id", &row.id)?;
            Ok(SaveStage {
                id: Some(id),
                kind: parsed(StageKind::parse(&row.kind).ok_or(()), "stages", "kind", &row.id)?,
                name: row.name,
                scheduling: row.scheduling,
                interviews: interviews.iter().filter(|(stage, _)| *stage == id).map(|(_, interview)| interview.clone()).collect(),
            })
        };
        rows.into_iter().map(read).collect()
    }

    /// The names of the attendees of a job's templates.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn attendee_names(&mut self, job: JobId) -> Result<Vec<Choice<UserId>>> {
        all!(
            self,
            (String, String),
            "select distinct u.id, u.name from template_attendees a join users u on u.id = a.user_id
             join interview_templates t on t.id = a.template_id join stages s on s.id = t.stage_id where s.job_id = $1 order by u.name, u.id",
            job.to_string(),
        )?
        .into_iter()
        .map(|(id, name)| Ok(Choice { id: parsed(id.parse(), "users", "id", &id)?, name }))
        .collect()
    }

    /// What a stage is called; empty where there is no such stage.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stage_name(&mut self, id: StageId) -> Result<String> {
        let row = maybe!(self, (String,), "select name from stages where id = $1", id.to_string())?;
        Ok(row.map(|(name,)| name).unwrap_or_default())
    }

    /// Whether applications are, or interviews were asked for, in this stage.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stage_is_used(&mut self, id: StageId) -> Result<(bool, bool)> {
        let (applications, requests) = one!(
            self,
            (i64, i64),
            "select (select count(*) from applications where stage_id = $1), (select count(*) from interview_requests where stage_id = $1)",
            id.to_string(),
        )?;
        Ok((applications > 0, requests > 0))
    }

    /// Makes a stage at this position.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_stage(&mut self, id: StageId, job: JobId, position: i32, stage: &SaveStage) -> Result<()> {
        run!(
            self,
            "insert into stages (id, job_id, position, name, kind, scheduling) values ($1, $2, $3, $4, $5, $6)",
            id.to_string(),
            job.to_string(),
            position,
            stage.name.as_str(),
            stage.kind.name(),
            stage.scheduling,
        )?;
        Ok(())
    }

    /// Changes a stage.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn update_stage(&mut self, id: StageId, position: i32, stage: &SaveStage) -> Result<()> {
        run!(
            self,
            "update stages set position = $2, name = $3, kind = $4, scheduling = $5 where id = $1",
            id.to_string(),
            position,
            stage.name.as_str(),
            stage.kind.name(),
            stage.scheduling,
        )?;
        Ok(())
    }

    /// Names and places a stage, and leaves how it is scheduled.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn place_stage(&mut self, id: StageId, position: i32, name: &str, kind: StageKind) -> Result<()> {
        run!(self, "update stages set position = $2, name = $3, kind = $4 where id = $1", id.to_string(), position, name, kind.name())?;
        Ok(())
    }

    /// Removes a stage that nothing refers to and whose round has no interview any more.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn delete_stage(&mut self, id: StageId) -> Result<()> {
        run!(self, "delete from stages where id = $1", id.to_string())?;
        Ok(())
    }
}
