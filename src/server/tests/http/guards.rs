//! What every request passes: headers, origin, limits, health.

use axum::body::Body;
use axum::http::Request;
use leptos::server_fn::axum::server_fn_paths;
use serde_json::json;

use super::Browser;
use super::world::World;
use crate::server::tests::support::TestServer;

#[tokio::test]
async fn every_answer_has_the_security_headers() {
    let server = TestServer::sqlite().await;
    for path in ["/setup", "/healthz", "/no/such/page", "/api/no-such-function", "/c/unknown", "/pkg/nothing.js"] {
        let answer = Browser::new(&server.app).get(path).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{path} {name}");
        }
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"), "{path}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
}

#[tokio::test]
async fn the_nonce_of_scripts_is_another_each_time() {
    let server = TestServer::sqlite().await;
    let mut browser = Browser::new(&server.app);
    let mut nonces = Vec::new();
    for _ in 0..2 {
        let page = browser.get("/setup").await;
        let nonce = page.header("content-security-policy").split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        assert!(page.body.contains(&format!("nonce=\"{nonce}\"")), "{}", page.body);
        assert!(!page.header("content-security-policy").contains("script-src 'unsafe-inline'"));
        nonces.push(nonce);
    }
    assert_ne!(nonces[0], nonces[1]);
}

#[tokio::test]
async fn another_sites_page_can_change_nothing() {
    let server = TestServer::sqlite().await;
    let send = |headers: Vec<(&'static str, String)>| {
        let mut request = Request::post("/api/account/sign-out").header("content-type", "application/x-www-form-urlencoded");
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let mut browser = Browser::new(&server.app);
        async move { browser.send(request.body(Body::empty()).unwrap()).await.status.as_u16() }
    };
    let own = server.app.config.base_url.clone();
    for (headers, refused) in [
        (vec![("sec-fetch-site", "cross-site".to_owned())], true),
        (vec![("sec-fetch-site", "same-site".to_owned())], true),
        (vec![("origin", "https://evil.example".to_owned())], true),
        (vec![("origin", "null".to_owned()), ("cookie", "session=x".to_owned())], true),
        (vec![("origin", format!("{own}.evil.example"))], true),
        // A client that is no browser.
        (vec![], false),
        (vec![("cookie", "session=x".to_owned())], true),
        (vec![("origin", own.clone())], false),
        (vec![("sec-fetch-site", "same-origin".to_owned()), ("origin", own)], false),
    ] {
        let status = send(headers.clone()).await;
        assert_eq!(status == 403, refused, "{headers:?}: {status}");
    }
}

#[tokio::test]
async fn links_of_accounts_and_documents_change_nothing_however_often_they_are_fetched() {
    let server = TestServer::sqlite().await;
    let world = World::make(&server).await;
    let mut browser = Browser::new(&server.app);
    let before = server.app.store.dump().await.unwrap();
    for _ in 0..3 {
        for path in [
            format!("/invitation/{}", world.invitation),
            format!("/reset-password/{}", world.reset),
            format!("/c/{}", world.page_token),
            format!("/c/{}/files/{}", world.page_token, world.file),
        ] {
            for method in ["GET", "HEAD"] {
                let request = Request::builder().method(method).uri(&path).header("accept", "text/html").body(Body::empty()).unwrap();
                let answer = browser.send(request).await;
                assert_eq!(answer.status.as_u16(), 200, "{method} {path}");
            }
        }
    }
    assert_eq!(server.app.store.dump().await.unwrap(), before);
}

#[tokio::test]
async fn built_files_come_compressed_and_are_kept_for_good_and_missing_ones_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let pkg = folder.path().join("pkg");
    std::fs::create_dir(&pkg).unwrap();
    std::fs::write(pkg.join("agendum.0123abcd.js"), "export const plain = true;").unwrap();
    std::fs::write(pkg.join("agendum.0123abcd.js.br"), "compressed").unwrap();
    let mut server = TestServer::sqlite().await;
    server.set_site_root(folder.path());
    let mut browser = Browser::new(&server.app);
    let mut ask = async |path: &str, encodings: &'static str| {
        browser.send(Request::get(path).header("accept-encoding", encodings).body(Body::empty()).unwrap()).await
    };
    let found = ask("/pkg/agendum.0123abcd.js", "gzip, br").await;
    assert_eq!((found.status.as_u16(), found.header("content-encoding"), found.body.as_str()), (200, "br", "compressed"));
    assert_eq!(found.header("cache-control"), "public, max-age=31536000, immutable");
    assert!(found.header("content-type").contains("javascript"));
    let plain = ask("/pkg/agendum.0123abcd.js", "identity").await;
    assert_eq!((plain.header("content-encoding"), plain.body.as_str()), ("", "export const plain = true;"));
    let missing = ask("/pkg/agendum.ffffffff.js", "br").await;
    assert_eq!((missing.status.as_u16(), missing.header("cache-control")), (404, "no-store"));
}

#[tokio::test]
async fn get_calls_no_server_function() {
    let server = TestServer::sqlite().await;
    let mut browser = Browser::new(&server.app);
    for (path, method) in server_fn_paths() {
        assert_eq!(method.as_str(), "POST", "{path}");
        let answer = browser.get(&format!("{path}?email=dana%40example.com")).await;
        assert!(!answer.status.is_success() && !answer.status.is_redirection(), "{path}: {}", answer.status);
    }
}

