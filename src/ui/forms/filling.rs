//! Filling in a form: fields, a draft that is kept by itself, submitting. Without scripts it is a plain form.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::Anew;
use super::autosave::{Autosave, Status};
use super::fields::{Filled, FormFields};
use crate::api::error::ApiError;
use crate::api::forms::{FillFormCall, FormView, discard_form, submit_form};
use crate::domain::forms::answers::Answers;
use crate::t;
use crate::ui::components::*;
use crate::ui::viewer::language;

/// The id of the form, for buttons that stand elsewhere.
pub const FORM_ID: &str = "evaluation";

/// The version of fields that are done with: whatever is read next is drawn anew.
const NONE: i64 = -1;

/// The viewer's own form.
#[component]
pub fn FormFill(
    /// The form.
    #[prop(into)]
    view: Signal<FormView>,
    /// The form's id for whoever is signed in, else the token of its link.
    key: String,
    /// Done when it was saved or submitted, or when what the server has should be shown.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let key = StoredValue::new(key);
    let version = RwSignal::new(view.with_untracked(|view| view.version));
    // What these fields have saved themselves is no reason to make others.
    let state = Memo::new(move |before: Option<&String>| {
        let now = view.with(|view| view.version);
        before.filter(|_| version.get_untracked() == now).cloned().unwrap_or_else(|| now.to_string())
    });
    view! {
        <Anew state=state>
            {
                version.set(view.with_untracked(|view| view.version));
                view! { <Fields view key=key.get_value() version on_done/> }
            }
        </Anew>
    }
}

#[component]
fn Fields(
    /// The form.
    view: Signal<FormView>,
    /// The form's id for whoever is signed in, else the token of its link.
    key: String,
    /// The version that the fields are of.
    version: RwSignal<i64>,
    /// Done when it was saved or submitted, or when what the server has should be shown.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let has_draft = Memo::new(move |_| view.with(|view| view.draft.is_some()));
    let view = view.get_untracked();
    let start = view.draft.clone().or_else(|| view.answers.clone()).unwrap_or_default();
    let filled = Filled::new(&view.content, &start);
    let saving = Autosave::begin(key.clone(), view.id, version, start, filled);
    let to_submit = key.clone();
    let submit = Action::new(move |(version, answers): &(i64, Answers)| submit_form(to_submit.clone(), *version, answers.clone()));
    // Sent without scripts and come back with what is wrong.
    let plain = ServerAction::<FillFormCall>::new();
    let refused = RwSignal::new(plain.value().get_untracked().and_then(Result::err));
    let toasts = use_toasts();
    let (kept_text, submitted_text) = (t!("form-saved"), t!("form-submitted-toast"));

    let content = StoredValue::new(view.content.clone());
    // Waits until a draft that is on its way has arrived: a submission is written on its version.
    let wanted = RwSignal::new(None::<bool>);
    let send = move |ev: SubmitEvent| {
        ev.prevent_default();
        // A second one would be written on a version that the first has changed.
        if submit.pending().get_untracked() || submit.value().with_untracked(|done| matches!(done, Some(Ok(_)))) {
            return;
        }
        let keeping = ev.submitter().and_then(|button| button.get_attribute("value")).is_some_and(|step| step == "keep");
        saving.stop();
        refused.set(None);
        if !keeping && let Err(errors) = content.with_value(|content| filled.answers.get_untracked().submitted(content)) {
            refused.set(Some(ApiError::Invalid(errors)));
            saving.now();
        } else {
            wanted.set(Some(!keeping));
        }
    };
    Effect::new(move || {
        let Some(submitting) = wanted.get() else { return };
        if saving.busy.get() || submit.pending().get() {
            return;
        }
        if submitting {
            wanted.set(None);
            submit.dispatch((saving.version.get_untracked(), filled.answers.get_untracked()));
        } else if saving.is_kept() {
            wanted.set(None);
            saving.forget();
            toasts.show(kept_text.clone());
            on_done.run(());
        } else {
            match saving.status.get_untracked() {
                Status::Newer | Status::Away | Status::Refused(_) => wanted.set(None),
                _ => saving.now(),
            }
        }
    });
    Effect::new(move || match submit.value().get() {
        None => {}
        Some(Ok(_)) => {
            saving.forget();
            version.set(NONE);
            toasts.show(submitted_text.clone());
            on_done.run(());
        }
        Some(Err(ApiError::Stale)) => saving.status.set(Status::Newer),
        Some(Err(error)) => refused.set(Some(error)),
    });

    let to_discard = key.clone();
    let discard = Action::new(move |version: &i64| discard_form(to_discard.clone(), *version));
    Effect::new(move || match discard.value().get() {
        None => {}
        Some(Ok(_)) => {
            saving.forget();
            version.set(NONE);
            on_done.run(());
        }
        Some(Err(error)) => refused.set(Some(error)),
    });
    let asking = RwSignal::new(false);
    // Once refused, each field says what is wrong with it now.
    let errors = Signal::derive(move || match refused.get() {
        Some(ApiError::Invalid(_)) => content.with_value(|content| filled.answers.get().submitted(content)).err().unwrap_or_default(),
        _ => Default::default(),
    });
    let again = view.answers.is_some();
    view! {
        <form id=FORM_ID class="form eval" method="post" action=FillFormCall::url() novalidate=true on:submit=send>
            <input type="hidden" name="key" value=key/>
            <input type="hidden" name="version" value=move || saving.version.get().to_string()/>
            <FormErrors error=refused/>
            <Kept saving on_done/>
            <FormFields content=view.content filled errors/>
            <div class="form__actions eval__actions">
                <button type="submit" class="btn" id="form-keep" name="step" value="keep">{t!("form-save")}</button>
                <button type="submit" class="btn btn--primary" name="step" value="submit" data-pending=move || submit.pending().get().then_some("true")>
                    {if again { t!("form-submit-again") } else { t!("form-submit") }}
                </button>
                {move || has_draft.get().then(|| view! { <Button weight=Weight::Plain on:click=move |_| asking.set(true)>{t!("form-discard")}</Button> })}
            </div>
        </form>
        <ConfirmDialog
            open=asking
            title=t!("form-discard-title")
            question=if again { t!("form-discard-question-again") } else { t!("form-discard-question") }
            verb=t!("form-discard")
            on_confirm=move |()| { discard.dispatch(saving.version.get_untracked()); }
        />
    }
    .into_any()
}

