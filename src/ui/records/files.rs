//! A candidate's files: list, upload, deletion.

use leptos::ev::SubmitEvent;
use leptos::form::ActionForm;
use leptos::html;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::api::candidates::{CandidateView, DeleteFileCall, FileView};
use crate::api::error::ApiError;
use crate::domain::candidates::FileKind;
use crate::domain::error::FieldErrors;
use crate::paths;
use crate::t;
use crate::text::{dates, tenths};
use crate::ui::browser::upload;
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;

/// The files; [`UploadForm`] adds one.
#[component]
pub fn CandidateFiles(
    /// The candidate.
    candidate: Signal<CandidateView>,
    /// Deletes one.
    delete: ServerAction<DeleteFileCall>,
) -> impl IntoView {
    let locale = use_viewer().locale;
    let empty = Memo::new(move |_| candidate.with(|candidate| candidate.files.is_empty()));
    let may_manage = Memo::new(move |_| candidate.with(|candidate| candidate.may_manage));
    let files = move || candidate.with(|candidate| candidate.files.clone());
    let line = move |file: FileView| {
        let on = candidate.with_untracked(|candidate| dates::date_medium(locale, candidate.viewer_zone.date(file.created_at)));
        view! { <FileLine file on may_manage=may_manage.get_untracked() delete/> }
    };
    move || {
        if empty.get() {
            let how = if may_manage.get() { t!("files-none-how") } else { String::new() };
            view! { <EmptyState glyph=Glyph::FILE_TEXT title=t!("files-none") text=how/> }.into_any()
        } else {
            view! { <ul class="rows"><For each=files key=|file| file.id children=line/></ul> }.into_any()
        }
    }
}

#[component]
fn FileLine(
    /// The file.
    file: FileView,
    /// When it was added.
    on: String,
    /// Whether the viewer may delete it.
    may_manage: bool,
    /// Deletes it.
    delete: ServerAction<DeleteFileCall>,
) -> impl IntoView {
    let asking = RwSignal::new(false);
    let (id, name) = (file.id, file.name.clone());
    let (opened, preview_of) = (RwSignal::new(false), t!("file-preview-of", name = name.clone()));
    let question = t!("file-delete-question", name = name.clone());
    view! {
        <li>
            <Icon glyph=Glyph::FILE_TEXT/>
            <div class="grow">
                <a href=paths::file(id) rel="external" target="_blank">{name.clone()}</a>
                <div class="small soft">{format!("{} · {} · {on}", t!(&format!("file-kind-{}", file.kind.name())), size(file.size_bytes))}</div>
                {(file.media_type == "application/pdf").then(|| view! {
                    // Asked for when it is opened, not before; without scripts the name leads to it.
                    <details class="record__preview needs-script" on:toggle=move |_| opened.set(true)>
                        <summary class="small">{t!("file-preview")}</summary>
                        {move || opened.get().then(|| view! { <iframe class="eval__document" src=paths::file(id) title=preview_of.clone()></iframe> })}
                    </details>
                })}
            </div>
            {may_manage.then(|| view! {
                <ActionForm action=delete on:submit:capture=move |ev: SubmitEvent| { ev.prevent_default(); asking.set(true); }>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <Button submit=true size=Size::Small weight=Weight::Plain icon=Glyph::TRASH_2 label=t!("file-delete-named", name = name.clone())/>
                </ActionForm>
                <ConfirmDialog
                    open=asking
                    title=t!("file-delete-title")
                    question=question.clone()
                    verb=t!("file-delete")
                    on_confirm=move |()| { delete.dispatch(DeleteFileCall { id }); }
                />
            })}
        </li>
    }
    .into_any()
}

/// `1.2 MB`, `14 kB`.
fn size(bytes: i64) -> String {
    const MB: i64 = 1_048_576;
    if bytes >= MB {
        t!("file-size-mb", size = tenths(crate::ui::viewer::language(), bytes * 10 / MB))
    } else {
        t!("file-size-kb", size = (bytes / 1024).max(1).to_string())
    }
}

