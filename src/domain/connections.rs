//! Connections to outside services: which there are, when one counts as broken, what mends it, and what is entered for it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::channels::Channel;
use super::error::{FieldErrors, text};
use super::jobs::named;
use super::password::Secret;

/// Passing failures in a row that make a connection broken: with the outbox's back-off about eight minutes for a single message, at once
/// where many wait.
pub const BREAKING_FAILURES: i32 = 5;
/// How often a broken connection is tried, in minutes.
pub const PROBE_MINUTES: i64 = 1;
/// How often one that works is tried where nothing else tries it, in minutes.
pub const IDLE_MINUTES: i64 = 10;
/// Most characters of a password or token.
pub const MOST_SECRET: usize = 500;
/// Most characters of a webhook's address.
pub const MOST_WEBHOOK: usize = 2_000;

/// A connection to an outside service.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Connection {
    /// The mail server.
    Smtp,
    /// The gateway for text messages.
    Text,
    /// The webhook of Teams.
    Teams,
    /// An applicant tracking system, by the id of its record.
    Ats(String),
}

impl Connection {
    /// Those of every installation, in the order in which they are shown.
    pub const OWN: [Self; 3] = [Self::Smtp, Self::Text, Self::Teams];

    /// The connection that is stored, and stands in addresses, under this name: `smtp`, `ats:ID`.
    ///
    /// ```
    /// use agendum::domain::connections::Connection;
    /// assert_eq!(Connection::parse("smtp"), Some(Connection::Smtp));
    /// assert_eq!(Connection::parse("ats:7").map(|key| key.name()), Some("ats:7".into()));
    /// assert_eq!(Connection::parse("ats:"), None);
    /// ```
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "smtp" => Some(Self::Smtp),
            "text" => Some(Self::Text),
            "teams" => Some(Self::Teams),
            _ => {
                let id = name.strip_prefix("ats:")?;
                let plain = (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
                plain.then(|| Self::Ats(id.to_owned()))
            }
        }
    }

    /// The name.
    pub fn name(&self) -> String {
        match self {
            Self::Smtp | Self::Text | Self::Teams => self.kind().into(),
            Self::Ats(id) => format!("ats:{id}"),
        }
    }

    /// Of which kind it is, for texts: `smtp`, `text`, `teams`, `ats`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Smtp => "smtp",
            Self::Text => "text",
            Self::Teams => "teams",
            Self::Ats(_) => "ats",
        }
    }

    /// What a channel's messages travel by.
    pub const fn of(channel: Channel) -> Self {
        match channel {
            Channel::Mail => Self::Smtp,
            Channel::Text => Self::Text,
            Channel::Teams => Self::Teams,
        }
    }

    /// The channel whose messages wait while it is broken.
    pub const fn channel(&self) -> Option<Channel> {
        match self {
            Self::Smtp => Some(Channel::Mail),
            Self::Text => Some(Channel::Text),
            Self::Teams => Some(Channel::Teams),
            Self::Ats(_) => None,
        }
    }
}

impl fmt::Display for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name())
    }
}

impl TryFrom<String> for Connection {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        Self::parse(&name).ok_or(name)
    }
}

impl From<Connection> for String {
    fn from(key: Connection) -> Self {
        key.name()
    }
}

named! {
    /// Why a connection fails.
    Reason {
        /// User, password or token are refused.
        Credentials = "credentials",
        /// There is no such server, or it is none for this.
        Host = "host",
        /// The certificate is not trusted, expired, or another server's.
        Certificate = "certificate",
        /// The server does not speak TLS as it is asked to.
        Encryption = "encryption",
        /// The server is there, but not what is asked for: an account, a webhook.
        Address = "address",
        /// No answer, or none but refusals of everything, time after time.
        Unanswered = "unanswered",
    }
}

impl Reason {
    /// The message that says it in words.
    pub fn words_key(self) -> String {
        format!("connection-reason-{}", self.name())
    }

    /// The message that says what mends it; its argument `kind` is [`Connection::kind`].
    pub fn mend_key(self) -> String {
        format!("connection-mend-{}", self.name())
    }
}

/// A failure of a connection, not of what was to travel by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// It fails until somebody mends it.
    Lasting(Reason),
    /// It may be over with the next try.
    Passing,
}

