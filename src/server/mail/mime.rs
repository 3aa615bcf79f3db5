//! A mail as it goes over the wire (RFC 5322, MIME, RFC 6047).

use std::time::{Duration, UNIX_EPOCH};

use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, Message, MultiPart, SinglePart};

use super::{Mail, one_line};
use crate::domain::id::MessageId;
use crate::domain::time::Instant;
use crate::server::services::files::Opened;

/// What the envelope and the headers say.
#[derive(Debug, Clone)]
pub struct Envelope<'a> {
    /// The outbox's id, from which the Message-ID is made: a mail that is tried twice has the same one both times.
    pub id: MessageId,
    /// The sender.
    pub from: &'a Mailbox,
    /// The recipient's name.
    pub to_name: &'a str,
    /// The recipient's address.
    pub to_email: &'a str,
    /// When it is sent.
    pub at: Instant,
}

/// The mail as a MIME message with its documents. An invitation is
/// `mixed { alternative { plain, html, calendar }, application/ics, documents }`: Outlook and Google read the calendar part,
/// others the attachment.
///
/// # Errors
/// What is wrong with an address or header; it will be wrong at every try.
pub fn message(mail: &Mail, documents: Vec<Opened>, envelope: &Envelope<'_>) -> Result<Message, String> {
    let mailbox = |name: &str, email: &str| -> Result<Mailbox, String> {
        let name = one_line(name);
        let address = email.parse().map_err(|error| format!("{email}: {error}"))?;
        Ok(Mailbox::new((!name.is_empty()).then_some(name), address))
    };
    let millis = u64::try_from(envelope.at.timestamp_millis()).unwrap_or_default();
    let mut builder = Message::builder()
        .message_id(Some(format!("<{}@{}>", envelope.id, envelope.from.email.domain())))
        .date(UNIX_EPOCH + Duration::from_millis(millis))
        .from(envelope.from.clone())
        .to(mailbox(envelope.to_name, envelope.to_email)?)
        .subject(one_line(&mail.subject))
        // RFC 3834, section 5: no out-of-office answers, please; the second says it to Exchange.
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".into()))
        .raw_header(HeaderValue::new(HeaderName::new_from_ascii_str("X-Auto-Response-Suppress"), "OOF, AutoReply".into()));
    if let Some((name, email)) = &mail.reply_to {
        builder = builder.reply_to(mailbox(name, email)?);
    }
    let mut words =
        MultiPart::alternative().singlepart(SinglePart::plain(mail.text.clone())).singlepart(SinglePart::html(mail.html.clone()));
    let kind = |text: &str| ContentType::parse(text).map_err(|error| error.to_string());
    let mut body = match &mail.calendar {
        None if documents.is_empty() => words,
        None => MultiPart::mixed().multipart(words),
        Some(calendar) => {
            let part = kind(&format!("text/calendar; method={}; charset=utf-8", calendar.method.name()))?;
            words = words.singlepart(SinglePart::builder().header(part).body(calendar.text.clone()));
            let file = Attachment::new("invite.ics".into()).body(calendar.text.clone(), kind("application/ics; name=\"invite.ics\"")?);
            MultiPart::mixed().multipart(words).singlepart(file)
        }
    };
    for Opened { name, media_type, bytes } in documents {
        body = body.singlepart(Attachment::new(one_line(&name)).body(bytes, kind(&media_type)?));
    }
    builder.multipart(body).map_err(|error| error.to_string())
}
