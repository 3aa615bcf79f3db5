//! Signing in, cookies, forms with and without scripts.

use serde_json::json;

use super::{Answer, Browser};
use crate::server::tests::support::TestServer;

const PASSWORD: &str = "seven rainy days";

async fn set_up(browser: &mut Browser) -> Answer {
    let input = json!({ "input": { "organisation": "Weiss & Partner", "name": "Dana Weiss", "email": "dana@example.com",
        "zone": "Europe/Berlin", "password": PASSWORD } });
    browser.submit("/setup", "/api/organisation/set-up", &input).await
}

fn sign_in(password: &str, next: &str) -> serde_json::Value {
    json!({ "input": { "email": "Dana@Example.com", "password": password, "next": next } })
}

#[tokio::test]
async fn an_empty_installation_leads_to_its_set_up_which_signs_in() {
    let server = TestServer::sqlite().await;
    let mut browser = Browser::new(&server.app);
    let answer = browser.get("/sign-in").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (302, "/setup"), "{}", answer.body);
    let page = browser.get("/setup").await;
    assert!(page.status.is_success() && page.body.contains("input[organisation]"), "{}", page.body);

    let answer = set_up(&mut browser).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (302, "/"));
    let me = browser.call_form("/api/account/me", &json!({})).await;
    assert!(me.status.is_success() && me.body.contains("Dana Weiss"), "{}", me.body);
    let again = browser.get("/setup").await;
    assert_eq!(again.header("location"), "/sign-in");
    let second = Browser::new(&server.app)
        .call_form(
            "/api/organisation/set-up",
            &json!({ "input": { "organisation": "X", "name": "X", "email": "x@example.com",
        "zone": "UTC", "password": PASSWORD } }),
        )
        .await;
    assert_eq!(second.status.as_u16(), 409);
}

#[tokio::test]
async fn the_session_cookie_is_for_the_server_only_and_secure_behind_tls() {
    for (base_url, secure) in [("http://127.0.0.1:3000", false), ("https://interviews.example.com", true)] {
        let mut server = TestServer::sqlite().await;
        server.set_base_url(base_url);
        let mut browser = Browser::new(&server.app);
        let cookie = set_up(&mut browser).await.cookie("session").unwrap();
        for attribute in ["; Path=/", "; HttpOnly", "; SameSite=Lax", "; Max-Age="] {
            assert!(cookie.contains(attribute), "{cookie}");
        }
        assert_eq!(cookie.contains("; Secure"), secure, "{cookie}");
        assert_eq!(!browser.get("/sign-in").await.header("strict-transport-security").is_empty(), secure);
        assert!(!cookie.contains("Domain"), "{cookie}");
    }
}

#[tokio::test]
async fn signing_in_goes_on_to_a_page_of_this_site_only_and_signing_out_ends_the_session() {
    let server = TestServer::sqlite().await;
    set_up(&mut Browser::new(&server.app)).await;
    for (next, place) in
        [("/jobs?page=2", "/jobs?page=2"), ("https://evil.example/", "/"), ("//evil.example", "/"), ("/\\evil.example", "/"), ("", "/")]
    {
        let answer = Browser::new(&server.app).submit("/sign-in", "/api/account/sign-in", &sign_in(PASSWORD, next)).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (302, place), "{next}");
    }
    let mut browser = Browser::new(&server.app);
    browser.submit("/sign-in", "/api/account/sign-in", &sign_in(PASSWORD, "")).await;
    let stolen = browser.clone();
    let answer = browser.submit("/", "/api/account/sign-out", &json!({})).await;
    assert_eq!(answer.header("location"), "/sign-in");
    assert!(answer.cookie("session").unwrap().contains("Max-Age=0"));
    for mut browser in [browser, stolen] {
        assert_eq!(browser.call_form("/api/account/me", &json!({})).await.status.as_u16(), 401);
    }
}

