//! Mail: what a message says ([`render`]), how it is packed (`mime`), how it leaves (`transport`).

pub mod bounce;
mod interview;
mod letter;
pub mod message;
pub mod mime;
mod offers;
mod others;
pub mod reply;
mod short;
pub mod transport;

pub use interview::entry;
use serde::{Deserialize, Serialize};

use crate::domain::id::{FileId, FormId};
use crate::domain::locale::Locale;
use crate::domain::scheduling::invitation::Method;
use crate::domain::scheduling::reminders::Occasion;
use crate::domain::span::Span;
use crate::domain::time::{Instant, Zone, plus_minutes};
use crate::paths;
use crate::server::config::Config;
use crate::server::zones;
use crate::text::dates;
use letter::Letter;
use message::{InterviewNews, InterviewReminder, Message};

/// A rendered message, as it lies sealed in the outbox until it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// One line.
    pub subject: String,
    /// The words as plain text.
    pub text: String,
    /// The same as HTML.
    pub html: String,
    /// Name and address that answers go to, where it is not the sender's mailbox.
    pub reply_to: Option<(String, String)>,
    /// The invitation, where there is one.
    pub calendar: Option<Calendar>,
    /// Documents that go with it.
    #[serde(default)]
    pub attached: Vec<Attached>,
}

/// A document that goes with a mail: fetched when it is sent, so that the outbox holds no copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// The file's name.
    pub name: String,
    /// Where it is.
    pub source: Source,
}

/// Where a document is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// An uploaded file.
    File(FileId),
    /// An attendee's form, blank, with times in this IANA zone.
    Form(FormId, String),
}

/// An iCalendar object with its method, which the MIME header must repeat (RFC 6047, section 2.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Calendar {
    /// The method.
    pub method: Method,
    /// The text, lines ended by CRLF.
    pub text: String,
}

/// What all mails of an installation share.
#[derive(Debug, Clone)]
pub struct House {
    /// The organisation's name.
    pub organisation: String,
    /// How its people read.
    pub locale: Locale,
    /// The address before every path, without a slash at its end.
    pub base_url: String,
    /// The mailbox that mails come from and calendars answer to (`smtp.from`).
    pub mailbox: lettre::Address,
    /// The present, for DTSTAMP.
    pub now: Instant,
}

impl House {
    /// The house of a configuration.
    ///
    /// # Errors
    /// When `smtp.from` is no mailbox, which the configuration's check has ruled out.
    pub fn new(config: &Config, organisation: String, locale: Locale, now: Instant) -> Result<Self, String> {
        let mailbox: lettre::message::Mailbox = config.smtp.from.parse().map_err(|error| format!("smtp.from: {error}"))?;
        Ok(Self { organisation, locale, base_url: config.base_url.clone(), mailbox: mailbox.email, now })
    }

    /// A path as a whole address.
    fn address(&self, path: &str) -> String {
        if path.is_empty() || path.contains("://") { path.to_owned() } else { format!("{}{path}", self.base_url) }
    }

    /// `Wed 31 Mar, 14:00 Berlin (UTC+2)`.
    pub fn moment(&self, zone_name: &str, at: Instant) -> String {
        let zone = zone_around(zone_name, at);
        format!("{} {}", dates::moment(self.locale, &zone, at), dates::zone_at(&zone, at))
    }

    /// `Wednesday 31 March 2027, 14:00 – 15:00, Berlin (UTC+2)`.
    fn full(&self, zone_name: &str, span: Span) -> String {
        dates::full(self.locale, &zone_around(zone_name, span.start()), span)
    }
}

/// The zone of that name in the days around a moment; universal time where there is no such zone.
fn zone_around(name: &str, at: Instant) -> Zone {
    let days = 2 * 24 * 60;
    zones::zone(name, plus_minutes(at, -days), plus_minutes(at, days)).unwrap_or_else(Zone::utc)
}

/// A message as it will be read.
///
/// # Errors
/// When the invitation can not be written, which means a fault of ours.
pub fn render(message: &Message, house: &House) -> Result<Mail, std::fmt::Error> {
    let letter = letter(message, house);
    let calendar = match message {
        Message::Interview(news) => Some(interview::calendar(news, house)?),
        _ => None,
    };
    let attached = match message {
        Message::Interview(news) => news.attached.clone(),
        Message::CandidateMail(message) => message.attached.clone(),
        _ => Vec::new(),
    };
    Ok(Mail {
        attached,
        text: letter.text(),
        html: letter.html(house.locale.language),
        subject: letter.subject,
        reply_to: message.reply_to().map(|sender| (one_line(&sender.name), sender.email.to_string())),
        calendar,
    })
}

fn letter(message: &Message, house: &House) -> Letter {
    match message {
        Message::Interview(news) => interview::letter(news, house),
        Message::Reminder(reminder) => interview::reminder(reminder, house),
        Message::Answer(answer) => interview::answer(answer, house),
        Message::Presentation(message) => others::presentation(message, house),
        Message::BookingInvitation(message) => others::booking_invitation(message, house),
        Message::Mention(message) => others::mention(message, house),
        Message::OfferMail(message) => offers::to_candidate(message, house),
        Message::OfferCode(message) => offers::code(message, house),
        Message::CandidateMail(message) => others::candidate_mail(message, house),
        Message::OfferNews(message) => offers::news(message, house),
        Message::ColleagueInvitation(message) => others::colleague_invitation(message, house),
        Message::PasswordReset(message) => others::password_reset(message, house),
    }
}

/// The same as a card for Teams (Adaptive Cards).
///
/// A card may be read by a whole channel: the link of a form, which opens it without an account, is not in it.
pub fn card(message: &Message, house: &House) -> serde_json::Value {
    match message {
        Message::Interview(news) => interview::letter(&InterviewNews { form: String::new(), ..(**news).clone() }, house).card(),
        Message::Reminder(reminder) if reminder.occasion == Occasion::Form => interview::reminder(
            &InterviewReminder { link: paths::interview(reminder.invitation.interview_id), ..(**reminder).clone() },
            house,
        )
        .card(),
        other => letter(other, house).card(),
    }
}

/// The subject of a message.
pub fn subject(message: &Message, house: &House) -> String {
    letter(message, house).subject
}

/// The same as a text message; `None` for what is not said by text.
pub fn short(message: &Message, house: &House) -> Option<String> {
    match message {
        Message::Interview(news) => Some(short::news(news, house)),
        Message::Reminder(reminder) => Some(short::reminder(reminder, house)),
        _ => None,
    }
}

/// A text without line breaks or other control characters: for headers, where a line break would begin another header.
pub(super) fn one_line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() || c == '\u{2028}' || c == '\u{2029}' { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
