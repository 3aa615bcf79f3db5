//! What stands where there is no page.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::ui::components::*;
use crate::{paths, t};

/// Nothing is here, and the way home.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    // The way home is the staff's: for client and candidate there is none.
    let home = (!cfg!(feature = "public")).then(|| view! { <a class="btn" href=paths::HOME rel="external">{t!("not-found-home")}</a> });
    view! {
        <Title text=t!("not-found-title")/>
        <main class="door">
            <div class="empty">
                <Icon glyph=Glyph::SEARCH/>
                <h1>{t!("not-found-title")}</h1>
                <p>{t!("not-found-text")}</p>
                {home}
            </div>
        </main>
    }
}
