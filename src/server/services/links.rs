//! Links of clients and candidates: who comes by one, and making them.

use crate::api::error::ApiError;
use crate::api::presentations::{FreshLink, LinkState};
use crate::domain::can;
use crate::domain::id::{FormId, InterviewId, LinkId, PageId, RequestId};
use crate::domain::people::Actor;
use crate::domain::scheduling::interview::PersonKind;
use crate::domain::time::{DAY_MS, Instant, from_ms, ms};
use crate::paths;
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::keys::Token;
use crate::server::store::Tx;
use crate::server::store::links::Purpose;

/// How long a link holds after it was made.
pub const LIFETIME_DAYS: i64 = 60;
/// How long the link of an invitation holds after the interview's end, to show how it stands.
const AFTER_END_DAYS: i64 = 14;

impl Ctx {
    /// The present request's context for a client's page: `key` is the token of its link, or the page's id for staff.
    ///
    /// # Errors
    /// `Unauthorized` when the link is unknown, expired or revoked, or nobody is signed in.
    pub async fn at_page(key: &str) -> std::result::Result<(Self, PageId), ApiError> {
        let mut ctx = Self::public().await?;
        let found = ctx.enter_page(key).await;
        let page = ctx.answer(found)?;
        Ok((ctx, page))
    }

    /// The present request's context for a candidate's booking, by the token of its link.
    ///
    /// # Errors
    /// `Unauthorized` when the link is unknown, expired or revoked.
    pub async fn at_booking(token: &str) -> std::result::Result<(Self, RequestId), ApiError> {
        let mut ctx = Self::public().await?;
        let found = ctx.enter_booking(token).await;
        let request = ctx.answer(found)?;
        Ok((ctx, request))
    }

    /// The present request's context for the answer to an invitation, by the token of its link.
    ///
    /// # Errors
    /// `Unauthorized` when the link is unknown or expired.
    pub async fn at_answer(token: &str) -> std::result::Result<(Self, InvitationKey), ApiError> {
        let mut ctx = Self::public().await?;
        let found = ctx.enter_answer(token).await;
        let key = ctx.answer(found)?;
        Ok((ctx, key))
    }

    /// Makes the actor the one whose invitation this link answers. Without a zone from the browser, times are read as in the mail.
    ///
    /// # Errors
    /// `Unauthorized`, as for [`Ctx::at_answer`].
    pub async fn enter_answer(&mut self, token: &str) -> Result<InvitationKey> {
        let token = Token::parse(token).ok_or(ApiError::Unauthorized)?;
        let mut tx = self.store().read().await?;
        let link = tx.link(&token, Purpose::Answer, self.now()).await?.ok_or(ApiError::Unauthorized)?;
        let key = InvitationKey::parse(&link.subject_id).ok_or(ApiError::Unauthorized)?;
        let people = tx.people_of_interview(key.interview).await?;
        if tx.is_closed_account(&key.person).await? {
            return Err(ApiError::Unauthorized.into());
        }
        // Who is no longer in it is told so, and named nowhere.
        let (part, name) = match people.into_iter().find(|person| person.person_id == key.person) {
            Some(person) => {
                if !self.browser_tells_zone() {
                    self.zone = person.zone;
                }
                (person.kind, person.name)
            }
            None => (PersonKind::Attendee, String::new()),
        };
        self.actor = Actor::Invited { interview: key.interview, person: key.person.clone(), part, name };
        Ok(key)
    }

    /// The present request's context for an attendee's form: `key` is the token of its link, or the form's id for whoever is signed in.
    ///
    /// # Errors
    /// `Unauthorized` when the link is unknown, expired or revoked, or nobody is signed in.
    pub async fn at_form(key: &str) -> std::result::Result<(Self, FormId), ApiError> {
        let mut ctx = Self::public().await?;
        let found = ctx.enter_form(key).await;
        let form = ctx.answer(found)?;
        Ok((ctx, form))
    }

