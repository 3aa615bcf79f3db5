//! The page of a connection to an applicant tracking system, without scripts.

use serde_json::{Value, json};

use super::Browser;
use super::world::World;
use crate::domain::people::{Actor, Role};
use crate::paths;
use crate::server::ctx::Ctx;
use crate::server::services::ats::receive::{Delivered, receive, sign};
use crate::server::services::ats::settings;
use crate::server::tests::support::TestServer;

#[tokio::test]
async fn jobs_are_turned_over_and_mapped_without_scripts() {
    let server = TestServer::sqlite().await;
    let world = World::make(&server).await;
    let (id, token) = &world.sessions[0];
    let ctx = server.ctx(Actor::User { id: *id, name: "Administrator".into(), role: Role::Administrator });
    let secret = settings::new_secret(&ctx, world.ats, 1).await.unwrap().secret.unwrap();
    let job = |number: u32| json!({ "kind": "job", "id": format!("P{number:02}"), "updated_at": "2027-03-01T09:00:00Z", "name": format!("Paged {number:02}"), "state": "open" });
    let body = json!({ "records": (0..30).map(job).collect::<Vec<Value>>() }).to_string();
    let signature = format!("sha256={}", sign(&secret, body.as_bytes()));
    let system = Ctx::system(server.app.clone(), "test".into());
    receive(&system, world.ats, Delivered { signature: Some(&signature), id: None, body: body.as_bytes() }).await.unwrap();

    let mut browser = Browser::new(&server.app).with_session(token);
    let path = paths::ats_connection(world.ats);
    let second = format!("{path}?page=1");
    let first_page = browser.get(&path).await.body;
    assert!(first_page.contains("Paged 24 is here") && !first_page.contains("Paged 25 is here"), "{first_page}");
    assert!(first_page.contains(&format!("href=\"{second}\"")), "{first_page}");
    let second_page = browser.get(&second).await.body;
    assert!(second_page.contains("Paged 25 is here") && !second_page.contains("Paged 24 is here"), "{second_page}");
    assert!(second_page.contains(&format!("value=\"{second}\"")), "{second_page}");

    let map = |back: &str| json!({ "input": { "connection": world.ats, "kind": "job", "record": "P29", "to": "ignored" }, "back": back });
    let saved = browser.submit(&second, "/api/ats/map", &map(&second)).await;
    assert_eq!((saved.status.as_u16(), saved.header("location")), (302, second.as_str()));
    // It leads nowhere else.
    let elsewhere = browser.submit(&second, "/api/ats/map", &map("https://elsewhere.example/")).await;
    assert_eq!(elsewhere.header("location"), paths::HOME);
}
