//! An interview as it stands, before it is changed.

use crate::api::error::ApiError;
use crate::domain::id::{CalendarId, InterviewId};
use crate::domain::rooms::RoomResponse;
use crate::domain::scheduling::interview::{InterviewState, PersonKind};
use crate::domain::scheduling::plan::{Plan, PlannedAttendee};
use crate::domain::span::Span;
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::store::Tx;
use crate::server::store::held::ToldBefore;
use crate::server::store::interview_people::PersonRow;
use crate::server::store::interviews::InterviewRow;

/// An interview as it stood.
pub(super) struct Standing {
    pub row: InterviewRow,
    pub people: Vec<PersonRow>,
    pub reservations: Vec<(CalendarId, Span)>,
    pub room: RoomResponse,
}

impl Standing {
    /// What everybody knows of it.
    pub fn told(&self) -> ToldBefore {
        ToldBefore {
            span: self.row.span,
            override_reason: self.row.override_reason.clone(),
            responses: self.people.iter().map(|person| (person.person_id.clone(), person.response)).collect(),
            reservations: self.reservations.clone(),
            room: self.room,
        }
    }
}

/// The interview, if it has not begun and is the one that was read.
///
/// # Errors
/// `NotFound`; `NotPossible` when it is over; `Stale`.
pub(super) async fn standing(tx: &mut Tx, ctx: &Ctx, id: InterviewId, version: i64) -> Result<Standing> {
    let row = tx.interview(id).await?.ok_or(ApiError::NotFound)?;
    if row.state == InterviewState::Cancelled || row.span.start() <= ctx.now() {
        return Err(ApiError::NotPossible("error-interview-over".into()).into());
    }
    if row.version != version {
        return Err(ApiError::Stale.into());
    }
    let (people, reservations) = (tx.people_of_interview(id).await?, tx.reservations(id).await?);
    let room = tx.room_response(id).await?.unwrap_or(RoomResponse::Accepted);
    Ok(Standing { row, people, reservations, room })
}

/// An interview as it stands, as a plan for it.
pub(super) fn as_planned(row: &InterviewRow, people: &[PersonRow]) -> Plan {
    let attendees = people.iter().filter(|person| person.kind == PersonKind::Attendee);
    Plan {
        application: row.application,
        template: row.template,
        title: row.title.clone(),
        span: row.span,
        attendees: attendees
            .filter_map(|person| Some(PlannedAttendee { id: person.person_id.parse().ok()?, optional: person.optional }))
            .collect(),
        description: row.description.clone(),
        place: row.place.clone(),
        room: row.room.as_ref().map(|room| room.id),
        tell_candidate: row.tell_candidate,
        text_candidate: row.text_candidate,
        papers: row.papers,
        reason: String::new(),
    }
}
