//! The interviews of a stage's round: their templates.

use super::pools::room_need;
use super::{Result, Tx, all, one, parsed, run};
use crate::domain::booking::RequestStage;
use crate::domain::id::{ApplicationId, JobId, RequestId, StageId, TemplateId, UserId};
use crate::domain::jobs::{Place, PlaceKind, SavePool, SaveTemplate, Timing};
use crate::domain::scheduling::invitation::Papers;

#[derive(sqlx::FromRow)]
struct TemplateRow {
    id: String,
    stage_id: String,
    name: String,
    duration_minutes: i32,
    step_minutes: i32,
    before_minutes: i32,
    after_minutes: i32,
    notice_minutes: i32,
    horizon_days: i32,
    place_kind: String,
    place: String,
    form_template_id: Option<String>,
    room_seats: Option<i32>,
    room_features: String,
    description: String,
    attach_resume: bool,
    attach_cover_letter: bool,
    attach_form: bool,
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

/// An interview of a round, and how an application stands with it.
#[derive(Debug, Clone)]
pub struct RoundLine {
    /// Its template.
    pub template: TemplateId,
    /// Its title.
    pub title: String,
    /// The application's request for it.
    pub request: Option<(RequestId, RequestStage)>,
    /// Whether an interview of the application is confirmed for it, by request or without.
    pub is_booked: bool,
}

#[derive(sqlx::FromRow)]
struct RoundRow {
    id: String,
    name: String,
    request_id: Option<String>,
    request_state: Option<String>,
    booked: i64,
}

const TABLE: &str = "interview_templates";

impl Tx {
    /// The interviews of all rounds of a job, with the stage of each, in their order.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn interviews_of_rounds(&mut self, job: JobId) -> Result<Vec<(StageId, SaveTemplate)>> {
        let rows = all!(
            self,
            TemplateRow,
            "select t.id, t.stage_id, t.name, t.duration_minutes, t.step_minutes, t.before_minutes, t.after_minutes, t.notice_minutes,
                    t.horizon_days, t.place_kind, t.place, t.form_template_id, t.room_seats, t.room_features, t.description, t.attach_resume,
                    t.attach_cover_letter, t.attach_form
             from interview_templates t join stages s on s.id = t.stage_id where s.job_id = $1 order by t.stage_id, t.position, t.id",
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
        rows.into_iter().map(|row| row.read(&members, &pools)).collect()
    }

    /// The interviews of a stage's round in their order, and how an application stands with each.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn round(&mut self, application: ApplicationId, stage: StageId) -> Result<Vec<RoundLine>> {
        let rows = all!(
            self,
            RoundRow,
            "select t.id, t.name, r.id as request_id, r.state as request_state,
                    (select count(*) from interviews i where i.application_id = $1 and i.template_id = t.id and i.state = 'confirmed') as booked
             from interview_templates t left join interview_requests r on r.template_id = t.id and r.application_id = $1
             where t.stage_id = $2 order by t.position, t.id",
            application.to_string(),
            stage.to_string(),
        )?;
        rows.into_iter().map(RoundRow::read).collect()
    }

