//! Mailed links, fetched by whatever fetches links: nothing changes. Forms work without scripts.

use axum::Router;
use axum::body::Body;
use axum::http::{Method, Request, Response, StatusCode, header};
use leptos::prelude::IntoAny;
use tower::ServiceExt;

use crate::domain::id::InterviewId;
use crate::domain::span::Span;
use crate::server::services::links::{InvitationKey, issue_answer};
use crate::server::services::{booking, presentations};
use crate::server::tests::world::{Agency, JobLike, at, span, token};

fn router(agency: &Agency) -> Router {
    crate::server::http::router(agency.server.app.clone(), |bundle, assets| crate::app::shell(bundle, assets).into_any())
}

async fn ask(router: &Router, method: Method, path: &str) -> Response<Body> {
    let request = Request::builder().method(method).uri(path).header(header::ACCEPT, "text/html").body(Body::empty()).unwrap();
    router.clone().oneshot(request).await.unwrap()
}

async fn form(router: &Router, page: &str, function: &str, body: String) -> Response<Body> {
    let base = "http://localhost:3000";
    let request = Request::builder()
        .method(Method::POST)
        .uri(format!("/api/{function}"))
        .header(header::ACCEPT, "text/html")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .header(header::REFERER, format!("{base}{page}"))
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap();
    router.clone().oneshot(request).await.unwrap()
}

fn location(response: &Response<Body>) -> String {
    response.headers().get(header::LOCATION).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}

/// The link with which the contact answers the invitation.
async fn answer_link(agency: &Agency, interview: InterviewId, span: Span) -> String {
    let staff = agency.staff();
    let mut tx = staff.store().begin().await.unwrap();
    let key = InvitationKey { interview, person: agency.contact.to_string(), told: span.start() };
    let path = issue_answer(&mut tx, &staff, &key, span.end()).await.unwrap().path;
    tx.commit().await.unwrap();
    path
}

#[tokio::test]
async fn fetching_every_link_three_times_changes_nothing() {
    for agency in Agency::both().await {
        let job = agency.job(JobLike::default()).await;
        let (request, page) = agency.invited("Asha Rao", job, agency.contact).await;
        agency.share(page, JobLike::default().timing, &[span("2027-03-08T14:00:00Z", "2027-03-08T17:00:00Z")]).await;
        let booked = booking::book_for(&agency.staff(), request, at("2027-03-08T14:00:00Z")).await.unwrap();
        let client = presentations::page_link(&agency.staff(), page).await.unwrap().address;
        let candidate = booking::booking_link(&agency.staff(), request).await.unwrap().address;
        let (client, candidate) = (format!("/c/{}", token(&client)), format!("/b/{}", token(&candidate)));
        let answer = answer_link(&agency, booked.id, booked.span).await;
        let router = router(&agency);
        let before = agency.server.app.store.dump().await.unwrap();
        for _ in 0..3 {
            for path in [
                client.clone(),
                candidate.clone(),
                format!("{client}/interviews/{}.ics", booked.id),
                format!("{candidate}/interviews/{}.ics", booked.id),
                format!("{client}/files/0192f0c1-0000-7000-8000-000000000000"),
                format!("{candidate}?start=1804514400000"),
                answer.clone(),
                format!("{answer}?answer=accepted"),
                "/api/answers/give?token=x&input[answer]=declined".to_owned(),
                "/api/booking/cancel?token=x".to_owned(),
            ] {
                for method in [Method::GET, Method::HEAD] {
                    let response = ask(&router, method, &path).await;
                    let status = response.status();
                    assert!(!status.is_server_error(), "{path}: {status}");
                    if path.ends_with(".ics") {
                        assert_eq!(status, StatusCode::OK, "{path}");
                        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/calendar; charset=utf-8");
                    }
                    assert!(!path.contains("/files/") || status == StatusCode::NOT_FOUND, "{path}: {status}");
                }
            }
        }
        assert_eq!(agency.server.app.store.dump().await.unwrap(), before);
    }
}

