//! `/tasks`: what coordinators have to do. Whose, and whether with what is done, stands in the address: `?assigned=…&done=1`.

pub mod line;

use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use self::line::{CategoryMark, What, age, how, place};
use crate::api::tasks::{AssigneeChoice, CompleteTask, TakeTask, TaskLine, TaskList, TaskQuery, list_tasks};
use crate::domain::help::Topic;
use crate::domain::people::Role;
use crate::domain::tasks::Assigned;
use crate::domain::time::{Instant, Zone};
use crate::text::dates;
use crate::ui::browser::live::use_changes;
use crate::ui::browser::{focus, forms, ticking};
use crate::ui::components::*;
use crate::ui::latest::{Latest, all_of};
use crate::ui::records::failed;
use crate::ui::shell::use_me;
use crate::ui::viewer::use_viewer;
use crate::{paths, t, text};

/// What is done with tasks on this page.
#[derive(Clone, Copy)]
struct Doing {
    complete: ServerAction<CompleteTask>,
    take: ServerAction<TakeTask>,
}

/// The list.
#[component]
pub fn TasksPage() -> impl IntoView {
    let (map, list) = (use_query_map(), use_list_query());
    let query = Memo::new(move |_| TaskQuery {
        assigned: map.with(|map| map.get_str("assigned").map_or(Assigned::Me, Assigned::parse)),
        done: map.with(|map| map.get_str("done").is_some()),
        list: list.get(),
    });
    let changes = use_changes(paths::EVENTS.to_owned(), None);
    let doing = Doing { complete: ServerAction::new(), take: ServerAction::new() };
    toast_outcomes(doing.complete.value(), "records-saved");
    toast_outcomes(doing.take.value(), "task-taken");
    let asked = move || (query.get(), changes.get(), doing.complete.version().get(), doing.take.version().get());
    let tasks = Latest::new(asked, move || list_tasks(query.get_untracked()));
    view! {
        <PageHead title=t!("tasks-title") crumbs=Vec::new()><HelpLink topic=Topic::Tasks/></PageHead>
        <div class="page">
            {tasks.failure()}
            {tasks.show(8, move |tasks| whole(tasks, query, doing), failed)}
        </div>
    }
    .into_any()
}

/// The address of the list, but for its order and page.
fn address(assigned: Assigned, done: bool) -> String {
    let assigned = (assigned != Assigned::Me).then(|| format!("assigned={}", assigned.name()));
    let parts: Vec<String> = [assigned, done.then(|| "done=1".to_owned())].into_iter().flatten().collect();
    if parts.is_empty() { paths::TASKS.to_owned() } else { format!("{}?{}", paths::TASKS, parts.join("&")) }
}

fn whole(tasks: Signal<TaskList>, query: Memo<TaskQuery>, doing: Doing) -> AnyView {
    let path = Signal::derive(move || query.with(|query| address(query.assigned, query.done)));
    let list = Signal::derive(move || query.with(|query| query.list.clone()));
    let empty = Memo::new(move |_| tasks.with(|tasks| tasks.page.rows.is_empty()));
    // A row that is done or changes leaves the focus where it stood.
    let keep = focus::keep(move || tasks.track());
    let total = Signal::derive(move || tasks.with(|tasks| tasks.page.total));
    view! {
        // Without scripts the button applies what is chosen.
        <form method="get" action=paths::TASKS id="tasks-shown" class="calendar__filters tasks__filters">
            <AssignedTo tasks query/>
            <noscript><button class="btn" type="submit">{t!("history-apply")}</button></noscript>
        </form>
        <div class="table-wrap">
            <table class="table tasks">
                <caption class="visually-hidden">{t!("tasks-title")}</caption>
                <thead>
                    {move || {
                        let path = path.get();
                        view! {
                            <tr>
                                <SortHeading column="category" label=t!("task-what") path=path.clone() query=list/>
                                <SortHeading column="candidate" label=t!("task-about") path=path.clone() query=list/>
                                <SortHeading column="" label=t!("task-since") path query=list/>
                                <th scope="col">{t!("task-assigned")}</th>
                                <th scope="col">{t!("task-action")}</th>
                                <th scope="col" class="tasks__done"><ShowDone query/></th>
                            </tr>
                        }
                    }}
                </thead>
                <tbody on:focusin=keep>{rows(tasks, query, doing)}</tbody>
            </table>
            {move || empty.get().then(|| view! { <Nothing query/> })}
        </div>
        {move || view! { <Pager total path=path.get() query=list/> }}
    }
    .into_any()
}

