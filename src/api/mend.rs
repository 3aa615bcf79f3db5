//! What can be done where somebody does not come to an interview, or its room is not to be had.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::clients::Choice;
use super::error::ApiError;
use crate::domain::id::{InterviewId, RequestId, RoomId, UserId};
use crate::domain::rooms::Room;
use crate::domain::scheduling::interview::PersonKind;
use crate::domain::span::Span;
use crate::domain::time::Zone;

/// What can be done about an interview; nothing where nobody declined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MendView {
    /// The interview.
    pub interview: InterviewId,
    /// For the next change.
    pub version: i64,
    /// The request it was booked for; none where staff put it on the calendar.
    pub request: Option<RequestId>,
    /// Who does not come.
    pub people: Vec<DeclinedPerson>,
    /// The room, where it is not to be had.
    pub room: Option<DeclinedRoom>,
    /// Other times that suit everybody who is in it.
    pub times: Vec<Span>,
    /// The zone of the place.
    pub zone: Zone,
}

/// Somebody who does not come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclinedPerson {
    /// The id of the person's own record.
    pub person: String,
    /// The name.
    pub name: String,
    /// In what part.
    pub kind: PersonKind,
    /// Colleagues of the same template who are free then.
    pub free: Vec<Choice<UserId>>,
}

/// A room that is not to be had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeclinedRoom {
    /// The room.
    pub id: RoomId,
    /// Its name.
    pub name: String,
    /// How many interviews of the candidate are to take place in it.
    pub interviews: u32,
    /// Rooms that are free for all of them, those that hold everybody first.
    pub free: Vec<Room>,
}

/// Another colleague instead of one who does not come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwapInterviewer {
    /// The interview.
    pub interview: InterviewId,
    /// The version that was read.
    pub version: i64,
    /// Who does not come.
    pub out: UserId,
    /// Who comes instead.
    pub with: UserId,
}

/// Another room for all interviews of the schedule that are to take place in the same one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SwitchRoom {
    /// One of them.
    pub interview: InterviewId,
    /// The version that was read.
    pub version: i64,
    /// The other room.
    pub room: RoomId,
}

/// What can be done about an interview.
#[server(name = MendCall, prefix = "/api", endpoint = "interviews/mend", input = Json)]
pub async fn mend(interview: InterviewId) -> Result<MendView, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::interviews::ways(&ctx, interview).await)
}

/// Puts another colleague in the place of one who does not come. A plain form does, too.
#[server(name = SwapInterviewerCall, prefix = "/api", endpoint = "interviews/swap")]
pub async fn swap_interviewer(input: SwapInterviewer) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    let back = crate::paths::interview(input.interview);
    ctx.answer_form(crate::server::services::interviews::swap(&ctx, &input).await, &back)
}

/// Switches the room. A plain form does, too.
#[server(name = SwitchRoomCall, prefix = "/api", endpoint = "interviews/switch-room")]
pub async fn switch_room(input: SwitchRoom) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    let back = crate::paths::interview(input.interview);
    ctx.answer_form(crate::server::services::interviews::switch_room(&ctx, &input).await, &back)
}
