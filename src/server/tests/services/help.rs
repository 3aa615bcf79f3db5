//! The manual within the app: for colleagues of every role, and only the pages that there are.

use crate::api::error::ApiError;
use crate::domain::help::Topic;
use crate::domain::people::Role;
use crate::server::services::help;
use crate::server::tests::records::{colleague, failure};
use crate::server::tests::support::TestServer;

#[tokio::test]
async fn colleagues_read_every_page_and_no_other() {
    let server = TestServer::sqlite().await;
    let ctx = colleague(&server, "Ines", Role::Interviewer).await;
    let first = help::page(&ctx, None).unwrap();
    assert_eq!(first.title, "Help");
    let names: Vec<&str> = first.pages.iter().map(|page| page.name.as_str()).collect();
    assert_eq!(names, Topic::ALL.iter().map(|topic| topic.name()).collect::<Vec<_>>());
    for line in &first.pages {
        assert_eq!(help::page(&ctx, Some(&line.name)).unwrap().title, line.title);
    }
    for name in ["", "README", "Schedule", "../settings", "schedule.md"] {
        assert_eq!(failure(help::page(&ctx, Some(name))), ApiError::NotFound, "{name}");
    }
    assert_eq!(failure(help::page(&server.public(), None)), ApiError::Unauthorized);
}
