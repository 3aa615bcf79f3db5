//! Rooms: administration, when each is free, and what is said where one is taken.

use serde_json::json;

use super::booking::standing;
use super::clients::{known_zone, taken};
use crate::api::error::ApiError;
use crate::api::interviews::RoomTime;
use crate::api::rooms::{RoomLine, RoomView};
use crate::domain::availability::slots::Busy;
use crate::domain::can;
use crate::domain::error::FieldErrors;
use crate::domain::id::{CalendarId, EventId, InterviewId, RoomId};
use crate::domain::rooms::{Rank, Room, RoomResponse, SaveRoom, taken_by};
use crate::domain::span::Span;
use crate::domain::time::Zone;
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::store::Tx;
use crate::server::store::history::Event;
use crate::text::dates;

/// Free rooms named where one is taken.
const NAMED: usize = 3;
/// What live changes of the list are about.
const ALL: &str = "rooms:all";

/// All rooms, those that are no longer offered last.
///
/// # Errors
/// `Forbidden` for all but administrators and coordinators.
pub async fn list(ctx: &Ctx) -> Result<Vec<RoomLine>> {
    ctx.require(can::manage_rooms(&ctx.actor))?;
    Ok(ctx.store().read().await?.room_lines(ctx.now()).await?)
}

/// One room.
///
/// # Errors
/// `Forbidden` for all but administrators and coordinators; `NotFound`.
pub async fn get(ctx: &Ctx, id: RoomId) -> Result<RoomView> {
    ctx.require(can::manage_rooms(&ctx.actor))?;
    Ok(ctx.store().read().await?.room(id, ctx.now()).await?.ok_or(ApiError::NotFound)?)
}

/// Makes or changes a room.
///
/// # Errors
/// `Invalid`, also at `name` where another room has it; `Stale` when somebody changed it since it was read; `NotFound`.
pub async fn save(ctx: &Ctx, input: &SaveRoom) -> Result<RoomId> {
    ctx.require(can::manage_rooms(&ctx.actor))?;
    let facts = input.check()?;
    known_zone(&facts.zone)?;
    let mut tx = ctx.store().begin().await?;
    let (id, action) = match input.id {
        Some(id) => {
            tx.room(id, ctx.now()).await?.ok_or(ApiError::NotFound)?;
            tx.update_room(id, input.version, &facts).await.map_err(|error| taken(error, "name"))?;
            (id, "room.changed")
        }
        None => {
            let id = ctx.id(RoomId::new)?;
            tx.insert_room(id, &facts, ctx.now()).await.map_err(|error| taken(error, "name"))?;
            (id, "room.created")
        }
    };
    let data = json!({ "name": facts.name, "seats": facts.seats, "features": facts.features });
    tx.record(event(ctx, action, id, data)?).await?;
    tx.commit().await?;
    Ok(id)
}

