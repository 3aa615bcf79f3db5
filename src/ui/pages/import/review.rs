//! `/candidates/import/ID`: which column says what, and what becomes of each row.

use leptos::form::ActionForm;
use leptos::prelude::*;

use crate::api::error::ApiError;
use crate::api::imports::{DiscardImportCall, ImportFate, ImportLine, ImportView, MapImportCall, RunImportCall, get_import};
use crate::domain::help::Topic;
use crate::domain::id::ImportId;
use crate::ui::components::*;
use crate::ui::latest::{Latest, all_of};
use crate::ui::records::{failed, use_id};
use crate::ui::returned::typed_or;
use crate::{paths, t, text};

/// The table before it is taken.
#[component]
pub fn ImportReviewPage() -> impl IntoView {
    let map = ServerAction::<MapImportCall>::new();
    let id = use_id::<ImportId>();
    let load = move || {
        let id = id.get_untracked();
        async move {
            match id {
                Some(id) => get_import(id).await,
                None => Err(ApiError::NotFound),
            }
        }
    };
    let outcome = map.value();
    let count = RwSignal::new(0_u32);
    Effect::new(move || {
        if outcome.with(|outcome| matches!(outcome, Some(Ok(())))) {
            count.update(|count| *count += 1);
        }
    });
    let latest = Latest::new(move || (id.get(), count.get()), load);
    let crumbs = vec![(paths::CANDIDATES.to_owned(), t!("candidates-title")), (paths::CANDIDATES_IMPORT.to_owned(), t!("import-title"))];
    view! {
        <PageHead title=t!("import-review") crumbs><HelpLink topic=Topic::Candidates/></PageHead>
        <div class="page">
            {latest.failure()}
            {latest.show(8, move |view| shown(view, map), failed)}
        </div>
    }
    .into_any()
}

fn shown(view: Signal<ImportView>, map: ServerAction<MapImportCall>) -> AnyView {
    let language = crate::ui::viewer::language();
    let file = view.with_untracked(|view| view.file_name.clone());
    let is_ready = Memo::new(move |_| view.with(|view| view.mapping.check().is_ok()));
    let counted = move || {
        view.with(|view| text!(language, "import-counts", new = view.new, joining = view.joining, known = view.known, wrong = view.wrong))
    };
    let lines = move || view.with(|view| view.lines.clone());
    view! {
        <p class="soft">{t!("import-of", file = file)}</p>
        <section class="card"><Columns view map/></section>
        {move || is_ready.get().then(|| view! {
            <section class="stack" aria-label=text!(language, "import-rows")>
                <p class="strong" role="status">{counted}</p>
                <Taking view/>
                <div class="table-wrap">
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col" class="num">{text!(language, "import-line")}</th>
                                <th scope="col">{text!(language, "record-name")}</th>
                                <th scope="col">{text!(language, "record-email")}</th>
                                <th scope="col">{text!(language, "record-phone")}</th>
                                <th scope="col">{text!(language, "record-zone")}</th>
                                <th scope="col">{text!(language, "import-fate")}</th>
                            </tr>
                        </thead>
                        <tbody><For each=lines key=all_of children=|line| view! { <Line line/> }/></tbody>
                    </table>
                </div>
            </section>
        })}
    }
    .into_any()
}

