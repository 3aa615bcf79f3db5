//! Who has to approve offers from this letter, one after the other.

use leptos::prelude::*;

use super::draft::LetterDraft;
use crate::api::clients::Choice;
use crate::api::error::ApiError;
use crate::domain::error::FieldErrors;
use crate::domain::id::UserId;
use crate::ui::components::*;
use crate::ui::viewer::language;
use crate::{t, text};

/// The chain, in its order.
#[component]
pub fn Approvers(
    /// The template.
    draft: LetterDraft,
    /// Who there is.
    colleagues: Resource<Result<Vec<Choice<UserId>>, ApiError>>,
    /// What is wrong with it.
    errors: Signal<FieldErrors>,
) -> impl IntoView {
    let language = language();
    let all = Signal::derive(move || colleagues.get().and_then(Result::ok).unwrap_or_default());
    let wrong = move || errors.with(|errors| errors.at("approvers").map(|error| text::field_error(language, error)));
    // Whose account is closed is not among the colleagues any more.
    let name = move |id: UserId| {
        let name = all.with(|all| all.iter().find(|colleague| colleague.id == id).map(|colleague| colleague.name.clone()));
        name.unwrap_or_else(|| text!(language, "offer-approver-gone"))
    };
    let row = move |id: UserId| {
        let label = move || text!(language, "action-remove-named", name = name(id));
        let remove = move |_| draft.approvers.update(|approvers| approvers.retain(|approver| *approver != id));
        view! { <li class="row"><span>{move || name(id)}</span>{move || view! { <Button size=Size::Small weight=Weight::Plain icon=Glyph::X label=label() on:click=remove/> }}</li> }
    };
    let choose = move |ev: leptos::ev::Event| {
        if let Ok(id) = event_target_value(&ev).parse::<UserId>() {
            draft.approvers.update(|approvers| approvers.push(id));
        }
    };
    let others = move || {
        let chosen = draft.approvers.get();
        let options = all.get().into_iter().filter(|colleague| !chosen.contains(&colleague.id));
        options.map(|colleague| view! { <option value=colleague.id.to_string()>{colleague.name}</option> }).collect_view()
    };
    // Back at its first option once somebody was added.
    let chosen = move || draft.approvers.with(|_| "");
    view! {
        <h2 id="field-approvers" tabindex="-1">{t!("offer-template-approvers")}</h2>
        <p class="small soft">{t!("offer-template-approvers-hint")}</p>
        {move || wrong().map(|text| view! { <FieldError text/> })}
        <ol class="offer__approvers"><For each=move || draft.approvers.get() key=|id| *id children=row/></ol>
        <div class="field">
            <label class="field__label" r#for="add-approver">{t!("offer-template-approver-add")}</label>
            <select class="input" id="add-approver" on:change=choose prop:value=chosen>
                <option value="">{t!("offer-template-approver-choose")}</option>
                <Transition>{others}</Transition>
            </select>
        </div>
    }
    .into_any()
}
