//! Connections to applicant tracking systems, and what they delivered.

use super::clients::count;
use super::{Result, Tx, all, fresh, maybe, parsed, run};
use crate::api::ats::ConnectionLine;
use crate::domain::ats::connection::AtsSystem;
use crate::domain::id::{AtsId, UserId};
use crate::domain::time::{Instant, from_ms, ms};

const TABLE: &str = "ats_connections";

/// A connection as it is stored.
#[derive(Debug, Clone)]
pub struct ConnectionRow {
    /// Its id.
    pub id: AtsId,
    /// For the next change.
    pub version: i64,
    /// Which system.
    pub system: AtsSystem,
    /// What it is called here.
    pub name: String,
    /// `domain::ats::connection::Secrets`, sealed.
    pub secrets: Vec<u8>,
    /// Whether the system can be asked.
    pub can_ask: bool,
    /// The address of a proxy; empty for the system's own.
    pub base_url: String,
    /// Who answers for new jobs.
    pub recruiter: UserId,
    /// Whether it is switched on.
    pub active: bool,
    /// What the last pull has seen everything up to.
    pub pulled_until: Option<Instant>,
    /// What went wrong last.
    pub trouble: String,
}

/// What came of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was merged.
    Taken,
    /// It says nothing that is of use here.
    Nothing,
    /// It could not be read.
    Unreadable,
}

impl Outcome {
    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Nothing => "nothing",
            Self::Unreadable => "unreadable",
        }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    version: i64,
    system: String,
    name: String,
    secrets: Vec<u8>,
    can_ask: bool,
    base_url: String,
    recruiter_id: String,
    active: bool,
    pulled_until: Option<i64>,
    trouble: String,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    id: String,
    version: i64,
    system: String,
    name: String,
    recruiter_id: String,
    base_url: String,
    can_ask: bool,
    active: bool,
    deliveries: i64,
    unreadable: i64,
    last_delivery_at: Option<i64>,
    refused_signatures: i64,
    last_refused_at: Option<i64>,
    pulled_at: Option<i64>,
    pulls: bool,
    trouble: String,
    trouble_lasts: bool,
    problems: i64,
}

macro_rules! columns {
    () => {
        "select id, version, system, name, secrets, can_ask, base_url, recruiter_id, active, pulled_until, trouble from ats_connections"
    };
}

impl TryFrom<Row> for ConnectionRow {
    type Error = super::StoreError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            system: parsed(AtsSystem::parse(&row.system).ok_or(()), TABLE, "system", &row.id)?,
            recruiter: parsed(row.recruiter_id.parse(), TABLE, "recruiter_id", &row.id)?,
            id: parsed(row.id.parse(), TABLE, "id", &row.id)?,
            version: row.version,
            name: row.name,
            secrets: row.secrets,
            can_ask: row.can_ask,
            base_url: row.base_url,
            active: row.active,
            pulled_until: row.pulled_until.map(from_ms),
            trouble: row.trouble,
        })
    }
}

impl TryFrom<LineRow> for ConnectionLine {
    type Error = super::StoreError;

    fn try_from(row: LineRow) -> Result<Self> {
        Ok(Self {
            system: parsed(AtsSystem::parse(&row.system).ok_or(()), TABLE, "system", &row.id)?,
            recruiter: parsed(row.recruiter_id.parse(), TABLE, "recruiter_id", &row.id)?,
            id: parsed(row.id.parse(), TABLE, "id", &row.id)?,
            version: row.version,
            name: row.name,
            base_url: row.base_url,
            can_ask: row.can_ask,
            active: row.active,
            deliveries: count(row.deliveries),
            unreadable: count(row.unreadable),
            last_delivery_at: row.last_delivery_at.map(from_ms),
            refused: count(row.refused_signatures),
            last_refused_at: row.last_refused_at.map(from_ms),
            pulled_at: row.pulled_at.map(from_ms),
            pulls: row.pulls,
            trouble: row.trouble,
            trouble_lasts: row.trouble_lasts,
            problems: count(row.problems),
        })
    }
}

