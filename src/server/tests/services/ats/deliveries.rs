//! Deliveries: their signatures, their ids, what they name.

use serde_json::json;

use super::{Connected, admin, fixture, record};
use crate::api::error::ApiError;
use crate::domain::ats::connection::SaveConnection;
use crate::domain::ats::record::{Key, RecordKind};
use crate::domain::people::Role;
use crate::domain::time::ms;
use crate::server::ctx::Ctx;
use crate::server::services::ats::receive::{Delivered, Taken, receive, sign};
use crate::server::services::ats::{mapping, settings};
use crate::server::tests::records::failure;
use crate::server::tests::support::user;
use crate::server::tests::world::Agency;

#[tokio::test]
async fn a_delivery_counts_once_and_a_wrong_signature_is_refused_and_counted() {
    for agency in Agency::both().await {
        let connected = Connected::generic(&agency).await;
        let body = json!({ "records": [record("job", "J1", 1, json!({ "name": "Data engineer", "state": "open" }))] });
        assert_eq!(connected.send("one", &body).await.unwrap(), Taken::Now);
        let before = connected.state().await;
        let events = agency.number("select count(*) from history").await;
        assert_eq!(connected.send("one", &body).await.unwrap(), Taken::Before);
        // The same id with something else in it is the same delivery.
        let other = json!({ "records": [record("job", "J1", 9, json!({ "name": "Designer" }))] });
        assert_eq!(connected.send("one", &other).await.unwrap(), Taken::Before);
        assert_eq!(connected.state().await, before);
        // Without an id, the body is one.
        assert_eq!(connected.send("", &other).await.unwrap(), Taken::Now);
        assert_eq!(connected.send("", &other).await.unwrap(), Taken::Before);

        let before = connected.state().await;
        let ctx = Ctx::system(agency.server.app.clone(), "test".into());
        let bytes = body.to_string().into_bytes();
        for signature in [None, Some(format!("sha256={}", sign("another secret", &bytes))), Some(sign(&connected.secret, &bytes))] {
            let delivered = Delivered { signature: signature.as_deref(), id: Some("two"), body: &bytes };
            let refused = receive(&ctx, connected.id, delivered).await;
            assert!(matches!(refused, Err(crate::server::error::Error::Api(ApiError::Unauthorized))));
        }
        assert_eq!(connected.state().await, before);
        assert_eq!(agency.number("select count(*) from ats_deliveries").await, 2, "nothing else is written");
        let line = settings::list(&admin(&agency)).await.unwrap().lines.remove(0);
        assert_eq!((line.refused, line.deliveries, line.unreadable), (3, 2, 0));
        assert!(agency.number("select count(*) from history").await > events);

        // What can not be read is answered so, and may be mended under the same id.
        let broken = connected.send("three", &json!({ "records": [{ "kind": "job" }] })).await.unwrap();
        assert!(matches!(broken, Taken::Unreadable(ref error) if error.contains("records[0]: `updated_at`")), "{broken:?}");
        assert_eq!(connected.send("three", &body).await.unwrap(), Taken::Now);

        let line = settings::list(&admin(&agency)).await.unwrap().lines.remove(0);
        settings::switch(&admin(&agency), connected.id, line.version, false).await.unwrap();
        assert_eq!(failure(connected.send("four", &body).await), ApiError::NotFound);
        let staff = agency.server.ctx(user(&agency.server.public(), Role::Recruiter));
        assert_eq!(failure(settings::list(&staff).await), ApiError::Forbidden);
        assert_eq!(failure(mapping::view(&staff, connected.id, 0).await), ApiError::Forbidden);
    }
}

#[tokio::test]
async fn a_new_secret_takes_the_place_of_the_former_one_and_is_sealed() {
    for agency in Agency::both().await {
        let input = SaveConnection {
            system: "generic".into(),
            name: "Our ATS".into(),
            recruiter_id: agency.recruiter.user_id().unwrap().to_string(),
            ..SaveConnection::default()
        };
        let saved = settings::save(&admin(&agency), &input).await.unwrap();
        let first = saved.secret.unwrap();
        let renewed = settings::new_secret(&admin(&agency), saved.id, 1).await.unwrap().secret.unwrap();
        assert_ne!(first, renewed);
        assert_eq!(failure(settings::new_secret(&admin(&agency), saved.id, 1).await), ApiError::Stale);
        let ctx = Ctx::system(agency.server.app.clone(), "test".into());
        let send = async |secret: &str| {
            let signature = format!("sha256={}", sign(secret, b"{\"records\":[]}"));
            receive(&ctx, saved.id, Delivered { signature: Some(&signature), id: None, body: b"{\"records\":[]}" }).await
        };
        assert_eq!(failure(send(&first).await), ApiError::Unauthorized);
        assert_eq!(send(&renewed).await.unwrap(), Taken::Now);
        // Changing anything else leaves it.
        let change = SaveConnection { id: Some(saved.id), version: 2, name: "The ATS".into(), ..input };
        assert_eq!(settings::save(&admin(&agency), &change).await.unwrap().secret, None);
        assert_eq!(send(&renewed).await.unwrap(), Taken::Before);
        let stored = ctx.store().read().await.unwrap().ats_connection(saved.id).await.unwrap().unwrap();
        assert!(!String::from_utf8_lossy(&stored.secrets).contains(&renewed));
    }
}

#[tokio::test]
async fn lever_is_heard_and_what_it_names_is_to_be_asked_for() {
    for agency in Agency::both().await {
        let connected =
            Connected::to(&agency, "lever", SaveConnection { api_key: "key-of-lever".into(), ..SaveConnection::default() }).await;
        assert_eq!(connected.send("", &fixture("lever/test")).await.unwrap(), Taken::Now);
        let change = fixture("lever/candidate_stage_change");
        assert_eq!(connected.send("", &change).await.unwrap(), Taken::Now);
        assert_eq!(connected.send("", &change).await.unwrap(), Taken::Before, "its own id, or its token, makes it count once");
        let now = agency.server.app.clock.now();
        let asked = agency.server.app.store.read().await.unwrap().ats_to_ask(connected.id, now, 10).await.unwrap();
        assert_eq!(asked, [(Key::new(RecordKind::Application, "0a11c0de-0000-4000-8000-000000000001"), ms(now))]);
        assert_eq!(agency.number("select count(*) from candidates").await, 0);
    }
}

#[tokio::test]
async fn what_is_named_while_it_is_asked_for_is_asked_for_again() {
    for agency in Agency::both().await {
        let connected = Connected::generic(&agency).await;
        connected.told("one", json!([record("application", "A1", 1, json!({ "state": "active" }))])).await;
        let (key, now) = (Key::new(RecordKind::Application, "A1"), agency.server.app.clock.now());
        let mut tx = agency.server.app.store.begin().await.unwrap();
        tx.ask_for_ats_record(connected.id, &key, now).await.unwrap();
        let read = tx.ats_to_ask(connected.id, now, 10).await.unwrap().remove(0).1;
        tx.ask_for_ats_record(connected.id, &key, now).await.unwrap();
        tx.asked_for_ats_record(connected.id, (&key, read), None).await.unwrap();
        let again = tx.ats_to_ask(connected.id, now, 10).await.unwrap().remove(0).1;
        assert_ne!(again, read, "in the same millisecond, too");
        tx.asked_for_ats_record(connected.id, (&key, again), None).await.unwrap();
        assert_eq!(tx.ats_to_ask(connected.id, now, 10).await.unwrap(), []);
    }
}