impl Trouble {
    /// Why it fails, as far as that is known.
    pub const fn reason(self) -> Reason {
        match self {
            Self::Lasting(reason) => reason,
            Self::Passing => Reason::Unanswered,
        }
    }

    /// Whether it makes the connection broken, as the last of so many failures in a row (this one counted).
    pub const fn breaks(self, failures: i32) -> bool {
        match self {
            Self::Lasting(_) => true,
            Self::Passing => failures >= BREAKING_FAILURES,
        }
    }
}

named! {
    /// How a connection to a mail server is encrypted.
    SmtpTls {
        /// It begins in plain text and has to change over (STARTTLS, RFC 3207).
        StartTls = "starttls",
        /// From the first byte on (RFC 8314, section 3.3).
        Wrapped = "tls",
        /// Not at all.
        Plain = "none",
    }
}

/// How the mail server is reached.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SmtpSettings {
    /// Name or address of the server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is encrypted.
    pub tls: SmtpTls,
    /// The user; empty: nobody signs in.
    pub user: String,
    /// The password.
    pub password: Secret,
}

impl SmtpSettings {
    /// Whether the password of the others may be kept: it goes nowhere else than before, and no less protected.
    pub fn may_keep_password_of(&self, other: &Self) -> bool {
        let same = self.host == other.host && self.port == other.port && self.user == other.user;
        same && (self.tls == other.tls || self.tls != SmtpTls::Plain)
    }
}

/// How the gateway for text messages is reached; its address is the configuration's.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TextSettings {
    /// `AC…`, the account.
    pub account_sid: String,
    /// Its secret.
    pub auth_token: Secret,
    /// The number, name or messaging service (`MG…`) that texts come from.
    pub from: String,
}

/// How Teams is reached.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TeamsSettings {
    /// The address of the webhook, a secret.
    pub webhook_url: Secret,
}

/// What is typed for the mail server. An empty password keeps the present one.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct SaveSmtp {
    /// As it was read.
    pub version: i64,
    /// The server.
    pub host: String,
    /// The port, in digits.
    pub port: String,
    /// The name of an [`SmtpTls`].
    pub tls: String,
    /// The user; may be empty.
    #[serde(default)]
    pub user: String,
    /// The password; may be empty.
    #[serde(default)]
    pub password: Secret,
}

impl SaveSmtp {
    /// What it says, if it is sound.
    ///
    /// # Errors
    /// What is wrong, at each field.
    pub fn check(&self) -> Result<SmtpSettings, FieldErrors> {
        let mut errors = FieldErrors::default();
        let host = text(&self.host, "host", 1, 253, &mut errors).to_ascii_lowercase();
        let plain = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
        if !host.is_empty() && !host.chars().all(plain) {
            errors.add("host", "error-host");
        }
        let port = self.port.trim().parse::<u16>().ok().filter(|port| *port > 0);
        if port.is_none() {
            errors.add_with("port", "error-range", &[("least", "1".into()), ("most", u16::MAX.to_string())]);
        }
        let tls = SmtpTls::parse(&self.tls);
        if tls.is_none() {
            errors.add("tls", "error-choose");
        }
        let user = text(&self.user, "user", 0, 320, &mut errors);
        secret(&self.password, "password", MOST_SECRET, &mut errors);
        if user.is_empty() && !self.password.as_str().is_empty() {
            errors.add("user", "error-required");
        }
        let (port, tls) = (port.unwrap_or_default(), tls.unwrap_or(SmtpTls::StartTls));
        errors.or(SmtpSettings { host, port, tls, user, password: self.password.clone() })
    }
}

/// What is typed for the gateway of text messages. An empty token keeps the present one.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct SaveText {
    /// As it was read.
    pub version: i64,
    /// The account.
    pub account_sid: String,
    /// Its secret; may be empty.
    #[serde(default)]
    pub auth_token: Secret,
    /// What texts come from.
    pub from: String,
}

impl SaveText {
    /// What it says, if nothing is missing or too long; what a gateway takes for an account or a sender the server knows.
    ///
    /// # Errors
    /// What is wrong, at each field.
    pub fn check(&self) -> Result<TextSettings, FieldErrors> {
        let mut errors = FieldErrors::default();
        let account_sid = text(&self.account_sid, "account_sid", 1, 34, &mut errors);
        let from = text(&self.from, "from", 1, 34, &mut errors);
        secret(&self.auth_token, "auth_token", MOST_SECRET, &mut errors);
        errors.or(TextSettings { account_sid, auth_token: self.auth_token.clone(), from })
    }
}

