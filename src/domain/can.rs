//! What an actor may do. Every service asks here; nothing else decides.
//!
//! Record-level rules (own jobs of a hiring manager, own interviews of an interviewer) take the record's people.

use super::id::{InterviewId, PageId, RequestId, UserId};
use super::people::{Actor, Role};

/// Whether the actor is signed in.
pub fn be_signed_in(actor: &Actor) -> bool {
    actor.role().is_some()
}

/// Colleagues, the organisation, failed messages.
pub fn administer(actor: &Actor) -> bool {
    actor.role() == Some(Role::Administrator)
}

/// Clients, contacts, jobs, candidates, applications, presenting, inviting, scheduling on anybody's behalf.
pub fn manage_records(actor: &Actor) -> bool {
    actor.role().is_some_and(Role::is_staff)
}

/// Pipeline, lists and calendar as a whole. A hiring manager sees those of the own jobs, an interviewer those of the own interviews.
pub fn see_all(actor: &Actor) -> bool {
    manage_records(actor)
}

/// A job with its candidates.
pub fn see_job(actor: &Actor, hiring_manager: Option<UserId>) -> bool {
    manage_records(actor) || (actor.role() == Some(Role::HiringManager) && hiring_manager.is_some() && actor.user_id() == hiring_manager)
}

/// An interview, its candidate and the candidate's résumé.
pub fn see_interview(actor: &Actor, hiring_manager: Option<UserId>, attendees: &[UserId]) -> bool {
    see_job(actor, hiring_manager) || actor.user_id().is_some_and(|user| attendees.contains(&user))
}

/// A client's page: its own link, or staff on the client's behalf.
pub fn use_page(actor: &Actor, page: PageId) -> bool {
    manage_records(actor) || matches!(actor, Actor::Contact { page: own, .. } if *own == page)
}

/// A candidate's booking: its own link, or staff.
pub fn use_request(actor: &Actor, request: RequestId) -> bool {
    manage_records(actor) || matches!(actor, Actor::Candidate { request: own, .. } if *own == request)
}

/// An invitation to an interview, in the name of `person`: the link of that invitation, or the colleague's own account.
pub fn answer(actor: &Actor, interview: InterviewId, person: &str) -> bool {
    match actor {
        Actor::Invited { interview: own, person: who, .. } => *own == interview && who == person,
        Actor::User { id, .. } => id.to_string() == person,
        _ => false,
    }
}
