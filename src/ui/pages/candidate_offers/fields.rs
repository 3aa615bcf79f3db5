//! One tag of the letter, to be filled in by its kind.

use leptos::prelude::*;

use super::Desk;
use crate::domain::offers::filled::{field, is_known};
use crate::domain::offers::tags::{AskedTag, MAX_VALUE, TagKind};
use crate::t;
use crate::text;
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;

/// A tag: what the record knows is shown, and changed only on purpose; what is asked for is typed.
#[component]
pub(super) fn TagField(
    /// The tag.
    tag: AskedTag,
    /// The tab.
    desk: Desk,
) -> impl IntoView {
    let draft = desk.draft;
    let name = tag.name.clone();
    let value = draft.field(&name);
    let from_record = {
        let name = name.clone();
        let locale = use_viewer().locale;
        Memo::new(move |_| {
            let said = is_known(&name).then(|| draft.known().get(&name).map(|known| text::offers::value(locale, known)))?;
            said.filter(|said| !said.is_empty())
        })
    };
    // Another value than the record's was typed, or is about to be.
    let opened = RwSignal::new(false);
    let edited = Memo::new(move |_| opened.get() || from_record.with(Option::is_none) || value.with(|value| !value.is_empty()));
    let missing = {
        let name = name.clone();
        Memo::new(move |_| draft.missing.with(|missing| missing.iter().any(|tag| tag.name == name)))
    };
    let body = move || {
        if edited.get() { typed(&tag, desk, from_record, opened) } else { known(&tag, from_record, opened) }
    };
    let mark =
        move || missing.get().then(|| view! { <p class="offer__missing"><Icon glyph=Glyph::CIRCLE_ALERT/>{t!("offer-missing")}</p> });
    view! { <div class="offer__tag" data-missing=move || missing.get().then_some("true") data-tag=name>{body}{mark}</div> }.into_any()
}

fn label_of(tag: &AskedTag) -> String {
    text::offers::label(use_viewer().locale.language, tag)
}

/// What the record knows.
fn known(tag: &AskedTag, from_record: Memo<Option<String>>, opened: RwSignal<bool>) -> AnyView {
    let label = label_of(tag);
    let (change, id) = (t!("offer-tag-change", tag = label.clone()), format!("known-{}", tag.name.replace('.', "-")));
    view! {
        <dl class="offer__known" id=id>
            <dt class="field__label">{label}" "<span class="field__optional">{t!("offer-tag-known")}</span></dt>
            <dd>{move || from_record.get()}</dd>
        </dl>
        <Button size=Size::Small weight=Weight::Plain icon=Glyph::PENCIL label=change on:click=move |_| opened.set(true)/>
    }
    .into_any()
}

/// What is typed.
fn typed(tag: &AskedTag, desk: Desk, from_record: Memo<Option<String>>, opened: RwSignal<bool>) -> AnyView {
    let draft = desk.draft;
    let (name, value, errors) = (tag.name.as_str(), draft.field(&tag.name), draft.errors());
    let label = label_of(tag);
    let optional = !tag.required;
    let input = match tag.kind {
        TagKind::Choice => {
            let mut options = vec![(String::new(), t!("offer-tag-choose"))];
            options.extend(tag.options.iter().map(|option| (option.clone(), option.clone())));
            view! { <SelectField name=field(name) label value options=Signal::stored(options) errors optional/> }.into_any()
        }
        TagKind::Date => view! { <TextField name=field(name) label kind="date" value errors optional/> }.into_any(),
        TagKind::Money => {
            view! { <TextField name=field(name) label hint=t!("offer-money-hint") value errors optional maxlength=60/> }.into_any()
        }
        TagKind::Text => view! { <TextField name=field(name) label value errors optional maxlength=MAX_VALUE as u16/> }.into_any(),
    };
    let caution = move || {
        from_record.get().map(|record| {
            view! {
                <p class="offer__caution"><Icon glyph=Glyph::INFO/>{t!("offer-tag-caution", value = record)}</p>
                <Button
                    size=Size::Small
                    on:click=move |_| {
                        value.set(String::new());
                        opened.set(false);
                    }
                >
                    {t!("offer-tag-record")}
                </Button>
            }
        })
    };
    view! { {input}{caution} }.into_any()
}
