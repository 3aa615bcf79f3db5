//! The way from a page to what the manual says of it.

use leptos::prelude::*;

use super::button::{ButtonLink, Weight};
use super::icon::Glyph;
use crate::domain::help::Topic;
use crate::{paths, t};

/// A question mark beside a page's title; leads to a page of the manual.
#[component]
pub fn HelpLink(
    /// What the page of the manual is about.
    topic: Topic,
) -> impl IntoView {
    let about = t!(&format!("help-topic-{}", topic.name()));
    view! {
        <ButtonLink href=paths::help(topic.name()) weight=Weight::Plain icon=Glyph::CIRCLE_QUESTION_MARK label=t!("help-about", topic = about)/>
    }
    .into_any()
}
