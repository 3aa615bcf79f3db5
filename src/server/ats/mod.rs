//! Asking applicant tracking systems: Greenhouse's Harvest v3, and Lever; and whose turn it is to write down what one says.

pub mod harvest;
pub mod lever;
pub mod turns;

use std::time::Duration;

use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder, StatusCode};
use serde_json::Value;

use crate::domain::connections::{self, Reason};
use crate::server::carriers::refusal::Refusal;

/// How long a system may take to take a connection.
const CONNECT: Duration = Duration::from_secs(10);
/// How long it may take to answer.
const ANSWER: Duration = Duration::from_secs(30);
/// The longest answer that is read.
const MOST_BYTES: usize = 32 * 1024 * 1024;
/// The longest wait that is taken upon us when a system asks for one; a longer one ends the pull.
const LONGEST_WAIT: u64 = 60;
/// Waits in one pull.
const MOST_WAITS: u8 = 20;
/// Characters of an answer that are kept in an error.
const SHOWN: usize = 300;

/// Why a system could not be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// Until somebody mends what is set up here or there.
    #[error("{1}")]
    Lasting(Reason, String),
    /// It may go away by itself.
    #[error("{0}")]
    Passing(String),
}

/// An answer with its head.
#[derive(Debug)]
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// A client that follows no redirects: credentials go to the configured address only.
///
/// # Errors
/// When there can be none on this machine.
pub fn client() -> Result<Client, Trouble> {
    let builder = Client::builder().connect_timeout(CONNECT).timeout(ANSWER).redirect(Policy::none());
    let agent = concat!("Agendum/", env!("CARGO_PKG_VERSION"));
    builder.user_agent(agent).build().map_err(|error| Trouble::Lasting(Reason::Address, error.to_string()))
}

/// Sends a request, again after as long as the system asks for where it is asked too much (429, RFC 6585, section 4).
async fn send(request: RequestBuilder, waits: &mut u8) -> Result<Answer, Trouble> {
    loop {
        let again = request.try_clone();
        let answer = once(request_of(&request)?).await?;
        if answer.status != StatusCode::TOO_MANY_REQUESTS {
            return Ok(answer);
        }
        // Lever says no time; a second is what its bucket takes to fill.
        let seconds = answer.headers.get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.trim().parse::<u64>().ok()).unwrap_or(1);
        *waits += 1;
        if again.is_none() || *waits > MOST_WAITS || seconds > LONGEST_WAIT {
            return Err(Trouble::Passing(format!("429: asked too much, again in {seconds} s")));
        }
        tokio::time::sleep(Duration::from_secs(seconds)).await;
    }
}

fn request_of(request: &RequestBuilder) -> Result<RequestBuilder, Trouble> {
    request.try_clone().ok_or_else(|| Trouble::Lasting(Reason::Address, "a request that can not be sent again".into()))
}

async fn once(request: RequestBuilder) -> Result<Answer, Trouble> {
    let mut response = request.send().await.map_err(unreachable)?;
    let (status, headers) = (response.status(), response.headers().clone());
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
        body.extend_from_slice(&chunk);
        if body.len() > MOST_BYTES {
            return Err(Trouble::Lasting(Reason::Address, format!("an answer of more than {MOST_BYTES} bytes")));
        }
    }
    Ok(Answer { status, headers, body })
}

impl Answer {
    /// What it says, where it is a success.
    fn json(&self) -> Result<Value, Trouble> {
        if self.status.is_success() {
            return serde_json::from_slice(&self.body).map_err(|error| Trouble::Lasting(Reason::Address, format!("no JSON: {error}")));
        }
        Err(self.trouble())
    }

    /// What its status means.
    fn trouble(&self) -> Trouble {
        let said = String::from_utf8_lossy(&self.body);
        let said: String = said.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(SHOWN).collect();
        let text = format!("{}: {said}", self.status.as_u16());
        match self.status.as_u16() {
            401 | 403 | 407 => Trouble::Lasting(Reason::Credentials, text),
            // A redirect leads elsewhere than configured.
            300..=407 | 409..=424 | 426..=428 | 430..=499 => Trouble::Lasting(Reason::Address, text),
            _ => Trouble::Passing(text),
        }
    }
}

/// No connection, or none that can be trusted; the address may hold a secret and is left out.
fn unreachable(error: reqwest::Error) -> Trouble {
    let error = error.without_url();
    if error.is_builder() {
        return Trouble::Lasting(Reason::Address, error.to_string());
    }
    match Refusal::of_network(&error) {
        Refusal::Connection(connections::Trouble::Lasting(reason), said) => Trouble::Lasting(reason, said),
        Refusal::Connection(connections::Trouble::Passing, said) | Refusal::Later(said) | Refusal::Never(said) => Trouble::Passing(said),
    }
}

/// A value in the query of an address.
fn escaped(value: &str) -> String {
    let kept = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    value.bytes().map(|byte| if kept(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_says_whether_waiting_helps() {
        let answer =
            |status: u16| Answer { status: StatusCode::from_u16(status).unwrap(), headers: HeaderMap::new(), body: b"no\n way".to_vec() };
        for (status, lasts) in [(302, true), (401, true), (403, true), (404, true), (408, false), (422, true), (500, false), (503, false)] {
            let trouble = answer(status).trouble();
            assert_eq!(matches!(trouble, Trouble::Lasting(..)), lasts, "{status}");
            assert_eq!(trouble.to_string(), format!("{status}: no way"));
        }
        assert_eq!(answer(200).json().map_err(|error| matches!(error, Trouble::Lasting(..))), Err(true));
        assert_eq!(escaped("gte|2027-03-01T09:00:00Z"), "gte%7C2027-03-01T09%3A00%3A00Z");
    }
}
