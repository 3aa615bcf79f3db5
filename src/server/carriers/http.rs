//! The client for gateways that are spoken to over HTTP.

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, StatusCode};

use crate::server::mail::transport::Refusal;

/// How long a gateway may take to take a connection.
const CONNECT: Duration = Duration::from_secs(10);
/// How long it may take to answer; the outbox's lease is longer.
const ANSWER: Duration = Duration::from_secs(30);
/// Most characters of an answer that are kept in an error.
const SHOWN: usize = 300;

/// A client that follows no redirects: credentials go to the configured address only.
pub fn client() -> Result<Client, String> {
    let builder = Client::builder().connect_timeout(CONNECT).timeout(ANSWER).redirect(Policy::none());
    builder.user_agent(concat!("Agendum/", env!("CARGO_PKG_VERSION"))).build().map_err(|error| error.to_string())
}

/// Sends a request and reads the whole answer.
///
/// # Errors
/// `Later`: no connection, or no answer in time.
pub async fn send(request: RequestBuilder) -> Result<(StatusCode, String), Refusal> {
    let later = |error: reqwest::Error| Refusal::Later(described(&error.without_url()));
    let response = request.send().await.map_err(later)?;
    let status = response.status();
    Ok((status, response.text().await.map_err(later)?))
}

/// What the answer means besides success: what it says of our request or access may be mended, what it says of this message will not.
pub fn refusal(status: StatusCode, said: &str) -> Refusal {
    let said: String = said.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(SHOWN).collect();
    let text = format!("{}: {said}", status.as_u16());
    match status.as_u16() {
        // Sign-in, rights, a wrong or withdrawn address of ours: until somebody mends the configuration.
        401 | 403 | 404 | 407 | 408 | 410 | 425 | 429 => Refusal::Later(text),
        400..=499 => Refusal::Never(text),
        _ => Refusal::Later(text),
    }
}

/// The error with its causes; an address in it may hold a secret and was left out.
fn described(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text = format!("{text}: {cause}");
        source = cause.source();
    }
    text
}
