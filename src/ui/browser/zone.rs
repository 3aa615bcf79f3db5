//! The browser's time zone.

/// Its IANA name; `None` where the browser does not tell.
pub fn name() -> Option<String> {
    #[cfg(feature = "hydrate")]
    {
        let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new());
        js_sys::Reflect::get(&format.resolved_options(), &"timeZone".into()).ok()?.as_string().filter(|name| crate::domain::time::is_zone_name(name))
    }
    #[cfg(not(feature = "hydrate"))]
    None
}

/// Tells the server with the next request (cookie `zone`, for a year): pages are then rendered in this zone.
pub fn remember() {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let document = leptos::prelude::document().dyn_into::<web_sys::HtmlDocument>();
        if let (Some(name), Ok(document)) = (name(), document) {
            let secure = if leptos::prelude::window().location().protocol().is_ok_and(|protocol| protocol == "https:") { "; Secure" } else { "" };
            // A browser that refuses cookies gets the organisation's zone.
            let _ = document.set_cookie(&format!("zone={name}; Path=/; Max-Age=31536000; SameSite=Lax{secure}"));
        }
    }
}
