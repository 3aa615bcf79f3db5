//! Sends a form with a file, telling how far it is: `fetch` can not, XMLHttpRequest can.

use leptos::prelude::*;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::js_sys::{self, Array, Function, Object, Reflect};
use leptos::web_sys::{FormData, HtmlFormElement, HtmlInputElement};

use crate::api::error::ApiError;
use crate::domain::error::FieldErrors;

/// The size of the file that was chosen; none when there is none.
pub fn chosen_bytes(input: &HtmlInputElement) -> Option<f64> {
    let file = get(&get(input.as_ref(), "files").ok()?, "0").ok()?;
    get(&file, "size").ok()?.as_f64()
}

/// Checks the size of the file that is sent, as the server does.
///
/// # Errors
/// At `file`: nothing was chosen, it is empty, or larger than `most_bytes`.
pub fn check(bytes: Option<f64>, most_bytes: u32) -> Result<(), FieldErrors> {
    match bytes {
        Some(bytes) if bytes > f64::from(most_bytes) => Err(refused("error-file-too-large", most_bytes)),
        Some(bytes) if bytes >= 1.0 => Ok(()),
        _ => Err(refused("error-file-empty", most_bytes)),
    }
}

/// What is wrong with a file, by the message's key.
pub fn refused(key: &str, most_bytes: u32) -> FieldErrors {
    let mut errors = FieldErrors::default();
    errors.add_with("file", key, &[("most", (most_bytes / 1_048_576).max(1).to_string())]);
    errors
}

/// Sends the form to `url` by POST. `on_progress` gets the part that has left, from 0 to 1; `on_done` the outcome.
pub fn send(form: &HtmlFormElement, url: &str, on_progress: Callback<f64>, on_done: Callback<Result<(), ApiError>>) {
    if start(form, url, on_progress, on_done).is_err() {
        on_done.run(Err(ApiError::Transport));
    }
}

fn start(form: &HtmlFormElement, url: &str, on_progress: Callback<f64>, on_done: Callback<Result<(), ApiError>>) -> Result<(), JsValue> {
    let kind = get(&js_sys::global(), "XMLHttpRequest")?.dyn_into::<Function>()?;
    let request: JsValue = Reflect::construct(&kind, &Array::new())?.unchecked_into::<Object>().into();
    call(&request, "open", &["POST".into(), url.into(), true.into()])?;
    call(&request, "setRequestHeader", &["accept".into(), "application/json".into()])?;
    on(&get(&request, "upload")?, "onprogress", move |ev| {
        let number = |name| get(&ev, name).ok().and_then(|value| value.as_f64()).unwrap_or_default();
        // Who waited for it may have left the page.
        on_progress.try_run(number("loaded") / number("total").max(1.0));
    })?;
    let answered = request.clone();
    on(&request, "onload", move |_| {
        let status = get(&answered, "status").ok().and_then(|value| value.as_f64()).unwrap_or_default();
        let text = get(&answered, "responseText").ok().and_then(|value| value.as_string()).unwrap_or_default();
        on_done.try_run(if (200.0..300.0).contains(&status) {
            Ok(())
        } else {
            Err(serde_json::from_str(&text).unwrap_or(ApiError::Transport))
        });
    })?;
    for failure in ["onerror", "ontimeout", "onabort"] {
        on(&request, failure, move |_| {
            on_done.try_run(Err(ApiError::Transport));
        })?;
    }
    call(&request, "send", &[FormData::new_with_form(form)?.into()])?;
    Ok(())
}

fn get(of: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(of, &name.into())
}

fn call(of: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    get(of, name)?.dyn_into::<Function>()?.apply(of, &arguments.iter().collect::<Array>())
}

fn on(of: &JsValue, name: &str, run: impl FnMut(JsValue) + 'static) -> Result<bool, JsValue> {
    // Freed by the browser together with the request that refers to it.
    Reflect::set(of, &name.into(), &Closure::<dyn FnMut(JsValue)>::new(run).into_js_value())
}
