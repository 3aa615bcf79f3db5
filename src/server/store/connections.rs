//! Connections to outside services: whether they work, and the sealed settings that were entered for them.

use super::{Result, StoreError, Tx, all, fresh, maybe, one, parsed, run};
use crate::domain::channels::Channel;
use crate::domain::connections::{Connection, Reason, Trouble};
use crate::domain::time::{Instant, from_ms, ms};

/// A connection as it is stored.
#[derive(Debug, Clone)]
pub struct ConnectionRow {
    /// Which one.
    pub key: Connection,
    /// What was entered for it, sealed; none where the configuration holds.
    pub settings: Option<Vec<u8>>,
    /// Failures in a row.
    pub failures: i32,
    /// When the first of them was.
    pub first_failed_at: Option<Instant>,
    /// Since when it counts as broken.
    pub broken_since: Option<Instant>,
    /// What the other side said; empty while it works.
    pub problem: String,
    /// Why it fails.
    pub reason: Option<Reason>,
    /// When it worked last, to the minute.
    pub worked_at: Option<Instant>,
    /// When it was tried last.
    pub tried_at: Option<Instant>,
    /// Rises with the settings.
    pub version: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    key: String,
    settings: Option<Vec<u8>>,
    failures: i32,
    first_failed_at: Option<i64>,
    broken_since: Option<i64>,
    problem: Option<String>,
    kind_of_problem: Option<String>,
    worked_at: Option<i64>,
    tried_at: Option<i64>,
    version: i64,
}

impl TryFrom<Row> for ConnectionRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            reason: row
                .kind_of_problem
                .map(|name| parsed(Reason::parse(&name).ok_or(()), "connections", "kind_of_problem", &row.key))
                .transpose()?,
            key: parsed(Connection::parse(&row.key).ok_or(()), "connections", "key", &row.key)?,
            settings: row.settings,
            failures: row.failures,
            first_failed_at: row.first_failed_at.map(from_ms),
            broken_since: row.broken_since.map(from_ms),
            problem: row.problem.unwrap_or_default(),
            worked_at: row.worked_at.map(from_ms),
            tried_at: row.tried_at.map(from_ms),
            version: row.version,
        })
    }
}

macro_rules! columns {
    () => {
        "key, settings, failures, first_failed_at, broken_since, problem, kind_of_problem, worked_at, tried_at, version"
    };
}

