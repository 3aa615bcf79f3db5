//! Storing an interview from the panel: lock, read again, name what stands in the way, write, tell.

use super::begin::is_open;
use super::how::{HOLD_MS, How, Telling, in_the_way};
use super::people::{Needed, contact};
use super::standing::{Standing, standing};
use crate::api::error::ApiError;
use crate::api::interviews::SaveInterview;
use crate::domain::availability::conflict::explain;
use crate::domain::can;
use crate::domain::error::FieldErrors;
use crate::domain::id::{CalendarId, InterviewId};
use crate::domain::jobs::PlaceKind;
use crate::domain::people::EmailAddress;
use crate::domain::rooms::Room;
use crate::domain::scheduling::interview::{InterviewState, PersonKind, Response};
use crate::domain::scheduling::plan::{Plan, question};
use crate::domain::time::{DAY_MS, Zone, from_ms, ms};
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result, StoreError};
use crate::server::services::booking::told::{Change, as_told, record, send};
use crate::server::services::booking::uid;
use crate::server::services::channels::why_no_text;
use crate::server::services::forms;
use crate::server::services::rooms::{self, Asked};
use crate::server::store::Tx;
use crate::server::store::held::HeldChange;
use crate::server::store::interview_people::PersonRow;
use crate::server::store::interviews::InterviewRow;
use crate::server::store::occasions::Occasion;
use crate::server::store::reservations::AttendeeRow;
use crate::server::zones;

/// Stores a new interview, or a change of one, and tells everybody whom it concerns, each once.
///
/// Another interview of somebody's is never overridden; a busy time or own hours are, with a reason that is kept. A taken room declines.
///
/// # Errors
/// `Invalid` at the fields; at `starts_at` where an interview stands in the way, at `room` where it is taken, with those that are free, at
/// `reason` where anything else stands in the way and no reason is given; `Stale`; `NotFound`; `NotPossible` for an interview that is over, or an application that is not worked on.
pub async fn save(ctx: &Ctx, input: SaveInterview) -> Result<InterviewId> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let zone = zone_of(ctx, &input.plan.zone, &input.plan.starts_on)?;
    let plan = input.plan.check(&zone)?;
    store(ctx, input.interview, &plan, &zone, Telling::AtOnce).await.map(|row| row.id)
}

/// The zone of the form, with its changes around the dates typed.
fn zone_of(ctx: &Ctx, name: &str, starts_on: &str) -> Result<Zone> {
    let around =
        starts_on.trim().parse::<chrono::NaiveDate>().ok().and_then(|date| date.and_hms_opt(12, 0, 0)).map_or(ctx.now(), |at| at.and_utc());
    let (from, until) = (from_ms(ms(around) - 8 * DAY_MS), from_ms(ms(around) + 8 * DAY_MS));
    zones::zone(name, from, until).ok_or_else(|| FieldErrors::one("zone", "error-zone").into())
}

/// Stores what was checked: a new interview, or a change of the one that was read with that version.
///
/// # Errors
/// As for [`save`].
pub(super) async fn store(
    ctx: &Ctx,
    interview: Option<(InterviewId, i64)>,
    plan: &Plan,
    zone: &Zone,
    how: impl Into<How>,
) -> Result<InterviewRow> {
    let mut tx = ctx.store().begin().await?;
    let row = store_in(&mut tx, ctx, interview, plan, zone, how).await?;
    tx.commit().await?;
    Ok(row)
}

/// The same within another use case's transaction.
///
/// # Errors
/// As for [`save`].
pub(super) async fn store_in(
    tx: &mut Tx,
    ctx: &Ctx,
    interview: Option<(InterviewId, i64)>,
    plan: &Plan,
    zone: &Zone,
    how: impl Into<How>,
) -> Result<InterviewRow> {
    match try_storing(tx, ctx, interview, plan, zone, how.into()).await {
        // The database's own refusal: whatever let it come so far, nobody is booked twice.
        Err(Error::Store(StoreError::Overlap)) => Err(FieldErrors::one("starts_at", "error-interview-taken").into()),
        done => done,
    }
}

