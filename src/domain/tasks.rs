//! A coordinator's tasks: what raises one, and what is to be done about it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::id::{EventId, TaskId};
use super::jobs::named;

named! {
    /// What a task is about. The first is the most urgent, and heads each list.
    TaskCategory {
        /// A connection to another system fails.
        BrokenIntegration = "broken_integration",
        /// A candidate entered a stage that is enabled for scheduling.
        ReadyToSchedule = "ready_to_schedule",
        /// An interview was called off.
        ScheduleCancelled = "schedule_cancelled",
        /// Who interviews does not come.
        InterviewerDeclined = "interviewer_declined",
        /// The room is not to be had.
        RoomDeclined = "room_declined",
        /// The candidate does not come.
        CandidateDeclined = "candidate_declined",
        /// The ATS has a new job.
        NewJob = "new_job",
        /// The ATS has a new stage of a job.
        NewStage = "new_stage",
        /// The ATS has a new interview of a stage.
        NewInterview = "new_interview",
    }
}

impl TaskCategory {
    /// What an action of the history raises. `declined`: whose answer it was, where it is a refusal.
    pub fn raised_by(action: &str, declined: Option<Declined>) -> Option<Self> {
        match action {
            "application.created" | "application.moved" | "application.reopened" | "request.chosen" | "availability.saved" => {
                Some(Self::ReadyToSchedule)
            }
            "interview.cancelled" => Some(Self::ScheduleCancelled),
            "interview.answered" => declined.map(|who| match who {
                Declined::Interviewer => Self::InterviewerDeclined,
                Declined::Candidate => Self::CandidateDeclined,
            }),
            "interview.room_declined" => Some(Self::RoomDeclined),
            "job.imported" => Some(Self::NewJob),
            "stage.imported" => Some(Self::NewStage),
            "ats_interview.added" => Some(Self::NewInterview),
            "integration.failed" | "integration.failed_again" => Some(Self::BrokenIntegration),
            _ => None,
        }
    }

    /// Whether it can not wait.
    pub const fn is_urgent(self) -> bool {
        matches!(self, Self::BrokenIntegration)
    }
}

/// Who does not come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Declined {
    /// A colleague, or the client's contact.
    Interviewer,
    /// The candidate.
    Candidate,
}

/// Whose tasks are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assigned {
    /// The viewer's.
    Me,
    /// Those of nobody: whoever comes first.
    Team,
    /// A colleague's.
    To(super::id::UserId),
}

impl Assigned {
    /// As it stands in an address: `me`, `team`, or the colleague's id. Anything else is the viewer's own.
    pub fn parse(text: &str) -> Self {
        match text {
            "team" => Self::Team,
            id => id.parse().map_or(Self::Me, Self::To),
        }
    }

    /// As [`Assigned::parse`] reads it.
    pub fn name(self) -> String {
        match self {
            Self::Me => "me".to_owned(),
            Self::Team => "team".to_owned(),
            Self::To(id) => id.to_string(),
        }
    }
}

impl TaskId {
    /// The task that an event raises about something: one event may raise several, of several applications.
    pub fn of(event: EventId, about: Uuid) -> Self {
        Self::new(Uuid::from_u128(event.uuid().as_u128() ^ about.as_u128().rotate_left(61)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_category_is_raised_by_something() {
        let actions = [
            ("integration.failed", None),
            ("application.moved", None),
            ("interview.cancelled", None),
            ("interview.answered", Some(Declined::Interviewer)),
            ("interview.room_declined", None),
            ("interview.answered", Some(Declined::Candidate)),
            ("job.imported", None),
            ("stage.imported", None),
            ("ats_interview.added", None),
        ];
        let raised: Vec<_> = actions.iter().filter_map(|(action, declined)| TaskCategory::raised_by(action, *declined)).collect();
        assert_eq!(raised, TaskCategory::ALL);
        assert_eq!(TaskCategory::raised_by("integration.failed_again", None), Some(TaskCategory::BrokenIntegration));
        assert_eq!(TaskCategory::raised_by("interview.answered", None), None);
        assert_eq!(TaskCategory::raised_by("job.changed", None), None);
    }

    #[test]
    fn whose_tasks_stand_in_the_address() {
        let colleague = Assigned::To(super::super::id::UserId::new(Uuid::from_u128(7)));
        for assigned in [Assigned::Me, Assigned::Team, colleague] {
            assert_eq!(Assigned::parse(&assigned.name()), assigned);
        }
        assert_eq!(Assigned::parse("nonsense"), Assigned::Me);
    }

    #[test]
    fn one_event_raises_a_task_for_each_subject() {
        let event = EventId::new(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001));
        let (a, b) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_ne!(TaskId::of(event, a), TaskId::of(event, b));
        assert_eq!(TaskId::of(event, a), TaskId::of(event, a));
    }
}
