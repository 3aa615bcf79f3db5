//! `/settings/offers`: all templates of offer letters, for administrators.

use leptos::prelude::*;

use crate::api::offer_templates::{OfferTemplateLine, list_offer_templates};
use crate::domain::help::Topic;
use crate::ui::browser::live::use_changes;
use crate::ui::components::*;
use crate::{paths, t};

/// The list.
#[component]
pub fn OfferTemplatesPage() -> impl IntoView {
    let changes = use_changes(paths::EVENTS.to_owned(), Some(vec!["offer_templates:all".to_owned()]));
    let list = Resource::new(move || changes.get(), |_| list_offer_templates());
    view! {
        <PageHead title=t!("offer-templates-title") crumbs=vec![(paths::SETTINGS.to_owned(), t!("settings-title"))]>
            <HelpLink topic=Topic::Settings/>
            {new_template()}
        </PageHead>
        <div class="page">
            <p class="soft">{t!("offer-templates-lead")}</p>
            <Transition fallback=|| view! { <Skeleton lines=4/> }>
                {move || Suspend::new(async move {
                    match list.await {
                        Ok(lines) if lines.is_empty() => view! {
                            <EmptyState glyph=Glyph::FILE_TEXT title=t!("offer-templates-none") text=t!("offer-templates-none-how")>{new_template()}</EmptyState>
                        }
                        .into_any(),
                        Ok(lines) => table(lines),
                        Err(error) => view! { <Failure error/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

fn new_template() -> impl IntoView {
    view! { <ButtonLink href=paths::offer_template("new") weight=Weight::Primary icon=Glyph::PLUS>{t!("offer-templates-new")}</ButtonLink> }
}

fn table(lines: Vec<OfferTemplateLine>) -> AnyView {
    let rows = lines
        .into_iter()
        .map(|line| {
            let state = match line.approved {
                _ if line.retired => view! { <Pill>{t!("templates-retired")}</Pill> },
                Some(number) => view! { <Pill tone=Tone::Positive>{t!("templates-approved", number = number)}</Pill> },
                None => view! { <Pill tone=Tone::Caution>{t!("templates-not-approved")}</Pill> },
            };
            let draft = (line.has_draft && line.approved.is_some())
                .then(|| view! { " "<Pill tone=Tone::Caution>{t!("templates-has-draft")}</Pill> });
            view! { <tr><th scope="row"><a href=paths::offer_template(line.id)>{line.name}</a></th><td>{state}{draft}</td></tr> }
        })
        .collect_view();
    view! {
        <div class="table-wrap">
            <table class="table">
                <thead><tr><th scope="col">{t!("offer-template-name")}</th><th scope="col">{t!("templates-state")}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