/// Whose tasks: `Assigned to`, with how many are open.
#[component]
fn AssignedTo(tasks: Signal<TaskList>, query: Memo<TaskQuery>) -> impl IntoView {
    let language = crate::ui::viewer::language();
    let value = forms::following(move || query.with(|query| query.assigned.name()));
    let node = NodeRef::new();
    let navigate = use_navigate();
    let options = Signal::derive(move || {
        tasks.with(|tasks| tasks.assignees.iter().map(|choice| (choice.assigned.name(), choice.name.clone())).collect::<Vec<_>>())
    });
    forms::chosen(node, value, options);
    let option = move |choice: AssigneeChoice| {
        let (key, assigned) = (choice.assigned.name(), choice.assigned);
        let is_chosen = value.with_untracked(|value| *value == key);
        let label = move || {
            let open = tasks.with(|tasks| tasks.assignees.iter().find(|other| other.assigned == assigned).map_or(0, |other| other.open));
            match assigned {
                Assigned::Me => text!(language, "tasks-of-me", open = open),
                Assigned::Team => text!(language, "tasks-of-team", open = open),
                Assigned::To(_) => text!(language, "tasks-of", name = choice.name.clone(), open = open),
            }
        };
        view! { <option value=key selected=is_chosen>{label}</option> }
    };
    let change = move |ev: leptos::ev::Event| {
        let chosen = event_target_value(&ev);
        value.set(chosen.clone());
        navigate(&address(Assigned::parse(&chosen), query.with_untracked(|query| query.done)), NavigateOptions::default());
    };
    view! {
        <label class="field">
            <span class="field__label">{t!("task-assigned")}</span>
            <select class="input" name="assigned" node_ref=node on:change=change>
                <For each=move || tasks.with(|tasks| tasks.assignees.clone()) key=|choice| (choice.assigned.name(), choice.name.clone()) children=option/>
            </select>
        </label>
    }
}

/// `Show completed`, in the table's header.
#[component]
fn ShowDone(query: Memo<TaskQuery>) -> impl IntoView {
    let language = crate::ui::viewer::language();
    let navigate = use_navigate();
    let change = move |ev: leptos::ev::Event| {
        let assigned = query.with_untracked(|query| query.assigned);
        navigate(&address(assigned, event_target_checked(&ev)), NavigateOptions { scroll: false, ..NavigateOptions::default() });
    };
    view! {
        <label class="check">
            <input type="checkbox" name="done" value="1" form="tasks-shown" prop:checked=move || query.with(|query| query.done) checked=query.with_untracked(|query| query.done) on:change=change/>
            <span>{text!(language, "tasks-show-completed")}</span>
        </label>
    }
}

/// What an empty list says.
#[component]
fn Nothing(query: Memo<TaskQuery>) -> impl IntoView {
    let language = crate::ui::viewer::language();
    move || {
        let how = match query.with(|query| query.assigned) {
            Assigned::Me => text!(language, "tasks-none-how"),
            Assigned::Team | Assigned::To(_) => String::new(),
        };
        view! { <EmptyState glyph=Glyph::LIST_CHECKS title=text!(language, "tasks-none") text=how/> }
    }
}

fn rows(tasks: Signal<TaskList>, query: Memo<TaskQuery>, doing: Doing) -> impl IntoView {
    let now = ticking::now_from(tasks.with_untracked(|tasks| tasks.now));
    let row = move |line: TaskLine| {
        let zone = tasks.with_untracked(|tasks| tasks.zone.clone());
        one(line, &zone, now, query, doing)
    };
    view! { <For each=move || tasks.with(|tasks| tasks.page.rows.clone()) key=all_of children=row/> }
}

