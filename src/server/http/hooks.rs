//! What applicant tracking systems deliver. No session opens it: a signature does.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::api::error::ApiError;
use crate::domain::id::AtsId;
use crate::server::ctx::{AppState, Ctx};
use crate::server::error::Error;
use crate::server::services::ats::receive::{Delivered, Taken, receive};

/// When a delivery is taken again for which there was no place, in seconds: systems that know no `Retry-After` wait longer.
const RETRY_SECONDS: u32 = 30;

/// Takes a delivery: 200 when it is in, also where it was before; 401 for a wrong signature; 422 for what can not be read; 503 where too many
/// are worked on.
pub async fn ats(State(app): State<Arc<AppState>>, Path(id): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    let Ok(id) = id.parse::<AtsId>() else { return answer(StatusCode::NOT_FOUND, "no such connection") };
    // Whoever delivers acts for the system, whatever cookies came along.
    let ctx = Ctx::system(app, text(&headers, "x-request-id").unwrap_or_default().to_owned());
    let named = |names: [&str; 2]| names.into_iter().find_map(|name| text(&headers, name));
    let delivered = Delivered {
        signature: named(["signature", "x-agendum-signature"]),
        id: named(["greenhouse-event-id", "x-agendum-delivery"]),
        body: &body,
    };
    match receive(&ctx, id, delivered).await {
        Ok(Taken::Now) => answer(StatusCode::OK, "taken"),
        Ok(Taken::Before) => answer(StatusCode::OK, "taken before"),
        Ok(Taken::Unreadable(error)) => answer(StatusCode::UNPROCESSABLE_ENTITY, &error),
        Ok(Taken::Later) => {
            let mut response = answer(StatusCode::SERVICE_UNAVAILABLE, "too many deliveries at once; send it again later");
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(RETRY_SECONDS));
            response
        }
        Err(Error::Api(ApiError::Unauthorized)) => answer(StatusCode::UNAUTHORIZED, "the signature is wrong"),
        Err(Error::Api(ApiError::NotFound)) => answer(StatusCode::NOT_FOUND, "no such connection"),
        Err(error) => {
            let error = error.into_api(&ctx.request_id);
            let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            answer(status, "not taken; send it again later")
        }
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn answer(status: StatusCode, said: &str) -> Response {
    (status, format!("{said}\n")).into_response()
}
