//! Emailed links: random tokens, stored as hashes only.

use std::collections::BTreeSet;

use super::{Result, Tx, all, maybe, parsed, run};
use crate::domain::id::{CandidateId, LinkId};
use crate::domain::time::{Instant, from_ms, ms};
use crate::server::keys::Token;

/// What a link is for; it serves nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// A colleague sets the first password. Subject: user. Single use.
    Invitation,
    /// A colleague sets a new password. Subject: user. Single use.
    PasswordReset,
    /// A client contact's page. Subject: page.
    ClientPage,
    /// A candidate's booking. Subject: interview request.
    Booking,
    /// Somebody's answer to an invitation. Subject: interview, person and the start that the mail named (`InvitationKey`).
    Answer,
    /// An attendee's form. Subject: form.
    Form,
    /// An offer to a candidate. Subject: offer.
    Offer,
}

impl Purpose {
    /// The stored name.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::PasswordReset => "password_reset",
            Self::ClientPage => "client_page",
            Self::Booking => "booking",
            Self::Answer => "answer",
            Self::Form => "form",
            Self::Offer => "offer",
        }
    }

    fn parse(name: &str) -> Option<Self> {
        use Purpose::{Answer, Booking, ClientPage, Form, Invitation, Offer, PasswordReset};
        [Invitation, PasswordReset, ClientPage, Booking, Answer, Form, Offer].into_iter().find(|purpose| purpose.name() == name)
    }
}

/// A link that still holds.
#[derive(Debug, Clone)]
pub struct Link {
    /// Its id.
    pub id: LinkId,
    /// The record it leads to.
    pub subject_id: String,
    /// Until when it holds.
    pub expires_at: Instant,
}

/// A link that was made, whether it holds or not.
#[derive(Debug, Clone)]
pub struct KnownLink {
    /// What it is for.
    pub purpose: Purpose,
    /// The record it leads to.
    pub subject_id: String,
    /// Until when it holds, or held.
    pub expires_at: Instant,
    /// It was revoked, or used up.
    pub is_closed: bool,
}

#[derive(sqlx::FromRow)]
struct LinkRow {
    id: String,
    subject_id: String,
    expires_at: i64,
}

impl LinkRow {
    fn link(self) -> Result<Link> {
        Ok(Link {
            id: parsed(self.id.parse(), "links", "id", &self.id)?,
            expires_at: from_ms(self.expires_at),
            subject_id: self.subject_id,
        })
    }
}

impl Tx {
    /// Stores a new link; the caller mails or shows the token, which can not be had again.
    ///
    /// # Errors
    /// When the database refuses.
    #[expect(clippy::too_many_arguments, reason = "one row's columns")]
    pub async fn insert_link(
        &mut self,
        id: LinkId,
        token: &Token,
        purpose: Purpose,
        subject_id: &str,
        created_by: Option<String>,
        now: Instant,
        expires_at: Instant,
    ) -> Result<()> {
        run!(
            self,
            "insert into links (id, token_hash, purpose, subject_id, created_by, created_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)",
            id.to_string(),
            token.hash(),
            purpose.name(),
            subject_id,
            created_by.clone(),
            ms(now),
            ms(expires_at),
        )?;
        Ok(())
    }

    /// The link of this token, if it is for this purpose and neither expired, revoked nor used up. Changes nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn link(&mut self, token: &Token, purpose: Purpose, now: Instant) -> Result<Option<Link>> {
        let row = maybe!(
            self,
            LinkRow,
            "select id, subject_id, expires_at from links
             where token_hash = $1 and purpose = $2 and expires_at > $3 and revoked_at is null and used_at is null",
            token.hash(),
            purpose.name(),
            ms(now),
        )?;
        row.map(LinkRow::link).transpose()
    }

    /// The link of this token, whether it holds or not.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn known_link(&mut self, token: &Token) -> Result<Option<KnownLink>> {
        let row = maybe!(
            self,
            (String, String, String, i64, Option<i64>, Option<i64>),
            "select id, purpose, subject_id, expires_at, revoked_at, used_at from links where token_hash = $1",
            token.hash(),
        )?;
        row.map(|(id, purpose, subject_id, expires_at, revoked_at, used_at)| {
            Ok(KnownLink {
                purpose: parsed(Purpose::parse(&purpose).ok_or(()), "links", "purpose", &id)?,
                subject_id,
                expires_at: from_ms(expires_at),
                is_closed: revoked_at.or(used_at).is_some(),
            })
        })
        .transpose()
    }

    /// The hashes of the tokens of a candidate's booking links that were revoked.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revoked_booking_tokens(&mut self, candidate: CandidateId) -> Result<BTreeSet<String>> {
        let rows = all!(
            self,
            (String,),
            "select l.token_hash from applications a join interview_requests r on r.application_id = a.id
             join links l on l.subject_id = r.id and l.purpose = 'booking' where a.candidate_id = $1 and l.revoked_at is not null",
            candidate.to_string(),
        )?;
        Ok(rows.into_iter().map(|(hash,)| hash).collect())
    }

    /// All links of a purpose that hold.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_links(&mut self, purpose: Purpose, now: Instant) -> Result<Vec<Link>> {
        let rows = all!(
            self,
            LinkRow,
            "select id, subject_id, expires_at from links where purpose = $1 and expires_at > $2 and revoked_at is null and used_at is null",
            purpose.name(),
            ms(now)
        )?;
        rows.into_iter().map(LinkRow::link).collect()
    }

    /// Uses a single-use link up. `false` when somebody else just did.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn use_link(&mut self, id: LinkId, now: Instant) -> Result<bool> {
        Ok(run!(self, "update links set used_at = $1 where id = $2 and used_at is null", ms(now), id.to_string())? == 1)
    }

    /// Revokes all links of a purpose to a record.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revoke_links(&mut self, purpose: Purpose, subject_id: &str, now: Instant) -> Result<u64> {
        run!(
            self,
            "update links set revoked_at = $1 where subject_id = $2 and purpose = $3 and revoked_at is null",
            ms(now),
            subject_id,
            purpose.name()
        )
    }
}
