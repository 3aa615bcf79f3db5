//! Text messages through a gateway that speaks Twilio's contract for messages
//! (<https://www.twilio.com/docs/messaging/api/message-resource#create-a-message-resource>).

use reqwest::{Client, StatusCode};
use serde::Deserialize;

use super::refusal::Refusal;
use super::{Receipt, http};
use crate::domain::channels::e164;
use crate::domain::connections::Reason;
use crate::server::config::{ConfigError, TextConfig};

/// The longest body that the gateway takes, in characters.
pub const LONGEST: usize = 1_600;
/// They answered STOP to us: the gateway sends them nothing any more.
pub const UNSUBSCRIBED: i64 = 21_610;

/// The gateway.
#[derive(Debug, Clone)]
pub struct TextGateway {
    client: Client,
    /// The account, without an extension.
    address: String,
    account_sid: String,
    auth_token: String,
    sender: Sender,
}

#[derive(Debug, Clone)]
enum Sender {
    /// A number, or a name of letters and digits.
    From(String),
    /// A pool of numbers.
    Service(String),
}

/// A message that was taken (status 201). `status` is `queued`, `accepted`, `scheduled`, `sending`, `sent`, …
#[derive(Deserialize)]
struct Taken {
    sid: String,
    #[serde(default)]
    status: String,
    #[serde(default)]
    error_code: Option<i64>,
    #[serde(default)]
    error_message: Option<String>,
}

/// An error: `{"code": 21211, "message": "…", "more_info": "…", "status": 400}`.
#[derive(Deserialize)]
struct Refused {
    #[serde(default)]
    code: i64,
    #[serde(default)]
    message: String,
}

/// An account; `status` is `active`, `suspended` or `closed`.
#[derive(Deserialize)]
struct Account {
    #[serde(default)]
    status: String,
}

impl TextGateway {
    /// The gateway of a configuration that was checked.
    pub fn new(client: Client, config: &TextConfig) -> Self {
        let address = format!("{}/2010-04-01/Accounts/{}", config.url.trim_end_matches('/'), config.account_sid);
        let sender = if is_sid(&config.from, "MG") { Sender::Service(config.from.clone()) } else { Sender::From(config.from.clone()) };
        Self { client, address, account_sid: config.account_sid.clone(), auth_token: config.auth_token.clone(), sender }
    }

    /// Sends a text to a number (E.164).
    ///
    /// # Errors
    /// Why not, and whether another try makes sense.
    pub async fn send(&self, to: &str, body: &str) -> Result<Receipt, Refusal> {
        let body: String = body.chars().take(LONGEST).collect();
        let sender = match &self.sender {
            Sender::From(from) => ("From", from.as_str()),
            Sender::Service(sid) => ("MessagingServiceSid", sid.as_str()),
        };
        let form = [("To", to), sender, ("Body", body.as_str())];
        let address = format!("{}/Messages.json", self.address);
        let request = self.client.post(&address).basic_auth(&self.account_sid, Some(&self.auth_token)).form(&form);
        let (status, said) = http::send(request).await?;
        if status == StatusCode::CREATED || status == StatusCode::OK {
            return taken(&said);
        }
        Err(refused(status, &said))
    }

    /// Whether texts would be taken, as far as the account says
    /// (<https://www.twilio.com/docs/iam/api/account#fetch-an-account-resource>); nothing is sent.
    ///
    /// # Errors
    /// Why not.
    pub async fn test(&self) -> Result<(), Refusal> {
        let request = self.client.get(format!("{}.json", self.address)).basic_auth(&self.account_sid, Some(&self.auth_token));
        let (status, said) = http::send(request).await?;
        if status != StatusCode::OK {
            return Err(refused(status, &said));
        }
        // The answer holds the secret: nothing else of it is looked at, or kept.
        match serde_json::from_str::<Account>(&said).map(|account| account.status) {
            Ok(status) if status != "active" && !status.is_empty() => {
                Err(Refusal::lasting(Reason::Credentials, format!("the account is {status}")))
            }
            _ => Ok(()),
        }
    }
}

/// What a refusal of the gateway means. Its codes from 21000 on are about the message, also where the status says "forbidden" (a country
/// that the account does not send to).
fn refused(status: StatusCode, said: &str) -> Refusal {
    match serde_json::from_str::<Refused>(said) {
        Ok(Refused { code: 21_000..=21_999, message }) if status == StatusCode::FORBIDDEN => {
            Refusal::Never(format!("{}: {message}", status.as_u16()))
        }
        Ok(refused) => http::refusal(status, &format!("{} ({})", refused.message, refused.code)),
        Err(_) => http::refusal(status, said),
    }
}

fn taken(said: &str) -> Result<Receipt, Refusal> {
    // Taken, whatever else it says: another try would be a second message.
    let Ok(taken) = serde_json::from_str::<Taken>(said) else {
        return Ok(Receipt { id: String::new(), state: "unknown".into() });
    };
    match taken.status.as_str() {
        "failed" | "undelivered" | "canceled" => {
            let code = taken.error_code.map(|code| format!(" ({code})")).unwrap_or_default();
            Err(Refusal::Never(format!("{}: {}{code}", taken.status, taken.error_message.unwrap_or_default())))
        }
        _ => Ok(Receipt { id: taken.sid, state: taken.status }),
    }
}

/// Whether a refusal says that the person stopped our texts.
pub fn is_unsubscribed(error: &str) -> bool {
    error.contains(&format!("({UNSUBSCRIBED})"))
}

/// Checks the keys of the configuration.
///
/// # Errors
/// The first that will not do.
pub fn check(config: &TextConfig) -> Result<(), ConfigError> {
    let wrong = |key: &str, problem: &str| Err(ConfigError { key: format!("text.{key}"), problem: problem.into() });
    if config.url.is_empty() {
        for (key, value) in [("account_sid", &config.account_sid), ("auth_token", &config.auth_token), ("from", &config.from)] {
            if !value.is_empty() {
                return wrong(key, "is set, but text.url is empty; set it (https://api.twilio.com), or leave all of text out");
            }
        }
        return Ok(());
    }
    if !is_web_address(&config.url) {
        return wrong("url", "must begin with https:// (http:// only for this machine), such as https://api.twilio.com");
    }
    if !is_sid(&config.account_sid, "AC") {
        return wrong("account_sid", "must be AC and 32 hexadecimal digits");
    }
    if config.auth_token.trim().is_empty() {
        return wrong("auth_token", "must be set where text.url is");
    }
    if !is_sender(&config.from) {
        return wrong(
            "from",
            "must be a number such as +491701234567, a messaging service (MG…), or a name of at most 11 letters and digits",
        );
    }
    Ok(())
}

/// Whether texts can come from it: a number, a name, a messaging service.
pub fn is_sender(from: &str) -> bool {
    let name = (1..=11).contains(&from.len())
        && from.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ')
        && from.chars().any(|c| c.is_ascii_alphabetic());
    let number = from.starts_with('+') && e164(from).is_some_and(|number| number == from);
    number || name || is_sid(from, "MG")
}

/// Whether credentials may be sent there: encrypted, or to this machine itself.
pub fn is_web_address(url: &str) -> bool {
    let Ok(url) = reqwest::Url::parse(url) else { return false };
    let here = matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"));
    url.username().is_empty() && url.host_str().is_some() && (url.scheme() == "https" || (url.scheme() == "http" && here))
}

/// Whether this is an account (`AC`), a messaging service (`MG`), …
pub fn is_sid(text: &str, kind: &str) -> bool {
    text.strip_prefix(kind).is_some_and(|digits| digits.len() == 32 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}
