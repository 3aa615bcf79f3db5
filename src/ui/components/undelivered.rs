//! Says over every page of staff that messages could not be sent.

use leptos::prelude::*;

use super::icon::Glyph;
use super::surface::{Notice, Tone};
use crate::api::messages::{MessageSummary, Sending, summarise_messages};
use crate::ui::browser::live::use_changes;
use crate::{paths, t};

/// A banner where messages failed or are held up, or a connection is broken; nothing otherwise. Asks anew when one fails or is tried again.
#[component]
pub fn Undelivered(
    /// Whether to lead to the list of messages, which administrators see.
    can_administer: bool,
) -> impl IntoView {
    let changes = use_changes(paths::EVENTS.to_owned(), Some(vec!["messages:all".to_owned()]));
    let summary = Resource::new(move || changes.get(), |_| summarise_messages());
    view! {
        <Transition>
            {move || Suspend::new(async move {
                // Where even this can not be asked, the page itself says so.
                summary.await.ok().and_then(|summary| banner(summary, can_administer))
            })}
        </Transition>
    }
}

fn banner(summary: MessageSummary, can_administer: bool) -> Option<AnyView> {
    let (tone, text) = match summary {
        MessageSummary { failed: 1.., .. } => (Tone::Negative, t!("undelivered-failed", count = summary.failed)),
        MessageSummary { broken: true, .. } => (Tone::Negative, t!("undelivered-broken", count = summary.held_up)),
        MessageSummary { held_up: 1.., sending: Sending::Off, .. } => (Tone::Caution, t!("undelivered-off", count = summary.held_up)),
        MessageSummary { held_up: 1.., .. } => (Tone::Caution, t!("undelivered-held-up", count = summary.held_up)),
        _ => return None,
    };
    let waiting = summary.failed > 0 || summary.held_up > 0;
    let link =
        (can_administer && waiting).then(|| view! { " " <a href=format!("{}#messages", paths::SETTINGS)>{t!("undelivered-see")}</a> });
    let mend = (can_administer && summary.broken).then(|| view! { " · " <a href=paths::CONNECTIONS>{t!("undelivered-mend")}</a> });
    Some(view! { <Notice tone icon=Glyph::CIRCLE_ALERT>{text} {link} {mend}</Notice> }.into_any())
}