/// Offers a room no more, or again. The interviews in it stay where they are, and whoever schedules them learns that the room is not to be had.
///
/// # Errors
/// `Stale`; `NotFound`.
pub async fn retire(ctx: &Ctx, id: RoomId, version: i64, retired: bool) -> Result<()> {
    ctx.require(can::manage_rooms(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    // Who books it meanwhile waits, and finds it gone, or is found here.
    tx.lock_calendars(&[id.into()]).await?;
    let view = tx.room(id, ctx.now()).await?.ok_or(ApiError::NotFound)?;
    tx.retire_room(id, version, retired.then(|| ctx.now())).await?;
    let action = if retired { "room.retired" } else { "room.restored" };
    tx.record(event(ctx, action, id, json!({ "name": view.room.name }))?).await?;
    let reason = if retired { crate::text!(ctx.locale.language, "room-retired-reason") } else { String::new() };
    // What the room's own calendar said stays.
    let (before, after) = match retired {
        true => (RoomResponse::Accepted, RoomResponse::Retired),
        false => (RoomResponse::Retired, RoomResponse::Accepted),
    };
    for interview in tx.to_come_in_room(id, ctx.now()).await? {
        if tx.room_response(interview).await? == Some(before) {
            room_says(&mut tx, ctx, interview, after, &reason).await?;
        }
    }
    Ok(tx.commit().await?)
}

fn event(ctx: &Ctx, action: &'static str, id: RoomId, data: serde_json::Value) -> Result<Event> {
    Ok(Event {
        id: ctx.id(EventId::new)?,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action,
        subject: ("room", id.to_string()),
        candidate_id: None,
        application_id: None,
        job_id: None,
        data,
        topics: vec![ALL.to_owned()],
    })
}

/// When the offered rooms are taken, within a range; `except` is not in its own way.
///
/// # Errors
/// When the database fails.
pub async fn times(tx: &mut Tx, range: Span, except: Option<InterviewId>) -> Result<Vec<RoomTime>> {
    let rooms = tx.rooms().await?;
    if rooms.is_empty() {
        return Ok(Vec::new());
    }
    let busy = tx.busy_of_rooms(range).await?;
    let time = |room: Room| {
        let calendar = CalendarId::from(room.id);
        let own = busy.iter().filter(|row| row.calendar == calendar);
        let others = own.filter(|row| row.interview.is_none() || row.interview.map(|(id, _)| id) != except);
        // What a room is blocked for may be nobody's business; an interview's name is no secret among those who schedule.
        let busy = others.map(|row| Busy {
            span: row.span,
            label: row.interview.map(|_| row.title.clone()),
            key: row.interview.map(|(id, _)| id.to_string()),
        });
        let mut busy: Vec<Busy> = busy.collect();
        busy.sort_by_key(|busy| busy.span);
        RoomTime { busy, room }
    };
    Ok(rooms.into_iter().map(time).collect())
}

/// The room that an interview is to take, as far as it is offered.
///
/// # Errors
/// `Invalid` at `room` for one that is not.
pub async fn offered(ctx: &Ctx, tx: &mut Tx, id: RoomId) -> Result<Room> {
    let view = tx.room(id, ctx.now()).await?.filter(|view| !view.retired);
    Ok(view.map(|view| view.room).ok_or_else(|| FieldErrors::one("room", "error-room-gone"))?)
}

/// What has a room at a time, with rooms that are free then, as an error at `room`; nothing where it is free. Lock its calendar before.
///
/// # Errors
/// When the database fails.
pub async fn declined(tx: &mut Tx, ctx: &Ctx, room: &Room, asked: Asked<'_>) -> Result<FieldErrors> {
    let mut errors = FieldErrors::default();
    let times = times(tx, asked.span, asked.except).await?;
    let own = times.iter().find(|time| time.room.id == room.id);
    let Some(busy) = own.and_then(|own| taken_by(&own.busy, asked.span)) else { return Ok(errors) };
    let language = ctx.locale.language;
    let mut arguments = vec![
        ("name", room.name.clone()),
        ("what", busy.label.clone().unwrap_or_else(|| crate::text!(language, "plan-busy"))),
        ("when", dates::times(ctx.locale, asked.zone, busy.span)),
        ("zone", asked.zone.city().to_owned()),
    ];
    let mut free: Vec<&Room> = times.iter().filter(|time| taken_by(&time.busy, asked.span).is_none()).map(|time| &time.room).collect();
    free.retain(|room| room.holds(asked.people));
    free.sort_by_cached_key(|room| Rank::new(room, asked.people, false));
    let names: Vec<&str> = free.iter().take(NAMED).map(|room| room.name.as_str()).collect();
    if names.is_empty() {
        errors.add_with("room", "error-room-taken-all", &arguments);
    } else {
        arguments.push(("free", names.join(", ")));
        errors.add_with("room", "error-room-taken", &arguments);
    }
    Ok(errors)
}

/// Takes what a room with a mailbox or a calendar of its own answers to an interview in it. Says whether that is another answer than before; an
/// interview without a room has none.
///
/// # Errors
/// `NotFound` where there is no such interview.
pub async fn room_answered(tx: &mut Tx, ctx: &Ctx, interview: InterviewId, declined: bool, reason: &str) -> Result<bool> {
    let response = if declined { RoomResponse::Declined } else { RoomResponse::Accepted };
    let before = tx.room_response(interview).await?.ok_or(ApiError::NotFound)?;
    // A room that is no longer offered is not to be had, whatever its calendar says.
    if before == response || before == RoomResponse::Retired {
        return Ok(false);
    }
    room_says(tx, ctx, interview, response, reason).await
}

async fn room_says(tx: &mut Tx, ctx: &Ctx, interview: InterviewId, response: RoomResponse, reason: &str) -> Result<bool> {
    let standing = standing(tx, interview).await?.ok_or(ApiError::NotFound)?;
    let Some(room) = &standing.interview.room else { return Ok(false) };
    tx.set_room_response(interview, response).await?;
    let (candidate, job) = standing.about;
    let request = standing.interview.request.map(|request| format!("request:{request}"));
    tx.record(Event {
        id: ctx.id(EventId::new)?,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action: if response == RoomResponse::Accepted { "interview.room_accepted" } else { "interview.room_declined" },
        subject: ("interview", interview.to_string()),
        candidate_id: Some(candidate),
        application_id: Some(standing.interview.application),
        job_id: Some(job),
        data: json!({ "room": room.name, "reason": reason }),
        topics: request.into_iter().collect(),
    })
    .await?;
    Ok(true)
}

/// A room is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// When.
    pub span: Span,
    /// The zone in which that was said.
    pub zone: &'a Zone,
    /// For how many.
    pub people: u32,
    /// The interview that is moved: it is not in its own way.
    pub except: Option<InterviewId>,
}
