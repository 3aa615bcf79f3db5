//! The window below the toolbar: the form, written in or read, or the uploaded document.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::{Chosen, Doing};
use crate::api::forms::{FormInterviewView, FormView, FormsTab, UploadView};
use crate::text::dates;
use crate::ui::components::*;
use crate::ui::forms::filling::FormFill;
use crate::ui::forms::reading::FormRead;
use crate::ui::viewer::use_viewer;
use crate::{paths, t};

/// The window.
#[component]
pub(super) fn Window(
    /// What there is.
    tab: FormsTab,
    /// What the address says.
    chosen: Chosen,
    /// What can be done.
    doing: Doing,
) -> impl IntoView {
    let present = tab.interviews.iter().find(|one| Some(one.id) == tab.interview).cloned();
    let choosing = present.clone().filter(|present| tab.may_manage && present.may_choose).map(|present| choose(&tab, &present, doing));
    let inner = match tab.form.clone() {
        Some(form) => opened(form, chosen, doing),
        None if present.as_ref().is_some_and(|present| present.has_form) => {
            view! { <EmptyState glyph=Glyph::USERS title=t!("forms-none-attendees")/> }.into_any()
        }
        None => view! {
            <EmptyState glyph=Glyph::FILE_TEXT title=t!("forms-none-in-interview") text=t!("forms-none-in-interview-how")/>
        }
        .into_any(),
    };
    view! {
        <section class="card eval-card" aria-label=t!("candidate-sub-forms")>{inner}</section>
        {choosing}
    }
    .into_any()
}

fn opened(form: FormView, chosen: Chosen, doing: Doing) -> AnyView {
    let navigate = use_navigate();
    let here = form.candidate.map(|candidate| paths::candidate_form(candidate, form.interview, form.id)).unwrap_or_default();
    let (to_form, to_upload) = (format!("{here}&show=form"), here.clone());
    let on_done = Callback::new(move |()| {
        navigate(&here, NavigateOptions { scroll: false, ..NavigateOptions::default() });
        doing.again.run(());
    });
    if chosen.editing && form.may_fill {
        let key = form.id.to_string();
        return view! { <FormFill view=Signal::stored(form) key on_done/> }.into_any();
    }
    let page = paths::form(form.id);
    let pdfs = view! {
        <p class="row eval__papers">
            {form.answers.is_some().then(|| view! { <a class="btn btn--small" href=paths::form_pdf(&page, false) rel="external" target="_blank"><Icon glyph=Glyph::FILE_TEXT/>{t!("form-pdf")}</a> })}
            <a class="btn btn--small btn--plain" href=paths::form_pdf(&page, true) rel="external" target="_blank"><Icon glyph=Glyph::DOWNLOAD/>{t!("form-pdf-blank")}</a>
        </p>
    };
    match form.upload.clone() {
        None => view! { <FormRead view=form/> {pdfs} }.into_any(),
        Some(upload) => {
            let form_shown = chosen.form_shown;
            view! {
                <nav class="segments" aria-label=t!("forms-window")>
                    <a href=to_upload aria-current=(!form_shown).then_some("page")>{t!("forms-window-upload")}</a>
                    <a href=to_form aria-current=form_shown.then_some("page")>{t!("forms-window-form")}</a>
                </nav>
                {if form_shown { view! { <FormRead view=form/> {pdfs} }.into_any() } else { document(&form, upload) }}
            }
            .into_any()
        }
    }
}

/// The uploaded document: a PDF in the window, Word to be saved.
fn document(form: &FormView, upload: UploadView) -> AnyView {
    let locale = use_viewer().locale;
    let at = format!("{} {}", dates::moment(locale, &form.zone, upload.created_at), dates::zone_at(&form.zone, upload.created_at));
    let address = paths::form_upload(form.id);
    let by = t!("forms-upload-by", name = upload.created_by.clone(), at = at);
    let download = t!("forms-download", name = upload.name.clone());
    view! {
        <p class="small soft">{by}</p>
        {upload.is_pdf.then(|| view! { <iframe class="eval__document" src=address.clone() title=upload.name.clone()></iframe> })}
        {(!upload.is_pdf).then(|| view! { <p>{t!("forms-upload-word")}</p> })}
        <p><a class="btn" href=address download=upload.name rel="external"><Icon glyph=Glyph::DOWNLOAD/>{download}</a></p>
    }
    .into_any()
}

/// Which form the interview has, while nobody has begun.
fn choose(tab: &FormsTab, present: &FormInterviewView, doing: Doing) -> AnyView {
    let attach = doing.attach;
    if tab.offered.is_empty() {
        return view! { <p class="soft">{t!("forms-no-templates")}</p> }.into_any();
    }
    let name = tab.form.as_ref().map(|form| form.template_name.clone()).filter(|_| !present.people.is_empty());
    let value =
        name.and_then(|name| tab.offered.iter().find(|choice| choice.name == name)).map(|choice| choice.id.to_string()).unwrap_or_default();
    let interview = present.id.to_string();
    let mut options = vec![(String::new(), t!("forms-choose-none"))];
    options.extend(tab.offered.iter().map(|choice| (choice.id.to_string(), choice.name.clone())));
    view! {
        <section class="card">
            <ActionForm action=attach>
                <FormErrors error=failure_of(attach.value())/>
                <input type="hidden" name="interview" value=interview/>
                <div class="row eval__choose">
                    <SelectField name="template" label=t!("forms-choose") value=RwSignal::new(value) options=Signal::stored(options) errors=errors_of(attach.value())/>
                    <Button submit=true pending=attach.pending()>{t!("forms-choose-set")}</Button>
                </div>
            </ActionForm>
        </section>
    }
    .into_any()
}
