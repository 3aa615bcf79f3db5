//! Log lines: one place that sets their form.

use tracing_subscriber::EnvFilter;

use super::config::{ConfigError, Log};

/// Starts logging to standard error, as text or JSON.
///
/// # Errors
/// When the filter makes no sense.
pub fn start(log: &Log) -> Result<(), ConfigError> {
    let filter = EnvFilter::try_new(&log.filter).map_err(|error| ConfigError { key: "log.filter".into(), problem: error.to_string() })?;
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second start in one process (tests) keeps the first.
    let _ = if log.format == "json" { builder.json().try_init() } else { builder.try_init() };
    Ok(())
}