/// What is typed for Teams. An empty address keeps the present one.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct SaveTeams {
    /// As it was read.
    pub version: i64,
    /// The webhook; may be empty.
    #[serde(default)]
    pub webhook_url: Secret,
}

impl SaveTeams {
    /// What it says, if it is not too long.
    ///
    /// # Errors
    /// What is wrong, at the field.
    pub fn check(&self) -> Result<TeamsSettings, FieldErrors> {
        let mut errors = FieldErrors::default();
        let webhook_url = Secret::from(self.webhook_url.as_str().trim().to_owned());
        secret(&webhook_url, "webhook_url", MOST_WEBHOOK, &mut errors);
        errors.or(TeamsSettings { webhook_url })
    }
}

/// White space counts in a secret, but no line break does: it could end a line of a protocol.
fn secret(secret: &Secret, field: &str, most: usize, errors: &mut FieldErrors) {
    if secret.as_str().chars().count() > most {
        errors.add_with(field, "error-too-long", &[("most", most.to_string())]);
    } else if secret.as_str().chars().any(char::is_control) {
        errors.add(field, "error-control-character");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lasting_trouble_breaks_at_once_and_passing_trouble_in_a_row() {
        assert!(Trouble::Lasting(Reason::Credentials).breaks(1));
        assert!(!Trouble::Passing.breaks(BREAKING_FAILURES - 1));
        assert!(Trouble::Passing.breaks(BREAKING_FAILURES));
        assert_eq!(Trouble::Passing.reason(), Reason::Unanswered);
    }

    #[test]
    fn a_key_reads_back() {
        for key in Connection::OWN.into_iter().chain([Connection::Ats("018f-a".into())]) {
            assert_eq!(Connection::parse(&key.name()), Some(key.clone()));
            assert_eq!(serde_json::from_str::<Connection>(&serde_json::to_string(&key).unwrap()).unwrap(), key);
            assert_eq!(key.channel().map(Connection::of).unwrap_or(key.clone()), key);
        }
        for name in ["", "SMTP", "ats:", "ats:a b", "fax"] {
            assert_eq!(Connection::parse(name), None, "{name}");
        }
    }

    fn typed() -> SaveSmtp {
        SaveSmtp { host: " Mail.example.com ".into(), port: "587".into(), tls: "starttls".into(), ..SaveSmtp::default() }
    }

    #[test]
    fn what_is_wrong_is_said_at_its_field() {
        assert_eq!(typed().check().unwrap().host, "mail.example.com");
        let field = |input: SaveSmtp| input.check().unwrap_err().iter().map(|error| error.field.clone()).collect::<Vec<_>>();
        assert_eq!(field(SaveSmtp { host: "smtp://mail.example.com/".into(), ..typed() }), ["host"]);
        assert_eq!(field(SaveSmtp { port: "0".into(), ..typed() }), ["port"]);
        assert_eq!(field(SaveSmtp { tls: "ssl".into(), ..typed() }), ["tls"]);
        assert_eq!(field(SaveSmtp { password: "x".to_owned().into(), ..typed() }), ["user"]);
        assert_eq!(field(SaveSmtp { user: "a".into(), password: "a\r\nb".to_owned().into(), ..typed() }), ["password"]);
        assert_eq!(field(SaveSmtp::default()), ["host", "port", "tls"]);
    }

    #[test]
    fn a_password_is_kept_only_for_where_it_went_before() {
        let present = SmtpSettings { user: "a".into(), ..typed().check().unwrap() };
        assert!(present.may_keep_password_of(&present));
        assert!(SmtpSettings { tls: SmtpTls::Wrapped, ..present.clone() }.may_keep_password_of(&present));
        assert!(!SmtpSettings { tls: SmtpTls::Plain, ..present.clone() }.may_keep_password_of(&present));
        assert!(!SmtpSettings { host: "elsewhere.example".into(), ..present.clone() }.may_keep_password_of(&present));
        assert!(!SmtpSettings { user: "b".into(), ..present.clone() }.may_keep_password_of(&present));
    }
}
