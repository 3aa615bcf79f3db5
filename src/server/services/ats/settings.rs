//! Setting connections up: making, changing, switching off, new secrets, asking now.

use reqwest::Url;
use serde_json::json;

use super::{record, sealed_secrets, secrets};
use crate::api::ats::{ConnectionsView, SavedConnection};
use crate::api::error::ApiError;
use crate::domain::ats::connection::{AtsSystem, ConnectionFacts, SaveConnection, Secrets};
use crate::domain::can;
use crate::domain::connections::Connection;
use crate::domain::error::FieldErrors;
use crate::domain::id::{AtsId, UserId};
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::keys::Token;
use crate::server::services::connections;
use crate::server::services::jobs::viewer_zone;
use crate::server::store::Tx;
use crate::server::store::ats::ConnectionRow;

/// All connections.
///
/// # Errors
/// `Forbidden` for all but administrators.
pub async fn list(ctx: &Ctx) -> Result<ConnectionsView> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut tx = ctx.store().read().await?;
    Ok(ConnectionsView {
        lines: tx.ats_lines(ctx.now()).await?,
        colleagues: tx.colleagues().await?.into_iter().filter(|colleague| colleague.role.is_staff()).collect(),
        base_url: ctx.app.config.base_url.clone(),
        zone: viewer_zone(ctx)?,
    })
}

/// Makes or changes a connection. The secret of a new one, where Agendum makes it, is in the answer and nowhere else.
///
/// # Errors
/// `Invalid`; `Stale` when somebody changed it since it was read; `NotFound`.
pub async fn save(ctx: &Ctx, input: &SaveConnection) -> Result<SavedConnection> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let before = match input.id {
        Some(id) => Some(tx.ats_connection(id).await?.ok_or(ApiError::NotFound)?),
        None => None,
    };
    // The system of a connection stays: what it knows is of that system.
    let system = before.as_ref().map(|before| before.system.name().to_owned());
    let facts = SaveConnection { system: system.unwrap_or_else(|| input.system.clone()), ..input.clone() }.check()?;
    check_recruiter(&mut tx, facts.recruiter).await?;
    let mut kept = match &before {
        Some(before) => secrets(ctx, before)?,
        None => Secrets::default(),
    };
    if let Some(before) = &before {
        check_secrets_stay(before, &facts, &kept, input.forget_keys)?;
    }
    if input.forget_keys {
        kept = Secrets { webhook: kept.webhook, ..Secrets::default() };
    }
    let mut now = facts.secrets.over(kept);
    let made = now.webhook.is_empty();
    if made {
        now.webhook = new_webhook_secret()?;
    }
    let id = match input.id {
        Some(id) => id,
        None => ctx.id(AtsId::new)?,
    };
    let row = ConnectionRow {
        id,
        version: input.version,
        system: facts.system,
        name: facts.name,
        secrets: sealed_secrets(ctx, id, &now)?,
        can_ask: now.can_ask(facts.system),
        base_url: facts.base_url,
        recruiter: facts.recruiter,
        active: before.as_ref().is_none_or(|before| before.active),
        pulled_until: None,
        trouble: String::new(),
    };
    let action = if before.is_some() {
        tx.update_ats_connection(&row, ctx.now()).await?;
        if !row.can_ask {
            nothing_wrong(ctx, &mut tx, id).await?;
        }
        "ats.changed"
    } else {
        tx.insert_ats_connection(&row, ctx.now()).await?;
        "ats.connected"
    };
    record(ctx, &mut tx, action, &row, json!({ "system": row.system.name() })).await?;
    tx.commit().await?;
    Ok(SavedConnection { id, secret: made.then_some(now.webhook) })
}

/// Makes a new secret for deliveries; the former one is good for nothing from now on.
///
/// # Errors
/// `NotPossible` for Lever, which makes it itself; `Stale`; `NotFound`.
pub async fn new_secret(ctx: &Ctx, id: AtsId, version: i64) -> Result<SavedConnection> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let before = tx.ats_connection(id).await?.ok_or(ApiError::NotFound)?;
    if before.system == AtsSystem::Lever {
        return Err(ApiError::NotPossible("error-ats-secret-is-theirs".into()).into());
    }
    let secret = new_webhook_secret()?;
    let now = Secrets { webhook: secret.clone(), ..secrets(ctx, &before)? };
    let row = ConnectionRow { version, secrets: sealed_secrets(ctx, id, &now)?, ..before };
    tx.update_ats_connection(&row, ctx.now()).await?;
    record(ctx, &mut tx, "ats.secret_renewed", &row, json!({})).await?;
    tx.commit().await?;
    Ok(SavedConnection { id, secret: Some(secret) })
}

/// Switches a connection off, or on again. What is known of its records stays.
///
/// # Errors
/// `Stale`; `NotFound`.
pub async fn switch(ctx: &Ctx, id: AtsId, version: i64, active: bool) -> Result<()> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let before = tx.ats_connection(id).await?.ok_or(ApiError::NotFound)?;
    let row = ConnectionRow { version, active, ..before };
    tx.update_ats_connection(&row, ctx.now()).await?;
    if !active {
        nothing_wrong(ctx, &mut tx, id).await?;
    }
    record(ctx, &mut tx, if active { "ats.switched_on" } else { "ats.switched_off" }, &row, json!({})).await?;
    Ok(tx.commit().await?)
}

/// Asks the system as soon as may be.
///
/// # Errors
/// `NotPossible` where it can not be asked, or is switched off; `NotFound`.
pub async fn pull_now(ctx: &Ctx, id: AtsId) -> Result<()> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let row = tx.ats_connection(id).await?.ok_or(ApiError::NotFound)?;
    if !row.can_ask || !row.active {
        return Err(ApiError::NotPossible("error-ats-can-not-be-asked".into()).into());
    }
    if tx.want_ats_pull(id, ctx.now()).await? {
        record(ctx, &mut tx, "ats.pull_asked", &row, json!({})).await?;
    }
    Ok(tx.commit().await?)
}

/// What is not asked is not broken.
async fn nothing_wrong(ctx: &Ctx, tx: &mut Tx, id: AtsId) -> Result<()> {
    connections::removed(tx, ctx, &Connection::Ats(id.to_string())).await?;
    Ok(tx.forget_ats_trouble(id).await?)
}

/// A secret that is kept goes to the server that it was given for: for another one it is typed again.
fn check_secrets_stay(before: &ConnectionRow, facts: &ConnectionFacts, kept: &Secrets, forgets: bool) -> Result<()> {
    let origin = |address: &str| Url::parse(address).ok().map(|url| url.origin());
    if forgets || origin(&before.base_url) == origin(&facts.base_url) {
        return Ok(());
    }
    let mut errors = FieldErrors::default();
    for (field, typed, kept) in
        [("client_secret", &facts.secrets.client_secret, &kept.client_secret), ("api_key", &facts.secrets.api_key, &kept.api_key)]
    {
        if typed.is_empty() && !kept.is_empty() {
            errors.add(field, "error-secret-again");
        }
    }
    Ok(errors.or(())?)
}

async fn check_recruiter(tx: &mut Tx, recruiter: UserId) -> Result<()> {
    let known = tx.user(recruiter).await?.is_some_and(|user| user.active && user.role.is_staff());
    if known { Ok(()) } else { Err(FieldErrors::one("recruiter_id", "error-colleague-gone").into()) }
}

fn new_webhook_secret() -> Result<String> {
    Ok(Token::random().map_err(|error| Error::Internal(error.to_string()))?.reveal().to_owned())
}
