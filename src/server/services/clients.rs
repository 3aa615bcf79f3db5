//! Clients and their contacts.

use serde_json::json;

use crate::api::clients::{ClientLine, ClientView};
use crate::api::error::ApiError;
use crate::domain::can;
use crate::domain::clients::{SaveClient, SaveContact};
use crate::domain::error::FieldErrors;
use crate::domain::id::{ClientId, ContactId, EventId};
use crate::domain::list::{ListQuery, Page};
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result, StoreError};
use crate::server::store::history::Event;
use crate::server::zones;

/// A page of the clients.
///
/// # Errors
/// `Forbidden` for those who do not manage records.
pub async fn list(ctx: &Ctx, query: &ListQuery) -> Result<Page<ClientLine>> {
    ctx.require(can::manage_records(&ctx.actor))?;
    Ok(ctx.store().read().await?.clients(query).await?)
}

/// One client.
///
/// # Errors
/// `Forbidden` for those who do not manage records; `NotFound`.
pub async fn get(ctx: &Ctx, id: ClientId) -> Result<ClientView> {
    ctx.require(can::manage_records(&ctx.actor))?;
    Ok(ctx.store().read().await?.client(id).await?.ok_or(ApiError::NotFound)?)
}

/// Makes or changes a client.
///
/// # Errors
/// `Invalid`; `Stale` when somebody changed it since it was read; `NotFound`.
pub async fn save(ctx: &Ctx, input: SaveClient) -> Result<ClientId> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let input = input.validate()?;
    known_zone(&input.zone)?;
    let mut tx = ctx.store().begin().await?;
    let (id, action) = match input.id {
        Some(id) => {
            tx.client(id).await?.ok_or(ApiError::NotFound)?;
            tx.update_client(id, &input).await?;
            (id, "client.changed")
        }
        None => {
            let id = ctx.id(ClientId::new)?;
            tx.insert_client(id, &input, ctx.now()).await?;
            (id, "client.created")
        }
    };
    tx.record(event(ctx, action, id, json!({ "name": input.name }))?).await?;
    tx.commit().await?;
    Ok(id)
}

/// Makes or changes a contact of a client.
///
/// # Errors
/// `Invalid`, also at `email` when the client has another contact with this address; `Stale`; `NotFound`.
pub async fn save_contact(ctx: &Ctx, input: SaveContact) -> Result<ContactId> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let input = input.validate()?;
    known_zone(&input.zone)?;
    let mut tx = ctx.store().begin().await?;
    let client = tx.client(input.client_id).await?.ok_or(ApiError::NotFound)?;
    // Looked up first for a message that names the other; the constraint decides when two do it at once.
    if let Some(other) = client.contacts.iter().find(|other| other.email == input.email && Some(other.id) != input.id) {
        let mut errors = FieldErrors::default();
        errors.add_with("email", "error-contact-exists", &[("name", other.name.clone())]);
        return Err(errors.into());
    }
    let (id, action) = match input.id {
        Some(id) => (id, "contact.changed"),
        None => (ctx.id(ContactId::new)?, "contact.created"),
    };
    let stored = match input.id {
        Some(_) if !client.contacts.iter().any(|contact| contact.id == id) => return Err(ApiError::NotFound.into()),
        Some(_) => tx.update_contact(id, &input).await,
        None => tx.insert_contact(id, &input, ctx.now()).await,
    };
    stored.map_err(|error| taken(error, "email"))?;
    let mut event = event(ctx, action, client.id, json!({ "contact": id.to_string(), "name": input.name }))?;
    event.topics.push(format!("contact:{id}"));
    tx.record(event).await?;
    tx.commit().await?;
    Ok(id)
}

/// Archives a client, or takes it back.
///
/// # Errors
/// `NotPossible` while it has open jobs; `Stale`; `NotFound`.
pub async fn archive(ctx: &Ctx, id: ClientId, version: i64, archived: bool) -> Result<()> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let client = tx.client(id).await?.ok_or(ApiError::NotFound)?;
    if archived && client.jobs.iter().any(|job| job.state == crate::domain::jobs::JobState::Open) {
        return Err(ApiError::NotPossible("error-client-has-open-jobs".into()).into());
    }
    tx.archive_client(id, version, archived.then(|| ctx.now())).await?;
    tx.record(event(ctx, if archived { "client.archived" } else { "client.restored" }, id, json!({ "name": client.name }))?).await?;
    tx.commit().await?;
    Ok(())
}

fn event(ctx: &Ctx, action: &'static str, id: ClientId, data: serde_json::Value) -> Result<Event> {
    Ok(Event {
        id: ctx.id(EventId::new)?,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action,
        subject: ("client", id.to_string()),
        candidate_id: None,
        application_id: None,
        job_id: None,
        data,
        topics: Vec::new(),
    })
}

/// Refuses a zone that the zone database does not have; the domain only knows the form of names.
pub(super) fn known_zone(zone: &str) -> Result<()> {
    if zones::is_known(zone) { Ok(()) } else { Err(FieldErrors::one("zone", "error-zone").into()) }
}

/// A unique value that somebody else took at the same moment, as an error at its field.
pub(super) fn taken(error: StoreError, field: &str) -> Error {
    match error {
        StoreError::Unique(_) => FieldErrors::one(field, "error-taken").into(),
        error => error.into(),
    }
}
