//! Connections to applicant tracking systems: how they are set up, and what of them is which record here.

use serde::{Deserialize, Serialize};

use super::record::{Record, field};
use crate::domain::candidates::Disposition;
use crate::domain::error::{FieldErrors, text};
use crate::domain::id::{AtsId, UserId, blank_as_none, parse_field};
use crate::domain::jobs::{StageKind, named};
use crate::domain::list::fold;

named! {
    /// Which system speaks.
    AtsSystem {
        /// Greenhouse Recruiting.
        Greenhouse = "greenhouse",
        /// Lever.
        Lever = "lever",
        /// Any other, in our own form.
        Generic = "generic",
    }
}

named! {
    /// Who says which record here a record there is.
    Mapping {
        /// Agendum: found by what both know, else made.
        Auto = "auto",
        /// An administrator: this one.
        Mapped = "mapped",
        /// An administrator: none.
        Ignored = "ignored",
    }
}

/// Least characters of a secret that signs deliveries.
const LEAST_SECRET: usize = 16;
/// Most characters of secrets and ids.
const MOST_SECRET: usize = 500;

/// A connection to make or change, as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveConnection {
    /// None for a new one.
    #[serde(default, deserialize_with = "blank_as_none")]
    pub id: Option<AtsId>,
    /// The version that was read; of no account for a new one.
    #[serde(default)]
    pub version: i64,
    /// The name of an [`AtsSystem`]; stays as it is once made.
    #[serde(default)]
    pub system: String,
    /// 1 to 80 characters.
    pub name: String,
    /// Who answers for jobs whose recruiter is not known here.
    #[serde(default)]
    pub recruiter_id: String,
    /// The secret that signs deliveries, where the system makes it; blank: the one that is there, or one that Agendum makes.
    #[serde(default)]
    pub webhook_secret: String,
    /// For pulling from Greenhouse. Blank: as it is.
    #[serde(default)]
    pub client_id: String,
    /// Blank: as it is.
    #[serde(default)]
    pub client_secret: String,
    /// The number of the Greenhouse user in whose name is pulled; may stay blank.
    #[serde(default)]
    pub user_id: String,
    /// For asking Lever. Blank: as it is.
    #[serde(default)]
    pub api_key: String,
    /// Where the system is asked instead of its usual address: a proxy.
    #[serde(default)]
    pub base_url: String,
    /// Forgets what is needed for pulling.
    #[serde(default)]
    pub forget_keys: bool,
}

/// What [`SaveConnection`] means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectionFacts {
    /// The system.
    pub system: AtsSystem,
    /// The name.
    pub name: String,
    /// Who answers for new jobs.
    pub recruiter: UserId,
    /// The address of a proxy; empty for the system's own.
    pub base_url: String,
    /// What was typed of secrets.
    pub secrets: Secrets,
}

/// What opens the door, in both directions. Kept sealed; empty where there is none.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Secrets {
    /// Signs deliveries.
    pub webhook: String,
    /// OAuth 2 client (Greenhouse).
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// The user in whose name is asked.
    pub user_id: String,
    /// The key of Lever's API.
    pub api_key: String,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets(…)")
    }
}

impl Secrets {
    /// These, and where they are empty the earlier ones.
    #[must_use]
    pub fn over(self, earlier: Self) -> Self {
        let or = |new: String, old: String| if new.is_empty() { old } else { new };
        Self {
            webhook: or(self.webhook, earlier.webhook),
            client_id: or(self.client_id, earlier.client_id),
            client_secret: or(self.client_secret, earlier.client_secret),
            user_id: or(self.user_id, earlier.user_id),
            api_key: or(self.api_key, earlier.api_key),
        }
    }

    /// Whether the system can be asked.
    pub fn can_ask(&self, system: AtsSystem) -> bool {
        match system {
            AtsSystem::Greenhouse => !self.client_id.is_empty() && !self.client_secret.is_empty(),
            AtsSystem::Lever => !self.api_key.is_empty(),
            AtsSystem::Generic => false,
        }
    }
}

