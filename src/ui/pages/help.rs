//! `/help` and `/help/PAGE`: the manual. The server makes its HTML; here it is only put in its place.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::api::help::{HelpEntry, HelpView, help_page};
use crate::ui::components::*;
use crate::ui::records::failed;
use crate::{paths, t};

/// Below so many parts a page needs no list of them.
const FEW: usize = 3;

/// The page of the manual in the address; the first one without a name.
#[component]
pub fn HelpPage() -> impl IntoView {
    let params = use_params_map();
    let name = Memo::new(move |_| params.with(|params| params.get("page")));
    let page = Resource::new(move || name.get(), help_page);
    view! {
        <Transition fallback=|| view! { <div class="page"><Skeleton lines=8/></div> }>
            {move || Suspend::new(async move {
                match page.await {
                    Ok(view) => whole(view, name.get_untracked()),
                    Err(error) => view! { <PageHead title=t!("help-title") crumbs=above()/><div class="page">{failed(error)}</div> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

/// The way back to the first page.
fn above() -> Vec<(String, String)> {
    vec![(paths::HELP.to_owned(), t!("help-title"))]
}

fn whole(view: HelpView, name: Option<String>) -> AnyView {
    let HelpView { title, html, parts, pages } = view;
    let is_first = name.is_none();
    let crumbs = if is_first { Vec::new() } else { above() };
    let pages = pages
        .into_iter()
        .map(|page| {
            let current = (name.as_deref() == Some(page.name.as_str())).then_some("page");
            view! { <li><a href=paths::help(page.name) aria-current=current>{page.title}</a></li> }
        })
        .collect_view();
    let parts = (!is_first && parts.len() >= FEW).then(|| contents(parts));
    view! {
        <PageHead title crumbs/>
        <div class="page help">
            <div class="help__page">
                {parts}
                <article class="help__text" inner_html=html></article>
            </div>
            <nav class="help__pages" aria-label=t!("help-pages")><ul role="list" class="help__list">{pages}</ul></nav>
        </div>
    }
    .into_any()
}

/// Links to the parts of the page.
fn contents(parts: Vec<HelpEntry>) -> impl IntoView {
    let lines = parts
        .into_iter()
        .map(|part| {
            // `external`: the browser follows it itself and moves the focus, too.
            view! { <li><a href=format!("#{}", part.name) rel="external">{part.title}</a></li> }
        })
        .collect_view();
    view! { <nav class="help__parts" aria-label=t!("help-parts")><ul role="list" class="help__list">{lines}</ul></nav> }
}
