//! `/candidates/import`: a table of candidates is chosen; [`ImportReviewPage`] looks through it.

mod review;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

pub use self::review::ImportReviewPage;
use crate::domain::help::Topic;
use crate::domain::import::{MOST_BYTES, MOST_COLUMNS, MOST_ROWS};
use crate::ui::components::*;
use crate::{paths, t, text};

/// The form, and what became of the table before.
#[component]
pub fn ImportPage() -> impl IntoView {
    let query = use_query_map();
    let language = crate::ui::viewer::language();
    let crumbs = vec![(paths::CANDIDATES.to_owned(), t!("candidates-title"))];
    let megabytes = (MOST_BYTES / 1_048_576).to_string();
    // A form comes back with the message's key in the address; only keys of tables are shown.
    let most = megabytes.clone();
    let error = move || {
        let key =
            query.with(|query| query.get("error")).filter(|key| key.starts_with("error-import-") || key.starts_with("error-file-"))?;
        Some(text!(language, &key, most = most.clone(), rows = MOST_ROWS, columns = MOST_COLUMNS))
    };
    let wrong = error.clone();
    let done = move || {
        let number = |name: &str| query.with(|query| query.get(name)).and_then(|number| number.parse::<u32>().ok());
        Some(text!(language, "import-done", added = number("added")?, joined = number("joined")?))
    };
    view! {
        <PageHead title=t!("import-title") crumbs><HelpLink topic=Topic::Candidates/></PageHead>
        <div class="page">
            {move || done().map(|text| view! {
                <Notice tone=Tone::Positive icon=Glyph::CIRCLE_CHECK>{text}" "<a href=paths::CANDIDATES>{text!(language, "import-see")}</a></Notice>
            })}
            <p class="soft">{t!("import-lead")}</p>
            <form class="form card" method="post" enctype="multipart/form-data" action=paths::CANDIDATES_IMPORT>
                <div class="field">
                    <label class="field__label" for="field-file">{t!("import-file")}</label>
                    <input
                        class="input"
                        type="file"
                        id="field-file"
                        name="file"
                        accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
                        required
                        aria-describedby="field-file-hint field-file-error"
                        aria-invalid=move || wrong().is_some().then_some("true")
                    />
                    <p class="field__hint" id="field-file-hint">{t!("import-file-hint", most = megabytes, rows = MOST_ROWS)}</p>
                    <div id="field-file-error" role="alert">{move || error().map(|text| view! { <FieldError text/> })}</div>
                </div>
                <div class="form__actions"><Button weight=Weight::Primary submit=true icon=Glyph::UPLOAD>{t!("import-upload")}</Button></div>
            </form>
        </div>
    }
    .into_any()
}
