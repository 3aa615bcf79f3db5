//! Forms sent without scripts, and cookies.
//!
//! A browser sends such a form as a page request (`Accept` has `text/html`) and wants a redirect. What was wrong with it, and what was
//! typed, go back with the redirect in a cookie that the next page takes: nothing of it stands in an address.

use axum::body::{Body, Bytes};
use axum::extract::FromRequest;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use leptos::prelude::*;
use leptos_axum::ResponseOptions;

use crate::api::error::{ApiError, Returned};
use crate::server::config::Config;
use crate::server::keys::Token;
use crate::server::services::account::SESSION_MOST;

/// The cookie that holds the session's token.
pub const SESSION_COOKIE: &str = "session";
/// The cookie with which a candidate reads an offer.
pub const OFFER_COOKIE: &str = "offer";
/// The cookie in which a form comes back.
const RETURNED_COOKIE: &str = "returned";
/// A browser keeps 4,096 bytes of a cookie; a third is lost to its encoding.
const RETURNED_MOST: usize = 2_800;

/// What a form without scripts was filled with, secrets left out.
#[derive(Debug, Clone, Default)]
pub struct Typed(Vec<(String, String)>);

/// Reads the whole body before its server function does, and a plain form's fields.
///
/// # Errors
/// The answer to a body that is too large (413) or breaks off (400).
pub async fn read(request: Request<Body>) -> Result<(Request<Body>, Typed), Response> {
    let (parts, body) = request.into_parts();
    let copy = Request::from_parts(parts.clone(), body);
    let bytes = Bytes::from_request(copy, &()).await.map_err(IntoResponse::into_response)?;
    let urlencoded = header_text(&parts.headers, &header::CONTENT_TYPE).starts_with("application/x-www-form-urlencoded");
    let plain = parts.method == Method::POST && urlencoded && wants_page(&parts.headers);
    let typed = if plain { Typed(serde_fields(&bytes)) } else { Typed::default() };
    Ok((Request::from_parts(parts, Body::from(bytes)), typed))
}

/// The fields of a urlencoded body that may be shown again (HTML, section 4.10.22.8).
fn serde_fields(body: &[u8]) -> Vec<(String, String)> {
    let secret =
        |name: &str| ["password", "present", "token", "code", "webhook", "secret", "api_key"].iter().any(|word| name.contains(word));
    let decode = |text: &str| {
        let spaced = text.replace('+', " ");
        percent_decode(spaced.as_bytes())
    };
    let Ok(body) = std::str::from_utf8(body) else {
        return Vec::new();
    };
    body.split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (decode(name), decode(value)))
        .filter(|(name, _)| !secret(name))
        .collect()
}

/// Undoes the escapes of an address (RFC 3986, section 2.1); what is none stays.
pub fn percent_decode(text: &[u8]) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&first, after)) = rest.split_first() {
        let hex = |digits: &[u8]| std::str::from_utf8(digits).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (first, after.split_at_checked(2)) {
            (b'%', Some((digits, left))) if hex(digits).is_some() => {
                out.extend(hex(digits));
                rest = left;
            }
            _ => {
                out.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Whether the request wants a page for an answer.
pub fn wants_page(headers: &HeaderMap) -> bool {
    header_text(headers, &header::ACCEPT).contains("text/html")
}

/// Whether the present server function was called by a form without scripts, not by a page's script nor while a page is rendered.
pub fn is_plain_form() -> bool {
    use_context::<Parts>().is_some_and(|parts| parts.method == Method::POST && wants_page(&parts.headers))
}

/// Sends a failed form back to the page it stood on.
pub fn send_back(error: &ApiError) {
    let (Some(parts), Some(response)) = (use_context::<Parts>(), use_context::<ResponseOptions>()) else {
        return;
    };
    let mut typed = use_context::<Typed>().unwrap_or_default().0;
    typed.sort_by_key(|(name, value)| name.len() + value.len());
    let error = URL_SAFE.encode(serde_json::to_vec(error).unwrap_or_default());
    let value = loop {
        let returned = Returned { function: parts.uri.path().to_owned(), error: error.clone(), typed: typed.clone() };
        let json = serde_json::to_vec(&returned).unwrap_or_default();
        if json.len() <= RETURNED_MOST || typed.pop().is_none() {
            break URL_SAFE_NO_PAD.encode(json);
        }
    };
    if value.len() < 4_000 {
        set_cookie(&response, &format!("{RETURNED_COOKIE}={value}; Path=/; Max-Age=120; HttpOnly; SameSite=Lax"));
    }
    response.set_status(StatusCode::SEE_OTHER);
    if let Ok(place) = HeaderValue::from_str(&came_from(&parts)) {
        response.insert_header(header::LOCATION, place);
    }
}

/// The path and query of the page that the form stood on.
fn came_from(parts: &Parts) -> String {
    let referer = header_text(&parts.headers, &header::REFERER);
    let local = referer.split_once("://").and_then(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..)));
    crate::paths::local(local.unwrap_or_default()).to_owned()
}

/// What a form came back with, for the page that is rendered now; it is shown once.
pub fn returned(parts: &Parts) -> Option<Returned> {
    let value = cookie(&parts.headers, RETURNED_COOKIE)?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(value).ok()?).ok()
}