/// Which column says what, and the job.
#[component]
fn Columns(view: Signal<ImportView>, map: ServerAction<MapImportCall>) -> impl IntoView {
    let outcome = map.value();
    let errors = errors_of(outcome);
    let first = view.get_untracked();
    let mut options = vec![(String::new(), t!("import-no-column"))];
    let heading = |at: usize, heading: &String| match heading.as_str() {
        "" => t!("import-column", number = at + 1),
        heading => heading.to_owned(),
    };
    options.extend(first.headings.iter().enumerate().map(|(at, name)| (at.to_string(), heading(at, name))));
    let options = Signal::stored(options);
    let chosen = |name: &str, column: Option<u32>| {
        RwSignal::new(typed_or(&format!("input[{name}]"), &column.map(|column| column.to_string()).unwrap_or_default()))
    };
    let mapping = &first.mapping;
    let (name, email) = (chosen("name", mapping.name), chosen("email", mapping.email));
    let (first_name, last_name) = (chosen("first_name", mapping.first_name), chosen("last_name", mapping.last_name));
    let (phone, zone) = (chosen("phone", mapping.phone), chosen("zone", mapping.zone));
    let job = RwSignal::new(typed_or("input[job_id]", &first.job.map(|job| job.to_string()).unwrap_or_default()));
    let mut jobs = vec![(String::new(), t!("candidate-no-job"))];
    jobs.extend(first.jobs.iter().map(|choice| (choice.id.to_string(), choice.name.clone())));
    view! {
        <h2>{t!("import-columns")}</h2>
        <ActionForm action=map attr:class="form">
            <FormErrors error=failure_of(outcome)/>
            <input type="hidden" name="input[id]" value=first.id.to_string()/>
            <input type="hidden" name="input[version]" value=move || view.with(|view| view.version.to_string())/>
            <div class="form__row">
                <SelectField name="input[email]" label=t!("record-email") value=email options errors/>
                <SelectField name="input[name]" label=t!("record-name") value=name options errors optional=true/>
            </div>
            <div class="form__row">
                <SelectField name="input[first_name]" label=t!("import-first-name") value=first_name options errors optional=true/>
                <SelectField name="input[last_name]" label=t!("import-last-name") value=last_name options errors optional=true/>
            </div>
            <div class="form__row">
                <SelectField name="input[phone]" label=t!("record-phone") value=phone options errors optional=true/>
                <SelectField name="input[zone]" label=t!("record-zone") value=zone options errors optional=true hint=t!("import-zone-hint", zone = first.zone.clone())/>
            </div>
            <SelectField name="input[job_id]" label=t!("record-job") value=job options=Signal::stored(jobs) errors optional=true hint=t!("import-job-hint")/>
            <div class="form__actions"><Button submit=true pending=map.pending()>{t!("import-apply")}</Button></div>
        </ActionForm>
    }
    .into_any()
}

/// Takes the table, or forgets it.
#[component]
fn Taking(view: Signal<ImportView>) -> impl IntoView {
    let run = ServerAction::<RunImportCall>::new();
    let discard = ServerAction::<DiscardImportCall>::new();
    let language = crate::ui::viewer::language();
    let id = view.with_untracked(|view| view.id.to_string());
    let (own, version) = (id.clone(), move || view.with(|view| view.version.to_string()));
    let count = Memo::new(move |_| view.with(|view| view.new + view.joining));
    let label = move || text!(language, "import-take", count = count.get());
    let taking = move || {
        let own = own.clone();
        (count.get() > 0).then(move || {
            view! {
                <ActionForm action=run>
                    <input type="hidden" name="id" value=own/>
                    <input type="hidden" name="version" value=version/>
                    <Button weight=Weight::Primary submit=true pending=run.pending()>{label}</Button>
                </ActionForm>
            }
        })
    };
    view! {
        <FormErrors error=failure_of(run.value())/>
        <FormErrors error=failure_of(discard.value())/>
        <div class="row">
            {taking}
            <ActionForm action=discard>
                <input type="hidden" name="id" value=id/>
                <input type="hidden" name="version" value=version/>
                <Button submit=true pending=discard.pending()>{t!("import-discard")}</Button>
            </ActionForm>
        </div>
    }
    .into_any()
}

#[component]
fn Line(line: ImportLine) -> impl IntoView {
    let language = crate::ui::viewer::language();
    let fate = match line.fate {
        ImportFate::New => view! { <Pill tone=Tone::Positive>{t!("import-new")}</Pill> }.into_any(),
        ImportFate::Known { id, name, joins } => {
            let said = if joins { t!("import-joins") } else { t!("import-known") };
            view! { <Pill>{said}</Pill>" "<a href=paths::candidate(id)>{name}</a> }.into_any()
        }
        ImportFate::Wrong { errors } => {
            let all = errors.iter().map(|error| {
                let field = match error.field.as_str() {
                    "name" => t!("record-name"),
                    "phone" => t!("record-phone"),
                    "zone" => t!("record-zone"),
                    _ => t!("record-email"),
                };
                view! { <li><span class="strong">{field}": "</span>{text::field_error(language, error)}</li> }
            });
            view! { <Pill tone=Tone::Negative>{t!("import-wrong")}</Pill><ul>{all.collect_view()}</ul> }.into_any()
        }
    };
    view! {
        <tr>
            <td class="num">{line.line}</td>
            <th scope="row">{line.name}</th>
            <td>{line.email}</td>
            <td class="nowrap">{line.phone}</td>
            <td>{line.zone}</td>
            <td>{fate}</td>
        </tr>
    }
    .into_any()
}
