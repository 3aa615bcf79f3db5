//! Answers to invitations.

use super::{Result, Tx, all, fresh, parsed, run};
use crate::domain::id::InterviewId;
use crate::domain::scheduling::answer::{Answer, Proposal};
use crate::domain::scheduling::interview::Response;
use crate::domain::time::{Instant, from_ms, ms};

/// What somebody said besides the response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerRow {
    /// Why not; may be empty.
    pub reason: String,
    /// The time asked for instead.
    pub proposal: Option<Proposal>,
    /// When it was said.
    pub answered_at: Instant,
}

#[derive(sqlx::FromRow)]
struct Row {
    person_id: String,
    reason: String,
    proposed_at: Option<i64>,
    words: String,
    answered_at: i64,
}

impl Tx {
    /// Stores somebody's answer to the interview as it begins at `start`.
    ///
    /// # Errors
    /// `Stale` where it no longer stands, begins at another time, or they are no longer in it.
    pub async fn put_answer(&mut self, interview: InterviewId, person: &str, start: Instant, answer: &Answer, now: Instant) -> Result<()> {
        // One statement: an interview that is moved at the same moment is not answered for its new time.
        fresh(run!(
            self,
            "update interview_people set response = $1 where interview_id = $2 and person_id = $3
               and exists (select 1 from interviews i where i.id = $2 and i.state = 'confirmed' and i.starts_at = $4)",
            answer.response.name(),
            interview.to_string(),
            person,
            ms(start),
        )?)?;
        run!(
            self,
            "insert into interview_answers (interview_id, person_id, starts_at, reason, proposed_at, words, answered_at)
             values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (interview_id, person_id) do update set starts_at = excluded.starts_at, reason = excluded.reason,
                proposed_at = excluded.proposed_at, words = excluded.words, answered_at = excluded.answered_at",
            interview.to_string(),
            person,
            ms(start),
            answer.reason.as_str(),
            answer.proposal.as_ref().and_then(|proposal| proposal.start).map(ms),
            answer.proposal.as_ref().map_or("", |proposal| proposal.words.as_str()),
            ms(now),
        )?;
        Ok(())
    }

    /// What the people of an interview said to its present start, by the id of the person's record.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn answers_of_interview(&mut self, interview: InterviewId) -> Result<Vec<(String, AnswerRow)>> {
        let rows = all!(
            self,
            Row,
            "select a.person_id, a.reason, a.proposed_at, a.words, a.answered_at
             from interview_answers a join interviews i on i.id = a.interview_id and i.starts_at = a.starts_at
             where a.interview_id = $1 order by a.answered_at, a.person_id",
            interview.to_string(),
        )?;
        Ok(rows.into_iter().map(Row::read).collect())
    }

    /// The response of somebody in an interview; `None` where they are not in it.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn response_of(&mut self, interview: InterviewId, person: &str) -> Result<Option<Response>> {
        let row = super::maybe!(
            self,
            (String,),
            "select response from interview_people where interview_id = $1 and person_id = $2",
            interview.to_string(),
            person,
        )?;
        row.map(|(name,)| parsed(Response::parse(&name).ok_or(()), "interview_people", "response", person)).transpose()
    }
}

impl Row {
    fn read(self) -> (String, AnswerRow) {
        let proposed = self.proposed_at.is_some() || !self.words.is_empty();
        let proposal = proposed.then(|| Proposal { start: self.proposed_at.map(from_ms), words: self.words });
        (self.person_id, AnswerRow { reason: self.reason, proposal, answered_at: from_ms(self.answered_at) })
    }
}
