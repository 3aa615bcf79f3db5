//! The database: SQLite or PostgreSQL behind one set of queries.
//!
//! All SQL is below this module. A service begins a [`Tx`], calls its methods (one file per noun adds them), and commits.

pub mod answers;
pub mod applications;
pub mod ats;
pub mod ats_records;
pub mod calendar;
pub mod calendars;
pub mod candidates;
pub mod channels;
pub mod clients;
pub mod communication;
pub mod connections;
mod dialect;
pub mod files;
pub mod form_templates;
pub mod form_uploads;
pub mod forms;
pub mod held;
pub mod history;
pub mod hours;
pub mod imports;
pub mod interview_people;
pub mod interviews;
pub mod jobs;
pub mod links;
pub mod notes;
pub mod occasions;
pub mod offer_approvals;
pub mod offer_letters;
pub mod offer_portal;
pub mod offer_templates;
pub mod offers;
pub mod organisation;
pub mod outbox;
pub mod outbox_claims;
pub mod outbox_list;
pub mod pages;
pub mod pipeline;
pub mod pools;
#[cfg(test)]
mod raw;
pub mod requests;
pub mod reservations;
pub mod rooms;
pub mod rounds;
pub mod sessions;
pub mod stages;
mod task_rules;
pub mod tasks;
pub mod topics;
pub mod users;

use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgPool, Postgres, Row, Sqlite, SqlitePool, Transaction};

use super::bus::{Bus, Change};
use super::error::StoreError;
use crate::domain::id::EventId;

/// How long a use case waits for a connection: shorter than a request may take, so that the visitor is told.
const PATIENCE: Duration = Duration::from_secs(15);

/// What the store returns.
pub type Result<T> = std::result::Result<T, StoreError>;

/// The database. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pools: Pools,
    bus: Bus,
}

#[derive(Debug, Clone)]
enum Pools {
    /// SQLite has one writer: a pool of one connection queues writers fairly instead of letting them fail as busy.
    Sqlite {
        readers: SqlitePool,
        writer: SqlitePool,
    },
    Postgres(PgPool),
}

/// A transaction. Dropped without [`Tx::commit`], it changes nothing.
pub struct Tx {
    pub(in crate::server) connection: Connection,
    bus: Bus,
    changes: Vec<Change>,
    causes: Vec<task_rules::Cause>,
    /// How many changes and causes there were at the last [`Tx::mark`].
    marked: (usize, usize),
    has_messages: bool,
}

pub(super) enum Connection {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Runs one query text on whichever database it is: `all!(tx, RowType, "select …", bind, …)` gives a `Vec`.
macro_rules! all {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match &mut $tx.connection {
            $crate::server::store::Connection::Sqlite(t) =>
                sqlx::query_as::<sqlx::Sqlite, $row>($sql)$(.bind($bind))*.fetch_all(&mut **t).await,
            $crate::server::store::Connection::Postgres(t) =>
                sqlx::query_as::<sqlx::Postgres, $row>($sql)$(.bind($bind))*.fetch_all(&mut **t).await,
        }.map_err($crate::server::error::StoreError::from)
    };
}

/// As `all!`, for at most one row: gives an `Option`.
macro_rules! maybe {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match &mut $tx.connection {
            $crate::server::store::Connection::Sqlite(t) =>
                sqlx::query_as::<sqlx::Sqlite, $row>($sql)$(.bind($bind))*.fetch_optional(&mut **t).await,
            $crate::server::store::Connection::Postgres(t) =>
                sqlx::query_as::<sqlx::Postgres, $row>($sql)$(.bind($bind))*.fetch_optional(&mut **t).await,
        }.map_err($crate::server::error::StoreError::from)
    };
}

/// As `all!`, for a query that always gives one row (`select count(*) …`).
macro_rules! one {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match &mut $tx.connection {
            $crate::server::store::Connection::Sqlite(t) =>
                sqlx::query_as::<sqlx::Sqlite, $row>($sql)$(.bind($bind))*.fetch_one(&mut **t).await,
            $crate::server::store::Connection::Postgres(t) =>
                sqlx::query_as::<sqlx::Postgres, $row>($sql)$(.bind($bind))*.fetch_one(&mut **t).await,
        }.map_err($crate::server::error::StoreError::from)
    };
}

/// As `all!`, for a statement without rows: gives how many rows it touched (`u64`).
macro_rules! run {
    ($tx:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        match &mut $tx.connection {
            $crate::server::store::Connection::Sqlite(t) =>
                sqlx::query::<sqlx::Sqlite>($sql)$(.bind($bind))*.execute(&mut **t).await.map(|done| done.rows_affected()),
            $crate::server::store::Connection::Postgres(t) =>
                sqlx::query::<sqlx::Postgres>($sql)$(.bind($bind))*.execute(&mut **t).await.map(|done| done.rows_affected()),
        }.map_err($crate::server::error::StoreError::from)
    };
}
pub(crate) use {all, maybe, one, run};

