//! What was sent of an offer: kept as it was.

use super::offers::{OfferRow, json};
use super::{Result, Tx, fresh, maybe, parsed, run};
use crate::domain::id::{FileId, OfferId};
use crate::domain::offers::filled::SentLetter;
use crate::domain::offers::offer::Transition;
use crate::domain::time::{Instant, ms};

/// What was sent.
#[derive(Debug, Clone)]
pub struct LetterRow {
    /// What it says.
    pub content: SentLetter,
    /// SHA-256 of the JSON of what it says.
    pub sha256: String,
    /// The PDF in the object store.
    pub pdf_id: FileId,
    /// Where it lies there.
    pub pdf_key: String,
    /// SHA-256 of the PDF.
    pub pdf_sha256: String,
}

impl Tx {
    /// Sends an offer: what it says is kept as it is now.
    ///
    /// # Errors
    /// `Stale` when it has another version or stands elsewhere.
    pub async fn send_offer(&mut self, offer: &OfferRow, transition: Transition, letter: &LetterRow, now: Instant) -> Result<()> {
        fresh(run!(
            self,
            "update offers set state = $1, sent_at = $2, sent_by = $3, sent_to = $4, expires_at = $5, version = version + 1
             where id = $6 and version = $7 and state = $8",
            transition.to().name(),
            ms(now),
            offer.sent_by.map(|user| user.to_string()),
            offer.sent_to.as_str(),
            offer.expires_at.map(ms),
            offer.id.to_string(),
            offer.version,
            transition.from().name(),
        )?)?;
        run!(
            self,
            "insert into offer_letters (offer_id, content, sha256, pdf_id, pdf_key, pdf_sha256, created_at) values ($1, $2, $3, $4, $5, $6, $7)",
            offer.id.to_string(),
            json(&letter.content, offer.id)?,
            letter.sha256.as_str(),
            letter.pdf_id.to_string(),
            letter.pdf_key.as_str(),
            letter.pdf_sha256.as_str(),
            ms(now),
        )?;
        Ok(())
    }

    /// What was sent; none before that.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn sent_letter(&mut self, id: OfferId) -> Result<Option<LetterRow>> {
        const TABLE: &str = "offer_letters";
        let row = maybe!(
            self,
            (String, String, String, String, String),
            "select content, sha256, pdf_id, pdf_key, pdf_sha256 from offer_letters where offer_id = $1",
            id.to_string(),
        )?;
        row.map(|(content, sha256, pdf, pdf_key, pdf_sha256)| {
            Ok(LetterRow {
                content: parsed(serde_json::from_str(&content), TABLE, "content", &id.to_string())?,
                sha256,
                pdf_id: parsed(pdf.parse(), TABLE, "pdf_id", &id.to_string())?,
                pdf_key,
                pdf_sha256,
            })
        })
        .transpose()
    }
}
