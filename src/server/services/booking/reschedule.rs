//! Moving an interview: the same interview at another time, told once.

use super::book::{all_locked, candidates_answer, organiser, reserve, room_of, taken_now};
use super::shown;
use super::told::{Change, tell};
use crate::api::booking::BookedInterview;
use crate::api::error::ApiError;
use crate::domain::availability::slots::{Participant, validate};
use crate::domain::can;
use crate::domain::id::{InterviewId, RequestId, UserId};
use crate::domain::jobs::PlaceKind;
use crate::domain::people::EmailAddress;
use crate::domain::scheduling::interview::{PersonKind, Response};
use crate::domain::time::{Instant, from_ms};
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result, StoreError};
use crate::server::services::slots::{Notice, World, lock, needed, taken, world};
use crate::server::store::interview_people::PersonRow;
use crate::server::store::occasions::Occasion;
use crate::server::store::reservations::AttendeeRow;
use crate::server::zones;

/// The candidate moves the booked interview; not later than the least notice before it.
///
/// # Errors
/// `SlotTaken` with the nearest free ones; `NotPossible` when nothing is booked or it is too late.
pub async fn reschedule(ctx: &Ctx, request: RequestId, start_ms: i64, zone: &str) -> Result<BookedInterview> {
    ctx.require(can::use_request(&ctx.actor, request))?;
    let zone = zones::is_known(zone).then_some(zone);
    attempt(ctx, request, from_ms(start_ms), Move { notice: Notice::Kept, interview: None, zone }).await
}

/// Staff moves an interview; least notice does not bind.
///
/// # Errors
/// `SlotTaken` with the nearest free ones; `NotFound`; `Stale`; `NotPossible` when it was called off or has begun.
pub async fn reschedule_interview(ctx: &Ctx, interview: InterviewId, start: Instant, version: i64) -> Result<BookedInterview> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let found = ctx.store().read().await?.interview(interview).await?.ok_or(ApiError::NotFound)?;
    let request = found.request.ok_or(ApiError::NotFound)?;
    attempt(ctx, request, start, Move { notice: Notice::Waived, interview: Some((interview, version)), zone: None }).await
}

/// Who moves, and how.
#[derive(Clone, Copy)]
struct Move<'a> {
    notice: Notice,
    /// The interview and the version that staff saw.
    interview: Option<(InterviewId, i64)>,
    /// The zone in which the candidate reads times from now on.
    zone: Option<&'a str>,
}

async fn attempt(ctx: &Ctx, request: RequestId, start: Instant, how: Move<'_>) -> Result<BookedInterview> {
    match try_moving(ctx, request, start, how).await {
        Err(Error::Store(StoreError::Overlap)) => Err(taken_now(ctx, request, start, how.notice).await?.into()),
        done => done,
    }
}

async fn try_moving(ctx: &Ctx, request: RequestId, start: Instant, how: Move<'_>) -> Result<BookedInterview> {
    let now = ctx.now();
    let mut tx = ctx.store().begin().await?;
    let row = tx.request(request).await?.ok_or(ApiError::NotFound)?;
    let present = tx.interview_of_request(request).await?.map(|interview| interview.id);
    let locked = lock(&mut tx, needed(&row, present), present).await?;
    let world = world(&mut tx, now, request, how.notice).await?;
    let Some(before) = world.standing() else {
        return Err(ApiError::NotPossible("error-not-booked".into()).into());
    };
    if how.interview.is_some_and(|(id, _)| id != before.id) {
        return Err(ApiError::NotPossible("error-not-booked".into()).into());
    }
    if before.span.start() == start {
        return Ok(shown(before, &world));
    }
    if how.interview.is_some_and(|(_, version)| version != before.version) {
        return Err(ApiError::Stale.into());
    }
    if before.span.start() <= now {
        return Err(ApiError::NotPossible("error-interview-over".into()).into());
    }
    if how.notice == Notice::Kept && now > shown(before, &world).changeable_until {
        return Err(ApiError::NotPossible("error-too-late-to-change".into()).into());
    }
    let question = world.question()?;
    let slot = validate(question, start).map_err(|_| taken(question, start))?;
    let participants: Vec<&Participant> = slot.attending(question).collect();
    all_locked(&participants, &locked)?;

    let people_before = tx.people_of_interview(before.id).await?;
    let ids: Vec<UserId> = people_before.iter().filter_map(|person| person.person_id.parse().ok()).collect();
    let colleagues = tx.attendees(&ids).await?;
    let people = moved_people(&world, &people_before, &colleagues, how.zone, candidates_answer(ctx));
    let mut after = before.clone();
    after.room = room_of(&world, &participants);
    if let Some(room) = after.room.as_ref().filter(|room| after.place.kind == PlaceKind::Onsite && before.room.as_ref() != Some(*room)) {
        after.zone = room.zone.clone();
    }
    after.span = slot.span;
    after.sequence += 1;
    tx.update_interview(&after).await?;
    after.version += 1;
    tx.delete_reservations(after.id).await?;
    reserve(&mut tx, after.id, &slot, &participants).await?;
    tx.delete_people(after.id).await?;
    for person in &people {
        tx.insert_person(after.id, person).await?;
    }
    let change = Change { before: Some((before, &people_before)), after: (&after, &people), calendars: &locked };
    tell(&mut tx, ctx, &Occasion::from(&world.row), change, "").await?;
    tx.commit().await?;
    Ok(shown(&after, &world))
}

/// The same people by their names and addresses of today, asked anew; without attendees whose account was closed meanwhile, and with the
/// recruiter of today.
fn moved_people(
    world: &World,
    before: &[PersonRow],
    colleagues: &[AttendeeRow],
    candidate_zone: Option<&str>,
    candidates_answer: Response,
) -> Vec<PersonRow> {
    let colleague = |person: &PersonRow| colleagues.iter().find(|colleague| colleague.id.to_string() == person.person_id);
    let stays = |person: &&PersonRow| match person.kind {
        PersonKind::Candidate | PersonKind::Contact => true,
        PersonKind::Attendee => colleague(person).is_some(),
        PersonKind::Organiser => false,
    };
    let mut people: Vec<PersonRow> = before.iter().filter(stays).cloned().collect();
    for person in &mut people {
        let contact = world.row.pool.page.as_ref().map(|page| &page.contact).filter(|contact| contact.id.to_string() == person.person_id);
        let (name, email) = match person.kind {
            PersonKind::Candidate => (&world.row.candidate.name, Some(world.row.candidate.email.clone())),
            PersonKind::Contact => contact.map_or((&person.name, None), |contact| (&contact.name, Some(contact.email.clone()))),
            _ => colleague(person).map_or((&person.name, None), |found| (&found.name, EmailAddress::parse(&found.email).ok())),
        };
        (person.name, person.email) = (name.clone(), email.unwrap_or_else(|| person.email.clone()));
        person.response = Response::NeedsAction;
        if person.kind == PersonKind::Candidate {
            person.response = candidates_answer;
            person.zone = candidate_zone.unwrap_or(&person.zone).to_owned();
        }
    }
    let organiser = organiser(world);
    if !people.iter().any(|person| person.kind == PersonKind::Attendee && person.person_id == organiser.person_id) {
        people.push(organiser);
    }
    people
}
