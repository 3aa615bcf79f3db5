//! Answers to invitations. By the link of a mail each answer is a plain form on that page: it works without scripts.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::id::InterviewId;
use crate::domain::jobs::Place;
use crate::domain::scheduling::answer::{GiveAnswer, Proposal};
use crate::domain::scheduling::interview::{PersonKind, Response};
use crate::domain::span::Span;
use crate::domain::time::{Instant, Zone};

/// What somebody said with the response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonAnswer {
    /// Why not; may be empty.
    pub reason: String,
    /// The time asked for instead.
    pub proposal: Option<Proposal>,
    /// When.
    pub answered_at: Instant,
}

/// Whether an answer can be given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerState {
    /// It can.
    Open,
    /// The interview has begun or is past.
    Over,
    /// It was called off.
    Cancelled,
}

/// What the link of an invitation opens.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnswerPage {
    /// The reader takes part.
    Invited(Box<AnswerView>),
    /// The reader no longer takes part, and is told nothing of it.
    NotInvited {
        /// Whose interview it is.
        organisation: String,
    },
}

/// An invitation as the reader may see it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AnswerView {
    /// Whether an answer can be given.
    pub state: AnswerState,
    /// Our organisation.
    pub organisation: String,
    /// Whom the job is with: the client, else the organisation.
    pub company: String,
    /// The job's title.
    pub role: String,
    /// What kind of interview.
    pub title: String,
    /// The reader's part.
    pub part: PersonKind,
    /// The reader's name.
    pub name: String,
    /// Who is interviewed; none for the candidate.
    pub candidate: Option<String>,
    /// Who interviews, besides the reader, as far as the reader is told.
    pub with: Vec<String>,
    /// Where.
    pub place: Place,
    /// What is to be said besides; may be empty.
    pub words: String,
    /// When.
    pub span: Span,
    /// When it was to begin as the link was mailed, where that is another time.
    pub was: Option<Instant>,
    /// The zone of the place, where one goes there and it is another.
    pub there: Option<Zone>,
    /// Why it was called off; empty otherwise.
    pub reason: String,
    /// The present response.
    pub response: Response,
    /// What was said with it.
    pub answer: Option<PersonAnswer>,
    /// The zone that the page is shown in.
    pub zone: Zone,
    /// Whom to ask.
    pub recruiter: String,
    /// The recruiter's mail address.
    pub recruiter_email: String,
    /// The present.
    pub now: Instant,
}

/// The page of an invitation. Changes nothing.
///
/// # Errors
/// `Unauthorized` when the link is unknown or expired.
#[server(name = AskAnswerPage, prefix = "/api", endpoint = "answers/page", input = Json)]
pub async fn answer_page(token: String) -> Result<AnswerPage, ApiError> {
    let (ctx, key) = crate::server::ctx::Ctx::at_answer(&token).await?;
    ctx.answer(crate::server::services::answers::page(&ctx, &key).await)
}

/// Answers an invitation by its link.
///
/// # Errors
/// `Invalid` for what is typed wrong; `Stale` where the interview begins at another time than was read; `NotPossible` when it was called
/// off or has begun.
#[server(name = SubmitAnswer, prefix = "/api", endpoint = "answers/give")]
pub async fn give_answer(token: String, input: GiveAnswer) -> Result<(), ApiError> {
    let (ctx, key) = crate::server::ctx::Ctx::at_answer(&token).await?;
    let given = crate::server::services::answers::give(&ctx, key.interview, &key.person, &input).await;
    ctx.answer_form(given, &crate::paths::answer(&token))
}

/// Answers one's own invitation, signed in.
///
/// # Errors
/// As for [`give_answer`]; `NotFound` for who is not invited.
#[server(name = SubmitOwnAnswer, prefix = "/api", endpoint = "answers/give-own")]
pub async fn give_own_answer(interview: InterviewId, input: GiveAnswer) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    let given = crate::server::services::answers::give_own(&ctx, interview, &input).await;
    ctx.answer_form(given, &crate::paths::interview(interview))
}

/// Moves an interview to a time that somebody asks for, if everybody can.
///
/// # Errors
/// `SlotTaken`, or `Invalid` with what stands in the way; `Stale`; `NotPossible` when it was called off or has begun.
#[server(name = MoveToProposalCall, prefix = "/api", endpoint = "answers/move-there", input = Json)]
pub async fn move_to_proposal(interview: InterviewId, start: Instant, version: i64) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::answers::move_there(&ctx, interview, start, version).await)
}
