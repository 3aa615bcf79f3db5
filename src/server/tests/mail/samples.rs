//! People and interviews that the tests write about.

use uuid::Uuid;

use crate::domain::id::{ApplicationId, EventId, InterviewId};
use crate::domain::jobs::{Place, PlaceKind};
use crate::domain::people::{Actor, EmailAddress};
use crate::domain::scheduling::interview::{InterviewState, PersonKind, Response};
use crate::domain::scheduling::invitation::{Invitation, Papers, Participant};
use crate::domain::span::Span;
use crate::server::ctx::Ctx;
use crate::server::store::Tx;
use crate::server::store::history::Event;

/// Somebody.
pub fn person(kind: PersonKind, name: &str, email: &str, zone: &str) -> Participant {
    let email = EmailAddress::parse(email).unwrap();
    Participant { kind, name: name.into(), email, zone: zone.into(), response: Response::NeedsAction }
}

/// An hour from that moment on.
pub fn hour(start: &str) -> Span {
    Span::starting(start.parse().unwrap(), 60).unwrap()
}

/// An interview in New York, between a candidate in Kolkata, a contact in New York and colleagues in Berlin, two days
/// after the clocks of New York changed and before those of Berlin did.
pub fn interview() -> Invitation {
    Invitation {
        interview_id: InterviewId::new(Uuid::from_u128(7)),
        application_id: ApplicationId::new(Uuid::from_u128(8)),
        uid: "0195-interview@agendum.example".into(),
        sequence: 0,
        state: InterviewState::Confirmed,
        span: hour("2027-03-16T13:30:00Z"),
        zone: "America/New_York".into(),
        place: Place { kind: PlaceKind::Onsite, text: "5 Main St, Floor 3; ask for \"Zoë\"".into() },
        room: None,
        job_title: "Senior Engineer, Platform".into(),
        company: "Müller & Söhne".into(),
        description: "Please bring:\n- a laptop\n- questions; many, many".into(),
        words_for_candidate: "We look forward to meeting you.".into(),
        show_attendees: true,
        tell_candidate: true,
        text_candidate: true,
        papers: Papers::default(),
        people: vec![
            person(PersonKind::Candidate, "प्रिया शर्मा", "priya@candidates.example", "Asia/Kolkata"),
            person(PersonKind::Contact, "Ned \"The\" O'Neil, Jr.", "ned@client.example", "America/New_York"),
            person(PersonKind::Attendee, "Björn Ångström", "bjorn@house.example", "Europe/Berlin"),
            person(PersonKind::Organiser, "Rita Recruiter", "rita@house.example", "Europe/Berlin"),
        ],
    }
}

/// Records an event for messages to belong to.
pub async fn event(tx: &mut Tx, ctx: &Ctx, action: &'static str) -> EventId {
    let id = ctx.id(EventId::new).unwrap();
    tx.record(Event {
        id,
        at: ctx.now(),
        actor: Actor::System,
        action,
        subject: ("interview", Uuid::from_u128(7).to_string()),
        candidate_id: None,
        application_id: None,
        job_id: None,
        data: serde_json::json!({}),
        topics: Vec::new(),
    })
    .await
    .unwrap();
    id
}
