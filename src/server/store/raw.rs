//! Statements of tests: what no use case may say, and looking at everything.

use sqlx::{AssertSqlSafe, Row};

use super::{Connection, Result, Store, Tx};

/// Every table but the migrations' own.
const TABLES: [&str; 38] = [
    "organisation",
    "users",
    "sessions",
    "sign_in_failures",
    "links",
    "clients",
    "contacts",
    "jobs",
    "stages",
    "interview_templates",
    "template_attendees",
    "template_pools",
    "candidates",
    "files",
    "applications",
    "client_pages",
    "interview_requests",
    "interviews",
    "interview_people",
    "interview_answers",
    "reminder_settings",
    "user_channels",
    "text_consents",
    "rooms",
    "calendars",
    "reservations",
    "held_changes",
    "busy_blocks",
    "form_templates",
    "form_versions",
    "forms",
    "form_revisions",
    "form_uploads",
    "notes",
    "note_versions",
    "note_mentions",
    "history",
    "outbox",
];

impl Tx {
    /// Runs a statement as it stands.
    pub async fn execute(&mut self, sql: impl Into<String>) -> Result<u64> {
        let sql = AssertSqlSafe(sql.into());
        Ok(match &mut self.connection {
            Connection::Sqlite(t) => sqlx::query(sql).execute(&mut **t).await?.rows_affected(),
            Connection::Postgres(t) => sqlx::query(sql).execute(&mut **t).await?.rows_affected(),
        })
    }

    /// The first column of every row, a text.
    pub async fn texts(&mut self, sql: impl Into<String>) -> Result<Vec<String>> {
        let sql = AssertSqlSafe(sql.into());
        Ok(match &mut self.connection {
            Connection::Sqlite(t) => sqlx::query(sql).fetch_all(&mut **t).await?.iter().map(|row| row.get(0)).collect(),
            Connection::Postgres(t) => sqlx::query(sql).fetch_all(&mut **t).await?.iter().map(|row| row.get(0)).collect(),
        })
    }

    /// A number.
    pub async fn number(&mut self, sql: impl Into<String>) -> Result<i64> {
        let sql = AssertSqlSafe(sql.into());
        Ok(match &mut self.connection {
            Connection::Sqlite(t) => sqlx::query(sql).fetch_one(&mut **t).await?.get(0),
            Connection::Postgres(t) => sqlx::query(sql).fetch_one(&mut **t).await?.get(0),
        })
    }
}

impl Store {
    /// Every row of every table, as texts.
    pub async fn dump(&self) -> Result<Vec<String>> {
        let mut tx = self.read().await?;
        let mut dump = Vec::new();
        for table in TABLES {
            let sql = if tx.is_postgres() {
                format!("select '{table}: ' || (t.*)::text from {table} t order by 1")
            } else {
                let columns = tx.texts(format!("select name from pragma_table_info('{table}')")).await?;
                let quoted: Vec<String> = columns.iter().map(|column| format!("quote({column})")).collect();
                format!("select '{table}: ' || {} from {table} order by 1", quoted.join(" || ',' || "))
            };
            dump.extend(tx.texts(sql).await?);
        }
        Ok(dump)
    }
}
