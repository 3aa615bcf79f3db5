//! Where mails go: to a mail server, or into a folder to look at.

use std::path::PathBuf;
use std::time::Duration;

use lettre::transport::smtp::PoolConfig;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::domain::id::MessageId;

/// One answer of the mail server takes at most this long.
const ANSWER: Duration = Duration::from_secs(30);
/// A whole delivery takes at most this long; the outbox's lease is longer.
pub const DELIVERY: Duration = Duration::from_secs(90);

/// Where mails go, by `smtp.url`.
#[derive(Debug, Clone)]
pub enum Transport {
    /// `smtp://`, `smtps://`: a mail server.
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    /// `file:FOLDER`: each mail becomes an `.eml` file there, for trying things out.
    Folder(PathBuf),
    /// Empty: mails wait.
    Nowhere,
}

/// Why a mail did not leave.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It may work later: no connection, no answer, a 4xx reply, or our own access refused.
    #[error("{0}")]
    Later(String),
    /// It never will: a 5xx reply to this mail, or an address that is none.
    #[error("{0}")]
    Never(String),
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
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url).map_err(|error| error.to_string())?;
        Ok(Self::Smtp(builder.timeout(Some(ANSWER)).pool_config(PoolConfig::new().max_size(8)).build()))
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
                Err(_) => Err(Refusal::Later(format!("no end after {} seconds", DELIVERY.as_secs()))),
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
                write.await.map_err(|error| Refusal::Later(format!("{}: {error}", folder.display())))
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

/// Everything else that a server refuses (the greeting, STARTTLS, the sign-in: RFC 4954, section 6; 554, which may be any of them) is no
/// fault of the mail: it waits until that is mended, and is given up in the end.
fn refusal(error: &lettre::transport::smtp::Error) -> Refusal {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let more = cause.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        source = cause.source();
    }
    let code = error.status().map(|code| code.to_string());
    let refused = error.is_permanent() && code.as_deref().is_some_and(|code| OF_THE_MAIL.contains(&code));
    // The server can not take these letters, now or later.
    let unsendable = error.is_client() && text.contains("non-ascii");
    if refused || unsendable { Refusal::Never(text) } else { Refusal::Later(text) }
}
