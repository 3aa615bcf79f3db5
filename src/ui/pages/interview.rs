//! `/interviews/ID`: one interview in full; the calendar shows the same beside its grid.

mod answer;
mod change;
mod mend;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use self::answer::{MoveToProposal, own_answer};
use self::change::{CancelInterview, MoveInterview};
use self::mend::Mend;
use crate::api::answers::SubmitOwnAnswer;
use crate::api::calendar::{InterviewView, interview};
use crate::domain::help::Topic;
use crate::domain::id::InterviewId;
use crate::domain::jobs::PlaceKind;
use crate::domain::scheduling::interview::{InterviewState, PersonKind, Response};
use crate::paths;
use crate::t;
use crate::text;
use crate::text::dates;
use crate::ui::browser::live::use_changes;
use crate::ui::components::*;
use crate::ui::latest::Latest;
use crate::ui::records::answering::{self, Typed};
use crate::ui::shell::is_staff;
use crate::ui::viewer::use_viewer;

/// The page of one interview.
#[component]
pub fn InterviewPage() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("id")).and_then(|id| id.parse::<InterviewId>().ok());
    view! {
        <Title text=t!("interview-title")/>
        <div class="page">
            <p class="row"><a href=paths::CALENDAR>{t!("interview-back")}</a><HelpLink topic=Topic::Invitations/></p>
            {match id {
                Some(id) => view! { <section class="card"><InterviewDetails id page=true/></section> }.into_any(),
                None => view! { <Failure error=crate::api::error::ApiError::NotFound/> }.into_any(),
            }}
        </div>
    }
}

/// Everything about an interview, kept up to date.
#[component]
pub fn InterviewDetails(
    /// Which.
    id: InterviewId,
    /// Stands on a page of its own.
    #[prop(optional)]
    page: bool,
) -> impl IntoView {
    let changes = use_changes(paths::EVENTS.to_owned(), Some(vec![format!("interview:{id}")]));
    let give = ServerAction::<SubmitOwnAnswer>::new();
    toast_outcomes(give.value(), "answer-saved");
    let typed = Typed::returned();
    let view = Latest::new(move || changes.get(), move || interview(id));
    view! {
        {view.failure()}
        {view.show(5, move |view| view! { <Details view page give typed/> }.into_any(), |error| view! { <Failure error/> }.into_any())}
        {is_staff().then(|| view! { <Mend id changes/> })}
    }
}

#[component]
fn Details(
    /// The interview.
    view: Signal<InterviewView>,
    /// Stands on a page of its own.
    page: bool,
    /// Gives the viewer's own answer.
    give: ServerAction<SubmitOwnAnswer>,
    /// What is typed with it.
    typed: Typed,
) -> impl IntoView {
    let (moving, cancelling) = (RwSignal::new(false), RwSignal::new(false));
    view! {
        <div class="interview">
            {move || view.with(|view| facts(view, page))}
            <FormErrors error=failure_of(give.value())/>
            {move || view.with(|view| own_answer(view, give, typed))}
            {move || view.with(|view| doing(view, page, moving, cancelling))}
            <MoveInterview open=moving view/>
            <CancelInterview open=cancelling view/>
        </div>
    }
}

