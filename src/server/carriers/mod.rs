//! What carries messages away: the mail server, the gateway for text messages, Teams.

mod http;
pub mod teams;
pub mod text;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::config::Config;
use super::mail::Mail;
use super::mail::transport::Transport;
use super::services::reminders::Reminder;
use teams::TeamsWebhook;
use text::TextGateway;

/// What a message says, as it lies sealed in the outbox until it is sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parcel {
    /// A mail.
    Mail(Mail),
    /// A text message.
    Text(String),
    /// A card (Adaptive Cards, version 1.4).
    Card(Value),
    /// What is written only once it is due, if it is still wanted then.
    Planned(Reminder),
}

/// What a gateway said of a message that it took.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Receipt {
    /// What it calls the message; empty where it calls it nothing.
    pub id: String,
    /// In which state it is there: `queued`, `accepted`, …
    pub state: String,
}

/// All carriers of an installation.
#[derive(Debug, Clone)]
pub struct Carriers {
    /// Mail.
    pub mail: Transport,
    /// Text messages; none without a gateway.
    pub text: Option<TextGateway>,
    /// Teams; none without a webhook.
    pub teams: Option<TeamsWebhook>,
}

impl Carriers {
    /// The carriers of a configuration, with a transport for mail.
    ///
    /// # Errors
    /// When no client for HTTP can be made.
    pub fn new(mail: Transport, config: &Config) -> Result<Self, String> {
        if config.text.url.is_empty() && config.teams.webhook_url.is_empty() {
            return Ok(Self { mail, text: None, teams: None });
        }
        let client = http::client()?;
        Ok(Self {
            mail,
            text: (!config.text.url.is_empty()).then(|| TextGateway::new(client.clone(), &config.text)),
            teams: (!config.teams.webhook_url.is_empty()).then(|| TeamsWebhook::new(client, &config.teams.webhook_url)),
        })
    }
}