impl SaveConnection {
    /// What is meant.
    ///
    /// # Errors
    /// One per field that will not do.
    pub fn check(&self) -> Result<ConnectionFacts, FieldErrors> {
        let mut errors = FieldErrors::default();
        let system = AtsSystem::parse(&self.system);
        if system.is_none() {
            errors.add("system", "error-choose");
        }
        let name = text(&self.name, "name", 1, 80, &mut errors);
        if name.contains(['\n', '\r', '\t']) {
            errors.add("name", "error-one-line");
        }
        let recruiter = parse_field(&self.recruiter_id, "recruiter_id", &mut errors);
        let mut secret = |value: &str, field: &str| {
            let value = text(value, field, 0, MOST_SECRET, &mut errors);
            if value.contains(char::is_whitespace) {
                errors.add(field, "error-one-line");
            }
            value
        };
        let secrets = Secrets {
            webhook: secret(&self.webhook_secret, "webhook_secret"),
            client_id: secret(&self.client_id, "client_id"),
            client_secret: secret(&self.client_secret, "client_secret"),
            user_id: secret(&self.user_id, "user_id"),
            api_key: secret(&self.api_key, "api_key"),
        };
        if !secrets.webhook.is_empty() && secrets.webhook.chars().count() < LEAST_SECRET {
            errors.add_with("webhook_secret", "error-secret-short", &[("least", LEAST_SECRET.to_string())]);
        }
        if !secrets.user_id.chars().all(|c| c.is_ascii_digit()) {
            errors.add("user_id", "error-number");
        }
        if system == Some(AtsSystem::Lever) && self.id.is_none() && secrets.webhook.is_empty() {
            // Lever makes it; ours would be of no use there.
            errors.add("webhook_secret", "error-required");
        }
        let base_url = text(&self.base_url, "base_url", 0, 200, &mut errors).trim_end_matches('/').to_owned();
        if !base_url.is_empty() && !is_base(&base_url) {
            errors.add("base_url", "error-ats-address");
        }
        match (system, recruiter) {
            (Some(system), Some(recruiter)) => errors.or(ConnectionFacts { system, name, recruiter, base_url, secrets }),
            _ => Err(errors),
        }
    }
}

/// Whether credentials may be sent to an address: over TLS, or to this machine.
fn is_base(address: &str) -> bool {
    let host = |rest: &str| rest.split('/').next().is_some_and(|host| !host.is_empty() && !host.contains(['@', '?', '#', ' ', '\\']));
    let own = |rest: &str| {
        let host = rest.split(['/', ':']).next().unwrap_or_default();
        host == "localhost" || host == "127.0.0.1"
    };
    let sound = !address.contains(|c: char| c.is_whitespace() || c.is_control() || "?#\\".contains(c));
    sound
        && match (address.strip_prefix("https://"), address.strip_prefix("http://")) {
            (Some(rest), _) => host(rest),
            (None, Some(rest)) => host(rest) && own(rest),
            (None, None) => false,
        }
}

/// Which record here a record there is, as an administrator says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapRecord {
    /// The connection.
    #[serde(default, deserialize_with = "blank_as_none")]
    pub connection: Option<AtsId>,
    /// `job`, `stage` or `user`.
    pub kind: String,
    /// The system's id.
    pub record: String,
    /// `auto`, `ignored`, or the id of a record here.
    pub to: String,
}

/// What a stage is for, as its name says; interviews, where it says nothing.
pub fn kind_of_stage(name: &str) -> StageKind {
    let name = format!(" {} ", fold(name));
    let has = |words: &[&str]| words.iter().any(|word| name.contains(word));
    if has(&["hired", "onboard"]) {
        StageKind::Hired
    } else if has(&["offer"]) {
        StageKind::Offer
    } else if has(&["application review", "applied", "applicant", "new lead", "reached out", "responded", "inbox", " new "]) {
        StageKind::Applied
    } else if has(&["screen"]) {
        StageKind::Screen
    } else {
        StageKind::Interview
    }
}

/// The name of the disposition that words about a rejection come closest to.
pub fn disposition_of(words: &str) -> &'static str {
    let words = fold(words);
    let has = |parts: &[&str]| parts.iter().any(|part| words.contains(part));
    if has(&["they rejected us", "withdr", "declined our offer", "accepted another"]) {
        Disposition::CandidateWithdrew.name()
    } else if has(&["unresponsive", "no answer", "no response", "ghost"]) {
        Disposition::NoAnswer.name()
    } else if has(&["position closed", "position filled", "job filled", "hired other", "hired another"]) {
        Disposition::JobFilled.name()
    } else {
        Disposition::NotSuitable.name()
    }
}

/// Why an application is over, as its record says; none while it is not.
pub fn ended(application: &Record) -> Option<Disposition> {
    let reason = application.text(field::REASON).and_then(Disposition::parse);
    match application.text(field::STATE) {
        Some("hired") => Some(Disposition::Hired),
        Some("rejected") if application.is(field::HIRED) => Some(Disposition::Hired),
        Some("rejected") => Some(reason.unwrap_or(Disposition::NotSuitable)),
        None if application.is(field::HIRED) => Some(Disposition::Hired),
        // Nobody says why; mostly because somebody asked for it.
        _ if application.is(field::DELETED) => Some(Disposition::CandidateWithdrew),
        _ => None,
    }
}
