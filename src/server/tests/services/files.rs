//! Uploads in an object store: Amazon S3's contract, spoken by the real client with a server of this test's own.

use futures::TryStreamExt;
use object_store::ObjectStoreExt;

use crate::api::error::ApiError;
use crate::domain::candidates::FileKind;
use crate::domain::people::Role;
use crate::server::config::Files;
use crate::server::services::{candidates, files};
use crate::server::tests::documents::pdf;
use crate::server::tests::mail::peers::ObjectStoreServer;
use crate::server::tests::records::{colleague, failure, stored_candidate};
use crate::server::tests::support::TestServer;

fn upload() -> files::Upload {
    files::Upload { kind: FileKind::Resume, name: "resume.pdf".into(), bytes: pdf() }
}

#[tokio::test]
async fn files_lie_sealed_in_a_bucket_and_come_back_whole() {
    let bucket = ObjectStoreServer::start("uploads");
    let mut server = TestServer::sqlite().await;
    server.set_files(Files {
        url: "s3://uploads/agendum".into(),
        s3_region: "eu-central-1".into(),
        s3_endpoint: bucket.url(),
        s3_access_key: "key".into(),
        s3_secret_key: "secret".into(),
        most_bytes: 1_048_576,
    });
    let ctx = colleague(&server, "Rita", Role::Recruiter).await;
    let ana = stored_candidate(&ctx, "ana@example.com", None).await;
    let id = files::upload(&ctx, ana, upload()).await.unwrap();
    assert_eq!(files::open_for_colleague(&ctx, id).await.unwrap().bytes, pdf());

    let stored: Vec<_> = server.app.files.list(None).try_collect().await.unwrap();
    assert_eq!(stored.len(), 1);
    let raw = server.app.files.get(&stored[0].location).await.unwrap().bytes().await.unwrap();
    assert!(!raw.windows(4).any(|window| window == b"%PDF"), "stored as it came");

    files::delete(&ctx, id).await.unwrap();
    assert!(server.app.files.list(None).try_collect::<Vec<_>>().await.unwrap().is_empty());

    // Out of reach: a clear failure, and no row of a file that is nowhere.
    drop(bucket);
    assert!(matches!(failure(files::upload(&ctx, ana, upload()).await), ApiError::Internal { .. }));
    assert!(candidates::get(&ctx, ana).await.unwrap().files.is_empty());
}
