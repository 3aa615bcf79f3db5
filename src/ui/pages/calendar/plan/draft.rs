//! What is typed into the panel; it outlives a reload of the page, in this tab.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::api::clients::Choice;
use crate::api::interviews::{ApplicationChoice, PlanView};
use crate::domain::channels::NoText;
use crate::domain::id::{InterviewId, TemplateId};
use crate::domain::jobs::{Place, PlaceKind};
use crate::domain::rooms::Room;
use crate::domain::scheduling::invitation::Papers;
use crate::domain::scheduling::plan::{PlanInterview, PlannedAttendee};
use crate::domain::span::Span;
use crate::domain::time::{Zone, plus_minutes};
use crate::ui::browser::storage;

/// Where the draft is kept.
const KEPT: &str = "interview-plan";

/// The panel's fields.
#[derive(Clone, Copy)]
pub struct Draft {
    pub application: RwSignal<Option<ApplicationChoice>>,
    pub interview: RwSignal<Option<(InterviewId, i64)>>,
    /// Which interview of the stage's round it is.
    pub template: RwSignal<Option<TemplateId>>,
    /// The interviews of the round.
    pub round: RwSignal<Vec<Choice<TemplateId>>>,
    pub title: RwSignal<String>,
    pub starts_on: RwSignal<String>,
    pub starts_at: RwSignal<String>,
    pub ends_on: RwSignal<String>,
    pub ends_at: RwSignal<String>,
    pub attendees: RwSignal<Vec<PlannedAttendee>>,
    pub description: RwSignal<String>,
    pub place_kind: RwSignal<String>,
    pub place: RwSignal<String>,
    pub room: RwSignal<Option<Room>>,
    pub tell_candidate: RwSignal<bool>,
    /// The candidate was told by mail: who was told is told what becomes of it.
    pub was_told: RwSignal<bool>,
    pub text_candidate: RwSignal<bool>,
    /// Why the candidate can not be told by text.
    pub why_no_text: RwSignal<Option<NoText>>,
    pub papers: PapersDraft,
    pub reason: RwSignal<String>,
    /// How long it lasts: what the end follows the start by.
    pub duration_minutes: RwSignal<i64>,
    /// The interview to be changed that was dragged, and the time it was dragged to; taken up instead of its own.
    wanted: RwSignal<Option<(InterviewId, Span)>>,
    /// The time that the fields stand for, where the clocks show it twice.
    exact: RwSignal<Option<Span>>,
    /// What the last candidate's stage filled in: what is still as it was follows to the next one.
    filled: RwSignal<Option<PlanView>>,
}

/// Which documents go with the attendees' mail.
#[derive(Clone, Copy)]
pub struct PapersDraft {
    pub resume: RwSignal<bool>,
    pub cover_letter: RwSignal<bool>,
    pub form: RwSignal<bool>,
    /// Which there are.
    pub at_hand: RwSignal<Papers>,
}

impl Default for PapersDraft {
    fn default() -> Self {
        let no = || RwSignal::new(false);
        Self { resume: no(), cover_letter: no(), form: no(), at_hand: RwSignal::new(Papers::default()) }
    }
}

impl PapersDraft {
    fn put(&self, chosen: Papers, at_hand: Papers) {
        self.at_hand.set(at_hand);
        self.resume.set(chosen.resume && at_hand.resume);
        self.cover_letter.set(chosen.cover_letter && at_hand.cover_letter);
        self.form.set(chosen.form && at_hand.form);
    }
}

/// A draft as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    application: Option<ApplicationChoice>,
    interview: Option<(InterviewId, i64)>,
    duration_minutes: i64,
    room: Option<Room>,
    round: Vec<Choice<TemplateId>>,
    was_told: bool,
    why_no_text: Option<NoText>,
    at_hand: Papers,
    plan: PlanInterview,
}

impl Draft {
    /// Empty fields.
    pub fn new() -> Self {
        let text = || RwSignal::new(String::new());
        Self {
            application: RwSignal::new(None),
            interview: RwSignal::new(None),
            template: RwSignal::new(None),
            round: RwSignal::new(Vec::new()),
            title: text(),
            starts_on: text(),
            starts_at: text(),
            ends_on: text(),
            ends_at: text(),
            attendees: RwSignal::new(Vec::new()),
            description: text(),
            place_kind: RwSignal::new(PlaceKind::Video.name().to_owned()),
            place: text(),
            room: RwSignal::new(None),
            tell_candidate: RwSignal::new(true),
            was_told: RwSignal::new(false),
            text_candidate: RwSignal::new(true),
            why_no_text: RwSignal::new(None),
            papers: PapersDraft::default(),
            reason: text(),
            duration_minutes: RwSignal::new(60),
            wanted: RwSignal::new(None),
            exact: RwSignal::new(None),
            filled: RwSignal::new(None),
        }
    }

