//! What an actor may do. Every service asks here; nothing else decides.
//!
//! Record-level rules (own jobs of a hiring manager, own interviews of an interviewer) take the record's people.

use super::forms::form::FormState;
use super::id::{FormId, InterviewId, PageId, RequestId, UserId};
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

/// Rooms: making, changing, closing them. Whoever schedules books them.
pub fn manage_rooms(actor: &Actor) -> bool {
    matches!(actor.role(), Some(Role::Administrator | Role::Coordinator))
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

/// Writing in a form: the attendee's own alone, signed in or by its link.
pub fn fill_form(actor: &Actor, form: FormId, attendee: &str) -> bool {
    match actor {
        Actor::User { id, .. } => id.to_string() == attendee,
        Actor::Evaluator { form: own, .. } => *own == form,
        _ => false,
    }
}

/// Changing or deleting a note: its author, or an administrator.
pub fn edit_note(actor: &Actor, author: UserId) -> bool {
    administer(actor) || (be_signed_in(actor) && actor.user_id() == Some(author))
}

/// Somebody else's evaluation. Whoever has a form of the same interview, `own`, submits it first, recruiters, too; else whoever sees the job.
pub fn see_evaluation(actor: &Actor, hiring_manager: Option<UserId>, own: Option<FormState>) -> bool {
    match own {
        Some(own) => own.is_submitted() && be_signed_in(actor),
        None => see_job(actor, hiring_manager),
    }
}

/// Uploading a document to an attendee's form, and removing it.
pub fn keep_upload(actor: &Actor, form: FormId, attendee: &str) -> bool {
    manage_records(actor) || fill_form(actor, form, attendee)
}

/// A colleague's working hours and busy times: the own ones, and everybody's for those who schedule.
pub fn keep_hours(actor: &Actor, colleague: UserId) -> bool {
    manage_records(actor) || actor.user_id() == Some(colleague)
}

/// What a colleague is busy with: for themselves, and for who wrote it there.
pub fn see_busy_title(actor: &Actor, colleague: UserId, author: Option<UserId>) -> bool {
    let own = actor.user_id();
    own.is_some() && (own == Some(colleague) || own == author)
}
