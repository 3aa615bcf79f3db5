//! Why something did not get through: for its own sake, or because the connection fails.

use std::error::Error;

use crate::domain::connections::{Reason, Trouble};

/// Why a message did not leave.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The connection fails: nothing else would have got through either.
    #[error("{1}")]
    Connection(Trouble, String),
    /// This message may be taken later.
    #[error("{0}")]
    Later(String),
    /// This message never will.
    #[error("{0}")]
    Never(String),
}

impl Refusal {
    /// The connection fails until somebody mends it.
    pub fn lasting(reason: Reason, said: impl Into<String>) -> Self {
        Self::Connection(Trouble::Lasting(reason), said.into())
    }

    /// The connection fails now.
    pub fn passing(said: impl Into<String>) -> Self {
        Self::Connection(Trouble::Passing, said.into())
    }

    /// What an error below the service itself (name, network, TLS) means.
    pub fn of_network(error: &(dyn Error + 'static)) -> Self {
        let said = described(error);
        Self::Connection(trouble_of(&said), said)
    }
}

/// The error with its causes, each once.
pub fn described(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let more = cause.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        source = cause.source();
    }
    text
}

/// What the name service says where there is no such name: `getaddrinfo` on Linux, with musl, on macOS and BSD. It has no error of its own for it.
const NO_SUCH_NAME: &[&str] =
    &["Name or service not known", "No address associated with hostname", "Name does not resolve", "nodename nor servname provided"];
/// What rustls says of a certificate that it does not accept (`rustls::Error::InvalidCertificate`).
const BAD_CERTIFICATE: &str = "invalid peer certificate";
/// What rustls says of a server that speaks no TLS, or none that it speaks; what the SMTP client says of one without STARTTLS.
const NO_TLS: &[&str] =
    &["received corrupt message", "peer is incompatible", "received fatal alert", "unexpected message", "STARTTLS is not supported"];

/// The libraries hide the kinds of these errors behind boxes; their words stay.
fn trouble_of(said: &str) -> Trouble {
    let says = |words: &[&str]| words.iter().any(|words| said.contains(words));
    if says(NO_SUCH_NAME) {
        Trouble::Lasting(Reason::Host)
    } else if said.contains(BAD_CERTIFICATE) {
        Trouble::Lasting(Reason::Certificate)
    } else if says(NO_TLS) {
        Trouble::Lasting(Reason::Encryption)
    } else {
        Trouble::Passing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lasts_is_told_from_what_passes() {
        for (said, reason) in [
            ("failed to lookup address information: Name or service not known", Reason::Host),
            ("client error (Connect): invalid peer certificate: UnknownIssuer", Reason::Certificate),
            ("received corrupt message of type InvalidContentType", Reason::Encryption),
        ] {
            assert_eq!(trouble_of(said), Trouble::Lasting(reason), "{said}");
        }
        for said in ["Connection refused (os error 111)", "failed to lookup address information: Temporary failure in name resolution"] {
            assert_eq!(trouble_of(said), Trouble::Passing, "{said}");
        }
    }
}
