//! The Communication tab of a candidate, and texts that mails begin with.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::clients::Choice;
use super::error::ApiError;
use crate::domain::channels::Channel;
use crate::domain::communication::{SaveMailTemplate, WriteMail};
use crate::domain::id::{ApplicationId, CandidateId, FileId, MailTemplateId, MessageId};
use crate::domain::messages::MessageState;
use crate::domain::time::{Instant, Zone};

/// What a candidate was told, and what a new mail is written with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CommunicationTab {
    /// The candidate.
    pub candidate: CandidateId,
    /// The candidate's name.
    pub candidate_name: String,
    /// The candidate's mail address.
    pub candidate_email: String,
    /// The candidate stands in a stage of kind Offer.
    pub offers: bool,
    /// A page of the messages, the latest first.
    pub messages: Vec<MessageView>,
    /// How many there are.
    pub total: u32,
    /// The page, from 0.
    pub page: u32,
    /// The applications that a mail can be about; the one that is worked on first.
    pub applications: Vec<Choice<ApplicationId>>,
    /// The documents that can go with a mail.
    pub files: Vec<OfferedFile>,
    /// The texts to begin with.
    pub templates: Vec<MailTemplateView>,
    /// What the tags of those stand for.
    pub known: Vec<(String, String)>,
    /// The viewer's zone.
    pub zone: Zone,
}

/// A document that can go with a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedFile {
    /// The file.
    pub id: FileId,
    /// Its name.
    pub name: String,
    /// Its size.
    pub size_bytes: i64,
}

/// A message to a candidate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageView {
    /// The message.
    pub id: MessageId,
    /// What kind: the text `message-kind-…`.
    pub kind: String,
    /// How it travels.
    pub channel: Channel,
    /// The mail address or telephone number.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// On which job.
    pub job_title: Option<String>,
    /// What it said, without what opens anything; none where that is not kept.
    pub text: Option<String>,
    /// The names of the documents that went with it.
    pub documents: Vec<String>,
    /// What became of it.
    pub state: MessageState,
    /// What the mail server or gateway said; empty where nothing.
    pub error: String,
    /// When it was made, or due.
    pub at: Instant,
    /// When it was sent.
    pub sent_at: Option<Instant>,
    /// It can be sent once more.
    pub may_resend: bool,
    /// It could be, had one of its links not been revoked.
    pub link_revoked: bool,
}

/// A text that mails begin with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailTemplateView {
    /// The template.
    pub id: MailTemplateId,
    /// For the next change.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// The subject, with tags.
    pub subject: String,
    /// The text, with tags.
    pub body: String,
    /// It is not offered any more.
    pub retired: bool,
}

/// A page of the messages to a candidate.
#[server(name = CommunicationTabCall, prefix = "/api", endpoint = "communication/tab", input = Json)]
pub async fn communication_tab(candidate: CandidateId, page: u32) -> Result<CommunicationTab, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::communication::tab(&ctx, candidate, page).await)
}

/// Writes a mail to a candidate. A plain form does, too.
#[server(name = WriteMailCall, prefix = "/api", endpoint = "communication/write")]
pub async fn write_mail(input: WriteMail) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    let back = input.candidate.map(crate::paths::candidate_communication).unwrap_or_default();
    ctx.answer_form(crate::server::services::communication::write(&ctx, &input).await, &back)
}

/// Sends a message to a candidate once more. A plain form does, too.
#[server(name = ResendMessage, prefix = "/api", endpoint = "communication/resend")]
pub async fn resend_message(id: MessageId) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    let sent = crate::server::services::communication::resend(&ctx, id).await;
    let back = sent.as_ref().map(crate::paths::candidate_communication).unwrap_or_default();
    ctx.answer_form(sent.map(drop), &back)
}

/// All texts that mails begin with, for administrators.
#[server(name = MailTemplatesCall, prefix = "/api", endpoint = "mail-templates/list", input = Json)]
pub async fn mail_templates() -> Result<Vec<MailTemplateView>, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::communication::templates(&ctx).await)
}

/// Makes a text that mails begin with, or changes it. A plain form does, too.
#[server(name = SaveMailTemplateCall, prefix = "/api", endpoint = "mail-templates/save")]
pub async fn save_mail_template(input: SaveMailTemplate) -> Result<MailTemplateId, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer_form(crate::server::services::communication::save_template(&ctx, input).await, crate::paths::MAIL_TEMPLATES)
}
