//! What can be done where somebody does not come, or the room is not to be had: colleagues of the same template who are free, rooms that
//! are free for the whole schedule, times that suit those who are in it.

use super::how::{How, Judged, Telling};
use super::people::{Needed, contact};
use super::save::{store, store_in};
use super::standing::{Standing, as_planned, standing};
use crate::api::error::ApiError;
use crate::api::mend::{DeclinedPerson, DeclinedRoom, MendView, SwapInterviewer, SwitchRoom};
use crate::domain::availability::conflict::explain;
use crate::domain::availability::slots::{Participant, Willing};
use crate::domain::can;
use crate::domain::error::FieldErrors;
use crate::domain::id::{CalendarId, InterviewId, UserId};
use crate::domain::rooms::{Rank, Room, RoomResponse, taken_by};
use crate::domain::scheduling::interview::{InterviewState, PersonKind, Response};
use crate::domain::scheduling::plan::{PlannedAttendee, best_times, question};
use crate::domain::span::Span;
use crate::domain::time::{DAY_MS, Instant, Zone, from_ms, ms};
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result, StoreError};
use crate::server::services::booking::request_view;
use crate::server::services::{rooms, team};
use crate::server::store::Tx;
use crate::server::store::interviews::InterviewRow;
use crate::server::store::occasions::Occasion;
use crate::server::store::reservations::AttendeeRow;
use crate::server::zones;

/// Days in which other times are looked for.
const DAYS: i64 = 14;
/// Nobody is asked to come sooner.
const SOONEST_MS: i64 = 60 * 60 * 1000;
/// Other times offered a day, and in all.
const A_DAY: usize = 2;
const MOST_TIMES: usize = 8;
/// Rooms offered.
const MOST_ROOMS: usize = 6;

/// What can be done about an interview to come; nothing where everybody comes and the room is to be had.
///
/// # Errors
/// `Forbidden` for who schedules nothing; `NotFound`.
pub async fn ways(ctx: &Ctx, id: InterviewId) -> Result<MendView> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().read().await?;
    let row = tx.interview(id).await?.ok_or(ApiError::NotFound)?;
    let zone = zone_of(&row)?;
    let mut view =
        MendView { interview: id, version: row.version, request: row.request, people: Vec::new(), room: None, times: Vec::new(), zone };
    if row.state == InterviewState::Cancelled || row.span.start() <= ctx.now() {
        return Ok(view);
    }
    let standing = standing(&mut tx, ctx, id, row.version).await?;
    let declined = |kind: PersonKind| kind != PersonKind::Organiser;
    let people: Vec<_> = standing.people.iter().filter(|person| person.response == Response::Declined && declined(person.kind)).collect();
    let room_declined = row.room.is_some() && standing.room != RoomResponse::Accepted;
    if people.is_empty() && !room_declined {
        return Ok(view);
    }
    let occasion = occasion_of(&mut tx, &row).await?;
    let free = if people.iter().any(|person| person.kind == PersonKind::Attendee) {
        free_colleagues(&mut tx, ctx, &standing, &occasion, &view.zone).await?
    } else {
        Vec::new()
    };
    view.people = people
        .iter()
        .map(|person| DeclinedPerson {
            person: person.person_id.clone(),
            name: person.name.clone(),
            kind: person.kind,
            free: if person.kind == PersonKind::Attendee { free.clone() } else { Vec::new() },
        })
        .collect();
    if room_declined {
        view.room = declined_room(&mut tx, ctx, &standing).await?;
    }
    // Another time in a room that is not to be had is none.
    if !people.is_empty() && !room_declined {
        view.times = match row.request {
            // As when it was booked: the client's availability binds.
            Some(request) => {
                drop(tx);
                first(request_view(ctx, request).await?.slots, &view.zone, row.span)
            }
            None => other_times(&mut tx, ctx, &standing, &occasion, &view.zone).await?,
        };
    }
    Ok(view)
}

fn zone_of(row: &InterviewRow) -> Result<Zone> {
    let around = |days: i64| from_ms(row.span.start_ms() + days * DAY_MS);
    Ok(zones::zone(&row.zone, around(-2 * DAYS), around(4 * DAYS)).ok_or_else(|| StoreError::Inconsistent {
        table: "interviews",
        column: "zone",
        id: row.id.to_string(),
    })?)
}

