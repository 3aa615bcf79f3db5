//! Greenhouse's Harvest API, version 3 (<https://harvestdocs.greenhouse.io>): OAuth 2 by client credentials (RFC 6749, section 4.4), lists in
//! pages by the `Link` header (RFC 8288).

use reqwest::header::LINK;
use reqwest::{Client, StatusCode};
use serde_json::Value;

use super::{Answer, Trouble, client, escaped, send};
use crate::domain::ats::connection::Secrets;
use crate::domain::connections::Reason;
use crate::domain::time::Instant;

/// Where tokens are given.
const TOKENS: &str = "https://auth.greenhouse.io";
/// Where lists are read.
const LISTS: &str = "https://harvest.greenhouse.io";
/// Rows of a page; the most that there may be.
const PER_PAGE: &str = "500";
/// Ids that a list is asked for at once; the most that there may be.
pub const MOST_IDS: usize = 50;

/// One pull's conversation.
pub struct Harvest {
    client: Client,
    tokens: String,
    lists: String,
    secrets: Secrets,
    token: Option<String>,
    waits: u8,
}

/// A page of a list.
pub struct Page {
    /// Its rows.
    pub rows: Vec<Value>,
    /// Where the next one is; none after the last.
    pub next: Option<String>,
}

impl Harvest {
    /// A conversation with the vendor, or with a proxy that has `/token` and `/v3`.
    ///
    /// # Errors
    /// When this machine can have no conversations.
    pub fn new(base_url: &str, secrets: Secrets) -> Result<Self, Trouble> {
        let (tokens, lists) = if base_url.is_empty() { (TOKENS, LISTS) } else { (base_url, base_url) };
        Ok(Self { client: client()?, tokens: tokens.to_owned(), lists: lists.to_owned(), secrets, token: None, waits: 0 })
    }

    /// The address of a list's first page, with conditions.
    pub fn list(&self, name: &str, conditions: &[(&str, String)]) -> String {
        let mut address = format!("{}/v3/{name}?per_page={PER_PAGE}", self.lists);
        for (condition, value) in conditions {
            address.push_str(&format!("&{condition}={}", escaped(value)));
        }
        address
    }

    /// The condition for what changed since a moment.
    pub fn since(moment: Instant) -> (&'static str, String) {
        ("updated_at", format!("gte|{}", moment.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)))
    }

    /// A page; the token is renewed where it is over.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn page(&mut self, address: &str) -> Result<Page, Trouble> {
        let mut answer = self.ask(address).await?;
        if answer.status == StatusCode::UNAUTHORIZED && self.token.take().is_some() {
            answer = self.ask(address).await?;
        }
        let Value::Array(rows) = answer.json()? else { return Err(Trouble::Lasting(Reason::Address, "a list that is none".into())) };
        let next = answer.headers.get_all(LINK).iter().filter_map(|value| value.to_str().ok()).find_map(next_of);
        // The token goes nowhere else.
        match next {
            Some(next) if !next.starts_with(&format!("{}/v3/", self.lists)) => {
                Err(Trouble::Lasting(Reason::Address, "the next page is at another address".into()))
            }
            next => Ok(Page { rows, next }),
        }
    }

    async fn ask(&mut self, address: &str) -> Result<Answer, Trouble> {
        let token = match &self.token {
            Some(token) => token.clone(),
            None => self.new_token().await?,
        };
        send(self.client.get(address).bearer_auth(token), &mut self.waits).await
    }

    async fn new_token(&mut self) -> Result<String, Trouble> {
        let mut form = vec![("grant_type", "client_credentials")];
        if !self.secrets.user_id.is_empty() {
            form.push(("sub", self.secrets.user_id.as_str()));
        }
        let request = self
            .client
            .post(format!("{}/token", self.tokens))
            .basic_auth(&self.secrets.client_id, Some(&self.secrets.client_secret))
            .form(&form);
        let answer = send(request, &mut self.waits).await?.json()?;
        let token = answer.get("access_token").and_then(Value::as_str).filter(|token| !token.is_empty());
        let token = token.ok_or_else(|| Trouble::Lasting(Reason::Credentials, "no token in the answer".into()))?.to_owned();
        self.token = Some(token.clone());
        Ok(token)
    }
}

/// The address that a `Link` header names as the next one.
fn next_of(header: &str) -> Option<String> {
    header.split(',').find_map(|link| {
        let (address, parameters) = link.trim().strip_prefix('<')?.split_once('>')?;
        let is_next = parameters.split(';').any(|parameter| matches!(parameter.trim(), "rel=\"next\"" | "rel=next"));
        is_next.then(|| address.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_page_is_where_the_header_says() {
        let next = "<https://harvest.greenhouse.io/v3/jobs?cursor=abc_-=>; rel=\"next\"";
        assert_eq!(next_of(next).as_deref(), Some("https://harvest.greenhouse.io/v3/jobs?cursor=abc_-="));
        assert_eq!(
            next_of(&format!("<https://x/>; rel=\"prev\", {next}")).as_deref(),
            Some("https://harvest.greenhouse.io/v3/jobs?cursor=abc_-=")
        );
        assert_eq!(next_of("<https://x/>; rel=\"prev\""), None);
        assert_eq!(next_of("nonsense"), None);
    }

    #[test]
    fn a_list_is_asked_for_with_conditions() {
        let harvest = Harvest::new("", Secrets::default()).unwrap();
        let since = Harvest::since("2027-03-01T09:00:00.500Z".parse().unwrap());
        assert_eq!(
            harvest.list("jobs", &[since]),
            "https://harvest.greenhouse.io/v3/jobs?per_page=500&updated_at=gte%7C2027-03-01T09%3A00%3A00Z"
        );
    }
}
