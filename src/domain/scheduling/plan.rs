//! An interview as staff puts it on the calendar: what is typed, and what it means.

use serde::{Deserialize, Serialize};

use crate::domain::availability::slots::{Group, MAX_MINUTES, Participant, Request, RequestError, Rules, slots};
use crate::domain::error::{FieldErrors, text};
use crate::domain::id::{ApplicationId, RoomId, TemplateId, UserId};
use crate::domain::jobs::Place;
use crate::domain::scheduling::invitation::Papers;
use crate::domain::span::Span;
use crate::domain::time::{Instant, Zone, from_ms, ms};
use crate::domain::typed;

/// Most characters of a description.
pub const MAX_DESCRIPTION: usize = 4_000;
/// Most characters of the reason why in spite of a conflict.
pub const MAX_REASON: usize = 500;
/// Most attendees of one interview.
pub const MAX_ATTENDEES: usize = 30;

/// An attendee as chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedAttendee {
    /// The colleague.
    pub id: UserId,
    /// Invited, but the interview takes place without them, too: their time is not taken.
    pub optional: bool,
}

/// The form: civil dates and times as typed, in a zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanInterview {
    /// Whose interview; none until it is chosen.
    pub application: Option<ApplicationId>,
    /// Which interview of the stage's round it is; none for another one.
    #[serde(default)]
    pub template: Option<TemplateId>,
    /// What kind of interview, 1 to 120 characters.
    pub title: String,
    /// `2027-03-31`.
    pub starts_on: String,
    /// `14:30`.
    pub starts_at: String,
    /// `2027-03-31`; after midnight the next day.
    pub ends_on: String,
    /// `15:30`.
    pub ends_at: String,
    /// IANA zone of these dates and times.
    pub zone: String,
    /// Who interviews.
    pub attendees: Vec<PlannedAttendee>,
    /// Heads the attendees' mail; may be empty.
    pub description: String,
    /// Where.
    pub place: Place,
    /// The room that it takes.
    pub room: Option<RoomId>,
    /// Whether the candidate is sent a mail, too.
    pub tell_candidate: bool,
    /// Whether the candidate is told by text, too.
    #[serde(default)]
    pub text_candidate: bool,
    /// What goes with the attendees' mail.
    #[serde(default)]
    pub papers: Papers,
    /// Why in spite of what stands in the way; empty where nothing does.
    pub reason: String,
    /// Which time is meant where the clocks show the one typed twice: it counts only if it reads as what is typed.
    #[serde(default)]
    pub exact: Option<Span>,
}

/// What the form means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Whose interview.
    pub application: ApplicationId,
    /// Which interview of the stage's round it is; none for another one.
    pub template: Option<TemplateId>,
    /// What kind of interview.
    pub title: String,
    /// When.
    pub span: Span,
    /// Who interviews, each once.
    pub attendees: Vec<PlannedAttendee>,
    /// Heads the attendees' mail.
    pub description: String,
    /// Where.
    pub place: Place,
    /// The room that it takes.
    pub room: Option<RoomId>,
    /// Whether the candidate is sent a mail, too.
    pub tell_candidate: bool,
    /// Whether the candidate is told by text, too.
    pub text_candidate: bool,
    /// What goes with the attendees' mail.
    pub papers: Papers,
    /// Why in spite of what stands in the way.
    pub reason: String,
}

impl PlanInterview {
    /// When it begins, if that is typed well.
    pub fn start(&self, zone: &Zone) -> Option<Instant> {
        typed::moment(&self.starts_on, &self.starts_at, ["starts_on", "starts_at"], zone, &mut FieldErrors::default())
    }

    /// When, as far as it is typed well: for the grid, while the rest is not yet.
    pub fn span(&self, zone: &Zone) -> Option<Span> {
        self.checked_span(zone, &mut FieldErrors::default())
    }

    fn checked_span(&self, zone: &Zone, errors: &mut FieldErrors) -> Option<Span> {
        let span = typed::span([&self.starts_on, &self.starts_at, &self.ends_on, &self.ends_at], self.exact, zone, errors)?;
        if span.duration_minutes() > i64::from(MAX_MINUTES) {
            errors.add("ends_at", "error-longer-than-a-day");
            return None;
        }
        Some(span)
    }

    /// What the form means, in its zone.
    ///
    /// # Errors
    /// One per field that will not do: `application`, `title`, `starts_on`, `starts_at`, `ends_on`, `ends_at`, `attendees`, `description`,
    /// `place`, `reason`.
    pub fn check(&self, zone: &Zone) -> Result<Plan, FieldErrors> {
        let mut errors = FieldErrors::default();
        let title = text(&self.title, "title", 1, 120, &mut errors);
        let span = self.checked_span(zone, &mut errors);
        let description = text(&self.description, "description", 0, MAX_DESCRIPTION, &mut errors);
        let reason = text(&self.reason, "reason", 0, MAX_REASON, &mut errors);
        let place = self.place.checked("place", &mut errors);
        if self.application.is_none() {
            errors.add("application", "error-choose");
        }
        let mut attendees: Vec<PlannedAttendee> = Vec::new();
        for attendee in &self.attendees {
            if !attendees.iter().any(|other| other.id == attendee.id) {
                attendees.push(*attendee);
            }
        }
        if attendees.len() > MAX_ATTENDEES {
            errors.add_with("attendees", "error-too-many-attendees", &[("most", MAX_ATTENDEES.to_string())]);
        }
        match (self.application, span, errors.is_empty()) {
            (Some(application), Some(span), true) => {
                let Self { template, room, tell_candidate, text_candidate, papers, .. } = *self;
                Ok(Plan {
                    application,
                    template,
                    title,
                    span,
                    attendees,
                    description,
                    place,
                    room,
                    tell_candidate,
                    text_candidate,
                    papers,
                    reason,
                })
            }
            _ => Err(errors),
        }
    }
}

/// The question whether everybody can at that time, for `slots::explain`, `slots::slots` and `slots::validate`: any minute will do, notice and horizon do not bind staff.
///
/// # Errors
/// When the interview is longer than a day, or somebody stands in it twice.
pub fn question(span: Span, step_minutes: u32, zone: &Zone, now: Instant, participants: Vec<Participant>) -> Result<Request, RequestError> {
    let minutes = u32::try_from(span.duration_minutes()).unwrap_or(u32::MAX);
    // As far ahead as a question may reach.
    let latest = from_ms(ms(now).saturating_add(crate::domain::availability::slots::MAX_HORIZON_DAYS * crate::domain::time::DAY_MS));
    let rules = Rules::new(minutes, step_minutes, zone.clone(), now, latest)?.with_start_besides(span.start());
    Request::new(rules, vec![Group::all(participants)])
}

/// The first times of each day in a range that suit everybody and do not overlap one another, so many a day.
pub fn best_times(question: &Request, range: Span, zone: &Zone, a_day: usize) -> Vec<Span> {
    let mut best: Vec<Span> = Vec::new();
    for slot in slots(question, range) {
        let date = zone.date(slot.span.start());
        let of_day = best.iter().rev().take_while(|other| zone.date(other.start()) == date).count();
        if of_day < a_day && best.last().is_none_or(|last| last.end_ms() <= slot.span.start_ms()) {
            best.push(slot.span);
        }
    }
    best
}

#[cfg(test)]
#[path = "plan_tests.rs"]
mod tests;
