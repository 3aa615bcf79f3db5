//! The answers that can be given, each a form of its own: on the page of an invitation's link, and on an interview's page.

use leptos::prelude::*;

use crate::api::answers::PersonAnswer;
use crate::domain::error::FieldErrors;
use crate::domain::scheduling::answer::{MOST_WORDS, PROPOSED};
use crate::domain::scheduling::interview::Response;
use crate::domain::time::{Instant, Zone};
use crate::t;
use crate::text::dates;
use crate::ui::components::*;
use crate::ui::returned::typed_or;
use crate::ui::viewer::use_viewer;

/// What is typed: made once for a page, so that it outlives changes of what is shown around it.
#[derive(Clone, Copy)]
pub struct Typed {
    reason: RwSignal<String>,
    date: RwSignal<String>,
    time: RwSignal<String>,
    words: RwSignal<String>,
    otherwise: RwSignal<String>,
}

impl Typed {
    /// Empty, or what came back with an error.
    pub fn returned() -> Self {
        let field = |name: &str, otherwise: &str| RwSignal::new(typed_or(&format!("input[{name}]"), otherwise));
        Self {
            reason: field("reason", ""),
            date: field("date", ""),
            time: field("time", ""),
            words: field("words", ""),
            otherwise: field("otherwise", Response::Tentative.name()),
        }
    }
}

/// What is asked.
pub struct Asked {
    /// The start that is answered.
    pub start_ms: i64,
    /// The present response.
    pub response: Response,
    /// Who reads the answer.
    pub recruiter: String,
    /// The zone in which times are read and typed.
    pub zone: Zone,
    /// The present.
    pub now: Instant,
    /// The answer that is open from the beginning; empty for none.
    pub opened: String,
    /// With large buttons, as on public pages.
    pub large: bool,
}

/// The forms; `wrap` makes a form around its fields, with whatever says whose answer it is.
pub fn forms(
    asked: &Asked,
    typed: Typed,
    errors: Signal<FieldErrors>,
    pending: Signal<bool>,
    wrap: impl Fn(AnyView) -> AnyView,
) -> AnyView {
    let size = if asked.large { Size::Large } else { Size::Normal };
    let start_ms = asked.start_ms.to_string();
    let hidden = |answer: &'static str| {
        let start_ms = start_ms.clone();
        view! { <input type="hidden" name="input[answer]" value=answer/><input type="hidden" name="input[start_ms]" value=start_ms/> }
    };
    let plain = |response: Response, key: &'static str, icon: Glyph| {
        // What was chosen in the mail, else what most people choose, is the first button.
        let chosen = if asked.opened.is_empty() { response == Response::Accepted } else { asked.opened == response.name() };
        let weight = if chosen { Weight::Primary } else { Weight::Normal };
        let given = (asked.response == response).then_some("true");
        wrap(
            view! {
                {hidden(response.name())}
                <div class="answer__plain" data-given=given>
                    <Button weight size submit=true pending icon wide=true>{t!(key)}</Button>
                </div>
            }
            .into_any(),
        )
    };
    let summary = if asked.large { "btn btn--large btn--wide" } else { "btn btn--wide" };
    let declining = wrap(
        view! {
            {hidden(Response::Declined.name())}
            <TextArea
                name="input[reason]"
                label=t!("answer-reason")
                hint=t!("answer-reason-hint", recruiter = asked.recruiter.clone())
                value=typed.reason
                errors
                optional=true
                maxlength=MOST_WORDS as u16
            />
            <div class="form__actions"><Button weight=Weight::Negative size submit=true pending>{t!("answer-decline-send")}</Button></div>
        }
        .into_any(),
    );
    let otherwise = [Response::Tentative, Response::Declined].map(|response| {
        let text = t!(&format!("answer-otherwise-{}", response.name()));
        (response.name().to_owned(), text)
    });
    let today = asked.zone.date(asked.now).to_string();
    let proposing = wrap(
        view! {
            {hidden(PROPOSED)}
            <input type="hidden" name="input[zone]" value=asked.zone.name().to_owned()/>
            <div class="form__row">
                <TextField name="input[date]" label=t!("answer-date") kind="date" value=typed.date errors optional=true min=today/>
                <TextField name="input[time]" label=t!("answer-time", zone = asked.zone.city()) kind="time" value=typed.time errors optional=true/>
            </div>
            <TextArea
                name="input[words]"
                label=t!("answer-words")
                hint=t!("answer-words-hint")
                value=typed.words
                errors
                optional=true
                rows=2
                maxlength=MOST_WORDS as u16
            />
            <SelectField name="input[otherwise]" label=t!("answer-otherwise") value=typed.otherwise options=Signal::stored(otherwise.to_vec()) errors/>
            <div class="form__actions"><Button weight=Weight::Primary size submit=true pending>{t!("answer-propose-send")}</Button></div>
        }
        .into_any(),
    );
    view! {
        <div class="answer__choices">
            {plain(Response::Accepted, "answer-accept", Glyph::CHECK)}
            {plain(Response::Tentative, "answer-tentative", Glyph::HOURGLASS)}
            <details class="answer__more" open=asked.opened == Response::Declined.name()>
                <summary class=summary><Icon glyph=Glyph::X/>{t!("answer-decline")}</summary>
                {declining}
            </details>
            <details class="answer__more" open=asked.opened == PROPOSED>
                <summary class=summary><Icon glyph=Glyph::CALENDAR_CLOCK/>{t!("answer-propose")}</summary>
                {proposing}
            </details>
        </div>
    }
    .into_any()
}

/// What somebody said with an answer: the reason, the time asked for, the words.
pub fn said(answer: &PersonAnswer, zone: &Zone) -> impl IntoView + use<> {
    let locale = use_viewer().locale;
    let proposal = answer.proposal.clone();
    let start = proposal.as_ref().and_then(|proposal| proposal.start);
    let when = start.map(|at| {
        let when = format!("{}, {}", dates::moment(locale, zone, at), dates::zone_at(zone, at));
        view! { <p>{t!("answer-proposes", when = when)}</p> }
    });
    let words = proposal.map_or_else(|| answer.reason.clone(), |proposal| proposal.words);
    let words = (!words.is_empty()).then(|| view! { <p class="prewrap soft">{t!("answer-says", words = words)}</p> });
    view! { {when} {words} }
}