    /// What is typed, as the form that the server checks; follows every field.
    pub fn plan(&self, zone: &str) -> PlanInterview {
        PlanInterview {
            application: self.application.with(|application| application.as_ref().map(|application| application.id)),
            template: self.template.get(),
            title: self.title.get(),
            starts_on: self.starts_on.get(),
            starts_at: self.starts_at.get(),
            ends_on: self.ends_on.get(),
            ends_at: self.ends_at.get(),
            zone: zone.to_owned(),
            attendees: self.attendees.get(),
            description: self.description.get(),
            place: Place { kind: PlaceKind::parse(&self.place_kind.get()).unwrap_or(PlaceKind::Video), text: self.place.get() },
            room: self.room.with(|room| room.as_ref().map(|room| room.id)),
            tell_candidate: self.tell_candidate.get(),
            // Where it can not be now, it stays wanted for when it can.
            text_candidate: self.text_candidate.get() || self.why_no_text.with(Option::is_some),
            papers: Papers { resume: self.papers.resume.get(), cover_letter: self.papers.cover_letter.get(), form: self.papers.form.get() },
            reason: self.reason.get(),
            exact: self.exact.get(),
        }
    }

    /// Empty fields again; times stay where they come from the grid.
    pub fn clear(&self, from_grid: bool) {
        if !from_grid {
            for time in [self.starts_on, self.starts_at, self.ends_on, self.ends_at] {
                time.set(String::new());
            }
            self.duration_minutes.set(60);
            self.exact.set(None);
        }
        self.filled.set(None);
        self.place_kind.set(PlaceKind::Video.name().to_owned());
        self.application.set(None);
        self.interview.set(None);
        self.template.set(None);
        self.round.set(Vec::new());
        self.title.set(String::new());
        self.attendees.set(Vec::new());
        self.description.set(String::new());
        self.place.set(String::new());
        self.room.set(None);
        self.tell_candidate.set(true);
        self.was_told.set(false);
        self.text_candidate.set(true);
        self.why_no_text.set(None);
        self.papers.put(Papers::default(), Papers::default());
        self.reason.set(String::new());
    }

    /// Takes up what an application or interview begins with. What was typed for a new interview stays; times stay as they are unless an
    /// interview has its own.
    pub fn begin(&self, view: &PlanView, zone: &Zone) {
        let before = self.filled.get_untracked().filter(|_| view.interview.is_none());
        let typed = |now: &str, filled: fn(&PlanView) -> &str| {
            view.interview.is_none() && !now.trim().is_empty() && before.as_ref().is_none_or(|before| filled(before) != now)
        };
        self.application.set(Some(view.application.clone()));
        self.interview.set(view.interview.map(|(id, _, version)| (id, version)));
        self.template.set(view.template);
        self.round.set(view.round.clone());
        if !self.title.with_untracked(|now| typed(now, |view| &view.title)) {
            self.title.set(view.title.clone());
        }
        if !self.description.with_untracked(|now| typed(now, |view| &view.description)) {
            self.description.set(view.description.clone());
        }
        if !self.place.with_untracked(|now| typed(now, |view| &view.place.text)) {
            self.place_kind.set(view.place.kind.name().to_owned());
            self.place.set(view.place.text.clone());
        }
        let chosen = self.attendees.get_untracked();
        let own_choice = !chosen.is_empty() && before.as_ref().is_none_or(|before| before.attendees != chosen);
        if view.interview.is_some() || !own_choice {
            self.attendees.set(view.attendees.clone());
        }
        if view.interview.is_some() || self.room.with_untracked(Option::is_none) {
            self.room.set(view.room.clone());
        }
        self.filled.set(Some(view.clone()));
        self.tell_candidate.set(view.tell_candidate);
        self.was_told.set(view.interview.is_some() && view.tell_candidate);
        self.text_candidate.set(view.text_candidate && view.why_no_text.is_none());
        self.why_no_text.set(view.why_no_text);
        self.papers.put(view.papers, view.at_hand);
        self.reason.set(String::new());
        self.duration_minutes.set(i64::from(view.duration_minutes));
        match view.interview {
            Some((_, span, _)) => self.put(span, zone),
            None => self.end_follows(zone),
        }
        self.take_wanted(zone);
    }

