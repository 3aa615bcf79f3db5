//! `/a/TOKEN`: the answer to an invitation, by the link of its mail. Opening it changes nothing; each answer is a plain form. Drawn by the
//! server alone, as the candidate's page is.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

use crate::api::answers::{AnswerPage as Opened, AnswerState, AnswerView, SubmitAnswer, answer_page};
use crate::api::error::ApiError;
use crate::domain::jobs::PlaceKind;
use crate::domain::scheduling::answer::PROPOSED;
use crate::domain::scheduling::interview::Response;
use crate::t;
use crate::text::dates;
use crate::ui::components::*;
use crate::ui::pages::booking::gone;
use crate::ui::records::answering::{Asked, Typed, forms, said};
use crate::ui::returned::typed_or;
use crate::ui::viewer::use_viewer;

/// The page behind an invitation's link.
#[component]
pub fn AnswerPage() -> impl IntoView {
    let token = use_params_map().with_untracked(|params| params.get("token").unwrap_or_default());
    // The answer that was chosen in the mail is opened, or the one that came back with an error.
    let opened = typed_or("input[answer]", &use_query_map().with_untracked(|query| query.get("answer").unwrap_or_default()));
    let asking = Asking { give: ServerAction::new(), typed: Typed::returned(), token, opened };
    let page = move || {
        let asking = asking.clone();
        Suspend::new(async move {
            match answer_page(asking.token.clone()).await {
                Ok(Opened::Invited(view)) => invited(&view, &asking).into_any(),
                Ok(Opened::NotInvited { organisation }) => not_invited(organisation).into_any(),
                Err(ApiError::Unauthorized | ApiError::NotFound) => gone().into_any(),
                Err(error) => view! { <div class="booking__card booking__card--single"><section class="booking__wide"><Failure error/></section></div> }.into_any(),
            }
        })
    };
    view! {
        <main id="main" class="booking" tabindex="-1">
            <Suspense>{page}</Suspense>
        </main>
    }
}

/// What the forms need besides the invitation.
#[derive(Clone)]
struct Asking {
    give: ServerAction<SubmitAnswer>,
    typed: Typed,
    token: String,
    /// The answer that is open from the beginning.
    opened: String,
}

fn invited(view: &AnswerView, asking: &Asking) -> impl IntoView + use<> {
    view! {
        <div class="booking__card">
            {about(view)}
            <section class="booking__wide answer">
                {state(view)}
                <FormErrors error=failure_of(asking.give.value())/>
                {rest(view, asking)}
            </section>
        </div>
    }
}

fn not_invited(organisation: String) -> impl IntoView {
    let heading = t!("answer-not-invited-heading");
    view! {
        <Title text=heading.clone()/>
        <div class="booking__card booking__card--single">
            <section class="booking__wide booking__message-only">
                <div class="booking__sign"><Icon glyph=Glyph::INFO/></div>
                <h1>{heading}</h1>
                <p>{t!("answer-not-invited-text", organisation = organisation)}</p>
            </section>
        </div>
    }
}

/// What the interview is.
fn about(view: &AnswerView) -> impl IntoView + use<> {
    let locale = use_viewer().locale;
    let heading = match &view.candidate {
        Some(candidate) => t!("answer-title-others", candidate = candidate.clone(), role = view.role.clone()),
        None => t!("answer-title-candidate", role = view.role.clone(), company = view.company.clone()),
    };
    view! {
        <Title text=heading.clone()/>
        <section class="booking__about">
            <div class="booking__company"><Avatar name=view.company.clone() large=true/><span><b>{view.company.clone()}</b>{(view.organisation != view.company).then(|| view! { <small>{t!("answer-by", organisation = view.organisation.clone())}</small> })}</span></div>
            <h1>{heading}</h1>
            <ul class="booking__facts">
                <li><Icon glyph=Glyph::CLOCK/><span>{dates::duration(locale, view.span.duration_minutes())}</span></li>
                {place(view)}
                {(!view.with.is_empty()).then(|| view! { <li><Icon glyph=Glyph::USERS/><span>{t!("answer-with", people = view.with.join(", "))}</span></li> })}
            </ul>
            {(!view.words.is_empty()).then(|| view! { <p class="booking__message prewrap">{view.words.clone()}</p> })}
        </section>
    }
}

/// Where it stands, and what is asked.
fn state(view: &AnswerView) -> AnyView {
    match view.state {
        AnswerState::Cancelled => part(Glyph::CALENDAR_X, "answer-cancelled", t!("answer-cancelled-text"), view.reason.clone()).into_any(),
        AnswerState::Over => {
            let full = dates::full(use_viewer().locale, &view.zone, view.span);
            part(Glyph::CALENDAR_CHECK, "answer-over", t!("answer-over-text", when = full), String::new()).into_any()
        }
        AnswerState::Open => open(view).into_any(),
    }
}

