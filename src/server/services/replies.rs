//! Answers that calendars send by mail (RFC 5546, RFC 6047), handed over by the mail server.

use crate::api::error::ApiError;
use crate::domain::id::InterviewId;
use crate::domain::people::{Actor, EmailAddress};
use crate::domain::scheduling::answer::{Answer, Proposal, Way, can_be_asked_for};
use crate::domain::scheduling::interview::{PersonKind, Response};
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result, StoreError};
use crate::server::ics::reply::CalendarReply;
use crate::server::mail::reply;
use crate::server::services::answers::{self, Given};
use crate::server::services::booking::Standing;
use crate::server::services::rooms;
use crate::server::store::Tx;
use crate::server::store::interview_people::PersonRow;

/// What became of a mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// It is an answer, and noted.
    Noted,
    /// It says what was known.
    Known,
    /// It changes nothing, because of this.
    SetAside(String),
}

/// Takes a mail: where it is somebody's answer to an invitation, or that of a room with a mailbox, it counts as if it were given on the page.
///
/// # Errors
/// When the database fails: the mail can be handed over again.
pub async fn receive(ctx: &Ctx, mail: &[u8]) -> Result<Received> {
    let (from, reply) = match reply::read(mail) {
        Ok(read) => read,
        Err(unfit) => return Ok(set_aside("", &unfit.to_string())),
    };
    let mut tx = ctx.store().begin().await?;
    let Some(interview) = tx.interview_by_uid(&reply.uid).await? else {
        return Ok(set_aside(&reply.uid, "it is about none of our interviews"));
    };
    match answered(&mut tx, ctx, interview, &from, &reply).await {
        Ok(true) => {
            tx.commit().await?;
            Ok(Received::Noted)
        }
        Ok(false) => Ok(Received::Known),
        Err(Error::Api(refused)) => Ok(set_aside(&reply.uid, why(&refused))),
        Err(Error::Store(StoreError::Stale)) => Ok(set_aside(&reply.uid, why(&ApiError::Stale))),
        Err(failed) => Err(failed),
    }
}

/// A mail may come from anybody: what it says of people does not go into the log.
fn set_aside(uid: &str, why: &str) -> Received {
    tracing::info!(uid, why, "a mail is not taken as an answer");
    Received::SetAside(why.to_owned())
}

fn why(refused: &ApiError) -> &'static str {
    match refused {
        ApiError::Stale => "it answers an invitation that was changed since",
        ApiError::NotPossible(_) => "the interview was called off, or has begun",
        ApiError::Invalid(_) => "the time that it asks for can not be",
        _ => "nobody with this address is asked",
    }
}

async fn answered(tx: &mut Tx, ctx: &Ctx, interview: InterviewId, from: &EmailAddress, reply: &CalendarReply) -> Result<bool> {
    let standing = answers::locked(tx, interview).await?;
    answers::still_open(&standing, ctx.now())?;
    // Who takes part in two ways was told in the nearer one, which stands first.
    let person = standing.people.iter().find(|person| person.email == *from && person.kind != PersonKind::Organiser);
    let is_room = standing.interview.room.as_ref().is_some_and(|room| room.email.as_ref() == Some(from));
    if person.is_none() && !is_room {
        return Err(ApiError::NotFound.into());
    }
    refuse_stale(tx, &standing, from, reply).await?;
    match person {
        Some(person) => said(tx, ctx, &standing, person, reply).await,
        // Until somebody has looked at it, a room's calendar answers "perhaps": that is none yet.
        None if reply.response == Response::Tentative => Ok(false),
        None => rooms::room_answered(tx, ctx, interview, reply.response == Response::Declined, &reply.comment).await,
    }
}

async fn said(tx: &mut Tx, ctx: &Ctx, standing: &Standing, person: &PersonRow, reply: &CalendarReply) -> Result<bool> {
    if tx.is_closed_account(&person.person_id).await? {
        return Err(ApiError::NotFound.into());
    }
    let (interview, start) = (standing.interview.id, standing.interview.span.start());
    let actor = Actor::Invited { interview, person: person.person_id.clone(), part: person.kind, name: person.name.clone() };
    let own = Ctx { actor, zone: person.zone.clone(), ..ctx.clone() };
    let (reason, proposal) = match reply.instead {
        None => (reply.comment.clone(), None),
        // Another end or place, which is not asked for here: what they write to it is passed on.
        Some(instead) if instead == start => (String::new(), words_only(&reply.comment)),
        Some(instead) => {
            can_be_asked_for(instead, ctx.now()).map_err(|message| crate::domain::error::FieldErrors::one("date", message))?;
            (String::new(), Some(Proposal { start: Some(instead), words: reply.comment.clone() }))
        }
    };
    let answer = Answer { response: reply.response, reason, proposal };
    answers::take(tx, &own, Given { interview, person: &person.person_id, answer, start, way: Way::Mail }).await
}

fn words_only(words: &str) -> Option<Proposal> {
    (!words.is_empty()).then(|| Proposal { start: None, words: words.to_owned() })
}

/// Refuses an answer to an invitation that is not the latest: to another start, or with a SEQUENCE below the one that was written to this address
/// last. Not everybody is told of every change, so the interview's own may be higher.
async fn refuse_stale(tx: &mut Tx, standing: &Standing, from: &EmailAddress, reply: &CalendarReply) -> Result<()> {
    let interview = &standing.interview;
    let least = match tx.sequence_told(interview.id, from.as_str()).await? {
        Some(told) => told,
        // Nothing was written to it (a room): what is said to the present start is said to what stands.
        None if reply.start.is_some() => 0,
        None => interview.sequence,
    };
    let is_present = reply.start.is_none_or(|start| start == interview.span.start()) && reply.sequence >= least;
    if is_present { Ok(()) } else { Err(ApiError::Stale.into()) }
}
