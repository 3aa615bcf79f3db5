//! Booking a slot: lock, read again, ask the same question that listed the slots, write.

use super::invite::{invite_to_next, opened_in};
use super::told::{Change, tell};
use super::{shown, state};
use crate::api::booking::{BookedInterview, BookingState};
use crate::api::error::ApiError;
use crate::domain::availability::slots::{Participant, Slot, validate};
use crate::domain::booking::{RequestStage, RequestStep};
use crate::domain::can;
use crate::domain::channels::e164;
use crate::domain::error::FieldErrors;
use crate::domain::id::{CalendarId, InterviewId, RequestId};
use crate::domain::jobs::{JobState, Place, PlaceKind};
use crate::domain::people::{Actor, phone_field};
use crate::domain::rooms::Room;
use crate::domain::scheduling::interview::{InterviewState, PersonKind, Response};
use crate::domain::time::{Instant, from_ms};
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result, StoreError};
use crate::server::services::channels;
use crate::server::services::slots::{Notice, World, lock, needed, taken, world};
use crate::server::store::Tx;
use crate::server::store::interview_people::PersonRow;
use crate::server::store::interviews::InterviewRow;
use crate::server::store::occasions::Occasion;
use crate::server::zones;

/// The candidate books a slot. The same start once more gives the same booking.
///
/// # Errors
/// `SlotTaken` with the nearest free ones; `NotPossible` when the page is not open for it; `Invalid` for the telephone number.
pub async fn book(ctx: &Ctx, request: RequestId, start_ms: i64, zone: &str, phone: &str) -> Result<BookedInterview> {
    by_candidate(ctx, request, start_ms, (zone, phone), false).await
}

/// The candidate books a slot and agrees to texts to that number: both, or neither.
///
/// # Errors
/// As for [`book`].
pub async fn book_with_texts(ctx: &Ctx, request: RequestId, start_ms: i64, zone: &str, phone: &str) -> Result<BookedInterview> {
    by_candidate(ctx, request, start_ms, (zone, phone), true).await
}

async fn by_candidate(ctx: &Ctx, request: RequestId, start_ms: i64, (zone, phone): (&str, &str), texts: bool) -> Result<BookedInterview> {
    ctx.require(can::use_request(&ctx.actor, request))?;
    let mut errors = FieldErrors::default();
    let phone = phone_field(phone, "phone", &mut errors);
    if texts && errors.is_empty() && e164(&phone).is_none() {
        errors.add("phone", if phone.is_empty() { "error-required" } else { "error-country-code" });
    }
    errors.or(())?;
    // Without one the candidate's own holds.
    let zone = if zone.is_empty() || zones::is_known(zone) { zone } else { &ctx.zone };
    attempt(ctx, request, from_ms(start_ms), Booker { notice: Notice::Kept, zone, phone: &phone, texts }).await
}

/// Staff books a slot on the candidate's behalf; least notice does not bind.
///
/// # Errors
/// `SlotTaken` with the nearest free ones; `NotPossible` when the request stands otherwise.
pub async fn book_for(ctx: &Ctx, request: RequestId, start: Instant) -> Result<BookedInterview> {
    ctx.require(can::manage_records(&ctx.actor))?;
    attempt(ctx, request, start, Booker { notice: Notice::Waived, zone: "", phone: "", texts: false }).await
}

/// What is told besides the slot.
#[derive(Clone, Copy)]
struct Booker<'a> {
    /// Whether least notice binds.
    notice: Notice,
    /// The zone in which the candidate reads times; empty for the own.
    zone: &'a str,
    /// The candidate's telephone number; empty: as it is.
    phone: &'a str,
    /// The candidate agrees to texts to it.
    texts: bool,
}

async fn attempt(ctx: &Ctx, request: RequestId, start: Instant, booker: Booker<'_>) -> Result<BookedInterview> {
    match try_booking(ctx, request, start, booker).await {
        // The database's own refusal: whatever let it come so far, nobody is booked twice.
        Err(Error::Store(StoreError::Overlap)) => Err(taken_now(ctx, request, start, booker.notice).await?.into()),
        done => done,
    }
}

