//! `/settings/ats`: connections to applicant tracking systems, for administrators. `?edit=ID` opens one, `?edit=new` a new one.

mod connection;
mod form;
mod rows;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

pub use self::connection::AtsConnectionPage;
use self::form::ConnectionForm;
use crate::api::ats::{ConnectionLine, ConnectionsView, SaveConnectionCall, SavedConnection, list_connections};
use crate::api::error::ApiError;
use crate::domain::help::Topic;
use crate::domain::time::{Instant, Zone};
use crate::text::dates;
use crate::ui::browser::live::use_changes;
use crate::ui::components::*;
use crate::ui::forms::Anew;
use crate::ui::latest::{Latest, all_of};
use crate::ui::records::failed;
use crate::ui::viewer::use_viewer;
use crate::{paths, t};

/// What live changes of the pages are about.
const TOPIC: &str = "ats:all";

/// The list with the form of what is opened.
#[component]
pub fn AtsPage() -> impl IntoView {
    let query = use_query_map();
    let edited = Memo::new(move |_| query.with(|query| query.get("edit").unwrap_or_default()));
    // Of the page, not of the form: the secret that it made is shown after the form is gone.
    let save = ServerAction::<SaveConnectionCall>::new();
    toast_done(save.value(), "records-saved");
    let changes = use_changes(paths::EVENTS.to_owned(), Some(vec![TOPIC.to_owned()]));
    let view = Latest::new(move || (save.version().get(), changes.get()), list_connections);
    let crumbs = vec![(paths::SETTINGS.to_owned(), t!("settings-title"))];
    view! {
        <PageHead title=t!("ats-title") crumbs>
            <HelpLink topic=Topic::Ats/>
            <ButtonLink href=format!("{}?edit=new", paths::ATS) weight=Weight::Primary icon=Glyph::PLUS>{t!("ats-new")}</ButtonLink>
        </PageHead>
        <div class="page">
            <p class="soft">{t!("ats-lead")}</p>
            <Secret outcome=save.value()/>
            {view.failure()}
            {view.show(4, move |view| shown(view, edited, save), failed)}
        </div>
    }
    .into_any()
}

fn shown(view: Signal<ConnectionsView>, edited: Memo<String>, save: ServerAction<SaveConnectionCall>) -> AnyView {
    let form = move || {
        let id = edited.get();
        let (line, colleagues) =
            view.with_untracked(|view| (view.lines.iter().find(|line| line.id.to_string() == id).cloned(), view.colleagues.clone()));
        (line.is_some() || id == "new").then(|| view! { <section class="card"><ConnectionForm line colleagues save/></section> })
    };
    let is_empty = Memo::new(move |_| view.with(|view| view.lines.is_empty()));
    let none = move || {
        (is_empty.get() && edited.with(String::is_empty))
            .then(|| view! { <EmptyState glyph=Glyph::LINK title=t!("ats-none") text=t!("ats-none-how")/> })
    };
    let table = move || {
        (!is_empty.get()).then(|| {
            view! {
                <div class="table-wrap">
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">{t!("ats-name")}</th>
                                <th scope="col">{t!("ats-deliveries")}</th>
                                <th scope="col" class="num">{t!("ats-refused")}</th>
                                <th scope="col">{t!("ats-pulled")}</th>
                                <th scope="col" class="num">{t!("ats-problems")}</th>
                                <th scope="col">{t!("ats-state")}</th>
                            </tr>
                        </thead>
                        <tbody>
                            <For
                                each=move || view.with(|view| view.lines.iter().map(|line| (line.clone(), view.zone.clone())).collect::<Vec<_>>())
                                key=|(line, _)| all_of(line)
                                let:row
                            >
                                <Line line=row.0 zone=row.1/>
                            </For>
                        </tbody>
                    </table>
                </div>
            }
        })
    };
    // Another one that is opened is another form; of the same one, what is typed stays.
    view! { <Anew state=edited>{form()}</Anew> {none} {table} }.into_any()
}

#[component]
fn Line(
    /// The connection.
    line: ConnectionLine,
    /// The viewer's zone.
    zone: Zone,
) -> impl IntoView {
    let last = line.last_delivery_at.map(|at| view! { <div class="soft small">{moment(&zone, at)}</div> });
    let refused = line.last_refused_at.map(|at| view! { <div class="soft small">{moment(&zone, at)}</div> });
    let pulled = match (line.can_ask, line.pulled_at) {
        (false, _) => t!("ats-not-asked"),
        (true, None) => t!("ats-never-pulled"),
        (true, Some(at)) => moment(&zone, at),
    };
    view! {
        <tr>
            <th scope="row">
                <a href=paths::ats_connection(line.id)>{line.name.clone()}</a>
                <div class="soft small">{t!(&format!("ats-system-{}", line.system.name()))}</div>
            </th>
            <td>{t!("ats-deliveries-count", count = line.deliveries, unreadable = line.unreadable)} {last}</td>
            <td class="num">{line.refused} {refused}</td>
            <td>{pulled}</td>
            <td class="num">{line.problems}</td>
            <td><State line/></td>
        </tr>
    }
    .into_any()
}

/// Whether a connection is on, and well.
#[component]
fn State(
    /// The connection.
    line: ConnectionLine,
) -> impl IntoView {
    if !line.active {
        return view! { <Pill>{t!("ats-off")}</Pill> }.into_any();
    }
    match (line.trouble.is_empty(), line.trouble_lasts) {
        (true, _) => view! { <Pill tone=Tone::Positive>{t!("ats-on")}</Pill> }.into_any(),
        (false, true) => view! { <Pill tone=Tone::Negative>{t!("ats-broken")}</Pill> }.into_any(),
        (false, false) => view! { <Pill tone=Tone::Caution>{t!("ats-troubled")}</Pill> }.into_any(),
    }
}

/// The secret that was made, to copy; it is shown this once.
#[component]
fn Secret(
    /// What came of making it.
    #[prop(into)]
    outcome: Signal<Option<Result<SavedConnection, ApiError>>>,
) -> impl IntoView {
    let secret = move || outcome.with(|outcome| outcome.as_ref().and_then(|outcome| outcome.as_ref().ok()?.secret.clone()));
    view! {
        <div role="status">
            {move || {
                secret()
                    .map(|secret| {
                        view! {
                            <Notice tone=Tone::Positive icon=Glyph::LINK>
                                <p>{t!("ats-secret-once")}</p>
                                <p><input class="input" readonly value=secret aria-label=t!("ats-secret")/></p>
                            </Notice>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

/// A moment as the viewer reads it.
fn moment(zone: &Zone, at: Instant) -> String {
    format!("{} {}", dates::moment(use_viewer().locale, zone, at), dates::zone_at(zone, at))
}
