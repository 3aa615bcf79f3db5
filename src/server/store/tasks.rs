//! Tasks of coordinators, as they are shown and completed by hand.

use super::clients::count;
use super::reservations::stored_span;
use super::{Result, StoreError, Tx, all, fresh, maybe, one, parsed, run};
use crate::api::clients::Choice;
use crate::api::tasks::TaskInterview;
use crate::domain::id::{ApplicationId, CandidateId, JobId, StageId, TaskId, UserId};
use crate::domain::list::{ListQuery, PER_PAGE, Page};
use crate::domain::tasks::TaskCategory;
use crate::domain::time::{Instant, from_ms, ms};

/// A task as it is stored, with the names of what it is about.
#[derive(Debug, Clone)]
pub struct TaskRow {
    /// The task.
    pub id: TaskId,
    /// Rises with each change.
    pub version: i64,
    /// What it is about.
    pub category: TaskCategory,
    /// Which candidate.
    pub candidate: Option<Choice<CandidateId>>,
    /// On which job.
    pub application: Option<ApplicationId>,
    /// Which job.
    pub job: Option<Choice<JobId>>,
    /// That job's client; none in-house.
    pub client: Option<String>,
    /// The client wants the interview; the candidate is to be invited.
    pub is_chosen: bool,
    /// Which interview.
    pub interview: Option<TaskInterview>,
    /// Which stage.
    pub stage: Option<Choice<StageId>>,
    /// Who declined, the room, what is new, the connection.
    pub name: String,
    /// Why.
    pub reason: String,
    /// What is wrong with the connection: the name of a `domain::connections::Reason`.
    pub prompt: Option<String>,
    /// Whose it is; nobody's own: the team's, or every administrator's.
    pub assignee: Option<Choice<UserId>>,
    /// Since when.
    pub raised_at: Instant,
    /// When it was done, and by whom: empty where it completed itself.
    pub completed: Option<(Instant, String)>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    version: i64,
    category: String,
    candidate_id: Option<String>,
    candidate_name: Option<String>,
    application_id: Option<String>,
    job_id: Option<String>,
    job_title: Option<String>,
    client_name: Option<String>,
    is_chosen: bool,
    interview_id: Option<String>,
    interview_title: Option<String>,
    starts_at: Option<i64>,
    ends_at: Option<i64>,
    stage_id: Option<String>,
    stage_name: Option<String>,
    name: String,
    reason: String,
    prompt: Option<String>,
    assignee_id: Option<String>,
    assignee_name: Option<String>,
    raised_at: i64,
    completed_at: Option<i64>,
    completed_by: String,
}

const TABLE: &str = "tasks";

/// The tasks `t` with everybody who may be their assignee, as far as the account is active and schedules.
macro_rules! tasks {
    () => {
        "from tasks t cross join organisation o
         left join candidates c on c.id = t.candidate_id left join applications a on a.id = t.application_id
         left join jobs j on j.id = t.job_id left join clients cl on cl.id = j.client_id
         left join interviews i on i.id = t.interview_id left join stages s on s.id = t.stage_id
         left join users taker on taker.id = t.taken_by and taker.active and taker.role in ('administrator', 'coordinator', 'recruiter')
         left join users own on own.id = a.coordinator_id and own.active and own.role in ('administrator', 'coordinator', 'recruiter')
         left join users ofjob on ofjob.id = j.coordinator_id and ofjob.active and ofjob.role in ('administrator', 'coordinator', 'recruiter')
         left join users creator on creator.id = o.creator_id and creator.active and creator.role = 'administrator' "
    };
}

/// Whose a task is: who took it over, else the candidate's coordinator, else the job's; a broken connection is the creator's of the installation.
macro_rules! assignee {
    ($column:literal) => {
        concat!(
            "coalesce(taker.",
            $column,
            ", case when t.category = 'broken_integration' then creator.",
            $column,
            " else coalesce(own.",
            $column,
            ", ofjob.",
            $column,
            ") end)"
        )
    };
}

/// Those of `$1`: a colleague's id, of an administrator if `$2` (theirs are the broken connections of nobody), or `team`.
macro_rules! theirs {
    () => {
        concat!(
            "(",
            assignee!("id"),
            " = $1 or (",
            assignee!("id"),
            " is null and case when t.category = 'broken_integration' then $2 else $1 = 'team' end))"
        )
    };
}

