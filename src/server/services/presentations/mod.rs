//! Presenting candidates to a client's contact, and the contact's page.

mod decide;
mod page;
mod present;
mod share;

pub use decide::{decide, withdraw};
pub(super) use page::opened_in;
pub use page::{client_page, note_opened, open_presented};
pub(super) use present::raced;
pub use present::{into_stage, present};
pub use share::{page_link, pages_of_job, resend, revoke_links};

use crate::domain::id::EventId;
use crate::server::ctx::Ctx;
use crate::server::mail::message::{Recipient, Sender};
use crate::server::store::history::Event;
use crate::server::store::pools::{PageRow, Person, Pool};

/// Most characters of the recruiter's words and of a reason.
const MAX_WORDS: usize = 2_000;

fn recipient<T>(person: &Person<T>) -> Recipient {
    Recipient { name: person.name.clone(), email: person.email.clone(), zone: person.zone.clone() }
}

fn sender<T>(person: &Person<T>) -> Sender {
    Sender { name: person.name.clone(), email: person.email.clone() }
}

/// An event about a page.
pub(super) fn event_of(ctx: &Ctx, id: EventId, pool: &Pool, page: &PageRow, action: &'static str) -> Event {
    Event {
        id,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action,
        subject: ("page", page.id.to_string()),
        candidate_id: None,
        application_id: None,
        job_id: Some(pool.job),
        data: serde_json::json!({ "contact": page.contact.name }),
        topics: Vec::new(),
    }
}
