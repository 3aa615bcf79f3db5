//! `/settings/forms`: all form templates, for administrators.

use leptos::form::ActionForm;
use leptos::prelude::*;

use crate::api::form_templates::{FormTemplateLine, MoveFormTemplate, list_form_templates};
use crate::ui::browser::live::use_changes;
use crate::ui::components::*;
use crate::{paths, t};

/// The list.
#[component]
pub fn FormTemplatesPage() -> impl IntoView {
    let place = ServerAction::<MoveFormTemplate>::new();
    toast_done(place.value(), "templates-moved");
    let changes = use_changes(paths::EVENTS.to_owned(), Some(vec!["form_templates:all".to_owned()]));
    let list = Resource::new(move || (place.version().get(), changes.get()), |_| list_form_templates());
    let new = paths::form_template("new");
    view! {
        <PageHead title=t!("templates-title") crumbs=vec![(paths::SETTINGS.to_owned(), t!("settings-title"))]>
            <ButtonLink href=new.clone() weight=Weight::Primary icon=Glyph::PLUS>{t!("templates-new")}</ButtonLink>
        </PageHead>
        <div class="page">
            <p class="soft">{t!("templates-lead")}</p>
            <FormErrors error=failure_of(place.value())/>
            <Transition fallback=|| view! { <Skeleton lines=4/> }>
                {move || Suspend::new(async move {
                    match list.await {
                        Ok(lines) if lines.is_empty() => view! {
                            <EmptyState glyph=Glyph::FILE_TEXT title=t!("templates-none") text=t!("templates-none-how")>
                                <ButtonLink href=paths::form_template("new") weight=Weight::Primary icon=Glyph::PLUS>{t!("templates-new")}</ButtonLink>
                            </EmptyState>
                        }
                        .into_any(),
                        Ok(lines) => view! { <Lines lines place/> }.into_any(),
                        Err(error) => view! { <Failure error/> }.into_any(),
                    }
                })}
            </Transition>
        </div>
    }
    .into_any()
}

#[component]
fn Lines(
    /// The templates in their order.
    lines: Vec<FormTemplateLine>,
    /// Moves one.
    place: ServerAction<MoveFormTemplate>,
) -> impl IntoView {
    let last = lines.len().saturating_sub(1);
    let rows = lines
        .into_iter()
        .enumerate()
        .map(|(i, line)| {
            let id = line.id;
            let state = match line.approved {
                _ if line.retired => view! { <Pill>{t!("templates-retired")}</Pill> },
                Some(number) => view! { <Pill tone=Tone::Positive>{t!("templates-approved", number = number)}</Pill> },
                None => view! { <Pill tone=Tone::Caution>{t!("templates-not-approved")}</Pill> },
            };
            let draft = (line.has_draft && line.approved.is_some())
                .then(|| view! { " "<Pill tone=Tone::Caution>{t!("templates-has-draft")}</Pill> });
            let step = |up: bool, shown: bool| {
                let (label, glyph) = if up { ("templates-up", Glyph::ARROW_UP) } else { ("templates-down", Glyph::ARROW_DOWN) };
                let label = t!(label, name = line.name.clone());
                shown.then(|| {
                    view! {
                        <ActionForm action=place>
                            <input type="hidden" name="id" value=id.to_string()/>
                            <input type="hidden" name="up" value=up.to_string()/>
                            <Button submit=true size=Size::Small weight=Weight::Plain icon=glyph label/>
                        </ActionForm>
                    }
                })
            };
            let (up, down) = (step(true, i > 0), step(false, i < last));
            view! {
                <tr>
                    <th scope="row"><a href=paths::form_template(id)>{line.name.clone()}</a></th>
                    <td>{state}{draft}</td>
                    <td>{line.questions}</td>
                    <td>{line.interviews}</td>
                    <td><div class="row">{up}{down}</div></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-wrap">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t!("builder-name")}</th>
                        <th scope="col">{t!("templates-state")}</th>
                        <th scope="col">{t!("templates-questions")}</th>
                        <th scope="col">{t!("templates-interviews")}</th>
                        <th scope="col">{t!("templates-order")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
