//! Where mails go: to a mail server, or into a folder to look at.

use std::path::PathBuf;
use std::time::Duration;

use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{AsyncSmtpTransportBuilder, PoolConfig};
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::domain::connections::{Reason, SmtpSettings, SmtpTls};
use crate::domain::id::MessageId;
use crate::server::carriers::refusal::{Refusal, described};
use crate::server::http::forms::percent_decode;

/// One answer of the mail server takes at most this long.
const ANSWER: Duration = Duration::from_secs(30);
/// A whole delivery takes at most this long; the outbox's lease is longer.
pub const DELIVERY: Duration = Duration::from_secs(90);

/// A test takes at most this long: somebody waits for its answer.
const TEST: Duration = Duration::from_secs(20);

/// Where mails go, by `smtp.url` or what was entered instead.
#[derive(Debug, Clone)]
pub enum Transport {
    /// `smtp://`, `smtps://`: a mail server.
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    /// `file:FOLDER`: each mail becomes an `.eml` file there, for trying things out.
    Folder(PathBuf),
    /// Empty: mails wait.
    Nowhere,
}

impl Transport {
    /// The transport of an address from the configuration.
    ///
    /// # Errors
    /// What is wrong with the address.
    pub fn new(url: &str) -> Result<Self, String> {
        if url.is_empty() {
            return Ok(Self::Nowhere);
        }
        if let Some(folder) = url.strip_prefix("file:") {
            return if folder.is_empty() { Err("names no folder after file:".into()) } else { Ok(Self::Folder(folder.into())) };
        }
        if !url.starts_with("smtp://") && !url.starts_with("smtps://") {
            return Err("must begin with smtp://, smtps:// or file:, or be empty".into());
        }
        AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map(Self::built).map_err(|error| error.to_string())
    }

    /// The transport to a mail server that was entered in the app. It calls itself as `url`, the one of the configuration, says.
    ///
    /// # Errors
    /// What is wrong with the server's name.
    pub fn entered(settings: &SmtpSettings, url: &str) -> Result<Self, String> {
        let tls = || TlsParameters::new(settings.host.clone()).map_err(|error| error.to_string());
        let mut builder =
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(settings.host.as_str()).port(settings.port).tls(match settings.tls {
                SmtpTls::StartTls => Tls::Required(tls()?),
                SmtpTls::Wrapped => Tls::Wrapper(tls()?),
                SmtpTls::Plain => Tls::None,
            });
        if !settings.user.is_empty() {
            builder = builder.credentials(Credentials::new(settings.user.clone(), settings.password.as_str().to_owned()));
        }
        let own_name = reqwest::Url::parse(url).map(|url| url.path().trim_matches('/').to_owned()).unwrap_or_default();
        if url.starts_with("smtp") && !own_name.is_empty() {
            builder = builder.hello_name(ClientId::Domain(own_name));
        }
        Ok(Self::built(builder))
    }

    fn built(builder: AsyncSmtpTransportBuilder) -> Self {
        Self::Smtp(builder.timeout(Some(ANSWER)).pool_config(PoolConfig::new().max_size(8)).build())
    }

    /// Whether mails leave at all.
    pub const fn leads_somewhere(&self) -> bool {
        !matches!(self, Self::Nowhere)
    }

    /// Sends a mail.
    ///
    /// # Errors
    /// Why not, and whether another try makes sense.
    pub async fn send(&self, id: MessageId, message: Message) -> Result<(), Refusal> {
        match self {
            Self::Smtp(smtp) => match tokio::time::timeout(DELIVERY, smtp.send(message)).await {
                Ok(Ok(_)) => Ok(()),
                Ok(Err(error)) => Err(refusal(&error)),
                Err(_) => Err(Refusal::passing(format!("no end after {} seconds", DELIVERY.as_secs()))),
            },
            Self::Folder(folder) => {
                let to: String = message.envelope().to().iter().map(ToString::to_string).collect::<Vec<_>>().join("+");
                let plain: String =
                    to.chars().map(|c| if c.is_ascii_alphanumeric() || "@.-_+".contains(c) { c } else { '_' }).take(80).collect();
                let write = async {
                    tokio::fs::create_dir_all(folder).await?;
                    // The names sort by the time the messages were made. The same message overwrites its own file.
                    tokio::fs::write(folder.join(format!("{id} {plain}.eml")), message.formatted()).await
                };
                write.await.map_err(|error| Refusal::passing(format!("{}: {error}", folder.display())))
            }
            Self::Nowhere => Err(Refusal::Later("no mail server is configured".into())),
        }
    }