    /// Notes what the last candidate's stage would have filled in, where what was typed goes on after a reload.
    pub fn goes_on(&self, view: &PlanView, zone: &Zone) {
        self.filled.set(Some(view.clone()));
        self.take_wanted(zone);
    }

    /// An interview was dragged to a time that needs the panel; where it is open for that interview, it has that time at once.
    pub fn want(&self, interview: InterviewId, span: Span, zone: &Zone) {
        self.wanted.set(Some((interview, span)));
        if self.interview.get_untracked().is_some_and(|(id, _)| id == interview) {
            self.take_wanted(zone);
        }
    }

    fn take_wanted(&self, zone: &Zone) {
        let wanted = self.wanted.get_untracked();
        self.wanted.set(None);
        let own = self.interview.get_untracked().map(|(id, _)| id);
        if let Some((_, span)) = wanted.filter(|(interview, _)| own == Some(*interview)) {
            self.put(span, zone);
        }
    }

    /// Puts the times of a span into the fields that differ.
    pub fn put(&self, span: Span, zone: &Zone) {
        let (start, end) = (zone.civil(span.start()), zone.civil(span.end()));
        let put = |field: RwSignal<String>, text: String| {
            if field.with_untracked(|now| *now != text) {
                field.set(text);
            }
        };
        put(self.starts_on, start.date().to_string());
        put(self.starts_at, start.format("%H:%M").to_string());
        put(self.ends_on, end.date().to_string());
        put(self.ends_at, end.format("%H:%M").to_string());
        self.duration_minutes.set(span.duration_minutes());
        let exact = Some(span).filter(|_| zone.instant(start) != span.start() || zone.instant(end) != span.end());
        if self.exact.get_untracked() != exact {
            self.exact.set(exact);
        }
    }

    /// The end as long after the start as it was; nothing while the start is not typed well.
    pub fn end_follows(&self, zone: &Zone) {
        let (on, at) = (self.starts_on.get_untracked(), self.starts_at.get_untracked());
        let minutes = self.duration_minutes.get_untracked();
        let plan = PlanInterview { ends_on: on, ends_at: at, ..untrack(|| self.plan(zone.name())) };
        if let Some(start) = plan.start(zone)
            && let Ok(span) = Span::new(start, plus_minutes(start, minutes))
        {
            self.put(span, zone);
        }
    }

    /// The end was typed: from now on the interview is so long.
    pub fn length_follows(&self, zone: &Zone) {
        if let Some(span) = untrack(|| self.plan(zone.name())).span(zone) {
            self.duration_minutes.set(span.duration_minutes());
        }
    }

    /// Keeps every change until [`Draft::forget`]. Takes up what was kept, and says whether there was something.
    pub fn keep(&self, zone: Signal<Zone>) -> bool {
        let kept = storage::get(KEPT).and_then(|text| serde_json::from_str::<Kept>(&text).ok());
        let found = kept.is_some();
        if let Some(Kept { application, interview, duration_minutes, room, round, was_told, why_no_text, at_hand, plan }) = kept {
            self.application.set(application);
            self.interview.set(interview);
            self.template.set(plan.template);
            self.round.set(round);
            self.title.set(plan.title);
            self.starts_on.set(plan.starts_on);
            self.starts_at.set(plan.starts_at);
            self.ends_on.set(plan.ends_on);
            self.ends_at.set(plan.ends_at);
            self.attendees.set(plan.attendees);
            self.description.set(plan.description);
            self.place_kind.set(plan.place.kind.name().to_owned());
            self.place.set(plan.place.text);
            self.room.set(room);
            self.tell_candidate.set(plan.tell_candidate);
            self.was_told.set(was_told);
            self.text_candidate.set(plan.text_candidate && why_no_text.is_none());
            self.why_no_text.set(why_no_text);
            self.papers.put(plan.papers, at_hand);
            self.reason.set(plan.reason);
            self.exact.set(plan.exact);
            self.duration_minutes.set(duration_minutes);
        }
        let draft = *self;
        Effect::new(move |_: Option<()>| {
            let kept = Kept {
                application: draft.application.get(),
                interview: draft.interview.get(),
                duration_minutes: draft.duration_minutes.get(),
                room: draft.room.get(),
                round: draft.round.get(),
                was_told: draft.was_told.get(),
                why_no_text: draft.why_no_text.get(),
                at_hand: draft.papers.at_hand.get(),
                plan: zone.with(|zone| draft.plan(zone.name())),
            };
            storage::set(KEPT, serde_json::to_string(&kept).ok().as_deref());
        });
        found
    }

    /// Forgets what was kept.
    pub fn forget() {
        storage::set(KEPT, None);
    }
}
