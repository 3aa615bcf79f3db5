//! Offers: as they are written, and as they were sent.

use chrono::NaiveDate;

use super::{Result, StoreError, Tx, all, fresh, maybe, one, parsed, run};
use crate::api::clients::Choice;
use crate::domain::id::{ApplicationId, CandidateId, JobId, OfferId, OfferVersionId, UserId};
use crate::domain::offers::filled::Typed;
use crate::domain::offers::offer::{OfferState, Transition};
use crate::domain::time::{Instant, from_ms, ms};

/// An offer as it is stored.
#[derive(Debug, Clone)]
pub struct OfferRow {
    /// The offer.
    pub id: OfferId,
    /// To whom, for which job.
    pub application: ApplicationId,
    /// The candidate.
    pub candidate: CandidateId,
    /// The job.
    pub job: JobId,
    /// Which offer of the application it is, from 1.
    pub number: i32,
    /// Where it stands.
    pub state: OfferState,
    /// The version of the template that it is written from.
    pub letter: OfferVersionId,
    /// What was typed.
    pub typed: Typed,
    /// The last day to answer.
    pub expires_on: NaiveDate,
    /// When it was saved last.
    pub saved_at: Instant,
    /// By whom.
    pub saved_by: String,
    /// When it was sent.
    pub sent_at: Option<Instant>,
    /// By whom.
    pub sent_by: Option<UserId>,
    /// To which mail address.
    pub sent_to: String,
    /// When the time to answer is over.
    pub expires_at: Option<Instant>,
    /// When the candidate opened it first.
    pub opened_at: Option<Instant>,
    /// When it was answered, rescinded or expired.
    pub answered_at: Option<Instant>,
    /// The name with which it was signed.
    pub answered_name: String,
    /// The network address that the signature came from.
    pub answered_from: String,
    /// Why it was declined or rescinded.
    pub reason: String,
    /// Rises with every change.
    pub version: i64,
}

/// What becomes of an offer with a step.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The signature.
    pub name: String,
    /// Where it came from.
    pub from: String,
    /// Why.
    pub reason: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    application_id: String,
    candidate_id: String,
    job_id: String,
    number: i32,
    state: String,
    letter_id: String,
    typed: String,
    expires_on: String,
    saved_at: i64,
    saved_by: String,
    sent_at: Option<i64>,
    sent_by: Option<String>,
    sent_to: String,
    expires_at: Option<i64>,
    opened_at: Option<i64>,
    answered_at: Option<i64>,
    answered_name: String,
    answered_from: String,
    reason: String,
    version: i64,
}

const TABLE: &str = "offers";

impl TryFrom<Row> for OfferRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: parsed(row.id.parse(), TABLE, "id", &row.id)?,
            application: parsed(row.application_id.parse(), TABLE, "application_id", &row.id)?,
            candidate: parsed(row.candidate_id.parse(), "applications", "candidate_id", &row.application_id)?,
            job: parsed(row.job_id.parse(), "applications", "job_id", &row.application_id)?,
            number: row.number,
            state: parsed(OfferState::parse(&row.state).ok_or(()), TABLE, "state", &row.id)?,
            letter: parsed(row.letter_id.parse(), TABLE, "letter_id", &row.id)?,
            typed: parsed(serde_json::from_str(&row.typed), TABLE, "typed", &row.id)?,
            expires_on: parsed(row.expires_on.parse(), TABLE, "expires_on", &row.id)?,
            saved_at: from_ms(row.saved_at),
            saved_by: row.saved_by,
            sent_at: row.sent_at.map(from_ms),
            sent_by: row.sent_by.map(|user| parsed(user.parse(), TABLE, "sent_by", &row.id)).transpose()?,
            sent_to: row.sent_to,
            expires_at: row.expires_at.map(from_ms),
            opened_at: row.opened_at.map(from_ms),
            answered_at: row.answered_at.map(from_ms),
            answered_name: row.answered_name,
            answered_from: row.answered_from,
            reason: row.reason,
            version: row.version,
        })
    }
}

