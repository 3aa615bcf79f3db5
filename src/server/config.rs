//! Configuration: a file, then the environment (`AGENDUM_…`), then flags; checked at start, by key.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// A key whose value will not do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("configuration: {key}: {problem}")]
pub struct ConfigError {
    /// The key, as in the file (`smtp.url`).
    pub key: String,
    /// What is wrong with it, and what to do.
    pub problem: String,
}

/// What an installation is told. README.md has the table of keys.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The address to listen on. `127.0.0.1:3000`
    pub listen: SocketAddr,
    /// The address that people open, without a slash at its end: stands in every mailed link. `https://…` makes cookies Secure.
    pub base_url: String,
    /// `sqlite:PATH` or `postgres://…`; by default `agendum.db` in the data folder.
    #[serde(default)]
    pub database: String,
    /// Where the database file and uploads live by default.
    pub data_dir: PathBuf,
    /// The built front end.
    pub site_root: PathBuf,
    /// At least 32 characters; encrypts files and messages at rest. No default.
    #[serde(default)]
    pub secret_key: String,
    /// Sending mail.
    pub smtp: Smtp,
    /// Uploaded files.
    pub files: Files,
    /// Log lines.
    pub log: Log,
    /// `true` where a reverse proxy in front sets `X-Forwarded-For`: then its last entry is the visitor's address.
    pub trust_proxy: bool,
    /// Started with `serve --demo` (not a key of the file).
    #[serde(skip)]
    pub demo: bool,
}

/// Sending mail.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Smtp {
    /// `smtp://user:password@host:587?tls=required`, `smtps://…`; `file:FOLDER` writes each mail into a folder instead
    /// (the demo does, where nothing else is configured); empty: messages wait in the outbox.
    pub url: String,
    /// The mailbox that invitations come from and replies go to: `Agendum <interviews@example.com>`.
    pub from: String,
}

/// Uploaded files.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Files {
    /// Empty: `files` in the data folder. Else `s3://BUCKET/PREFIX`.
    pub url: String,
    /// S3 region, endpoint and credentials, where `url` is one.
    #[serde(default)]
    pub s3_region: String,
    /// For stores that are not Amazon's.
    #[serde(default)]
    pub s3_endpoint: String,
    /// The access key.
    #[serde(default)]
    pub s3_access_key: String,
    /// The secret key.
    #[serde(default)]
    pub s3_secret_key: String,
    /// The largest upload in bytes.
    pub most_bytes: usize,
}

/// Log lines.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// `text` or `json`.
    pub format: String,
    /// As `RUST_LOG`: `info`, `agendum=debug,info`.
    pub filter: String,
}

impl Config {
    /// Reads the configuration: `file` (or `agendum.toml` if it is there), the environment, then `overrides` (flags), and checks it.
    ///
    /// # Errors
    /// The first key that will not do.
    pub fn load(file: Option<&Path>, overrides: &[(&str, String)], demo: bool) -> Result<Self, ConfigError> {
        let shapeless = |error: config::ConfigError| {
            let key = match &error {
                config::ConfigError::Type { key: Some(key), .. } => key.clone(),
                config::ConfigError::NotFound(key) => key.clone(),
                _ => "file".into(),
            };
            ConfigError { key, problem: error.to_string() }
        };
        let mut builder = config::Config::builder()
            .add_source(config::File::from_str(include_str!("defaults.toml"), config::FileFormat::Toml))
            .add_source(match file {
                Some(path) => config::File::from(path).required(true),
                None => config::File::with_name("agendum.toml").required(false),
            })
            .add_source(
                config::Environment::with_prefix("AGENDUM")
                    .prefix_separator("_")
                    .separator("__")
                    .ignore_empty(true)
                    .source(Some(environment())),
            );
        for (key, value) in overrides {
            builder = builder.set_override(*key, value.clone()).map_err(shapeless)?;
        }
        let mut config: Self = builder.build().map_err(shapeless)?.try_deserialize().map_err(shapeless)?;
        config.demo = demo;
        if demo && config.smtp.url.is_empty() {
            config.smtp.url = format!("file:{}", config.data_dir.join("mail").display());
        }
        if config.database.is_empty() {
            config.database = format!("sqlite:{}", config.data_dir.join("agendum.db").display());
        }
        config.validate()?;
        Ok(config)
    }

    fn validate(&self) -> Result<(), ConfigError> {
        let wrong = |key: &str, problem: &str| Err(ConfigError { key: key.into(), problem: problem.into() });
        let host = self.base_url.strip_prefix("https://").or_else(|| self.base_url.strip_prefix("http://"));
        match host {
            Some(host) if !host.is_empty() && !host.contains('/') => {}
            _ => return wrong("base_url", "must be the public address, such as https://interviews.example.com, without a path"),
        }
        if !self.database.starts_with("sqlite:") && !self.database.starts_with("postgres://") && !self.database.starts_with("postgresql://") {
            return wrong("database", "must begin with sqlite: or postgres://");
        }
        if self.secret_key.chars().count() < 32 {
            return wrong("secret_key", "must have at least 32 characters; make one with: openssl rand -base64 32");
        }
        if let Err(problem) = super::mail::transport::Transport::new(&self.smtp.url) {
            return wrong("smtp.url", &problem);
        }
        if self.smtp.from.parse::<lettre::message::Mailbox>().is_err() {
            return wrong("smtp.from", "must be a mailbox, such as Agendum <interviews@example.com>");
        }
        if !self.files.url.is_empty() && !self.files.url.starts_with("s3://") {
            return wrong("files.url", "must begin with s3:// or be empty");
        }
        if !(1024..=104_857_600).contains(&self.files.most_bytes) {
            return wrong("files.most_bytes", "must be between 1 KiB and 100 MiB");
        }
        if !["text", "json"].contains(&self.log.format.as_str()) {
            return wrong("log.format", "must be text or json");
        }
        Ok(())
    }

    /// Whether people reach us over TLS.
    pub fn is_secure(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

/// The variables that may be ours; `AGENDUM_TEST_…` is for the tests' own settings.
fn environment() -> config::Map<String, String> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| !name.starts_with("AGENDUM_TEST_"))
        .collect()
}
