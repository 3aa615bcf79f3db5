//! Form templates: built, approved, ordered and retired by administrators; offered once approved.

use serde_json::json;

use crate::api::clients::Choice;
use crate::api::error::ApiError;
use crate::api::form_templates::{FormTemplateLine, FormTemplateView, FormVersionView};
use crate::domain::can;
use crate::domain::forms::template::{Content, SaveFormTemplate};
use crate::domain::id::{EventId, FormTemplateId, FormVersionId};
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::services::jobs::viewer_zone;
use crate::server::store::Tx;
use crate::server::store::form_templates::{FormTemplateRow, FormVersionRow};
use crate::server::store::history::Event;

/// All templates in their order.
///
/// # Errors
/// `Forbidden` for others than administrators.
pub async fn list(ctx: &Ctx) -> Result<Vec<FormTemplateLine>> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut tx = ctx.store().read().await?;
    let mut lines = Vec::new();
    for row in tx.form_templates().await? {
        let versions = tx.form_versions(row.id).await?;
        lines.push(FormTemplateLine {
            id: row.id,
            version: row.version,
            name: row.name,
            retired: row.retired_at.is_some(),
            approved: versions.iter().find(|version| version.approved.is_some()).map(|version| version.number),
            has_draft: versions.first().is_some_and(|version| version.approved.is_none()),
            questions: versions.first().map_or(0, |version| u32::try_from(version.content.questions().count()).unwrap_or(u32::MAX)),
            interviews: versions.iter().map(|version| version.interviews).sum(),
        });
    }
    Ok(lines)
}

/// One template with its versions, the latest first.
///
/// # Errors
/// `Forbidden`; `NotFound`.
pub async fn template(ctx: &Ctx, id: FormTemplateId) -> Result<FormTemplateView> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut tx = ctx.store().read().await?;
    let row = tx.form_template(id).await?.ok_or(ApiError::NotFound)?;
    let versions = tx.form_versions(id).await?.into_iter().map(|version| FormVersionView {
        number: version.number,
        content: version.content,
        author: version.author,
        saved_at: version.created_at,
        approved_at: version.approved.map(|(_, at)| at),
        interviews: version.interviews,
    });
    Ok(FormTemplateView {
        id,
        version: row.version,
        name: row.name,
        retired: row.retired_at.is_some(),
        versions: versions.collect(),
        zone: viewer_zone(ctx)?,
    })
}

/// The templates that may be chosen for interviews.
///
/// # Errors
/// `Forbidden` for those who do not manage records.
pub async fn choices(ctx: &Ctx) -> Result<Vec<Choice<FormTemplateId>>> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let offered = ctx.store().read().await?.offered_forms().await?;
    Ok(offered.into_iter().map(|(id, name, _)| Choice { id, name }).collect())
}

/// Makes a template, or saves its draft; approved, the draft becomes the version that interviews get from now on.
///
/// # Errors
/// `Invalid`; `Stale` when somebody changed it since it was read; `NotFound`.
pub async fn save(ctx: &Ctx, input: SaveFormTemplate) -> Result<FormTemplateId> {
    ctx.require(can::administer(&ctx.actor))?;
    let input = input.validate()?;
    let mut tx = ctx.store().begin().await?;
    let id = match input.id {
        Some(id) => {
            let row = tx.form_template(id).await?.ok_or(ApiError::NotFound)?;
            tx.update_form_template(&FormTemplateRow { name: input.name.clone(), version: input.version, ..row }).await?;
            id
        }
        None => {
            let id = ctx.id(FormTemplateId::new)?;
            tx.insert_form_template(id, &input.name, ctx.now()).await?;
            id
        }
    };
    put_draft(ctx, &mut tx, id, input.content, input.approve).await?;
    let action = match (input.approve, input.id) {
        (true, _) => "form_template.approved",
        (false, Some(_)) => "form_template.changed",
        (false, None) => "form_template.created",
    };
    record(ctx, &mut tx, action, id, &input.name).await?;
    tx.commit().await?;
    Ok(id)
}

