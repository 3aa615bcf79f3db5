//! `/candidates/ID/history`: what happened with the candidate, by whom, the latest first.
//!
//! What is shown stands in the address: `?kind=…&person=…&page=…`, and `?print=1` for the whole on paper.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Form;
use leptos_router::hooks::use_query_map;

use crate::api::history::{HistoryTab, history_tab};
use crate::domain::history::{HistoryKind, HistoryLine, HistoryQuery};
use crate::domain::id::CandidateId;
use crate::domain::list::ListQuery;
use crate::domain::time::Zone;
use crate::text::{dates, history as sentences};
use crate::ui::browser::live::use_changes;
use crate::ui::browser::page;
use crate::ui::components::*;
use crate::ui::latest::Latest;
use crate::ui::records::candidate_tabs::{CandidatePart, CandidateTabs};
use crate::ui::records::sheet_link::SheetLink;
use crate::ui::records::{failed, page_of};
use crate::ui::viewer::use_viewer;
use crate::{paths, t, text};

/// The history of the candidate in the address.
#[component]
pub fn CandidateHistoryPage() -> impl IntoView {
    page_of(|id: CandidateId| view! { <History id/> }.into_any())
}

#[component]
fn History(
    /// The candidate.
    id: CandidateId,
) -> impl IntoView {
    let map = use_query_map();
    let query = Memo::new(move |_| {
        map.with(|map| HistoryQuery {
            kind: map.get_str("kind").and_then(HistoryKind::parse),
            person: map.get("person").unwrap_or_default(),
            page: map.get_str("page").and_then(|page| page.parse().ok()).unwrap_or_default(),
            print: map.get_str("print").is_some(),
        })
    });
    let changes = use_changes(paths::EVENTS.to_owned(), Some(vec![format!("candidate:{id}")]));
    let tab = Latest::new(move || (query.get(), changes.get()), move || history_tab(id, query.get_untracked()));
    view! {
        <div class="page">
            {tab.failure()}
            {tab.show(8, move |tab| whole(tab, query), failed)}
        </div>
    }
    .into_any()
}

/// `path` with what is shown, but for the page.
fn address(path: String, query: &HistoryQuery) -> String {
    let kind = query.kind.map(|kind| format!("kind={}", kind.name()));
    let person = (!query.person.is_empty()).then(|| format!("person={}", escape(&query.person)));
    let parts: Vec<String> = [kind, person].into_iter().flatten().collect();
    if parts.is_empty() { path } else { format!("{path}?{}", parts.join("&")) }
}

fn whole(tab: Signal<HistoryTab>, query: Memo<HistoryQuery>) -> AnyView {
    let (id, name) = tab.with_untracked(|tab| (tab.candidate, tab.candidate_name.clone()));
    let head = {
        let name = name.clone();
        move || match query.with(|query| query.print) {
            true => view! { <PrintHead name=name.clone() id query/> }.into_any(),
            false => view! { <TabHead name=name.clone() id tab query/> }.into_any(),
        }
    };
    let language = crate::ui::viewer::language();
    let lines = move || {
        let (lines, zone, total) = tab.with(|tab| (tab.lines.clone(), tab.zone.clone(), tab.total));
        let shown = u32::try_from(lines.len()).unwrap_or(u32::MAX);
        let cut = query.with(|query| query.print) && shown < total;
        if lines.is_empty() {
            let is_narrowed = query.with(|query| query.kind.is_some() || !query.person.is_empty());
            return if is_narrowed {
                view! {
                    <EmptyState glyph=Glyph::SEARCH title=text!(language, "history-none-found")>
                        <ButtonLink href=paths::candidate_history(id)>{text!(language, "history-show-all")}</ButtonLink>
                    </EmptyState>
                }
                .into_any()
            } else {
                view! { <EmptyState glyph=Glyph::CLOCK title=text!(language, "history-none") text=text!(language, "history-none-how")/> }
                    .into_any()
            };
        }
        view! {
            {cut.then(|| view! { <p class="soft">{text!(language, "history-more", shown = shown, total = total)}</p> })}
            {table(lines, &zone)}
        }
        .into_any()
    };
    let list = Signal::derive(move || ListQuery { page: query.with(|query| query.page), ..ListQuery::default() });
    let pager = move || {
        let (path, print) = query.with(|query| (address(paths::candidate_history(id), query), query.print));
        (!print).then(|| view! { <Pager total=Signal::derive(move || tab.with(|tab| tab.total)) path query=list/> })
    };
    view! {
        <Title text=format!("{name} · {}", t!("app-name"))/>
        {head}
        {lines}
        {pager}
    }
    .into_any()
}

