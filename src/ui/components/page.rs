//! The head of a page: title, way back, actions.

use leptos::prelude::*;
use leptos_meta::Title;

use super::icon::{Glyph, Icon};
use crate::t;

/// The head of a page of staff; it stands in the top bar. The title is the document's, too.
#[component]
pub fn PageHead(
    /// The title.
    #[prop(into)]
    title: Signal<String>,
    /// Pages above this one: address and name.
    #[prop(optional)]
    crumbs: Vec<(String, String)>,
    /// Buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let app = t!("app-name");
    let above = crumbs.into_iter().map(|(href, name)| view! { <a href=href>{name}</a><Icon glyph=Glyph::CHEVRON_RIGHT/> }).collect_view();
    view! {
        // The document keeps its title a moment longer than the page its signals.
        <Title text=move || format!("{} · {app}", title.try_get().unwrap_or_default())/>
        <header class="top">
            <div class="top__title">
                {above}
                <h1>{move || title.get()}</h1>
            </div>
            {children.map(|children| view! { <div class="top__actions">{children()}</div> })}
        </header>
    }
}
