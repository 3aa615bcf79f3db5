//! Whether a candidate can be told by text message, and what they agreed to.

use leptos::form::ActionForm;
use leptos::prelude::*;

use crate::api::channels::{SubmitConsent, SubmitWithdrawal, TextView, candidate_text};
use crate::api::error::ApiError;
use crate::domain::channels::NoText;
use crate::domain::id::CandidateId;
use crate::t;
use crate::text::dates;
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;

/// The card on a candidate's page; nothing for those who do not schedule.
#[component]
pub fn TextConsent(
    /// The candidate.
    id: CandidateId,
    /// Rises when the candidate's record changed.
    changes: Signal<u32>,
) -> impl IntoView {
    let note = ServerAction::<SubmitConsent>::new();
    let withdraw = ServerAction::<SubmitWithdrawal>::new();
    toast_done(note.value(), "consent-noted");
    toast_done(withdraw.value(), "consent-noted");
    let present = Resource::new(move || (changes.get(), note.version().get(), withdraw.version().get()), move |_| candidate_text(id));
    view! {
        <Transition>
            {move || Suspend::new(async move {
                match present.await {
                    Ok(present) => Some(card(id, present, note, withdraw).into_any()),
                    Err(ApiError::Forbidden) => None,
                    Err(error) => Some(view! { <Failure error/> }.into_any()),
                }
            })}
        </Transition>
    }
}

fn card(id: CandidateId, present: TextView, note: ServerAction<SubmitConsent>, withdraw: ServerAction<SubmitWithdrawal>) -> impl IntoView {
    let locale = use_viewer().locale;
    let date = |at| dates::date_medium(locale, present.zone.date(at));
    let state = match (present.why_not, &present.number) {
        (None, Some(number)) => t!("consent-yes", number = number.clone()),
        (why_not, _) => t!(&format!("consent-{}", why_not.unwrap_or(NoText::NoConsent).name())),
    };
    let stands = present.consent.as_ref().is_some_and(|consent| consent.withdrawn_at.is_none());
    let given = present.consent.as_ref().map(|consent| {
        let given = t!("consent-given", date = date(consent.given_at), phone = consent.phone.clone(), by = consent.given_by.clone());
        let withdrawn = consent.withdrawn_at.map(|at| format!(" {}", t!("consent-withdrawn", date = date(at))));
        view! { <p class="small soft">{given}{withdrawn}</p> }
    });
    // A consent can be noted before there is a gateway, and for a number that changed.
    let can_note = present.number.is_some() && (!stands || present.why_not == Some(NoText::NoConsent));
    view! {
        <section class="card stack" aria-labelledby="texts">
            <h2 id="texts">{t!("consent-title")}</h2>
            <p>{state}" "<span class="soft">{t!("consent-always-mail")}</span></p>
            {given}
            <FormErrors error=failure_of(note.value())/>
            <FormErrors error=failure_of(withdraw.value())/>
            <div class="row">
                {can_note.then(|| view! {
                    <ActionForm action=note>
                        <input type="hidden" name="candidate" value=id.to_string()/>
                        <Button submit=true icon=Glyph::CHECK pending=note.pending()>{t!("consent-note")}</Button>
                    </ActionForm>
                })}
                {stands.then(|| view! {
                    <ActionForm action=withdraw>
                        <input type="hidden" name="candidate" value=id.to_string()/>
                        <Button submit=true icon=Glyph::BAN pending=withdraw.pending()>{t!("consent-withdraw")}</Button>
                    </ActionForm>
                })}
            </div>
        </section>
    }
}
