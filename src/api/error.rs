//! The one error that crosses from server to browser.

use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

use crate::domain::error::FieldErrors;
use crate::domain::span::Span;

/// Why a server function did not do what it was asked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "kind", content = "detail", rename_all = "snake_case")]
pub enum ApiError {
    /// The form has errors, each at its field. Status 422.
    #[error("invalid input")]
    Invalid(FieldErrors),
    /// Nobody is signed in, or the link is unknown, expired or revoked. Status 401.
    #[error("not signed in")]
    Unauthorized,
    /// The actor may not do this. Status 403.
    #[error("not allowed")]
    Forbidden,
    /// There is no such record, or none that the actor may know of. Status 404.
    #[error("not found")]
    NotFound,
    /// Somebody changed the record meanwhile; load it again. Status 409.
    #[error("changed meanwhile")]
    Stale,
    /// The slot is no longer free; these are the nearest that are. Status 409.
    #[error("slot taken")]
    SlotTaken {
        /// At most six free slots around the wanted start.
        nearest: Vec<Span>,
    },
    /// The record's state does not allow it: the key of a message that says why. Status 409.
    #[error("not possible now")]
    NotPossible(String),
    /// Too many tries. Status 429.
    #[error("too many tries")]
    TooMany {
        /// When the next try is taken.
        retry_seconds: u32,
    },
    /// Our fault; the log has it under this id. Status 500.
    #[error("internal error")]
    Internal {
        /// The id of the request in the log.
        request_id: String,
    },
    /// The server could not be reached or did not understand; only made in the browser, or for a malformed request (status 400).
    #[error("no answer from the server")]
    Transport,
}

/// A form that was sent without scripts and came back with an error.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// The address of the server function that did not take it.
    pub function: String,
    /// Its error, as a `ServerAction` decodes it.
    pub error: String,
    /// What was typed: name and value, secrets left out.
    pub typed: Vec<(String, String)>,
}

impl ApiError {
    /// The HTTP status that says the same (RFC 9110, section 15).
    pub const fn status(&self) -> u16 {
        match self {
            Self::Invalid(_) => 422,
            Self::Unauthorized => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Stale | Self::SlotTaken { .. } | Self::NotPossible(_) => 409,
            Self::TooMany { .. } => 429,
            Self::Internal { .. } => 500,
            Self::Transport => 400,
        }
    }

    /// The message for the whole form (field errors stand at their fields): key in `locales/`.
    pub fn message_key(&self) -> &str {
        match self {
            Self::Invalid(_) => "error-invalid",
            Self::Unauthorized => "error-unauthorized",
            Self::Forbidden => "error-forbidden",
            Self::NotFound => "error-not-found",
            Self::Stale => "error-stale",
            Self::SlotTaken { .. } => "error-slot-taken",
            Self::NotPossible(key) => key,
            Self::TooMany { .. } => "error-too-many",
            Self::Internal { .. } => "error-internal",
            Self::Transport => "error-transport",
        }
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(_: ServerFnErrorErr) -> Self {
        Self::Transport
    }
}