async fn try_storing(
    tx: &mut Tx,
    ctx: &Ctx,
    interview: Option<(InterviewId, i64)>,
    plan: &Plan,
    zone: &Zone,
    how: How,
) -> Result<InterviewRow> {
    let now = ctx.now();
    if plan.span.start() <= now {
        return Err(FieldErrors::one("starts_at", "error-in-the-past").into());
    }
    let mut before = match interview {
        Some((id, version)) => Some(standing(tx, ctx, id, version).await?),
        None => None,
    };
    let occasion = occasion(tx, plan, before.as_ref()).await?;
    let ids: Vec<_> = plan.attendees.iter().map(|attendee| attendee.id).collect();
    let attendees = tx.attendees(&ids).await?;
    if attendees.len() < ids.len() {
        return Err(FieldErrors::one("attendees", "error-attendee-gone").into());
    }
    let optional = |attendee: &AttendeeRow| plan.attendees.iter().any(|planned| planned.id == attendee.id && planned.optional);
    let required: Vec<AttendeeRow> = attendees.iter().filter(|attendee| !optional(attendee)).cloned().collect();
    let contact = before.as_ref().and_then(|before| contact(&before.people));
    let needed = Needed { occasion: &occasion, contact, attendees: &required, except: interview.map(|(id, _)| id) };
    let room = room_of(tx, ctx, plan, before.as_ref()).await?;
    let mut calendars = needed.calendars();
    calendars.extend(room.as_ref().map(|room| CalendarId::from(room.id)));
    if let Some(before) = &before {
        calendars.extend(before.reservations.iter().map(|(calendar, _)| *calendar));
    }
    // All at once, in the order of ids: nobody waits in a circle. Who changed the interview before is told apart by its version.
    tx.lock_calendars(&calendars).await?;
    // It may have been closed until then.
    room_of(tx, ctx, plan, before.as_ref()).await?;
    if let Some(before) = &mut before {
        // What somebody answered meanwhile stays.
        before.people = tx.people_of_interview(before.row.id).await?;
    }
    let people_before = before.as_ref().map(|before| before.people.as_slice()).unwrap_or_default();
    let participants = needed.participants(tx, plan.span).await?;
    let question = question(plan.span, 1, zone, now, participants.clone()).map_err(|_| FieldErrors::one("attendees", "error-choose"))?;
    let mut errors = in_the_way(&explain(&question, plan.span.start()), plan, how.judged);
    let mut people = people_of(&occasion, &attendees, plan, people_before);
    if let Some(room) = &room {
        let here = people.iter().filter(|person| person.kind != PersonKind::Organiser).count();
        let asked = Asked { span: plan.span, zone, people: u32::try_from(here).unwrap_or(u32::MAX), except: needed.except };
        errors.merge(rooms::declined(tx, ctx, room, asked).await?);
    }
    errors.or(())?;
    let held = match &before {
        Some(before) => tx.held_change(before.row.id, now).await?,
        None => None,
    };
    if before.as_ref().is_some_and(|before| before.row.span != plan.span) {
        // An answer was to the time that stood then: everybody is asked anew, unless it is that time again and nobody was told of another.
        let back = held.as_ref().filter(|held| held.before.span == plan.span);
        for person in people.iter_mut().filter(|person| person.kind != PersonKind::Organiser) {
            let answer = back.and_then(|held| held.before.responses.iter().find(|(id, _)| *id == person.person_id));
            person.response = answer.map_or(Response::NeedsAction, |(_, answer)| *answer);
        }
    }
    // Who is told neither by mail nor, as things are, by text knows nothing of it: what becomes of it is news to them then.
    let by_text = plan.text_candidate && (plan.tell_candidate || why_no_text(tx, ctx, occasion.candidate.id).await?.is_none());
    let plan = &Plan { text_candidate: by_text, ..plan.clone() };
    let row = row_of(ctx, plan, zone, &occasion, before.as_ref(), room)?;
    match &before {
        Some(before) => {
            tx.update_interview(&InterviewRow { version: before.row.version, ..row.clone() }).await?;
            tx.delete_reservations(row.id).await?;
            tx.delete_people(row.id).await?;
        }
        None => tx.insert_interview(&row, now).await?,
    }
    for person in &people {
        tx.insert_person(row.id, person).await?;
    }
    for participant in &participants {
        if let Ok(calendar) = participant.key.parse::<CalendarId>() {
            tx.insert_reservation(row.id, calendar, plan.span.widened(participant.before_minutes, participant.after_minutes)).await?;
        }
    }
    if let Some(room) = &row.room {
        tx.insert_reservation(row.id, room.id.into(), plan.span).await?;
    }
    let change = Change {
        before: before.as_ref().map(|before| (&before.row, before.people.as_slice())),
        after: (&row, &people),
        calendars: &calendars,
    };
    tell_of(tx, ctx, &occasion, change, before.as_ref().zip(Some(held)), plan, how.telling).await?;
    Ok(row)
}

