//! The viewer's own answer on an interview's page, and moving the interview to a time that somebody asks for.

use leptos::form::ActionForm;
use leptos::prelude::*;

use crate::api::answers::{SubmitOwnAnswer, move_to_proposal};
use crate::api::booking::explain;
use crate::api::calendar::InterviewView;
use crate::api::error::ApiError;
use crate::domain::availability::conflict::Blocker;
use crate::domain::id::{InterviewId, RequestId};
use crate::domain::scheduling::interview::{InterviewState, PersonKind};
use crate::domain::time::{Instant, Zone};
use crate::t;
use crate::text::dates;
use crate::ui::components::*;
use crate::ui::records::answering::{Asked, Typed, forms};
use crate::ui::viewer::use_viewer;

/// For the one who is asked for an answer, while there is time: the answers.
pub fn own_answer(view: &InterviewView, give: ServerAction<SubmitOwnAnswer>, typed: Typed) -> Option<AnyView> {
    let response = view.own.filter(|_| view.state == InterviewState::Confirmed && view.span.start() > view.now)?;
    let recruiter = view.people.iter().find(|person| person.kind == PersonKind::Organiser);
    let asked = Asked {
        start_ms: view.span.start_ms(),
        response,
        recruiter: recruiter.map(|person| person.name.clone()).unwrap_or_default(),
        zone: view.zone.clone(),
        now: view.now,
        opened: String::new(),
        large: false,
    };
    let id = view.id.to_string();
    let wrap = move |inner: AnyView| {
        let id = id.clone();
        view! { <ActionForm action=give attr:class="form" attr:novalidate=true><input type="hidden" name="interview" value=id/>{inner}</ActionForm> }.into_any()
    };
    let heading = format!("{}: {}", t!("answer-own"), t!(&format!("response-{}", response.name())));
    Some(
        view! {
            <section class="stack" aria-labelledby="own-answer">
                <h2 id="own-answer" class="interview__people-title">{heading}</h2>
                {forms(&asked, typed, errors_of(give.value()), give.pending().into(), wrap)}
            </section>
        }
        .into_any(),
    )
}

/// Moves the interview to the time asked for, if it is free; says what stands in the way otherwise.
#[component]
pub fn MoveToProposal(
    /// The interview.
    id: InterviewId,
    /// Its version.
    version: i64,
    /// The request it was booked for, if any.
    request: Option<RequestId>,
    /// The time asked for.
    start: Instant,
    /// The viewer's zone.
    zone: Zone,
    /// The button says when: it stands beside no proposal.
    #[prop(optional)]
    named: bool,
) -> impl IntoView {
    let toasts = use_toasts();
    let done = t!("proposal-moved");
    let blockers = RwSignal::new(None::<Vec<Blocker>>);
    let save = Action::new(move |_: &()| {
        let done = done.clone();
        async move {
            blockers.set(None);
            match move_to_proposal(id, start, version).await {
                Ok(()) => {
                    toasts.show(done);
                    Ok(())
                }
                Err(ApiError::SlotTaken { .. }) => {
                    // Why, by name; where even that fails, that it is taken.
                    let why = match request {
                        Some(request) => explain(request, start).await.map(|why| why.blockers).unwrap_or_default(),
                        None => Vec::new(),
                    };
                    blockers.set(Some(why));
                    Ok(())
                }
                Err(error) => Err(error),
            }
        }
    });
    let locale = use_viewer().locale;
    let when = format!("{}, {}", dates::moment(locale, &zone, start), dates::zone_at(&zone, start));
    view! {
        <Button size=Size::Small icon=Glyph::CALENDAR_CLOCK pending=save.pending() on:click=move |_| { save.dispatch(()); }>
            {if named {
                view! { {t!("mend-move-to", when = when)} }.into_any()
            } else {
                view! { {t!("proposal-move")}<span class="visually-hidden">{format!(": {when}")}</span> }.into_any()
            }}
        </Button>
        <FormErrors error=failure_of(save.value())/>
        {move || blockers.get().map(|blockers| view! { <Notice tone=Tone::Negative>{refused(&blockers)}</Notice> })}
    }
}

/// `It can not be moved there: Ben is busy then.`
fn refused(blockers: &[Blocker]) -> String {
    // Least notice does not bind who schedules.
    let mut reasons: Vec<String> = blockers.iter().filter(|blocker| !matches!(blocker, Blocker::TooSoon { .. })).map(reason).collect();
    reasons.dedup();
    if reasons.is_empty() {
        reasons.push(t!("proposal-taken"));
    }
    format!("{} {}.", t!("proposal-refused"), reasons.join("; "))
}

fn reason(blocker: &Blocker) -> String {
    match blocker {
        Blocker::TooSoon { .. } => t!("blocker-too-soon"),
        Blocker::TooLate { .. } => t!("blocker-too-late"),
        Blocker::OffGrid { step_minutes, .. } => t!("blocker-off-grid", minutes = *step_minutes),
        Blocker::NotWilling { participant, .. } => t!("blocker-not-willing", name = participant.name.clone()),
        Blocker::Busy { participant, block, .. } => match &block.label {
            Some(label) => t!("blocker-busy-with", name = participant.name.clone(), title = label.clone()),
            None => t!("blocker-busy", name = participant.name.clone()),
        },
        Blocker::DailyCap { participant, .. } => t!("blocker-daily-cap", name = participant.name.clone()),
    }
}