fn one(line: TaskLine, zone: &Zone, now: Signal<Instant>, query: Memo<TaskQuery>, doing: Doing) -> impl IntoView + use<> {
    let locale = use_viewer().locale;
    let language = locale.language;
    let back = query.with_untracked(|query| list_href(&address(query.assigned, query.done), &query.list));
    let (raised, raised_text) = (line.raised_at, dates::moment_of_year(locale, zone, line.raised_at));
    let done = line.completed.as_ref().map(|(at, by)| {
        let at = dates::moment_of_year(locale, zone, *at);
        if by.is_empty() {
            text!(language, "task-completed-itself", at = at)
        } else {
            text!(language, "task-completed-by", name = by.clone(), at = at)
        }
    });
    let is_done = done.is_some();
    let until = line.completed.as_ref().map(|(at, _)| *at);
    // What only administrators can mend is theirs alone.
    let may = !line.category.is_urgent() || use_me().is_some_and(|me| me.role == Role::Administrator);
    let name = how(language, &line);
    let take = (!is_done && !line.is_mine && may).then(|| take_over(&line, name.clone(), back.clone(), doing.take));
    let assignee = match &line.assignee {
        Some(assignee) => assignee.name.clone(),
        None if line.category.is_urgent() => text!(language, "task-of-administrators"),
        None => text!(language, "task-of-team"),
    };
    let action = (!is_done && may).then(|| {
        let (href, label) = (place(&line), text!(language, &format!("task-do-{}", line.category.name())));
        let weight = if line.category.is_urgent() { Weight::Primary } else { Weight::Normal };
        let about = format!(": {name}");
        view! { <ButtonLink href=href size=Size::Small weight>{label}<span class="visually-hidden">{about}</span></ButtonLink> }
    });
    let check =
        if is_done { text!(language, "task-reopen", name = name.clone()) } else { text!(language, "task-complete", name = name.clone()) };
    view! {
        <tr class:is-done=is_done class:is-urgent=line.category.is_urgent() && !is_done id=format!("task-{}", line.id) tabindex="-1">
            <th scope="row"><CategoryMark category=line.category/></th>
            <td><What line=line.clone() zone=zone.clone()/></td>
            <td class="tasks__since">
                <time datetime=raised.to_rfc3339() title=raised_text>{move || age(language, raised, until.unwrap_or_else(|| now.get()))}</time>
                {done.map(|done| view! { <div class="small soft">{done}</div> })}
            </td>
            <td>{assignee}{take}</td>
            <td>{action}</td>
            <td class="tasks__done">
                {may.then(|| check_mark(&line, is_done, check, back, doing.complete))}
            </td>
        </tr>
    }
}

fn take_over(line: &TaskLine, name: String, back: String, take: ServerAction<TakeTask>) -> AnyView {
    let (id, version, text) = (line.id.to_string(), line.version.to_string(), t!("task-take"));
    view! {
        <ActionForm action=take>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="version" value=version/>
            <input type="hidden" name="back" value=back/>
            <Button submit=true size=Size::Small weight=Weight::Plain>{text}<span class="visually-hidden">{format!(": {name}")}</span></Button>
        </ActionForm>
    }
    .into_any()
}

fn check_mark(line: &TaskLine, is_done: bool, label: String, back: String, complete: ServerAction<CompleteTask>) -> AnyView {
    let (id, version) = (line.id.to_string(), line.version.to_string());
    view! {
        <ActionForm action=complete>
            <input type="hidden" name="id" value=id/>
            <input type="hidden" name="version" value=version/>
            <input type="hidden" name="done" value=if is_done { "false" } else { "true" }/>
            <input type="hidden" name="back" value=back/>
            <Button submit=true size=Size::Small icon=if is_done { Glyph::UNDO_2 } else { Glyph::CHECK } label/>
        </ActionForm>
    }
    .into_any()
}
