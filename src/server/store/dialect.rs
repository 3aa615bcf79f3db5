//! What differs between the databases beyond the migrations.

use super::{Connection, Tx};

impl Tx {
    /// Whether this is PostgreSQL.
    pub(super) fn is_postgres(&self) -> bool {
        matches!(self.connection, Connection::Postgres(_))
    }
}
