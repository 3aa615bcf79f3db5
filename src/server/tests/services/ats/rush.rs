//! Many deliveries at once leave the database to others.

use std::time::Duration;

use futures::future::join_all;
use serde_json::{Value, json};

use super::{Connected, record};
use crate::server::ats::turns::MOST_DELIVERIES;
use crate::server::services::ats::receive::Taken;
use crate::server::tests::world::Agency;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn deliveries_wait_without_a_connection_to_the_database_and_no_more_than_there_are_places() {
    for agency in Agency::both().await {
        let connected = Connected::generic(&agency).await;
        let store = &agency.server.app.store;
        let told = |number: usize| {
            let job = record("job", &format!("J{number}"), 1, json!({ "name": format!("Job {number}"), "state": "open" }));
            (format!("delivery {number}"), json!({ "records": [job] }))
        };
        let bodies: Vec<(String, Value)> = (0..MOST_DELIVERIES).map(told).collect();
        // Another instance writes down a great deal for the same connection.
        let mut other = store.begin().await.unwrap();
        other.lock_ats(connected.id).await.unwrap();
        let mut rush = Box::pin(join_all(bodies.iter().map(|(id, body)| connected.send(id, body))));
        assert!(tokio::time::timeout(Duration::from_millis(500), &mut rush).await.is_err(), "they wait");
        if let Some(pool) = store.postgres() {
            let taken = usize::try_from(pool.size()).unwrap() - pool.num_idle();
            assert!(taken <= 2, "{taken}: the other instance's, and the one whose turn it is");
        }
        let (id, body) = told(MOST_DELIVERIES);
        assert_eq!(connected.send(&id, &body).await.unwrap(), Taken::Later);
        drop(other);
        for taken in rush.await {
            assert_eq!(taken.unwrap(), Taken::Now);
        }
        assert_eq!(connected.send(&id, &body).await.unwrap(), Taken::Now, "nothing of it was kept: sent again, it is new");
        let all = i64::try_from(MOST_DELIVERIES).unwrap() + 1;
        assert_eq!(agency.number("select count(*) from ats_deliveries").await, all);
        assert_eq!(agency.number("select count(*) from jobs").await, all);
    }
}