/// Records a new interview or a change, and tells of it. Why staff chose the time in spite of something is for the history only. What still
/// waits to be told of an earlier change is not told any more: everybody learns what became of what they know.
async fn tell_of(
    tx: &mut Tx,
    ctx: &Ctx,
    occasion: &Occasion,
    change: Change<'_>,
    before: Option<(&Standing, Option<HeldChange>)>,
    plan: &Plan,
    telling: Telling,
) -> Result<()> {
    let interview = change.after.0.id;
    let action = match &before {
        None => "interview.booked",
        Some((before, _)) if before.row.span == plan.span => "interview.changed",
        Some(_) => "interview.rescheduled",
    };
    let event = record(tx, ctx, occasion, &change, action, &plan.reason).await?;
    forms::arrange(tx, ctx, interview, before.is_none()).await?;
    let Some((before, held)) = before else {
        return send(tx, ctx, occasion, event, None, change.after, "").await;
    };
    let mut told = before.told();
    if let Some(held) = held {
        tx.withdraw_held(interview, held.event).await?;
        told = held.before;
    }
    let (row, people) = as_told(&before.row, &before.people, &told);
    send(tx, ctx, occasion, event, Some((&row, &people)), change.after, "").await?;
    if telling == Telling::Held {
        tx.hold_change(interview, &HeldChange { event, until: from_ms(ms(ctx.now()) + HOLD_MS), before: told }).await?;
    }
    Ok(())
}

/// The request's occasion for an interview that was booked, else the application's.
async fn occasion(tx: &mut Tx, plan: &Plan, before: Option<&Standing>) -> Result<Occasion> {
    let request = before.and_then(|before| before.row.request);
    let occasion = match request {
        Some(request) => Occasion::from(&tx.request(request).await?.ok_or(ApiError::NotFound)?),
        None => tx.occasion(plan.application, plan.template).await?.ok_or_else(|| FieldErrors::one("application", "error-choose"))?,
    };
    // An interview stays with its application.
    if before.is_some_and(|before| before.row.application != plan.application) {
        return Err(FieldErrors::one("application", "error-choose").into());
    }
    is_open(&occasion)?;
    Ok(occasion)
}

/// The room that is chosen. One that is no longer offered holds the interview that it has, as long as that stays where it is.
async fn room_of(tx: &mut Tx, ctx: &Ctx, plan: &Plan, before: Option<&Standing>) -> Result<Option<Room>> {
    let Some(id) = plan.room else { return Ok(None) };
    let kept = before.filter(|before| before.row.span == plan.span).and_then(|before| before.row.room.clone());
    match kept.filter(|room| room.id == id) {
        Some(room) => Ok(Some(room)),
        None => rooms::offered(ctx, tx, id).await.map(Some),
    }
}

