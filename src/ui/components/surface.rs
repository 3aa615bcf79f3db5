//! Small parts: states, people, what stands in while something loads.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use crate::t;

/// What a state means.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Neither good nor bad.
    #[default]
    Neutral,
    /// Under way.
    Accent,
    /// Done.
    Positive,
    /// Waits for somebody.
    Caution,
    /// Failed, declined.
    Negative,
}

impl Tone {
    const fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Accent => "accent",
            Self::Positive => "positive",
            Self::Caution => "caution",
            Self::Negative => "negative",
        }
    }
}

/// A state in a word.
#[component]
pub fn Pill(
    /// What it means.
    #[prop(optional)]
    tone: Tone,
    /// Before the word.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// The word.
    children: Children,
) -> impl IntoView {
    view! { <span class=format!("pill pill--{}", tone.name())>{icon.map(|glyph| view! { <Icon glyph/> })}{children()}</span> }
}

/// A message that stands in the page, not over it.
#[component]
pub fn Notice(
    /// What it means.
    #[prop(optional)]
    tone: Tone,
    /// Before the text.
    #[prop(optional, into)]
    icon: Option<Glyph>,
    /// The text.
    children: Children,
) -> impl IntoView {
    view! {
        <div class=format!("notice notice--{}", tone.name()) role=if tone == Tone::Negative { "alert" } else { "note" }>
            {icon.map(|glyph| view! { <Icon glyph/> })}
            <div>{children()}</div>
        </div>
    }
    .into_any()
}

/// The tint of a person or a kind, from 1 to 8, always the same for the same text.
pub fn hue(text: &str) -> u32 {
    // FNV-1a: spreads short names well enough over eight.
    text.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)) % 8 + 1
}

/// The first letters of the first and the last word of a name.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    first.into_iter().chain(words.next_back()).flat_map(char::to_uppercase).collect()
}

/// A person's or company's initials in its tint. Decoration: the name stands beside it.
#[component]
pub fn Avatar(
    /// The name.
    #[prop(into)]
    name: String,
    /// For lists.
    #[prop(optional)]
    small: bool,
    /// For heads of pages.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let size = if small {
        " avatar--small"
    } else if large {
        " avatar--large"
    } else {
        ""
    };
    view! { <span class=format!("avatar hue-{}{size}", hue(&name)) aria-hidden="true">{initials(&name)}</span> }
}

/// Stands in while something loads; seen after 300 ms only.
#[component]
pub fn Skeleton(
    /// How many lines.
    #[prop(default = 3)]
    lines: u8,
) -> impl IntoView {
    let lines = (0..lines).map(|_| view! { <span></span> }).collect_view();
    view! { <div class="skeleton" role="status" aria-label=t!("loading")>{lines}</div> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_first_and_last_word() {
        assert_eq!(initials("Ana María Ruiz"), "AR");
        assert_eq!(initials("Northwind"), "N");
        assert_eq!(initials(" élan "), "É");
        assert_eq!(initials(""), "");
    }

    #[test]
    fn a_hue_is_one_of_eight() {
        assert!(["", "Ana", "Dana Weiss", "日本"].iter().all(|name| (1..=8).contains(&hue(name))));
    }
}
