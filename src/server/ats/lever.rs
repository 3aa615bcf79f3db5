//! Lever's API (<https://hire.lever.co/developer/documentation>): basic authentication by key, 10 requests a second.

use reqwest::{Client, StatusCode};
use serde_json::Value;

use super::{Answer, Trouble, client, escaped, send};
use crate::domain::ats::connection::Secrets;

/// Where it is asked.
const API: &str = "https://api.lever.co";

/// What Lever says of one of its records.
#[derive(Debug, Clone, PartialEq)]
pub enum Told<T> {
    /// This.
    Here(T),
    /// It is gone.
    Gone,
    /// It does not say, for a reason that lies in the record.
    Refused(String),
}

/// One pull's conversation.
pub struct Lever {
    client: Client,
    api: String,
    key: String,
    waits: u8,
}

impl Lever {
    /// A conversation with the vendor, or with a proxy that has `/v1`.
    ///
    /// # Errors
    /// When this machine can have no conversations.
    pub fn new(base_url: &str, secrets: &Secrets) -> Result<Self, Trouble> {
        let api = if base_url.is_empty() { API } else { base_url };
        Ok(Self { client: client()?, api: api.to_owned(), key: secrets.api_key.clone(), waits: 0 })
    }

    /// An opportunity with its application and stage.
    ///
    /// # Errors
    /// Why it could not be asked for.
    pub async fn opportunity(&mut self, id: &str) -> Result<Told<Value>, Trouble> {
        self.one(&format!("opportunities/{}?expand=applications&expand=stage&expand=posting", escaped(id))).await
    }

    /// A posting with the colleagues who answer for it.
    ///
    /// # Errors
    /// Why it could not be asked for.
    pub async fn posting(&mut self, id: &str) -> Result<Told<Value>, Trouble> {
        self.one(&format!("postings/{}?expand=user&expand=owner&expand=hiringManager", escaped(id))).await
    }

    /// The stages of the one pipeline, in their order.
    ///
    /// # Errors
    /// Why they could not be asked for.
    pub async fn stages(&mut self) -> Result<Value, Trouble> {
        data(&self.ask("stages").await?)
    }

    async fn one(&mut self, path: &str) -> Result<Told<Value>, Trouble> {
        let answer = self.ask(path).await?;
        match answer.status {
            StatusCode::NOT_FOUND => Ok(Told::Gone),
            status if status.is_success() => data(&answer).map(Told::Here),
            StatusCode::UNAUTHORIZED => Err(answer.trouble()),
            _ => Ok(Told::Refused(answer.trouble().to_string())),
        }
    }

    async fn ask(&mut self, path: &str) -> Result<Answer, Trouble> {
        send(self.client.get(format!("{}/v1/{path}", self.api)).basic_auth(&self.key, Some("")), &mut self.waits).await
    }
}

fn data(answer: &Answer) -> Result<Value, Trouble> {
    Ok(answer.json()?.get_mut("data").map(Value::take).unwrap_or_default())
}