/// Adds a file.
#[component]
pub fn UploadForm(
    /// Where it goes.
    url: String,
    /// The largest file in bytes.
    most_bytes: u32,
    /// Done when a file was added.
    #[prop(into)]
    on_added: Callback<()>,
) -> impl IntoView {
    let most = (most_bytes / 1_048_576).max(1).to_string();
    let query = use_query_map();
    // A form sent without scripts comes back with the message's key in the address; only keys of uploads are shown.
    let came_back = query
        .with_untracked(|query| query.get("upload_error"))
        .filter(|key| key.starts_with("error-file-") || key == "error-too-many-files");
    let failure = RwSignal::new(came_back.map(|key| ApiError::Invalid(upload::refused(&key, most_bytes))));
    let part = RwSignal::new(None::<f64>);
    let form = NodeRef::<html::Form>::new();
    let input = NodeRef::<html::Input>::new();
    let toasts = use_toasts();
    let done_text = t!("file-added");
    let on_done = Callback::new(move |outcome: Result<(), ApiError>| {
        part.set(None);
        match outcome {
            Ok(()) => {
                failure.set(None);
                if let Some(form) = form.get_untracked() {
                    form.reset();
                }
                toasts.show(done_text.clone());
                on_added.run(());
            }
            Err(error) => failure.set(Some(error)),
        }
    });
    let address = url.clone();
    let send = move |ev: SubmitEvent| {
        ev.prevent_default();
        let bytes = input.get_untracked().and_then(|input| upload::chosen_bytes(&input));
        if let Err(errors) = upload::check(bytes, most_bytes) {
            failure.set(Some(ApiError::Invalid(errors)));
        } else if let (Some(form), None) = (form.get_untracked(), part.get_untracked()) {
            failure.set(None);
            part.set(Some(0.0));
            upload::send(&form, &address, Callback::new(move |now| part.set(Some(now))), on_done);
        }
    };
    let errors = Signal::derive(move || match failure.get() {
        Some(ApiError::Invalid(errors)) => errors,
        _ => FieldErrors::default(),
    });
    let language = crate::ui::viewer::language();
    let error = move || errors.with(|errors| errors.at("file").map(|error| crate::text::field_error(language, error)));
    let kinds = FileKind::ALL
        .iter()
        .map(|kind| view! { <option value=kind.name()>{t!(&format!("file-kind-{}", kind.name()))}</option> })
        .collect_view();
    let sending = t!("file-sending");
    view! {
        <form class="form record__upload" method="post" enctype="multipart/form-data" action=url node_ref=form on:submit=send>
            <FormErrors error=Signal::derive(move || failure.get().filter(|error| !matches!(error, ApiError::Invalid(_))))/>
            <div class="row">
                <select class="input" name="kind" aria-label=t!("file-kind")>{kinds}</select>
                <input
                    class="input grow"
                    type="file"
                    id="field-file"
                    name="file"
                    accept=".pdf,.doc,.docx,application/pdf,application/msword,application/vnd.openxmlformats-officedocument.wordprocessingml.document"
                    aria-label=t!("file-choose")
                    aria-describedby="field-file-hint field-file-error"
                    aria-invalid=move || error().is_some().then_some("true")
                    node_ref=input
                />
                <Button submit=true icon=Glyph::UPLOAD pending=Signal::derive(move || part.get().is_some())>{t!("file-add")}</Button>
            </div>
            <p class="field__hint" id="field-file-hint">{t!("file-hint", most = most)}</p>
            <div id="field-file-error" role="alert">{move || error().map(|text| view! { <FieldError text/> })}</div>
            {move || part.get().map(|part| view! { <progress class="record__progress" max="1" value=part.to_string() aria-label=sending.clone()></progress> })}
        </form>
    }
    .into_any()
}