#[tokio::test]
async fn a_wrong_form_without_scripts_comes_back_with_what_was_typed_but_no_password() {
    let server = TestServer::sqlite().await;
    set_up(&mut Browser::new(&server.app)).await;
    let mut browser = Browser::new(&server.app);
    let answer = browser.submit("/sign-in?next=%2Fjobs", "/api/account/sign-in", &sign_in("wrong password", "/jobs")).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/sign-in?next=%2Fjobs"), "{}", answer.body);
    let kept = answer.cookie("returned").unwrap();
    assert!(kept.contains("HttpOnly") && kept.contains("Max-Age=120"));
    let page = browser.get("/sign-in?next=%2Fjobs").await;
    assert!(page.body.contains("Mail address or password is wrong."), "{}", page.body);
    assert!(page.body.contains("value=\"Dana@Example.com\"") && page.body.contains("value=\"/jobs\""), "{}", page.body);
    assert!(!page.body.contains("wrong password"));
    // Shown once.
    assert!(!browser.get("/sign-in").await.body.contains("is wrong."));
}

#[tokio::test]
async fn a_script_is_told_what_is_wrong_with_the_right_status() {
    let server = TestServer::sqlite().await;
    set_up(&mut Browser::new(&server.app)).await;
    let mut browser = Browser::new(&server.app);
    let answer = browser.call_form("/api/account/sign-in", &sign_in("wrong password", "")).await;
    assert_eq!(answer.status.as_u16(), 422);
    let error: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!((&error["kind"], &error["detail"][0]["message"]), (&json!("invalid"), &json!("error-credentials")));
    assert_eq!(browser.call_form("/api/account/me", &json!({})).await.status.as_u16(), 401);
}

#[tokio::test]
async fn guessing_passwords_is_slowed_down_by_mail_address_from_everywhere() {
    let server = TestServer::sqlite().await;
    set_up(&mut Browser::new(&server.app)).await;
    for last in 1..=5 {
        let answer =
            Browser::new(&server.app).at([198, 51, 100, last]).call_form("/api/account/sign-in", &sign_in("wrong password", "")).await;
        assert_eq!(answer.status.as_u16(), 422, "{last}");
    }
    // Even the right one waits, elsewhere, too.
    let mut browser = Browser::new(&server.app).at([203, 0, 113, 1]);
    let answer = browser.call_form("/api/account/sign-in", &sign_in(PASSWORD, "")).await;
    assert_eq!((answer.status.as_u16(), answer.body.contains("retry_seconds")), (429, true), "{}", answer.body);
    server.clock.set(crate::domain::time::from_ms(crate::domain::time::ms(server.app.clock.now()) + 1_000));
    assert!(browser.call_form("/api/account/sign-in", &sign_in(PASSWORD, "")).await.status.is_success());
    // And is forgotten after a success.
    let answer = browser.call_form("/api/account/sign-in", &sign_in("wrong password", "")).await;
    assert_eq!(answer.status.as_u16(), 422);
}

#[tokio::test]
async fn whether_there_is_an_account_is_not_told() {
    let server = TestServer::sqlite().await;
    set_up(&mut Browser::new(&server.app)).await;
    let mut answers = Vec::new();
    for email in ["dana@example.com", "nobody@example.com"] {
        let mut browser = Browser::new(&server.app);
        let asked = browser.submit("/forgot-password", "/api/account/forgot-password", &json!({ "email": email })).await;
        let tried = browser.call_form("/api/account/sign-in", &json!({ "input": { "email": email, "password": "x", "next": "" } })).await;
        answers.push((asked.status, asked.header("location").to_owned(), tried.status, tried.body));
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0].1, "/forgot-password?sent");
}

#[tokio::test]
async fn pages_of_staff_lead_to_signing_in() {
    let server = TestServer::sqlite().await;
    set_up(&mut Browser::new(&server.app)).await;
    for path in ["/", "/jobs", "/settings", "/account"] {
        let answer = Browser::new(&server.app).get(path).await;
        assert!(answer.header("location").starts_with("/sign-in"), "{path}: {} {}", answer.status, answer.header("location"));
    }
}
