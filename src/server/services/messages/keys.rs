//! The keys in the links of a message: cut where its words are shown, made anew where it is sent once more.

use std::collections::BTreeSet;

use crate::domain::id::MessageId;
use crate::server::carriers::Parcel;
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::ics;
use crate::server::keys::Token;
use crate::server::services::links;
use crate::server::services::messages::{place, seal};
use crate::server::store::Tx;

/// What in a text has the form of a link's key: the words behind its slashes that do.
fn found(text: &str) -> impl Iterator<Item = Token> + '_ {
    let is_key = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    text.split('/').skip(1).filter_map(move |behind| Token::parse(behind.split(|c| !is_key(c)).next()?))
}

/// A text with the keys of its links cut: `https://example.org/b/…`.
pub fn without(text: &str) -> String {
    found(text).fold(text.to_owned(), |cut, key| cut.replace(&format!("/{}", key.reveal()), "/…"))
}

/// The hashes of the keys in a message, as they are stored.
///
/// # Errors
/// When it can not be written, which means a fault of ours.
pub fn hashes(parcel: &Parcel) -> Result<BTreeSet<String>> {
    Ok(found(&written(parcel)?).map(|key| key.hash()).collect())
}

/// A message with a fresh key in the place of each that it has: it opens what it opened when it was new.
///
/// # Errors
/// `NotPossible` where one was revoked, or can not be made anew.
pub async fn renewed(tx: &mut Tx, ctx: &Ctx, parcel: &Parcel) -> Result<Parcel> {
    let text = written(parcel)?;
    let keys: Vec<_> = found(&text).collect();
    let mut fresh: Vec<(Token, Token)> = Vec::new();
    for old in keys {
        // The same link stands in the text and in the HTML.
        if fresh.iter().all(|(known, _)| *known != old)
            && let Some(new) = links::renew(tx, ctx, &old).await?
        {
            fresh.push((old, new));
        }
    }
    let text = fresh.iter().fold(text, |text, (old, new)| text.replace(old.reveal(), new.reveal()));
    let mut parcel = serde_json::from_str(&text).map_err(|error| Error::Internal(error.to_string()))?;
    // The lines of a calendar file are folded, also within a key.
    if let Parcel::Mail(mail) = &mut parcel
        && let Some(calendar) = &mut mail.calendar
    {
        calendar.text = fresh.iter().fold(calendar.text.clone(), |text, (old, new)| ics::replaced(&text, old.reveal(), new.reveal()));
    }
    Ok(parcel)
}

/// The same for a message that waits and that nobody is sending now.
///
/// # Errors
/// As for [`renewed`].
pub async fn renew_waiting(tx: &mut Tx, ctx: &Ctx, id: MessageId) -> Result<()> {
    let Some(sealed) = tx.waiting_words(id).await? else { return Ok(()) };
    let plain = ctx.app.keys.open(&place(id), &sealed).ok();
    // What can not be read fails when it is sent, and says so.
    let Some(parcel) = plain.and_then(|plain| serde_json::from_slice(&plain).ok()) else { return Ok(()) };
    let fresh = renewed(tx, ctx, &parcel).await?;
    if fresh != parcel {
        tx.replace_waiting_words(id, &seal(ctx, id, &fresh)?).await?;
    }
    Ok(())
}

/// As it lies in the outbox: no character of a key is escaped there.
fn written(parcel: &Parcel) -> Result<String> {
    serde_json::to_string(parcel).map_err(|error| Error::Internal(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_opens_nothing() {
        let token = "A".repeat(43);
        let text =
            format!("Pick a time:\nhttps://example.org/b/{token}\nhttps://example.org/a/{token}?answer=accepted, {token} and /b/short");
        let expected = format!("Pick a time:\nhttps://example.org/b/…\nhttps://example.org/a/…?answer=accepted, {token} and /b/short");
        assert_eq!(without(&text), expected);
    }

    #[test]
    fn the_keys_of_a_message_are_found() {
        let (a, b) = ("A".repeat(43), "b".repeat(43));
        let text = Parcel::Text(format!("/b/{a}\n/a/{b}?answer=accepted /b/{a}, /c/{a}{b} /{}", "é".repeat(43)));
        let expected = [a, b].map(|key| Token::parse(&key).unwrap().hash());
        assert_eq!(hashes(&text).unwrap(), BTreeSet::from(expected));
    }
}