#[tokio::test]
async fn a_candidate_books_moves_and_cancels_with_plain_forms() {
    let agency = Agency::on(crate::server::tests::support::TestServer::sqlite().await).await;
    let job = agency.job(JobLike::default()).await;
    let (request, page) = agency.invited("Asha Rao", job, agency.contact).await;
    agency.share(page, JobLike::default().timing, &[span("2027-03-08T14:00:00Z", "2027-03-08T17:00:00Z")]).await;
    let link = booking::booking_link(&agency.staff(), request).await.unwrap().address;
    let (path, key) = (format!("/b/{}", token(&link)), token(&link).to_owned());
    let router = router(&agency);
    let start = |text: &str| crate::domain::time::ms(at(text));

    let body = format!("token={key}&start_ms={}", start("2027-03-08T03:00:00Z"));
    let refused = form(&router, &path, "booking/book", body).await;
    assert_eq!((refused.status(), location(&refused)), (StatusCode::SEE_OTHER, path.clone()));
    let cookies: Vec<&str> = refused.headers().get_all(header::SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect();
    assert!(cookies.iter().any(|cookie| cookie.starts_with("returned=")), "the page is told what went wrong: {cookies:?}");

    let body = format!("token={key}&start_ms={}&zone=Asia%2FKolkata&phone=", start("2027-03-08T14:30:00Z"));
    let booked = form(&router, &path, "booking/book", body).await;
    // The zone that was chosen stays.
    assert_eq!((booked.status(), location(&booked)), (StatusCode::FOUND, format!("{path}?zone=Asia/Kolkata")));
    let body = format!("token={key}&start_ms={}", start("2027-03-08T15:30:00Z"));
    assert_eq!(location(&form(&router, &path, "booking/reschedule", body).await), path);
    assert_eq!(agency.number("select starts_at from interviews").await, start("2027-03-08T15:30:00Z"));
    assert_eq!(location(&form(&router, &path, "booking/cancel", format!("token={key}&reason=Ill")).await), path);
    assert_eq!(agency.texts("select state from interviews").await, ["cancelled"]);
}

#[tokio::test]
async fn an_invitation_is_answered_with_plain_forms() {
    let agency = Agency::on(crate::server::tests::support::TestServer::sqlite().await).await;
    let job = agency.job(JobLike::default()).await;
    let (request, page) = agency.invited("Asha Rao", job, agency.contact).await;
    agency.share(page, JobLike::default().timing, &[span("2027-03-08T14:00:00Z", "2027-03-08T17:00:00Z")]).await;
    let booked = booking::book_for(&agency.staff(), request, at("2027-03-08T14:00:00Z")).await.unwrap();
    let path = answer_link(&agency, booked.id, booked.span).await;
    let router = router(&agency);
    let body = |rest: &str| format!("token={}&input[start_ms]={}&{rest}", token(&path), booked.span.start_ms());
    let shown = async || {
        let response = ask(&router, Method::GET, &path).await;
        let bytes = http_body_util::BodyExt::collect(response.into_body()).await.unwrap().to_bytes();
        String::from_utf8_lossy(&bytes).into_owned()
    };
    assert!(shown().await.contains("You have not answered yet.") && shown().await.contains("New York (UTC−5)"), "in the reader's zone");
    let refused = form(&router, &path, "answers/give", body("input[answer]=proposed&input[words]=")).await;
    assert_eq!((refused.status(), location(&refused)), (StatusCode::SEE_OTHER, path.clone()));
    let declined = form(&router, &path, "answers/give", body("input[answer]=declined&input[reason]=Ill+that+day")).await;
    assert_eq!((declined.status(), location(&declined)), (StatusCode::FOUND, path.clone()));
    assert_eq!(agency.texts("select response from interview_people where kind = 'contact'").await, ["declined"]);
    assert!(shown().await.contains("You do not come.") && shown().await.contains("Ill that day"));
    let proposed = "input[answer]=proposed&input[date]=2027-03-09&input[time]=09:30&input[zone]=America/New_York&input[otherwise]=declined";
    assert_eq!(location(&form(&router, &path, "answers/give", body(proposed)).await), path);
    assert_eq!(agency.number("select proposed_at from interview_answers").await, crate::domain::time::ms(at("2027-03-09T14:30:00Z")));
    assert_eq!(agency.texts("select state from interviews").await, ["confirmed"]);
}
