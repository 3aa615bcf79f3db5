//! Append-only history: every use case writes one event in its own transaction.

use super::{Result, StoreError, Tx, all, maybe, one, parsed, run};
use crate::domain::history::{ActorKind, HistoryKind, HistoryQuery, Person};
use crate::domain::id::{ApplicationId, CandidateId, EventId, JobId, MessageId};
use crate::domain::messages::MessageState;
use crate::domain::people::Actor;
use crate::domain::scheduling::interview::PersonKind;
use crate::domain::time::{Instant, from_ms, ms};
use crate::server::bus::Change;

/// What happened, as a service records it.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its id, from `Ctx::id`.
    pub id: EventId,
    /// When.
    pub at: Instant,
    /// Who.
    pub actor: Actor,
    /// What: `noun.verb_in_the_past`, such as `interview.booked`.
    pub action: &'static str,
    /// On which record: its kind (`interview`) and id.
    pub subject: (&'static str, String),
    /// The candidate concerned.
    pub candidate_id: Option<CandidateId>,
    /// The application concerned.
    pub application_id: Option<ApplicationId>,
    /// The job concerned.
    pub job_id: Option<JobId>,
    /// More, for the reader of the history; never a secret.
    pub data: serde_json::Value,
    /// More topics for open pages (`page:ID`, `request:ID`, `calendar:ID`); subject, candidate, application and job are topics by themselves.
    pub topics: Vec<String>,
}

impl Tx {
    /// Appends an event and, once committed, tells open pages of it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn record(&mut self, event: Event) -> Result<()> {
        let (kind, actor_id, name) = match &event.actor {
            Actor::User { id, name, .. } => ("user", id.to_string(), name.clone()),
            Actor::Contact { id, name, .. } => ("contact", id.to_string(), name.clone()),
            Actor::Candidate { id, name, .. } | Actor::Offered { id, name, .. } => ("candidate", id.to_string(), name.clone()),
            // Who answers by a link is the same person as with an account or on the own page.
            Actor::Invited { person, part: PersonKind::Candidate, name, .. } => ("candidate", person.clone(), name.clone()),
            Actor::Invited { person, part: PersonKind::Contact, name, .. } => ("contact", person.clone(), name.clone()),
            Actor::Invited { person, name, .. } => ("user", person.clone(), name.clone()),
            Actor::Evaluator { id, name, .. } => ("attendee", id.clone(), name.clone()),
            Actor::System => ("system", String::new(), String::new()),
            Actor::Public => ("public", String::new(), String::new()),
        };
        run!(
            self,
            "insert into history (id, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, candidate_id, application_id, job_id, data)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            event.id.to_string(),
            ms(event.at),
            kind,
            actor_id.clone(),
            name.clone(),
            event.action,
            event.subject.0,
            event.subject.1.clone(),
            event.candidate_id.map(|id| id.to_string()),
            event.application_id.map(|id| id.to_string()),
            event.job_id.map(|id| id.to_string()),
            event.data.to_string(),
        )?;
        self.causes.extend(super::task_rules::Cause::of(&event));
        let mut topics = event.topics;
        topics.push(format!("{}:{}", event.subject.0, event.subject.1));
        topics.extend(event.candidate_id.map(|id| format!("candidate:{id}")));
        topics.extend(event.application_id.map(|id| format!("application:{id}")));
        topics.extend(event.job_id.map(|id| format!("job:{id}")));
        self.changes.push(Change { event_id: event.id.to_string(), action: event.action.into(), topics });
        Ok(())
    }
}

/// An event as it is stored.
#[derive(Debug, Clone)]
pub struct HistoryRow {
    /// The event.
    pub id: EventId,
    /// When.
    pub at: Instant,
    /// Who.
    pub who: Person,
    /// What.
    pub action: String,
    /// On which job.
    pub job_title: Option<String>,
    /// The interview's title, where it is about one.
    pub interview_title: Option<String>,
    /// More.
    pub data: serde_json::Value,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    at: i64,
    actor_kind: String,
    actor_id: String,
    actor_name: String,
    action: String,
    job_title: Option<String>,
    interview_title: Option<String>,
    data: String,
}

impl TryFrom<Row> for HistoryRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            at: from_ms(row.at),
            who: person(&row.id, row.actor_kind, &row.actor_id, row.actor_name)?,
            data: parsed(serde_json::from_str(&row.data), "history", "data", &row.id)?,
            id: parsed(row.id.parse(), "history", "id", &row.id)?,
            action: row.action,
            job_title: row.job_title,
            interview_title: row.interview_title,
        })
    }
}

fn person(row: &str, kind: String, id: &str, name: String) -> Result<Person> {
    let known =
        ActorKind::parse(&kind).ok_or_else(|| StoreError::Inconsistent { table: "history", column: "actor_kind", id: row.to_owned() })?;
    Ok(Person { key: format!("{kind}:{id}"), kind: known, name })
}

