//! People: roles, addresses, who acts.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::error::{FieldErrors, text};
use super::id::{CandidateId, ContactId, FormId, InterviewId, OfferId, PageId, RequestId, UserId};
use super::scheduling::interview::PersonKind;

/// What a colleague may do here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Everything, and the installation itself.
    Administrator,
    /// Clients, jobs, candidates, presenting, scheduling.
    Recruiter,
    /// As a recruiter; the assistant who schedules.
    Coordinator,
    /// Sees the own jobs, their candidates and interviews.
    HiringManager,
    /// Sees the own interviews.
    Interviewer,
}

impl Role {
    /// All roles, most powerful first.
    pub const ALL: [Self; 5] = [Self::Administrator, Self::Recruiter, Self::Coordinator, Self::HiringManager, Self::Interviewer];

    /// The stored and sent name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Recruiter => "recruiter",
            Self::Coordinator => "coordinator",
            Self::HiringManager => "hiring_manager",
            Self::Interviewer => "interviewer",
        }
    }

    /// The role of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Whether this role works on clients, jobs and candidates.
    pub const fn is_staff(self) -> bool {
        matches!(self, Self::Administrator | Self::Recruiter | Self::Coordinator)
    }
}

/// Who does something; recorded with every history event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// Somebody with an account, signed in.
    User {
        /// The account.
        id: UserId,
        /// The name.
        name: String,
        /// The role.
        role: Role,
    },
    /// A client contact by the link of a page.
    Contact {
        /// The contact.
        id: ContactId,
        /// The name.
        name: String,
        /// The only page this link opens.
        page: PageId,
    },
    /// A candidate by the link of an interview request.
    Candidate {
        /// The candidate.
        id: CandidateId,
        /// The name.
        name: String,
        /// The only request this link opens.
        request: RequestId,
    },
    /// Somebody in an interview by the link of an invitation, which only answers it.
    Invited {
        /// The only interview this link answers.
        interview: InterviewId,
        /// The id of the person's own record (user, contact, candidate).
        person: String,
        /// In what part.
        part: PersonKind,
        /// The name.
        name: String,
    },
    /// Whoever evaluates an interview, by the link of the own form.
    Evaluator {
        /// The attendee's own record.
        id: String,
        /// The name.
        name: String,
        /// The only form this link opens.
        form: FormId,
    },
    /// A candidate who reads an offer, by its link and the code of a mail.
    Offered {
        /// The candidate.
        id: CandidateId,
        /// The name.
        name: String,
        /// The only offer that is opened.
        offer: OfferId,
    },
    /// Agendum itself (reminders, retries).
    System,
    /// Nobody yet: signing in, setting up.
    Public,
}

impl Actor {
    /// The role of a signed-in colleague.
    pub const fn role(&self) -> Option<Role> {
        match self {
            Self::User { role, .. } => Some(*role),
            _ => None,
        }
    }

    /// The account of a signed-in colleague.
    pub const fn user_id(&self) -> Option<UserId> {
        match self {
            Self::User { id, .. } => Some(*id),
            _ => None,
        }
    }
}

/// A mail address, in lower case (RFC 5321, section 4.1.2; the quoted form is not taken).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EmailAddress(String);

/// A text that is no mail address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a mail address")]
pub struct InvalidEmail;

impl EmailAddress {
    /// Reads a mail address; case and outer white space do not count.
    ///
    /// # Errors
    /// When it is none.
    ///
    /// ```
    /// use agendum::domain::people::EmailAddress;
    /// assert_eq!(EmailAddress::parse(" Ana@Example.com ").unwrap().as_str(), "ana@example.com");
    /// assert!(EmailAddress::parse("ana@").is_err());
    /// ```
    pub fn parse(text: &str) -> Result<Self, InvalidEmail> {
        let text = text.trim();
        let (local, host) = text.rsplit_once('@').ok_or(InvalidEmail)?;
        let local_ok = !local.is_empty()
            && local.len() <= 64
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && local.chars().all(|c| c.is_alphanumeric() || "!#$%&'*+/=?^_`{|}~.-".contains(c));
        let host_ok = host.len() <= 190
            && host.split('.').all(|label| {
                !label.is_empty()
                    && label.len() <= 63
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            });
        if local_ok && host_ok { Ok(Self(text.to_lowercase())) } else { Err(InvalidEmail) }
    }

    /// The same, as a form field.
    pub fn field(text: &str, field: &str, errors: &mut FieldErrors) -> Option<Self> {
        if text.trim().is_empty() {
            errors.add(field, "error-required");
            return None;
        }
        Self::parse(text).map_err(|InvalidEmail| errors.add(field, "error-email")).ok()
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for EmailAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = InvalidEmail;

    fn try_from(text: String) -> Result<Self, InvalidEmail> {
        Self::parse(&text)
    }
}

impl From<EmailAddress> for String {
    fn from(address: EmailAddress) -> Self {
        address.0
    }
}

/// A person's name as a form field: one line, 1 to 120 characters.
pub fn name_field(value: &str, field: &str, errors: &mut FieldErrors) -> String {
    let value = text(value, field, 1, 120, errors);
    if value.contains(['\n', '\r', '\t']) {
        errors.add(field, "error-one-line");
    }
    value
}

/// A telephone number as a form field: optional, `+` and digits with spaces, dots, hyphens, brackets.
pub fn phone_field(value: &str, field: &str, errors: &mut FieldErrors) -> String {
    let value = text(value, field, 0, 40, errors);
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let allowed = value.chars().enumerate().all(|(i, c)| c.is_ascii_digit() || " .-()/".contains(c) || (c == '+' && i == 0));
    if !value.is_empty() && (!allowed || !(5..=15).contains(&digits)) {
        errors.add(field, "error-phone");
    }
    value
}

/// An IANA zone as a form field. The server checks besides that it knows the zone.
pub fn zone_field(value: &str, field: &str, errors: &mut FieldErrors) -> String {
    let value = value.trim();
    if value.is_empty() {
        errors.add(field, "error-required");
    } else if !super::time::is_zone_name(value) {
        errors.add(field, "error-zone");
    }
    value.to_owned()
}
