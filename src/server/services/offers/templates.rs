//! Templates of offer letters: written, approved and retired by administrators; offered once approved.

use serde_json::json;

use crate::api::clients::Choice;
use crate::api::error::ApiError;
use crate::api::offer_templates::{OfferTemplateLine, OfferTemplateView, OfferVersionView};
use crate::domain::can;
use crate::domain::error::FieldErrors;
use crate::domain::id::{EventId, OfferTemplateId, OfferVersionId, UserId};
use crate::domain::offers::template::{OfferContent, SaveOfferTemplate};
use crate::domain::people::Actor;
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::services::jobs::viewer_zone;
use crate::server::store::Tx;
use crate::server::store::history::Event;
use crate::server::store::offer_templates::{OfferTemplateRow, OfferVersionRow};

/// The topic under which pages hear that a template is another.
const TOPIC: &str = "offer_templates:all";

/// All templates by name.
///
/// # Errors
/// `Forbidden` for others than administrators.
pub async fn list(ctx: &Ctx) -> Result<Vec<OfferTemplateLine>> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut tx = ctx.store().read().await?;
    let mut lines = Vec::new();
    for row in tx.offer_templates().await? {
        let versions = tx.offer_versions(row.id).await?;
        lines.push(OfferTemplateLine {
            id: row.id,
            name: row.name,
            retired: row.retired_at.is_some(),
            approved: versions.iter().find(|version| version.approved.is_some()).map(|version| version.number),
            has_draft: versions.first().is_some_and(|version| version.approved.is_none()),
        });
    }
    Ok(lines)
}

/// Colleagues who can have to approve, by name.
///
/// # Errors
/// `Forbidden` for others than administrators.
pub async fn approvers(ctx: &Ctx) -> Result<Vec<Choice<UserId>>> {
    ctx.require(can::administer(&ctx.actor))?;
    let colleagues = ctx.store().read().await?.colleagues().await?;
    Ok(colleagues.into_iter().map(|colleague| Choice { id: colleague.id, name: colleague.name }).collect())
}

/// One template with its versions, the latest first.
///
/// # Errors
/// `Forbidden`; `NotFound`.
pub async fn template(ctx: &Ctx, id: OfferTemplateId) -> Result<OfferTemplateView> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut tx = ctx.store().read().await?;
    let row = tx.offer_template(id).await?.ok_or(ApiError::NotFound)?;
    let versions = tx.offer_versions(id).await?.into_iter().map(|version| OfferVersionView {
        number: version.number,
        content: version.content,
        author: version.author,
        saved_at: version.created_at,
        approved_at: version.approved.map(|(_, at)| at),
    });
    Ok(OfferTemplateView {
        id,
        version: row.version,
        name: row.name,
        retired: row.retired_at.is_some(),
        versions: versions.collect(),
        zone: viewer_zone(ctx)?,
    })
}

/// Makes a template, or saves its draft; approved, the draft becomes what offers are written from.
///
/// # Errors
/// `Invalid` at the fields, an unknown tag with its place; `Stale` when somebody changed it since it was read; `NotFound`.
pub async fn save(ctx: &Ctx, input: SaveOfferTemplate) -> Result<OfferTemplateId> {
    ctx.require(can::administer(&ctx.actor))?;
    let input = input.validate()?;
    let mut tx = ctx.store().begin().await?;
    let colleagues = tx.colleagues().await?;
    if input.content.approvers.iter().any(|approver| colleagues.iter().all(|colleague| colleague.id != *approver)) {
        return Err(FieldErrors::one("approvers", "error-choose").into());
    }
    let id = match input.id {
        Some(id) => {
            let row = tx.offer_template(id).await?.ok_or(ApiError::NotFound)?;
            tx.update_offer_template(&OfferTemplateRow { name: input.name.clone(), version: input.version, ..row }).await?;
            id
        }
        None => {
            let id = ctx.id(OfferTemplateId::new)?;
            tx.insert_offer_template(id, &input.name, ctx.now()).await?;
            id
        }
    };
    put_draft(ctx, &mut tx, id, input.content, input.approve).await?;
    let action = match (input.approve, input.id) {
        (true, _) => "offer_template.approved",
        (false, Some(_)) => "offer_template.changed",
        (false, None) => "offer_template.created",
    };
    record(ctx, &mut tx, action, id, &input.name).await?;
    tx.commit().await?;
    Ok(id)
}

/// Writes the draft above the latest approved version; the same content once more makes no new version.
async fn put_draft(ctx: &Ctx, tx: &mut Tx, template: OfferTemplateId, content: OfferContent, approve: bool) -> Result<()> {
    let author = match &ctx.actor {
        Actor::User { name, .. } => name.clone(),
        _ => String::new(),
    };
    let approved = approve.then(|| (author.clone(), ctx.now()));
    let latest = tx.offer_versions(template).await?.into_iter().next();
    let (id, number) = match &latest {
        Some(latest) if latest.approved.is_none() => (latest.id, latest.number),
        Some(latest) if latest.content == content => return Ok(()),
        Some(latest) => (ctx.id(OfferVersionId::new)?, latest.number + 1),
        None => (ctx.id(OfferVersionId::new)?, 1),
    };
    tx.put_offer_version(&OfferVersionRow { id, template, number, content, author, created_at: ctx.now(), approved }).await?;
    Ok(())
}

/// Offers a template no longer, or again. Offers that were written from it stay as they are.
///
/// # Errors
/// `Stale`; `NotFound`.
pub async fn retire(ctx: &Ctx, id: OfferTemplateId, version: i64, retired: bool) -> Result<()> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let row = tx.offer_template(id).await?.ok_or(ApiError::NotFound)?;
    let name = row.name.clone();
    tx.update_offer_template(&OfferTemplateRow { version, retired_at: retired.then(|| ctx.now()), ..row }).await?;
    record(ctx, &mut tx, if retired { "offer_template.retired" } else { "offer_template.restored" }, id, &name).await?;
    tx.commit().await?;
    Ok(())
}

async fn record(ctx: &Ctx, tx: &mut Tx, action: &'static str, id: OfferTemplateId, name: &str) -> Result<()> {
    tx.record(Event {
        id: ctx.id(EventId::new)?,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action,
        subject: ("offer_template", id.to_string()),
        candidate_id: None,
        application_id: None,
        job_id: None,
        data: json!({ "name": name }),
        topics: vec![TOPIC.into()],
    })
    .await?;
    Ok(())
}
