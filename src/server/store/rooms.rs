//! Rooms and what takes their time.

use super::calendars::CalendarKind;
use super::clients::count;
use super::reservations::{Busy, BusyRow};
use super::{Result, Tx, all, fresh, maybe, parsed, run};
use crate::api::rooms::{RoomLine, RoomView};
use crate::domain::id::{InterviewId, RoomId};
use crate::domain::list::fold;
use crate::domain::people::EmailAddress;
use crate::domain::rooms::{Room, RoomFacts, RoomResponse};
use crate::domain::span::Span;
use crate::domain::time::{Instant, ms};

const TABLE: &str = "rooms";
#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    name: String,
    place: String,
    zone: String,
    seats: i32,
    features: String,
    email: String,
}

#[derive(sqlx::FromRow)]
struct KeptRow {
    #[sqlx(flatten)]
    room: Row,
    version: i64,
    retired_at: Option<i64>,
    to_come: i64,
}

/// The columns of a room beside a table where it may be missing: `room_columns!("rm")` of `left join rooms rm`.
#[derive(sqlx::FromRow)]
pub(super) struct RoomColumns {
    room_id: Option<String>,
    room_name: Option<String>,
    room_place: Option<String>,
    room_zone: Option<String>,
    room_seats: Option<i32>,
    room_features: Option<String>,
    room_email: Option<String>,
}

/// The columns of [`RoomColumns`], of the table `rooms rm`.
macro_rules! room_columns {
    () => {
        "rm.id as room_id, rm.name as room_name, rm.place as room_place, rm.zone as room_zone, rm.seats as room_seats,
         rm.features as room_features, rm.email as room_email"
    };
}
pub(super) use room_columns;

macro_rules! columns {
    () => {
        "r.id, r.name, r.place, r.zone, r.seats, r.features, r.email"
    };
}
/// With how many interviews that end after `$1` take place in it.
macro_rules! kept {
    () => {
        concat!(
            "select ",
            columns!(),
            ", r.version, r.retired_at,
             (select count(*) from interviews i where i.room_id = r.id and i.state = 'confirmed' and i.ends_at > $1) as to_come from rooms r"
        )
    };
}