#[tokio::test]
async fn alive_and_ready_are_told() {
    let server = TestServer::sqlite().await;
    let mut browser = Browser::new(&server.app);
    assert_eq!(browser.get("/healthz").await.body, "ok");
    assert_eq!(browser.get("/readyz").await.body, "ready");
    server.app.store.close().await;
    assert_eq!(browser.get("/healthz").await.status.as_u16(), 200);
    assert_eq!(browser.get("/readyz").await.status.as_u16(), 503);
}

#[tokio::test]
async fn who_asks_too_much_is_told_to_wait_and_others_are_not() {
    let server = TestServer::sqlite().await;
    let mut browser = Browser::new(&server.app);
    let body = json!({ "email": "not an address" });
    for _ in 0..40 {
        assert_eq!(browser.call_form("/api/account/forgot-password", &body).await.status.as_u16(), 422);
    }
    let answer = browser.call_form("/api/account/forgot-password", &body).await;
    assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (429, "1"));
    assert!(answer.body.contains("too_many"), "{}", answer.body);
    // A form without scripts, and the script of a candidate's page, get it in words.
    let page = browser.submit("/forgot-password", "/api/account/forgot-password", &body).await;
    assert_eq!((page.status.as_u16(), page.header("retry-after"), page.header("content-type")), (429, "1", "text/plain; charset=utf-8"));
    assert_eq!(page.body, "Too many tries. Please wait a second, then try again.");
    // What costs little goes on; another visitor is not touched (same router, another address).
    assert!(browser.call_form("/api/account/door", &json!({})).await.status.is_success());
    assert_eq!(browser.clone().at([198, 51, 100, 1]).call_form("/api/account/forgot-password", &body).await.status.as_u16(), 422);
}

#[tokio::test]
async fn what_no_server_function_can_read_is_the_callers_fault() {
    let server = TestServer::sqlite().await;
    let mut browser = Browser::new(&server.app);
    for answer in [
        browser.call("/api/interviews/plan", &json!({ "application": 5 })).await,
        browser.call("/api/interviews/plan", &json!({})).await,
        browser.call_form("/api/account/sign-in", &json!({ "x": "y" })).await,
    ] {
        assert_eq!(answer.status.as_u16(), 400, "{}", answer.body);
        assert!(answer.body.contains("transport"), "{}", answer.body);
    }
    let unknown = browser.call("/api/no-such-function", &json!({})).await;
    assert_eq!((unknown.status.as_u16(), unknown.body.as_str()), (404, ""));
}

#[tokio::test]
async fn a_body_without_end_is_refused() {
    let server = TestServer::sqlite().await;
    let mut browser = Browser::new(&server.app);
    let answer = browser.call_form("/api/account/forgot-password", &json!({ "email": "x".repeat(2_000_000) })).await;
    assert_eq!(answer.status.as_u16(), 413);
    let answer = browser.submit("/forgot-password", "/api/account/forgot-password", &json!({ "email": "x".repeat(2_000_000) })).await;
    assert_eq!(answer.status.as_u16(), 413);
}

#[tokio::test]
async fn a_delivery_of_an_applicant_tracking_system_needs_its_signature_and_nothing_else() {
    let server = TestServer::sqlite().await;
    let world = World::make(&server).await;
    let hook = crate::paths::ats_hook(world.ats);
    let send = async |path: &str, headers: &[(&str, String)], body: Vec<u8>| {
        let mut request = Request::post(path).header("content-type", "application/json");
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        Browser::new(&server.app).send(request.body(Body::from(body)).unwrap()).await.status.as_u16()
    };
    let body = br#"{"records":[]}"#.to_vec();
    let ctx = server.ctx(crate::domain::people::Actor::User {
        id: world.sessions[0].0,
        name: "Administrator".into(),
        role: crate::domain::people::Role::Administrator,
    });
    let renewed = crate::server::services::ats::settings::new_secret(&ctx, world.ats, 1).await.unwrap().secret.unwrap();
    let signed = |body: &[u8]| ("x-agendum-signature", format!("sha256={}", crate::server::services::ats::receive::sign(&renewed, body)));
    assert_eq!(send(&hook, &[signed(&body), ("x-agendum-delivery", "1".into())], body.clone()).await, 200);
    assert_eq!(send(&hook, &[signed(&body), ("x-agendum-delivery", "1".into())], body.clone()).await, 200, "once more");
    assert_eq!(send(&hook, &[signed(b"{}")], body.clone()).await, 401);
    assert_eq!(send(&hook, &[], body.clone()).await, 401);
    assert_eq!(send(&hook, &[signed(b"{}")], b"{}".to_vec()).await, 422);
    assert_eq!(send(&hook, &[signed(b"nonsense")], b"nonsense".to_vec()).await, 422);
    let large = vec![b' '; 1_048_577];
    assert_eq!(send(&hook, &[signed(&large)], large.clone()).await, 413);
    assert_eq!(send("/hooks/ats/nonsense", &[], body.clone()).await, 404);
    assert_eq!(send(&crate::paths::ats_hook(world.job), &[signed(&body)], body.clone()).await, 404);
    let mut browser = Browser::new(&server.app);
    assert_eq!(browser.get(&hook).await.status.as_u16(), 405, "opening it does nothing");

    let places: Vec<_> = std::iter::from_fn(|| server.app.turns.place()).collect();
    let (signature, delivery) = (signed(&body), ("x-agendum-delivery", "2".to_owned()));
    let request = Request::post(&hook).header(signature.0, &signature.1).body(Body::from(body.clone())).unwrap();
    let refused = browser.send(request).await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (503, "30"), "{}", refused.body);
    drop(places);
    assert_eq!(send(&hook, &[signature, delivery], body.clone()).await, 200);
}
