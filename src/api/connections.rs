//! Connections to outside services, as administrators look after them.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::connections::{Connection, Reason, SaveSmtp, SaveTeams, SaveText, SmtpTls};
use crate::domain::time::{Instant, Zone};

/// All connections, with what they need to be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionsView {
    /// Those of every installation.
    pub connections: Vec<ConnectionView>,
    /// The viewer's zone.
    pub zone: Zone,
}

/// A connection; never a secret of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConnectionView {
    /// Which one.
    pub key: Connection,
    /// How it is.
    pub health: Health,
    /// Messages that wait to leave by it.
    pub waiting: u32,
    /// Where it leads.
    pub leads_to: LeadsTo,
    /// What stands in its form.
    pub fields: Fields,
    /// Whether that was entered in the app, in the place of the configuration.
    pub is_entered: bool,
    /// Whether the configuration has something for it.
    pub is_configured: bool,
    /// For the next change.
    pub version: i64,
}

/// How a connection is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "health", rename_all = "snake_case")]
pub enum Health {
    /// There is none.
    Absent,
    /// Nothing has gone by it yet.
    Untried,
    /// It works.
    Works {
        /// When it did last, to the minute.
        at: Instant,
    },
    /// It failed, and may be over it with the next try.
    Failing {
        /// Since when.
        since: Instant,
        /// How often in a row.
        failures: u32,
        /// What the other side said.
        problem: String,
        /// When it worked last.
        worked_at: Option<Instant>,
    },
    /// Somebody has to look; what depends on it waits.
    Broken {
        /// Since when.
        since: Instant,
        /// How often in a row it failed.
        failures: u32,
        /// Why.
        reason: Option<Reason>,
        /// What the other side said.
        problem: String,
        /// When it worked last.
        worked_at: Option<Instant>,
    },
}

/// Where a connection leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LeadsTo {
    /// There is none.
    Nowhere,
    /// To a server.
    Server(String),
    /// Into a folder, for trying things out.
    Folder(String),
}

/// What stands in the form of a connection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fields {
    /// The mail server.
    Smtp {
        /// The server.
        host: String,
        /// Its port, in digits.
        port: String,
        /// How it is encrypted.
        tls: SmtpTls,
        /// The user.
        user: String,
        /// Whether there is a password to keep.
        has_password: bool,
    },
    /// The gateway for text messages.
    Text {
        /// The account.
        account_sid: String,
        /// What texts come from.
        from: String,
        /// Whether there is a token to keep.
        has_token: bool,
    },
    /// Teams.
    Teams {
        /// Whether there is an address to keep.
        has_webhook: bool,
    },
}

/// All connections.
#[server(name = ListConnectionsCall, prefix = "/api", endpoint = "connections/list", input = Json)]
pub async fn list_connections() -> Result<ConnectionsView, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::connections::settings::list(&ctx).await)
}

/// Stores how the mail server is reached; the answer is the version for the next change.
#[server(name = SaveSmtpCall, prefix = "/api", endpoint = "connections/save-smtp")]
pub async fn save_smtp(input: SaveSmtp) -> Result<i64, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    let saved = crate::server::services::connections::settings::save_smtp(&ctx, &input).await;
    ctx.answer_form(saved, &crate::paths::connection_saved(&Connection::Smtp, "connection"))
}

/// Stores the account of the gateway for text messages; the answer is the version for the next change.
#[server(name = SaveTextCall, prefix = "/api", endpoint = "connections/save-text")]
pub async fn save_text(input: SaveText) -> Result<i64, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    let saved = crate::server::services::connections::settings::save_text(&ctx, &input).await;
    ctx.answer_form(saved, &crate::paths::connection_saved(&Connection::Text, "connection"))
}

/// Stores the webhook of Teams; the answer is the version for the next change.
#[server(name = SaveTeamsCall, prefix = "/api", endpoint = "connections/save-teams")]
pub async fn save_teams(input: SaveTeams) -> Result<i64, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    let saved = crate::server::services::connections::settings::save_teams(&ctx, &input).await;
    ctx.answer_form(saved, &crate::paths::connection_saved(&Connection::Teams, "connection"))
}

/// Lets the configuration hold again.
#[server(name = ForgetConnectionCall, prefix = "/api", endpoint = "connections/forget")]
pub async fn forget_connection(key: Connection, version: i64) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    let forgotten = crate::server::services::connections::settings::forget(&ctx, &key, version).await;
    ctx.answer_form(forgotten, &crate::paths::connection_saved(&key, "connectionreset"))
}

/// Tries a connection now; where it fails, the reason is an error at its name.
#[server(name = TestConnectionCall, prefix = "/api", endpoint = "connections/test")]
pub async fn test_connection(key: Connection) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    let tried = crate::server::services::connections::settings::test(&ctx, &key).await;
    ctx.answer_form(tried, &crate::paths::connection_saved(&key, "connectionworks"))
}
