//! Buttons, and links that look like them.

use leptos::ev::MouseEvent;
use leptos::prelude::*;

use super::icon::{Glyph, Icon};

/// How much a button weighs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Weight {
    /// One of several.
    #[default]
    Normal,
    /// What most people came for; one a view.
    Primary,
    /// Destroys something.
    Negative,
    /// Without a frame.
    Plain,
}

/// How large a button is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Size {
    /// In rows of lists.
    Small,
    /// Everywhere else.
    #[default]
    Normal,
    /// On public pages.
    Large,
}

fn class(weight: Weight, size: Size, icon_only: bool, wide: bool) -> String {
    let mut class = String::from("btn");
    class.push_str(match weight {
        Weight::Normal => "",
        Weight::Primary => " btn--primary",
        Weight::Negative => " btn--negative",
        Weight::Plain => " btn--plain",
    });
    class.push_str(match size {
        Size::Small => " btn--small",
        Size::Normal => "",
        Size::Large => " btn--large",
    });
    if icon_only {
        class.push_str(" btn--icon");
    }
    if wide {
        class.push_str(" btn--wide");
    }
    class
}

/// A button; give it `on:click`, or `submit=true` in a form.
#[component]
pub fn Button(
    /// How much it weighs.
    #[prop(optional)]
    weight: Weight,
    /// How large it is.
    #[prop(optional)]
    size: Size,
    /// Sends the form it stands in.
    #[prop(optional)]
    submit: bool,
    /// As wide as its surroundings.
    #[prop(optional)]
    wide: bool,
    /// Before the text.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// The name, where there is no text but an icon only.
    #[prop(optional, into)]
    label: String,
    /// Whether what it does is under way: it turns and takes no click.
    #[prop(optional, into)]
    pending: Signal<bool>,
    /// Why it can not be used now; empty when it can. It stays reachable, so that the reason can be read.
    #[prop(optional, into)]
    refused: Signal<String>,
    /// The id, where something leads to it.
    #[prop(optional, into)]
    id: Option<String>,
    /// The text.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let idle = move |ev: MouseEvent| {
        if pending.get_untracked() || refused.with_untracked(|reason| !reason.is_empty()) {
            ev.prevent_default();
            ev.stop_immediate_propagation();
        }
    };
    let label = (!label.is_empty()).then_some(label);
    let class = class(weight, size, children.is_none(), wide);
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            id=id
            class=class
            aria-label=label.clone()
            title=move || refused.with(|reason| if reason.is_empty() { label.clone() } else { Some(reason.clone()) })
            aria-disabled=move || (pending.get() || refused.with(|reason| !reason.is_empty())).then_some("true")
            data-pending=move || pending.get().then_some("true")
            on:click=idle
        >
            {icon.map(|glyph| view! { <Icon glyph/> })}
            {children.map(|children| children())}
            {move || refused.with(|reason| (!reason.is_empty()).then(|| view! { <span class="visually-hidden">{format!(" ({reason})")}</span> }))}
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub fn ButtonLink(
    /// Where it leads.
    #[prop(into)]
    href: Signal<String>,
    /// How much it weighs.
    #[prop(optional)]
    weight: Weight,
    /// How large it is.
    #[prop(optional)]
    size: Size,
    /// As wide as its surroundings.
    #[prop(optional)]
    wide: bool,
    /// Before the text.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// The name, where there is no text but an icon only.
    #[prop(optional, into)]
    label: String,
    /// The id, where something leads to it.
    #[prop(optional, into)]
    id: Option<String>,
    /// The text.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let label = (!label.is_empty()).then_some(label);
    let class = class(weight, size, children.is_none(), wide);
    view! {
        <a href=move || href.get() id=id class=class aria-label=label.clone() title=label>
            {icon.map(|glyph| view! { <Icon glyph/> })}
            {children.map(|children| children())}
        </a>
    }
}
