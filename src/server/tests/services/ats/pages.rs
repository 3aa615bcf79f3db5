//! The page of a connection shows the system's jobs as other lists do: so many at a time.

use serde_json::{Value, json};

use super::{Connected, admin, record};
use crate::api::ats::MappedJob;
use crate::domain::list::Page;
use crate::server::services::ats::mapping;
use crate::server::tests::world::Agency;

#[tokio::test]
async fn jobs_are_shown_in_pages_by_name_with_their_stages_and_open_ones_first() {
    for agency in Agency::both().await {
        let connected = Connected::generic(&agency).await;
        let mut records: Vec<Value> = Vec::new();
        for number in (0..30).rev() {
            let id = format!("J{number:02}");
            // The last of these by name are the first of those that are closed.
            let state = if number < 3 { "closed" } else { "open" };
            records.push(record("job", &id, 1, json!({ "name": format!("job {number:02}"), "state": state })));
            for (position, stage) in ["Applied", "Interview"].into_iter().enumerate() {
                let fields = json!({ "job": id, "name": stage, "position": position });
                records.push(record("stage", &format!("{id}-{stage}"), 1, fields));
            }
        }
        connected.told("all", json!(records)).await;
        let page = async |number: u32| mapping::view(&admin(&agency), connected.id, number).await.unwrap().jobs;
        let names = |page: &Page<MappedJob>| page.rows.iter().map(|job| job.name.clone()).collect::<Vec<_>>();
        let (first, second, beyond) = (page(0).await, page(1).await, page(7).await);
        assert_eq!(names(&first), (3..28).map(|number| format!("job {number:02}")).collect::<Vec<_>>());
        assert_eq!(names(&second), ["job 28", "job 29", "job 00", "job 01", "job 02"]);
        assert_eq!(second.rows.iter().map(|job| job.open).collect::<Vec<_>>(), [true, true, false, false, false]);
        assert_eq!([first.total, second.total, beyond.total], [30; 3]);
        assert_eq!((first.page, second.page, names(&beyond)), (0, 1, Vec::new()));
        for job in first.rows.iter().chain(&second.rows) {
            assert_eq!(job.stages.iter().map(|stage| stage.name.as_str()).collect::<Vec<_>>(), ["Applied", "Interview"], "{}", job.name);
            assert!(job.stages.iter().all(|stage| stage.local.is_some()) && job.local.is_some(), "{}", job.name);
        }
    }
}
