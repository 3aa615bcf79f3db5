//! Connections to applicant tracking systems, for administrators.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::clients::Choice;
use super::error::ApiError;
use super::jobs::Colleague;
use crate::domain::ats::connection::{AtsSystem, MapRecord, Mapping, SaveConnection};
use crate::domain::ats::record::RecordKind;
use crate::domain::id::{AtsId, JobId, UserId};
use crate::domain::list::Page;
use crate::domain::time::{Instant, Zone};

/// A connection in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionLine {
    /// The connection.
    pub id: AtsId,
    /// For the next change.
    pub version: i64,
    /// Which system.
    pub system: AtsSystem,
    /// What it is called here.
    pub name: String,
    /// Who answers for jobs whose recruiter is not known here.
    pub recruiter: UserId,
    /// The address of a proxy; empty for the system's own.
    pub base_url: String,
    /// The system can be asked.
    pub can_ask: bool,
    /// It is switched on.
    pub active: bool,
    /// Deliveries that are kept.
    pub deliveries: u32,
    /// Those of them that could not be read.
    pub unreadable: u32,
    /// The last one.
    pub last_delivery_at: Option<Instant>,
    /// Deliveries that were refused for their signature.
    pub refused: u32,
    /// The last one of these.
    pub last_refused_at: Option<Instant>,
    /// The last pull that went well.
    pub pulled_at: Option<Instant>,
    /// It is asked now, or about to be.
    pub pulls: bool,
    /// What went wrong when it was last asked; empty for nothing.
    pub trouble: String,
    /// That does not go away by itself.
    pub trouble_lasts: bool,
    /// Records that are not in step.
    pub problems: u32,
}

/// All connections.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConnectionsView {
    /// By name.
    pub lines: Vec<ConnectionLine>,
    /// Who may answer for jobs.
    pub colleagues: Vec<Colleague>,
    /// Before the path of a webhook.
    pub base_url: String,
    /// The viewer's zone.
    pub zone: Zone,
}

/// What came of saving a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedConnection {
    /// The connection.
    pub id: AtsId,
    /// The secret that signs deliveries, where Agendum made one: it is shown this once.
    pub secret: Option<String>,
}

/// A connection, and what of it is what here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MappingView {
    /// The connection.
    pub connection: ConnectionLine,
    /// The webhook's address.
    pub address: String,
    /// A page of the system's jobs by name, open ones first.
    pub jobs: Page<MappedJob>,
    /// The system's colleagues by name.
    pub users: Vec<MappedUser>,
    /// Records that are not in step.
    pub problems: Vec<ProblemLine>,
    /// Jobs here to choose from.
    pub local_jobs: Vec<Choice<JobId>>,
    /// Colleagues here to choose from.
    pub colleagues: Vec<Colleague>,
    /// The viewer's zone.
    pub zone: Zone,
}

/// A job of the system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedJob {
    /// The system's id.
    pub record: String,
    /// Its name there.
    pub name: String,
    /// It is open there.
    pub open: bool,
    /// Who says what it is here.
    pub mapping: Mapping,
    /// The job here.
    pub local: Option<Choice<String>>,
    /// Its stages, in their order.
    pub stages: Vec<MappedStage>,
    /// The stages of the job here.
    pub local_stages: Vec<Choice<String>>,
    /// Fields that mean nothing here, and are kept.
    pub unknown: u32,
}

/// A stage of the system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedStage {
    /// The system's id.
    pub record: String,
    /// Its name there.
    pub name: String,
    /// Who says what it is here.
    pub mapping: Mapping,
    /// The stage here.
    pub local: Option<Choice<String>>,
}

/// A colleague of the system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappedUser {
    /// The system's id.
    pub record: String,
    /// The name there.
    pub name: String,
    /// The mail address there.
    pub email: String,
    /// Who says who it is here.
    pub mapping: Mapping,
    /// The colleague here.
    pub local: Option<Choice<String>>,
}

/// A record that is not in step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemLine {
    /// What it is.
    pub kind: RecordKind,
    /// The system's id.
    pub record: String,
    /// What it is called there; of an application, the candidate.
    pub name: String,
    /// Why: the key of a message.
    pub problem: String,
    /// Where the record here is seen; empty where there is none.
    pub path: String,
}

/// All connections.
#[server(name = ListConnectionsCall, prefix = "/api", endpoint = "ats/list", input = Json)]
pub async fn list_connections() -> Result<ConnectionsView, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::ats::settings::list(&ctx).await)
}

/// Makes or changes a connection. A plain form does, too; the secret that it makes is then to be renewed by a browser with scripts.
#[server(name = SaveConnectionCall, prefix = "/api", endpoint = "ats/save")]
pub async fn save_connection(input: SaveConnection) -> Result<SavedConnection, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer_form(crate::server::services::ats::settings::save(&ctx, &input).await, crate::paths::ATS)
}

/// Makes a new secret that signs deliveries; the former one is good for nothing any more.
#[server(name = NewSecretCall, prefix = "/api", endpoint = "ats/new-secret")]
pub async fn new_ats_secret(id: AtsId, version: i64) -> Result<SavedConnection, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::ats::settings::new_secret(&ctx, id, version).await)
}

/// Switches a connection on or off. A plain form does, too.
#[server(name = SwitchConnectionCall, prefix = "/api", endpoint = "ats/switch")]
pub async fn switch_connection(id: AtsId, version: i64, active: bool) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer_form(crate::server::services::ats::settings::switch(&ctx, id, version, active).await, &crate::paths::ats_connection(id))
}

/// Asks the system now. A plain form does, too.
#[server(name = PullNowCall, prefix = "/api", endpoint = "ats/pull")]
pub async fn pull_now(id: AtsId) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer_form(crate::server::services::ats::settings::pull_now(&ctx, id).await, &crate::paths::ats_connection(id))
}

/// What of a connection is what here; its jobs in pages, from 0.
#[server(name = GetMappingCall, prefix = "/api", endpoint = "ats/mapping", input = Json)]
pub async fn get_mapping(id: AtsId, page: u32) -> Result<MappingView, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::ats::mapping::view(&ctx, id, page).await)
}

/// Says what a record of the system is here. A plain form does, too, which leads back to the page that it stood on: `back`.
#[server(name = MapRecordCall, prefix = "/api", endpoint = "ats/map")]
pub async fn map_record(input: MapRecord, #[server(default)] back: String) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer_form(crate::server::services::ats::mapping::map(&ctx, &input).await, crate::paths::local(&back))
}