impl Tx {
    /// All rooms that are offered, by name.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn rooms(&mut self) -> Result<Vec<Room>> {
        let rows = all!(self, Row, concat!("select ", columns!(), " from rooms r where r.retired_at is null order by r.name_key, r.id"))?;
        rows.into_iter().map(Row::read).collect()
    }

    /// All rooms, those that are no longer offered last.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn room_lines(&mut self, now: Instant) -> Result<Vec<RoomLine>> {
        let rows =
            all!(self, KeptRow, concat!(kept!(), " order by case when r.retired_at is null then 0 else 1 end, r.name_key, r.id"), ms(now))?;
        rows.into_iter()
            .map(|row| {
                let (to_come, retired) = (count(row.to_come), row.retired_at.is_some());
                Ok(RoomLine { room: row.room.read()?, to_come, retired })
            })
            .collect()
    }

    /// One room, whether it is offered or not.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn room(&mut self, id: RoomId, now: Instant) -> Result<Option<RoomView>> {
        let row = maybe!(self, KeptRow, concat!(kept!(), " where r.id = $2"), ms(now), id.to_string())?;
        row.map(|row| {
            let (version, to_come, retired) = (row.version, count(row.to_come), row.retired_at.is_some());
            Ok(RoomView { room: row.room.read()?, version, to_come, retired })
        })
        .transpose()
    }

    /// Makes a room with its calendar.
    ///
    /// # Errors
    /// `Unique` where another has the name.
    pub async fn insert_room(&mut self, id: RoomId, facts: &RoomFacts, now: Instant) -> Result<()> {
        run!(
            self,
            "insert into rooms (id, name, name_key, place, zone, seats, features, email, created_at, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1)",
            id.to_string(),
            facts.name.as_str(),
            fold(&facts.name),
            facts.place.as_str(),
            facts.zone.as_str(),
            seats(facts),
            features(facts),
            email(facts),
            ms(now),
        )?;
        self.insert_calendar(id, CalendarKind::Room).await
    }

    /// Changes a room that was read with this version.
    ///
    /// # Errors
    /// `Stale`; `Unique` where another has the name.
    pub async fn update_room(&mut self, id: RoomId, version: i64, facts: &RoomFacts) -> Result<()> {
        fresh(run!(
            self,
            "update rooms set name = $1, name_key = $2, place = $3, zone = $4, seats = $5, features = $6, email = $7, version = version + 1
             where id = $8 and version = $9",
            facts.name.as_str(),
            fold(&facts.name),
            facts.place.as_str(),
            facts.zone.as_str(),
            seats(facts),
            features(facts),
            email(facts),
            id.to_string(),
            version,
        )?)
    }

    /// Offers a room no more since a moment, or again.
    ///
    /// # Errors
    /// `Stale`.
    pub async fn retire_room(&mut self, id: RoomId, version: i64, since: Option<Instant>) -> Result<()> {
        fresh(run!(
            self,
            "update rooms set retired_at = $1, version = version + 1 where id = $2 and version = $3",
            since.map(ms),
            id.to_string(),
            version,
        )?)
    }

    /// Notes what the room of an interview says to the time that it has.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_room_response(&mut self, id: InterviewId, response: RoomResponse) -> Result<()> {
        run!(self, "update interviews set room_response = $1 where id = $2", response.name(), id.to_string())?;
        Ok(())
    }

    /// What the room of an interview says; none where there is no such interview.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn room_response(&mut self, id: InterviewId) -> Result<Option<RoomResponse>> {
        let row = maybe!(self, (String,), "select room_response from interviews where id = $1", id.to_string())?;
        row.map(|(response,)| parsed(RoomResponse::parse(&response).ok_or(()), "interviews", "room_response", &id.to_string())).transpose()
    }

    /// Everything that takes time of rooms within a range, in one query; an interview's title names the candidate, too.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn busy_of_rooms(&mut self, range: Span) -> Result<Vec<BusyRow>> {
        let rows = all!(
            self,
            Busy,
            "select v.calendar_id, v.starts_at, v.ends_at, i.title || ' · ' || c.name as title, i.id as interview_id, i.starts_at as interview_starts_at
             from reservations v join rooms r on r.id = v.calendar_id join interviews i on i.id = v.interview_id
             join applications a on a.id = i.application_id join candidates c on c.id = a.candidate_id
             where v.ends_at > $1 and v.starts_at < $2
             union all
             select b.calendar_id, b.starts_at, b.ends_at, b.title, null, null from busy_blocks b join rooms r on r.id = b.calendar_id
             where b.ends_at > $1 and b.starts_at < $2",
            range.start_ms(),
            range.end_ms(),
        )?;
        rows.into_iter().map(Busy::read).collect()
    }
}

fn seats(facts: &RoomFacts) -> i32 {
    i32::try_from(facts.seats).unwrap_or(i32::MAX)
}

fn features(facts: &RoomFacts) -> String {
    serde_json::json!(facts.features).to_string()
}

fn email(facts: &RoomFacts) -> String {
    facts.email.as_ref().map(ToString::to_string).unwrap_or_default()
}

impl Row {
    fn read(self) -> Result<Room> {
        let id = self.id;
        Ok(Room {
            seats: parsed(u32::try_from(self.seats), TABLE, "seats", &id)?,
            features: parsed(serde_json::from_str(&self.features), TABLE, "features", &id)?,
            email: match self.email.as_str() {
                "" => None,
                email => Some(parsed(EmailAddress::parse(email), TABLE, "email", &id)?),
            },
            id: parsed(id.parse(), TABLE, "id", &id)?,
            name: self.name,
            place: self.place,
            zone: self.zone,
        })
    }
}

impl RoomColumns {
    /// The room; none where there is none.
    pub fn read(self) -> Result<Option<Room>> {
        let Some(id) = self.room_id else { return Ok(None) };
        let row = Row {
            id,
            name: self.room_name.unwrap_or_default(),
            place: self.room_place.unwrap_or_default(),
            zone: self.room_zone.unwrap_or_default(),
            seats: self.room_seats.unwrap_or_default(),
            features: self.room_features.unwrap_or_default(),
            email: self.room_email.unwrap_or_default(),
        };
        row.read().map(Some)
    }
}