/// The answers, while there is time, and whom to ask.
fn rest(view: &AnswerView, asking: &Asking) -> impl IntoView + use<> {
    let ask = (!view.recruiter_email.is_empty()).then(|| {
        let mail = view.recruiter_email.clone();
        let href = format!("mailto:{mail}");
        view! { <p class="soft small">{t!("booking-ask", name = view.recruiter.clone())}" "<a href=href>{mail}</a></p> }
    });
    let forms = (view.state == AnswerState::Open).then(|| answers(view, asking));
    view! { {forms} {ask} }
}

fn answers(view: &AnswerView, asking: &Asking) -> AnyView {
    let Asking { give, typed, token, opened } = asking.clone();
    let asked = Asked {
        start_ms: view.span.start_ms(),
        response: view.response,
        recruiter: view.recruiter.clone(),
        zone: view.zone.clone(),
        now: view.now,
        opened,
        large: true,
    };
    let wrap = move |inner: AnyView| {
        let token = token.clone();
        view! { <ActionForm action=give attr:class="form" attr:novalidate=true><input type="hidden" name="token" value=token/>{inner}</ActionForm> }.into_any()
    };
    forms(&asked, typed, errors_of(give.value()), Signal::stored(false), wrap)
}

fn place(view: &AnswerView) -> impl IntoView + use<> {
    let (glyph, kind) = match view.place.kind {
        PlaceKind::Video => (Glyph::VIDEO, "place-video"),
        PlaceKind::Onsite => (Glyph::MAP_PIN, "place-onsite"),
        PlaceKind::Phone => (Glyph::PHONE, "place-phone"),
    };
    let text = view.place.text.clone();
    let shown = if crate::domain::jobs::is_link(&text) {
        let href = text.clone();
        view! { ": "<a href=href rel="external noreferrer">{text}</a> }.into_any()
    } else if text.is_empty() {
        ().into_any()
    } else {
        view! { {format!(": {text}")} }.into_any()
    };
    view! { <li><Icon glyph/><span>{t!(kind)}{shown}</span></li> }
}

/// When it is, and what was answered so far.
fn open(view: &AnswerView) -> impl IntoView + use<> {
    let locale = use_viewer().locale;
    let (zone, start) = (&view.zone, view.span.start());
    let moved = view.was.map(|was| {
        let was = format!("{}, {}", dates::moment(locale, zone, was), dates::zone_at(zone, was));
        view! { <Notice tone=Tone::Caution icon=Glyph::CALENDAR_CLOCK>{t!("answer-was", when = was)}</Notice> }
    });
    let there = view
        .there
        .as_ref()
        .map(|there| view! { <span class="soft">{t!("answer-there", when = dates::full(locale, there, view.span))}</span> });
    let proposal = view.answer.as_ref().and_then(|answer| answer.proposal.clone());
    let answered = view.response != Response::NeedsAction || view.answer.is_some();
    let seen = answered.then(|| view! { <p class="soft small">{t!("answer-seen", recruiter = view.recruiter.clone())}</p> });
    let state = if proposal.is_some() { PROPOSED } else { view.response.name() };
    view! {
        {moved}
        <p class="booking__when">
            <span class="booking__date">{dates::date_long(locale, zone.date(start))}</span>
            <span class="booking__time">{dates::times(locale, zone, view.span)}</span>
            <span class="soft">{dates::zone_at(zone, start)}</span>
            {there}
        </p>
        <div class="answer__now" role="status">
            <p class="answer__state"><Icon glyph=glyph(state)/><strong>{t!(&format!("answer-now-{state}"))}</strong></p>
            {view.answer.as_ref().map(|answer| said(answer, zone))}
            {seen}
        </div>
        <h2>{if answered { t!("answer-again") } else { t!("answer-question") }}</h2>
    }
}

fn glyph(state: &str) -> Glyph {
    match Response::parse(state) {
        Some(Response::Accepted) => Glyph::CIRCLE_CHECK,
        Some(Response::Declined) => Glyph::CIRCLE_X,
        Some(Response::Tentative) => Glyph::HOURGLASS,
        Some(Response::NeedsAction) => Glyph::MAIL,
        None => Glyph::CALENDAR_CLOCK,
    }
}

fn part(glyph: Glyph, key: &str, text: String, reason: String) -> impl IntoView + use<> {
    let heading = t!(&format!("{key}-heading"));
    view! {
        <div class="booking__sign"><Icon glyph/></div>
        <h2>{heading}</h2>
        <p>{text}</p>
        {(!reason.is_empty()).then(|| view! { <blockquote class="prewrap">{reason}</blockquote> })}
    }
}
