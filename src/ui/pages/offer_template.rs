//! `/settings/offers/ID`: writing a template of an offer letter, with a live preview and its versions.

mod approvers;
mod draft;
mod tags;

use leptos::ev::SubmitEvent;
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};

use self::approvers::Approvers;
use self::draft::LetterDraft;
use self::tags::{AskedTags, PutTag};
use crate::api::clients::Choice;
use crate::api::error::ApiError;
use crate::api::offer_templates::{OfferTemplateView, RetireOfferTemplate, get_offer_template, offer_approvers, save_offer_template};
use crate::domain::error::FieldErrors;
use crate::domain::id::{OfferTemplateId, UserId};
use crate::domain::offers::letter::outline;
use crate::domain::offers::template::{MAX_TEXT, SaveOfferTemplate};
use crate::text::dates;
use crate::ui::components::*;
use crate::ui::forms::Anew;
use crate::ui::latest::{Latest, all_of};
use crate::ui::offers::letter::{letter, marked};
use crate::ui::viewer::use_viewer;
use crate::{paths, t};

/// The template in the address, or a new one.
#[component]
pub fn OfferTemplatePage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id").unwrap_or_default()));
    let again = RwSignal::new(0_u32);
    let retire = ServerAction::<RetireOfferTemplate>::new();
    toast_outcomes(retire.value(), "builder-saved");
    // Not by live changes: what is being typed stays in its place.
    let template = Latest::new(
        move || (id.get(), again.get(), retire.version().get()),
        move || {
            let id = id.get_untracked();
            async move {
                match id.parse::<OfferTemplateId>() {
                    Ok(id) => get_offer_template(id).await.map(Some),
                    Err(_) if id == "new" => Ok(None),
                    Err(_) => Err(ApiError::NotFound),
                }
            }
        },
    );
    let colleagues = Resource::new(|| (), |()| offer_approvers());
    let shown = move |template: Signal<Option<OfferTemplateView>>| view! { <Editor template again retire colleagues/> }.into_any();
    view! {
        {template.failure()}
        {template.show(8, shown, |error| view! { <div class="page"><Failure error/></div> }.into_any())}
    }
    .into_any()
}