/// What it is, when, where, with whom.
fn facts(view: &InterviewView, page: bool) -> AnyView {
    let locale = use_viewer().locale;
    let language = locale.language;
    let confirmed = view.state == InterviewState::Confirmed;
    let title = format!("{} · {}", view.title, view.candidate_name);
    let place = text!(language, &format!("place-{}", view.place.kind.name()));
    let link = view.place.kind == PlaceKind::Video && crate::domain::jobs::is_link(&view.place.text);
    let place_text = view.place.text.clone();
    let people = view.people.iter().map(|person| {
        let part = text!(language, &format!("person-{}", person.kind.name()));
        let (answer, tone) = match person.response {
            Response::Accepted => ("response-accepted", Tone::Positive),
            Response::Declined => ("response-declined", Tone::Negative),
            Response::Tentative => ("response-tentative", Tone::Caution),
            Response::NeedsAction => ("response-needs_action", Tone::Neutral),
        };
        let theirs = dates::full(locale, &person.zone, view.span);
        let said = person.answer.as_ref().filter(|answer| confirmed && (answer.proposal.is_some() || !answer.reason.is_empty()));
        let said = said.map(|answer| {
            let start = answer.proposal.as_ref().and_then(|proposal| proposal.start).filter(|start| *start > view.now);
            let to = start.filter(|_| view.can_manage);
            view! {
                <div class="interview__said small">
                    {answering::said(answer, &view.zone)}
                    {to.map(|start| view! { <MoveToProposal id=view.id version=view.version request=view.request start zone=view.zone.clone()/> })}
                </div>
            }
        });
        view! {
            <li class="interview__person">
                <Avatar name=person.name.clone() small=true/>
                <span>
                    <strong>{person.name.clone()}</strong> " " <span class="soft small">{part}</span>
                    <span class="soft small interview__zone">{theirs}</span>
                </span>
                {(person.kind != PersonKind::Organiser && confirmed).then(|| view! { <Pill tone>{text!(language, answer)}</Pill> })}
                {said}
            </li>
        }
    });
    let people = people.collect_view();
    view! {
        {if page { view! { <h1>{title}</h1> }.into_any() } else { view! { <h3>{title}</h3> }.into_any() }}
        <p>
            {if confirmed {
                view! { <Pill tone=Tone::Positive>{text!(language, "entry-confirmed")}</Pill> }
            } else {
                view! { <Pill tone=Tone::Negative>{text!(language, "entry-cancelled")}</Pill> }
            }}
        </p>
        <p><strong>{dates::full(locale, &view.zone, view.span)}</strong></p>
        {(!view.reason.is_empty()).then(|| view! { <p class="soft">{text!(language, "interview-reason", reason = view.reason.clone())}</p> })}
        <dl class="facts">
            <dt>{text!(language, "interview-candidate")}</dt>
            <dd><a href=paths::candidate(view.candidate)>{view.candidate_name.clone()}</a></dd>
            <dt>{text!(language, "interview-job")}</dt>
            <dd><a href=paths::job(view.job)>{view.job_title.clone()}</a></dd>
            {view.client.clone().map(|(id, name)| view! {
                <dt>{text!(language, "interview-client")}</dt>
                <dd><a href=paths::client(id)>{name}</a></dd>
            })}
            <dt>{text!(language, "interview-place")}</dt>
            <dd>
                {place}
                {(!place_text.is_empty()).then(|| {
                    if link {
                        let href = place_text.clone();
                        view! { ": " <a href=href rel="external noreferrer" target="_blank">{place_text}</a> }.into_any()
                    } else {
                        view! { {format!(": {place_text}")} }.into_any()
                    }
                })}
            </dd>
            {view.room.clone().map(|(id, name)| view! {
                <dt>{text!(language, "interview-room")}</dt>
                <dd><a href=paths::calendar_of_room(id)>{name}</a></dd>
            })}
        </dl>
        <h2 class="interview__people-title">{text!(language, "interview-people")}</h2>
        <ul class="interview__people">{people}</ul>
    }
    .into_any()
}

/// What can be done with it.
fn doing(view: &InterviewView, page: bool, moving: RwSignal<bool>, cancelling: RwSignal<bool>) -> AnyView {
    let language = use_viewer().locale.language;
    let confirmed = view.state == InterviewState::Confirmed;
    let movable = confirmed && view.can_manage && view.request.is_some();
    let cancellable = confirmed && view.can_manage;
    view! {
        <div class="row">
            {(confirmed && view.can_manage).then(|| view! { <ButtonLink icon=Glyph::PENCIL href=paths::plan_change(view.id)>{text!(language, "interview-change")}</ButtonLink> })}
            {view.can_manage.then(|| view! { <ButtonLink weight=Weight::Plain icon=Glyph::COPY href=paths::plan_copy(view.id)>{text!(language, "interview-copy")}</ButtonLink> })}
            {movable.then(|| view! { <Button icon=Glyph::CALENDAR_CLOCK on:click=move |_| moving.set(true)>{text!(language, "interview-move")}</Button> })}
            {cancellable.then(|| view! { <Button weight=Weight::Plain icon=Glyph::CALENDAR_X on:click=move |_| cancelling.set(true)>{text!(language, "interview-cancel")}</Button> })}
            <ButtonLink weight=Weight::Plain icon=Glyph::FILE_TEXT href=format!("{}?interview={}", paths::candidate_forms(view.candidate), view.id)>
                {text!(language, "interview-forms")}
            </ButtonLink>
            {(!page).then(|| view! { <ButtonLink weight=Weight::Plain icon=Glyph::EXTERNAL_LINK href=paths::interview(view.id)>{text!(language, "interview-open")}</ButtonLink> })}
            {view.page.filter(|_| view.can_manage).map(|id| view! { <a class="btn btn--plain" href=paths::page(id)>{text!(language, "interview-page")}</a> })}
        </div>
    }
    .into_any()
}
