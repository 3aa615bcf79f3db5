//! Uploads and downloads through the router, on both databases.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use leptos::prelude::IntoAny;
use object_store::ObjectStoreExt;
use object_store::path::Path;
use tower::ServiceExt;

use crate::api::error::ApiError;
use crate::domain::id::{CandidateId, FileId};
use crate::domain::people::Role;
use crate::server::ctx::Ctx;
use crate::server::keys::Token;
use crate::server::services::{candidates, files};
use crate::server::tests::documents::{doc, docx, pdf, zip};
use crate::server::tests::records::{colleague, failure, stored_candidate};
use crate::server::tests::support::TestServer;

/// The cookie of a session of whoever acts.
async fn session(ctx: &Ctx) -> String {
    let token = Token::random().unwrap();
    let mut tx = ctx.store().begin().await.unwrap();
    tx.insert_session(&token, ctx.actor.user_id().unwrap(), ctx.now(), ctx.now() + chrono::Duration::days(1)).await.unwrap();
    tx.commit().await.unwrap();
    format!("session={}", token.reveal())
}

struct Answer {
    status: StatusCode,
    headers: axum::http::HeaderMap,
    body: Vec<u8>,
}

async fn send(server: &TestServer, request: Request<Body>) -> Answer {
    let router = crate::server::http::router(server.app.clone(), |_, _| ().into_any());
    let response = router.oneshot(request).await.unwrap();
    let (status, headers) = (response.status(), response.headers().clone());
    Answer { status, headers, body: response.into_body().collect().await.unwrap().to_bytes().to_vec() }
}

fn form(candidate: CandidateId, cookie: &str, accept: &str, name: &str, bytes: &[u8]) -> Request<Body> {
    let mut body = b"--b\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nresume\r\n".to_vec();
    body.extend(
        format!("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: application/pdf\r\n\r\n")
            .bytes(),
    );
    body.extend(bytes);
    body.extend(b"\r\n--b--\r\n");
    Request::post(format!("/candidates/{candidate}/files"))
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=b")
        .header(header::COOKIE, cookie)
        .header(header::ACCEPT, accept)
        .header("sec-fetch-site", "same-origin")
        .body(Body::from(body))
        .unwrap()
}

fn get(file: FileId, cookie: &str) -> Request<Body> {
    Request::get(format!("/files/{file}")).header(header::COOKIE, cookie).body(Body::empty()).unwrap()
}