    /// Whether candidates were asked for times for this interview of a round.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn template_has_requests(&mut self, id: TemplateId) -> Result<bool> {
        let (count,) = one!(self, (i64,), "select count(*) from interview_requests where template_id = $1", id.to_string())?;
        Ok(count > 0)
    }

    /// Takes an interview out of its round; interviews that were held by it stay.
    ///
    /// # Errors
    /// When the database refuses: requests refer to it.
    pub async fn delete_template(&mut self, id: TemplateId) -> Result<()> {
        run!(self, "update interviews set template_id = null where template_id = $1", id.to_string())?;
        run!(self, "delete from template_attendees where template_id = $1", id.to_string())?;
        run!(self, "delete from template_pools where template_id = $1", id.to_string())?;
        run!(self, "delete from interview_templates where id = $1", id.to_string())?;
        Ok(())
    }

    /// Makes or replaces an interview of a stage's round with its attendees and pools, at this position.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn put_template(&mut self, id: TemplateId, stage: StageId, position: i32, template: &SaveTemplate) -> Result<()> {
        let Timing { duration_minutes, step_minutes, before_minutes, after_minutes, notice_minutes, horizon_days } = template.timing;
        // Validated ranges: all far below what 32 bits hold.
        let number = |value: u32| i32::try_from(value).unwrap_or(i32::MAX);
        run!(
            self,
            "insert into interview_templates (id, stage_id, position, name, duration_minutes, step_minutes, before_minutes, after_minutes,
                notice_minutes, horizon_days, place_kind, place, form_template_id, room_seats, room_features, description, attach_resume,
                attach_cover_letter, attach_form)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
             on conflict (id) do update set position = excluded.position, name = excluded.name, duration_minutes = excluded.duration_minutes,
                step_minutes = excluded.step_minutes, before_minutes = excluded.before_minutes, after_minutes = excluded.after_minutes,
                notice_minutes = excluded.notice_minutes, horizon_days = excluded.horizon_days, place_kind = excluded.place_kind,
                place = excluded.place, form_template_id = excluded.form_template_id, room_seats = excluded.room_seats,
                room_features = excluded.room_features, description = excluded.description, attach_resume = excluded.attach_resume,
                attach_cover_letter = excluded.attach_cover_letter, attach_form = excluded.attach_form",
            id.to_string(),
            stage.to_string(),
            position,
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
            template.papers.resume,
            template.papers.cover_letter,
            template.papers.form,
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

impl TemplateRow {
    fn read(self, members: &[MemberRow], pools: &[PoolRow]) -> Result<(StageId, SaveTemplate)> {
        let id = self.id.as_str();
        let number = |value: i32, column| parsed(u32::try_from(value), TABLE, column, id);
        let people = |pool: Option<i32>| {
            let members = members.iter().filter(|member| member.template_id == id && member.pool == pool);
            members.map(|member| parsed(member.user_id.parse(), "template_attendees", "user_id", id)).collect::<Result<Vec<UserId>>>()
        };
        let pools = pools.iter().filter(|pool| pool.template_id == id).map(|pool| {
            let needed = parsed(u32::try_from(pool.needed), "template_pools", "needed", id)?;
            Ok(SavePool { needed, people: people(Some(pool.position))? })
        });
        let template = SaveTemplate {
            id: Some(parsed(id.parse(), TABLE, "id", id)?),
            pools: pools.collect::<Result<_>>()?,
            room: room_need(self.room_seats, Some(&self.room_features), id)?,
            timing: Timing {
                duration_minutes: number(self.duration_minutes, "duration_minutes")?,
                step_minutes: number(self.step_minutes, "step_minutes")?,
                before_minutes: number(self.before_minutes, "before_minutes")?,
                after_minutes: number(self.after_minutes, "after_minutes")?,
                notice_minutes: number(self.notice_minutes, "notice_minutes")?,
                horizon_days: number(self.horizon_days, "horizon_days")?,
            },
            place: Place { kind: parsed(PlaceKind::parse(&self.place_kind).ok_or(()), TABLE, "place_kind", id)?, text: self.place.clone() },
            attendees: people(None)?,
            form: self.form_template_id.as_ref().map(|form| parsed(form.parse(), TABLE, "form_template_id", id)).transpose()?,
            papers: Papers { resume: self.attach_resume, cover_letter: self.attach_cover_letter, form: self.attach_form },
            name: self.name.clone(),
            description: self.description.clone(),
        };
        Ok((parsed(self.stage_id.parse(), TABLE, "stage_id", id)?, template))
    }
}

impl RoundRow {
    fn read(self) -> Result<RoundLine> {
        let request = match (&self.request_id, &self.request_state) {
            (Some(id), Some(state)) => Some((
                parsed(id.parse(), "interview_requests", "id", id)?,
                parsed(RequestStage::parse(state).ok_or(()), "interview_requests", "state", id)?,
            )),
            _ => None,
        };
        let template = parsed(self.id.parse(), TABLE, "id", &self.id)?;
        Ok(RoundLine { template, title: self.name, request, is_booked: self.booked > 0 })
    }
}
