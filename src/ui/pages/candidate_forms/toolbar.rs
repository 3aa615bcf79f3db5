//! The upper toolbar: Select Interview, Select Attendee, and what can be done with the form.

use leptos::ev::SubmitEvent;
use leptos::form::ActionForm;
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::{Chosen, Doing};
use crate::api::error::ApiError;
use crate::api::forms::{FormView, FormsTab, RemoveFormUpload, form_link};
use crate::text::dates;
use crate::ui::browser::{clipboard, upload};
use crate::ui::components::*;
use crate::ui::forms::filling::FORM_ID;
use crate::ui::viewer::use_viewer;
use crate::{paths, t};

/// The toolbar.
#[component]
pub(super) fn Toolbar(
    /// What there is.
    tab: FormsTab,
    /// What the address says.
    chosen: Chosen,
    /// What can be done.
    doing: Doing,
) -> impl IntoView {
    let locale = use_viewer().locale;
    let path = paths::candidate_forms(tab.candidate);
    let interview = tab.interview;
    let interviews = tab
        .interviews
        .iter()
        .map(|one| {
            let off = if one.is_off { format!(" {}", t!("forms-off")) } else { String::new() };
            let text = format!("{} · {}{off}", dates::moment(locale, &tab.zone, one.span.start()), one.title);
            view! { <option value=one.id.to_string() selected=Some(one.id) == interview>{text}</option> }
        })
        .collect_view();
    let present = tab.interviews.iter().find(|one| Some(one.id) == interview);
    let form = tab.form.as_ref().map(|form| form.id);
    let people = present
        .map(|present| present.people.clone())
        .unwrap_or_default()
        .into_iter()
        .map(|person| {
            let done = if person.is_submitted { format!(" {}", t!("forms-done")) } else { String::new() };
            view! { <option value=person.form.to_string() selected=Some(person.form) == form>{format!("{}{done}", person.name)}</option> }
        })
        .collect_view();
    let nobody = present.is_none_or(|present| present.people.is_empty());
    let navigate = use_navigate();
    let to = StoredValue::new(path.clone());
    let go = Callback::new(move |query: String| {
        let address = to.with_value(|path| format!("{path}?{query}"));
        navigate(&address, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    });
    let compare =
        present.filter(|present| present.people.len() > 1 || tab.may_manage).filter(|present| !present.people.is_empty()).map(|present| {
            let refused = if present.may_compare { String::new() } else { t!("forms-compare-own-first") };
            let href = paths::compare_forms(present.id);
            if present.may_compare {
                view! { <ButtonLink href icon=Glyph::USERS>{t!("forms-compare")}</ButtonLink> }.into_any()
            } else {
                view! { <Button icon=Glyph::USERS refused>{t!("forms-compare")}</Button> }.into_any()
            }
        });
    view! {
        <div class="eval__toolbar" role="group" aria-label=t!("candidate-sub-forms")>
            <form method="get" action=path class="row">
                <div class="field">
                    <label class="field__label" r#for="select-interview">{t!("forms-select-interview")}</label>
                    <select
                        class="input"
                        id="select-interview"
                        name="interview"
                        on:change=move |ev| go.run(format!("interview={}", event_target_value(&ev)))
                    >
                        {interviews}
                    </select>
                </div>
                <div class="field">
                    <label class="field__label" r#for="select-attendee">{t!("forms-select-attendee")}</label>
                    <select
                        class="input"
                        id="select-attendee"
                        name="form"
                        disabled=nobody
                        on:change=move |ev| {
                            let interview = interview.map(|id| id.to_string()).unwrap_or_default();
                            go.run(format!("interview={interview}&form={}", event_target_value(&ev)));
                        }
                    >
                        {people}
                    </select>
                </div>
                <noscript><button class="btn" type="submit">{t!("forms-show")}</button></noscript>
            </form>
            <div class="row eval__buttons">
                {tab.form.clone().map(|form| view! { <Uploading form=form.clone() doing/> <Removing form=form.clone() doing/> <Editing form chosen/> })}
                {compare}
                {tab.form.filter(|form| form.may_manage && !form.is_own && !form.is_off).map(|form| view! { <CopyLink form/> })}
            </div>
        </div>
    }
    .into_any()
}

/// Upload HR Form.
#[component]
fn Uploading(form: FormView, doing: Doing) -> impl IntoView {
    let refused = match (&form.upload, form.may_upload) {
        (_, false) => t!("forms-upload-not-yours"),
        (Some(_), true) => t!("forms-upload-has-one"),
        (None, true) => String::new(),
    };
    let (body, input) = (NodeRef::<html::Form>::new(), NodeRef::<html::Input>::new());
    let (part, failure) = (RwSignal::new(None::<f64>), RwSignal::new(None::<ApiError>));
    let (url, most, toasts) = (paths::form_upload(form.id), form.most_bytes, use_toasts());
    let done_text = t!("form-done-uploaded");
    let on_done = Callback::new(move |outcome: Result<(), ApiError>| {
        part.set(None);
        if let Some(body) = body.get_untracked() {
            body.reset();
        }
        match outcome {
            Ok(()) => {
                failure.set(None);
                toasts.show(done_text.clone());
                doing.again.run(());
            }
            Err(error) => failure.set(Some(error)),
        }
    });
    let address = url.clone();
    let send = move |_| {
        let bytes = input.get_untracked().and_then(|input| upload::chosen_bytes(&input));
        let wrong = match bytes {
            None => return,
            Some(bytes) if bytes < 1.0 => Some("error-file-empty"),
            Some(bytes) if bytes > f64::from(most) => Some("error-file-too-large"),
            Some(_) => None,
        };
        if let Some(key) = wrong {
            let mut errors = crate::domain::error::FieldErrors::default();
            errors.add_with("file", key, &[("most", (most / 1_048_576).max(1).to_string())]);
            on_done.run(Err(ApiError::Invalid(errors)));
        } else if let (Some(body), None) = (body.get_untracked(), part.get_untracked()) {
            failure.set(None);
            part.set(Some(0.0));
            upload::send(&body, &address, Callback::new(move |now| part.set(Some(now))), on_done);
        }
    };
    let language = crate::ui::viewer::language();
    let error = move || {
        failure.get().map(|error| match &error {
            ApiError::Invalid(errors) => errors.at("file").map(|error| crate::text::field_error(language, error)).unwrap_or_default(),
            error => crate::text::message(language, error.message_key(), None),
        })
    };
    view! {
        <form method="post" enctype="multipart/form-data" action=url node_ref=body class="eval__upload">
            <input
                class="visually-hidden"
                type="file"
                name="file"
                tabindex="-1"
                aria-label=t!("forms-upload")
                accept=".pdf,.doc,.docx,application/pdf,application/msword,application/vnd.openxmlformats-officedocument.wordprocessingml.document"
                node_ref=input
                on:change=send
            />
            <Button
                icon=Glyph::UPLOAD
                refused
                pending=Signal::derive(move || part.get().is_some())
                on:click=move |_| if let Some(input) = input.get_untracked() { input.click() }
            >
                {t!("forms-upload")}
            </Button>
            <div role="alert">{move || error().map(|text| view! { <p class="field__error"><Icon glyph=Glyph::CIRCLE_ALERT/>{text}</p> })}</div>
        </form>
    }
    .into_any()
}

/// Remove.
#[component]
fn Removing(form: FormView, doing: Doing) -> impl IntoView {
    let asking = RwSignal::new(false);
    let remove = doing.remove;
    let refused = match (&form.upload, form.may_upload) {
        (None, _) => t!("forms-remove-none"),
        (Some(_), false) => t!("forms-upload-not-yours"),
        (Some(_), true) => String::new(),
    };
    let (id, name) = (form.id, form.upload.map(|upload| upload.name).unwrap_or_default());
    view! {
        <ActionForm action=remove on:submit:capture=move |ev: SubmitEvent| { ev.prevent_default(); asking.set(true); }>
            <input type="hidden" name="form" value=id.to_string()/>
            <Button submit=true icon=Glyph::TRASH_2 refused>{t!("forms-remove")}</Button>
        </ActionForm>
        <ConfirmDialog
            open=asking
            title=t!("forms-remove-title")
            question=t!("forms-remove-question", name = name)
            verb=t!("forms-remove")
            on_confirm=move |()| { remove.dispatch(RemoveFormUpload { form: id }); }
        />
    }
    .into_any()
}

/// Edit HR Form, and Save while it is edited.
#[component]
fn Editing(form: FormView, chosen: Chosen) -> impl IntoView {
    let refused = if form.is_off {
        t!("forms-edit-off")
    } else if form.may_fill {
        String::new()
    } else {
        t!("forms-edit-not-yours", name = form.person_name.clone())
    };
    if chosen.editing && form.may_fill {
        // It stands here, but sends the form below.
        return view! { <button type="submit" form=FORM_ID class="btn btn--primary" name="step" value="keep">{t!("form-save")}</button> }
            .into_any();
    }
    if !refused.is_empty() {
        return view! { <Button icon=Glyph::PENCIL refused>{t!("form-edit")}</Button> }.into_any();
    }
    let href =
        form.candidate.map(|candidate| format!("{}&edit=1", paths::candidate_form(candidate, form.interview, form.id))).unwrap_or_default();
    view! { <ButtonLink href icon=Glyph::PENCIL weight=Weight::Primary>{t!("form-edit")}</ButtonLink> }.into_any()
}

/// A link for an attendee without an account.
#[component]
fn CopyLink(form: FormView) -> impl IntoView {
    let (id, toasts, language) = (form.id, use_toasts(), crate::ui::viewer::language());
    let copied = t!("forms-link-copied");
    let make = Action::new_local(move |(): &()| {
        let copied = copied.clone();
        async move {
            match form_link(id).await {
                Ok(link) => {
                    let text = if clipboard::copy(&link.address).await {
                        copied
                    } else {
                        crate::text!(language, "forms-link-shown", address = link.address)
                    };
                    toasts.show(text);
                }
                Err(error) => toasts.fail(&error),
            }
        }
    });
    view! { <Button weight=Weight::Plain icon=Glyph::LINK pending=make.pending() on:click=move |_| { make.dispatch(()); }>{t!("forms-copy-link")}</Button> }
        .into_any()
}
