//! Messages that could not be sent: what administrators see and do.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::channels::Channel;
use crate::domain::id::MessageId;
use crate::domain::list::{ListQuery, Page};
use crate::domain::messages::MessageState;
use crate::domain::time::{Instant, Zone};

/// The filter of a list of messages: only failed and waiting ones, failed first.
pub const UNSENT: &str = "unsent";

/// A page of messages, with what they need to be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageList {
    /// The messages.
    pub page: Page<MessageLine>,
    /// Whether mails leave, and how many did not.
    pub summary: MessageSummary,
    /// The viewer's zone.
    pub zone: Zone,
}

/// A message in the list; never what it says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageLine {
    /// The message.
    pub id: MessageId,
    /// What kind: `interview_booked`, `presentation`, …; its label is the text `message-kind-…`.
    pub kind: String,
    /// How it travels.
    pub channel: Channel,
    /// To whom.
    pub recipient_name: String,
    /// At which address, or telephone number.
    pub recipient_email: String,
    /// The subject.
    pub subject: String,
    /// What became of it.
    pub state: MessageState,
    /// How often it was tried.
    pub attempts: i32,
    /// When it is tried next, while it waits.
    pub next_at: Option<Instant>,
    /// What the mail server said last; empty where nothing.
    pub error: String,
    /// When the message was made.
    pub created_at: Instant,
    /// When it was sent.
    pub sent_at: Option<Instant>,
}

/// Whether mails leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sending {
    /// To a mail server.
    On,
    /// Into a folder, to try things out.
    ToFolder,
    /// No mail server is configured: messages wait.
    Off,
}

/// What needs a look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageSummary {
    /// Messages that can not be delivered.
    pub failed: u32,
    /// Messages that wait for longer than they should, or for a connection that is broken.
    pub held_up: u32,
    /// Whether a connection that messages travel by is broken.
    pub broken: bool,
    /// Whether mails leave.
    pub sending: Sending,
}

/// A page of messages, for administrators. Filter: [`UNSENT`], or none.
///
/// # Errors
/// `Forbidden` for others.
#[server(prefix = "/api", endpoint = "messages/list", input = leptos::server_fn::codec::Json)]
pub async fn list_messages(query: ListQuery) -> Result<MessageList, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::messages::list(&ctx, &query).await)
}

/// Tries a message again; `superseded` where a newer one has made it pointless.
///
/// # Errors
/// `Forbidden` for anybody but administrators, `NotFound` where it was sent or never was.
#[server(prefix = "/api", endpoint = "messages/retry")]
pub async fn retry_message(id: MessageId) -> Result<MessageState, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::messages::retry(&ctx, id).await)
}

/// How many messages could not be sent, for the banner over the pages of staff.
///
/// # Errors
/// `Unauthorized` without an account.
#[server(prefix = "/api", endpoint = "messages/summary")]
pub async fn summarise_messages() -> Result<MessageSummary, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::messages::summary(&ctx).await)
}
