//! Light or dark: as the system says, or as the viewer chose. `early.rs` applies the choice before the first paint.

use leptos::prelude::*;

use super::cookies;

/// What the viewer chose.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    const fn name(self) -> &'static str {
        match self {
            Self::System => "",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// What was chosen; as the system says until the page is in the browser's hands.
pub fn use_theme() -> RwSignal<Theme> {
    let theme = RwSignal::new(Theme::System);
    Effect::new(move || match cookies::get("theme").as_deref() {
        Some("light") => theme.set(Theme::Light),
        Some("dark") => theme.set(Theme::Dark),
        _ => {}
    });
    theme
}

/// Chooses: at once, and for the next pages.
pub fn choose(theme: Theme) {
    match theme {
        Theme::System => cookies::remove("theme"),
        _ => cookies::set("theme", theme.name()),
    }
    if let Some(root) = document().document_element() {
        let _ = match theme {
            Theme::System => root.remove_attribute("data-theme"),
            _ => root.set_attribute("data-theme", theme.name()),
        };
    }
}
