//! The kinds of messages and what each is made of.

mod candidates;
mod offers;

pub use candidates::{BookingInvitation, CandidateMail};
pub use offers::{OfferCode, OfferMail, OfferMailStep, OfferNews, OfferStaffStep};

use super::Attached;
use crate::domain::id::{ApplicationId, InterviewId};
use crate::domain::people::EmailAddress;
use crate::domain::scheduling::answer::Answer;
use crate::domain::scheduling::interview::PersonKind;
use crate::domain::scheduling::invitation::{Invitation, News, Participant};
use crate::domain::scheduling::reminders::Occasion;
use crate::domain::span::Span;
use crate::domain::time::Instant;

/// To whom a message goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The name.
    pub name: String,
    /// The address.
    pub email: EmailAddress,
    /// The IANA zone in which they read times.
    pub zone: String,
}

impl From<&Participant> for Recipient {
    fn from(person: &Participant) -> Self {
        Self { name: person.name.clone(), email: person.email.clone(), zone: person.zone.clone() }
    }
}

/// The colleague in whose name a message is written; answers go there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// The name.
    pub name: String,
    /// The address.
    pub email: EmailAddress,
}

/// A message to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// An interview was booked, moved, changed or called off.
    Interview(Box<InterviewNews>),
    /// Candidates are presented to a client's contact.
    Presentation(Presentation),
    /// A candidate is asked to pick a time.
    BookingInvitation(BookingInvitation),
    /// An interview is to come, or its form is missing.
    Reminder(Box<InterviewReminder>),
    /// Somebody does not come, or asks for another time.
    Answer(Box<AnswerNews>),
    /// A colleague is named in a note.
    Mention(Mention),
    /// A candidate gets an offer, or hears what became of it.
    OfferMail(Box<OfferMail>),
    /// The code with which a candidate opens an offer.
    OfferCode(OfferCode),
    /// A colleague hears of an offer.
    OfferNews(OfferNews),
    /// A colleague writes to a candidate.
    CandidateMail(CandidateMail),
    /// A colleague gets an account.
    ColleagueInvitation(ColleagueInvitation),
    /// A colleague forgot the password.
    PasswordReset(PasswordReset),
}

/// What one person learns of an interview. Made by `services::messages::tell_people`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterviewNews {
    /// Whom it is told to.
    pub to: Participant,
    /// What happened.
    pub news: News,
    /// The interview as it is now.
    pub invitation: Invitation,
    /// When it was to be before, where the time changed.
    pub previous: Option<Span>,
    /// Why it was called off or moved; may be empty.
    pub reason: String,
    /// Where to see, move or cancel it: a path; empty for none.
    pub link: String,
    /// Where to answer the invitation: a path (`paths::answer`); empty for none.
    pub answer: String,
    /// Where to fill in the own interview form: a path; empty for none.
    pub form: String,
    /// Documents that go with it.
    pub attached: Vec<Attached>,
}

/// Reminds one person of an interview that is to come, or of the form about one that is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InterviewReminder {
    /// Of which of the two.
    pub occasion: Occasion,
    /// Who is reminded.
    pub to: Participant,
    /// The interview as it is now.
    pub invitation: Invitation,
    /// Where to see, move or cancel it, or to fill in the form: a path; empty for none.
    pub link: String,
    /// Where to answer the invitation: a path; empty for none.
    pub answer: String,
}

/// Tells the recruiter that somebody does not come, or asks for another time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerNews {
    /// The recruiter.
    pub to: Recipient,
    /// Who answered.
    pub from: Participant,
    /// What they said.
    pub answer: Answer,
    /// The interview.
    pub invitation: Invitation,
}

/// Candidates presented to a client's contact, with the link of their page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presentation {
    /// The contact.
    pub to: Recipient,
    /// The recruiter.
    pub sender: Sender,
    /// The job's title.
    pub job_title: String,
    /// The names of those presented, newly or still undecided; at least one.
    pub candidates: Vec<String>,
    /// The recruiter's own words; may be empty.
    pub words: String,
    /// The page: a path (`paths::client_page`).
    pub link: String,
}

/// A colleague is named in a note about a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The colleague.
    pub to: Recipient,
    /// Who wrote it.
    pub sender: Sender,
    /// The candidate's name.
    pub candidate: String,
    /// What it says.
    pub words: String,
    /// The candidate's notes: a path.
    pub link: String,
}

/// A colleague gets an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColleagueInvitation {
    /// The colleague.
    pub to: Recipient,
    /// Who invites.
    pub sender: Sender,
    /// Where the first password is set: a path (`paths::invitation`).
    pub link: String,
    /// Until when the link holds.
    pub expires_at: Instant,
}

/// A colleague forgot the password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasswordReset {
    /// The colleague.
    pub to: Recipient,
    /// Where a new password is set: a path (`paths::reset`).
    pub link: String,
    /// Until when the link holds.
    pub expires_at: Instant,
}

macro_rules! from {
    ($($kind:ident)*) => {$(
        impl From<$kind> for Message {
            fn from(message: $kind) -> Self {
                Self::$kind(message)
            }
        }
    )*};
}
from! { Presentation BookingInvitation Mention OfferCode OfferNews CandidateMail ColleagueInvitation PasswordReset }

