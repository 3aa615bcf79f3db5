//! Parts of lists: sortable headings, pages, tabs, what an empty list says.

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use crate::domain::list::{ListQuery, PER_PAGE};
use crate::t;
use crate::ui::browser::forms;

/// The address of a list in a certain state; what is as usual is left out. `path` may have a query already.
pub fn list_href(path: &str, query: &ListQuery) -> String {
    let mut pairs = Vec::new();
    if !query.search.is_empty() {
        pairs.push(format!("search={}", escape(&query.search)));
    }
    if !query.sort.is_empty() {
        pairs.push(format!("sort={}", escape(&query.sort)));
    }
    if query.descending {
        pairs.push("descending=true".to_owned());
    }
    if !query.filter.is_empty() {
        pairs.push(format!("filter={}", escape(&query.filter)));
    }
    if query.page > 0 {
        pairs.push(format!("page={}", query.page));
    }
    match pairs.is_empty() {
        true => path.to_owned(),
        false => format!("{path}{}{}", if path.contains('?') { '&' } else { '?' }, pairs.join("&")),
    }
}

/// Percent-encodes a value of a query (RFC 3986, section 2.1).
pub fn escape(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    for byte in value.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// The state of a list from the address: `search`, `sort`, `descending`, `page`, `filter`.
pub fn use_list_query() -> Memo<ListQuery> {
    let map = leptos_router::hooks::use_query_map();
    Memo::new(move |_| {
        map.with(|map| ListQuery {
            search: map.get("search").unwrap_or_default(),
            sort: map.get("sort").unwrap_or_default(),
            descending: map.get_str("descending") == Some("true"),
            page: map.get_str("page").and_then(|page| page.parse().ok()).unwrap_or_default(),
            filter: map.get("filter").unwrap_or_default(),
        })
    })
}

/// A drop-down of filters, with what no choice means on top; nothing where there is nothing to choose from. It follows the address.
#[component]
pub fn FilterChoice(
    /// The name in the query.
    name: &'static str,
    /// What is read.
    #[prop(into)]
    label: String,
    /// No choice.
    #[prop(into)]
    any: String,
    /// Value and text of each choice.
    options: Vec<(String, String)>,
    /// What the address says.
    #[prop(into)]
    chosen: Signal<Option<String>>,
) -> impl IntoView {
    let value = forms::following(move || chosen.get().unwrap_or_default());
    let node = NodeRef::new();
    (!options.is_empty()).then(|| {
        let mut all = vec![(String::new(), any)];
        all.extend(options);
        let now = value.get_untracked();
        let options =
            all.iter().cloned().map(|(key, text)| view! { <option value=key.clone() selected=key == now>{text}</option> }).collect_view();
        forms::chosen(node, value, Signal::stored(all));
        view! {
            <label class="field">
                <span class="field__label">{label}</span>
                <select class="input" name=name node_ref=node on:change=move |ev| value.set(event_target_value(&ev))>{options}</select>
            </label>
        }
    })
}

/// A heading of a column that sorts by it: first up, then down.
#[component]
pub fn SortHeading(
    /// The name of the column in the query.
    column: &'static str,
    /// What is read.
    #[prop(into)]
    label: String,
    /// The address of the list.
    #[prop(into)]
    path: String,
    /// The state of the list.
    #[prop(into)]
    query: Signal<ListQuery>,
) -> impl IntoView {
    let sorted = move || query.with(|query| (query.sort == column).then_some(query.descending));
    let href = move || {
        let mut next = query.get();
        next.descending = next.sort == column && !next.descending;
        next.sort = column.to_owned();
        next.page = 0;
        list_href(&path, &next)
    };
    view! {
        <th scope="col" aria-sort=move || sorted().map(|down| if down { "descending" } else { "ascending" })>
            // Plain links: `A` would mark all of them as the present page, since they differ in the query only.
            <a href=href class="sort" data-noscroll="">
                {label}
                {move || view! { <Icon glyph=if sorted() == Some(true) { Glyph::ARROW_DOWN } else { Glyph::ARROW_UP }/> }}
            </a>
        </th>
    }
}

/// Which rows these are, and the way to the others. Shows nothing where all rows are in sight.
#[component]
pub fn Pager(
    /// How many rows there are in all.
    #[prop(into)]
    total: Signal<u32>,
    /// The address of the list.
    #[prop(into)]
    path: String,
    /// The state of the list.
    #[prop(into)]
    query: Signal<ListQuery>,
) -> impl IntoView {
    let (label, earlier, later) = (t!("pager-label"), t!("pager-earlier"), t!("pager-later"));
    let language = crate::ui::viewer::language();
    move || {
        let (total, now) = (total.get(), query.get());
        if total <= PER_PAGE {
            return None;
        }
        let first = now.page.saturating_mul(PER_PAGE);
        let last = first.saturating_add(PER_PAGE).min(total);
        let step = |page: Option<u32>, text: String, glyph: Glyph| match page {
            Some(page) => {
                let href = list_href(&path, &ListQuery { page, ..now.clone() });
                view! { <a href=href class="btn btn--small btn--icon" aria-label=text.clone() title=text><Icon glyph/></a> }.into_any()
            }
            None => view! { <span class="btn btn--small btn--icon" aria-disabled="true" role="link" aria-label=text><Icon glyph/></span> }
                .into_any(),
        };
        Some(view! {
            <nav class="pager" aria-label=label.clone()>
                <span>{crate::text!(language, "pager-range", first = first + 1, last = last, total = total)}</span>
                <span>
                    {step(now.page.checked_sub(1), earlier.clone(), Glyph::CHEVRON_LEFT)}
                    {step((last < total).then_some(now.page + 1), later.clone(), Glyph::CHEVRON_RIGHT)}
                </span>
            </nav>
        })
    }
}

/// One of several tabs, each with an address of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tab {
    /// Where it leads.
    pub href: String,
    /// What is read.
    pub label: String,
    /// How many things are in it.
    pub count: Option<u32>,
}

/// Tabs as links: each state of a page has an address.
#[component]
pub fn Tabs(
    /// What the tabs are about, for screen readers.
    #[prop(into)]
    label: String,
    /// The tabs.
    #[prop(into)]
    tabs: Signal<Vec<Tab>>,
    /// Which one is shown, from 0.
    #[prop(into)]
    current: Signal<usize>,
) -> impl IntoView {
    let links = move || {
        tabs.get()
            .into_iter()
            .enumerate()
            .map(|(i, tab)| {
                view! {
                    <a href=tab.href aria-current=move || (current.get() == i).then_some("page")>
                        {tab.label}
                        {tab.count.map(|count| view! { <span class="count">{count}</span> })}
                    </a>
                }
            })
            .collect_view()
    };
    view! { <nav class="tabs" aria-label=label>{links}</nav> }
}

/// What an empty list says: what would fill it, and the button that does (as children).
#[component]
pub fn EmptyState(
    /// A drawing of what is missing.
    glyph: Glyph,
    /// What is not there.
    #[prop(into)]
    title: String,
    /// What would fill it.
    #[prop(optional, into)]
    text: String,
    /// The button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon glyph/>
            <h2>{title}</h2>
            {(!text.is_empty()).then(|| view! { <p>{text}</p> })}
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}
