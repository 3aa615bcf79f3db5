//! What raises tasks, and what completes them by itself: looked at once, when a transaction commits, so that no change is forgotten and
//! a task never says another thing than what it is about.
//!
//! An event raises a task; that it still stands is read from the state: what is done in the same transaction leaves no task behind.

use std::collections::BTreeMap;

use serde_json::Value;

use super::history::Event;
use super::{Result, Tx, all, maybe, run};
use crate::domain::id::{ApplicationId, EventId, JobId, TaskId};
use crate::domain::scheduling::interview::{PersonKind, Response};
use crate::domain::tasks::{Declined, TaskCategory};
use crate::domain::time::{Instant, ms};

/// An event as far as tasks are concerned.
#[derive(Debug, Clone)]
pub(super) struct Cause {
    event: EventId,
    at: Instant,
    action: &'static str,
    subject: (&'static str, String),
    application: Option<ApplicationId>,
    job: Option<JobId>,
    data: Value,
}

impl Cause {
    /// None for what no task is about.
    pub fn of(event: &Event) -> Option<Self> {
        // What somebody does with a task by hand stands until something happens to what it is about.
        let concerns =
            event.subject.0 != "task" && (event.application_id.is_some() || event.job_id.is_some() || event.subject.0 == "integration");
        concerns.then(|| Self {
            event: event.id,
            at: event.at,
            action: event.action,
            subject: event.subject.clone(),
            application: event.application_id,
            job: event.job_id,
            data: event.data.clone(),
        })
    }

    fn scope(&self) -> Scope {
        match (self.application, self.job) {
            (Some(application), _) => Scope::Application(application),
            (None, Some(job)) => Scope::Job(job),
            (None, None) => Scope::Connection(self.subject.1.clone()),
        }
    }

    /// Whether a task may have been raised by it.
    fn may_raise(&self) -> bool {
        self.category().is_some() || matches!(self.action, "interview.move_undone" | "job.changed")
    }

    fn category(&self) -> Option<TaskCategory> {
        let is_refusal = self.text("response") == Response::Declined.name();
        let declined = match PersonKind::parse(self.text("part")).filter(|_| is_refusal) {
            Some(PersonKind::Candidate) => Some(Declined::Candidate),
            Some(PersonKind::Attendee | PersonKind::Contact) => Some(Declined::Interviewer),
            Some(PersonKind::Organiser) | None => None,
        };
        TaskCategory::raised_by(self.action, declined)
    }

