//! Secrets: link and session tokens, and encryption of what lies at rest.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};

/// 256 random bits, in 43 characters that need no escaping in an address. Stored only as its hash.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// A new one, from the operating system's randomness.
    ///
    /// # Errors
    /// When there is none to be had.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bits = [0; 32];
        getrandom::fill(&mut bits)?;
        Ok(Self(URL_SAFE_NO_PAD.encode(bits)))
    }

    /// The token that came in an address or cookie, if it has the form of one.
    pub fn parse(text: &str) -> Option<Self> {
        (text.len() == 43 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')).then(|| Self(text.to_owned()))
    }

    /// What goes into the link or cookie.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What is stored: SHA-256 in hexadecimal (a token of 256 random bits needs no salt).
    pub fn hash(&self) -> String {
        fingerprint(&self.0)
    }
}

/// SHA-256 in hexadecimal.
pub fn fingerprint(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// The installation's key, for files and messages at rest (XChaCha20-Poly1305).
#[derive(Clone)]
pub struct Keys(XChaCha20Poly1305);

/// A sealed value that this key does not open, or that was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("can not be opened with this secret key")]
pub struct Unreadable;

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}

impl Keys {
    /// The keys derived from the configured secret.
    pub fn new(secret: &str) -> Self {
        Self(XChaCha20Poly1305::new(&Sha256::digest([b"agendum at rest 1:", secret.as_bytes()].concat())))
    }

    /// Encrypts. `place` (a table and id, a storage key) is bound to it: moved elsewhere, it does not open.
    ///
    /// # Errors
    /// When there is no randomness to be had.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Result<Vec<u8>, getrandom::Error> {
        let mut nonce = [0; 24];
        getrandom::fill(&mut nonce)?;
        let sealed = self
            .0
            .encrypt(XNonce::from_slice(&nonce), Payload { msg: plain, aad: place.as_bytes() })
            .map_err(|_| getrandom::Error::UNEXPECTED)?;
        Ok([nonce.as_slice(), &sealed].concat())
    }

    /// Decrypts what [`Keys::seal`] made for this place.
    ///
    /// # Errors
    /// When it was sealed elsewhere, with another key, or changed.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Vec<u8>, Unreadable> {
        let (nonce, sealed) = sealed.split_at_checked(24).ok_or(Unreadable)?;
        self.0.decrypt(XNonce::from_slice(nonce), Payload { msg: sealed, aad: place.as_bytes() }).map_err(|_| Unreadable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_random_and_reads_back() {
        let token = Token::random().unwrap();
        assert_ne!(token, Token::random().unwrap());
        assert_eq!(Token::parse(token.reveal()), Some(token.clone()));
        assert_eq!(token.hash().len(), 64);
        assert_eq!(Token::parse("short"), None);
        assert_eq!(Token::parse(&"é".repeat(43)), None);
    }

    #[test]
    fn what_is_sealed_opens_only_in_its_place_and_with_its_key() {
        let keys = Keys::new("a");
        let sealed = keys.seal("file:1", b"resume").unwrap();
        assert_eq!(keys.open("file:1", &sealed), Ok(b"resume".to_vec()));
        assert_eq!(keys.open("file:2", &sealed), Err(Unreadable));
        assert_eq!(Keys::new("b").open("file:1", &sealed), Err(Unreadable));
        assert_eq!(keys.open("file:1", &sealed[..10]), Err(Unreadable));
    }
}