    /// Whether mails would leave: connects, encrypts, signs in, and sends nothing.
    ///
    /// # Errors
    /// Why not.
    pub async fn test(&self) -> Result<(), Refusal> {
        match self {
            Self::Smtp(smtp) => match tokio::time::timeout(TEST, smtp.test_connection()).await {
                Ok(Ok(true)) => Ok(()),
                Ok(Ok(false)) => Err(Refusal::passing("the server does not answer")),
                Ok(Err(error)) => Err(refusal(&error)),
                Err(_) => Err(Refusal::passing(format!("no answer after {} seconds", TEST.as_secs()))),
            },
            Self::Folder(folder) => {
                tokio::fs::create_dir_all(folder).await.map_err(|error| Refusal::passing(format!("{}: {error}", folder.display())))
            }
            Self::Nowhere => Err(Refusal::Later("no mail server is configured".into())),
        }
    }

    /// Closes connections.
    pub async fn close(&self) {
        if let Self::Smtp(smtp) = self {
            smtp.shutdown().await;
        }
    }
}

/// What a refusal of the mail itself is: of the sender, a recipient or the content (RFC 5321, section 4.2.2 and 4.2.3).
const OF_THE_MAIL: &[&str] = &["550", "551", "552", "553", "555", "556"];
/// What a refusal of whoever signs in is (RFC 4954, section 6).
const OF_THE_SIGN_IN: &[&str] = &["432", "530", "534", "535", "538"];

/// What a refusal says of: the mail, our access, or the server. A 4xx reply is about the mail (somebody may be greylisted), unless it says
/// otherwise: 421 closes the connection, 454 is about the sign-in, and an enhanced code 4.3.x or 4.4.x (RFC 3463, section 3.4 and 3.5) about
/// the mail system or its network. Any other 5xx (554, which may be anything) is no fault that a look at this mail would find: it waits.
fn refusal(error: &lettre::transport::smtp::Error) -> Refusal {
    let text = described(error);
    let Some(code) = error.status().map(|code| code.to_string()) else {
        return match error.is_client() {
            // The server can not take these letters, now or later.
            true if text.contains("non-ascii") => Refusal::Never(text),
            true if text.contains("authentication mechanism") => Refusal::lasting(Reason::Credentials, text),
            _ => Refusal::of_network(error),
        };
    };
    let of_the_system = ["4.3.", "4.4."].iter().any(|enhanced| text.contains(&format!(": {enhanced}")));
    match code.as_str() {
        code if OF_THE_SIGN_IN.contains(&code) => Refusal::lasting(Reason::Credentials, text),
        // "Host does not accept mail" (RFC 7504).
        "521" => Refusal::lasting(Reason::Host, text),
        "421" | "454" => Refusal::passing(text),
        code if OF_THE_MAIL.contains(&code) => Refusal::Never(text),
        _ if error.is_transient() && of_the_system => Refusal::passing(text),
        _ => Refusal::Later(text),
    }
}

/// The mail server of an address from the configuration; none where it is not one. The password is what lies between the colons, decoded.
pub fn settings_of(url: &str) -> Option<SmtpSettings> {
    let parsed = reqwest::Url::parse(url).ok().filter(|_| url.starts_with("smtp"))?;
    let wants_tls = parsed.query_pairs().any(|(name, _)| name == "tls");
    let (tls, port) = match (parsed.scheme(), wants_tls) {
        ("smtps", _) => (SmtpTls::Wrapped, 465),
        (_, true) => (SmtpTls::StartTls, 587),
        (_, false) => (SmtpTls::Plain, 25),
    };
    let decoded = |text: &str| percent_decode(text.as_bytes());
    // Without a password nobody signs in.
    let (user, password) = parsed.password().map(|password| (decoded(parsed.username()), decoded(password))).unwrap_or_default();
    Some(SmtpSettings { host: parsed.host_str()?.to_owned(), port: parsed.port().unwrap_or(port), tls, user, password: password.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_is_entered_in_fields() {
        let settings = settings_of("smtp://ana%40example.com:a%2Fb%20+c@mail.example.com:2525?tls=required").unwrap();
        assert_eq!((settings.host.as_str(), settings.port, settings.tls), ("mail.example.com", 2525, SmtpTls::StartTls));
        assert_eq!((settings.user.as_str(), settings.password.as_str()), ("ana@example.com", "a/b +c"));
        let bare = settings_of("smtps://mail.example.com").unwrap();
        assert_eq!((bare.port, bare.tls, bare.user.as_str()), (465, SmtpTls::Wrapped, ""));
        assert_eq!(settings_of("smtp://127.0.0.1").unwrap().port, 25);
        assert!(settings_of("").is_none() && settings_of("file:mail").is_none());
    }
}
