//! Passwords at rest: Argon2id (RFC 9106) with the parameters that OWASP names (19 MiB, 2 passes), off the async threads.

use std::sync::OnceLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use super::error::{Error, Result};
use crate::domain::password;

/// How many are computed at once: each takes 19 MiB and a core.
static TURNS: Semaphore = Semaphore::const_new(4);
/// Stands in for the hash of an account that is not there.
static NOBODYS: OnceLock<String> = OnceLock::new();

/// The hash to store, in PHC form.
///
/// # Errors
/// When there is no randomness to be had.
pub async fn hash(password: String) -> Result<String> {
    in_turn(move || compute(&password)).await?
}

/// Whether this is the password. It takes the same time where there is none to compare with.
///
/// # Errors
/// When the stored hash makes no sense.
pub async fn verify(password: String, stored: Option<String>) -> Result<bool> {
    if password.chars().count() > password::MOST {
        return Ok(false);
    }
    in_turn(move || {
        let (stored, is_real) = match stored {
            Some(stored) => (stored, true),
            None => (nobodys()?, false),
        };
        let parsed = PasswordHash::new(&stored).map_err(|error| Error::Internal(format!("stored password hash: {error}")))?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && is_real)
    })
    .await?
}

fn compute(password: &str) -> Result<String> {
    Ok(Argon2::default()
        .hash_password(password.as_bytes())
        .map_err(|error| Error::Internal(format!("password hash: {error}")))?
        .to_string())
}

fn nobodys() -> Result<String> {
    match NOBODYS.get() {
        Some(hash) => Ok(hash.clone()),
        None => {
            let hash = compute("nobody's password")?;
            Ok(NOBODYS.get_or_init(|| hash).clone())
        }
    }
}

async fn in_turn<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _turn = TURNS.acquire().await.map_err(|error| Error::Internal(error.to_string()))?;
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Internal(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_password_matches() {
        let stored = hash("correct horse battery".into()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(verify("correct horse battery".into(), Some(stored.clone())).await.unwrap());
        assert!(!verify("correct horse batterY".into(), Some(stored)).await.unwrap());
        assert!(!verify("nobody's password".into(), None).await.unwrap());
        assert!(verify("x".into(), Some("nonsense".into())).await.is_err());
    }
}