    /// Makes the actor the attendee whose link this is; with a form's id the actor stays, and services ask what it may.
    ///
    /// # Errors
    /// `Unauthorized`, as for [`Ctx::at_form`].
    pub async fn enter_form(&mut self, key: &str) -> Result<FormId> {
        if let Ok(form) = key.parse::<FormId>() {
            self.require(can::be_signed_in(&self.actor))?;
            return Ok(form);
        }
        let token = Token::parse(key).ok_or(ApiError::Unauthorized)?;
        let mut tx = self.store().read().await?;
        let link = tx.link(&token, Purpose::Form, self.now()).await?.ok_or(ApiError::Unauthorized)?;
        let form: FormId = link.subject_id.parse().map_err(|_| ApiError::Unauthorized)?;
        let row = tx.form(form).await?.ok_or(ApiError::Unauthorized)?;
        if tx.is_closed_account(&row.person_id).await? {
            return Err(ApiError::Unauthorized.into());
        }
        self.actor = Actor::Evaluator { id: row.person_id, name: row.person_name, form };
        Ok(form)
    }

    /// Makes the actor the contact whose link this is; with a page's id the actor stays.
    ///
    /// # Errors
    /// `Unauthorized`, as for [`Ctx::at_page`].
    pub async fn enter_page(&mut self, key: &str) -> Result<PageId> {
        if let Ok(page) = key.parse::<PageId>() {
            self.require(can::use_page(&self.actor, page))?;
            return Ok(page);
        }
        let token = Token::parse(key).ok_or(ApiError::Unauthorized)?;
        let mut tx = self.store().read().await?;
        let link = tx.link(&token, Purpose::ClientPage, self.now()).await?.ok_or(ApiError::Unauthorized)?;
        let page: PageId = link.subject_id.parse().map_err(|_| ApiError::Unauthorized)?;
        let (id, name) = tx.page_contact(page).await?.ok_or(ApiError::Unauthorized)?;
        self.actor = Actor::Contact { id, name, page };
        Ok(page)
    }

    /// Makes the actor the candidate whose link this is.
    ///
    /// # Errors
    /// `Unauthorized`, as for [`Ctx::at_booking`].
    pub async fn enter_booking(&mut self, token: &str) -> Result<RequestId> {
        let token = Token::parse(token).ok_or(ApiError::Unauthorized)?;
        let mut tx = self.store().read().await?;
        let link = tx.link(&token, Purpose::Booking, self.now()).await?.ok_or(ApiError::Unauthorized)?;
        let request: RequestId = link.subject_id.parse().map_err(|_| ApiError::Unauthorized)?;
        let (id, name) = tx.request_candidate(request).await?.ok_or(ApiError::Unauthorized)?;
        self.actor = Actor::Candidate { id, name, request };
        Ok(request)
    }
}

/// Which invitation a link answers, and the start that its mail named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationKey {
    /// The interview.
    pub interview: InterviewId,
    /// The id of the person's own record (user, contact, candidate).
    pub person: String,
    /// When the interview was to begin when the link was made.
    pub told: Instant,
}

impl InvitationKey {
    fn parse(subject: &str) -> Option<Self> {
        let mut parts = subject.split('/');
        let (interview, person, told) = (parts.next()?, parts.next()?, parts.next()?);
        Some(Self { interview: interview.parse().ok()?, person: person.to_owned(), told: from_ms(told.parse().ok()?) })
    }
}

impl std::fmt::Display for InvitationKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}/{}", self.interview, self.person, ms(self.told))
    }
}

/// A link just made: what is mailed or shown once.
#[derive(Debug, Clone)]
pub struct Issued {
    /// The path; the configured address goes before it.
    pub path: String,
    /// Until when it holds.
    pub expires_at: Instant,
}

impl Issued {
    /// With the whole address, to be copied.
    pub fn to_copy(self, ctx: &Ctx) -> FreshLink {
        FreshLink { address: format!("{}{}", ctx.app.config.base_url.trim_end_matches('/'), self.path), expires_at: self.expires_at }
    }
}

