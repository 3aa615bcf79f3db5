//! Who was presented: résumé, interview or decline.

use leptos::prelude::*;

use super::body::DecideForm;
use crate::api::presentations::{ClientPageView, Decide, PresentedCandidate, withdraw};
use crate::domain::booking::RequestStage;
use crate::domain::error::FieldErrors;
use crate::domain::id::RequestId;
use crate::domain::span::Span;
use crate::domain::time::Zone;
use crate::paths;
use crate::t;
use crate::text::dates;
use crate::ui::browser::focus;
use crate::ui::components::*;
use crate::ui::latest::all_of;
use crate::ui::returned::typed;
use crate::ui::viewer::use_viewer;

/// The presented candidates, undecided ones first.
#[component]
pub fn Candidates(
    key: StoredValue<String>,
    view: RwSignal<ClientPageView>,
    decide: ServerAction<Decide>,
    zone: Signal<Zone>,
) -> impl IntoView {
    // A decision draws the card anew: the focus that was on it stays there.
    let keep = focus::keep(move || view.track());
    // Which of the cards was sent last: what was wrong stands there.
    let sent = RwSignal::new(typed("request"));
    Effect::new(move || {
        if let Some(decision) = decide.input().get() {
            sent.set(decision.request.to_string());
        }
    });
    let interview_of = move |candidate: &PresentedCandidate| {
        view.with(|view| view.interviews.iter().find(|interview| Some(interview.id) == candidate.interview).map(|interview| interview.span))
    };
    let candidates = move || {
        let candidates = view.with(|view| view.candidates.clone());
        candidates.into_iter().map(|candidate| (interview_of(&candidate), candidate)).collect::<Vec<_>>()
    };
    view! {
        <section aria-labelledby="candidates" on:focusin=keep>
            <h2 id="candidates">{t!("client-who")}</h2>
            <FormErrors error=failure_at(failure_of(decide.value()), sent.into())/>
            {move || view.with(|view| view.candidates.is_empty()).then(|| view! { <p class="soft">{t!("client-nobody")}</p> })}
            <ul class="client-page__candidates">
                <For
                    each=candidates
                    key=all_of
                    children=move |(booked, candidate)| view! { <Candidate key candidate booked view decide zone sent/> }
                />
            </ul>
        </section>
    }
}