impl Store {
    /// Opens the database at `url` (`sqlite:PATH` or `postgres://…`) without migrating it.
    ///
    /// # Errors
    /// When it can not be reached or the address is of neither kind.
    pub async fn open(url: &str, bus: Bus) -> Result<Self> {
        let pools = if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url)?
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(10));
            let writer = SqlitePoolOptions::new().max_connections(1).acquire_timeout(PATIENCE).connect_with(options.clone()).await?;
            let readers = SqlitePoolOptions::new().max_connections(8).connect_with(options.read_only(true)).await?;
            Pools::Sqlite { readers, writer }
        } else {
            let options = PgConnectOptions::from_str(url)?.application_name("agendum");
            Pools::Postgres(PgPoolOptions::new().max_connections(16).acquire_timeout(PATIENCE).connect_with(options).await?)
        };
        Ok(Self { pools, bus })
    }

    /// Brings the tables to this version's form; does nothing where they have it.
    ///
    /// # Errors
    /// When a migration fails; what it began is rolled back.
    pub async fn migrate(&self) -> Result<()> {
        match &self.pools {
            Pools::Sqlite { writer, .. } => migrate_sqlite(writer).await,
            Pools::Postgres(pool) => Ok(sqlx::migrate!("migrations/postgres").run(pool).await.map_err(sqlx::Error::from)?),
        }
    }

    /// Begins a transaction that changes something. On SQLite it waits its turn; on PostgreSQL lock calendars with `Tx::lock_calendars`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begin(&self) -> Result<Tx> {
        let connection = match &self.pools {
            Pools::Sqlite { writer, .. } => Connection::Sqlite(writer.begin_with("begin immediate").await?),
            Pools::Postgres(pool) => Connection::Postgres(pool.begin().await?),
        };
        Ok(Tx { connection, bus: self.bus.clone(), changes: Vec::new(), causes: Vec::new(), marked: (0, 0), has_messages: false })
    }

    /// Begins a transaction that only reads, from one consistent state.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn read(&self) -> Result<Tx> {
        let connection = match &self.pools {
            Pools::Sqlite { readers, .. } => Connection::Sqlite(readers.begin().await?),
            Pools::Postgres(pool) => {
                Connection::Postgres(pool.begin_with("begin transaction isolation level repeatable read read only").await?)
            }
        };
        Ok(Tx { connection, bus: self.bus.clone(), changes: Vec::new(), causes: Vec::new(), marked: (0, 0), has_messages: false })
    }

    /// The PostgreSQL pool, for listening to other instances' changes; none on SQLite, which has one instance.
    pub fn postgres(&self) -> Option<&PgPool> {
        match &self.pools {
            Pools::Sqlite { .. } => None,
            Pools::Postgres(pool) => Some(pool),
        }
    }

    /// Closes all connections (at shutdown).
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Wakes the outbox once this is committed.
    pub(super) fn wake_outbox(&mut self) {
        self.has_messages = true;
    }

    /// Tells open pages what became of an event, without another in the history, once this is committed.
    pub fn announce(&mut self, id: EventId, action: &str, topics: Vec<String>) {
        self.changes.push(Change { event_id: id.to_string(), action: action.to_owned(), topics });
    }

    /// Makes the changes stand, and tells the open pages and the outbox of them.
    ///
    /// # Errors
    /// When the database could not; then nothing changed.
    pub async fn commit(mut self) -> Result<()> {
        self.tend_tasks().await?;
        if matches!(self.connection, Connection::Postgres(_)) {
            // Delivered to every instance, this one too, exactly when the transaction commits.
            for change in std::mem::take(&mut self.changes) {
                let payload = change.to_payload();
                run!(self, "select pg_notify('agendum', $1)", payload)?;
            }
        }
        match self.connection {
            Connection::Sqlite(t) => t.commit().await?,
            Connection::Postgres(t) => t.commit().await?,
        }
        for change in self.changes {
            self.bus.publish(change);
        }
        if self.has_messages {
            self.bus.outbox().notify_one();
        }
        Ok(())
    }
}

/// Turns a statement that touched no row into [`StoreError::Stale`]: for updates with `where id = … and version = …`.
pub(super) fn fresh(touched: u64) -> Result<()> {
    if touched == 0 { Err(StoreError::Stale) } else { Ok(()) }
}

/// Reads a stored value.
pub(super) fn parsed<T, E>(value: std::result::Result<T, E>, table: &'static str, column: &'static str, id: &str) -> Result<T> {
    value.map_err(|_| StoreError::Inconsistent { table, column, id: id.to_owned() })
}

/// References are checked once all is done, not meanwhile: a table that is made anew is gone for a moment
/// (<https://sqlite.org/lang_altertable.html#otheralter>).
async fn migrate_sqlite(writer: &SqlitePool) -> Result<()> {
    let mut connection = writer.acquire().await?;
    sqlx::query("pragma foreign_keys = off").execute(&mut *connection).await?;
    let done = sqlx::migrate!("migrations/sqlite").run(&mut *connection).await;
    sqlx::query("pragma foreign_keys = on").execute(&mut *connection).await?;
    done.map_err(sqlx::Error::from)?;
    let dangling = sqlx::query("pragma foreign_key_check").fetch_optional(&mut *connection).await?;
    match dangling {
        None => Ok(()),
        Some(row) => Err(StoreError::Inconsistent { table: "references", column: "table", id: row.try_get(0)? }),
    }
}