#[component]
fn Editor(
    /// What is stored; none for a new one.
    template: Signal<Option<OfferTemplateView>>,
    /// Reads it again.
    again: RwSignal<u32>,
    /// Retires it, or offers it again.
    retire: ServerAction<RetireOfferTemplate>,
    /// Who can have to approve.
    colleagues: Resource<Result<Vec<Choice<UserId>>, ApiError>>,
) -> impl IntoView {
    let begun = template.get_untracked();
    let content = begun.as_ref().and_then(|template| template.versions.first()).map(|version| version.content.clone());
    let name = begun.as_ref().map(|template| template.name.clone()).unwrap_or_default();
    let draft = LetterDraft::new(name, content.unwrap_or_default());
    let unnamed = t!("offer-templates-new");
    let title = Signal::derive(move || template.with(|template| template.as_ref().map_or_else(|| unnamed.clone(), |one| one.name.clone())));
    let save = Action::new(|input: &SaveOfferTemplate| save_offer_template(input.clone()));
    let (toasts, saved_text, navigate) = (use_toasts(), t!("builder-saved"), use_navigate());
    let refused = RwSignal::new(None::<ApiError>);
    Effect::new(move || match save.value().get() {
        None => {}
        Some(Ok(saved)) => {
            toasts.show(saved_text.clone());
            if template.with_untracked(Option::is_none) {
                navigate(&paths::offer_template(saved), Default::default());
            } else {
                again.update(|count| *count += 1);
            }
        }
        Some(Err(ApiError::Invalid(errors))) => refused.set(Some(ApiError::Invalid(draft.at_fields(&errors)))),
        Some(Err(error)) => refused.set(Some(error)),
    });
    let pending = save.pending();
    let send = move |ev: SubmitEvent| {
        ev.prevent_default();
        let approve = ev.submitter().and_then(|button| button.get_attribute("value")).is_some_and(|step| step == "approve");
        let (name, content) = untrack(|| (draft.name.get(), draft.content()));
        let (id, version) = template.with_untracked(|template| template.as_ref().map_or((None, 0), |one| (Some(one.id), one.version)));
        match (SaveOfferTemplate { id, version, name, content, approve }).validate() {
            Err(errors) => refused.set(Some(ApiError::Invalid(draft.at_fields(&errors)))),
            Ok(_) if pending.get_untracked() => {}
            Ok(input) => {
                refused.set(None);
                save.dispatch(input);
            }
        }
    };
    let errors: Signal<FieldErrors> = Signal::derive(move || match refused.get() {
        Some(ApiError::Invalid(errors)) => errors,
        _ => FieldErrors::default(),
    });
    // On every key stroke, without asking the server.
    let preview = move || letter(draft.text.with(|text| outline(text)), marked);
    let retired = move || template.with(|template| template.as_ref().is_some_and(|template| template.retired));
    let version = Signal::derive(move || template.with(all_of));
    let crumbs = vec![(paths::SETTINGS.to_owned(), t!("settings-title")), (paths::OFFER_TEMPLATES.to_owned(), t!("offer-templates-title"))];
    view! {
        <PageHead title crumbs/>
        <div class="page builder">
            <form class="form builder__form" method="post" novalidate=true on:submit=send>
                <FormErrors error=refused/>
                {move || retired().then(|| view! { <Notice tone=Tone::Caution>{t!("offer-template-retired-note")}</Notice> })}
                <TextField name="name" label=t!("offer-template-name") value=draft.name errors maxlength=120/>
                <TextArea name="text" label=t!("offer-template-text") hint=t!("offer-template-text-hint") value=draft.text errors rows=20 maxlength=MAX_TEXT as u16/>
                <PutTag draft/>
                <AskedTags draft errors/>
                <Approvers draft colleagues errors/>
                <div class="form__actions builder__actions">
                    <button type="submit" class="btn" name="step" value="draft">{t!("builder-save-draft")}</button>
                    <button type="submit" class="btn btn--primary" name="step" value="approve" title=t!("offer-template-approve-hint") data-pending=move || pending.get().then_some("true")>
                        {t!("builder-approve")}
                    </button>
                </div>
            </form>
            <aside class="builder__side">
                <section class="card" aria-labelledby="preview">
                    <h2 id="preview">{t!("builder-preview")}</h2>
                    {preview}
                </section>
                <Anew state=version>{template.get_untracked().map(|template| view! { <Versions template retire/> })}</Anew>
            </aside>
        </div>
    }
    .into_any()
}

#[component]
fn Versions(template: OfferTemplateView, retire: ServerAction<RetireOfferTemplate>) -> impl IntoView {
    let locale = use_viewer().locale;
    let (id, number, retired) = (template.id, template.version, template.retired);
    let versions = template
        .versions
        .into_iter()
        .map(|version| {
            let state = match version.approved_at {
                Some(at) => t!("builder-version-approved", on = dates::date_medium(locale, template.zone.date(at))),
                None => t!("builder-version-draft"),
            };
            let by = t!("builder-version-by", name = version.author);
            let blocks = outline(&version.content.text);
            view! {
                <li>
                    <details>
                        <summary><span class="strong">{t!("builder-version", number = version.number)}</span><span class="small soft">{format!(" · {state} · {by}")}</span></summary>
                        {letter(blocks, marked)}
                    </details>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card stack" aria-labelledby="versions">
            <h2 id="versions">{t!("builder-versions")}</h2>
            <ol class="stack builder__list">{versions}</ol>
            <ActionForm action=retire>
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="version" value=number.to_string()/>
                <input type="hidden" name="retired" value=(!retired).to_string()/>
                <Button submit=true>{if retired { t!("builder-restore") } else { t!("builder-retire") }}</Button>
            </ActionForm>
            <FormErrors error=failure_of(retire.value())/>
        </section>
    }
    .into_any()
}