/// Says how the draft is kept, and what to do where it can not be.
#[component]
fn Kept(
    /// The draft.
    saving: Autosave,
    /// Shows what the server has.
    on_done: Callback<()>,
) -> impl IntoView {
    let language = language();
    let said = move || match saving.status.get() {
        Status::Still => String::new(),
        Status::Waiting => t_of(language, "form-status-waiting"),
        Status::Kept => t_of(language, "form-status-kept"),
        Status::Away => t_of(language, "form-status-away"),
        Status::Newer => t_of(language, "form-status-newer"),
        Status::Refused(error) => t_of(language, error.message_key()),
    };
    view! {
        <div class="eval__status">
            <p role="status" class="small soft" data-status=move || status_name(&saving.status.get())>{said}</p>
            {move || (saving.status.get() == Status::Newer).then(|| view! {
                <div class="row">
                    <Button size=Size::Small on:click=move |_| saving.use_mine()>{t_of(language, "form-use-mine")}</Button>
                    <Button size=Size::Small on:click=move |_| { saving.use_theirs(); on_done.run(()); }>{t_of(language, "form-use-theirs")}</Button>
                </div>
            })}
        </div>
    }
    .into_any()
}

fn t_of(language: crate::domain::locale::Language, key: &str) -> String {
    crate::text::message(language, key, None)
}

const fn status_name(status: &Status) -> &'static str {
    match status {
        Status::Still => "still",
        Status::Waiting => "waiting",
        Status::Kept => "kept",
        Status::Away => "away",
        Status::Newer => "newer",
        Status::Refused(_) => "refused",
    }
}
