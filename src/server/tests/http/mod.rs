//! The router in-process, as browsers use it.

mod account;
mod ats;
mod authorisation;
mod forms;
mod guards;
mod history;
mod inputs;
mod public_links;
mod table;
mod uploads;
mod world;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt;
use leptos::prelude::IntoAny;
use serde_json::Value;
use tower::ServiceExt;

use crate::server::ctx::AppState;
use crate::server::http;

/// The router with the real pages.
pub fn router(app: &Arc<AppState>) -> Router {
    http::router(app.clone(), |bundle, assets| crate::app::shell(bundle, assets).into_any())
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    /// A header's text; empty where it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The `Set-Cookie` of a name.
    pub fn cookie(&self, name: &str) -> Option<String> {
        let cookies = self.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        cookies.filter(|cookie| cookie.starts_with(&format!("{name}="))).map(str::to_owned).next_back()
    }
}

/// A browser: keeps cookies, has an address of its own, says where requests come from.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    origin: String,
    address: SocketAddr,
    pub cookies: BTreeMap<String, String>,
}

impl Browser {
    pub fn new(app: &Arc<AppState>) -> Self {
        Self { router: router(app), origin: app.config.base_url.clone(), address: ([192, 0, 2, 7], 4711).into(), cookies: BTreeMap::new() }
    }

    /// The same at another address.
    pub fn at(mut self, address: [u8; 4]) -> Self {
        self.address = (address, 4711).into();
        self
    }

    /// The same with a session.
    pub fn with_session(mut self, token: &str) -> Self {
        self.cookies.insert("session".into(), token.into());
        self
    }

    /// The same with the code of an offer given.
    pub fn with_offer(mut self, token: &str) -> Self {
        self.cookies.insert("offer".into(), token.into());
        self
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).header("accept", "text/html").body(Body::empty()).unwrap()).await
    }

    /// Calls a server function as a page's script does, with JSON.
    pub async fn call(&mut self, path: &str, body: &Value) -> Answer {
        let request = Request::post(path).header("content-type", "application/json").header("accept", "application/json");
        self.send(self.same_origin(request).body(Body::from(body.to_string())).unwrap()).await
    }

    /// Calls a server function as a page's script does, with a form.
    pub async fn call_form(&mut self, path: &str, body: &Value) -> Answer {
        let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded").header("accept", "application/json");
        self.send(self.same_origin(request).body(Body::from(urlencoded(body))).unwrap()).await
    }

    /// Sends a form that stands on the page `from`, as a browser without scripts does.
    pub async fn submit(&mut self, from: &str, path: &str, body: &Value) -> Answer {
        let request = Request::post(path)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("accept", "text/html,application/xhtml+xml,*/*;q=0.8")
            .header("referer", format!("{}{from}", self.origin));
        self.send(self.same_origin(request).body(Body::from(urlencoded(body))).unwrap()).await
    }

    /// Uploads a file as a page's script does (multipart form, RFC 7578).
    pub async fn upload(&mut self, path: &str, file: &[u8]) -> Answer {
        let mut body = b"--frontier\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nresume\r\n--frontier\r\n".to_vec();
        body.extend(b"Content-Disposition: form-data; name=\"file\"; filename=\"resume.pdf\"\r\nContent-Type: application/pdf\r\n\r\n");
        body.extend(file);
        body.extend(b"\r\n--frontier--\r\n");
        let request =
            Request::post(path).header("content-type", "multipart/form-data; boundary=frontier").header("accept", "application/json");
        self.send(self.same_origin(request).body(Body::from(body)).unwrap()).await
    }

    fn same_origin(&self, request: axum::http::request::Builder) -> axum::http::request::Builder {
        request.header("origin", &self.origin).header("sec-fetch-site", "same-origin")
    }

    /// Sends a request with the cookies, and takes those that come back.
    pub async fn send(&mut self, mut request: Request<Body>) -> Answer {
        request.extensions_mut().insert(ConnectInfo(self.address));
        if !self.cookies.is_empty() {
            let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        // Event streams never end: their head is what is looked at.
        let streams = parts.headers.get("content-type").is_some_and(|kind| kind == "text/event-stream");
        let body = if streams { Vec::new() } else { body.collect().await.unwrap().to_bytes().to_vec() };
        let answer = Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() };
        for cookie in answer.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok()) {
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() {
                self.cookies.remove(name)
            } else {
                self.cookies.insert(name.into(), value.into())
            };
        }
        answer
    }
}

/// A form's body: `{"input": {"name": "x"}}` becomes `input[name]=x`.
pub fn urlencoded(body: &Value) -> String {
    fn add(prefix: &str, value: &Value, out: &mut Vec<String>) {
        match value {
            Value::Object(map) => map.iter().for_each(|(key, value)| {
                let key = if prefix.is_empty() { key.clone() } else { format!("{prefix}[{key}]") };
                add(&key, value, out);
            }),
            Value::Array(list) => list.iter().enumerate().for_each(|(i, value)| add(&format!("{prefix}[{i}]"), value, out)),
            Value::Null => {}
            Value::String(text) => out.push(format!("{}={}", escaped(prefix), escaped(text))),
            other => out.push(format!("{}={}", escaped(prefix), escaped(&other.to_string()))),
        }
    }
    let mut out = Vec::new();
    add("", body, &mut out);
    out.join("&")
}

fn escaped(text: &str) -> String {
    text.bytes().map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}
