//! From the invitation of a candidate to the confirmed interview.

mod book;
mod cancel;
mod file;
pub(super) mod invite;
mod reschedule;
pub(super) mod told;
mod view;

pub(super) use book::uid;
pub use book::{book, book_for, book_with_texts};
pub use cancel::{cancel, cancel_from_page, cancel_interview};
pub use file::{file_for_candidate, file_for_contact};
pub use invite::{booking_link, invite, invite_directly, invite_in, next_of_round, note_opened, revoke_links};
pub use reschedule::{reschedule, reschedule_interview};
pub use told::{Standing, invitation, standing};
pub use view::{booking_page, explain, request_view};

use crate::api::booking::{BookedInterview, BookingState};
use crate::domain::booking::RequestStage;
use crate::domain::jobs::JobState;
use crate::domain::rooms::place_with;
use crate::domain::scheduling::interview::InterviewState;
use crate::domain::time::{Instant, plus_minutes};
use crate::server::error::Result;
use crate::server::services::slots::World;
use crate::server::store::Tx;
use crate::server::store::interviews::InterviewRow;

/// Most characters of a reason.
const MAX_REASON: usize = 1_000;

/// An interview as its pages show it.
fn shown(interview: &InterviewRow, world: &World) -> BookedInterview {
    let notice = world.row.pool.timing().map_or(0, |timing| timing.notice_minutes);
    BookedInterview {
        id: interview.id,
        version: interview.version,
        span: interview.span,
        place: place_with(&interview.place, interview.room.as_ref()),
        confirmed: interview.state == InterviewState::Confirmed,
        reason: interview.reason.clone(),
        changeable_until: plus_minutes(interview.span.start(), -i64::from(notice)),
    }
}

/// What the candidate's page is about. One who called an interview off may pick another time; one whose interview
/// was called off by others waits for an invitation.
async fn state(tx: &mut Tx, world: &World, now: Instant) -> Result<BookingState> {
    if let Some(interview) = world.standing() {
        return Ok(if interview.span.start() > now { BookingState::Booked } else { BookingState::Over });
    }
    let row = &world.row;
    if !row.application_active || !row.in_stage || row.pool.job_state != JobState::Open {
        return Ok(BookingState::Closed);
    }
    Ok(match row.state {
        RequestStage::Declined | RequestStage::Withdrawn => BookingState::Closed,
        RequestStage::Presented | RequestStage::Chosen | RequestStage::Booked => BookingState::Waiting,
        RequestStage::Invited if row.pool.is_answered() => BookingState::Open,
        RequestStage::Invited => BookingState::Waiting,
        RequestStage::Cancelled => match &world.interview {
            Some(interview) if tx.cancelled_by(interview.id).await?.as_deref() == Some("candidate") => BookingState::Open,
            _ => BookingState::Cancelled,
        },
    })
}
