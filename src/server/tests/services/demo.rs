//! The demo can be told on any day of the week, and is not told twice.

use crate::server::services::demo;
use crate::server::tests::support::TestServer;
use crate::server::tests::world::at;

#[tokio::test]
async fn the_demo_is_alive_whatever_the_day() {
    for (day, server) in
        ["2027-03-01T07:30:00Z", "2027-03-27T22:00:00Z"].into_iter().zip([TestServer::sqlite().await, TestServer::sqlite().await])
    {
        server.clock.set(at(day));
        demo::fill(&server.app).await.unwrap();
        let count = async |sql: &'static str| server.app.store.read().await.unwrap().number(sql).await.unwrap();
        assert!(count("select count(*) from interviews where state = 'confirmed'").await >= 4, "{day}");
        assert_eq!(count("select count(*) from interviews where state = 'cancelled'").await, 1);
        assert_eq!(count("select count(*) from interview_requests where state = 'invited'").await, 1);
        assert!(count("select count(*) from interview_requests where state = 'presented'").await >= 3);
        assert_eq!(count("select count(*) from files").await, 14);
        let history = count("select count(*) from history").await;
        demo::fill(&server.app).await.unwrap();
        assert_eq!(count("select count(*) from interviews").await, count("select count(distinct uid) from interviews").await);
        // Only the fresh links are new.
        assert_eq!(count("select count(*) from history").await, history + 2);
    }
}