    fn text(&self, name: &str) -> &str {
        self.data.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    fn is(&self, name: &str) -> bool {
        self.data.get(name).and_then(Value::as_bool).unwrap_or_default()
    }
}

/// A task to raise.
struct NewTask {
    category: TaskCategory,
    /// What it is about: kind and id.
    subject: String,
    /// The id of that, to tell tasks of one event apart.
    about: uuid::Uuid,
    application: Option<ApplicationId>,
    interview: Option<String>,
    person: String,
    stage: Option<String>,
    name: String,
    reason: String,
}

impl NewTask {
    fn about(category: TaskCategory, kind: &str, id: &str) -> Self {
        Self {
            category,
            subject: format!("{kind}:{id}"),
            about: uuid::Uuid::try_parse(id).unwrap_or_default(),
            application: None,
            interview: None,
            person: String::new(),
            stage: None,
            name: String::new(),
            reason: String::new(),
        }
    }
}

/// Whether what a task asks for is still to be done; `$1` is the present.
macro_rules! stands {
    () => {
        "(case tasks.category
          when 'broken_integration' then exists (select 1 from connections k where k.key = tasks.name and k.broken_since is not null)
          when 'ready_to_schedule' then exists (
            select 1 from applications a join jobs j on j.id = a.job_id join stages s on s.id = a.stage_id
            where a.id = tasks.application_id and a.state = 'active' and j.state = 'open' and s.scheduling and (
              exists (select 1 from interview_requests q left join client_pages p on p.id = q.page_id
                where q.application_id = a.id and q.stage_id = a.stage_id and q.state = 'chosen' and (q.page_id is null or p.answered_at is not null)
                  and not exists (select 1 from interviews i where i.application_id = a.id and i.state = 'confirmed'
                    and (i.ends_at > $1 or i.created_at >= a.stage_since) and (q.template_id is null or i.template_id = q.template_id)))
              or (not exists (select 1 from interview_requests q where q.application_id = a.id and q.stage_id = a.stage_id
                  and (q.state in ('presented', 'chosen', 'invited') or (q.state in ('declined', 'cancelled') and q.state_since >= a.stage_since)))
                and exists (select 1 from interview_templates x where x.stage_id = s.id
                  and not exists (select 1 from interview_requests q where q.application_id = a.id and q.template_id = x.id
                    and q.state = 'booked' and q.state_since >= a.stage_since)
                  and not exists (select 1 from interviews i where i.application_id = a.id and i.state = 'confirmed' and i.template_id = x.id
                    and (i.ends_at > $1 or i.created_at >= a.stage_since))))))
          when 'schedule_cancelled' then exists (
            select 1 from interviews i join applications a on a.id = i.application_id join jobs j on j.id = a.job_id
            where i.id = tasks.interview_id and i.state = 'cancelled' and a.state = 'active' and j.state = 'open'
              and case when i.template_id is null then a.stage_since <= tasks.raised_at
                else exists (select 1 from interview_templates x where x.id = i.template_id and x.stage_id = a.stage_id) end
              and not exists (select 1 from interview_requests q where q.id = i.request_id and q.state in ('invited', 'booked', 'declined', 'withdrawn'))
              and not exists (select 1 from interviews n where n.application_id = a.id and n.id <> i.id and n.state = 'confirmed'
                and (n.created_at >= tasks.raised_at or (n.template_id = i.template_id and n.ends_at > $1))
                and (i.template_id is null or n.template_id is null or n.template_id = i.template_id)))
          when 'room_declined' then exists (
            select 1 from interviews i join applications a on a.id = i.application_id
            where i.id = tasks.interview_id and i.state = 'confirmed' and i.starts_at > $1 and a.state = 'active'
              and i.room_id is not null and i.room_response <> 'accepted')
          when 'new_job' then exists (select 1 from jobs j where j.id = tasks.job_id and j.state = 'open')
            and not exists (select 1 from stages s join interview_templates x on x.stage_id = s.id where s.job_id = tasks.job_id and s.scheduling)
          when 'new_stage' then exists (select 1 from jobs j join stages s on s.job_id = j.id where s.id = tasks.stage_id and j.state = 'open')
            and not exists (select 1 from stages s join interview_templates x on x.stage_id = s.id where s.id = tasks.stage_id and s.scheduling)
          when 'new_interview' then exists (select 1 from jobs j join stages s on s.job_id = j.id where s.id = tasks.stage_id and j.state = 'open')
            and (select count(*) from interview_templates x where x.stage_id = tasks.stage_id) <= tasks.interviews_before
          else exists (
            select 1 from interviews i join interview_people p on p.interview_id = i.id join applications a on a.id = i.application_id
            where i.id = tasks.interview_id and i.state = 'confirmed' and i.starts_at > $1 and a.state = 'active' and p.person_id = tasks.person_id and p.response = 'declined')
          end)"
    };
}

/// Completes, at `$1`, those open tasks that …
macro_rules! done {
    () => {
        "update tasks set completed_at = $1, completed_by = '', version = version + 1 where completed_at is null and "
    };
}

/// Whose tasks an event may have settled.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Scope {
    Application(ApplicationId),
    Job(JobId),
    Connection(String),
}

