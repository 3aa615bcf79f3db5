//! `/settings/mails`: texts that mails to candidates begin with, for administrators. `?edit=ID` opens one, `?edit=new` a new one.

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use crate::api::communication::{MailTemplateView, SaveMailTemplateCall, mail_templates};
use crate::domain::communication::{MOST_SUBJECT, MOST_TEXT};
use crate::domain::offers::tags::KNOWN;
use crate::ui::browser::live::use_changes;
use crate::ui::components::*;
use crate::ui::forms::Anew;
use crate::ui::latest::Latest;
use crate::ui::records::{check_first, failed, when_done};
use crate::ui::returned::typed_or;
use crate::{paths, t};

/// The list with the form of what is opened.
#[component]
pub fn MailTemplatesPage() -> impl IntoView {
    let query = use_query_map();
    let edited = Memo::new(move |_| query.with(|query| query.get("edit").unwrap_or_default()));
    let count = RwSignal::new(0_u32);
    let again = Callback::new(move |()| count.update(|count| *count += 1));
    let changes = use_changes(paths::EVENTS.to_owned(), Some(vec!["mail_templates:all".to_owned()]));
    let list = Latest::new(move || (count.get(), changes.get()), mail_templates);
    let crumbs = vec![(paths::SETTINGS.to_owned(), t!("settings-title"))];
    view! {
        <PageHead title=t!("mails-title") crumbs>
            <ButtonLink href=format!("{}?edit=new", paths::MAIL_TEMPLATES) weight=Weight::Primary icon=Glyph::PLUS>{t!("mails-new")}</ButtonLink>
        </PageHead>
        <div class="page">
            <p class="soft">{t!("mails-lead")}</p>
            {list.failure()}
            {list.show(4, move |list| shown(list, edited, again), failed)}
        </div>
    }
    .into_any()
}

fn shown(list: Signal<Vec<MailTemplateView>>, edited: Memo<String>, again: Callback<()>) -> AnyView {
    let form = move || {
        let id = edited.get();
        let template = list.get_untracked().into_iter().find(|template| template.id.to_string() == id);
        (template.is_some() || id == "new").then(|| view! { <section class="card"><Form template again/></section> })
    };
    let none = move || {
        (list.with(Vec::is_empty) && edited.with(String::is_empty))
            .then(|| view! { <EmptyState glyph=Glyph::MAIL title=t!("mails-none") text=t!("mails-none-how")/> })
    };
    let rows = move || {
        let rows = list.get().into_iter().map(|template| {
            let state = template.retired.then(|| view! { " "<Pill>{t!("templates-retired")}</Pill> });
            view! {
                <tr>
                    <th scope="row"><a href=format!("{}?edit={}", paths::MAIL_TEMPLATES, template.id)>{template.name}</a>{state}</th>
                    <td>{template.subject}</td>
                </tr>
            }
        });
        rows.collect_view()
    };
    let table =
        move || {
            (!list.with(Vec::is_empty)).then(|| view! {
            <div class="table-wrap">
                <table class="table">
                    <thead><tr><th scope="col">{t!("mails-name")}</th><th scope="col">{t!("communication-subject")}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        })
        };
    // Another one that is opened is another form; of the same one, what is typed stays.
    view! { <Anew state=edited>{form()}</Anew> {none} {table} }.into_any()
}

#[component]
fn Form(template: Option<MailTemplateView>, again: Callback<()>) -> impl IntoView {
    let save = ServerAction::<SaveMailTemplateCall>::new();
    let outcome = save.value();
    toast_done(outcome, "records-saved");
    let navigate = use_navigate();
    when_done(outcome, move |_| {
        again.run(());
        navigate(paths::MAIL_TEMPLATES, NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
    let errors = errors_of(outcome);
    let stored = |name: &str, of: fn(&MailTemplateView) -> String| {
        RwSignal::new(typed_or(&format!("input[{name}]"), &template.as_ref().map(of).unwrap_or_default()))
    };
    let (name, subject, body) =
        (stored("name", |one| one.name.clone()), stored("subject", |one| one.subject.clone()), stored("body", |one| one.body.clone()));
    let retired = RwSignal::new(template.as_ref().is_some_and(|one| one.retired));
    let (id, version) = template.as_ref().map(|one| (one.id.to_string(), one.version)).unwrap_or_default();
    let tags: Vec<String> = KNOWN.iter().map(|(tag, _)| format!("{{{{{tag}}}}}")).collect();
    view! {
        <ActionForm action=save attr:class="form" attr:novalidate=true on:submit:capture=check_first(save, |form| form.input.validate().map(drop))>
            <FormErrors error=failure_of(outcome)/>
            <input type="hidden" name="input[id]" value=id.clone()/>
            <input type="hidden" name="input[version]" value=version.to_string()/>
            <TextField name="input[name]" label=t!("mails-name") value=name errors maxlength=120/>
            <TextField name="input[subject]" label=t!("communication-subject") value=subject errors maxlength=MOST_SUBJECT as u16/>
            <TextArea name="input[body]" label=t!("communication-text-field") hint=t!("mails-tags", tags = tags.join(" ")) value=body errors rows=12 maxlength=MOST_TEXT as u16/>
            {(!id.is_empty()).then(|| view! { <Checkbox name="input[retired]" label=t!("mails-retired") checked=retired/> })}
            <div class="form__actions">
                <Button weight=Weight::Primary submit=true pending=save.pending()>{t!("action-save")}</Button>
                <ButtonLink href=paths::MAIL_TEMPLATES>{t!("notes-discard")}</ButtonLink>
            </div>
        </ActionForm>
    }
    .into_any()
}
