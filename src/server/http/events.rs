//! Live changes to open pages, as server-sent events (WHATWG HTML, section 9.2).
//!
//! A message names what changed, never what it changed to: the page asks for that, and is then told what it may see.

use std::collections::HashSet;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Path, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::{Stream, StreamExt};
use tokio_stream::wrappers::BroadcastStream;

use crate::domain::can;
use crate::server::bus::Change;
use crate::server::ctx::AppState;
use crate::server::keys::Token;
use crate::server::store::links::Purpose;

/// How long a stream lasts: a session or link that ended since hears nothing more.
const LONGEST: Duration = Duration::from_secs(10 * 60);

/// `/events`: every change, for signed-in colleagues.
pub async fn staff(State(app): State<Arc<AppState>>, parts: Parts) -> Response {
    match super::context(app.clone(), &parts).await {
        Ok(ctx) if can::be_signed_in(&ctx.actor) => stream(&app, None),
        Ok(_) => StatusCode::UNAUTHORIZED.into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

/// `/c/TOKEN/events`: what concerns this client's page.
pub async fn client_page(state: State<Arc<AppState>>, token: Path<String>) -> Response {
    public(state.0, &token, Purpose::ClientPage).await
}

/// `/b/TOKEN/events`: what concerns this candidate's booking.
pub async fn booking(state: State<Arc<AppState>>, token: Path<String>) -> Response {
    public(state.0, &token, Purpose::Booking).await
}

/// `/a/TOKEN/events`: what concerns the interview of this invitation.
pub async fn invitation(state: State<Arc<AppState>>, token: Path<String>) -> Response {
    public(state.0, &token, Purpose::Answer).await
}

/// `/o/TOKEN/events`: what concerns this offer.
pub async fn offer(state: State<Arc<AppState>>, token: Path<String>) -> Response {
    public(state.0, &token, Purpose::Offer).await
}

async fn public(app: Arc<AppState>, token: &str, purpose: Purpose) -> Response {
    match topics(&app, token, purpose).await {
        Ok(Some(topics)) => stream(&app, Some(topics)),
        Ok(None) => StatusCode::UNAUTHORIZED.into_response(),
        Err(error) => {
            tracing::error!(%error, "no topics for a page's events");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

async fn topics(app: &AppState, token: &str, purpose: Purpose) -> crate::server::store::Result<Option<HashSet<String>>> {
    let Some(token) = Token::parse(token) else { return Ok(None) };
    let mut tx = app.store.read().await?;
    let Some(link) = tx.link(&token, purpose, app.clock.now()).await? else { return Ok(None) };
    let topics = match purpose {
        Purpose::Booking => tx.topics_of_request(&link.subject_id).await?,
        Purpose::Answer => link.subject_id.split('/').next().map(|interview| format!("interview:{interview}")).into_iter().collect(),
        Purpose::Offer => vec![format!("offer:{}", link.subject_id)],
        _ => tx.topics_of_page(&link.subject_id).await?,
    };
    Ok(Some(topics.into_iter().collect()))
}

/// The changes with one of these topics (all, for none); what else they concern is left out.
fn stream(app: &AppState, topics: Option<HashSet<String>>) -> Response {
    // Listens first: what comes between is told, even if the page then asks once too often.
    let changes = BroadcastStream::new(app.bus.subscribe());
    let mark = serde_json::json!({ "mark": app.bus.mark() }).to_string();
    let events = changes
        // A page that fell behind by more than the bus keeps asks for everything again.
        .map(|change| change.unwrap_or_else(|_| Change { event_id: String::new(), action: "missed".into(), topics: vec!["*".into()] }))
        .filter_map(move |change| std::future::ready(concerning(change, topics.as_ref())))
        .map(|change| Ok::<_, Infallible>(Event::default().data(serde_json::json!(change).to_string())))
        .take_until(app.stop.clone().cancelled_owned())
        // Then the browser comes again, and is asked anew who it is.
        .take_until(tokio::time::sleep(LONGEST));
    let first = futures::stream::once(std::future::ready(Ok(Event::default().data(mark))));
    answer(first.chain(events))
}

fn answer(events: impl Stream<Item = Result<Event, Infallible>> + Send + 'static) -> Response {
    // Tells nginx not to hold the messages back.
    let unbuffered = [(HeaderName::from_static("x-accel-buffering"), "no")];
    (unbuffered, Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))).into_response()
}

fn concerning(change: Change, topics: Option<&HashSet<String>>) -> Option<Change> {
    let Some(topics) = topics else { return Some(change) };
    let own: Vec<String> = change.topics.into_iter().filter(|topic| topic == "*" || topics.contains(topic)).collect();
    (!own.is_empty()).then(|| Change { event_id: change.event_id, action: "changed".into(), topics: own })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_page_hears_only_of_its_own() {
        let change =
            Change { event_id: "1".into(), action: "interview.booked".into(), topics: vec!["page:1".into(), "candidate:7".into()] };
        let own = HashSet::from(["page:1".to_owned()]);
        let heard = concerning(change.clone(), Some(&own)).unwrap();
        assert_eq!((heard.action.as_str(), heard.topics), ("changed", vec!["page:1".to_owned()]));
        assert_eq!(concerning(change.clone(), Some(&HashSet::new())), None);
        assert_eq!(concerning(change.clone(), None), Some(change));
    }
}
