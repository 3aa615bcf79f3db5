//! The client for gateways that are spoken to over HTTP.

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, StatusCode};

use super::refusal::Refusal;
use crate::domain::connections::Reason;

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
/// `Connection`: none, or no answer in time.
pub async fn send(request: RequestBuilder) -> Result<(StatusCode, String), Refusal> {
    // An address in the error may hold a secret.
    let unreached = |error: reqwest::Error| Refusal::of_network(&error.without_url());
    let response = request.send().await.map_err(unreached)?;
    let status = response.status();
    Ok((status, response.text().await.map_err(unreached)?))
}

/// What the answer means besides success: what it says of our request or access may be mended, what it says of this message will not.
pub fn refusal(status: StatusCode, said: &str) -> Refusal {
    let said: String = said.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(SHOWN).collect();
    let text = format!("{}: {said}", status.as_u16());
    match status.as_u16() {
        401 | 403 | 407 => Refusal::lasting(Reason::Credentials, text),
        // A redirect leads elsewhere than the address that was configured.
        300..=399 | 404 | 410 => Refusal::lasting(Reason::Address, text),
        408 | 425 | 429 => Refusal::passing(text),
        400..=499 => Refusal::Never(text),
        _ => Refusal::passing(text),
    }
}
