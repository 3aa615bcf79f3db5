//! How many requests one visitor may make: a token bucket per address, in this process. Guessing tokens is hopeless anyway (256 bits);
//! this keeps one visitor from taking the server from the others.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, Request, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::{forms, guard};
use crate::api::error::ApiError;
use crate::domain::time::ms;
use crate::server::ctx::AppState;
use crate::server::services::throttle::address_group;
use crate::text;

/// What a visitor may ask for without a session, and what costs us most: passwords are computed, mails sent.
const COSTLY: &[&str] = &[
    "/api/account/sign-in",
    "/api/account/forgot-password",
    "/api/account/reset-password",
    "/api/account/change-password",
    "/api/colleagues/accept-invitation",
    "/api/organisation/set-up",
    "/api/portal/code",
    "/api/portal/enter",
];
/// Visitors that are remembered; beyond that, those whose buckets are full again are forgotten.
const REMEMBERED: usize = 20_000;

/// The buckets of all visitors.
pub struct Limits {
    app: Arc<AppState>,
    costly: Buckets,
    all: Buckets,
}

struct Buckets {
    most: f64,
    per_second: f64,
    by_visitor: Mutex<HashMap<String, Bucket>>,
}

struct Bucket {
    tokens: f64,
    at_ms: i64,
}

impl Limits {
    /// Full buckets: an office of many shares one address, so there is room for a busy one.
    pub fn new(app: Arc<AppState>) -> Arc<Self> {
        Arc::new(Self { app, costly: Buckets::new(40.0, 1.0), all: Buckets::new(1200.0, 60.0) })
    }
}

impl Buckets {
    fn new(most: f64, per_second: f64) -> Self {
        Self { most, per_second, by_visitor: Mutex::default() }
    }

    /// Takes one token; where there is none, the seconds until there is.
    fn take(&self, visitor: &str, now_ms: i64) -> Result<(), u32> {
        // Nothing panics while the lock is held.
        let mut buckets = self.by_visitor.lock().unwrap_or_else(PoisonError::into_inner);
        let filled = |bucket: &Bucket| (bucket.tokens + self.per_second * ((now_ms - bucket.at_ms).max(0) as f64 / 1000.0)).min(self.most);
        if buckets.len() >= REMEMBERED {
            buckets.retain(|_, bucket| filled(bucket) < self.most);
        }
        let bucket = buckets.entry(visitor.to_owned()).or_insert(Bucket { tokens: self.most, at_ms: now_ms });
        let tokens = filled(bucket);
        (bucket.at_ms, bucket.tokens) = (now_ms, tokens);
        if tokens < 1.0 {
            return Err(((1.0 - tokens) / self.per_second).ceil() as u32);
        }
        bucket.tokens = tokens - 1.0;
        Ok(())
    }
}

/// Answers 429 with `Retry-After` (RFC 6585, section 4) to who asks too much.
pub async fn limit(State(limits): State<Arc<Limits>>, request: Request<Body>, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path();
    // Health is asked for by machines, hashed files are kept by browsers.
    let free = path.starts_with("/pkg/") || path == "/healthz" || path == "/readyz";
    let Some(visitor) = address_group(&guard::client_address(&limits.app.config, &parts)).filter(|_| !free) else {
        return next.run(Request::from_parts(parts, body)).await;
    };
    let now_ms = ms(limits.app.clock.now());
    let costly = if COSTLY.contains(&path) { limits.costly.take(&visitor, now_ms) } else { Ok(()) };
    match limits.all.take(&visitor, now_ms).and(costly) {
        Ok(()) => next.run(Request::from_parts(parts, body)).await,
        Err(retry_seconds) => {
            let mut response = if forms::wants_page(&parts.headers) {
                // Plain words: a page's script shows them in the page that is there (`ui::browser::turn`).
                let words = text::too_many(super::locale_of(&parts.headers).language, retry_seconds);
                (StatusCode::TOO_MANY_REQUESTS, words).into_response()
            } else {
                (StatusCode::TOO_MANY_REQUESTS, axum::Json(ApiError::TooMany { retry_seconds })).into_response()
            };
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_seconds));
            response
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let buckets = Buckets::new(3.0, 0.5);
        let tries: Vec<_> = [0, 0, 0, 0, 1_000, 2_000, 2_000].into_iter().map(|at| buckets.take("a", at)).collect();
        assert_eq!(tries, [Ok(()), Ok(()), Ok(()), Err(2), Err(1), Ok(()), Err(2)]);
        assert_eq!(buckets.take("b", 2_000), Ok(()), "everybody has an own one");
    }
}
