//! `/settings/ats/ID`: a connection, and what of it is what here; `?page=…` of its jobs.

use leptos::form::ActionForm;
use leptos::prelude::*;

use super::rows::{JobRow, UserRow};
use super::{Secret, State, TOPIC, moment};
use crate::api::ats::{MapRecordCall, MappingView, NewSecretCall, ProblemLine, PullNowCall, SwitchConnectionCall, get_mapping};
use crate::api::error::ApiError;
use crate::domain::ats::connection::AtsSystem;
use crate::domain::help::Topic;
use crate::domain::id::AtsId;
use crate::domain::list::ListQuery;
use crate::ui::browser::live::use_changes;
use crate::ui::components::*;
use crate::ui::latest::{Latest, all_of};
use crate::ui::records::{failed, use_id};
use crate::{paths, t, text};

/// What can be done on the page.
#[derive(Clone, Copy)]
pub(super) struct Actions {
    pull: ServerAction<PullNowCall>,
    switch: ServerAction<SwitchConnectionCall>,
    renew: ServerAction<NewSecretCall>,
    /// Says what a record of the system is here.
    pub map: ServerAction<MapRecordCall>,
    /// Where that leads without scripts: the page of the list that it stood on.
    pub back: Signal<String>,
}

/// The connection in the address.
#[component]
pub fn AtsConnectionPage() -> impl IntoView {
    let id = use_id::<AtsId>();
    let query = use_list_query();
    let list = Memo::new(move |_| ListQuery { page: query.with(|query| query.page), ..ListQuery::default() });
    let back = Signal::derive(move || id.get().map(|id| list_href(&paths::ats_connection(id), &list.get())).unwrap_or_default());
    let (pull, switch, renew, map) = (ServerAction::new(), ServerAction::new(), ServerAction::new(), ServerAction::new());
    let actions = Actions { pull, switch, renew, map, back };
    toast_done(actions.pull.value(), "ats-pull-asked");
    toast_done(actions.switch.value(), "records-saved");
    toast_done(actions.map.value(), "records-saved");
    let changes = use_changes(paths::EVENTS.to_owned(), Some(vec![TOPIC.to_owned()]));
    let done =
        move || (actions.pull.version().get(), actions.switch.version().get(), actions.renew.version().get(), actions.map.version().get());
    let view = Latest::new(
        move || (id.get(), list.get(), done(), changes.get()),
        move || {
            let (id, page) = (id.get_untracked(), list.with_untracked(|list| list.page));
            async move {
                match id {
                    Some(id) => get_mapping(id, page).await,
                    None => Err(ApiError::NotFound),
                }
            }
        },
    );
    view! {
        {view.failure()}
        {view.show(6, move |view| view! { <One view list=list.into() actions/> }.into_any(), |error| view! { <div class="page">{failed(error)}</div> }.into_any())}
    }
    .into_any()
}

#[component]
fn One(
    /// The connection.
    view: Signal<MappingView>,
    /// Which jobs.
    list: Signal<ListQuery>,
    /// What can be done.
    actions: Actions,
) -> impl IntoView {
    let crumbs = vec![(paths::SETTINGS.to_owned(), t!("settings-title")), (paths::ATS.to_owned(), t!("ats-title"))];
    let id = view.with_untracked(|view| view.connection.id);
    let can_ask = Memo::new(move |_| view.with(|view| view.connection.can_ask && view.connection.active));
    let pulls = Memo::new(move |_| view.with(|view| view.connection.pulls));
    let pull = t!("ats-pull-now");
    let pull = move || {
        let pull = pull.clone();
        can_ask.get().then(|| {
            let pending = Signal::derive(move || actions.pull.pending().get() || pulls.get());
            view! {
                <ActionForm action=actions.pull>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <Button submit=true icon=Glyph::DOWNLOAD pending>{pull}</Button>
                </ActionForm>
            }
        })
    };
    view! {
        <PageHead title=Signal::derive(move || view.with(|view| view.connection.name.clone())) crumbs>
            <HelpLink topic=Topic::Ats/>
            <ButtonLink href=format!("{}?edit={id}", paths::ATS) icon=Glyph::PENCIL>{t!("ats-edit")}</ButtonLink>
            {pull}
        </PageHead>
        <div class="page stack">
            <FormErrors error=failure_of(actions.pull.value())/>
            <FormErrors error=failure_of(actions.switch.value())/>
            <FormErrors error=failure_of(actions.renew.value())/>
            <FormErrors error=failure_of(actions.map.value())/>
            <Secret outcome=actions.renew.value()/>
            <Facts view actions/>
            <Problems view/>
            <Jobs view list actions/>
            <Users view actions/>
        </div>
    }
    .into_any()
}

