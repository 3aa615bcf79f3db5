//! The one organisation of an installation.

use super::{Result, StoreError, Tx, fresh, maybe, parsed, run};
use crate::domain::id::UserId;
use crate::domain::locale::{Clock, Language};
use crate::domain::time::{Instant, from_ms, ms};
use chrono::Weekday;

/// The organisation as it is stored.
#[derive(Debug, Clone)]
pub struct OrganisationRow {
    /// Its name, in mails and on public pages.
    pub name: String,
    /// IANA zone, where a visitor has none.
    pub zone: String,
    /// The language of mails.
    pub language: Language,
    /// The clock of its colleagues' pages and of mails.
    pub clock: Clock,
    /// The first day of its colleagues' weeks.
    pub week_start: Weekday,
    /// Who set the installation up.
    pub creator_id: UserId,
    /// When.
    pub created_at: Instant,
    /// Rises with each edit.
    pub version: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    name: String,
    zone: String,
    language: String,
    clock: String,
    week_start: String,
    creator_id: String,
    created_at: i64,
    version: i64,
}

impl TryFrom<Row> for OrganisationRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            language: parsed(Language::parse(&row.language).ok_or(()), "organisation", "language", "1")?,
            clock: parsed(Clock::parse(&row.clock).ok_or(()), "organisation", "clock", "1")?,
            week_start: parsed(row.week_start.parse(), "organisation", "week_start", "1")?,
            creator_id: parsed(row.creator_id.parse(), "organisation", "creator_id", "1")?,
            name: row.name,
            zone: row.zone,
            created_at: from_ms(row.created_at),
            version: row.version,
        })
    }
}

impl Tx {
    /// The organisation; none before the installation is set up.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn organisation(&mut self) -> Result<Option<OrganisationRow>> {
        maybe!(self, Row, "select name, zone, language, clock, week_start, creator_id, created_at, version from organisation where id = 1")?
            .map(OrganisationRow::try_from)
            .transpose()
    }

    /// Makes the organisation. Of two at once the second waits for the first, then fails.
    ///
    /// # Errors
    /// `Unique` when there is one already.
    pub async fn insert_organisation(&mut self, organisation: &OrganisationRow) -> Result<()> {
        run!(
            self,
            "insert into organisation (id, name, zone, language, clock, week_start, creator_id, created_at, version)
             values (1, $1, $2, $3, $4, $5, $6, $7, $8)",
            organisation.name.as_str(),
            organisation.zone.as_str(),
            organisation.language.tag(),
            organisation.clock.name(),
            organisation.week_start.to_string(),
            organisation.creator_id.to_string(),
            ms(organisation.created_at),
            organisation.version,
        )?;
        Ok(())
    }

    /// Stores name, zone, clock and week start; `organisation.version` is the one that was read, and rises.
    ///
    /// # Errors
    /// `Stale` when somebody changed it meanwhile.
    pub async fn update_organisation(&mut self, organisation: &OrganisationRow) -> Result<()> {
        fresh(run!(
            self,
            "update organisation set name = $1, zone = $2, clock = $3, week_start = $4, version = version + 1 where id = 1 and version = $5",
            organisation.name.as_str(),
            organisation.zone.as_str(),
            organisation.clock.name(),
            organisation.week_start.to_string(),
            organisation.version,
        )?)
    }

    /// Makes changes of who administers wait for each other until the commit.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lock_organisation(&mut self) -> Result<()> {
        run!(self, "update organisation set id = 1 where id = 1")?;
        Ok(())
    }
}
