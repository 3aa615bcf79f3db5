//! When those who are to be at an interview can: for the grid, for naming what stands in the way, and for storing.

use crate::api::error::ApiError;
use crate::api::interviews::{PeopleQuery, PeopleView};
use crate::domain::availability::slots::{Busy, Participant, Willing};
use crate::domain::availability::weekly::WeeklyHours;
use crate::domain::can;
use crate::domain::error::FieldErrors;
use crate::domain::id::{CalendarId, ContactId, InterviewId};
use crate::domain::scheduling::interview::PersonKind;
use crate::domain::scheduling::plan::MAX_ATTENDEES;
use crate::domain::span::Span;
use crate::domain::time::{DAY_MS, plus_minutes};
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::services::rooms;
use crate::server::store::Tx;
use crate::server::store::hours::stored_hours;
use crate::server::store::interview_people::PersonRow;
use crate::server::store::occasions::Occasion;
use crate::server::store::reservations::AttendeeRow;
use crate::server::zones;

/// Most days asked for at once.
const MAX_DAYS: i64 = 92;

/// When everybody can, in the days asked for.
///
/// # Errors
/// `NotFound`; `Invalid` for too many days or people; `Forbidden` for who schedules nothing.
pub async fn people(ctx: &Ctx, query: PeopleQuery) -> Result<PeopleView> {
    ctx.require(can::manage_records(&ctx.actor))?;
    if query.range.end_ms() - query.range.start_ms() > MAX_DAYS * DAY_MS {
        return Err(FieldErrors::one("range", "error-date").into());
    }
    if query.attendees.len() > MAX_ATTENDEES {
        return Err(too_many().into());
    }
    let mut tx = ctx.store().read().await?;
    let occasion = tx.occasion(query.application, query.template).await?.ok_or(ApiError::NotFound)?;
    let present = match query.interview {
        Some(interview) => tx.people_of_interview(interview).await?,
        None => Vec::new(),
    };
    let attendees = tx.attendees(&query.attendees).await?;
    let needed = Needed { occasion: &occasion, contact: contact(&present), attendees: &attendees, except: query.interview };
    let mut participants = needed.participants(&mut tx, query.range).await?;
    for participant in &mut participants {
        let busy: Vec<Busy> = participant.busy().iter().cloned().map(Busy::discreet).collect();
        participant.set_busy(busy);
    }
    let rooms = rooms::times(&mut tx, around(query.range), query.interview).await?;
    if let Some(time) = query.room.and_then(|id| rooms.iter().find(|time| time.room.id == id)) {
        participants.push(Participant::new(time.room.id.to_string(), time.room.name.clone(), Willing::Always, time.busy.clone()));
    }
    Ok(PeopleView { participants, rooms, now: ctx.now() })
}

/// With the blocks that begin before the range, and the buffers that reach into it.
fn around(range: Span) -> Span {
    Span::new(plus_minutes(range.start(), -48 * 60), plus_minutes(range.end(), 48 * 60)).unwrap_or(range)
}

pub(super) fn too_many() -> FieldErrors {
    let mut errors = FieldErrors::default();
    errors.add_with("attendees", "error-too-many-attendees", &[("most", MAX_ATTENDEES.to_string())]);
    errors
}

/// The client's contact in an interview.
pub(super) fn contact(people: &[PersonRow]) -> Option<(ContactId, String)> {
    people
        .iter()
        .filter(|person| person.kind == PersonKind::Contact)
        .find_map(|person| Some((person.person_id.parse().ok()?, person.name.clone())))
}

/// Who is to be there.
pub(super) struct Needed<'a> {
    /// Whose interview.
    pub occasion: &'a Occasion,
    /// The client's contact, where one is in it.
    pub contact: Option<(ContactId, String)>,
    /// Our people who have to be there.
    pub attendees: &'a [AttendeeRow],
    /// The interview that is changed: it is not in its own way.
    pub except: Option<InterviewId>,
}

impl Needed<'_> {
    /// All calendars of those needed.
    pub fn calendars(&self) -> Vec<CalendarId> {
        let outside = [Some(CalendarId::from(self.occasion.candidate.id)), self.contact.as_ref().map(|(id, _)| CalendarId::from(*id))];
        outside.into_iter().flatten().chain(self.attendees.iter().map(|attendee| CalendarId::from(attendee.id))).collect()
    }

    /// When they can: candidate, contact, attendees.
    pub async fn participants(&self, tx: &mut Tx, range: Span) -> Result<Vec<Participant>> {
        let buffers =
            self.occasion.pool.template.as_ref().map_or((0, 0), |template| (template.timing.before_minutes, template.timing.after_minutes));
        let around = around(range);
        let candidate = &self.occasion.candidate;
        let mut participants = vec![self.participant(tx, candidate.id.into(), &candidate.name, Willing::Always, around).await?];
        if let Some((id, name)) = &self.contact {
            let own = self.occasion.pool.page.as_ref().filter(|page| page.contact.id == *id).map(|page| page.availability.timing);
            let (before, after) = own.map_or((0, 0), |timing| (timing.before_minutes, timing.after_minutes));
            let participant = self.participant(tx, (*id).into(), name, Willing::Always, around).await?;
            participants.push(participant.with_buffers(before, after));
        }
        for attendee in self.attendees {
            let willing = self.hours(attendee, around)?;
            let participant = self.participant(tx, attendee.id.into(), &attendee.name, willing, around).await?;
            participants.push(participant.with_buffers(buffers.0, buffers.1));
        }
        Ok(participants)
    }

    async fn participant(&self, tx: &mut Tx, id: CalendarId, name: &str, willing: Willing, range: Span) -> Result<Participant> {
        let rows = tx.busy_of(id, range).await?;
        let others = rows.into_iter().filter(|row| row.interview.is_none() || row.interview.map(|(id, _)| id) != self.except);
        let busy = others.map(|row| Busy { span: row.span, label: Some(row.title), key: row.interview.map(|(id, _)| id.to_string()) });
        Ok(Participant::new(id.to_string(), name, willing, busy))
    }

    /// Own weekly hours; without them, office hours.
    fn hours(&self, attendee: &AttendeeRow, range: Span) -> Result<Willing> {
        let hours = match &attendee.weekly_hours {
            Some(stored) => stored_hours(stored, attendee.id)?,
            None => WeeklyHours::office(&attendee.zone).map_err(|error| Error::Internal(error.to_string()))?,
        };
        let zone =
            zones::zone(hours.zone(), range.start(), range.end()).ok_or_else(|| Error::Internal(format!("no zone {}", hours.zone())))?;
        Ok(Willing::Spans(hours.spans(&zone, range.start(), range.end())))
    }
}
