//! What each of those who try opens things with, and where the tokens come from.

use super::{NO_TOKEN, Who, World, interview_start};
use crate::domain::id::{InterviewId, LinkId, OfferId, UserId};
use crate::domain::time::ms;
use crate::server::ctx::Ctx;
use crate::server::services::links::{InvitationKey, issue, issue_answer};
use crate::server::store::links::Purpose;

impl World {
    /// What this one opens the client's page with.
    pub fn page_key(&self, who: Who) -> String {
        match who {
            Who::Client => self.page_token.clone(),
            Who::OtherClient => self.other_page_token.clone(),
            // Links of another purpose.
            Who::Candidate => self.booking_token.clone(),
            Who::OtherCandidate => self.other_booking_token.clone(),
            Who::Nobody => NO_TOKEN.into(),
            _ => self.page.to_string(),
        }
    }

    /// What this one answers the invitation to the interview with.
    pub fn answer_key(&self, who: Who) -> String {
        match who {
            Who::Client => self.contact_answer_token.clone(),
            Who::Candidate => self.candidate_answer_token.clone(),
            // Links of another purpose.
            Who::OtherClient => self.other_page_token.clone(),
            Who::OtherCandidate => self.other_booking_token.clone(),
            _ => NO_TOKEN.into(),
        }
    }

    /// What this one opens the offer with.
    pub fn offer_key(&self, who: Who) -> String {
        match who {
            Who::Candidate => self.offer_token.clone(),
            // A link of another purpose.
            Who::OtherCandidate => self.other_booking_token.clone(),
            _ => NO_TOKEN.into(),
        }
    }

    /// What this one opens the attendee's form with.
    pub fn form_key(&self, who: Who) -> String {
        match who {
            Who::Client | Who::OtherClient => self.page_key(who),
            Who::Candidate | Who::OtherCandidate => self.booking_key(who),
            _ => self.form.to_string(),
        }
    }

    /// What this one opens the candidate's booking with.
    pub fn booking_key(&self, who: Who) -> String {
        match who {
            Who::Candidate => self.booking_token.clone(),
            Who::OtherCandidate => self.other_booking_token.clone(),
            Who::Client => self.page_token.clone(),
            Who::OtherClient => self.other_page_token.clone(),
            _ => NO_TOKEN.into(),
        }
    }
}

pub async fn reset_token(ctx: &Ctx, user: UserId) -> String {
    let token = crate::server::keys::Token::random().unwrap();
    let mut tx = ctx.store().begin().await.unwrap();
    let purpose = crate::server::store::links::Purpose::PasswordReset;
    let until = crate::domain::time::from_ms(ms(ctx.now()) + 3_600_000);
    tx.insert_link(ctx.id(LinkId::new).unwrap(), &token, purpose, &user.to_string(), None, ctx.now(), until).await.unwrap();
    tx.commit().await.unwrap();
    token.reveal().to_owned()
}

pub async fn answer_token(ctx: &Ctx, interview: InterviewId, person: &str) -> String {
    let mut tx = ctx.store().begin().await.unwrap();
    let key = InvitationKey { interview, person: person.to_owned(), told: interview_start() };
    let path = issue_answer(&mut tx, ctx, &key, interview_start()).await.unwrap().path;
    tx.commit().await.unwrap();
    token(&path)
}

/// The token of an offer's link, and of the session of somebody who gave its code.
pub async fn offer_tokens(ctx: &Ctx, offer: OfferId) -> (String, String) {
    let mut tx = ctx.store().begin().await.unwrap();
    let path = issue(&mut tx, ctx, Purpose::Offer, offer).await.unwrap().path;
    let session = crate::server::keys::Token::random().unwrap();
    tx.insert_offer_session(&session, offer, ctx.now(), ctx.now() + chrono::Duration::hours(2)).await.unwrap();
    tx.commit().await.unwrap();
    (token(&path), session.reveal().to_owned())
}

pub fn token(address: &str) -> String {
    address.rsplit('/').next().unwrap().to_owned()
}
