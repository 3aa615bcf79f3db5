//! Uploaded files, encrypted, in a local folder or an S3 bucket.

pub mod sniff;

use std::sync::Arc;
use std::time::Duration;

use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, RetryConfig};

use super::config::{Config, ConfigError};

/// Opens the store that the configuration names.
///
/// # Errors
/// When the folder can not be made or the bucket's settings will not do.
pub fn open(config: &Config) -> Result<Arc<dyn ObjectStore>, ConfigError> {
    let wrong = |problem: String| ConfigError { key: "files.url".into(), problem };
    let Some(bucket) = config.files.url.strip_prefix("s3://") else {
        let folder = config.data_dir.join("files");
        std::fs::create_dir_all(&folder).map_err(|error| wrong(format!("{}: {error}", folder.display())))?;
        return Ok(Arc::new(LocalFileSystem::new_with_prefix(folder).map_err(|error| wrong(error.to_string()))?));
    };
    let (bucket, prefix) = bucket.split_once('/').unwrap_or((bucket, ""));
    let files = &config.files;
    // Without keys in the configuration the machine's own role is asked.
    let own_keys = !files.s3_access_key.is_empty();
    let builder = if own_keys { AmazonS3Builder::new() } else { AmazonS3Builder::from_env() };
    let mut builder = builder
        .with_bucket_name(bucket)
        // A visitor waits for the answer: what does not come within seconds is told.
        .with_retry(RetryConfig { max_retries: 3, retry_timeout: Duration::from_secs(10), ..RetryConfig::default() });
    if own_keys {
        builder = builder.with_access_key_id(files.s3_access_key.clone()).with_secret_access_key(files.s3_secret_key.clone());
    }
    if !files.s3_region.is_empty() {
        builder = builder.with_region(files.s3_region.clone());
    }
    if !files.s3_endpoint.is_empty() {
        builder = builder.with_endpoint(files.s3_endpoint.clone()).with_allow_http(files.s3_endpoint.starts_with("http://"));
    }
    let store = builder.build().map_err(|error| wrong(error.to_string()))?;
    Ok(Arc::new(PrefixStore::new(store, prefix)))
}