impl Tx {
    /// A page of the tasks of a colleague (with whether they are an administrator), or of the team; those that are done only if asked for,
    /// and last. What is urgent comes first.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn tasks(&mut self, of: Option<(UserId, bool)>, done: bool, query: &ListQuery) -> Result<Page<TaskRow>> {
        let (whose, administers) = asked(of);
        let direction = if query.descending { "desc" } else { "asc" };
        let column = match query.sort.as_str() {
            "category" => "t.category",
            "candidate" => "coalesce(c.search, '')",
            "job" => "coalesce(j.search, '')",
            _ => "case when t.completed_at is null then t.raised_at else -t.completed_at end",
        };
        // Nothing but the constants above is put together here.
        let sql = format!(
            concat!(
                "select t.id, t.version, t.category, t.candidate_id, c.name as candidate_name, t.application_id, t.job_id, j.title as job_title,
                    cl.name as client_name, exists (select 1 from interview_requests q where q.application_id = t.application_id
                        and q.stage_id = a.stage_id and q.state = 'chosen') as is_chosen, t.interview_id, i.title as interview_title, i.starts_at, i.ends_at, t.stage_id, s.name as stage_name,
                    t.name, t.reason, (select k.kind_of_problem from connections k where k.key = t.name) as prompt, ",
                assignee!("id"),
                " as assignee_id, ",
                assignee!("name"),
                " as assignee_name, t.raised_at, t.completed_at, t.completed_by ",
                tasks!(),
                "where ",
                theirs!(),
                " and ($3 or t.completed_at is null)
                 order by case when t.completed_at is null then 0 else 1 end, case t.category when 'broken_integration' then 0 else 1 end,
                    {column} {direction}, t.raised_at, t.id limit {limit} offset $4"
            ),
            column = column,
            direction = direction,
            limit = PER_PAGE
        );
        let rows = all!(self, Row, sqlx::AssertSqlSafe(sql), whose.as_str(), administers, done, query.offset())?;
        let (total,) = one!(
            self,
            (i64,),
            concat!("select count(*) ", tasks!(), "where ", theirs!(), " and ($3 or t.completed_at is null)"),
            whose.as_str(),
            administers,
            done,
        )?;
        let rows = rows.into_iter().map(TaskRow::try_from).collect::<Result<_>>()?;
        Ok(Page { rows, total: count(total), page: query.page })
    }

    /// How many open tasks a colleague has, or the team.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_tasks(&mut self, of: Option<(UserId, bool)>) -> Result<u32> {
        let (whose, administers) = asked(of);
        let (found,) = one!(
            self,
            (i64,),
            concat!("select count(*) ", tasks!(), "where ", theirs!(), " and t.completed_at is null"),
            whose.as_str(),
            administers,
        )?;
        Ok(count(found))
    }

    /// Everybody's open tasks, by assignee; the broken connections of nobody apart, which are every administrator's.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn task_counts(&mut self) -> Result<TaskCounts> {
        let rows = all!(
            self,
            (Option<String>, bool, i64),
            concat!(
                "select assignee, broken, count(*) from (select ",
                assignee!("id"),
                " as assignee, t.category = 'broken_integration' as broken ",
                tasks!(),
                "where t.completed_at is null) counted group by assignee, broken"
            ),
        )?;
        let mut counts = TaskCounts::default();
        for (assignee, broken, number) in rows {
            match assignee {
                Some(id) => counts.own.push((parsed(id.parse(), "users", "id", &id)?, count(number))),
                None if broken => counts.administrators = count(number),
                None => counts.team = count(number),
            }
        }
        Ok(counts)
    }

    /// Whether a task is open about something: `integration:smtp`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_open_task(&mut self, category: TaskCategory, subject: &str) -> Result<bool> {
        let (found,) = one!(
            self,
            (i64,),
            "select count(*) from tasks where category = $1 and subject = $2 and completed_at is null",
            category.name(),
            subject,
        )?;
        Ok(found > 0)
    }

    /// The version of a task that is open, or done.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn task_facts(&mut self, id: TaskId) -> Result<Option<TaskFacts>> {
        let row = maybe!(
            self,
            (String, Option<String>, Option<String>, Option<String>),
            "select category, candidate_id, application_id, job_id from tasks where id = $1",
            id.to_string(),
        )?;
        row.map(|(category, candidate, application, job)| {
            let key = id.to_string();
            Ok(TaskFacts {
                category: parsed(TaskCategory::parse(&category).ok_or(()), TABLE, "category", &key)?,
                candidate: candidate.map(|id| parsed(id.parse(), TABLE, "candidate_id", &key)).transpose()?,
                application: application.map(|id| parsed(id.parse(), TABLE, "application_id", &key)).transpose()?,
                job: job.map(|id| parsed(id.parse(), TABLE, "job_id", &key)).transpose()?,
            })
        })
        .transpose()
    }

    /// Marks a task as done by somebody, or as open again.
    ///
    /// # Errors
    /// `Stale` when it changed meanwhile; `Unique` where another one is open about the same.
    pub async fn set_task_done(&mut self, id: TaskId, version: i64, done: Option<(Instant, &str)>) -> Result<()> {
        fresh(run!(
            self,
            "update tasks set completed_at = $1, completed_by = $2, version = version + 1 where id = $3 and version = $4
               and (case when completed_at is null then 1 else 0 end) = (case when $5 then 1 else 0 end)",
            done.map(|(at, _)| ms(at)),
            done.map_or("", |(_, by)| by),
            id.to_string(),
            version,
            done.is_some(),
        )?)
    }

    /// Gives an open task to a colleague.
    ///
    /// # Errors
    /// `Stale` when it changed meanwhile, or is done.
    pub async fn take_task(&mut self, id: TaskId, version: i64, by: UserId) -> Result<()> {
        fresh(run!(
            self,
            "update tasks set taken_by = $1, version = version + 1 where id = $2 and version = $3 and completed_at is null",
            by.to_string(),
            id.to_string(),
            version,
        )?)
    }
}

