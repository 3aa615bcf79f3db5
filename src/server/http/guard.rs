//! What every request passes: same origin for changes, security headers.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use leptos::nonce::Nonce;
use leptos_axum::ResponseOptions;

use crate::server::config::Config;
use crate::server::ctx::AppState;

/// Refuses changes that another site's page asks for: `Sec-Fetch-Site` where the browser sends it (Fetch Metadata), else `Origin` (RFC 6454).
pub async fn same_origin(State(app): State<Arc<AppState>>, request: Request<Body>, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next.run(request).await;
    }
    let same = is_same_origin(&app.config, request.headers());
    if same { next.run(request).await } else { (StatusCode::FORBIDDEN, "cross-site request refused").into_response() }
}

fn is_same_origin(config: &Config, headers: &HeaderMap) -> bool {
    let get = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (get("sec-fetch-site"), get("origin")) {
        (Some(site), _) => site == "same-origin" || site == "none",
        (None, Some(origin)) => origin == config.base_url || get("host").is_some_and(|host| origin.ends_with(&format!("://{host}"))),
        // No browser leaves both out; a program without a browser's cookies has nothing to steal.
        (None, None) => get("cookie").is_none(),
    }
}

/// Headers that every answer carries.
pub async fn headers(State(app): State<Arc<AppState>>, request: Request<Body>, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ] {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    // What may stand in a window of our own pages says so itself.
    headers.entry(header::X_FRAME_OPTIONS).or_insert(HeaderValue::from_static("DENY"));
    if app.config.is_secure() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    // What is not a hashed file is personal or changes: never kept by anybody between.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    response
}

/// The policy of a page: nothing from elsewhere, scripts only with this answer's nonce.
pub fn content_security_policy(response: &ResponseOptions, nonce: &Nonce, secure: bool) {
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'{}",
        if secure { "; upgrade-insecure-requests" } else { "" }
    );
    if let Ok(value) = HeaderValue::from_str(&policy) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, value);
    }
}

/// The visitor's address: the connection's, or what the trusted proxy in front says.
pub fn client_address(config: &Config, parts: &Parts) -> String {
    let peer = || parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let address = if config.trust_proxy { forwarded_for(&parts.headers).or_else(peer) } else { peer() };
    address.map(|address| address.to_string()).unwrap_or_default()
}

/// What the proxy wrote: the last entry of the last line, whatever a visitor put before it. Some add the port.
fn forwarded_for(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?.rsplit(',').next()?.trim();
    last.parse().ok().or_else(|| last.parse::<SocketAddr>().ok().map(|with_port| with_port.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_proxy_itself_wrote_counts() {
        for (lines, address) in [
            (vec!["203.0.113.7"], Some("203.0.113.7")),
            (vec!["10.0.0.1, 203.0.113.7"], Some("203.0.113.7")),
            (vec!["10.0.0.1", "203.0.113.7"], Some("203.0.113.7")),
            (vec!["203.0.113.7:51234"], Some("203.0.113.7")),
            (vec!["2001:db8::7"], Some("2001:db8::7")),
            (vec!["[2001:db8::7]:443"], Some("2001:db8::7")),
            (vec!["203.0.113.7, unknown"], None),
            (vec![], None),
        ] {
            let mut headers = HeaderMap::new();
            for line in &lines {
                headers.append("x-forwarded-for", HeaderValue::from_static(line));
            }
            assert_eq!(forwarded_for(&headers), address.map(|address| address.parse().unwrap()), "{lines:?}");
        }
    }
}