async fn try_booking(ctx: &Ctx, request: RequestId, start: Instant, booker: Booker<'_>) -> Result<BookedInterview> {
    let Booker { notice, zone, phone, texts } = booker;
    let now = ctx.now();
    let mut tx = ctx.store().begin().await?;
    let before = tx.request(request).await?.ok_or(ApiError::NotFound)?;
    let locked = lock(&mut tx, needed(&before, None), None).await?;
    let world = world(&mut tx, now, request, notice).await?;
    if let Some(interview) = world.standing() {
        let same = interview.span.start() == start;
        return if same { Ok(shown(interview, &world)) } else { Err(ApiError::NotPossible("error-already-booked".into()).into()) };
    }
    let invited = may_book(&mut tx, &world, notice, now).await?;
    let question = world.question()?;
    let slot = validate(question, start).map_err(|_| taken(question, start))?;
    let participants: Vec<&Participant> = slot.attending(question).collect();
    all_locked(&participants, &locked)?;

    let zone = if zone.is_empty() { world.row.candidate.zone.as_str() } else { zone };
    let interview = interview_of(ctx, &world, &slot, &participants)?;
    tx.insert_interview(&interview, now).await?;
    let people = people_of(&world, &participants, zone, candidates_answer(ctx));
    for person in &people {
        tx.insert_person(interview.id, person).await?;
    }
    reserve(&mut tx, interview.id, &slot, &participants).await?;
    opened_in(&mut tx, ctx, &world.row).await?;
    let state = invited.after(RequestStep::Book)?;
    tx.set_request_state(request, world.row.version, state, "", now).await?;
    if !phone.is_empty() && phone != world.row.candidate_phone {
        tx.set_candidate_phone(world.row.candidate.id, phone).await?;
        tx.record(channels::event_of(ctx, "candidate.changed", world.row.candidate.id, phone)?).await?;
    }
    if texts {
        channels::agree_to_texts(&mut tx, ctx, &world.row, phone).await?;
    }
    tell(&mut tx, ctx, &Occasion::from(&world.row), Change { before: None, after: (&interview, &people), calendars: &locked }, "").await?;
    invite_to_next(&mut tx, ctx, &world.row).await?;
    tx.commit().await?;
    Ok(shown(&interview, &world))
}

/// The state from which the booking step is taken: candidates need an open page, staff only a request that is pursued.
async fn may_book(tx: &mut Tx, world: &World, notice: Notice, now: Instant) -> Result<RequestStage> {
    let no = |key: &str| Err(ApiError::NotPossible(key.into()).into());
    let row = &world.row;
    match (notice, state(tx, world, now).await?) {
        (_, BookingState::Closed) => no("error-booking-closed"),
        (Notice::Kept, BookingState::Open) => Ok(row.state),
        (Notice::Kept, BookingState::Cancelled) => no("error-booking-cancelled"),
        (Notice::Kept, _) => no("error-booking-waiting"),
        (Notice::Waived, _) if row.pool.job_state != JobState::Open => no("error-job-closed"),
        // Who books for somebody invites by it.
        (Notice::Waived, _) if row.state == RequestStage::Chosen => Ok(row.state.after(RequestStep::Invite)?),
        (Notice::Waived, _) => Ok(row.state),
    }
}

/// That a start is taken, read afresh.
pub(super) async fn taken_now(ctx: &Ctx, request: RequestId, start: Instant, notice: Notice) -> Result<ApiError> {
    let mut tx = ctx.store().read().await?;
    let world = world(&mut tx, ctx.now(), request, notice).await?;
    Ok(taken(world.question()?, start))
}

/// Between looking whom to lock and reading again, the template's attendees may have changed: then the visitor asks again.
pub(super) fn all_locked(participants: &[&Participant], locked: &[CalendarId]) -> Result<()> {
    let stranger = participants.iter().filter_map(|participant| participant.key.parse::<CalendarId>().ok()).any(|id| !locked.contains(&id));
    if stranger { Err(StoreError::Stale.into()) } else { Ok(()) }
}

/// Occupies everybody's time, each with the own buffers.
pub(super) async fn reserve(tx: &mut Tx, interview: InterviewId, slot: &Slot, participants: &[&Participant]) -> Result<()> {
    for participant in participants {
        // The organisation's hours are asked for, but are nobody's calendar.
        if let Ok(calendar) = participant.key.parse::<CalendarId>() {
            tx.insert_reservation(interview, calendar, slot.span.widened(participant.before_minutes, participant.after_minutes)).await?;
        }
    }
    Ok(())
}

