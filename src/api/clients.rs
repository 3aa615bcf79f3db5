//! Clients and their contacts.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::clients::{SaveClient, SaveContact};
use crate::domain::id::{ClientId, ContactId, JobId};
use crate::domain::jobs::JobState;
use crate::domain::list::{ListQuery, Page};

/// A client in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientLine {
    /// The client.
    pub id: ClientId,
    /// The name.
    pub name: String,
    /// IANA zone.
    pub zone: String,
    /// How many contacts.
    pub contacts: u32,
    /// How many open jobs.
    pub open_jobs: u32,
    /// Whether it was archived.
    pub archived: bool,
}

/// A client with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientView {
    /// The client.
    pub id: ClientId,
    /// For the next change.
    pub version: i64,
    /// The name.
    pub name: String,
    /// IANA zone.
    pub zone: String,
    /// For colleagues only.
    pub notes: String,
    /// Whether it was archived.
    pub archived: bool,
    /// By name.
    pub contacts: Vec<ContactView>,
    /// Open ones first, then by title.
    pub jobs: Vec<ClientJob>,
}

/// A contact of a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactView {
    /// The contact.
    pub id: ContactId,
    /// For the next change.
    pub version: i64,
    /// The name.
    pub name: String,
    /// The mail address.
    pub email: String,
    /// The telephone number, or nothing.
    pub phone: String,
    /// IANA zone.
    pub zone: String,
}

/// A job of a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientJob {
    /// The job.
    pub id: JobId,
    /// Its title.
    pub title: String,
    /// Whether it is open.
    pub state: JobState,
    /// How many applications are active.
    pub active: u32,
}

/// A client or other record to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice<T> {
    /// The record.
    pub id: T,
    /// What to call it.
    pub name: String,
}

/// A page of the clients (filter `archived`: only those that were). Sorts: `name`, `jobs`, `contacts`.
#[server(name = ListClientsCall, prefix = "/api", endpoint = "clients/list", input = Json)]
pub async fn list_clients(query: ListQuery) -> Result<Page<ClientLine>, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::clients::list(&ctx, &query).await)
}

/// One client.
#[server(name = GetClientCall, prefix = "/api", endpoint = "clients/get", input = Json)]
pub async fn get_client(id: ClientId) -> Result<ClientView, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::clients::get(&ctx, id).await)
}

/// Makes or changes a client. Whoever made one is led to it.
#[server(name = SaveClientCall, prefix = "/api", endpoint = "clients/save")]
pub async fn save_client(input: SaveClient) -> Result<ClientId, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    let is_new = input.id.is_none();
    let saved = services::clients::save(&ctx, input).await;
    if let (true, Ok(id)) = (is_new, &saved) {
        leptos_axum::redirect(&crate::paths::client(id));
    }
    ctx.answer(saved)
}

/// Makes or changes a contact.
#[server(name = SaveContactCall, prefix = "/api", endpoint = "clients/contact")]
pub async fn save_contact(input: SaveContact) -> Result<ContactId, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::clients::save_contact(&ctx, input).await)
}

/// Archives a client, or takes it back: it is no longer offered for new jobs, nothing is lost.
#[server(name = ArchiveClientCall, prefix = "/api", endpoint = "clients/archive")]
pub async fn archive_client(id: ClientId, version: i64, archived: bool) -> Result<(), ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::clients::archive(&ctx, id, version, archived).await)
}
