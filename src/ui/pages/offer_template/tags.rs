//! The tags of a template: those that are asked for, and a way to put any into the text.

use leptos::prelude::*;

use super::draft::{AskedDraft, LetterDraft};
use crate::domain::error::FieldErrors;
use crate::domain::offers::tags::{KNOWN, TagKind};
use crate::ui::components::*;
use crate::ui::viewer::language;
use crate::{t, text};

/// Puts a tag at the end of the text; whoever types it by hand is as well off.
#[component]
pub fn PutTag(
    /// The template.
    draft: LetterDraft,
) -> impl IntoView {
    let choose = move |ev: leptos::ev::Event| {
        let name = event_target_value(&ev);
        if !name.is_empty() {
            draft.text.update(|text| {
                if !text.is_empty() && !text.ends_with(char::is_whitespace) {
                    text.push(' ');
                }
                text.push_str(&format!("{{{{{name}}}}}"));
            });
        }
    };
    // Back at its first option once a tag was taken over.
    let chosen = move || draft.text.with(|_| "");
    let known = KNOWN.iter().map(|(name, _)| view! { <option value=*name>{*name}</option> }).collect_view();
    let asked = move || {
        let names: Vec<String> = draft.asked.with(|asked| asked.iter().map(|tag| tag.name.get()).collect());
        names.into_iter().map(|name| view! { <option value=name.clone()>{name.clone()}</option> }).collect_view()
    };
    view! {
        <div class="field">
            <label class="field__label" r#for="put-tag">{t!("offer-template-put")}</label>
            <select class="input" id="put-tag" on:change=choose prop:value=chosen>
                <option value="">{t!("offer-template-put-choose")}</option>
                <optgroup label=t!("offer-template-asked")>{asked}</optgroup>
                <optgroup label=t!("offer-template-known")>{known}</optgroup>
            </select>
        </div>
    }
}

/// The tags that are asked for when an offer is written.
#[component]
pub fn AskedTags(
    /// The template.
    draft: LetterDraft,
    /// What is wrong with it.
    errors: Signal<FieldErrors>,
) -> impl IntoView {
    let language = language();
    let wrong = move || errors.with(|errors| errors.at("asked").map(|error| text::field_error(language, error)));
    view! {
        <h2 id="field-asked" tabindex="-1">{t!("offer-template-asked")}</h2>
        <p class="small soft">{t!("offer-template-asked-hint")}</p>
        {move || wrong().map(|text| view! { <FieldError text/> })}
        <ol class="stack builder__list">
            <For each=move || draft.asked.get() key=|tag| tag.key let:tag>
                <OneTag tag draft errors/>
            </For>
        </ol>
        <div><Button icon=Glyph::PLUS on:click=move |_| draft.add()>{t!("offer-template-add")}</Button></div>
    }
    .into_any()
}

#[component]
fn OneTag(tag: AskedDraft, draft: LetterDraft, errors: Signal<FieldErrors>) -> impl IntoView {
    let language = language();
    let field = |name: &str| format!("t{}.{name}", tag.key);
    let kinds: Vec<_> =
        TagKind::ALL.iter().map(|kind| (kind.name().to_owned(), text!(language, &format!("offer-kind-{}", kind.name())))).collect();
    let options_field = field("options");
    let options = move || {
        (tag.kind() == TagKind::Choice).then(|| {
            view! {
                <TextArea name=options_field.clone() label=text!(language, "builder-options") hint=text!(language, "builder-options-hint") value=tag.options errors rows=4/>
            }
        })
    };
    let remove = move || text!(language, "offer-template-remove", name = tag.name.get());
    view! {
        <li class="stack builder__question">
            <div class="form__row">
                <TextField name=field("name") label=t!("offer-template-tag") hint=t!("offer-template-tag-hint") value=tag.name errors maxlength=60/>
                <TextField name=field("label") label=t!("offer-template-label") value=tag.label errors maxlength=80/>
            </div>
            <div class="form__row">
                <SelectField name=field("kind") label=t!("offer-template-kind") value=tag.kind options=Signal::stored(kinds) errors/>
                <Checkbox name=field("required") label=t!("offer-template-required") checked=tag.required/>
            </div>
            {options}
            <div>{move || view! { <Button size=Size::Small weight=Weight::Plain icon=Glyph::TRASH_2 label=remove() on:click=move |_| draft.remove(tag.key)/> }}</div>
        </li>
    }
    .into_any()
}