/// Candidate, contact, attendees, and the recruiter as organiser unless among the attendees. An answer holds while the person stays.
fn people_of(occasion: &Occasion, attendees: &[AttendeeRow], plan: &Plan, before: &[PersonRow]) -> Vec<PersonRow> {
    let mut people: Vec<PersonRow> =
        before.iter().filter(|person| matches!(person.kind, PersonKind::Candidate | PersonKind::Contact)).cloned().collect();
    let person = |id: String, kind, name: &str, email: &EmailAddress, zone: &str, response| PersonRow {
        person_id: id,
        kind,
        name: name.to_owned(),
        email: email.clone(),
        zone: zone.to_owned(),
        response,
        optional: false,
    };
    let candidate = &occasion.candidate;
    if people.is_empty() {
        let (name, email, zone) = (&candidate.name, &candidate.email, &candidate.zone);
        people.push(person(candidate.id.to_string(), PersonKind::Candidate, name, email, zone, Response::NeedsAction));
    }
    for attendee in attendees {
        // An account's address was parsed when it was stored; one that is not an address gets no mail.
        let Ok(email) = EmailAddress::parse(&attendee.email) else { continue };
        let answer = before.iter().find(|person| person.person_id == attendee.id.to_string() && person.kind == PersonKind::Attendee);
        let response = answer.map_or(Response::NeedsAction, |person| person.response);
        let row = person(attendee.id.to_string(), PersonKind::Attendee, &attendee.name, &email, &attendee.zone, response);
        let optional = plan.attendees.iter().any(|planned| planned.id == attendee.id && planned.optional);
        people.push(PersonRow { optional, ..row });
    }
    let recruiter = &occasion.pool.recruiter;
    if !attendees.iter().any(|attendee| attendee.id == recruiter.id) {
        let (name, email, zone) = (&recruiter.name, &recruiter.email, &recruiter.zone);
        people.push(person(recruiter.id.to_string(), PersonKind::Organiser, name, email, zone, Response::Accepted));
    }
    people
}

fn row_of(ctx: &Ctx, plan: &Plan, zone: &Zone, occasion: &Occasion, before: Option<&Standing>, room: Option<Room>) -> Result<InterviewRow> {
    // On site, the clock on the room's wall.
    let on_site = room.as_ref().filter(|_| plan.place.kind == PlaceKind::Onsite).map(|room| room.zone.clone());
    let zone_before = before.map(|before| before.row.zone.clone());
    let id = before.map_or_else(|| ctx.id(InterviewId::new), |before| Ok(before.row.id))?;
    Ok(InterviewRow {
        id,
        version: before.map_or(1, |before| before.row.version + 1),
        request: occasion.request,
        application: occasion.application,
        uid: before.map_or_else(|| uid(ctx, id), |before| before.row.uid.clone()),
        sequence: before.map_or(0, |before| before.row.sequence + 1),
        title: plan.title.clone(),
        span: plan.span,
        zone: on_site.or(zone_before).unwrap_or_else(|| zone.name().to_owned()),
        place: plan.place.clone(),
        room,
        organiser: occasion.pool.recruiter.id,
        state: InterviewState::Confirmed,
        reason: String::new(),
        description: plan.description.clone(),
        override_reason: plan.reason.clone(),
        // Who was told of it is told what becomes of it.
        tell_candidate: plan.tell_candidate || before.is_some_and(|before| before.row.tell_candidate),
        text_candidate: plan.text_candidate || before.is_some_and(|before| before.row.text_candidate),
        papers: plan.papers,
        // One that its stage's round does not have is another interview.
        template: match before {
            Some(before) => before.row.template,
            None => occasion.pool.template_id().filter(|id| plan.template == Some(*id)),
        },
    })
}
