//! How candidates come to their offers: codes by mail, and who has given one. Both as hashes only.

use super::{Result, Tx, maybe, one, run};
use crate::domain::id::OfferId;
use crate::domain::time::{Instant, from_ms, ms};
use crate::server::keys::Token;

/// A code that was mailed and not used yet.
#[derive(Debug, Clone)]
pub struct CodeRow {
    /// Its row.
    pub id: String,
    /// The hash of the code.
    pub code_hash: String,
    /// How often a wrong one was given for it.
    pub tries: i32,
    /// Until when it holds.
    pub expires_at: Instant,
}

impl Tx {
    /// Stores a code; those before it hold no more.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_offer_code(&mut self, id: &str, offer: OfferId, code_hash: &str, now: Instant, expires_at: Instant) -> Result<()> {
        run!(self, "update offer_codes set used_at = $1 where offer_id = $2 and used_at is null", ms(now), offer.to_string())?;
        run!(
            self,
            "insert into offer_codes (id, offer_id, code_hash, tries, created_at, expires_at) values ($1, $2, $3, 0, $4, $5)",
            id,
            offer.to_string(),
            code_hash,
            ms(now),
            ms(expires_at),
        )?;
        Ok(())
    }

    /// How many codes were mailed since.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn offer_codes_since(&mut self, offer: OfferId, since: Instant) -> Result<i64> {
        let sql = "select count(*) from offer_codes where offer_id = $1 and created_at > $2";
        let (count,) = one!(self, (i64,), sql, offer.to_string(), ms(since))?;
        Ok(count)
    }

    /// The code that can be given now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn offer_code(&mut self, offer: OfferId, now: Instant) -> Result<Option<CodeRow>> {
        let row = maybe!(
            self,
            (String, String, i32, i64),
            "select id, code_hash, tries, expires_at from offer_codes where offer_id = $1 and used_at is null and expires_at > $2
             order by created_at desc, id desc limit 1",
            offer.to_string(),
            ms(now),
        )?;
        Ok(row.map(|(id, code_hash, tries, expires_at)| CodeRow { id, code_hash, tries, expires_at: from_ms(expires_at) }))
    }

    /// Notes that a code is tried, before it is compared: `false` where it was tried too often, so that many at once find no way round.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn try_offer_code(&mut self, id: &str, most: i32) -> Result<bool> {
        Ok(run!(self, "update offer_codes set tries = tries + 1 where id = $1 and tries < $2 and used_at is null", id, most)? == 1)
    }

    /// Uses a code up; `false` when it was used meanwhile.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn use_offer_code(&mut self, id: &str, now: Instant) -> Result<bool> {
        Ok(run!(self, "update offer_codes set used_at = $1 where id = $2 and used_at is null", ms(now), id)? == 1)
    }

    /// Lets a browser read an offer.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_offer_session(&mut self, token: &Token, offer: OfferId, now: Instant, expires_at: Instant) -> Result<()> {
        run!(self, "delete from offer_sessions where expires_at <= $1", ms(now))?;
        run!(
            self,
            "insert into offer_sessions (token_hash, offer_id, expires_at) values ($1, $2, $3)",
            token.hash(),
            offer.to_string(),
            ms(expires_at),
        )?;
        Ok(())
    }

    /// Whether a browser may read an offer now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_offer_session(&mut self, token: &Token, offer: OfferId, now: Instant) -> Result<bool> {
        let (count,) = one!(
            self,
            (i64,),
            "select count(*) from offer_sessions where token_hash = $1 and offer_id = $2 and expires_at > $3",
            token.hash(),
            offer.to_string(),
            ms(now),
        )?;
        Ok(count > 0)
    }
}