#[component]
fn Candidate(
    key: StoredValue<String>,
    candidate: PresentedCandidate,
    booked: Option<Span>,
    view: RwSignal<ClientPageView>,
    decide: ServerAction<Decide>,
    zone: Signal<Zone>,
    sent: RwSignal<String>,
) -> impl IntoView {
    let card_id = format!("candidate-{}", candidate.request);
    let locale = use_viewer().locale;
    let staff = view.with_untracked(|view| view.on_behalf);
    let files = candidate.files.into_iter().map(|file| {
        let href = if staff { paths::file(file.id) } else { paths::presented_file(key.get_value(), file.id) };
        // A file, not a page of the app.
        view! { <a class="client-page__file" href=href rel="external" target="_blank"><Icon glyph=Glyph::FILE_TEXT/>{file.name}</a> }
    });
    let (state, tone) = match candidate.state {
        RequestStage::Presented => ("client-state-presented", Tone::Caution),
        RequestStage::Chosen | RequestStage::Invited => ("client-state-chosen", Tone::Positive),
        RequestStage::Booked => ("client-state-booked", Tone::Positive),
        RequestStage::Cancelled => ("client-state-cancelled", Tone::Caution),
        RequestStage::Declined => ("client-state-declined", Tone::Neutral),
        RequestStage::Withdrawn => ("client-state-withdrawn", Tone::Neutral),
    };
    let can_choose = candidate.state.after(crate::domain::booking::RequestStep::Choose).is_ok();
    let can_withdraw = staff && candidate.state.after(crate::domain::booking::RequestStep::Withdraw).is_ok();
    let can_decline = candidate.state.after(crate::domain::booking::RequestStep::Decline).is_ok();
    let undecided = candidate.state == RequestStage::Presented;
    let (name, request) = (candidate.name.clone(), candidate.request.to_string());
    let own = request.clone();
    let is_sent = Memo::new(move |_| sent.with(|sent| *sent == own));
    let refused = errors_of(decide.value());
    let errors = Signal::derive(move || if is_sent.get() { refused.get() } else { FieldErrors::default() });
    let open = untrack(|| errors.with(|errors| !errors.is_empty()));
    let pending = Signal::derive(move || decide.pending().get() && is_sent.get());
    let reason = RwSignal::new(if open { typed("reason") } else { String::new() });
    // Beside "Interview" and "Decline" for who does not see which card they stand on.
    let of_whom = || view! { <span class="visually-hidden">" "{name.clone()}</span> };
    let (choose_whom, decline_whom) = (of_whom(), of_whom());
    let (choose_request, withdrawn) = (request.clone(), name.clone());
    view! {
        <li class="card client-page__candidate" id=card_id tabindex="-1">
            <div class="client-page__who">
                <Avatar name=name.clone()/>
                <div>
                    <strong>{name.clone()}</strong>
                    {candidate.round.map(|round| view! { <span class="soft small">{round}</span> })}
                    <div class="row">{files.collect_view()}</div>
                </div>
                <Pill tone>{t!(state)}</Pill>
            </div>
            {booked.map(|span| view! { <p class="small">{move || dates::full(locale, &zone.get(), span)}</p> })}
            {(!candidate.reason.is_empty()).then(|| view! { <p class="small soft">{candidate.reason.clone()}</p> })}
            <div class="client-page__decide">
                {can_choose.then(|| view! {
                    <DecideForm decide page=key.get_value() request=choose_request version=candidate.version>
                        <input type="hidden" name="choice" value="choose"/>
                        <Button weight=Weight::Primary submit=true pending>
                            {if undecided { t!("client-choose") } else { t!("client-choose-after-all") }}
                            {choose_whom}
                        </Button>
                    </DecideForm>
                })}
                {can_decline.then(|| view! {
                    <details class="client-page__decline" open=open>
                        <summary class="btn btn--plain">
                            {if undecided { t!("client-decline") } else { t!("client-decline-after-all") }}
                            {decline_whom}
                        </summary>
                        <DecideForm decide page=key.get_value() request=request.clone() version=candidate.version>
                            <input type="hidden" name="choice" value="decline"/>
                            <TextArea name="reason" id=field_id(&format!("reason-{request}")) label=t!("client-decline-reason") value=reason errors rows=2 maxlength=1000/>
                            <Button weight=Weight::Negative submit=true pending>
                                {crate::text!(locale.language, "client-decline-send", name = name)}
                            </Button>
                        </DecideForm>
                    </details>
                })}
                {can_withdraw.then(|| view! { <Withdraw id=candidate.request version=candidate.version name=withdrawn/> })}
            </div>
        </li>
    }
}

/// Staff take a candidate back; the page then shows them no more.
#[component]
fn Withdraw(id: RequestId, version: i64, name: String) -> impl IntoView {
    let asking = RwSignal::new(false);
    let save = Action::new(move |_: &()| withdraw(id, version));
    toast_outcomes(save.value(), "share-withdrawn");
    let question = t!("share-withdraw-question", name = name.clone());
    view! {
        <div class="needs-script">
            <Button weight=Weight::Plain icon=Glyph::UNDO_2 pending=save.pending() on:click=move |_| asking.set(true)>
                {t!("share-withdraw")}<span class="visually-hidden">" "{name}</span>
            </Button>
        </div>
        <ConfirmDialog
            open=asking
            title=t!("share-withdraw-title")
            question
            verb=t!("share-withdraw")
            on_confirm=move |()| { save.dispatch(()); }
        />
    }
    .into_any()
}
