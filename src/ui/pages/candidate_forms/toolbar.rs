//! The upper toolbar: Select Interview, Select Attendee, and what can be done with the form.

use leptos::ev::SubmitEvent;
use leptos::form::ActionForm;
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::{Chosen, Doing, Shown};
use crate::api::error::ApiError;
use crate::api::forms::{FormInterviewView, FormView, RemoveFormUpload, form_link};
use crate::domain::forms::form::FormState;
use crate::text::dates;
use crate::ui::browser::{clipboard, focus, forms, upload};
use crate::ui::components::*;
use crate::ui::forms::Anew;
use crate::ui::forms::filling::FORM_ID;
use crate::ui::latest::all_of;
use crate::ui::viewer::use_viewer;
use crate::{paths, t};

/// The toolbar. The drop-downs are made once: who goes through them with the keyboard stays in them.
#[component]
pub(super) fn Toolbar(
    /// What there is.
    shown: Signal<Shown>,
    /// What can be done.
    doing: Doing,
) -> impl IntoView {
    let locale = use_viewer().locale;
    let path = shown.with_untracked(|shown| paths::candidate_forms(shown.tab.candidate));
    let (off, submitted) = (t!("forms-off"), t!("forms-done"));
    let interviews = Signal::derive(move || {
        shown.with(|Shown { tab, .. }| {
            let text = |one: &FormInterviewView| {
                let text = format!("{} · {}", dates::moment(locale, &tab.zone, one.span.start()), one.title);
                if one.is_off { format!("{text} {off}") } else { text }
            };
            tab.interviews.iter().map(|one| (one.id.to_string(), text(one))).collect::<Vec<_>>()
        })
    });
    let people = Signal::derive(move || {
        let people = shown.with(|shown| shown.interview().map(|one| one.people.clone()).unwrap_or_default());
        let text = |name: String, done: bool| if done { format!("{name} {submitted}") } else { name };
        people.into_iter().map(|person| (person.form.to_string(), text(person.name, person.is_submitted))).collect::<Vec<_>>()
    });
    let interview = forms::following(move || shown.with(|shown| shown.tab.interview.map(|id| id.to_string()).unwrap_or_default()));
    let person = forms::following(move || shown.with(|shown| shown.tab.form.as_ref().map(|form| form.id.to_string()).unwrap_or_default()));
    let nobody = Signal::derive(move || people.with(Vec::is_empty));
    let navigate = use_navigate();
    let to = StoredValue::new(path.clone());
    let go = Callback::new(move |query: String| {
        let address = to.with_value(|path| format!("{path}?{query}"));
        navigate(&address, NavigateOptions { scroll: false, ..NavigateOptions::default() });
    });
    let state = Signal::derive(move || shown.with(|shown| format!("{} {}", shown.chosen.editing, all_of(&shown.tab.form))));
    let keep = focus::keep(move || state.track());
    view! {
        <div class="eval__toolbar" role="group" aria-label=t!("candidate-sub-forms") on:focusin=keep>
            <form method="get" action=path class="row">
                <SelectField
                    name="interview"
                    id="select-interview"
                    label=t!("forms-select-interview")
                    value=interview
                    options=interviews
                    on:change=move |ev| go.run(format!("interview={}", event_target_value(&ev)))
                />
                <SelectField
                    name="form"
                    id="select-attendee"
                    label=t!("forms-select-attendee")
                    value=person
                    options=people
                    disabled=nobody
                    on:change=move |ev| go.run(format!("interview={}&form={}", interview.get_untracked(), event_target_value(&ev)))
                />
                <noscript><button class="btn" type="submit">{t!("forms-show")}</button></noscript>
            </form>
            <div class="row eval__buttons">
                <Anew state>
                    {
                        let Shown { chosen, tab } = shown.get_untracked();
                        let link = tab.form.clone().filter(|form| form.may_manage && !form.is_own && !form.is_off && form.state == FormState::NotBegun);
                        view! {
                            {tab.form.map(|form| view! { <Uploading form=form.clone() doing/> <Removing form=form.clone() doing/> <Editing form chosen/> })}
                            {link.map(|form| view! { <CopyLink form/> })}
                        }
                    }
                </Anew>
                {move || shown.with(compare)}
            </div>
        </div>
    }
    .into_any()
}

/// Everybody's forms side by side.
fn compare(shown: &Shown) -> Option<AnyView> {
    let present = shown.interview().filter(|present| !present.people.is_empty())?;
    if present.people.len() < 2 && !shown.tab.may_manage {
        return None;
    }
    Some(if present.may_compare {
        view! { <ButtonLink href=paths::compare_forms(present.id) icon=Glyph::USERS>{t!("forms-compare")}</ButtonLink> }.into_any()
    } else {
        view! { <Button icon=Glyph::USERS refused=t!("forms-compare-own-first")>{t!("forms-compare")}</Button> }.into_any()
    })
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
        let Some(bytes) = input.get_untracked().and_then(|input| upload::chosen_bytes(&input)) else { return };
        if let Err(errors) = upload::check(Some(bytes), most) {
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
            error => words_of(language, error),
        })
    };
    view! {
        <form method="post" enctype="multipart/form-data" action=url node_ref=body class="eval__upload">
            <input
                class="visually-hidden"
                type="file"
                name="file"
                tabindex="-1"
                aria-hidden="true"
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
            <div role="alert">{move || error().map(|text| view! { <FieldError text/> })}</div>
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
        return view! { <button type="submit" id="form-edit" form=FORM_ID class="btn btn--primary" name="step" value="keep">{t!("form-save")}</button> }
            .into_any();
    }
    if !refused.is_empty() {
        return view! { <Button icon=Glyph::PENCIL refused>{t!("form-edit")}</Button> }.into_any();
    }
    let href =
        form.candidate.map(|candidate| format!("{}&edit=1", paths::candidate_form(candidate, form.interview, form.id))).unwrap_or_default();
    view! { <ButtonLink id="form-edit" href icon=Glyph::PENCIL weight=Weight::Primary>{t!("form-edit")}</ButtonLink> }.into_any()
}

/// A link for an attendee without an account.
#[component]
fn CopyLink(form: FormView) -> impl IntoView {
    let (id, toasts, language) = (form.id, use_toasts(), crate::ui::viewer::language());
    let copied = t!("forms-link-copied");
    let making = RwSignal::new(false);
    // No `Action`: what the clipboard promises may not leave the page's thread, and the server renders this, too.
    let make = move |_| {
        if making.get_untracked() {
            return;
        }
        making.set(true);
        let copied = copied.clone();
        leptos::task::spawn_local(async move {
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
            making.try_set(false);
        });
    };
    view! { <Button weight=Weight::Plain icon=Glyph::LINK pending=making on:click=make>{t!("forms-copy-link")}</Button> }.into_any()
}
