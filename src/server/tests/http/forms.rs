//! A form by its link, without scripts; uploads and what stands in a window.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};

use super::world::{Who, World};
use super::{Answer, Browser, urlencoded};
use crate::server::services::forms;
use crate::server::tests::documents;
use crate::server::tests::support::TestServer;

struct Tried {
    server: TestServer,
    world: World,
    /// By the link of the attendee's form.
    path: String,
    key: String,
}

async fn tried() -> Tried {
    let server = TestServer::sqlite().await;
    let world = World::make(&server).await;
    let staff = server.ctx(crate::domain::people::Actor::User {
        id: world.sessions[1].0,
        name: "Rita".into(),
        role: crate::domain::people::Role::Recruiter,
    });
    let address = forms::link(&staff, world.form).await.unwrap().address;
    let key = address.rsplit('/').next().unwrap().to_owned();
    Tried { path: format!("/f/{key}"), key, server, world }
}

/// A form as a browser without scripts sends it.
async fn send(browser: &mut Browser, page: &str, body: String) -> Answer {
    let request = Request::builder()
        .method(Method::POST)
        .uri("/api/forms/fill")
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::REFERER, format!("http://localhost:3000{page}"))
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap();
    browser.send(request).await
}

#[tokio::test]
async fn an_attendee_without_an_account_fills_in_the_form_without_scripts() {
    let Tried { server, path, key, .. } = tried().await;
    let mut browser = Browser::new(&server.app);
    let page = browser.get(&path).await;
    assert_eq!(page.status, StatusCode::OK);
    for part in ["Evaluation of Chris", "How deep?", "fields[q2]", "action=\"/api/forms/fill\"", "Submit evaluation"] {
        assert!(page.body.contains(part), "{part} is missing in {}", page.body);
    }
    assert!(!page.body.contains("/candidates/"), "no way to a record");

    let body = |version: i64, step: &str, fields: serde_json::Value| {
        urlencoded(&serde_json::json!({ "key": key, "version": version, "step": step, "fields": fields }))
    };
    let missing = send(&mut browser, &path, body(1, "submit", serde_json::json!({}))).await;
    assert_eq!((missing.status, missing.header("location")), (StatusCode::SEE_OTHER, path.as_str()));
    let again = browser.get(&path).await.body;
    assert!(again.contains("field__error") && again.contains("Submit evaluation"), "{again}");

    let kept = send(&mut browser, &path, body(2, "keep", serde_json::json!({ "q2": "3" }))).await;
    assert_eq!(kept.header("location"), format!("{path}?done=kept"));
    let submitted = send(&mut browser, &path, body(3, "submit", serde_json::json!({ "q2": "4" }))).await;
    assert_eq!(submitted.header("location"), format!("{path}?done=submitted"));
    let done = browser.get(&format!("{path}?done=submitted")).await.body;
    assert!(done.contains("your evaluation is submitted") && done.contains("4 of 5"), "{done}");
    let pdf = browser.get(&format!("{path}/form.pdf")).await;
    assert_eq!((pdf.status, pdf.header("content-type")), (StatusCode::OK, "application/pdf"));
}

#[tokio::test]
async fn the_link_of_a_form_opens_nothing_else_and_fetching_it_changes_nothing() {
    let Tried { server, world, path, key } = tried().await;
    let before = server.app.store.dump().await.unwrap();
    let mut browser = Browser::new(&server.app);
    for _ in 0..3 {
        for path in [path.clone(), format!("{path}?edit=1"), format!("{path}/form.pdf"), format!("{path}/form.pdf?blank=1")] {
            assert_eq!(browser.get(&path).await.status, StatusCode::OK, "{path}");
        }
    }
    assert_eq!(server.app.store.dump().await.unwrap(), before);
    for line in super::table::functions() {
        let mut body = (line.body)(&world, Who::Nobody);
        if let Some(body) = body.as_object_mut() {
            for name in ["key", "token", "page"] {
                // Where a key may stand; an id is no place for one.
                let is_key = body.get(name).and_then(|value| value.as_str()).is_some_and(|value| value.parse::<uuid::Uuid>().is_err());
                // The name of a connection is no key either.
                if is_key && !line.path.starts_with("forms/") && !line.path.starts_with("connections/") {
                    body.insert(name.into(), key.clone().into());
                }
            }
        }
        // Signing up and the like start a session: each function is asked by a browser without one.
        let mut browser = Browser::new(&server.app);
        let path = format!("/api/{}", line.path);
        let answer = if line.is_json { browser.call(&path, &body).await } else { browser.call_form(&path, &body).await };
        let public = line.may.chars().all(|letter| letter == '+');
        assert!(public || answer.status == StatusCode::UNAUTHORIZED, "{}: {} {}", line.path, answer.status, answer.body);
    }
    for other in
        [format!("/c/{key}/events"), format!("/b/{key}/events"), format!("/forms/{}/upload", world.form), format!("/files/{}", world.file)]
    {
        let answer = browser.get(&other).await;
        assert!(matches!(answer.status, StatusCode::UNAUTHORIZED | StatusCode::SEE_OTHER), "{other}: {}", answer.status);
    }
}

#[tokio::test]
async fn an_uploaded_pdf_stands_in_a_window_of_ours_only() {
    let Tried { server, world, .. } = tried().await;
    let mut browser = world.browser(&server, Who::Attendee);
    let document = browser.get(&format!("/forms/{}/upload", world.form)).await;
    assert_eq!((document.status, document.header("x-frame-options")), (StatusCode::OK, "SAMEORIGIN"));
    assert!(document.header("content-security-policy").contains("frame-ancestors 'self'"));
    let page = browser.get(&format!("/candidates/{}/forms", world.candidate)).await;
    assert!(page.header("content-security-policy").contains("frame-src 'self'") && page.header("x-frame-options") == "DENY");
    for part in ["Select Interview", "Select Attendee", "Upload HR Form", "Remove", "Edit HR Form", "<iframe"] {
        assert!(page.body.contains(part), "{part} is missing");
    }
    let second = browser.upload(&format!("/forms/{}/upload", world.form), &documents::docx()).await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(second.body.contains("error-form-has-upload"), "{}", second.body);
    assert_eq!(browser.call_form("/api/forms/remove-upload", &serde_json::json!({ "form": world.form })).await.status, StatusCode::OK);
    assert_eq!(browser.upload(&format!("/forms/{}/upload", world.form), &documents::docx()).await.status, StatusCode::OK);
    let word = browser.get(&format!("/candidates/{}/forms", world.candidate)).await.body;
    assert!(word.contains("Word documents are not shown here") && !word.contains("<iframe"));
}
