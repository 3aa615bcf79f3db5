//! Our people and the room of an interview of a round: those who always take part, and the groups of which some do.

use std::collections::HashMap;

use crate::domain::availability::slots::{Busy, Group, Participant, Willing};
use crate::domain::id::{CalendarId, TemplateId};
use crate::domain::locale::Language;
use crate::domain::rooms::{Rank, Room, RoomNeed};
use crate::domain::span::SpanSet;
use crate::domain::time::{DAY_MS, Instant, from_ms, ms};
use crate::server::error::Result;
use crate::server::store::Tx;
use crate::server::store::reservations::AttendeeRow;

/// How far back interviews count towards the load of those in a pool, in days: who comes anew is not flooded for what others did long ago.
const LOAD_DAYS: i64 = 28;

/// Our people for an interview of a round.
#[derive(Debug, Clone, Default)]
pub struct Team {
    /// Those who always take part by name, then those of the pools in the order in which they are taken.
    pub attendees: Vec<AttendeeRow>,
    /// Each pool's number, and how many of it take part.
    pub pools: Vec<(u32, u32)>,
}

/// Reads it. Of a pool those with the fewest interviews are taken first, those whose names come first among equals.
///
/// # Errors
/// When the database fails or holds nonsense.
pub async fn team(tx: &mut Tx, template: Option<TemplateId>, now: Instant) -> Result<Team> {
    let Some(template) = template else { return Ok(Team::default()) };
    let mut attendees = tx.attendees_of_template(template).await?;
    let pools = tx.pools_of_template(template).await?;
    if pools.is_empty() {
        return Ok(Team { attendees, pools });
    }
    let loads: HashMap<_, _> = tx.pool_loads(template, from_ms(ms(now) - LOAD_DAYS * DAY_MS)).await?.into_iter().collect();
    // By name already, which decides between equals.
    attendees.sort_by_key(|attendee| attendee.pool.map(|_| loads.get(&attendee.id).copied().unwrap_or_default()));
    Ok(Team { attendees, pools })
}

impl Team {
    /// Those who always take part, and of each pool as many as are needed, in the order in which they are taken: what a plan begins with.
    pub fn first(&self) -> Vec<&AttendeeRow> {
        let always = self.attendees.iter().filter(|attendee| attendee.pool.is_none());
        let some = self.pools.iter().flat_map(|(pool, needed)| self.of(*pool).take(*needed as usize));
        always.chain(some).collect()
    }

    /// Those of a pool.
    pub fn of(&self, pool: u32) -> impl Iterator<Item = &AttendeeRow> {
        self.attendees.iter().filter(move |attendee| attendee.pool == Some(pool))
    }
}

/// A group of which so many are needed; where it has not as many, somebody who never can, so that nothing is offered and the reason is told.
pub fn some_of(needed: u32, participants: Vec<Participant>, name: &str) -> Group {
    if participants.len() < needed as usize {
        let names: Vec<&str> = participants.iter().map(|participant| participant.name.as_str()).collect();
        let name = if names.is_empty() { name.to_owned() } else { names.join(", ") };
        return Group::all(vec![Participant::new(format!("nobody {name}"), name, Willing::Spans(SpanSet::new()), [])]);
    }
    Group::any(needed, participants)
}

/// The rooms that will do, in the order in which they are taken: the one that the interview has, if it is still offered, then the smallest.
///
/// # Errors
/// When the database fails or holds nonsense.
pub async fn rooms_for(tx: &mut Tx, need: &RoomNeed, own: Option<&Room>) -> Result<Vec<Room>> {
    let is_own = |room: &Room| Some(room.id) == own.map(|own| own.id);
    let (kept, mut rooms): (Vec<Room>, Vec<Room>) = tx.rooms().await?.into_iter().partition(is_own);
    rooms.retain(|room| need.is_met_by(room));
    rooms.sort_by_cached_key(|room| Rank::new(room, need.seats, false));
    Ok(kept.into_iter().chain(rooms).collect())
}

/// One of these rooms.
pub fn one_room(rooms: &[Room], busy: impl Fn(CalendarId) -> Vec<Busy>) -> Group {
    let room = |room: &Room| Participant::new(room.id.to_string(), room.name.clone(), Willing::Always, busy(room.id.into()));
    some_of(1, rooms.iter().map(room).collect(), &crate::text!(Language::default(), "mail-room"))
}
