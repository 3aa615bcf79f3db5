//! The way to a table for Excel.

use leptos::prelude::*;

use crate::t;
use crate::ui::components::*;

/// Export to Excel: the browser saves what the address gives.
#[component]
pub fn SheetLink(
    /// Where the table is.
    href: String,
) -> impl IntoView {
    let label = t!("history-export");
    view! {
        // `external`: no page of ours, the browser takes it.
        <a class="btn btn--plain btn--icon" href=href rel="external" download="" aria-label=label.clone() title=label><Icon glyph=Glyph::DOWNLOAD/></a>
    }
}