fn interview_of(ctx: &Ctx, world: &World, slot: &Slot, participants: &[&Participant]) -> Result<InterviewRow> {
    let row = &world.row;
    let id = ctx.id(InterviewId::new)?;
    let room = room_of(world, participants);
    let (place, zone) = place_of(world, room.as_ref());
    Ok(InterviewRow {
        id,
        version: 1,
        request: Some(row.id),
        application: row.application,
        uid: uid(ctx, id),
        sequence: 0,
        title: row.pool.template.as_ref().map_or_else(|| row.pool.job_title.clone(), |template| template.name.clone()),
        span: slot.span,
        zone,
        place,
        room,
        organiser: row.pool.recruiter.id,
        state: InterviewState::Confirmed,
        reason: String::new(),
        description: row.pool.template.as_ref().map(|template| template.description.clone()).unwrap_or_default(),
        override_reason: String::new(),
        tell_candidate: true,
        text_candidate: true,
        papers: row.pool.template.as_ref().map(|template| template.papers).unwrap_or_default(),
        template: row.pool.template_id(),
    })
}

/// The same over an interview's whole life, and nobody else's (RFC 5545, section 3.8.4.7).
pub(in crate::server::services) fn uid(ctx: &Ctx, id: InterviewId) -> String {
    let host = ctx.app.config.base_url.rsplit('/').next().unwrap_or("agendum");
    format!("{id}@{}", host.split(':').next().unwrap_or(host))
}

/// The room that the slot takes.
pub(super) fn room_of(world: &World, participants: &[&Participant]) -> Option<Room> {
    world.rooms.iter().find(|room| takes_part(participants, room.id)).cloned()
}

/// Whether somebody or something was taken for the slot.
fn takes_part(participants: &[&Participant], calendar: impl Into<CalendarId>) -> bool {
    let key = calendar.into().to_string();
    participants.iter().any(|participant| participant.key == key)
}

/// Where, and the zone there: on site the room's or the client's, else the job's.
fn place_of(world: &World, room: Option<&Room>) -> (Place, String) {
    let pool = &world.row.pool;
    let place = pool.place().cloned().unwrap_or(Place { kind: PlaceKind::Video, text: String::new() });
    let zone = match (&pool.page, place.kind, room) {
        (_, PlaceKind::Onsite, Some(room)) => room.zone.clone(),
        (Some(page), PlaceKind::Onsite, None) => page.contact.zone.clone(),
        _ => pool.job_zone.clone(),
    };
    (place, zone)
}

/// Candidates who chose the time have agreed to it; those for whom it was chosen are asked.
pub(super) fn candidates_answer(ctx: &Ctx) -> Response {
    if matches!(ctx.actor, Actor::Candidate { .. }) { Response::Accepted } else { Response::NeedsAction }
}

/// Candidate, contact, those of our people who were taken, and the recruiter as organiser unless among them.
fn people_of(world: &World, participants: &[&Participant], candidate_zone: &str, answer: Response) -> Vec<PersonRow> {
    let row = &world.row;
    let pool = &row.pool;
    let person = |id: String, kind, name: &str, email: &crate::domain::people::EmailAddress, zone: &str, response| PersonRow {
        person_id: id,
        kind,
        name: name.to_owned(),
        email: email.clone(),
        zone: zone.to_owned(),
        response,
        optional: false,
    };
    let candidate = &row.candidate;
    let mut people =
        vec![person(candidate.id.to_string(), PersonKind::Candidate, &candidate.name, &candidate.email, candidate_zone, answer)];
    if let Some(page) = &pool.page {
        let contact = &page.contact;
        people.push(person(
            contact.id.to_string(),
            PersonKind::Contact,
            &contact.name,
            &contact.email,
            &contact.zone,
            Response::NeedsAction,
        ));
    }
    let attendees: Vec<_> = world.attendees.iter().filter(|attendee| takes_part(participants, attendee.id)).collect();
    for attendee in &attendees {
        // An account's address was parsed when it was stored; one that is not an address gets no mail.
        let Ok(email) = crate::domain::people::EmailAddress::parse(&attendee.email) else { continue };
        people.push(person(attendee.id.to_string(), PersonKind::Attendee, &attendee.name, &email, &attendee.zone, Response::NeedsAction));
    }
    if !attendees.iter().any(|attendee| attendee.id == pool.recruiter.id) {
        people.push(organiser(world));
    }
    people
}

/// The job's recruiter, in whose name invitations go out.
pub(super) fn organiser(world: &World) -> PersonRow {
    let recruiter = &world.row.pool.recruiter;
    PersonRow {
        person_id: recruiter.id.to_string(),
        kind: PersonKind::Organiser,
        name: recruiter.name.clone(),
        email: recruiter.email.clone(),
        zone: recruiter.zone.clone(),
        response: Response::Accepted,
        optional: false,
    }
}
