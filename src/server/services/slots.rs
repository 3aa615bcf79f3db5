//! The question about slots, put together from the database: one function for listing, booking, moving and explaining.
//!
//! It takes the same few queries however many people, days or interviews there are.

use crate::api::error::ApiError;
use crate::domain::availability::page::{PageAvailability, Surroundings, rules};
use crate::domain::availability::slots::{Busy, Group, Participant, Request, Willing, nearest};
use crate::domain::availability::weekly::WeeklyHours;
use crate::domain::id::{CalendarId, CandidateId, InterviewId, RequestId};
use crate::domain::rooms::Room;
use crate::domain::scheduling::interview::InterviewState;
use crate::domain::span::{Span, SpanSet};
use crate::domain::time::{DAY_MS, Instant, Zone, from_ms, ms};
use crate::server::error::{Error, Result};
use crate::server::services::team::{Team, one_room, rooms_for, some_of, team};
use crate::server::store::Tx;
use crate::server::store::hours::stored_hours;
use crate::server::store::interviews::InterviewRow;
use crate::server::store::pools::{Person, Pool};
use crate::server::store::requests::RequestRow;
use crate::server::store::reservations::{AttendeeRow, BusyRow, Needed};
use crate::server::zones;

/// Free slots named when a start is refused.
const NEAREST: usize = 6;
/// Days before now that still count: a daily cap looks at the whole of today in every zone.
const DAYS_BEFORE: i64 = 3;
/// Days after now: beyond the longest horizon and the longest meeting.
const DAYS_AFTER: i64 = 190;
/// Key of the organisation's hours among the participants; it is no calendar.
const HOURS: &str = "hours";

/// Whether least notice binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notice {
    /// The candidate books or moves.
    Kept,
    /// Staff does, who have spoken with everybody.
    Waived,
}

/// A request with all that decides about its slots at one moment.
pub struct World {
    /// The request.
    pub row: RequestRow,
    /// The interview that stands, or the last that stood.
    pub interview: Option<InterviewRow>,
    /// Our people who may be needed: those of pools only where they are taken.
    pub attendees: Vec<AttendeeRow>,
    /// The rooms of which one may be needed.
    pub rooms: Vec<Room>,
    /// The question; none without a template. The interview that stands is not in its own way.
    pub question: Option<Request>,
    /// The zone whose clock the starts follow.
    pub zone: Zone,
}

impl World {
    /// The interview that stands.
    pub fn standing(&self) -> Option<&InterviewRow> {
        self.interview.as_ref().filter(|interview| interview.state == InterviewState::Confirmed)
    }

    /// The question.
    ///
    /// # Errors
    /// `NotPossible` without a template.
    pub fn question(&self) -> Result<&Request> {
        self.question.as_ref().ok_or_else(|| ApiError::NotPossible("error-no-template".into()).into())
    }

    /// All slots of the horizon.
    pub fn slots(&self) -> Vec<Span> {
        self.question.as_ref().map(all_slots).unwrap_or_default()
    }
}

/// The range that pages and questions look at.
pub fn range(now: Instant) -> Result<Span> {
    Span::from_ms(ms(now) - DAYS_BEFORE * DAY_MS, ms(now) + DAYS_AFTER * DAY_MS).map_err(|error| Error::Internal(error.to_string()))
}

/// A zone by name, with its changes in that range; UTC for a name that the database no longer knows.
pub fn zone(name: &str, now: Instant) -> Zone {
    let (from, until) = (from_ms(ms(now) - 8 * DAY_MS), from_ms(ms(now) + (DAYS_AFTER + 8) * DAY_MS));
    zones::zone(name, from, until).unwrap_or_else(Zone::utc)
}

/// All slots between least notice and horizon.
pub fn all_slots(question: &Request) -> Vec<Span> {
    let rules = question.rules();
    Span::new(rules.earliest(), rules.latest())
        .map(|range| crate::domain::availability::slots::slots(question, range).into_iter().map(|slot| slot.span).collect())
        .unwrap_or_default()
}

/// That a start is taken, with the free ones nearest to it, by time.
pub fn taken(question: &Request, start: Instant) -> ApiError {
    let mut nearest: Vec<Span> = nearest(question, start, NEAREST).into_iter().map(|slot| slot.span).collect();
    nearest.sort_unstable();
    ApiError::SlotTaken { nearest }
}

/// Locks everybody whom a request needs, and the calendars of an interview that is to be moved; gives what was locked.
///
/// # Errors
/// When the database fails.
pub async fn lock(tx: &mut Tx, needed: Needed, moved: Option<InterviewId>) -> Result<Vec<CalendarId>> {
    let mut calendars = tx.needed_calendars(needed).await?;
    if let Some(interview) = moved {
        calendars.extend(tx.reserved_calendars(interview).await?);
    }
    tx.lock_calendars(&calendars).await?;
    Ok(calendars)
}

