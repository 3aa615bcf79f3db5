//! The versions of a template, and retiring it.

use leptos::ev::SubmitEvent;
use leptos::form::ActionForm;
use leptos::prelude::*;

use crate::api::form_templates::{FormTemplateView, RetireFormTemplate};
use crate::domain::forms::answers::Answers;
use crate::t;
use crate::text::dates;
use crate::ui::components::*;
use crate::ui::forms::fields::{Filled, FormFields};
use crate::ui::viewer::use_viewer;

/// The list; each opens to what it asks.
#[component]
pub fn Versions(
    /// The template.
    template: FormTemplateView,
    /// Retires it, or offers it again.
    retire: ServerAction<RetireFormTemplate>,
) -> impl IntoView {
    let locale = use_viewer().locale;
    let (id, number, retired, name) = (template.id, template.version, template.retired, template.name.clone());
    let asking = RwSignal::new(false);
    let versions = template
        .versions
        .into_iter()
        .enumerate()
        .map(|(i, version)| {
            let state = match version.approved_at {
                Some(at) => t!("builder-version-approved", on = dates::date_medium(locale, template.zone.date(at))),
                None => t!("builder-version-draft"),
            };
            let by = t!("builder-version-by", name = version.author);
            let count = t!("builder-version-interviews", count = version.interviews);
            // The latest stands in the preview already.
            let older = (i > 0).then(|| {
                let filled = Filled::new(&version.content, &Answers::default());
                view! { <details><summary>{t!("builder-preview")}</summary><FormFields content=version.content filled/></details> }
            });
            view! {
                <li class="stack">
                    <div><span class="strong">{t!("builder-version", number = version.number)}</span><span class="small soft">{format!(" · {state} · {by} · {count}")}</span></div>
                    {older}
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card stack" aria-labelledby="versions">
            <h2 id="versions">{t!("builder-versions")}</h2>
            <ol class="stack builder__list">{versions}</ol>
            <ActionForm action=retire on:submit:capture=move |ev: SubmitEvent| if !retired { ev.prevent_default(); asking.set(true); }>
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="version" value=number.to_string()/>
                <input type="hidden" name="retired" value=(!retired).to_string()/>
                <Button submit=true>{if retired { t!("builder-restore") } else { t!("builder-retire") }}</Button>
            </ActionForm>
            <FormErrors error=failure_of(retire.value())/>
        </section>
        <ConfirmDialog
            open=asking
            title=t!("builder-retire-title")
            question=t!("builder-retire-question", name = name)
            verb=t!("builder-retire")
            on_confirm=move |()| { retire.dispatch(RetireFormTemplate { id, version: number, retired: true }); }
        />
    }
    .into_any()
}