async fn occasion_of(tx: &mut Tx, row: &InterviewRow) -> Result<Occasion> {
    match row.request {
        Some(request) => Ok(Occasion::from(&tx.request(request).await?.ok_or(ApiError::NotFound)?)),
        None => Ok(tx.occasion(row.application, row.template).await?.ok_or(ApiError::NotFound)?),
    }
}

/// Those of the interview's template who are not in it, work then and have nothing else; who has the fewest interviews first.
async fn free_colleagues(
    tx: &mut Tx,
    ctx: &Ctx,
    standing: &Standing,
    occasion: &Occasion,
    zone: &Zone,
) -> Result<Vec<crate::api::clients::Choice<UserId>>> {
    let template = standing.row.template.or_else(|| occasion.pool.template_id());
    let team = team::team(tx, template, ctx.now()).await?;
    let inside = |id: UserId| standing.people.iter().any(|person| person.person_id == id.to_string());
    let others: Vec<AttendeeRow> = team.attendees.into_iter().filter(|attendee| !inside(attendee.id)).collect();
    let needed = Needed { occasion, contact: None, attendees: &others, except: Some(standing.row.id) };
    let participants = needed.participants(tx, standing.row.span).await?;
    let can = |participant: &Participant| {
        let asked = question(standing.row.span, 1, zone, ctx.now(), vec![participant.clone()]);
        asked.is_ok_and(|asked| explain(&asked, standing.row.span.start()).is_empty())
    };
    let free = |attendee: &&AttendeeRow| {
        participants.iter().find(|participant| participant.key == CalendarId::from(attendee.id).to_string()).is_some_and(can)
    };
    Ok(others.iter().filter(free).map(|attendee| crate::api::clients::Choice { id: attendee.id, name: attendee.name.clone() }).collect())
}

/// The room with those that are free for every interview of the application that is to take place in it.
async fn declined_room(tx: &mut Tx, ctx: &Ctx, standing: &Standing) -> Result<Option<DeclinedRoom>> {
    let Some(room) = &standing.row.room else { return Ok(None) };
    let schedule = tx.interviews_in_room(standing.row.application, room.id, ctx.now()).await?;
    let free = free_rooms(tx, &schedule, room, heads(standing)).await?;
    let interviews = u32::try_from(schedule.len()).unwrap_or(u32::MAX);
    Ok(Some(DeclinedRoom { id: room.id, name: room.name.clone(), interviews, free }))
}

fn heads(standing: &Standing) -> u32 {
    let here = standing.people.iter().filter(|person| person.kind != PersonKind::Organiser).count();
    u32::try_from(here).unwrap_or(u32::MAX)
}

async fn free_rooms(tx: &mut Tx, schedule: &[InterviewRow], except: &Room, people: u32) -> Result<Vec<Room>> {
    let spans: Vec<Span> = schedule.iter().map(|row| row.span).collect();
    let (first, last) = (spans.iter().map(Span::start_ms).min(), spans.iter().map(Span::end_ms).max());
    let Some(range) = first.zip(last).and_then(|(first, last)| Span::from_ms(first, last).ok()) else { return Ok(Vec::new()) };
    let times = rooms::times(tx, range, None).await?;
    let is_free = |time: &crate::api::interviews::RoomTime| spans.iter().all(|span| taken_by(&time.busy, *span).is_none());
    let mut free: Vec<Room> = times.into_iter().filter(|time| time.room.id != except.id && is_free(time)).map(|time| time.room).collect();
    free.sort_by_cached_key(|room| Rank::new(room, people, false));
    free.truncate(MOST_ROOMS);
    Ok(free)
}

/// Times that suit everybody who is in it now, the room, too.
async fn other_times(tx: &mut Tx, ctx: &Ctx, standing: &Standing, occasion: &Occasion, zone: &Zone) -> Result<Vec<Span>> {
    let ids: Vec<UserId> = standing
        .people
        .iter()
        .filter(|person| person.kind == PersonKind::Attendee && !person.optional)
        .filter_map(|person| person.person_id.parse().ok())
        .collect();
    let attendees = tx.attendees(&ids).await?;
    let needed = Needed { occasion, contact: contact(&standing.people), attendees: &attendees, except: Some(standing.row.id) };
    let Some(range) = range(ctx.now()) else { return Ok(Vec::new()) };
    let mut participants = needed.participants(tx, range).await?;
    if let Some(room) = &standing.row.room {
        let times = rooms::times(tx, range, Some(standing.row.id)).await?;
        let busy = times.into_iter().find(|time| time.room.id == room.id).map(|time| time.busy).unwrap_or_default();
        participants.push(Participant::new(room.id.to_string(), room.name.clone(), Willing::Always, busy));
    }
    if attendees.is_empty() {
        // Without anybody of ours, any time of the night would do.
        return Ok(Vec::new());
    }
    let asked = question(standing.row.span, 30, zone, ctx.now(), participants).map_err(|_| ApiError::NotFound)?;
    Ok(first(best_times(&asked, range, zone, A_DAY), zone, standing.row.span))
}

