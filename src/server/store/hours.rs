//! When colleagues work, and what keeps them busy.

use super::{Result, Tx, all, fresh, maybe, one, parsed, run};
use crate::domain::availability::standing::Standing;
use crate::domain::availability::weekly::WeeklyHours;
use crate::domain::id::{BusyId, UserId};
use crate::domain::span::Span;
use crate::domain::time::{Instant, ms};

/// A colleague's hours as they are stored.
#[derive(Debug, Clone)]
pub struct HoursRow {
    /// The colleague's name.
    pub name: String,
    /// The colleague's IANA zone, which the hours are in.
    pub zone: String,
    /// Hours of their own.
    pub weekly: Option<WeeklyHours>,
    /// Rises with each edit.
    pub version: i64,
}

/// A busy time as it is stored.
#[derive(Debug, Clone)]
pub struct BlockRow {
    /// Its id.
    pub id: BusyId,
    /// When.
    pub span: Span,
    /// What for; may be empty.
    pub title: String,
    /// Who wrote it; none for what came from elsewhere.
    pub created_by: Option<UserId>,
    /// Rises with each edit.
    pub version: i64,
}

#[derive(sqlx::FromRow)]
struct Hours {
    name: String,
    zone: String,
    weekly_hours: Option<String>,
    hours_version: i64,
}

#[derive(sqlx::FromRow)]
struct Block {
    id: String,
    starts_at: i64,
    ends_at: i64,
    title: String,
    created_by: Option<String>,
    version: i64,
}

#[derive(sqlx::FromRow)]
struct Interview {
    id: String,
    title: String,
    candidate: String,
    starts_at: i64,
    ends_at: i64,
}

/// Weekly hours as `users.weekly_hours` holds them.
///
/// # Errors
/// `Inconsistent` for what are none.
pub fn stored_hours(stored: &str, user: UserId) -> Result<WeeklyHours> {
    parsed(serde_json::from_str(stored), "users", "weekly_hours", &user.to_string())
}

impl Tx {
    /// The hours of a colleague whose account is in use.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn hours_of(&mut self, user: UserId) -> Result<Option<HoursRow>> {
        let row =
            maybe!(self, Hours, "select name, zone, weekly_hours, hours_version from users where id = $1 and active", user.to_string())?;
        row.map(|row| {
            let weekly = row.weekly_hours.map(|stored| stored_hours(&stored, user)).transpose()?;
            Ok(HoursRow { name: row.name, zone: row.zone, weekly, version: row.hours_version })
        })
        .transpose()
    }

    /// Stores a colleague's zone and hours; `version` is the one that was read, and rises. The account's own version rises with its zone.
    ///
    /// # Errors
    /// `Stale` when somebody changed the hours meanwhile.
    pub async fn save_hours(&mut self, user: UserId, version: i64, zone: &str, weekly: Option<&WeeklyHours>) -> Result<()> {
        let weekly = match weekly {
            Some(weekly) => Some(parsed(serde_json::to_string(weekly), "users", "weekly_hours", &user.to_string())?),
            None => None,
        };
        fresh(run!(
            self,
            "update users set zone = $1, weekly_hours = $2, hours_version = hours_version + 1,
                    version = version + case when zone = $1 then 0 else 1 end
             where id = $3 and hours_version = $4",
            zone,
            weekly.as_deref(),
            user.to_string(),
            version,
        )?)
    }

    /// A colleague's busy times that overlap a range, by their start.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn blocks_of(&mut self, user: UserId, range: Span) -> Result<Vec<BlockRow>> {
        let rows = all!(
            self,
            Block,
            "select id, starts_at, ends_at, title, created_by, version from busy_blocks
             where calendar_id = $1 and starts_at < $2 and ends_at > $3 order by starts_at, id",
            user.to_string(),
            range.end_ms(),
            range.start_ms(),
        )?;
        rows.into_iter().map(Block::read).collect()
    }

    /// One of a colleague's busy times.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn block_of(&mut self, user: UserId, id: BusyId) -> Result<Option<BlockRow>> {
        let row = maybe!(
            self,
            Block,
            "select id, starts_at, ends_at, title, created_by, version from busy_blocks where calendar_id = $1 and id = $2",
            user.to_string(),
            id.to_string(),
        )?;
        row.map(Block::read).transpose()
    }

    /// How many of a colleague's busy times end after a moment.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_blocks(&mut self, user: UserId, after: Instant) -> Result<i64> {
        let (count,) =
            one!(self, (i64,), "select count(*) from busy_blocks where calendar_id = $1 and ends_at > $2", user.to_string(), ms(after))?;
        Ok(count)
    }

    /// Stores when and what for a busy time is; `version` is the one that was read, and rises.
    ///
    /// # Errors
    /// `Stale` when somebody changed or removed it meanwhile.
    pub async fn update_block(&mut self, id: BusyId, version: i64, span: Span, title: &str) -> Result<()> {
        fresh(run!(
            self,
            "update busy_blocks set starts_at = $1, ends_at = $2, title = $3, version = version + 1 where id = $4 and version = $5",
            span.start_ms(),
            span.end_ms(),
            title,
            id.to_string(),
            version,
        )?)
    }

    /// Removes a busy time of the version that was read.
    ///
    /// # Errors
    /// `Stale` when somebody changed or removed it meanwhile.
    pub async fn delete_block(&mut self, id: BusyId, version: i64) -> Result<()> {
        fresh(run!(self, "delete from busy_blocks where id = $1 and version = $2", id.to_string(), version)?)
    }

    /// The confirmed interviews that a colleague attends and that overlap a range, by their start.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn standing_interviews(&mut self, user: UserId, range: Span) -> Result<Vec<Standing>> {
        let rows = all!(
            self,
            Interview,
            "select i.id, i.title, c.name as candidate, i.starts_at, i.ends_at
             from interview_people ip join interviews i on i.id = ip.interview_id
             join applications a on a.id = i.application_id join candidates c on c.id = a.candidate_id
             where ip.person_id = $1 and ip.kind = 'attendee' and i.state = 'confirmed' and i.starts_at < $2 and i.ends_at > $3
             order by i.starts_at, i.id",
            user.to_string(),
            range.end_ms(),
            range.start_ms(),
        )?;
        rows.into_iter().map(Interview::read).collect()
    }
}

impl Block {
    fn read(self) -> Result<BlockRow> {
        const TABLE: &str = "busy_blocks";
        Ok(BlockRow {
            id: parsed(self.id.parse(), TABLE, "id", &self.id)?,
            span: parsed(Span::from_ms(self.starts_at, self.ends_at), TABLE, "ends_at", &self.id)?,
            created_by: self.created_by.map(|by| parsed(by.parse(), TABLE, "created_by", &self.id)).transpose()?,
            title: self.title,
            version: self.version,
        })
    }
}

impl Interview {
    fn read(self) -> Result<Standing> {
        const TABLE: &str = "interviews";
        Ok(Standing {
            interview: parsed(self.id.parse(), TABLE, "id", &self.id)?,
            span: parsed(Span::from_ms(self.starts_at, self.ends_at), TABLE, "ends_at", &self.id)?,
            title: self.title,
            candidate: self.candidate,
        })
    }
}