/// The webhook, and how the connection does.
#[component]
fn Facts(view: Signal<MappingView>, actions: Actions) -> impl IntoView {
    let language = crate::ui::viewer::language();
    let id = view.with_untracked(|view| view.connection.id);
    let system = view.with_untracked(|view| view.connection.system);
    let address = view.with_untracked(|view| view.address.clone());
    let active = Memo::new(move |_| view.with(|view| view.connection.active));
    let version = move || view.with(|view| view.connection.version.to_string());
    let switch = move || if active.get() { text!(language, "ats-switch-off") } else { text!(language, "ats-switch-on") };
    let renew = (system != AtsSystem::Lever).then(|| {
        view! {
            <ActionForm action=actions.renew>
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="version" value=version/>
                <Button submit=true pending=actions.renew.pending()>{t!("ats-new-secret")}</Button>
            </ActionForm>
        }
    });
    let trouble = move || {
        let view = view.get();
        (!view.connection.trouble.is_empty()).then(|| {
            let tone = if view.connection.trouble_lasts { Tone::Negative } else { Tone::Caution };
            let key = if view.connection.trouble_lasts { "ats-trouble-lasts" } else { "ats-trouble-passes" };
            view! { <Notice tone icon=Glyph::TRIANGLE_ALERT><p>{text!(language, key)}</p><p class="small">{view.connection.trouble}</p></Notice> }
        })
    };
    let facts = move || {
        let MappingView { connection, zone, .. } = view.get();
        let never = || text!(language, "ats-never");
        view! {
            <dl class="facts">
                <dt>{text!(language, "ats-system")}</dt>
                <dd>{text!(language, &format!("ats-system-{}", connection.system.name()))} " " <State line=connection.clone()/></dd>
                <dt>{text!(language, "ats-deliveries")}</dt>
                <dd>{text!(language, "ats-deliveries-count", count = connection.deliveries, unreadable = connection.unreadable)}</dd>
                <dt>{text!(language, "ats-last-delivery")}</dt>
                <dd>{connection.last_delivery_at.map_or_else(never, |at| moment(&zone, at))}</dd>
                <dt>{text!(language, "ats-refused")}</dt>
                <dd>
                    {connection.refused}
                    {connection.last_refused_at.map(|at| format!(" ({})", moment(&zone, at)))}
                </dd>
                <dt>{text!(language, "ats-pulled")}</dt>
                <dd>{connection.pulled_at.map_or_else(never, |at| moment(&zone, at))}</dd>
            </dl>
        }
    };
    view! {
        <section class="card stack" aria-labelledby="ats-connection">
            <h2 id="ats-connection">{t!("ats-connection")}</h2>
            {trouble}
            <div class="field">
                <label class="field__label" for="ats-address">{t!("ats-address")}</label>
                <input class="input" id="ats-address" readonly value=address/>
            </div>
            {facts}
            <div class="row">
                <ActionForm action=actions.switch>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <input type="hidden" name="version" value=version/>
                    <input type="hidden" name="active" value=move || (!active.get()).to_string()/>
                    <Button submit=true pending=actions.switch.pending()>{switch}</Button>
                </ActionForm>
                {renew}
            </div>
        </section>
    }
    .into_any()
}

/// Records that are not in step, and why.
#[component]
fn Problems(view: Signal<MappingView>) -> impl IntoView {
    let some = Memo::new(move |_| view.with(|view| !view.problems.is_empty()));
    move || {
        some.get().then(|| {
            view! {
                <section class="card stack" aria-labelledby="ats-problems">
                    <h2 id="ats-problems">{t!("ats-problems")}</h2>
                    <p class="soft">{t!("ats-problems-note")}</p>
                    <ul class="rows">
                        <For each=move || view.with(|view| view.problems.clone()) key=all_of let:line>
                            <Problem line/>
                        </For>
                    </ul>
                </section>
            }
        })
    }
}

#[component]
fn Problem(
    /// The record.
    line: ProblemLine,
) -> impl IntoView {
    let name = if line.path.is_empty() {
        view! { <span class="strong">{line.name}</span> }.into_any()
    } else {
        view! { <a class="strong" href=line.path>{line.name}</a> }.into_any()
    };
    view! {
        <li>
            <div>{name} " " <span class="soft small">{t!(&format!("ats-kind-{}", line.kind.name()))} " " {line.record}</span></div>
            <div>{t!(&line.problem)}</div>
        </li>
    }
    .into_any()
}

/// The system's jobs with their stages, in pages.
#[component]
fn Jobs(view: Signal<MappingView>, list: Signal<ListQuery>, actions: Actions) -> impl IntoView {
    let total = Signal::derive(move || view.with(|view| view.jobs.total));
    let none = Memo::new(move |_| total.get() == 0);
    let id = view.with_untracked(|view| view.connection.id);
    let empty = move || none.get().then(|| view! { <p class="soft">{t!("ats-no-jobs")}</p> });
    let rows = move || view.with(|view| view.jobs.rows.iter().map(|job| (job.clone(), view.local_jobs.clone())).collect::<Vec<_>>());
    view! {
        <section class="card stack" aria-labelledby="ats-jobs">
            <h2 id="ats-jobs">{t!("ats-jobs")}</h2>
            <p class="soft">{t!("ats-jobs-note")}</p>
            {empty}
            <For each=rows key=all_of let:row>
                <JobRow connection=id job=row.0 local_jobs=row.1 map=actions.map back=actions.back/>
            </For>
            <Pager total path=paths::ats_connection(id) query=list/>
        </section>
    }
    .into_any()
}

/// The system's colleagues.
#[component]
fn Users(view: Signal<MappingView>, actions: Actions) -> impl IntoView {
    let some = Memo::new(move |_| view.with(|view| !view.users.is_empty()));
    let id = view.with_untracked(|view| view.connection.id);
    let rows = move || view.with(|view| view.users.iter().map(|user| (user.clone(), view.colleagues.clone())).collect::<Vec<_>>());
    move || {
        some.get().then(|| {
            view! {
                <section class="card stack" aria-labelledby="ats-users">
                    <h2 id="ats-users">{t!("ats-users")}</h2>
                    <p class="soft">{t!("ats-users-note")}</p>
                    <For each=rows key=all_of let:row>
                        <UserRow connection=id user=row.0 colleagues=row.1 map=actions.map back=actions.back/>
                    </For>
                </section>
            }
        })
    }
}