fn range(now: Instant) -> Option<Span> {
    Span::from_ms(ms(now) + SOONEST_MS, ms(now) + DAYS * DAY_MS).ok()
}

/// A few of each day, none of them the present one.
fn first(times: Vec<Span>, zone: &Zone, present: Span) -> Vec<Span> {
    let mut chosen: Vec<Span> = Vec::new();
    for span in times {
        let date = zone.date(span.start());
        let of_day = chosen.iter().rev().take_while(|other| zone.date(other.start()) == date).count();
        if span.start() != present.start() && of_day < A_DAY && chosen.last().is_none_or(|last| last.end_ms() <= span.start_ms()) {
            chosen.push(span);
        }
        if chosen.len() == MOST_TIMES {
            break;
        }
    }
    chosen
}

/// Puts a colleague in the place of one who does not come; both are told, and so is everybody else who sees who interviews.
///
/// # Errors
/// `Invalid` at `with`, or where something stands in the way (as for saving an interview); `Stale`; `NotPossible` when it is over; `NotFound`.
pub async fn swap(ctx: &Ctx, input: &SwapInterviewer) -> Result<()> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().read().await?;
    let before = standing(&mut tx, ctx, input.interview, input.version).await?;
    drop(tx);
    let mut plan = as_planned(&before.row, &before.people);
    let place = plan.attendees.iter_mut().find(|attendee| attendee.id == input.out).ok_or(ApiError::Stale)?;
    let optional = place.optional;
    *place = PlannedAttendee { id: input.with, optional };
    if plan.attendees.iter().filter(|attendee| attendee.id == input.with).count() > 1 {
        return Err(FieldErrors::one("with", "error-choose").into());
    }
    plan.reason.clone_from(&before.row.override_reason);
    let zone = zone_of(&before.row)?;
    let how = How { telling: Telling::AtOnce, judged: Judged::Newcomer(input.with.into()) };
    match store(ctx, Some((input.interview, input.version)), &plan, &zone, how).await {
        // There is no reason to give here: somebody else is chosen.
        Err(Error::Api(ApiError::Invalid(errors))) if errors.at("reason").is_some() => {
            Err(FieldErrors::one("with", "error-swap-busy").into())
        }
        done => done.map(drop),
    }
}

/// Gives all interviews of the schedule that are to take place in a room another one, at once or not at all.
///
/// # Errors
/// `Invalid` at `room` where it is not offered or taken; `Stale`; `NotPossible` when the interview is over or has no room; `NotFound`.
pub async fn switch_room(ctx: &Ctx, input: &SwitchRoom) -> Result<()> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let first = standing(&mut tx, ctx, input.interview, input.version).await?;
    let room = first.row.room.as_ref().ok_or_else(|| ApiError::NotPossible("error-not-possible".into()))?;
    let schedule = tx.interviews_in_room(first.row.application, room.id, ctx.now()).await?;
    // All calendars at once, in the order of ids: nobody waits in a circle.
    let mut calendars: Vec<CalendarId> = vec![input.room.into()];
    for row in &schedule {
        calendars.extend(tx.reservations(row.id).await?.into_iter().map(|(calendar, _)| calendar));
    }
    tx.lock_calendars(&calendars).await?;
    for row in schedule {
        let people = tx.people_of_interview(row.id).await?;
        let mut plan = as_planned(&row, &people);
        plan.room = Some(input.room);
        plan.reason.clone_from(&row.override_reason);
        let zone = zone_of(&row)?;
        let how = How { telling: Telling::AtOnce, judged: Judged::Nobody };
        store_in(&mut tx, ctx, Some((row.id, row.version)), &plan, &zone, how).await?;
    }
    Ok(tx.commit().await?)
}
