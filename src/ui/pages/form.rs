//! `/forms/ID` and `/f/TOKEN`: one attendee's form, signed in or by its link.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};

use crate::api::error::ApiError;
use crate::api::forms::{FormView, get_form};
use crate::domain::forms::form::FormState;
use crate::text::dates;
use crate::ui::browser::focus;
use crate::ui::components::*;
use crate::ui::forms::filling::FormFill;
use crate::ui::forms::reading::FormRead;
use crate::ui::latest::Latest;
use crate::ui::viewer::use_viewer;
use crate::{paths, t};

/// A form, for whoever is signed in.
#[component]
pub fn FormPage() -> impl IntoView {
    let key = use_params_map().with_untracked(|params| params.get("id")).unwrap_or_default();
    view! { <div class="page"><OneForm key/></div> }
}

/// A form, for whoever comes by its link.
#[component]
pub fn LinkedFormPage() -> impl IntoView {
    let key = use_params_map().with_untracked(|params| params.get("token")).unwrap_or_default();
    provide_toasts();
    view! { <main class="public eval-page"><OneForm key/></main><ToastHost/> }
}

#[component]
fn OneForm(
    /// The form's id, or the token of its link.
    key: String,
) -> impl IntoView {
    let query = use_query_map();
    let editing = Memo::new(move |_| query.with(|query| query.get_str("edit").is_some()));
    let done = Memo::new(move |_| query.with(|query| query.get("done")));
    let again = RwSignal::new(0_u32);
    let to_load = key.clone();
    // Not by live changes: what is being typed stays in its place.
    let form = Latest::new(move || (again.get(), editing.get()), move || get_form(to_load.clone()));
    let navigate = use_navigate();
    let page = paths::opened_form(&key);
    let back = page.clone();
    let on_done = Callback::new(move |()| {
        navigate(&back, NavigateOptions { replace: true, scroll: true, ..NavigateOptions::default() });
        again.update(|count| *count += 1);
    });
    let shown = move |view: Signal<FormView>| {
        let (key, page) = (key.clone(), page.clone());
        let filling = Memo::new(move |_| view.with(|view| is_filling(view, editing.get())));
        let keep = focus::keep(move || view.track());
        view! {
            <div on:focusin=keep>
                {move || view.with(|view| head(view, &page, filling.get(), done.get()))}
                <section class="card eval-card">
                    {move || if filling.get() {
                        view! { <FormFill view key=key.clone() on_done/> }.into_any()
                    } else {
                        (move || view! { <FormRead view=view.get()/> }).into_any()
                    }}
                </section>
            </div>
        }
        .into_any()
    };
    view! {
        {form.failure()}
        {form.show(8, shown, |error| match error {
            ApiError::Unauthorized | ApiError::NotFound => {
                view! { <EmptyState glyph=Glyph::CIRCLE_ALERT title=t!("form-gone") text=t!("form-gone-how")/> }.into_any()
            }
            error => view! { <Failure error/> }.into_any(),
        })}
    }
    .into_any()
}

/// Whether the form is written in, not read.
fn is_filling(view: &FormView, editing: bool) -> bool {
    view.may_fill && (editing || matches!(view.state, FormState::NotBegun | FormState::Draft))
}

fn head(view: &FormView, page: &str, filling: bool, done: Option<String>) -> AnyView {
    let locale = use_viewer().locale;
    let when = dates::full(locale, &view.zone, view.span);
    let title = t!("form-title-of", name = view.candidate_name.clone());
    let back = view.candidate.map(|candidate| paths::candidate_form(candidate, view.interview, view.id));
    // Only words that have a message.
    let done = done.and_then(|done| match done.as_str() {
        "kept" => Some(t!("form-done-kept")),
        "submitted" if !filling => Some(t!("form-done-submitted")),
        _ => None,
    });
    let completed = view.answers.is_some();
    let (pdf, blank) = (paths::form_pdf(page, false), paths::form_pdf(page, true));
    let edit = format!("{page}?edit=1");
    let name = back
        .map(|back| view! { <a href=back>{view.candidate_name.clone()}</a> }.into_any())
        .unwrap_or_else(|| view.candidate_name.clone().into_any());
    let off = view.is_off.then(|| view! { <Notice tone=Tone::Caution>{t!("form-off")}</Notice> });
    view! {
        <Title text=format!("{title} · {}", t!("app-name"))/>
        <header class="page__head">
            <div>
                <h1>{title}</h1>
                <p class="soft">{name}" · "{format!("{} · {}", view.job_title, view.interview_title)}</p>
                <p class="soft small">{when}</p>
            </div>
            <div class="row">
                {(view.may_fill && !filling).then(|| view! { <ButtonLink href=edit.clone() id="form-keep" icon=Glyph::PENCIL>{t!("form-edit")}</ButtonLink> })}
                {completed.then(|| view! { <a class="btn" href=pdf rel="external" target="_blank"><Icon glyph=Glyph::FILE_TEXT/>{t!("form-pdf")}</a> })}
                <a class="btn btn--plain" href=blank rel="external" target="_blank"><Icon glyph=Glyph::DOWNLOAD/>{t!("form-pdf-blank")}</a>
            </div>
        </header>
        {off}
        {done.map(|text| view! { <div role="status"><Notice tone=Tone::Positive icon=Glyph::CIRCLE_CHECK>{text}</Notice></div> })}
    }
    .into_any()
}
