//! Dragging things of a list by the browser's own drag and drop (HTML, section 6.12).

use leptos::ev::DragEvent;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::js_sys::{Array, Function, Reflect};

/// Begins a drag: some browsers drag nothing that carries no data.
pub fn begin(ev: &DragEvent) {
    let set = || {
        let data = Reflect::get(ev.as_ref(), &"dataTransfer".into()).ok()?;
        let set_data = Reflect::get(&data, &"setData".into()).ok()?.dyn_into::<Function>().ok()?;
        set_data.apply(&data, &Array::of2(&"text/plain".into(), &"".into())).ok()
    };
    // Without it the drag goes on as the browser sees fit.
    let _ = set();
}
