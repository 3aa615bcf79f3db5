//! `/settings/forms/ID`: building a form template, with a live preview and its versions.

mod draft;
mod parts;
mod versions;

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};

use self::draft::TemplateDraft;
use self::parts::Sections;
use self::versions::Versions;
use crate::api::error::ApiError;
use crate::api::form_templates::{FormTemplateView, RetireFormTemplate, get_form_template, save_form_template};
use crate::domain::error::FieldErrors;
use crate::domain::forms::answers::Answers;
use crate::domain::forms::template::SaveFormTemplate;
use crate::domain::id::FormTemplateId;
use crate::ui::components::*;
use crate::ui::forms::Anew;
use crate::ui::forms::fields::{Filled, FormFields};
use crate::ui::latest::{Latest, all_of};
use crate::{paths, t};

/// The template in the address, or a new one.
#[component]
pub fn FormTemplatePage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let again = RwSignal::new(0_u32);
    let retire = ServerAction::<RetireFormTemplate>::new();
    toast_outcomes(retire.value(), "builder-saved");
    // Not by live changes: what is being typed stays in its place.
    let template = Latest::new(
        move || (id.get(), again.get(), retire.version().get()),
        move || {
            let id = id.get_untracked();
            async move {
                match id.parse::<FormTemplateId>() {
                    Ok(id) => get_form_template(id).await.map(Some),
                    Err(_) if id == "new" => Ok(None),
                    Err(_) => Err(ApiError::NotFound),
                }
            }
        },
    );
    let shown = move |template: Signal<Option<FormTemplateView>>| {
        let expected = RwSignal::new(template.with_untracked(stored));
        // What this page saved itself is no reason to take away what was typed meanwhile.
        let state = Memo::new(move |before: Option<&String>| {
            let (now, all) = (template.with(stored), template.with(all_of));
            before.filter(|_| expected.get_untracked() == now).cloned().unwrap_or(all)
        });
        view! {
            <Anew state=state>
                {
                    expected.set(template.with_untracked(stored));
                    view! { <Builder template expected again retire/> }
                }
            </Anew>
        }
        .into_any()
    };
    view! {
        {template.failure()}
        {template.show(8, shown, |error| view! { <div class="page"><Failure error/></div> }.into_any())}
    }
    .into_any()
}

/// What is stored of what is edited here.
fn stored(template: &Option<FormTemplateView>) -> String {
    let edited = template.as_ref().map(|template| (&template.name, template.versions.first().map(|version| &version.content)));
    all_of(&edited)
}

#[component]
fn Builder(
    /// What is stored; none for a new one.
    template: Signal<Option<FormTemplateView>>,
    /// What this page expects to be stored.
    expected: RwSignal<String>,
    /// Reads it again.
    again: RwSignal<u32>,
    /// Retires it, or offers it again.
    retire: ServerAction<RetireFormTemplate>,
) -> impl IntoView {
    let begun = template.get_untracked();
    let content = begun.as_ref().and_then(|template| template.versions.first()).map(|version| version.content.clone());
    let name = begun.as_ref().map(|template| template.name.clone()).unwrap_or_default();
    let unnamed = t!("builder-new");
    let title = Signal::derive(move || template.with(|template| template.as_ref().map_or_else(|| unnamed.clone(), |one| one.name.clone())));
    let draft = TemplateDraft::new(name, content);
    let save = Action::new(|input: &SaveFormTemplate| save_form_template(input.clone()));
    // From sending until its new version was read.
    let waiting = RwSignal::new(false);
    Effect::new(move || {
        template.track();
        waiting.set(false);
    });
    let (toasts, saved_text, navigate) = (use_toasts(), t!("builder-saved"), use_navigate());
    let refused = RwSignal::new(None::<ApiError>);
    Effect::new(move || match save.value().get() {
        None => {}
        Some(Ok(saved)) => {
            toasts.show(saved_text.clone());
            if template.with_untracked(Option::is_none) {
                navigate(&paths::form_template(saved), Default::default());
            } else {
                again.update(|count| *count += 1);
            }
        }
        Some(Err(error)) => {
            waiting.set(false);
            expected.set(template.with_untracked(stored));
            refused.set(Some(error));
        }
    });
    let send = move |ev: SubmitEvent| {
        ev.prevent_default();
        let approve = ev.submitter().and_then(|button| button.get_attribute("value")).is_some_and(|step| step == "approve");
        let (name, content) = untrack(|| (draft.name.get(), draft.content()));
        let (id, version) = template.with_untracked(|template| template.as_ref().map_or((None, 0), |one| (Some(one.id), one.version)));
        let input = SaveFormTemplate { id, version, name, content, approve };
        match input.validate() {
            Err(errors) => refused.set(Some(ApiError::Invalid(errors))),
            Ok(_) if waiting.get_untracked() => {}
            Ok(input) => {
                refused.set(None);
                waiting.set(true);
                expected.set(all_of(&Some((&input.name, Some(&input.content)))));
                save.dispatch(input);
            }
        }
    };
    let errors: Signal<FieldErrors> = Signal::derive(move || match refused.get() {
        Some(ApiError::Invalid(errors)) => errors,
        _ => FieldErrors::default(),
    });
    let shown = Memo::new(move |_| draft.content());
    let preview = move || {
        let content = shown.get();
        let filled = Filled::new(&content, &Answers::default());
        view! { <FormFields content filled/> }
    };
    let retired = move || template.with(|template| template.as_ref().is_some_and(|template| template.retired));
    let version = Signal::derive(move || template.with(all_of));
    let crumbs = vec![(paths::SETTINGS.to_owned(), t!("settings-title")), (paths::FORM_TEMPLATES.to_owned(), t!("templates-title"))];
    view! {
        <PageHead title crumbs/>
        <div class="page builder">
            <form class="form builder__form" method="post" novalidate=true on:submit=send>
                <FormErrors error=refused/>
                {move || retired().then(|| view! { <Notice tone=Tone::Caution>{t!("builder-retired-note")}</Notice> })}
                <TextField name="name" label=t!("builder-name") value=draft.name errors maxlength=120/>
                <TextArea name="introduction" label=t!("builder-introduction") hint=t!("builder-introduction-hint") value=draft.introduction errors optional=true maxlength=2000/>
                <Sections draft errors/>
                <div class="form__actions builder__actions">
                    <button type="submit" class="btn" name="step" value="draft">{t!("builder-save-draft")}</button>
                    <button type="submit" class="btn btn--primary" name="step" value="approve" title=t!("builder-approve-hint") data-pending=move || waiting.get().then_some("true")>
                        {t!("builder-approve")}
                    </button>
                </div>
            </form>
            <aside class="builder__side">
                <section class="card eval" aria-labelledby="preview">
                    <h2 id="preview">{t!("builder-preview")}</h2>
                    <p class="small soft">{t!("builder-preview-hint")}</p>
                    <div class="builder__preview">{preview}</div>
                </section>
                <Anew state=version>{template.get_untracked().map(|template| view! { <Versions template retire/> })}</Anew>
            </aside>
        </div>
    }
    .into_any()
}