/// Lets the browser forget what was shown.
pub fn forget_returned(response: &ResponseOptions) {
    set_cookie(response, &format!("{RETURNED_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"));
}

/// Gives the visitor the cookie of a new session.
pub fn start_session(config: &Config, token: &Token) {
    if let Some(response) = use_context::<ResponseOptions>() {
        let secure = if config.is_secure() { "; Secure" } else { "" };
        let age = SESSION_MOST.num_seconds();
        set_cookie(&response, &format!("{SESSION_COOKIE}={}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}", token.reveal()));
    }
}

/// Takes the visitor's session cookie away.
pub fn end_session() {
    if let Some(response) = use_context::<ResponseOptions>() {
        set_cookie(&response, &format!("{SESSION_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"));
    }
}

/// The token of the visitor's session cookie.
pub fn session() -> Option<Token> {
    use_context::<Parts>().and_then(|parts| cookie(&parts.headers, SESSION_COOKIE).and_then(Token::parse))
}

/// The token with which this browser reads an offer.
pub fn offer_session() -> Option<Token> {
    use_context::<Parts>().and_then(|parts| cookie(&parts.headers, OFFER_COOKIE).and_then(Token::parse))
}

/// Lets this browser read an offer, until it is closed; the server forgets it sooner.
pub fn start_offer_session(config: &Config, token: &Token) {
    if let Some(response) = use_context::<ResponseOptions>() {
        let secure = if config.is_secure() { "; Secure" } else { "" };
        set_cookie(&response, &format!("{OFFER_COOKIE}={}; Path=/; HttpOnly; SameSite=Lax{secure}", token.reveal()));
    }
}

/// Whether the present request came with the zone of its browser.
pub fn zone_is_told() -> bool {
    use_context::<Parts>().is_some_and(|parts| cookie(&parts.headers, "zone").is_some())
}

/// The value of a cookie (RFC 6265, section 5.4).
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
    pairs.filter_map(|pair| pair.trim().split_once('=')).find(|(key, _)| *key == name).map(|(_, value)| value)
}

fn set_cookie(response: &ResponseOptions, text: &str) {
    if let Ok(value) = HeaderValue::from_str(text) {
        response.append_header(header::SET_COOKIE, value);
    }
}

fn header_text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_come_back_without_secrets() {
        let fields = serde_fields(b"input%5Bemail%5D=ana%40example.com&input%5Bpassword%5D=x&input%5Bclient_secret%5D=x&input%5Bapi_key%5D=x&input%5Bname%5D=Ana+Gr%C3%BCber+100%&broken");
        assert_eq!(fields, [("input[email]".into(), "ana@example.com".into()), ("input[name]".into(), "Ana Grüber 100%".into())]);
    }
}