/// Makes a link in a use case's transaction.
///
/// # Errors
/// When there is no randomness, or the database refuses.
pub async fn issue(tx: &mut Tx, ctx: &Ctx, purpose: Purpose, subject: impl std::fmt::Display) -> Result<Issued> {
    issue_until(tx, ctx, purpose, subject, from_ms(ms(ctx.now()) + LIFETIME_DAYS * DAY_MS)).await
}

/// Makes a link about an interview: it holds as any other, and at least until a while after the end.
///
/// # Errors
/// As for [`issue`].
pub async fn issue_about(tx: &mut Tx, ctx: &Ctx, purpose: Purpose, subject: impl std::fmt::Display, end: Instant) -> Result<Issued> {
    let until = (ms(ctx.now()) + LIFETIME_DAYS * DAY_MS).max(ms(end) + AFTER_END_DAYS * DAY_MS);
    issue_until(tx, ctx, purpose, subject, from_ms(until)).await
}

/// Makes the link with which somebody answers an invitation; it holds for a while after the end, to show the state.
///
/// # Errors
/// As for [`issue`].
pub async fn issue_answer(tx: &mut Tx, ctx: &Ctx, key: &InvitationKey, end: Instant) -> Result<Issued> {
    issue_until(tx, ctx, Purpose::Answer, key, from_ms(ms(end.max(ctx.now())) + AFTER_END_DAYS * DAY_MS)).await
}

/// Makes a fresh token that opens what another one opened, also where that has expired; none where it was none of ours, or still serves once.
///
/// # Errors
/// `NotPossible` where it was revoked or used up, or has expired and served once only.
pub async fn renew(tx: &mut Tx, ctx: &Ctx, token: &Token) -> Result<Option<Token>> {
    let Some(old) = tx.known_link(token).await? else { return Ok(None) };
    let serves_once = matches!(old.purpose, Purpose::Invitation | Purpose::PasswordReset);
    if old.is_closed || (serves_once && old.expires_at <= ctx.now()) {
        return Err(ApiError::NotPossible("error-message-link".into()).into());
    }
    if serves_once {
        return Ok(None);
    }
    let until = from_ms(ms(ctx.now()) + LIFETIME_DAYS * DAY_MS).max(old.expires_at);
    insert(tx, ctx, old.purpose, &old.subject_id, until).await.map(Some)
}

async fn insert(tx: &mut Tx, ctx: &Ctx, purpose: Purpose, subject: &str, expires_at: Instant) -> Result<Token> {
    let token = Token::random().map_err(|error| Error::Internal(error.to_string()))?;
    let by = ctx.actor.user_id().map(|id| id.to_string());
    tx.insert_link(ctx.id(LinkId::new)?, &token, purpose, subject, by, ctx.now(), expires_at).await?;
    Ok(token)
}

async fn issue_until(tx: &mut Tx, ctx: &Ctx, purpose: Purpose, subject: impl std::fmt::Display, expires_at: Instant) -> Result<Issued> {
    let token = insert(tx, ctx, purpose, &subject.to_string(), expires_at).await?;
    let path = match purpose {
        Purpose::Booking => paths::booking(token.reveal()),
        Purpose::Answer => paths::answer(token.reveal()),
        Purpose::Form => paths::form_by_link(token.reveal()),
        Purpose::Offer => paths::offer(token.reveal()),
        _ => paths::client_page(token.reveal()),
    };
    Ok(Issued { path, expires_at })
}

/// Whether a record can be opened by link now: from how many links it has, and the latest expiry (milliseconds) of those not revoked.
pub fn state((links, latest): (i64, Option<i64>), now: Instant) -> LinkState {
    match latest {
        Some(until) if until > ms(now) => LinkState::Live { until: from_ms(until) },
        Some(_) => LinkState::Expired,
        None if links > 0 => LinkState::Revoked,
        None => LinkState::None,
    }
}