macro_rules! offers {
    ($rest:expr) => {
        concat!(
            "select o.id, o.application_id, a.candidate_id, a.job_id, o.number, o.state, o.letter_id, o.typed, o.expires_on, o.saved_at,
                o.saved_by, o.sent_at, o.sent_by, o.sent_to, o.expires_at, o.opened_at, o.answered_at, o.answered_name, o.answered_from,
                o.reason, o.version from offers o join applications a on a.id = o.application_id ",
            $rest
        )
    };
}

impl Tx {
    /// One offer.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn offer(&mut self, id: OfferId) -> Result<Option<OfferRow>> {
        maybe!(self, Row, offers!("where o.id = $1"), id.to_string())?.map(OfferRow::try_from).transpose()
    }

    /// The offers of an application, the latest first.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn offers_of(&mut self, application: ApplicationId) -> Result<Vec<OfferRow>> {
        all!(self, Row, offers!("where o.application_id = $1 order by o.number desc"), application.to_string())?
            .into_iter()
            .map(OfferRow::try_from)
            .collect()
    }

    /// Who wrote an offer: everybody who saved what it says, in the order in which they came.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn authors_of_offer(&mut self, id: OfferId) -> Result<Vec<UserId>> {
        let rows = all!(
            self,
            (String,),
            "select actor_id from history where subject_id = $1 and subject_kind = 'offer' and actor_kind = 'user'
             and action in ('offer.generated', 'offer.changed') group by actor_id order by min(at), actor_id",
            id.to_string(),
        )?;
        rows.into_iter().map(|(user,)| parsed(user.parse(), "history", "actor_id", &id.to_string())).collect()
    }

    /// Offers whose time to answer is over and that still stand as sent, at most so many.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn offers_to_expire(&mut self, now: Instant, most: i64) -> Result<Vec<OfferRow>> {
        let sql = offers!("where o.state = 'sent' and o.expires_at <= $1 order by o.expires_at, o.id limit $2");
        all!(self, Row, sql, ms(now), most)?.into_iter().map(OfferRow::try_from).collect()
    }

    /// Whether the candidate of an application has an offer to answer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_open_offer(&mut self, application: ApplicationId) -> Result<bool> {
        let sql = "select count(*) from offers where application_id = $1 and state = 'sent'";
        let (count,) = one!(self, (i64,), sql, application.to_string())?;
        Ok(count > 0)
    }

    /// Whether somebody in a stage has an offer to answer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn stage_has_open_offer(&mut self, stage: crate::domain::id::StageId) -> Result<bool> {
        let sql = "select count(*) from offers o join applications a on a.id = o.application_id where a.stage_id = $1 and o.state = 'sent'";
        let (count,) = one!(self, (i64,), sql, stage.to_string())?;
        Ok(count > 0)
    }

    /// The applications of a candidate that stand in a stage of kind Offer, with the jobs' titles, the latest first.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn applications_to_offer(&mut self, candidate: CandidateId) -> Result<Vec<Choice<ApplicationId>>> {
        let rows = all!(
            self,
            (String, String),
            "select a.id, j.title from applications a join jobs j on j.id = a.job_id join stages s on s.id = a.stage_id
             where a.candidate_id = $1 and a.state = 'active' and s.kind = 'offer' order by a.stage_since desc, a.id desc",
            candidate.to_string(),
        )?;
        rows.into_iter().map(|(id, name)| Ok(Choice { id: parsed(id.parse(), "applications", "id", &id)?, name })).collect()
    }

    /// The candidates before and after one in the list of those in a stage of kind Offer, by name.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn beside_in_offer(&mut self, candidate: CandidateId) -> Result<(Option<Choice<CandidateId>>, Option<Choice<CandidateId>>)> {
        macro_rules! beside {
            ($than:literal, $order:literal) => {
                concat!(
                    "select c.id, c.name from candidates c, candidates me where me.id = $1 and (c.search, c.id) ",
                    $than,
                    " (me.search, me.id) and exists (select 1 from applications a join stages s on s.id = a.stage_id
                        where a.candidate_id = c.id and a.state = 'active' and s.kind = 'offer') order by c.search ",
                    $order,
                    ", c.id ",
                    $order,
                    " limit 1"
                )
            };
        }
        let read = |row: Option<(String, String)>| -> Result<_> {
            row.map(|(id, name)| Ok(Choice { id: parsed(id.parse(), "candidates", "id", &id)?, name })).transpose()
        };
        let before = maybe!(self, (String, String), beside!("<", "desc"), candidate.to_string())?;
        let after = maybe!(self, (String, String), beside!(">", "asc"), candidate.to_string())?;
        Ok((read(before)?, read(after)?))
    }

    /// Stores a new offer with its first saving.
    ///
    /// # Errors
    /// `Unique` when the application has one that is not over.
    pub async fn insert_offer(&mut self, offer: &OfferRow) -> Result<()> {
        run!(
            self,
            "insert into offers (id, application_id, number, state, letter_id, typed, expires_on, saved_at, saved_by, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
            offer.id.to_string(),
            offer.application.to_string(),
            offer.number,
            offer.state.name(),
            offer.letter.to_string(),
            typed(offer)?,
            offer.expires_on.to_string(),
            ms(offer.saved_at),
            offer.saved_by.as_str(),
        )?;
        self.insert_offer_draft(offer).await
    }

    /// Saves what an offer says anew; approvals of what it said before are void.
    ///
    /// # Errors
    /// `Stale` when it has another version or stands elsewhere.
    pub async fn save_offer(&mut self, offer: &OfferRow, transition: Transition) -> Result<()> {
        fresh(run!(
            self,
            "update offers set letter_id = $1, typed = $2, expires_on = $3, saved_at = $4, saved_by = $5, state = $6, version = version + 1
             where id = $7 and version = $8 and state = $9",
            offer.letter.to_string(),
            typed(offer)?,
            offer.expires_on.to_string(),
            ms(offer.saved_at),
            offer.saved_by.as_str(),
            transition.to().name(),
            offer.id.to_string(),
            offer.version,
            transition.from().name(),
        )?)?;
        self.delete_approvals(offer.id).await?;
        self.insert_offer_draft(offer).await
    }

    async fn insert_offer_draft(&mut self, offer: &OfferRow) -> Result<()> {
        run!(
            self,
            "insert into offer_drafts (offer_id, number, letter_id, typed, expires_on, author, created_at)
             select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5, $6 from offer_drafts where offer_id = $1",
            offer.id.to_string(),
            offer.letter.to_string(),
            typed(offer)?,
            offer.expires_on.to_string(),
            offer.saved_by.as_str(),
            ms(offer.saved_at),
        )?;
        Ok(())
    }

    /// Takes an offer a step on. The only way to another state besides [`Tx::save_offer`] and [`Tx::send_offer`].
    ///
    /// # Errors
    /// `Stale` when it has another version or stands elsewhere.
    pub async fn step_offer(
        &mut self,
        (id, version): (OfferId, i64),
        transition: Transition,
        outcome: &Outcome,
        now: Instant,
    ) -> Result<()> {
        // What ends it is kept with it; steps before that only move it.
        let ended = (transition.to().is_frozen()).then(|| ms(now));
        fresh(run!(
            self,
            "update offers set state = $1, answered_at = $2, answered_name = $3, answered_from = $4, reason = $5, version = version + 1
             where id = $6 and version = $7 and state = $8",
            transition.to().name(),
            ended,
            outcome.name.as_str(),
            outcome.from.as_str(),
            outcome.reason.as_str(),
            id.to_string(),
            version,
            transition.from().name(),
        )?)
    }

    /// Notes that the candidate opened an offer; `false` when that was noted before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_offer_opened(&mut self, id: OfferId, now: Instant) -> Result<bool> {
        Ok(run!(self, "update offers set opened_at = $1 where id = $2 and opened_at is null", ms(now), id.to_string())? == 1)
    }
}

fn typed(offer: &OfferRow) -> Result<String> {
    json(&offer.typed, offer.id)
}

pub(super) fn json(value: &impl serde::Serialize, id: OfferId) -> Result<String> {
    serde_json::to_string(value).map_err(|_| StoreError::Inconsistent { table: TABLE, column: "content", id: id.to_string() })
}