/// Reads a request with all that decides about its slots.
///
/// # Errors
/// `NotFound`, or when the database fails.
pub async fn world(tx: &mut Tx, now: Instant, request: RequestId, notice: Notice) -> Result<World> {
    let row = tx.request(request).await?.ok_or(ApiError::NotFound)?;
    let interview = tx.interview_of_request(request).await?;
    let standing = interview.as_ref().filter(|interview| interview.state == InterviewState::Confirmed);
    // What was agreed for an interview holds when it is moved: who has to be there, and how long it lasts.
    let length = standing.and_then(|interview| u32::try_from(interview.span.duration_minutes()).ok());
    let own = standing.and_then(|interview| interview.room.as_ref());
    let standing = standing.map(|interview| interview.id);
    let team = match standing {
        Some(interview) => Team { attendees: tx.attendees_of_interview(interview).await?, pools: Vec::new() },
        None => team(tx, row.pool.template_id(), now).await?,
    };
    let mut busy = tx.busy(needed(&row, standing), range(now)?).await?;
    if let Some(own) = own {
        // One that is no longer offered is not among those that are needed.
        let id = CalendarId::from(own.id);
        busy.retain(|row| row.calendar != id);
        busy.extend(tx.busy_of(id, range(now)?).await?);
    }
    let mut people = People::new(&row.pool, &team, &busy, standing, now)?;
    people.others.push(participant_of(&row.candidate, &busy, standing));
    let rooms = match (row.pool.template.as_ref().and_then(|template| template.room.as_ref()), own) {
        // An interview that is moved keeps its room as far as that is free.
        (Some(need), own) => {
            let rooms = rooms_for(tx, need, own).await?;
            people.groups.push(one_room(&rooms, |id| taken_time(&busy, id, standing)));
            rooms
        }
        // The room that it was given by hand it keeps, or is not moved there.
        (None, Some(own)) => {
            let offered = tx.rooms().await?.iter().any(|room| room.id == own.id);
            people.others.push(room_of(own, offered, &busy, standing));
            vec![own.clone()]
        }
        (None, None) => Vec::new(),
    };
    let question = people.question(&row.pool, now, notice, length)?;
    let zone = zone(row.pool.zone(), now);
    Ok(World { row, interview, attendees: team.attendees, rooms, question, zone })
}

/// Whose time a request is about: of the interview that stands, else of its template.
pub fn needed(row: &RequestRow, standing: Option<InterviewId>) -> Needed {
    let template = row.pool.template_id().filter(|_| standing.is_none());
    Needed { page: row.pool.page.as_ref().map(|page| page.id), template, request: Some(row.id), interview: standing }
}

/// What decides about the slots of a page, for the one who looks at it: no names, no titles.
///
/// # Errors
/// When the database fails.
pub async fn surroundings(tx: &mut Tx, now: Instant, pool: &Pool, zone_names: &[&str]) -> Result<Surroundings> {
    let needed = Needed { page: pool.page.as_ref().map(|page| page.id), template: pool.template_id(), request: None, interview: None };
    let team = team(tx, pool.template_id(), now).await?;
    let busy = tx.busy(needed, range(now)?).await?;
    let mut people = People::new(pool, &team, &busy, None, now)?;
    if let Some(need) = pool.template.as_ref().and_then(|template| template.room.as_ref()) {
        people.groups.push(one_room(&rooms_for(tx, need, None).await?, |id| taken_time(&busy, id, None)));
    }
    let (contact, contact_starts) = people.contact.ok_or_else(|| Error::Internal("a page without a contact".into()))?;
    let mut zones: Vec<Zone> = Vec::new();
    for name in zone_names {
        if !zones.iter().any(|zone| zone.name() == *name) {
            zones.push(zone(name, now));
        }
    }
    let mut number = 0;
    let mut hidden = |participant: Participant| {
        number += 1;
        anonymous(participant, number)
    };
    let contact = hidden(contact);
    let others = people.others.into_iter().map(&mut hidden).collect();
    let groups = people
        .groups
        .into_iter()
        .map(|group| Group { participants: group.participants.into_iter().map(&mut hidden).collect(), needed: group.needed });
    let groups = groups.collect();
    Ok(Surroundings { now, zones, contact, contact_starts, others, groups })
}

/// The same participant without anything that tells who it is or what the time is taken by.
fn anonymous(mut participant: Participant, number: usize) -> Participant {
    let busy: Vec<Busy> = participant.busy().iter().map(|busy| Busy::unnamed(busy.span)).collect();
    participant.set_busy(busy);
    participant.key = number.to_string();
    participant.name = String::new();
    participant
}

/// How many slots an availability has at this moment, for anybody who is free.
///
/// # Errors
/// When the availability's zone is not known.
pub fn count(availability: &PageAvailability, around: &Surroundings) -> Result<u32> {
    let question = availability.question(around).map_err(|error| Error::Internal(error.to_string()))?;
    let rules = question.rules();
    Ok(Span::new(rules.earliest(), rules.latest()).map_or(0, |range| crate::domain::availability::slots::count(&question, range)))
}

/// Everybody whom the slots of a pool need, but the candidate.
struct People {
    contact: Option<(Participant, Vec<Instant>)>,
    others: Vec<Participant>,
    groups: Vec<Group>,
}

