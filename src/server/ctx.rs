//! What a use case is given: who acts, the present, ids, the store, the viewer's zone and locale.

use std::sync::Arc;

use axum::http::request::Parts;
use leptos::prelude::use_context;
use object_store::ObjectStore;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::ats::turns::Turns;
use super::bus::Bus;
use super::clock::Clock;
use super::config::Config;
use super::error::{Error, Result};
use super::ids::Ids;
use super::keys::{Keys, Token};
use super::site::Site;
use super::store::Store;
use crate::api::error::ApiError;
use crate::domain::locale::Locale;
use crate::domain::people::Actor;
use crate::domain::time::Instant;

/// What the process has once.
pub struct AppState {
    /// The configuration.
    pub config: Config,
    /// The database.
    pub store: Store,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Where new ids come from.
    pub ids: Ids,
    /// The change bus.
    pub bus: Bus,
    /// Keys for what lies at rest.
    pub keys: Keys,
    /// Uploaded files.
    pub files: Arc<dyn ObjectStore>,
    /// Who writes down what applicant tracking systems say.
    pub turns: Turns,
    /// The built front end.
    pub site: Site,
    /// Cancelled at shutdown: background jobs and open event streams end.
    pub stop: CancellationToken,
}

/// One request, or one run of a background job.
#[derive(Clone)]
pub struct Ctx {
    /// The process.
    pub app: Arc<AppState>,
    /// Who acts.
    pub actor: Actor,
    /// The viewer's IANA zone.
    pub zone: String,
    /// How the viewer reads.
    pub locale: Locale,
    /// The request's id in the log.
    pub request_id: String,
    /// The visitor's address, for throttling.
    pub client_address: String,
}

impl Ctx {
    /// The present.
    pub fn now(&self) -> Instant {
        self.app.clock.now()
    }

    /// The database.
    pub fn store(&self) -> &Store {
        &self.app.store
    }

    /// A new id of any kind, sorting after those made before: `ctx.id(InterviewId::new)`.
    ///
    /// # Errors
    /// When the operating system has no randomness.
    pub fn id<T>(&self, kind: impl FnOnce(Uuid) -> T) -> Result<T> {
        self.app.ids.next(self.now()).map(kind).map_err(|error| Error::Internal(error.to_string()))
    }

    /// A background job's context.
    pub fn system(app: Arc<AppState>, request_id: String) -> Self {
        Self { app, actor: Actor::System, zone: "UTC".into(), locale: Locale::default(), request_id, client_address: String::new() }
    }

    /// The present request's context, for a server function that needs no account: the actor is `Actor::Public`.
    ///
    /// # Errors
    /// Outside a request.
    pub async fn public() -> std::result::Result<Self, ApiError> {
        let app = use_context::<Arc<AppState>>().ok_or(ApiError::Transport)?;
        let parts = use_context::<Parts>().ok_or(ApiError::Transport)?;
        super::http::context(app, &parts).await
    }

    /// The same for a signed-in colleague.
    ///
    /// # Errors
    /// `Unauthorized` without a session.
    pub async fn signed_in() -> std::result::Result<Self, ApiError> {
        let ctx = Self::public().await?;
        match ctx.actor {
            Actor::User { .. } => Ok(ctx),
            _ => super::http::answer(Err(ApiError::Unauthorized)),
        }
    }

    /// Whether the browser that asks is signed in, whatever link it follows.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_staff() -> std::result::Result<bool, ApiError> {
        Ok(matches!(Self::public().await?.actor, Actor::User { .. }))
    }

    /// Turns a service's failure into what the browser is told, with the right status.
    pub fn answer<T>(&self, result: Result<T>) -> std::result::Result<T, ApiError> {
        super::http::answer(result.map_err(|error| error.into_api(&self.request_id)))
    }

    /// The same for what a plain form may ask: without scripts success leads to the page at `path`, a failure to where the form was,
    /// with the error and what was typed (`ui::returned`).
    pub fn answer_form<T>(&self, result: Result<T>, path: &str) -> std::result::Result<T, ApiError> {
        let answered = self.answer(result);
        if answered.is_ok() {
            super::http::lead_back(path);
        }
        answered
    }

    /// Whether the visitor's browser said which zone it is in.
    pub fn browser_tells_zone(&self) -> bool {
        super::http::forms::zone_is_told()
    }

    /// The token of the visitor's session cookie.
    pub fn session(&self) -> Option<Token> {
        super::http::forms::session()
    }

    /// Gives the visitor the cookie of a new session.
    pub fn start_session(&self, token: &Token) {
        super::http::forms::start_session(&self.app.config, token);
    }

    /// Takes the visitor's session cookie away.
    pub fn end_session(&self) {
        super::http::forms::end_session();
    }

    /// The token of the cookie with which this browser reads an offer.
    pub fn offer_session(&self) -> Option<Token> {
        super::http::forms::offer_session()
    }

    /// Lets this browser read an offer.
    pub fn start_offer_session(&self, token: &Token) {
        super::http::forms::start_offer_session(&self.app.config, token);
    }

    /// Leads the visitor to a page, with scripts and without; what came from outside goes through `paths::local` first.
    pub fn lead(&self, path: &str) {
        leptos_axum::redirect(path);
    }

    /// Refuses unless allowed: `ctx.require(can::administer(&ctx.actor))?`.
    ///
    /// # Errors
    /// `Unauthorized` for nobody, else `Forbidden`.
    pub fn require(&self, allowed: bool) -> Result<()> {
        match (allowed, &self.actor) {
            (true, _) => Ok(()),
            (false, Actor::Public) => Err(ApiError::Unauthorized.into()),
            (false, _) => Err(ApiError::Forbidden.into()),
        }
    }
}