impl From<InterviewNews> for Message {
    fn from(message: InterviewNews) -> Self {
        Self::Interview(Box::new(message))
    }
}

impl From<InterviewReminder> for Message {
    fn from(message: InterviewReminder) -> Self {
        Self::Reminder(Box::new(message))
    }
}

impl From<OfferMail> for Message {
    fn from(message: OfferMail) -> Self {
        Self::OfferMail(Box::new(message))
    }
}

impl From<AnswerNews> for Message {
    fn from(message: AnswerNews) -> Self {
        Self::Answer(Box::new(message))
    }
}

impl Message {
    /// The stored name of the kind; part of the key that keeps a message from being sent twice.
    pub fn kind(&self) -> String {
        match self {
            Self::Interview(news) => format!("interview_{}", news.news.name()),
            Self::Presentation(_) => "presentation".into(),
            Self::BookingInvitation(_) => "booking_invitation".into(),
            Self::Reminder(message) => message.occasion.message_kind().into(),
            Self::Answer(_) => "interview_answer".into(),
            Self::Mention(_) => "note_mention".into(),
            Self::OfferMail(message) => match message.step {
                OfferMailStep::Sent { .. } => "offer_sent".into(),
                OfferMailStep::Rescinded => "offer_rescinded".into(),
                OfferMailStep::Accepted => "offer_confirmed".into(),
            },
            Self::OfferCode(_) => "offer_code".into(),
            Self::CandidateMail(_) => "candidate_mail".into(),
            Self::OfferNews(message) => format!("offer_news_{}", message.step.name()),
            Self::ColleagueInvitation(_) => "colleague_invitation".into(),
            Self::PasswordReset(_) => "password_reset".into(),
        }
    }

    /// To whom it goes.
    pub fn recipient(&self) -> Recipient {
        match self {
            Self::Interview(message) => (&message.to).into(),
            Self::Reminder(message) => (&message.to).into(),
            Self::Answer(message) => message.to.clone(),
            Self::Presentation(message) => message.to.clone(),
            Self::BookingInvitation(message) => message.to.clone(),
            Self::Mention(message) => message.to.clone(),
            Self::OfferMail(message) => message.to.clone(),
            Self::OfferCode(message) => message.to.clone(),
            Self::CandidateMail(message) => message.to.clone(),
            Self::OfferNews(message) => message.to.clone(),
            Self::ColleagueInvitation(message) => message.to.clone(),
            Self::PasswordReset(message) => message.to.clone(),
        }
    }

    /// Whom an answer goes to, where it is not the mailbox that mails come from.
    ///
    /// People who answer an invitation by hand reach the recruiter; calendars answer the ORGANIZER, which is that mailbox
    /// (RFC 5546, section 3.2.3).
    pub fn reply_to(&self) -> Option<Sender> {
        match self {
            Self::Presentation(message) => Some(message.sender.clone()),
            Self::BookingInvitation(message) => Some(message.sender.clone()),
            Self::Mention(message) => Some(message.sender.clone()),
            Self::ColleagueInvitation(message) => Some(message.sender.clone()),
            Self::Interview(message) => organiser(&message.invitation),
            Self::Reminder(message) => organiser(&message.invitation),
            Self::Answer(message) => Some(Sender { name: message.from.name.clone(), email: message.from.email.clone() }),
            Self::OfferMail(message) => Some(message.sender.clone()),
            Self::CandidateMail(message) => Some(message.sender.clone()),
            Self::PasswordReset(_) | Self::OfferCode(_) | Self::OfferNews(_) => None,
        }
    }

    /// The interview whose messages to one person keep their order, and this message's place in it.
    pub fn interview(&self) -> Option<(InterviewId, u32)> {
        match self {
            Self::Interview(message) => Some((message.invitation.interview_id, message.invitation.sequence)),
            _ => None,
        }
    }

    /// It is a candidate who is written to: it stands on the Communication tab.
    pub fn is_to_candidate(&self) -> bool {
        match self {
            Self::Interview(message) => message.to.kind == PersonKind::Candidate,
            Self::Reminder(message) => message.to.kind == PersonKind::Candidate,
            Self::BookingInvitation(_) | Self::OfferMail(_) | Self::OfferCode(_) | Self::CandidateMail(_) => true,
            Self::Answer(_)
            | Self::Presentation(_)
            | Self::Mention(_)
            | Self::OfferNews(_)
            | Self::ColleagueInvitation(_)
            | Self::PasswordReset(_) => false,
        }
    }

    /// The application that it is about.
    pub fn application_id(&self) -> Option<ApplicationId> {
        match self {
            Self::Interview(message) => Some(message.invitation.application_id),
            Self::Reminder(message) => Some(message.invitation.application_id),
            Self::Answer(message) => Some(message.invitation.application_id),
            Self::BookingInvitation(message) => Some(message.application_id),
            Self::OfferMail(message) => Some(message.application_id),
            Self::OfferCode(message) => Some(message.application_id),
            Self::CandidateMail(message) => message.application_id,
            _ => None,
        }
    }
}

fn organiser(invitation: &Invitation) -> Option<Sender> {
    invitation.organiser().map(|person| Sender { name: person.name.clone(), email: person.email.clone() })
}
