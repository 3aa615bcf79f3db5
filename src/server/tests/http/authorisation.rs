//! Every server function and route × every kind of visitor, against the table.

use std::collections::BTreeSet;

use leptos::server_fn::axum::server_fn_paths;

use super::Answer;
use super::table::{Line, OPEN, functions, routes};
use super::world::{Who, World};
use crate::server::tests::documents;
use crate::server::tests::support::TestServer;

/// What the answer says of the right to ask.
fn letter(answer: &Answer) -> char {
    match answer.status.as_u16() {
        401 => 'u',
        403 => 'f',
        404 => 'n',
        // Without scripts a download leads to signing in.
        302 | 303 if answer.header("location").starts_with("/sign-in") && answer.cookie("session").is_none() => 'u',
        500.. => '!',
        400 => '?',
        _ => '+',
    }
}

pub async fn world() -> (tempfile::TempDir, World) {
    let server = TestServer::sqlite().await;
    let world = World::make(&server).await;
    (server.into_folder().await, world)
}

pub async fn call(world: &World, server: &TestServer, who: Who, line: &Line) -> Answer {
    let mut browser = world.browser(server, who);
    let (path, body) = (format!("/api/{}", line.path), (line.body)(world, who));
    if line.is_json { browser.call(&path, &body).await } else { browser.call_form(&path, &body).await }
}

#[tokio::test]
async fn everybody_may_do_what_the_table_says_and_nothing_else() {
    let (folder, world) = world().await;
    let mut wrong = Vec::new();
    for line in functions() {
        let mut server = World::copy(folder.path()).await;
        let mut found = String::new();
        let mut notes = Vec::new();
        for (who, expected) in Who::ALL.into_iter().zip(line.may.chars()) {
            let answer = call(&world, &server, who, &line).await;
            let letter = letter(&answer);
            found.push(letter);
            if letter != expected {
                notes.push(format!("    {who:?}: {} {}", answer.status, answer.body.chars().take(200).collect::<String>()));
            }
            if letter == '+' {
                // It may have changed something: the next one finds the world as it was.
                server = World::copy(folder.path()).await;
            }
        }
        if found != line.may {
            wrong.push(format!("{}\n    expected {}\n    found    {found}\n{}", line.path, line.may, notes.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn every_server_function_has_its_line() {
    let registered: BTreeSet<String> = server_fn_paths().map(|(path, _)| path.trim_start_matches("/api/").to_owned()).collect();
    let lines = functions();
    let listed: BTreeSet<String> = lines.iter().map(|line| line.path.to_owned()).collect();
    assert_eq!(lines.len(), listed.len(), "a line stands twice");
    let missing: Vec<_> = registered.difference(&listed).collect();
    assert!(missing.is_empty(), "add a line to tests/http/table.rs for: {missing:?}");
    let gone: Vec<_> = listed.difference(&registered).collect();
    assert!(gone.is_empty(), "no longer a server function: {gone:?}");
    assert!(lines.iter().all(|line| line.may.len() == Who::ALL.len()));
}

#[tokio::test]
async fn routes_are_guarded_as_the_table_says() {
    let (folder, world) = world().await;
    let mut wrong = Vec::new();
    for line in routes() {
        let server = World::copy(folder.path()).await;
        let mut found = String::new();
        for who in Who::ALL {
            let (mut browser, path) = (world.browser(&server, who), (line.path)(&world, who));
            let answer = if line.is_upload { browser.upload(&path, &documents::pdf()).await } else { browser.get(&path).await };
            found.push(letter(&answer));
        }
        if found != line.may {
            wrong.push(format!("{}: expected {} found {found}", (line.path)(&world, Who::Administrator), line.may));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_route_has_its_line() {
    let source = include_str!("../../http.rs");
    let patterns: BTreeSet<&str> = source.split(".route(").skip(1).filter_map(|rest| rest.split('"').nth(1)).collect();
    let listed: BTreeSet<&str> = routes().iter().map(|line| line.pattern).chain(OPEN.iter().copied()).collect();
    assert_eq!(patterns, listed, "tests/http/table.rs has a line for each route");
}

#[tokio::test]
async fn a_revoked_or_expired_link_opens_nothing() {
    let (folder, world) = world().await;
    for line in functions().iter().filter(|line| line.path.starts_with("booking/page") || line.path.starts_with("presentations/page")) {
        for who in [Who::Client, Who::Candidate] {
            let server = World::copy(folder.path()).await;
            if letter(&call(&world, &server, who, line).await) != '+' {
                continue;
            }
            server.clock.set(crate::domain::time::plus_minutes(server.app.clock.now(), 61 * 24 * 60));
            assert_eq!(letter(&call(&world, &server, who, line).await), 'u', "{} {who:?} after it expired", line.path);
            let server = World::copy(folder.path()).await;
            let mut staff = world.browser(&server, Who::Recruiter);
            staff.call("/api/presentations/revoke", &serde_json::json!({ "page": world.page })).await;
            staff.call("/api/booking/revoke", &serde_json::json!({ "request": world.request })).await;
            assert_eq!(letter(&call(&world, &server, who, line).await), 'u', "{} {who:?} after it was revoked", line.path);
        }
    }
}

#[tokio::test]
async fn a_deactivated_colleague_has_no_session() {
    let (folder, world) = world().await;
    let server = World::copy(folder.path()).await;
    let mut recruiter = world.browser(&server, Who::Recruiter);
    assert!(recruiter.call_form("/api/account/me", &serde_json::json!({})).await.status.is_success());
    let body = serde_json::json!({ "user": world.sessions[1].0, "active": false, "version": 1 });
    let answer = world.browser(&server, Who::Administrator).call_form("/api/colleagues/set-active", &body).await;
    assert!(answer.status.is_success(), "{}", answer.body);
    assert_eq!(recruiter.call_form("/api/account/me", &serde_json::json!({})).await.status.as_u16(), 401);
}