/// Open tasks by whose they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskCounts {
    /// A colleague's.
    pub own: Vec<(UserId, u32)>,
    /// Nobody's.
    pub team: u32,
    /// Each administrator's besides.
    pub administrators: u32,
}

/// What a task is about, for the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskFacts {
    /// The category.
    pub category: TaskCategory,
    /// The candidate.
    pub candidate: Option<CandidateId>,
    /// The application.
    pub application: Option<ApplicationId>,
    /// The job.
    pub job: Option<JobId>,
}

fn asked(of: Option<(UserId, bool)>) -> (String, bool) {
    of.map_or(("team".to_owned(), false), |(id, administers)| (id.to_string(), administers))
}

/// A record with its name; none where either is missing.
fn choice<T: std::str::FromStr>(id: Option<String>, name: Option<String>, column: &'static str, row: &str) -> Result<Option<Choice<T>>> {
    id.zip(name).map(|(id, name)| Ok(Choice { id: parsed(id.parse(), TABLE, column, row)?, name })).transpose()
}

impl TryFrom<Row> for TaskRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        let key = row.id;
        let interview = match (row.interview_id, row.interview_title, row.starts_at, row.ends_at) {
            (Some(id), Some(title), Some(starts_at), Some(ends_at)) => Some(TaskInterview {
                id: parsed(id.parse(), TABLE, "interview_id", &key)?,
                title,
                span: stored_span(starts_at, ends_at, "interviews", &id)?,
            }),
            _ => None,
        };
        Ok(Self {
            id: parsed(key.parse(), TABLE, "id", &key)?,
            version: row.version,
            category: parsed(TaskCategory::parse(&row.category).ok_or(()), TABLE, "category", &key)?,
            candidate: choice(row.candidate_id, row.candidate_name, "candidate_id", &key)?,
            application: row.application_id.map(|id| parsed(id.parse(), TABLE, "application_id", &key)).transpose()?,
            job: choice(row.job_id, row.job_title, "job_id", &key)?,
            client: row.client_name,
            is_chosen: row.is_chosen,
            interview,
            stage: choice(row.stage_id, row.stage_name, "stage_id", &key)?,
            name: row.name,
            reason: row.reason,
            prompt: row.prompt,
            assignee: choice(row.assignee_id, row.assignee_name, "taken_by", &key)?,
            raised_at: from_ms(row.raised_at),
            completed: row.completed_at.map(|at| (from_ms(at), row.completed_by)),
        })
    }
}
