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

/// A LIKE pattern (escape character `\`) for values that contain these folded words (`domain::list::fold`); `%` for no words.
///
/// Compare with a folded column: `search like $n escape '\'`.
pub(super) fn contains(search: &str) -> String {
    let words = search.trim().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    if words.is_empty() { "%".into() } else { format!("%{words}%") }
}

/// Four LIKE patterns for a folded `search` column, one for each word of a search: a row must match them all.
pub(super) fn patterns(query: &crate::domain::list::ListQuery) -> [String; 4] {
    let mut words = query.words().into_iter().map(|word| contains(&word));
    std::array::from_fn(|_| words.next().unwrap_or_else(|| "%".into()))
}
