//! What opens over or beside a page.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;

use super::button::{Button, Size, Weight};
use super::icon::Glyph;
use crate::t;
use crate::ui::browser::{dialog, focus};

/// A modal dialog (the browser's own `<dialog>`: focus stays in it, Escape closes it, the focus goes back afterwards).
///
/// Its content is made anew each time it opens.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// Wider, for tables and long forms.
    #[prop(optional)]
    wide: bool,
    /// A class of its own.
    #[prop(optional)]
    class: &'static str,
    /// What it shows.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    dialog::follow(node, open);
    // Text that is selected out over the edge ends there, but did not begin there.
    let pressed = StoredValue::new(false);
    let close = t!("action-close");
    view! {
        <dialog
            class=format!("dialog {class}{}", if wide { " dialog--wide" } else { "" })
            node_ref=node
            aria-label=move || title.get()
            on:close=move |_| open.set(false)
            on:mousedown=move |ev| pressed.set_value(dialog::is_backdrop(&ev))
            on:click=move |ev| if pressed.get_value() && dialog::is_backdrop(&ev) { open.set(false) }
        >
            <div class="dialog__head">
                <h2>{move || title.get()}</h2>
                <Button weight=Weight::Plain size=Size::Small icon=Glyph::X label=close on:click=move |_| open.set(false)/>
            </div>
            <div class="dialog__body">
                {move || open.get().then(|| children())}
            </div>
        </dialog>
    }
    .into_any()
}

/// Asks before something is destroyed. `question` names what is destroyed and what follows from it.
#[component]
pub fn ConfirmDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// `Cancel the interview?`
    #[prop(into)]
    title: Signal<String>,
    /// What exactly is destroyed, by name.
    #[prop(into)]
    question: Signal<String>,
    /// The verb on the button.
    #[prop(into)]
    verb: String,
    /// Done when the verb is chosen; the dialog closes by itself.
    #[prop(into)]
    on_confirm: Callback<()>,
) -> impl IntoView {
    let verb = StoredValue::new(verb);
    view! {
        <Dialog open title>
            <p>{move || question.get()}</p>
            <div class="dialog__actions">
                <Button on:click=move |_| open.set(false)>{t!("action-keep")}</Button>
                <Button
                    weight=Weight::Negative
                    on:click=move |_| {
                        open.set(false);
                        on_confirm.run(());
                    }
                >
                    {verb.get_value()}
                </Button>
            </div>
        </Dialog>
    }
}

/// A panel at the side; what lies beside it stays usable. Escape closes it.
#[component]
pub fn SidePanel(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// What it shows; made anew each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::<html::Aside>::new();
    let shown = Memo::new(move |_| open.get());
    focus::when_shown(node, shown.into());
    let close = t!("action-close");
    move || {
        shown.get().then(|| {
            let children = children.clone();
            view! {
                <aside
                    class="panel"
                    aria-label=move || title.get()
                    tabindex="-1"
                    node_ref=node
                    on:keydown=move |ev: KeyboardEvent| if ev.key() == "Escape" && !ev.default_prevented() { open.set(false) }
                >
                    <div class="panel__head">
                        <h2>{move || title.get()}</h2>
                        <Button weight=Weight::Plain icon=Glyph::X label=close.clone() on:click=move |_| open.set(false)/>
                    </div>
                    <div class="panel__body">{children()}</div>
                </aside>
            }
            .into_any()
        })
    }
}

/// A button that opens a short list of links and buttons; without scripts, too.
#[component]
pub fn Menu(
    /// What the button says to those who can not see it.
    #[prop(into)]
    label: String,
    /// What the button shows.
    #[prop(into)]
    face: ViewFn,
    /// Opens from the start side instead of the end side.
    #[prop(optional)]
    start: bool,
    /// Links and buttons.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Details>::new();
    dialog::dismiss(node);
    let title = label.clone();
    view! {
        <details class=if start { "menu menu--start" } else { "menu" } node_ref=node>
            <summary class="btn btn--plain" title=title>
                <span class="visually-hidden">{label}</span>
                {face.run()}
            </summary>
            <div class="menu__list">{children()}</div>
        </details>
    }
    .into_any()
}