fn message(answer: &Answer) -> String {
    match serde_json::from_slice(&answer.body).unwrap() {
        ApiError::Invalid(errors) => errors.at("file").unwrap().message.clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn documents_go_in_and_come_out_the_same() {
    for server in TestServer::both().await {
        let ctx = colleague(&server, "Rita", Role::Recruiter).await;
        let cookie = session(&ctx).await;
        let ana = stored_candidate(&ctx, "ana@example.com", None).await;
        for (bytes, name, media_type, disposition) in [
            (pdf(), "Résumé.PDF", "application/pdf", "inline; filename=\"R_sum_.pdf\"; filename*=UTF-8''R%C3%A9sum%C3%A9.pdf"),
            (doc(), "../old.doc", "application/msword", "attachment; filename=\"old.doc\"; filename*=UTF-8''old.doc"),
            (
                docx(),
                "new.pdf",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "attachment; filename=\"new.docx\"; filename*=UTF-8''new.docx",
            ),
        ] {
            let sent = send(&server, form(ana, &cookie, "application/json", name, &bytes)).await;
            assert_eq!(sent.status, StatusCode::OK, "{}", String::from_utf8_lossy(&sent.body));
            let id: FileId = serde_json::from_slice(&sent.body).unwrap();
            let got = send(&server, get(id, &cookie)).await;
            assert_eq!((got.status, &got.body), (StatusCode::OK, &bytes));
            assert_eq!(got.headers[header::CONTENT_TYPE], media_type);
            assert_eq!(got.headers[header::CONTENT_DISPOSITION], disposition);
            assert_eq!(got.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
            assert!(got.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().contains("default-src 'none'"));
            // At rest it is encrypted, and bound to its place.
            let mut tx = ctx.store().read().await.unwrap();
            let row = tx.file(id).await.unwrap().unwrap();
            let sealed = server.app.files.get(&Path::from(row.storage_key.as_str())).await.unwrap().bytes().await.unwrap();
            assert!(!sealed.windows(6).any(|part| part == b"Resume"));
            assert!(server.app.keys.open(&format!("file:{}", ctx.id(FileId::new).unwrap()), &sealed).is_err());
            assert_eq!(row.size_bytes, bytes.len() as i64);
        }
        assert_eq!(candidates::get(&ctx, ana).await.unwrap().files.len(), 3);
    }
}

#[tokio::test]
async fn what_is_no_document_is_refused_with_its_reason() {
    let server = TestServer::sqlite().await;
    let ctx = colleague(&server, "Rita", Role::Recruiter).await;
    let cookie = session(&ctx).await;
    let ana = stored_candidate(&ctx, "ana@example.com", None).await;
    let most = server.app.config.files.most_bytes;
    let mut large = pdf();
    large.resize(most + 1, b' ');
    for (bytes, wanted) in [
        (b"<html>%PDF-1.7</html>".to_vec(), "error-file-type"),
        (zip(&[("resume.txt", b"x")]), "error-file-type"),
        (Vec::new(), "error-file-empty"),
        (large.clone(), "error-file-too-large"),
        (vec![b'x'; super::super::super::http::files::most_body_bytes(most) + 1], "error-file-too-large"),
    ] {
        let refused = send(&server, form(ana, &cookie, "application/json", "resume.pdf", &bytes)).await;
        assert_eq!((refused.status, message(&refused).as_str()), (StatusCode::UNPROCESSABLE_ENTITY, wanted));
    }
    large.truncate(most);
    assert_eq!(send(&server, form(ana, &cookie, "application/json", "resume.pdf", &large)).await.status, StatusCode::OK);
    assert_eq!(candidates::get(&ctx, ana).await.unwrap().files.len(), 1);
}

#[tokio::test]
async fn a_plain_form_is_led_back() {
    let server = TestServer::sqlite().await;
    let ctx = colleague(&server, "Rita", Role::Recruiter).await;
    let cookie = session(&ctx).await;
    let ana = stored_candidate(&ctx, "ana@example.com", None).await;
    let accept = "text/html,application/xhtml+xml";
    let good = send(&server, form(ana, &cookie, accept, "a.pdf", &pdf())).await;
    assert_eq!(
        (good.status, good.headers[header::LOCATION].to_str().unwrap()),
        (StatusCode::SEE_OTHER, format!("/candidates/{ana}?uploaded=1").as_str())
    );
    let bad = send(&server, form(ana, &cookie, accept, "a.pdf", b"x")).await;
    assert_eq!(bad.headers[header::LOCATION], format!("/candidates/{ana}?upload_error=error-file-type"));
    assert_eq!(send(&server, form(ana, "", accept, "a.pdf", &pdf())).await.headers[header::LOCATION], "/sign-in");
}

#[tokio::test]
async fn files_are_for_those_who_may_see_the_candidate() {
    let server = TestServer::sqlite().await;
    let ctx = colleague(&server, "Rita", Role::Recruiter).await;
    let cookie = session(&ctx).await;
    let ivo = session(&colleague(&server, "Ivo", Role::Interviewer).await).await;
    let ana = stored_candidate(&ctx, "ana@example.com", None).await;
    let id: FileId = serde_json::from_slice(&send(&server, form(ana, &cookie, "*/*", "a.pdf", &pdf())).await.body).unwrap();
    assert_eq!(send(&server, get(id, &ivo)).await.status, StatusCode::NOT_FOUND);
    assert_eq!(send(&server, get(id, "")).await.headers[header::LOCATION], "/sign-in");
    assert_eq!(send(&server, form(ana, &ivo, "*/*", "a.pdf", &pdf())).await.status, StatusCode::FORBIDDEN);
    let mut foreign = form(ana, &cookie, "*/*", "a.pdf", &pdf());
    foreign.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
    assert_eq!(send(&server, foreign).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_deleted_file_is_gone_and_a_failed_row_leaves_no_bytes() {
    for server in TestServer::both().await {
        let ctx = colleague(&server, "Rita", Role::Recruiter).await;
        let ana = stored_candidate(&ctx, "ana@example.com", None).await;
        let upload = || files::Upload { kind: crate::domain::candidates::FileKind::Resume, name: "a.pdf".into(), bytes: pdf() };
        let id = files::upload(&ctx, ana, upload()).await.unwrap();
        let key = Path::from(format!("candidates/{ana}/{id}"));
        assert!(server.app.files.head(&key).await.is_ok());
        files::delete(&ctx, id).await.unwrap();
        assert!(server.app.files.head(&key).await.is_err());
        assert_eq!(failure(files::delete(&ctx, id).await), ApiError::NotFound);
        assert_eq!(failure(files::open_for_colleague(&ctx, id).await), ApiError::NotFound);

        let mut tx = ctx.store().begin().await.unwrap();
        tx.execute_raw("alter table files rename to files_away").await.unwrap();
        tx.execute_raw("create table files as select * from files_away").await.unwrap();
        tx.execute_raw("create unique index files_none on files ((1))").await.unwrap();
        tx.commit().await.unwrap();
        files::upload(&ctx, ana, upload()).await.unwrap();
        // The second row is refused by the index: its bytes are taken back.
        assert!(matches!(failure(files::upload(&ctx, ana, upload()).await), ApiError::Internal { .. }));
        let folder = server.app.config.data_dir.join("files/candidates").join(ana.to_string());
        assert_eq!(std::fs::read_dir(folder).unwrap().count(), 1);
    }
}
