//! What needs more of the browser than Leptos brings along.

use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{EventSource, HtmlDocument, MessageEvent};

/// Puts a text on the clipboard; the browser may refuse.
pub async fn copy(text: String) -> bool {
    let Some(window) = web_sys::window() else { return false };
    // Without TLS there is no clipboard, and asking for it would throw.
    if !window.is_secure_context() {
        return false;
    }
    JsFuture::from(window.navigator().clipboard().write_text(&text)).await.is_ok()
}

fn document() -> Option<HtmlDocument> {
    web_sys::window()?.document()?.dyn_into().ok()
}

/// The value of a cookie.
pub fn cookie(name: &str) -> Option<String> {
    let all = document()?.cookie().ok()?;
    all.split(';').filter_map(|pair| pair.trim().split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value.to_owned())
}

/// Sets a cookie from its whole text.
pub fn set_cookie(text: &str) {
    if let Some(document) = document() {
        let _ = document.set_cookie(text);
    }
}

/// What this tab remembers under a name.
pub fn stored(name: &str) -> Option<String> {
    web_sys::window()?.session_storage().ok()??.get_item(name).ok()?
}

/// Remembers a text in this tab, or forgets it. Storage may be full or forbidden: then nothing is remembered.
pub fn store(name: &str, text: Option<&str>) {
    let Some(Ok(Some(storage))) = web_sys::window().map(|window| window.session_storage()) else { return };
    let _ = match text {
        Some(text) => storage.set_item(name, text),
        None => storage.remove_item(name),
    };
}

/// What this browser remembers under a name, over all its tabs and restarts.
pub fn kept(name: &str) -> Option<String> {
    web_sys::window()?.local_storage().ok()??.get_item(name).ok()?
}

/// Remembers a text in this browser, or forgets it. `false` where storage is full or forbidden.
pub fn keep(name: &str, text: Option<&str>) -> bool {
    let Some(Ok(Some(storage))) = web_sys::window().map(|window| window.local_storage()) else { return false };
    match text {
        Some(text) => storage.set_item(name, text).is_ok(),
        None => storage.remove_item(name).is_ok(),
    }
}

/// The zone of this computer (ECMA-402, section 11.3.7).
pub fn zone() -> Option<String> {
    let format = js_sys::Intl::DateTimeFormat::new(&js_sys::Array::new(), &js_sys::Object::new());
    js_sys::Reflect::get(&format.resolved_options(), &JsValue::from_str("timeZone")).ok()?.as_string()
}

/// The zones that the browser knows (ECMA-402, section 8.3.2).
pub fn zones() -> Vec<String> {
    let list = || -> Option<js_sys::Array> {
        let intl = js_sys::Reflect::get(&js_sys::global(), &JsValue::from_str("Intl")).ok()?;
        let of: js_sys::Function = js_sys::Reflect::get(&intl, &JsValue::from_str("supportedValuesOf")).ok()?.dyn_into().ok()?;
        of.call1(&intl, &JsValue::from_str("timeZone")).ok()?.dyn_into().ok()
    };
    list().map(|list| list.iter().filter_map(|name| name.as_string()).collect()).unwrap_or_default()
}

/// Whether a media query holds.
pub fn matches(query: &str) -> bool {
    web_sys::window().and_then(|window| window.match_media(query).ok().flatten()).is_some_and(|list| list.matches())
}

/// Whether the page came over TLS.
pub fn is_secure() -> bool {
    web_sys::window().is_some_and(|window| window.location().protocol().is_ok_and(|protocol| protocol == "https:"))
}

/// Loads the page again.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// A number by chance, from 0 to below 1.
pub fn chance() -> f64 {
    js_sys::Math::random()
}

/// An open stream of server-sent events (HTML, section 9.2); closed when dropped.
pub struct Stream {
    source: EventSource,
    _listeners: [Closure<dyn Fn(MessageEvent)>; 3],
}

impl Stream {
    /// Opens a stream; `None` where the browser refuses the address.
    pub fn open(
        url: &str,
        on_open: impl Fn() + 'static,
        on_message: impl Fn(String) + 'static,
        on_error: impl Fn() + 'static,
    ) -> Option<Self> {
        let source = EventSource::new(url).ok()?;
        let opened = Closure::<dyn Fn(MessageEvent)>::new(move |_| on_open());
        let message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                on_message(text);
            }
        });
        let failed = Closure::<dyn Fn(MessageEvent)>::new(move |_| on_error());
        source.set_onopen(Some(opened.as_ref().unchecked_ref()));
        source.set_onmessage(Some(message.as_ref().unchecked_ref()));
        source.set_onerror(Some(failed.as_ref().unchecked_ref()));
        Some(Self { source, _listeners: [opened, message, failed] })
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.set_onopen(None);
        self.source.set_onmessage(None);
        self.source.set_onerror(None);
        self.source.close();
    }
}
