//! `/pipeline`: every application as a board or a table; view, filters and order stand in the address.

mod board;
mod filters;
pub mod line;
mod table;

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use leptos_router::params::ParamsMap;

use crate::api::pipeline::{PipelineView, pipeline};
use crate::domain::booking::WaitingFor;
use crate::domain::jobs::StageKind;
use crate::domain::pipeline::{PipelineFilter, PipelineSort, arrange};
use crate::t;
use crate::ui::browser::live::use_changes;
use crate::ui::components::*;
use crate::ui::latest::Latest;

/// What the address says.
#[derive(Debug, Clone, PartialEq)]
pub struct PipelineAddress {
    table: bool,
    filter: PipelineFilter,
    sort: PipelineSort,
    descending: bool,
    page: u32,
}

impl PipelineAddress {
    fn read(query: &ParamsMap) -> Self {
        let get = |name: &str| query.get(name).unwrap_or_default();
        Self {
            table: get("view") == "table",
            filter: PipelineFilter {
                search: get("search"),
                job: get("job").parse().ok(),
                client: get("client").parse().ok(),
                coordinator: get("coordinator").parse().ok(),
                kind: StageKind::parse(&get("stage")),
                waiting: WaitingFor::parse(&get("waiting")),
            },
            sort: PipelineSort::parse(&get("sort")).unwrap_or(PipelineSort::Waiting),
            descending: get("order") == "descending",
            page: get("page").parse().unwrap_or(0),
        }
    }

    /// The address that says this.
    fn link(&self) -> String {
        let filter = &self.filter;
        let pairs = [
            ("view", if self.table { "table".to_owned() } else { String::new() }),
            ("search", filter.search.clone()),
            ("job", filter.job.map(|id| id.to_string()).unwrap_or_default()),
            ("client", filter.client.map(|id| id.to_string()).unwrap_or_default()),
            ("coordinator", filter.coordinator.map(|id| id.to_string()).unwrap_or_default()),
            ("stage", filter.kind.map(StageKind::name).unwrap_or_default().to_owned()),
            ("waiting", filter.waiting.map(WaitingFor::name).unwrap_or_default().to_owned()),
            ("sort", if self.sort == PipelineSort::Waiting { String::new() } else { self.sort.name().to_owned() }),
            ("order", if self.descending { "descending".to_owned() } else { String::new() }),
            ("page", if self.page == 0 { String::new() } else { self.page.to_string() }),
        ];
        let mut query = ParamsMap::new();
        for (name, value) in pairs {
            if !value.is_empty() {
                query.insert(name, value);
            }
        }
        format!("{}{}", crate::paths::PIPELINE, query.to_query_string())
    }

    fn is_filtered(&self) -> bool {
        self.filter != PipelineFilter::default()
    }
}

/// The pipeline.
#[component]
pub fn PipelinePage() -> impl IntoView {
    let query = use_query_map();
    let address = Memo::new(move |_| PipelineAddress::read(&query.read()));
    let changes = use_changes(crate::paths::EVENTS.to_owned(), None);
    // Whom they wait for, order and page are the browser's to apply: they need no request.
    let asked = Memo::new(move |_| PipelineFilter { waiting: None, ..address.get().filter });
    let view = Latest::new(move || (asked.get(), changes.get()), move || pipeline(asked.get_untracked()));
    view! {
        <Title text=t!("pipeline-title")/>
        <div class="page pipeline">
            {view.failure()}
            {view.show(8, move |view| view! { <Pipeline view address/> }.into_any(), |error| view! { <Failure error/> }.into_any())}
        </div>
    }
}

#[component]
fn Pipeline(view: Signal<PipelineView>, address: Memo<PipelineAddress>) -> impl IntoView {
    let lines = Memo::new(move |_| {
        let address = address.get();
        view.with(|view| arrange(view.lines.clone(), address.filter.waiting, address.sort, address.descending))
    });
    let count = move || lines.with(Vec::len);
    let (now, zone) = (Signal::derive(move || view.with(|view| view.now)), view.with_untracked(|view| StoredValue::new(view.zone.clone())));
    // Board and table are made once, and follow: who scrolled or holds the keyboard somewhere stays there.
    let shape = Memo::new(move |_| {
        let (filtered, table) = address.with(|address| (address.is_filtered(), address.table));
        match lines.with(Vec::is_empty) {
            true => Shape::Nothing { filtered },
            false if table => Shape::Table,
            false => Shape::Board,
        }
    });
    view! {
        <header class="page__head">
            <h1>{t!("pipeline-title")}</h1>
            <p class="soft" role="status">{move || t!("pipeline-count", count = count())}</p>
            <nav class="segments" aria-label=t!("pipeline-view")>
                <a href=move || PipelineAddress { table: false, ..address.get() }.link() aria-current=move || (!address.get().table).then_some("true")>
                    {t!("pipeline-board")}
                </a>
                <a href=move || PipelineAddress { table: true, ..address.get() }.link() aria-current=move || address.get().table.then_some("true")>
                    {t!("pipeline-table")}
                </a>
            </nav>
        </header>
        <filters::Filters choices=view.with_untracked(|view| view.choices.clone()) address/>
        {move || view.with(|view| view.cut).then(|| view! { <Notice tone=Tone::Caution>{t!("pipeline-cut")}</Notice> })}
        {move || match shape.get() {
            Shape::Nothing { filtered } => view! { <Nothing filtered/> }.into_any(),
            Shape::Table => view! { <table::Table lines address now zone/> }.into_any(),
            Shape::Board => view! { <board::Board lines now zone/> }.into_any(),
        }}
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Nothing { filtered: bool },
    Table,
    Board,
}

#[component]
fn Nothing(filtered: bool) -> impl IntoView {
    view! {
        {if filtered {
            view! {
                <EmptyState glyph=Glyph::SEARCH title=t!("pipeline-none-filtered")>
                    <ButtonLink href=crate::paths::PIPELINE>{t!("pipeline-all")}</ButtonLink>
                </EmptyState>
            }
            .into_any()
        } else {
            view! {
                <EmptyState glyph=Glyph::USERS title=t!("pipeline-none") text=t!("pipeline-none-how")>
                    <ButtonLink href=crate::paths::CANDIDATES>{t!("pipeline-to-candidates")}</ButtonLink>
                </EmptyState>
            }
            .into_any()
        }}
    }
}
