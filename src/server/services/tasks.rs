//! Tasks of coordinators: whose are looked at, completing by hand, taking over. What raises and completes them is `store::task_rules`.

use serde_json::json;

use super::jobs::viewer_zone;
use crate::api::error::ApiError;
use crate::api::tasks::{AssigneeChoice, TaskLine, TaskList, TaskQuery};
use crate::domain::can;
use crate::domain::id::{EventId, TaskId, UserId};
use crate::domain::people::{Actor, Role};
use crate::domain::tasks::Assigned;
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result, StoreError};
use crate::server::store::Tx;
use crate::server::store::history::Event;
use crate::server::store::tasks::{TaskFacts, TaskRow};

/// A page of tasks, and whose can be looked at.
///
/// # Errors
/// `Forbidden` for those who do not schedule.
pub async fn list(ctx: &Ctx, query: &TaskQuery) -> Result<TaskList> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let me = ctx.actor.user_id().ok_or(ApiError::Unauthorized)?;
    let mut tx = ctx.store().read().await?;
    let colleagues: Vec<_> = tx.colleagues().await?.into_iter().filter(|colleague| colleague.role.is_staff()).collect();
    let administers = |id: UserId| colleagues.iter().any(|colleague| colleague.id == id && colleague.role == Role::Administrator);
    let of = match query.assigned {
        Assigned::Me => Some((me, administers(me))),
        Assigned::To(id) => Some((id, administers(id))),
        Assigned::Team => None,
    };
    let page = tx.tasks(of, query.done, &query.list).await?;
    let counts = tx.task_counts().await?;
    let open = |id: UserId| {
        let own = counts.own.iter().find(|(owner, _)| *owner == id).map_or(0, |(_, number)| *number);
        own + if administers(id) { counts.administrators } else { 0 }
    };
    let mut assignees = vec![
        AssigneeChoice { assigned: Assigned::Me, name: String::new(), open: open(me) },
        AssigneeChoice { assigned: Assigned::Team, name: String::new(), open: counts.team },
    ];
    let others = colleagues.iter().filter(|colleague| colleague.id != me);
    assignees.extend(others.map(|colleague| AssigneeChoice {
        assigned: Assigned::To(colleague.id),
        name: colleague.name.clone(),
        open: open(colleague.id),
    }));
    let rows = page.rows.into_iter().map(|row| line(row, me)).collect();
    let page = crate::domain::list::Page { rows, total: page.total, page: page.page };
    Ok(TaskList { page, assignees, zone: viewer_zone(ctx)?, now: ctx.now() })
}

/// The viewer's open tasks for Home, the urgent and the oldest first, at most a page, and how many there are; none for who does not schedule.
///
/// # Errors
/// When the database fails.
pub(super) async fn own(ctx: &Ctx, tx: &mut Tx) -> Result<(Vec<TaskLine>, u32)> {
    let Some(me) = ctx.actor.user_id().filter(|_| can::manage_records(&ctx.actor)) else { return Ok((Vec::new(), 0)) };
    let page = tx.tasks(Some((me, can::administer(&ctx.actor))), false, &Default::default()).await?;
    Ok((page.rows.into_iter().map(|row| line(row, me)).collect(), page.total))
}

fn line(row: TaskRow, me: UserId) -> TaskLine {
    TaskLine {
        is_mine: row.assignee.as_ref().is_some_and(|assignee| assignee.id == me),
        id: row.id,
        version: row.version,
        category: row.category,
        candidate: row.candidate,
        application: row.application,
        job: row.job,
        client: row.client,
        is_chosen: row.is_chosen,
        interview: row.interview,
        stage: row.stage,
        name: row.name,
        reason: row.reason,
        prompt: row.prompt,
        assignee: row.assignee,
        raised_at: row.raised_at,
        completed: row.completed,
    }
}

/// How many open tasks the viewer has; none for who does not schedule.
///
/// # Errors
/// `Unauthorized` without a session.
pub async fn count(ctx: &Ctx) -> Result<u32> {
    ctx.require(can::be_signed_in(&ctx.actor))?;
    match ctx.actor.user_id() {
        Some(me) if can::manage_records(&ctx.actor) => {
            Ok(ctx.store().read().await?.count_tasks(Some((me, can::administer(&ctx.actor)))).await?)
        }
        _ => Ok(0),
    }
}

/// Completes a task by hand, or opens it again: whoever schedules, also for another.
///
/// # Errors
/// `Stale` when it changed meanwhile; `NotPossible` where another one is open about the same; `NotFound`.
pub async fn complete(ctx: &Ctx, id: TaskId, version: i64, done: bool) -> Result<()> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let facts = tx.task_facts(id).await?.ok_or(ApiError::NotFound)?;
    may_change(ctx, &facts)?;
    tx.set_task_done(id, version, done.then_some((ctx.now(), name_of(&ctx.actor)))).await.map_err(|error| match error {
        StoreError::Unique(_) => Error::from(ApiError::NotPossible("error-task-again".into())),
        error => error.into(),
    })?;
    let action = if done { "scheduling_task.completed" } else { "scheduling_task.reopened" };
    tx.record(event(ctx, action, id, &facts)?).await?;
    Ok(tx.commit().await?)
}

/// Makes a task the viewer's own.
///
/// # Errors
/// `Stale` when it changed meanwhile, or is done; `NotFound`.
pub async fn take(ctx: &Ctx, id: TaskId, version: i64) -> Result<()> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let me = ctx.actor.user_id().ok_or(ApiError::Unauthorized)?;
    let mut tx = ctx.store().begin().await?;
    let facts = tx.task_facts(id).await?.ok_or(ApiError::NotFound)?;
    may_change(ctx, &facts)?;
    tx.take_task(id, version, me).await?;
    tx.record(event(ctx, "scheduling_task.taken", id, &facts)?).await?;
    Ok(tx.commit().await?)
}

/// Completes what is about interviews that have begun, and tells open pages.
///
/// # Errors
/// When the database fails.
pub async fn settle_begun(ctx: &Ctx) -> Result<()> {
    let mut tx = ctx.store().begin().await?;
    if tx.settle_begun(ctx.now()).await? {
        tx.announce(ctx.id(EventId::new)?, "tasks.settled", vec!["tasks:all".into()]);
    }
    Ok(tx.commit().await?)
}

/// What only administrators can mend is theirs alone.
fn may_change(ctx: &Ctx, facts: &TaskFacts) -> Result<()> {
    ctx.require(!facts.category.is_urgent() || can::administer(&ctx.actor))
}

fn name_of(actor: &Actor) -> &str {
    match actor {
        Actor::User { name, .. } => name,
        _ => "",
    }
}

fn event(ctx: &Ctx, action: &'static str, id: TaskId, facts: &TaskFacts) -> Result<Event> {
    Ok(Event {
        id: ctx.id(EventId::new)?,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action,
        subject: ("task", id.to_string()),
        candidate_id: facts.candidate,
        application_id: facts.application,
        job_id: facts.job,
        data: json!({ "category": facts.category.name() }),
        topics: Vec::new(),
    })
}
