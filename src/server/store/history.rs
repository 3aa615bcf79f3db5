//! Append-only history: every use case writes one event in its own transaction.

use super::{Result, Tx, run};
use crate::domain::id::{ApplicationId, CandidateId, EventId, JobId};
use crate::domain::people::Actor;
use crate::domain::scheduling::interview::PersonKind;
use crate::domain::time::{Instant, ms};
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
            Actor::Candidate { id, name, .. } => ("candidate", id.to_string(), name.clone()),
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
        let mut topics = event.topics;
        topics.push(format!("{}:{}", event.subject.0, event.subject.1));
        topics.extend(event.candidate_id.map(|id| format!("candidate:{id}")));
        topics.extend(event.application_id.map(|id| format!("application:{id}")));
        topics.extend(event.job_id.map(|id| format!("job:{id}")));
        self.changes.push(Change { event_id: event.id.to_string(), action: event.action.into(), topics });
        Ok(())
    }
}
