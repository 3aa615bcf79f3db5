//! Moving an interview on the grid: drawn at its new place at once, stored, and taken back by Undo.

use leptos::prelude::*;

use super::address::{Aim, CalendarAddress};
use super::plan::{Draft, hindrances};
use crate::api::calendar::{CalendarInterview, CalendarView};
use crate::api::error::ApiError;
use crate::api::interviews::{PeopleQuery, PeopleView, ShiftInterview, interview_people, shift_interview, undo_shift};
use crate::domain::id::InterviewId;
use crate::domain::scheduling::interview::{InterviewState, PersonKind};
use crate::domain::span::Span;
use crate::domain::time::{Instant, Zone};
use crate::t;
use crate::text;
use crate::text::{dates, field_error};
use crate::ui::calendar::GhostNote;
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;

/// What the grid needs for moving.
#[derive(Clone, Copy)]
pub struct Shifting {
    /// Gives an interview another time.
    pub shift: Callback<(String, Span)>,
    /// Names what stands in the way of a time.
    pub note: Callback<(String, Span), GhostNote>,
    /// The interview that is on its way, at its new time.
    under_way: RwSignal<Option<(InterviewId, Span)>>,
}

impl Shifting {
    /// For the interviews of this view. A time that needs a reason opens the panel for changing.
    pub fn new(
        view: RwSignal<CalendarView>,
        zone: Signal<Zone>,
        range: Signal<Option<Span>>,
        draft: Draft,
        (address, go): (Memo<CalendarAddress>, Callback<CalendarAddress>),
    ) -> Self {
        let locale = use_viewer().locale;
        let toasts = use_toasts();
        let undone = t!("interview-move-undone");
        let under_way = RwSignal::new(None::<(InterviewId, Span)>);
        let people = RwSignal::new(None::<(InterviewId, Option<PeopleView>)>);
        let find = move |key: &str| {
            let id = key.parse::<InterviewId>().ok()?;
            view.with_untracked(|view| view.interviews.iter().find(|interview| interview.id == id).cloned())
        };
        // What the server stored has arrived: from now on that is drawn.
        Effect::new(move |_: Option<()>| {
            view.track();
            under_way.set(None);
        });
        let shift = Callback::new(move |(key, span): (String, Span)| {
            let Some(interview) = find(&key) else { return };
            under_way.set(Some((interview.id, span)));
            let when = zone.with_untracked(|zone| dates::moment(locale, zone, span.start()));
            let said = text!(locale.language, "interview-shifted", name = interview.candidate_name.clone(), when = when);
            let undone = undone.clone();
            leptos::task::spawn_local(async move {
                let asked = ShiftInterview { interview: interview.id, version: interview.version, span };
                let failure = match shift_interview(asked).await {
                    Ok(shifted) => {
                        toasts.show_with_undo(said, take_back(interview.id, shifted.version, toasts, undone));
                        // The next move need not wait until the calendar was read again.
                        view.try_update(|view| {
                            if let Some(moved) =
                                view.interviews.iter_mut().find(|one| one.id == interview.id && one.version < shifted.version)
                            {
                                (moved.version, moved.span) = (shifted.version, span);
                            }
                        });
                        return;
                    }
                    Err(failure) => failure,
                };
                if view.is_disposed() {
                    // The page was left meanwhile; what could not be done is said all the same.
                    toasts.fail(&failure);
                    return;
                }
                under_way.set(None);
                match failure {
                    ApiError::Invalid(errors)
                        if errors.at("reason").is_some() && errors.at("starts_at").is_none() && errors.at("room").is_none() =>
                    {
                        draft.want(interview.id, span, &zone.get_untracked());
                        go.run(CalendarAddress { plan: Some(Aim::Change(interview.id)), interview: None, ..address.get_untracked() });
                    }
                    ApiError::Invalid(errors) => {
                        let why = errors.iter().map(|error| field_error(locale.language, error)).collect::<Vec<_>>().join(" · ");
                        toasts.warn(why);
                    }
                    error => toasts.fail(&error),
                }
            });
        });
        let note = Callback::new(move |(key, span): (String, Span)| {
            let Some(interview) = find(&key) else { return GhostNote::default() };
            let known = people.with_untracked(|people| people.as_ref().is_some_and(|(id, _)| *id == interview.id));
            if !known {
                people.set(Some((interview.id, None)));
                ask(&interview, range.get_untracked(), people);
            }
            let found = people.with(|people| {
                let people = people.as_ref().filter(|(id, _)| *id == interview.id).and_then(|(_, people)| people.as_ref());
                people.map(|people| zone.with_untracked(|zone| hindrances(people, span, zone, locale))).unwrap_or_default()
            });
            let text = found.iter().map(|hindrance| hindrance.text.as_str()).collect::<Vec<_>>().join(" · ");
            GhostNote { text, refused: found.iter().any(|hindrance| hindrance.is_hard) }
        });
        // Asked anew for each drag: somebody may have become busy since.
        Effect::new(move |_: Option<()>| {
            view.track();
            people.set(None);
        });
        Self { shift, note, under_way }
    }

    /// The time to draw an interview at.
    pub fn place(&self, interview: &CalendarInterview) -> Span {
        self.under_way.with(|under_way| under_way.filter(|(id, _)| *id == interview.id).map_or(interview.span, |(_, span)| span))
    }
}

/// What takes a move back.
fn take_back(interview: InterviewId, version: i64, toasts: Toasts, undone: String) -> impl Fn() + Send + Sync + 'static {
    move || {
        let undone = undone.clone();
        leptos::task::spawn_local(async move {
            match undo_shift(interview, version).await {
                Ok(()) => toasts.show(undone),
                Err(error) => toasts.fail(&error),
            }
        });
    }
}

/// Whether an interview can be given another time.
pub fn is_movable(interview: &CalendarInterview, now: Instant) -> bool {
    interview.state == InterviewState::Confirmed && interview.span.start() > now
}

fn ask(interview: &CalendarInterview, range: Option<Span>, people: RwSignal<Option<(InterviewId, Option<PeopleView>)>>) {
    let Some(range) = range else { return };
    let needed = interview.people.iter().filter(|person| person.kind == PersonKind::Attendee && !person.optional);
    let attendees = needed.filter_map(|person| person.user).collect();
    let query =
        PeopleQuery { application: interview.application, template: None, interview: Some(interview.id), attendees, room: None, range };
    let id = interview.id;
    leptos::task::spawn_local(async move {
        // What could not be asked is named when it is stored.
        if let Ok(answer) = interview_people(query).await
            && people.try_get_untracked().flatten().is_some_and(|(asked, _)| asked == id)
        {
            people.try_set(Some((id, Some(answer))));
        }
    });
}
