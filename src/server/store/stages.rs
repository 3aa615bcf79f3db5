//! Stages of jobs, with their interview templates.

use super::pools::room_need;
use super::{Result, Tx, all, maybe, one, parsed, run};
use crate::api::clients::Choice;
use crate::domain::id::{JobId, StageId, TemplateId, UserId};
use crate::domain::jobs::{Place, PlaceKind, SavePool, SaveStage, SaveTemplate, StageKind, Timing};

#[derive(sqlx::FromRow)]
struct StageRow {
    id: String,
    name: String,
    kind: String,
    scheduling: bool,
    template_id: Option<String>,
    template_name: Option<String>,
    duration_minutes: Option<i32>,
    step_minutes: Option<i32>,
    before_minutes: Option<i32>,
    after_minutes: Option<i32>,
    notice_minutes: Option<i32>,
    horizon_days: Option<i32>,
    place_kind: Option<String>,
    place: Option<String>,
    form_template_id: Option<String>,
    room_seats: Option<i32>,
    room_features: Option<String>,
    description: Option<String>,
}

/// Somebody of a template, and the pool they stand in.
#[derive(sqlx::FromRow)]
struct MemberRow {
    template_id: String,
    user_id: String,
    pool: Option<i32>,
}

#[derive(sqlx::FromRow)]
struct PoolRow {
    template_id: String,
    position: i32,
    needed: i32,
}

impl Tx {
    /// A job's stages in their order.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn stages(&mut self, job: JobId) -> Result<Vec<SaveStage>> {
        let rows = all!(
            self,
            StageRow,
            "select s.id, s.name, s.kind, s.scheduling, t.id as template_id, t.name as template_name, t.duration_minutes, t.step_minutes,
                    t.before_minutes, t.after_minutes, t.notice_minutes, t.horizon_days, t.place_kind, t.place, t.form_template_id, t.room_seats,
                    t.room_features, t.description
             from stages s left join interview_templates t on t.stage_id = s.id where s.job_id = $1 order by s.position, s.id",
            job.to_string(),
        )?;
        let members = all!(
            self,
            MemberRow,
            "select a.template_id, a.user_id, a.pool from template_attendees a join interview_templates t on t.id = a.template_id
             join stages s on s.id = t.stage_id where s.job_id = $1 order by a.user_id",
            job.to_string(),
        )?;
        let pools = all!(
            self,
            PoolRow,
            "select p.template_id, p.position, p.needed from template_pools p join interview_templates t on t.id = p.template_id
             join stages s on s.id = t.stage_id where s.job_id = $1 order by p.template_id, p.position",
            job.to_string(),
        )?;
        rows.into_iter().map(|row| row.stage(&members, &pools)).collect()
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