impl People {
    fn new(pool: &Pool, team: &Team, busy: &[BusyRow], except: Option<InterviewId>, now: Instant) -> Result<Self> {
        let range = range(now)?;
        let office = || {
            let hours = WeeklyHours::office(&pool.organisation_zone).map_err(|error| Error::Internal(error.to_string()))?;
            Ok::<_, Error>(willing(&hours, range, now))
        };
        let contact = pool.page.as_ref().map(|page| {
            let id = CalendarId::from(page.contact.id);
            let starts = busy.iter().filter(|row| row.calendar == id).filter_map(|row| row.interview).filter(|(id, _)| Some(*id) != except);
            (
                Participant::new(id.to_string(), page.contact.name.clone(), Willing::Always, taken_time(busy, id, except)),
                starts.map(|(_, at)| at).collect(),
            )
        });
        let buffers = pool.template.as_ref().map_or((0, 0), |template| (template.timing.before_minutes, template.timing.after_minutes));
        let mut others = Vec::with_capacity(team.attendees.len() + 1);
        let mut pools: Vec<(u32, u32, Vec<Participant>)> = team.pools.iter().map(|(pool, needed)| (*pool, *needed, Vec::new())).collect();
        for attendee in &team.attendees {
            let id = CalendarId::from(attendee.id);
            let when = match (&attendee.weekly_hours, pool.client.is_some()) {
                (Some(stored), _) => willing(&stored_hours(stored, attendee.id)?, range, now),
                (None, true) => Willing::Always,
                (None, false) => office()?,
            };
            let participant = Participant::new(id.to_string(), attendee.name.clone(), when, taken_time(busy, id, except));
            let participant = participant.with_buffers(buffers.0, buffers.1);
            match pools.iter_mut().find(|(pool, ..)| Some(*pool) == attendee.pool) {
                Some((.., members)) => members.push(participant),
                None => others.push(participant),
            }
        }
        let name = pool.template.as_ref().map_or(pool.job_title.as_str(), |template| template.name.as_str());
        let groups: Vec<Group> = pools.into_iter().map(|(_, needed, members)| some_of(needed, members, name)).collect();
        if others.is_empty() && groups.is_empty() && contact.is_none() {
            // Nobody's hours would be asked: then the house is open in office hours.
            others.push(Participant::new(HOURS, pool.organisation.clone(), office()?, []));
        }
        Ok(Self { contact, others, groups })
    }

    /// `length`: minutes of the interview that stands, instead of the page's or the template's.
    fn question(self, pool: &Pool, now: Instant, notice: Notice, length: Option<u32>) -> Result<Option<Request>> {
        let refused = |error: String| Error::Internal(format!("no question: {error}"));
        if let (Some((contact, contact_starts)), Some(page)) = (self.contact, &pool.page) {
            let mut availability = page.availability.clone();
            if notice == Notice::Waived {
                availability.timing.notice_minutes = 0;
            }
            let usual = pool.timing().map_or(availability.timing.duration_minutes, |timing| timing.duration_minutes);
            availability.timing.duration_minutes = length.unwrap_or(usual);
            let zones = vec![zone(&availability.zone, now)];
            let around = Surroundings { now, zones, contact, contact_starts, others: self.others, groups: self.groups };
            return availability.question(&around).map(Some).map_err(|error| refused(error.to_string()));
        }
        let Some(template) = &pool.template else { return Ok(None) };
        let mut timing = template.timing;
        if notice == Notice::Waived {
            timing.notice_minutes = 0;
        }
        timing.duration_minutes = length.unwrap_or(timing.duration_minutes);
        let rules = rules(&timing, &zone(&pool.job_zone, now), now).map_err(|error| refused(error.to_string()))?;
        let groups = std::iter::once(Group::all(self.others)).chain(self.groups).collect();
        Request::new(rules, groups).map(Some).map_err(|error| refused(error.to_string()))
    }
}

fn participant_of(candidate: &Person<CandidateId>, busy: &[BusyRow], except: Option<InterviewId>) -> Participant {
    let id = CalendarId::from(candidate.id);
    Participant::new(id.to_string(), candidate.name.clone(), Willing::Always, taken_time(busy, id, except))
}

/// A room that is no longer offered keeps the interview that it has, at no other time.
fn room_of(room: &Room, offered: bool, busy: &[BusyRow], except: Option<InterviewId>) -> Participant {
    let id = CalendarId::from(room.id);
    let willing = if offered { Willing::Always } else { Willing::Spans(SpanSet::new()) };
    Participant::new(id.to_string(), room.name.clone(), willing, taken_time(busy, id, except))
}

fn willing(hours: &WeeklyHours, range: Span, now: Instant) -> Willing {
    Willing::Spans(hours.spans(&zone(hours.zone(), now), range.start(), range.end()))
}

fn taken_time(busy: &[BusyRow], calendar: CalendarId, except: Option<InterviewId>) -> Vec<Busy> {
    busy.iter()
        .filter(|row| row.calendar == calendar && (row.interview.is_none() || row.interview.map(|(id, _)| id) != except))
        .map(|row| Busy { span: row.span, label: Some(row.title.clone()), key: row.interview.map(|(id, _)| id.to_string()) })
        .collect()
}