/// Which events of a candidate are wanted: `$1` to `$5` of a query over `history h`.
macro_rules! wanted {
    () => {
        "h.candidate_id = $1 and (h.action like $2 or h.action like $3 or h.action like $4) and ($5 = '' or h.actor_kind || ':' || h.actor_id = $5)"
    };
}

impl Tx {
    /// Events about a candidate, the latest first: `limit` of them after `skipped`, or, with `before`, after that event.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn history_of(
        &mut self,
        candidate: CandidateId,
        query: &HistoryQuery,
        before: Option<(Instant, EventId)>,
        (skipped, limit): (u32, u32),
    ) -> Result<Vec<HistoryRow>> {
        let [a, b, c] = patterns(query);
        let (at, id) = before.map_or((i64::MAX, String::new()), |(at, id)| (ms(at), id.to_string()));
        let rows = all!(
            self,
            Row,
            concat!(
                "select h.id, h.at, h.actor_kind, h.actor_id, h.actor_name, h.action, j.title as job_title, i.title as interview_title, h.data
                 from history h left join applications a on a.id = h.application_id left join jobs j on j.id = coalesce(h.job_id, a.job_id)
                 left join interviews i on h.subject_kind = 'interview' and i.id = h.subject_id where ",
                wanted!(),
                " and (h.at < $6 or (h.at = $6 and h.id < $7)) order by h.at desc, h.id desc limit $8 offset $9"
            ),
            candidate.to_string(),
            a,
            b,
            c,
            query.person.as_str(),
            at,
            id.as_str(),
            i64::from(limit),
            i64::from(skipped),
        )?;
        rows.into_iter().map(HistoryRow::try_from).collect()
    }

    /// Events about the offers of an application, the latest first.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn history_of_offers(&mut self, application: ApplicationId) -> Result<Vec<HistoryRow>> {
        let rows = all!(
            self,
            Row,
            "select h.id, h.at, h.actor_kind, h.actor_id, h.actor_name, h.action, null as job_title, null as interview_title, h.data
             from history h join offers o on o.id = h.subject_id where o.application_id = $1 and h.subject_kind = 'offer'
             order by h.at desc, h.id desc",
            application.to_string(),
        )?;
        rows.into_iter().map(HistoryRow::try_from).collect()
    }

    /// How many events there are of those that are wanted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn history_count(&mut self, candidate: CandidateId, query: &HistoryQuery) -> Result<u32> {
        let [a, b, c] = patterns(query);
        let (count,) = one!(
            self,
            (i64,),
            concat!("select count(*) from history h where ", wanted!()),
            candidate.to_string(),
            a,
            b,
            c,
            query.person.as_str(),
        )?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// Everybody who did something with a candidate, by name, each once.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn people_of_history(&mut self, candidate: CandidateId) -> Result<Vec<Person>> {
        let rows = all!(
            self,
            (String, String, String),
            "select actor_kind, actor_id, max(actor_name) from history where candidate_id = $1 group by actor_kind, actor_id order by 3, 1, 2",
            candidate.to_string(),
        )?;
        rows.into_iter().map(|(kind, id, name)| person(&id, kind, &id, name)).collect()
    }

    /// Who was told of a candidate's events between two times, both included: the event, the name, what became of the message.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn told_of(
        &mut self,
        candidate: CandidateId,
        (from, until): (Instant, Instant),
    ) -> Result<Vec<(EventId, String, MessageState)>> {
        let rows = all!(
            self,
            (String, String, String, String),
            "select o.id, o.event_id, o.recipient_name, o.state from outbox o join history h on h.id = o.event_id
             where h.candidate_id = $1 and h.at >= $2 and h.at <= $3 order by o.id",
            candidate.to_string(),
            ms(from),
            ms(until),
        )?;
        let read = |(id, event, name, state): (String, String, String, String)| {
            let state = MessageState::parse(&state).ok_or(StoreError::Inconsistent { table: "outbox", column: "state", id: id.clone() })?;
            Ok((parsed(event.parse(), "outbox", "event_id", &id)?, name, state))
        };
        rows.into_iter().map(read).collect()
    }

    /// The candidate and the job that a message's event was about.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn subject_of_message(&mut self, id: MessageId) -> Result<(Option<CandidateId>, Option<JobId>)> {
        let row = maybe!(
            self,
            (Option<String>, Option<String>),
            "select h.candidate_id, h.job_id from outbox o join history h on h.id = o.event_id where o.id = $1",
            id.to_string(),
        )?;
        let (candidate, job) = row.unwrap_or_default();
        let row = id.to_string();
        Ok((
            candidate.map(|id| parsed(id.parse(), "history", "candidate_id", &row)).transpose()?,
            job.map(|id| parsed(id.parse(), "history", "job_id", &row)).transpose()?,
        ))
    }
}

fn patterns(query: &HistoryQuery) -> [&'static str; 3] {
    query.kind.map_or(["%", "", ""], HistoryKind::patterns)
}