    /// Removes a stage that nothing refers to.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn delete_stage(&mut self, id: StageId) -> Result<()> {
        self.delete_template(id).await?;
        run!(self, "delete from stages where id = $1", id.to_string())?;
        Ok(())
    }

    /// The id of a stage's template.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn template_id(&mut self, stage: StageId) -> Result<Option<TemplateId>> {
        let row = maybe!(self, (String,), "select id from interview_templates where stage_id = $1", stage.to_string())?;
        row.map(|(id,)| parsed(id.parse(), "interview_templates", "id", &id)).transpose()
    }

    /// Removes a stage's template.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_template(&mut self, stage: StageId) -> Result<()> {
        run!(
            self,
            "delete from template_attendees where template_id in (select id from interview_templates where stage_id = $1)",
            stage.to_string(),
        )?;
        run!(
            self,
            "delete from template_pools where template_id in (select id from interview_templates where stage_id = $1)",
            stage.to_string(),
        )?;
        run!(self, "delete from interview_templates where stage_id = $1", stage.to_string())?;
        Ok(())
    }

    /// Makes or replaces a stage's template with its attendees and pools.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn put_template(&mut self, id: TemplateId, stage: StageId, template: &SaveTemplate) -> Result<()> {
        let Timing { duration_minutes, step_minutes, before_minutes, after_minutes, notice_minutes, horizon_days } = template.timing;
        // Validated ranges: all far below what 32 bits hold.
        let number = |value: u32| i32::try_from(value).unwrap_or(i32::MAX);
        run!(
            self,
            "insert into interview_templates (id, stage_id, name, duration_minutes, step_minutes, before_minutes, after_minutes, notice_minutes,
                horizon_days, place_kind, place, form_template_id, room_seats, room_features, description)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
             on conflict (id) do update set name = excluded.name, duration_minutes = excluded.duration_minutes, step_minutes = excluded.step_minutes,
                before_minutes = excluded.before_minutes, after_minutes = excluded.after_minutes, notice_minutes = excluded.notice_minutes,
                horizon_days = excluded.horizon_days, place_kind = excluded.place_kind, place = excluded.place,
                form_template_id = excluded.form_template_id, room_seats = excluded.room_seats, room_features = excluded.room_features,
                description = excluded.description",
            id.to_string(),
            stage.to_string(),
            template.name.as_str(),
            number(duration_minutes),
            number(step_minutes),
            number(before_minutes),
            number(after_minutes),
            number(notice_minutes),
            number(horizon_days),
            template.place.kind.name(),
            template.place.text.as_str(),
            template.form.map(|form| form.to_string()),
            template.room.as_ref().map(|room| number(room.seats)),
            serde_json::json!(template.room.as_ref().map(|room| room.features.as_slice()).unwrap_or_default()).to_string(),
            template.description.as_str(),
        )?;
        run!(self, "delete from template_attendees where template_id = $1", id.to_string())?;
        run!(self, "delete from template_pools where template_id = $1", id.to_string())?;
        let mut members: Vec<(UserId, Option<i32>)> = template.attendees.iter().map(|user| (*user, None)).collect();
        for (position, pool) in (0_i32..).zip(&template.pools) {
            run!(
                self,
                "insert into template_pools (template_id, position, needed) values ($1, $2, $3)",
                id.to_string(),
                position,
                number(pool.needed)
            )?;
            members.extend(pool.people.iter().map(|user| (*user, Some(position))));
        }
        for (user, pool) in members {
            run!(
                self,
                "insert into template_attendees (template_id, user_id, pool) values ($1, $2, $3)",
                id.to_string(),
                user.to_string(),
                pool
            )?;
        }
        Ok(())
    }
}

impl StageRow {
    fn stage(self, members: &[MemberRow], pools: &[PoolRow]) -> Result<SaveStage> {
        let template = match (&self.template_id, &self.template_name) {
            (Some(id), Some(name)) => Some(self.template(id, name, members, pools)?),
            _ => None,
        };
        Ok(SaveStage {
            id: Some(parsed(self.id.parse(), "stages", "id", &self.id)?),
            kind: parsed(StageKind::parse(&self.kind).ok_or(()), "stages", "kind", &self.id)?,
            name: self.name,
            scheduling: self.scheduling,
            template,
        })
    }

    fn template(&self, id: &str, name: &str, members: &[MemberRow], pools: &[PoolRow]) -> Result<SaveTemplate> {
        const TABLE: &str = "interview_templates";
        let number = |value: Option<i32>, column| parsed(value.and_then(|value| u32::try_from(value).ok()).ok_or(()), TABLE, column, id);
        let people = |pool: Option<i32>| {
            let members = members.iter().filter(|member| member.template_id == id && member.pool == pool);
            members.map(|member| parsed(member.user_id.parse(), "template_attendees", "user_id", id)).collect::<Result<Vec<UserId>>>()
        };
        let pools = pools.iter().filter(|pool| pool.template_id == id).map(|pool| {
            let needed = parsed(u32::try_from(pool.needed), "template_pools", "needed", id)?;
            Ok(SavePool { needed, people: people(Some(pool.position))? })
        });
        Ok(SaveTemplate {
            pools: pools.collect::<Result<_>>()?,
            room: room_need(self.room_seats, self.room_features.as_deref(), id)?,
            description: self.description.clone().unwrap_or_default(),
            name: name.to_owned(),
            timing: Timing {
                duration_minutes: number(self.duration_minutes, "duration_minutes")?,
                step_minutes: number(self.step_minutes, "step_minutes")?,
                before_minutes: number(self.before_minutes, "before_minutes")?,
                after_minutes: number(self.after_minutes, "after_minutes")?,
                notice_minutes: number(self.notice_minutes, "notice_minutes")?,
                horizon_days: number(self.horizon_days, "horizon_days")?,
            },
            place: Place {
                kind: parsed(self.place_kind.as_deref().and_then(PlaceKind::parse).ok_or(()), TABLE, "place_kind", id)?,
                text: self.place.clone().unwrap_or_default(),
            },
            attendees: people(None)?,
            form: self.form_template_id.as_ref().map(|form| parsed(form.parse(), TABLE, "form_template_id", id)).transpose()?,
        })
    }
}
