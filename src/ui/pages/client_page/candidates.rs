//! Who was presented: résumé, interview or decline.

use leptos::prelude::*;

use super::body::DecideForm;
use crate::api::presentations::{ClientPageView, Decide, PresentedCandidate};
use crate::domain::booking::RequestStage;
use crate::domain::time::Zone;
use crate::paths;
use crate::t;
use crate::text::dates;
use crate::ui::browser::focus;
use crate::ui::components::*;
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
    let last = StoredValue::new(String::new());
    Effect::new(move |_: Option<()>| {
        view.track();
        request_animation_frame(move || {
            if let Some(id) = last.try_get_value().filter(|id| !id.is_empty())
                && focus::is_lost()
            {
                focus::to(&id);
            }
        });
    });
    view! {
        <section aria-labelledby="candidates">
            <h2 id="candidates">{t!("client-who")}</h2>
            <FormErrors error=failure_of(decide.value())/>
            {move || view.with(|view| view.candidates.is_empty()).then(|| view! { <p class="soft">{t!("client-nobody")}</p> })}
            <ul class="client-page__candidates">
                <For
                    each=move || view.with(|view| view.candidates.clone())
                    key=|candidate| (candidate.request, candidate.version, candidate.state, candidate.interview)
                    children=move |candidate| view! { <Candidate key candidate view decide zone last/> }
                />
            </ul>
        </section>
    }
}

#[component]
fn Candidate(
    key: StoredValue<String>,
    candidate: PresentedCandidate,
    view: RwSignal<ClientPageView>,
    decide: ServerAction<Decide>,
    zone: Signal<Zone>,
    last: StoredValue<String>,
) -> impl IntoView {
    let card_id = format!("candidate-{}", candidate.request);
    let own_id = card_id.clone();
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
    let booked = candidate.interview.and_then(|id| {
        view.with_untracked(|view| view.interviews.iter().find(|interview| interview.id == id).map(|interview| interview.span))
    });
    let can_choose = candidate.state.after(crate::domain::booking::RequestStep::Choose).is_ok();
    let can_decline = candidate.state.after(crate::domain::booking::RequestStep::Decline).is_ok();
    let undecided = candidate.state == RequestStage::Presented;
    let (name, request) = (candidate.name.clone(), candidate.request.to_string());
    let reason_id = format!("reason-{request}");
    // Beside "Interview" and "Decline" for who does not see which card they stand on.
    let of_whom = || view! { <span class="visually-hidden">" "{name.clone()}</span> };
    let (choose_whom, decline_whom) = (of_whom(), of_whom());
    let choose_request = request.clone();
    view! {
        <li class="card client-page__candidate" id=card_id tabindex="-1" on:focusin=move |_| last.set_value(own_id.clone())>
            <div class="client-page__who">
                <Avatar name=name.clone()/>
                <div>
                    <strong>{name.clone()}</strong>
                    <div class="row">{files.collect_view()}</div>
                </div>
                <Pill tone>{t!(state)}</Pill>
            </div>
            {booked.map(|span| view! { <p class="small">{move || dates::full(locale, &zone.get(), span)}</p> })}
            {(!candidate.reason.is_empty()).then(|| view! { <p class="small soft">{candidate.reason.clone()}</p> })}
            <div class="client-page__decide">
                {can_choose.then(|| view! {
                    <DecideForm decide page=key.get_value() request=choose_request version=candidate.version>
                        <button class="btn btn--primary" type="submit" name="choice" value="choose">
                            {if undecided { t!("client-choose") } else { t!("client-choose-after-all") }}
                            {choose_whom}
                        </button>
                    </DecideForm>
                })}
                {can_decline.then(|| view! {
                    <details class="client-page__decline">
                        <summary class="btn btn--plain">
                            {if undecided { t!("client-decline") } else { t!("client-decline-after-all") }}
                            {decline_whom}
                        </summary>
                        <DecideForm decide page=key.get_value() request=request version=candidate.version>
                            <div class="field">
                                <label class="field__label" r#for=reason_id.clone()>{t!("client-decline-reason")}</label>
                                <textarea class="input" id=reason_id name="reason" rows="2" maxlength="1000" required></textarea>
                            </div>
                            <button class="btn btn--negative" type="submit" name="choice" value="decline">
                                {crate::text!(locale.language, "client-decline-send", name = name)}
                            </button>
                        </DecideForm>
                    </details>
                })}
            </div>
        </li>
    }
}