impl Tx {
    /// One connection.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn ats_connection(&mut self, id: AtsId) -> Result<Option<ConnectionRow>> {
        maybe!(self, Row, concat!(columns!(), " where id = $1"), id.to_string())?.map(ConnectionRow::try_from).transpose()
    }

    /// All connections with what came of them, by name; `$1` is the present.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn ats_lines(&mut self, now: Instant) -> Result<Vec<ConnectionLine>> {
        all!(
            self,
            LineRow,
            "select c.id, c.version, c.system, c.name, c.recruiter_id, c.base_url, c.can_ask, c.active, c.refused_signatures, c.last_refused_at, c.pulled_at,
                    (case when c.pulling_until > $1 or c.pull_due_at <= $1 then true else false end) as pulls, c.trouble, c.trouble_lasts,
                    (select count(*) from ats_deliveries d where d.connection_id = c.id) as deliveries,
                    (select count(*) from ats_deliveries d where d.connection_id = c.id and d.outcome = 'unreadable') as unreadable,
                    (select max(d.received_at) from ats_deliveries d where d.connection_id = c.id) as last_delivery_at,
                    (select count(*) from ats_records r where r.connection_id = c.id and r.problem <> '') as problems
             from ats_connections c order by c.name, c.id",
            ms(now),
        )?
        .into_iter()
        .map(ConnectionLine::try_from)
        .collect()
    }

    /// Makes a connection, switched on.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_ats_connection(&mut self, row: &ConnectionRow, now: Instant) -> Result<()> {
        run!(
            self,
            "insert into ats_connections (id, system, name, secrets, can_ask, base_url, recruiter_id, active, refused_signatures, pull_due_at, trouble,
                trouble_lasts, created_at, version) values ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, '', $10, $11, 1)",
            row.id.to_string(),
            row.system.name(),
            row.name.as_str(),
            row.secrets.as_slice(),
            row.can_ask,
            row.base_url.as_str(),
            row.recruiter.to_string(),
            true,
            row.can_ask.then(|| ms(now)),
            false,
            ms(now),
        )?;
        Ok(())
    }

    /// Stores how a connection is set up; `row.version` is the one that was read. It is asked at once, with what it has now.
    ///
    /// # Errors
    /// `Stale`.
    pub async fn update_ats_connection(&mut self, row: &ConnectionRow, now: Instant) -> Result<()> {
        fresh(run!(
            self,
            "update ats_connections set name = $1, secrets = $2, can_ask = $3, base_url = $4, recruiter_id = $5, active = $6, pull_due_at = $7,
                version = version + 1 where id = $8 and version = $9",
            row.name.as_str(),
            row.secrets.as_slice(),
            row.can_ask,
            row.base_url.as_str(),
            row.recruiter.to_string(),
            row.active,
            (row.can_ask && row.active).then(|| ms(now)),
            row.id.to_string(),
            row.version,
        )?)
    }

    /// Makes whoever changes what is known of a connection's records wait for each other.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lock_ats(&mut self, id: AtsId) -> Result<()> {
        self.lock_subject(&format!("ats:{id}")).await
    }

    /// Counts a delivery whose signature is wrong.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_refused_signature(&mut self, id: AtsId, now: Instant) -> Result<()> {
        run!(
            self,
            "update ats_connections set refused_signatures = refused_signatures + 1, last_refused_at = $1 where id = $2",
            ms(now),
            id.to_string(),
        )?;
        Ok(())
    }

    /// What came of a delivery that was here before: its outcome's name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ats_delivery(&mut self, id: AtsId, delivery: &str) -> Result<Option<String>> {
        let row = maybe!(
            self,
            (String,),
            "select outcome from ats_deliveries where connection_id = $1 and delivery_id = $2",
            id.to_string(),
            delivery
        )?;
        Ok(row.map(|(outcome,)| outcome))
    }

    /// Keeps a delivery; one that could not be read makes way for its repetition.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn put_ats_delivery(
        &mut self,
        id: AtsId,
        delivery: &str,
        now: Instant,
        (event, outcome, error): (&str, Outcome, &str),
        body: &[u8],
    ) -> Result<()> {
        run!(
            self,
            "insert into ats_deliveries (connection_id, delivery_id, received_at, event, outcome, error, body) values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (connection_id, delivery_id) do update set received_at = excluded.received_at, event = excluded.event,
                outcome = excluded.outcome, error = excluded.error, body = excluded.body",
            id.to_string(),
            delivery,
            ms(now),
            event,
            outcome.name(),
            error,
            body,
        )?;
        Ok(())
    }

    /// Forgets deliveries that were received before a moment. Should one of them come again, merging it changes nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep_ats_deliveries(&mut self, before: Instant) -> Result<u64> {
        run!(self, "delete from ats_deliveries where received_at < $1", ms(before))
    }

    /// The next pull is due now, where it can be asked and is switched on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn want_ats_pull(&mut self, id: AtsId, now: Instant) -> Result<bool> {
        let touched = run!(
            self,
            "update ats_connections set pull_due_at = $1 where id = $2 and can_ask and active and (pull_due_at is null or pull_due_at > $1)",
            ms(now),
            id.to_string(),
        )?;
        Ok(touched == 1)
    }

    /// Connections whose pull is due and that nobody pulls.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn ats_due(&mut self, now: Instant) -> Result<Vec<AtsId>> {
        all!(
            self,
            (String,),
            "select id from ats_connections where active and can_ask and pull_due_at <= $1 and (pulling_until is null or pulling_until <= $1)
             order by pull_due_at, id",
            ms(now),
        )?
        .into_iter()
        .map(|(id,)| parsed(id.parse(), TABLE, "id", &id))
        .collect()
    }

    /// Takes a pull upon oneself until a moment. `false` when somebody else did.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_ats_pull(&mut self, id: AtsId, now: Instant, until: Instant, next: Instant) -> Result<bool> {
        let touched = run!(
            self,
            "update ats_connections set pulling_until = $1, pull_due_at = $2
             where id = $3 and active and can_ask and (pulling_until is null or pulling_until <= $4)",
            ms(until),
            ms(next),
            id.to_string(),
            ms(now),
        )?;
        Ok(touched == 1)
    }

    /// Notes that a pull is over, and, where it went well, what it has seen everything up to.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_ats_pull(&mut self, id: AtsId, seen_until: Option<Instant>, now: Instant) -> Result<()> {
        run!(
            self,
            "update ats_connections set pulling_until = null, pulled_at = case when $1 is null then pulled_at else $2 end,
                pulled_until = coalesce($1, pulled_until) where id = $3",
            seen_until.map(ms),
            ms(now),
            id.to_string(),
        )?;
        Ok(())
    }

    /// Notes what went wrong when a connection was last asked as it is set up in this version; empty for nothing. `false` where it was
    /// changed or switched off meanwhile.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_ats_trouble(&mut self, (id, version): (AtsId, i64), trouble: &str, lasts: bool, now: Instant) -> Result<bool> {
        let touched = run!(
            self,
            "update ats_connections set trouble_since = case when $1 = '' then null else coalesce(trouble_since, $2) end, trouble = $1, trouble_lasts = $3
             where id = $4 and version = $5 and active",
            trouble,
            ms(now),
            lasts,
            id.to_string(),
            version,
        )?;
        Ok(touched == 1)
    }

    /// Forgets what went wrong with a connection that is not asked any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_ats_trouble(&mut self, id: AtsId) -> Result<()> {
        run!(
            self,
            "update ats_connections set trouble = '', trouble_lasts = $1, trouble_since = null where id = $2",
            false,
            id.to_string()
        )?;
        Ok(())
    }
}
