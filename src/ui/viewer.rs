//! The viewer: zone and locale, the same on both sides of hydration.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::domain::locale::{Language, Locale};

/// How the viewer reads. The server finds it out (cookies `zone` and `clock`, `Accept-Language`) and hands it to the browser.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Viewer {
    /// IANA zone.
    pub zone: String,
    /// Language, clock, week start.
    pub locale: Locale,
}

/// Makes the viewer known to all below: the server reads the request, the browser what the server sent with the page.
pub fn provide_viewer() {
    let viewer = SharedValue::new(|| use_context::<Viewer>().unwrap_or_else(|| Viewer { zone: "UTC".into(), locale: Locale::default() }))
        .into_inner();
    provide_context(viewer);
}

/// The viewer.
pub fn use_viewer() -> Viewer {
    use_context::<Viewer>().unwrap_or_else(|| Viewer { zone: "UTC".into(), locale: Locale::default() })
}

/// The viewer's language.
pub fn language() -> Language {
    use_context::<Viewer>().map(|viewer| viewer.locale.language).unwrap_or_default()
}

/// `t!("key")`, `t!("key", count = 3)`: the message in the viewer's language. Call it while rendering or in an effect, where the context is.
#[macro_export]
macro_rules! t {
    ($key:expr $(, $name:ident = $value:expr)* $(,)?) => { $crate::text!($crate::ui::viewer::language(), $key $(, $name = $value)*) };
}