impl Tx {
    /// All connections that were ever tried or set up.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn connections(&mut self) -> Result<Vec<ConnectionRow>> {
        let rows = all!(self, Row, concat!("select ", columns!(), " from connections order by key"))?;
        rows.into_iter().map(ConnectionRow::try_from).collect()
    }

    /// One connection; none where it was never tried nor set up.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn connection(&mut self, key: &Connection) -> Result<Option<ConnectionRow>> {
        let row = maybe!(self, Row, concat!("select ", columns!(), " from connections where key = $1"), key.name())?;
        row.map(ConnectionRow::try_from).transpose()
    }

    /// Counts a failure; the answer is how many there are in a row. A passing one does not hide why a broken connection lasts.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn note_failure(&mut self, key: &Connection, trouble: &Trouble, problem: &str, now: Instant) -> Result<i32> {
        run!(
            self,
            "insert into connections (key, failures, first_failed_at, tried_at, problem, kind_of_problem, version)
             values ($1, 1, $2, $2, $3, $4, 0)
             on conflict (key) do update set failures = connections.failures + 1, first_failed_at = coalesce(connections.first_failed_at, $2),
                tried_at = $2, problem = case when $5 or connections.broken_since is null then $3 else connections.problem end,
                kind_of_problem = case when $5 or connections.broken_since is null then $4 else connections.kind_of_problem end",
            key.name(),
            ms(now),
            problem,
            trouble.reason().name(),
            matches!(trouble, Trouble::Lasting(_)),
        )?;
        Ok(one!(self, (i32,), "select failures from connections where key = $1", key.name())?.0)
    }

    /// Makes it broken. `false` where it was already: of many at once one learns that it was the one.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn break_connection(&mut self, key: &Connection, now: Instant) -> Result<bool> {
        let touched = run!(self, "update connections set broken_since = $1 where key = $2 and broken_since is null", ms(now), key.name())?;
        Ok(touched == 1)
    }

    /// Makes a broken one whole. `false` where it was not broken, or somebody else did so.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn restore_connection(&mut self, key: &Connection, now: Instant) -> Result<bool> {
        let touched = run!(
            self,
            "update connections set failures = 0, first_failed_at = null, broken_since = null, problem = null, kind_of_problem = null,
                worked_at = $1, tried_at = $1 where key = $2 and broken_since is not null",
            ms(now),
            key.name(),
        )?;
        Ok(touched == 1)
    }

    /// Notes that one that is not broken worked.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn note_success(&mut self, key: &Connection, now: Instant) -> Result<()> {
        run!(
            self,
            "insert into connections (key, failures, worked_at, tried_at, version) values ($1, 0, $2, $2, 0)
             on conflict (key) do update set failures = 0, first_failed_at = null, problem = null, kind_of_problem = null, worked_at = $2,
                tried_at = $2 where connections.broken_since is null",
            key.name(),
            ms(now),
        )?;
        Ok(())
    }

    /// Takes the next try on, for one instance: `false` where it was tried after `before`.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn take_probe(&mut self, key: &Connection, before: Instant, now: Instant) -> Result<bool> {
        run!(self, "insert into connections (key, failures, version) values ($1, 0, 0) on conflict (key) do nothing", key.name())?;
        let touched = run!(
            self,
            "update connections set tried_at = $1 where key = $2 and (tried_at is null or tried_at <= $3)",
            ms(now),
            key.name(),
            ms(before),
        )?;
        Ok(touched == 1)
    }

    /// Lets a broken connection be tried at once, whenever it was tried last.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn probe_at_once(&mut self, key: &Connection) -> Result<()> {
        run!(self, "update connections set tried_at = null where key = $1 and broken_since is not null", key.name())?;
        self.wake_outbox();
        Ok(())
    }

    /// Stores the sealed settings, or forgets them; the answer is the new version. It is tried with them at once.
    ///
    /// # Errors
    /// `Stale` when they are others than were read.
    pub async fn set_connection(&mut self, key: &Connection, version: i64, settings: Option<&[u8]>) -> Result<i64> {
        run!(self, "insert into connections (key, failures, version) values ($1, 0, 0) on conflict (key) do nothing", key.name())?;
        fresh(run!(
            self,
            "update connections set settings = $1, tried_at = null, version = version + 1 where key = $2 and version = $3",
            settings,
            key.name(),
            version,
        )?)?;
        self.wake_outbox();
        Ok(version + 1)
    }

    /// Lets messages of a channel that were refused leave at once, without waiting out their back-off.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn release_messages(&mut self, channel: Channel, now: Instant) -> Result<()> {
        run!(
            self,
            "update outbox set next_at = $1 where channel = $2 and state = 'queued' and last_error <> '' and next_at > $1 and claimed_until is null",
            ms(now),
            channel.name(),
        )?;
        self.wake_outbox();
        Ok(())
    }

    /// How many messages of a channel wait to be sent; not those that are not due yet.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn messages_waiting(&mut self, channel: Channel, now: Instant) -> Result<u32> {
        let (count,) = one!(
            self,
            (i64,),
            "select count(*) from outbox where channel = $1 and state = 'queued' and coalesce(due_at, created_at) <= $2",
            channel.name(),
            ms(now),
        )?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// How a message travels.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn channel_of(&mut self, id: crate::domain::id::MessageId) -> Result<Option<Channel>> {
        let row = maybe!(self, (String,), "select channel from outbox where id = $1", id.to_string())?;
        row.map(|(name,)| parsed(Channel::parse(&name).ok_or(()), "outbox", "channel", &id.to_string())).transpose()
    }
}
