//! What differs between the databases beyond the migrations.

use super::{Connection, Result, Tx, run};

impl Tx {
    /// Whether this is PostgreSQL.
    pub(super) fn is_postgres(&self) -> bool {
        matches!(self.connection, Connection::Postgres(_))
    }

    /// Makes transactions about one subject wait for each other. SQLite has one writer anyway.
    pub(super) async fn lock_subject(&mut self, subject: &str) -> Result<()> {
        if self.is_postgres() {
            run!(self, "select pg_advisory_xact_lock(hashtextextended($1, 0))", subject)?;
        }
        Ok(())
    }
}