impl Tx {
    /// Raises and completes tasks by what was recorded in this transaction.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn tend_tasks(&mut self) -> Result<()> {
        let causes = std::mem::take(&mut self.causes);
        for cause in &causes {
            if cause.action == "job.reopened" {
                self.stand_again(cause).await?;
            }
            for task in self.raised_by(cause).await? {
                self.raise(cause, &task).await?;
            }
        }
        // Each once, and in the same order in every transaction.
        let scopes: BTreeMap<Scope, Instant> = causes.iter().map(|cause| (cause.scope(), cause.at)).collect();
        for cause in causes.iter().filter(|cause| cause.may_raise()) {
            self.forget_done(cause).await?;
        }
        for (scope, at) in scopes {
            self.settle(&scope, at).await?;
        }
        Ok(())
    }

    async fn raised_by(&mut self, cause: &Cause) -> Result<Vec<NewTask>> {
        if cause.action == "interview.move_undone" {
            // What stood before the move stands again.
            let mut tasks = self.declined_in(cause, "").await?;
            tasks.extend(self.room_declined_in(cause).await?);
            return Ok(tasks);
        }
        // A stage that is enabled for scheduling with candidates in it: they are ready, too.
        if cause.action == "job.changed" && cause.is("enabled") {
            return self
                .ready(
                    cause,
                    "select a.id from applications a join stages s on s.id = a.stage_id where a.job_id = $1 and s.scheduling order by a.id",
                )
                .await;
        }
        let Some(category) = cause.category() else { return Ok(Vec::new()) };
        let id = cause.subject.1.as_str();
        Ok(match category {
            TaskCategory::ReadyToSchedule if cause.action == "availability.saved" => {
                if !cause.is("first") {
                    return Ok(Vec::new());
                }
                self.ready(cause, "select q.application_id from interview_requests q where q.page_id = $1 and q.state = 'chosen' order by q.application_id").await?
            }
            TaskCategory::ReadyToSchedule => cause.application.map(ready).into_iter().collect(),
            TaskCategory::InterviewerDeclined | TaskCategory::CandidateDeclined => {
                let person = cause.text("person_id").to_owned();
                self.declined_in(cause, &person).await?
            }
            TaskCategory::ScheduleCancelled | TaskCategory::RoomDeclined => {
                let (interview, application) = (Some(id.to_owned()), cause.application);
                let (name, reason) = (cause.text("room").to_owned(), cause.text("reason").to_owned());
                vec![NewTask { interview, application, name, reason, ..NewTask::about(category, "interview", id) }]
            }
            TaskCategory::NewJob => vec![NewTask::about(category, "job", id)],
            TaskCategory::NewStage => {
                let (stage, name) = (Some(id.to_owned()), cause.text("name").to_owned());
                vec![NewTask { stage, name, ..NewTask::about(category, "stage", id) }]
            }
            TaskCategory::NewInterview => {
                let (stage, name) = (Some(cause.text("stage").to_owned()), cause.text("name").to_owned());
                vec![NewTask { stage, name, ..NewTask::about(category, "ats_interview", id) }]
            }
            TaskCategory::BrokenIntegration => {
                let (name, reason) = (id.to_owned(), cause.text("problem").to_owned());
                vec![NewTask { name, reason, ..NewTask::about(category, "integration", id) }]
            }
        })
    }

    /// One for each application that a query names by the event's page, or its job.
    async fn ready(&mut self, cause: &Cause, applications: &'static str) -> Result<Vec<NewTask>> {
        let rows = all!(self, (String,), applications, cause.subject.1.as_str())?;
        rows.into_iter().map(|(id,)| Ok(ready(super::parsed(id.parse(), "applications", "id", &id)?))).collect()
    }

    /// Who does not come to the event's interview: `person`, or, where that is empty, everybody who declined.
    async fn declined_in(&mut self, cause: &Cause, person: &str) -> Result<Vec<NewTask>> {
        let interview = cause.subject.1.as_str();
        let rows = all!(
            self,
            (String, String, String, Option<String>),
            "select p.person_id, p.kind, p.name, w.reason from interview_people p join interviews i on i.id = p.interview_id
             left join interview_answers w on w.interview_id = p.interview_id and w.person_id = p.person_id and w.starts_at = i.starts_at
             where p.interview_id = $1 and p.response = 'declined' and p.kind <> 'organiser' and ($2 = '' or p.person_id = $2)",
            interview,
            person,
        )?;
        let task = |(person, kind, name, reason): (String, String, String, Option<String>)| {
            let is_candidate = kind == PersonKind::Candidate.name();
            let category = if is_candidate { TaskCategory::CandidateDeclined } else { TaskCategory::InterviewerDeclined };
            NewTask {
                subject: format!("interview:{interview}:{person}"),
                interview: Some(interview.to_owned()),
                application: cause.application,
                name,
                reason: reason.unwrap_or_default(),
                person: person.clone(),
                ..NewTask::about(category, "person", &person)
            }
        };
        Ok(rows.into_iter().map(task).collect())
    }

    /// The room of the event's interview, where it is not to be had.
    async fn room_declined_in(&mut self, cause: &Cause) -> Result<Option<NewTask>> {
        let id = cause.subject.1.as_str();
        let row = maybe!(
            self,
            (String,),
            "select r.name from interviews i join rooms r on r.id = i.room_id where i.id = $1 and i.room_response <> 'accepted'",
            id,
        )?;
        let task = |(name,): (String,)| NewTask {
            interview: Some(id.to_owned()),
            application: cause.application,
            name,
            ..NewTask::about(TaskCategory::RoomDeclined, "interview", id)
        };
        Ok(row.map(task))
    }

    async fn raise(&mut self, cause: &Cause, task: &NewTask) -> Result<()> {
        run!(
            self,
            "insert into tasks (id, category, subject, event_id, candidate_id, application_id, interview_id, person_id, job_id, stage_id, name, reason,
                interviews_before, raised_at, version)
             values ($1, $2, $3, $4, (select a.candidate_id from applications a where a.id = $5), $5, $6, $7,
                coalesce((select a.job_id from applications a where a.id = $5), $8), $9, $10, $11,
                (select count(*) from interview_templates x where x.stage_id = $9)
                  + (select count(*) from tasks o where o.category = 'new_interview' and o.stage_id = $9 and o.completed_at is null), $12, 1)
             on conflict (category, subject) where completed_at is null do update set reason = excluded.reason, name = excluded.name",
            TaskId::of(cause.event, task.about).to_string(),
            task.category.name(),
            task.subject.as_str(),
            cause.event.to_string(),
            task.application.map(|id| id.to_string()),
            task.interview.as_deref(),
            task.person.as_str(),
            cause.job.map(|id| id.to_string()),
            task.stage.as_deref(),
            task.name.as_str(),
            task.reason.as_str(),
            ms(cause.at),
        )?;
        Ok(())
    }

    /// What the closing of a job put an end to stands again, as far as it does.
    async fn stand_again(&mut self, cause: &Cause) -> Result<()> {
        run!(
            self,
            "update tasks set completed_at = null, version = version + 1
             where job_id = $1 and completed_by = ''
               and completed_at = (select max(h.at) from history h where h.subject_id = $1 and h.subject_kind = 'job' and h.action = 'job.closed')
               and not exists (select 1 from tasks o where o.category = tasks.category and o.subject = tasks.subject and o.completed_at is null)",
            cause.subject.1.as_str(),
        )?;
        Ok(())
    }

    /// What the transaction raised and has seen to already was never there.
    async fn forget_done(&mut self, cause: &Cause) -> Result<()> {
        run!(self, concat!("delete from tasks where tasks.event_id = $2 and not ", stands!()), ms(cause.at), cause.event.to_string())?;
        Ok(())
    }

    /// What was done completes itself.
    async fn settle(&mut self, scope: &Scope, at: Instant) -> Result<()> {
        let now = ms(at);
        match scope {
            Scope::Application(id) => run!(self, concat!(done!(), "application_id = $2 and not ", stands!()), now, id.to_string())?,
            Scope::Job(id) => run!(self, concat!(done!(), "job_id = $2 and not ", stands!()), now, id.to_string())?,
            Scope::Connection(key) => run!(self, concat!(done!(), "subject = $2 and not ", stands!()), now, format!("integration:{key}"))?,
        };
        Ok(())
    }

    /// Completes what is about interviews that have begun: nobody is swapped any more. Whether there was any.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn settle_begun(&mut self, now: Instant) -> Result<bool> {
        let done = run!(
            self,
            concat!(
                done!(),
                "category in ('interviewer_declined', 'candidate_declined', 'room_declined')
                 and exists (select 1 from interviews b where b.id = tasks.interview_id and b.starts_at <= $1) and not ",
                stands!()
            ),
            ms(now),
        )?;
        Ok(done > 0)
    }
}

fn ready(application: ApplicationId) -> NewTask {
    let about = NewTask::about(TaskCategory::ReadyToSchedule, "application", &application.to_string());
    NewTask { application: Some(application), ..about }
}
