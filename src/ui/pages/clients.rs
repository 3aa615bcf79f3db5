//! All clients.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

use crate::api::clients::{ClientLine, list_clients};
use crate::domain::help::Topic;
use crate::domain::list::{ListQuery, Page};
use crate::domain::time::city;
use crate::paths;
use crate::t;
use crate::ui::browser::live::use_changes;
use crate::ui::components::*;
use crate::ui::records::client::ClientForm;
use crate::ui::records::{ListSearch, NothingFound, failed, use_address_switch};

/// The list, with a panel for a new client.
#[component]
pub fn ClientsPage() -> impl IntoView {
    let query = use_list_query();
    let changes = use_changes(paths::EVENTS.to_owned(), None);
    let page = Resource::new(move || (query.get(), changes.get()), |(query, _)| list_clients(query));
    let new = use_address_switch("new");
    let archived = Signal::derive(move || usize::from(query.with(|query| query.filter == "archived")));
    let tabs = vec![
        Tab { href: paths::CLIENTS.into(), label: t!("clients-present"), count: None },
        Tab { href: format!("{}?filter=archived", paths::CLIENTS), label: t!("clients-archived"), count: None },
    ];
    view! {
        <Title text=format!("{} · {}", t!("clients-title"), t!("app-name"))/>
        <div class="page">
            <header class="page__head">
                <div class="row"><h1>{t!("clients-title")}</h1><HelpLink topic=Topic::Clients/></div>
                <ButtonLink href=format!("{}?new=1", paths::CLIENTS) weight=Weight::Primary icon=Glyph::PLUS>{t!("clients-new")}</ButtonLink>
            </header>
            <Tabs label=t!("clients-title") tabs=Signal::stored(tabs) current=archived/>
            <div class="toolbar"><ListSearch path=paths::CLIENTS label=t!("clients-search") query/></div>
            <Transition fallback=|| view! { <Skeleton lines=8/> }>
                {move || Suspend::new(async move {
                    match page.await {
                        Ok(page) => view! { <ClientTable page query=query.into()/> }.into_any(),
                        Err(error) => failed(error),
                    }
                })}
            </Transition>
        </div>
        <SidePanel open=new title=t!("clients-new")>
            <ClientForm client=None on_done=move |()| new.set(false)/>
        </SidePanel>
    }
    .into_any()
}

#[component]
fn ClientTable(
    /// What is shown.
    page: Page<ClientLine>,
    /// The state of the list.
    query: Signal<ListQuery>,
) -> impl IntoView {
    let total = page.total;
    if total == 0 {
        let (searched, archived) = query.with_untracked(|query| (!query.search.trim().is_empty(), query.filter == "archived"));
        return if searched {
            view! { <NothingFound path=paths::CLIENTS/> }.into_any()
        } else if archived {
            view! { <EmptyState glyph=Glyph::BUILDING_2 title=t!("clients-none-archived")/> }.into_any()
        } else {
            view! {
                <EmptyState glyph=Glyph::BUILDING_2 title=t!("clients-none") text=t!("clients-none-how")>
                    <ButtonLink href=format!("{}?new=1", paths::CLIENTS) icon=Glyph::PLUS>{t!("clients-new")}</ButtonLink>
                </EmptyState>
            }
            .into_any()
        };
    }
    let rows = page
        .rows
        .into_iter()
        .map(|client| {
            view! {
                <tr>
                    <th scope="row"><span class="person"><Avatar name=client.name.clone() small=true/><A href=paths::client(client.id)>{client.name}</A></span></th>
                    <td>{city(&client.zone)}</td>
                    <td class="num">{client.contacts}</td>
                    <td class="num">{client.open_jobs}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="table-wrap">
            <table class="table">
                <thead>
                    <tr>
                        <SortHeading column="name" label=t!("client-name") path=paths::CLIENTS query/>
                        <th scope="col">{t!("record-zone")}</th>
                        <SortHeading column="contacts" label=t!("clients-contacts") path=paths::CLIENTS query/>
                        <SortHeading column="jobs" label=t!("clients-open-jobs") path=paths::CLIENTS query/>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        <Pager total=Signal::stored(total) path=paths::CLIENTS query/>
    }
    .into_any()
}