/// The candidate with the tabs, the filters, and the ways out.
#[component]
fn TabHead(name: String, id: CandidateId, tab: Signal<HistoryTab>, query: Memo<HistoryQuery>) -> impl IntoView {
    let language = crate::ui::viewer::language();
    let kinds = HistoryKind::ALL.iter().map(|kind| (kind.name().to_owned(), sentences::kind(language, *kind))).collect();
    let people = tab
        .with_untracked(|tab| tab.people.iter().map(|person| (person.key.clone(), sentences::who(language, person))).collect::<Vec<_>>());
    let narrowed = move || query.with(|query| query.kind.is_some() || !query.person.is_empty());
    let print = Signal::derive(move || {
        let path = query.with(|query| address(paths::candidate_history(id), query));
        format!("{path}{}print=1", if path.contains('?') { '&' } else { '?' })
    });
    view! {
        <header class="page__head"><div class="row"><Avatar name=name.clone() large=true/><h1>{name}</h1></div></header>
        <CandidateTabs id part=CandidatePart::History offers=Signal::derive(move || tab.with(|tab| tab.offers))/>
        <div class="row notes__bar">
            <Form method="GET" action=paths::candidate_history(id) attr:class="calendar__filters" attr:role="search">
                <FilterChoice
                    name="kind"
                    label=t!("history-kind")
                    any=t!("history-any")
                    options=kinds
                    chosen=Signal::derive(move || query.with(|query| query.kind.map(|kind| kind.name().to_owned())))
                />
                <FilterChoice
                    name="person"
                    label=t!("history-person")
                    any=t!("history-any")
                    options=people
                    chosen=Signal::derive(move || query.with(|query| Some(query.person.clone()).filter(|person| !person.is_empty())))
                />
                <button class="btn" type="submit">{t!("history-apply")}</button>
                {move || narrowed().then(|| view! { <a class="btn btn--plain" href=paths::candidate_history(id)>{text!(language, "history-show-all")}</a> })}
            </Form>
            <span class="row">
                {move || view! { <SheetLink href=query.with(|query| address(paths::candidate_history_sheet(id), query))/> }}
                <ButtonLink href=print weight=Weight::Plain icon=Glyph::PRINTER label=t!("history-print")/>
            </span>
        </div>
    }
}

/// What stands over the history on paper.
#[component]
fn PrintHead(name: String, id: CandidateId, query: Memo<HistoryQuery>) -> impl IntoView {
    let back = Signal::derive(move || query.with(|query| address(paths::candidate_history(id), query)));
    view! {
        <header class="page__head">
            <h1>{t!("history-title", name = name)}</h1>
            <span class="row no-print">
                <ButtonLink href=back weight=Weight::Plain icon=Glyph::CHEVRON_LEFT>{t!("history-print-back")}</ButtonLink>
                <Button weight=Weight::Primary icon=Glyph::PRINTER on:click=|_| page::print()>{t!("history-print-now")}</Button>
            </span>
        </header>
    }
}

fn table(lines: Vec<HistoryLine>, zone: &Zone) -> AnyView {
    let locale = use_viewer().locale;
    let language = locale.language;
    let row = |line: HistoryLine| {
        let said = sentences::lines(locale, zone, &line);
        let mut said = said.into_iter();
        let what = said.next().unwrap_or_default();
        let more: Vec<_> = said.map(|text| view! { <p class="soft small">{text}</p> }).collect();
        let told: Vec<_> = sentences::told(language, &line).into_iter().map(|text| view! { <li>{text}</li> }).collect();
        view! {
            <tr>
                <td class="nowrap">{dates::moment_of_year(locale, zone, line.at)}</td>
                <td>{sentences::who(language, &line.who)}</td>
                <td class="history__what">{what}{more}</td>
                <td>{line.job_title.clone()}</td>
                <td><ul role="list" class="history__told small">{told}</ul></td>
            </tr>
        }
    };
    view! {
        <div class="table-wrap">
            <table class="table history">
                <thead>
                    <tr>
                        <th scope="col">{text!(language, "history-when")}</th>
                        <th scope="col">{text!(language, "history-who")}</th>
                        <th scope="col">{text!(language, "history-what")}</th>
                        <th scope="col">{text!(language, "history-job")}</th>
                        <th scope="col">{text!(language, "history-told")}</th>
                    </tr>
                </thead>
                <tbody>{lines.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
