//! What carries messages away: the mail server, the gateway for text messages, Teams.

mod http;
pub mod refusal;
pub mod teams;
pub mod text;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::config::{Config, TextConfig};
use super::mail::Mail;
use super::mail::transport::Transport;
use super::services::reminders::Reminder;
use crate::domain::channels::Channel;
use crate::domain::connections::{SmtpSettings, TeamsSettings, TextSettings};
use refusal::Refusal;
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

/// Where texts go when an account was entered in the app and no gateway is configured.
pub const DEFAULT_GATEWAY: &str = "https://api.twilio.com";

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

/// What was entered in the app in the place of the configuration, for each connection.
#[derive(Debug, Clone, Default)]
pub struct Entered {
    /// The mail server.
    pub smtp: Option<SmtpSettings>,
    /// The gateway for text messages.
    pub text: Option<TextSettings>,
    /// Teams.
    pub teams: Option<TeamsSettings>,
}

impl Carriers {
    /// The carriers of a configuration, with a transport for mail.
    ///
    /// # Errors
    /// When no client for HTTP can be made.
    pub fn new(mail: Transport, config: &Config) -> Result<Self, String> {
        if !config.has_text() && !config.has_teams() {
            return Ok(Self { mail, text: None, teams: None });
        }
        let client = http::client()?;
        Ok(Self {
            mail,
            text: config.has_text().then(|| TextGateway::new(client.clone(), &config.text)),
            teams: config.has_teams().then(|| TeamsWebhook::new(client, &config.teams.webhook_url)),
        })
    }

    /// These, with what was entered in the place of some.
    ///
    /// # Errors
    /// When the name of a server will not do, or no client for HTTP can be made.
    pub fn with(&self, entered: &Entered, config: &Config) -> Result<Self, String> {
        let mail = match &entered.smtp {
            Some(settings) => Transport::entered(settings, &config.smtp.url)?,
            None => self.mail.clone(),
        };
        let text = match &entered.text {
            Some(settings) => Some(TextGateway::new(http::client()?, &text_config(settings, config))),
            None => self.text.clone(),
        };
        let teams = match &entered.teams {
            Some(settings) => Some(TeamsWebhook::new(http::client()?, settings.webhook_url.as_str())),
            None => self.teams.clone(),
        };
        Ok(Self { mail, text, teams })
    }

    /// Whether there is something that takes the messages of a channel away.
    pub const fn has(&self, channel: Channel) -> bool {
        match channel {
            Channel::Mail => self.mail.leads_somewhere(),
            Channel::Text => self.text.is_some(),
            Channel::Teams => self.teams.is_some(),
        }
    }

    /// Whether messages of a channel would leave. `card` is what Teams is posted, which can not be asked otherwise; without one it is not asked.
    ///
    /// # Errors
    /// Why not.
    pub async fn test(&self, channel: Channel, card: Option<&Value>) -> Result<(), Refusal> {
        match (channel, &self.text, &self.teams, card) {
            (Channel::Mail, ..) => self.mail.test().await,
            (Channel::Text, Some(text), ..) => text.test().await,
            (Channel::Teams, _, Some(teams), Some(card)) => teams.send(card).await.map(drop),
            _ => Ok(()),
        }
    }
}

/// The gateway of the configuration with the account that was entered.
fn text_config(settings: &TextSettings, config: &Config) -> TextConfig {
    TextConfig {
        url: gateway(config).to_owned(),
        account_sid: settings.account_sid.clone(),
        auth_token: settings.auth_token.as_str().to_owned(),
        from: settings.from.clone(),
    }
}

/// Where texts go.
pub fn gateway(config: &Config) -> &str {
    if config.has_text() { &config.text.url } else { DEFAULT_GATEWAY }
}