/// Writes the draft above the latest approved version; the same content once more makes no new version.
async fn put_draft(ctx: &Ctx, tx: &mut Tx, template: FormTemplateId, content: Content, approve: bool) -> Result<()> {
    let author = match &ctx.actor {
        crate::domain::people::Actor::User { name, .. } => name.clone(),
        _ => String::new(),
    };
    let approved = approve.then(|| (author.clone(), ctx.now()));
    let latest = tx.form_versions(template).await?.into_iter().next();
    let (id, number) = match &latest {
        Some(latest) if latest.approved.is_none() => (latest.id, latest.number),
        Some(latest) if latest.content == content => return Ok(()),
        Some(latest) => (ctx.id(FormVersionId::new)?, latest.number + 1),
        None => (ctx.id(FormVersionId::new)?, 1),
    };
    let draft = FormVersionRow { id, template, number, content, author, created_at: ctx.now(), approved, interviews: 0 };
    tx.put_form_version(&draft).await?;
    Ok(())
}

/// Approves the draft as it was saved.
///
/// # Errors
/// `NotPossible` without a draft; `Stale`; `NotFound`.
pub async fn approve(ctx: &Ctx, id: FormTemplateId, version: i64) -> Result<()> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let row = tx.form_template(id).await?.ok_or(ApiError::NotFound)?;
    let draft = tx.form_versions(id).await?.into_iter().next().filter(|latest| latest.approved.is_none());
    let draft = draft.ok_or_else(|| ApiError::NotPossible("error-form-no-draft".into()))?;
    tx.update_form_template(&FormTemplateRow { version, ..row.clone() }).await?;
    put_draft(ctx, &mut tx, id, draft.content, true).await?;
    record(ctx, &mut tx, "form_template.approved", id, &row.name).await?;
    tx.commit().await?;
    Ok(())
}

/// Offers a template no longer, or again. Interviews that have it keep it.
///
/// # Errors
/// `Stale`; `NotFound`.
pub async fn retire(ctx: &Ctx, id: FormTemplateId, version: i64, retired: bool) -> Result<()> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let row = tx.form_template(id).await?.ok_or(ApiError::NotFound)?;
    let name = row.name.clone();
    tx.update_form_template(&FormTemplateRow { version, retired_at: retired.then(|| ctx.now()), ..row }).await?;
    record(ctx, &mut tx, if retired { "form_template.retired" } else { "form_template.restored" }, id, &name).await?;
    tx.commit().await?;
    Ok(())
}

/// Moves a template one place up or down in the list and in what is offered.
///
/// # Errors
/// `NotFound`.
pub async fn move_template(ctx: &Ctx, id: FormTemplateId, up: bool) -> Result<()> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let mut rows = tx.form_templates().await?;
    let at = rows.iter().position(|row| row.id == id).ok_or(ApiError::NotFound)?;
    let to = if up { at.saturating_sub(1) } else { (at + 1).min(rows.len() - 1) };
    rows.swap(at, to);
    for (position, row) in rows.iter().enumerate() {
        let position = i32::try_from(position).map_err(|error| Error::Internal(error.to_string()))?;
        tx.place_form_template(row.id, position).await?;
    }
    let name = rows[to].name.clone();
    record(ctx, &mut tx, "form_template.moved", id, &name).await?;
    tx.commit().await?;
    Ok(())
}

async fn record(ctx: &Ctx, tx: &mut Tx, action: &'static str, id: FormTemplateId, name: &str) -> Result<()> {
    tx.record(Event {
        id: ctx.id(EventId::new)?,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action,
        subject: ("form_template", id.to_string()),
        candidate_id: None,
        application_id: None,
        job_id: None,
        data: json!({ "name": name }),
        topics: vec!["form_templates:all".into()],
    })
    .await?;
    Ok(())
}
