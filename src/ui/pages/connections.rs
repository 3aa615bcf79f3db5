//! `/settings/connections`: connections to outside services, for administrators: how they are, and what mends them.

mod card;
mod fields;

use leptos::prelude::*;

use self::card::Card;
use super::account::Saved;
use crate::api::connections::{ConnectionsView, list_connections};
use crate::domain::connections::Connection;
use crate::domain::help::Topic;
use crate::ui::browser::live::use_changes;
use crate::ui::components::*;
use crate::ui::latest::Latest;
use crate::ui::records::failed;
use crate::{paths, t};

/// A card for each connection.
#[component]
pub fn ConnectionsPage() -> impl IntoView {
    let topics = vec!["integrations:all".to_owned(), "messages:all".to_owned()];
    let changes = use_changes(paths::EVENTS.to_owned(), Some(topics));
    let count = RwSignal::new(0_u32);
    let again = Callback::new(move |()| count.update(|count| *count += 1));
    let view = Latest::new(move || (count.get(), changes.get()), list_connections);
    view! {
        <PageHead title=t!("connections-title") crumbs=vec![(paths::SETTINGS.to_owned(), t!("settings-title"))]>
            <HelpLink topic=Topic::Connections/>
        </PageHead>
        <div class="page">
            <p class="soft">{t!("connections-lead")}</p>
            <Saved/>
            {view.failure()}
            {view.show(6, move |view| cards(view, again), failed)}
        </div>
    }
    .into_any()
}

fn cards(view: Signal<ConnectionsView>, again: Callback<()>) -> AnyView {
    let cards = Connection::OWN.into_iter().map(|key| view! { <Card key view again/> }).collect_view();
    view! { <div class="stack">{cards}</div> }.into_any()
}
