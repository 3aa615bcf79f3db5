//! Configuration: a file, then the environment (`AGENDUM_…`), then flags; checked at start, by key.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

/// What the demo does differently: its many mails shall not push the address and the accounts out of sight.
const DEMO_DEFAULTS: &str = "[log]\nfilter = \"warn\"";
/// The key of a demo organisation for which none is configured.
const DEMO_SECRET: &str = "for the demo organisation only, never for people's data";

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
    /// Text messages.
    #[serde(default)]
    pub text: TextConfig,
    /// Microsoft Teams.
    #[serde(default)]
    pub teams: TeamsConfig,
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

/// Text messages, through a gateway that speaks Twilio's contract.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TextConfig {
    /// `https://api.twilio.com`; empty: no text messages.
    pub url: String,
    /// `AC…`, the account.
    pub account_sid: String,
    /// Its secret.
    pub auth_token: String,
    /// The number, name or messaging service (`MG…`) that texts come from.
    pub from: String,
}

/// Microsoft Teams, through an incoming webhook.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TeamsConfig {
    /// The webhook of the channel or chat for colleagues; empty: none. A secret.
    pub webhook_url: String,
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
        Self::from_parts(file, environment(), overrides, demo)
    }

    fn from_parts(
        file: Option<&Path>,
        environment: config::Map<String, String>,
        overrides: &[(&str, String)],
        demo: bool,
    ) -> Result<Self, ConfigError> {
        let mut builder = config::Config::builder()
            .add_source(config::File::from_str(include_str!("defaults.toml"), config::FileFormat::Toml))
            .add_source(config::File::from_str(if demo { DEMO_DEFAULTS } else { "" }, config::FileFormat::Toml))
            .add_source(match file {
                Some(path) => config::File::from(path).required(true),
                None => config::File::with_name("agendum.toml").required(false),
            })
            .add_source(
                config::Environment::with_prefix("AGENDUM")
                    .prefix_separator("_")
                    .separator("__")
                    .ignore_empty(true)
                    .source(Some(environment)),
            );
        for (key, value) in overrides {
            builder = builder.set_override(*key, value.clone()).map_err(misshapen)?;
        }
        let mut config: Self = builder.build().map_err(misshapen)?.try_deserialize().map_err(misshapen)?;
        config.demo = demo;
        if demo && config.secret_key.is_empty() {
            config.secret_key = DEMO_SECRET.into();
        }
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
        if !self.database.starts_with("sqlite:") && !self.database.starts_with("postgres://") && !self.database.starts_with("postgresql://")
        {
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
        super::carriers::text::check(&self.text)?;
        if !self.teams.webhook_url.is_empty() && !super::carriers::text::is_web_address(&self.teams.webhook_url) {
            return wrong("teams.webhook_url", "must be the https:// address that Teams gave for the webhook, or be empty");
        }
        if !self.files.url.is_empty() && !self.files.url.starts_with("s3://") {
            return wrong("files.url", "must begin with s3:// or be empty");
        }
        self.validate_bucket()?;
        if !(1024..=104_857_600).contains(&self.files.most_bytes) {
            return wrong("files.most_bytes", "must be between 1 KiB and 100 MiB");
        }
        if !["text", "json"].contains(&self.log.format.as_str()) {
            return wrong("log.format", "must be text or json");
        }
        Ok(())
    }

    /// A bucket needs its region or endpoint, and both keys; without keys, the machine's own role is asked (AWS_… or instance metadata).
    fn validate_bucket(&self) -> Result<(), ConfigError> {
        let files = &self.files;
        let Some(bucket) = files.url.strip_prefix("s3://") else { return Ok(()) };
        let wrong = |key: &str, problem: &str| Err(ConfigError { key: key.into(), problem: problem.into() });
        if bucket.split('/').next().unwrap_or_default().is_empty() {
            return wrong("files.url", "must name a bucket: s3://BUCKET or s3://BUCKET/PREFIX");
        }
        if files.s3_region.is_empty() && files.s3_endpoint.is_empty() {
            return wrong("files.s3_region", "must be the bucket's region, such as eu-central-1, unless files.s3_endpoint is set");
        }
        match (files.s3_access_key.is_empty(), files.s3_secret_key.is_empty()) {
            (false, true) => wrong("files.s3_secret_key", "must be set where files.s3_access_key is"),
            (true, false) => wrong("files.s3_access_key", "must be set where files.s3_secret_key is"),
            _ => Ok(()),
        }
    }

    /// Whether there is a gateway for text messages.
    pub fn has_text(&self) -> bool {
        !self.text.url.is_empty()
    }

    /// Whether there is a webhook for Teams.
    pub fn has_teams(&self) -> bool {
        !self.teams.webhook_url.is_empty()
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

/// Names the key of what the configuration library says.
fn misshapen(error: config::ConfigError) -> ConfigError {
    let text = error.to_string();
    let named = |before: &str| text.split_once(before).and_then(|(_, rest)| rest.split_once('`')).map(|(name, _)| name.to_owned());
    let key = match &error {
        config::ConfigError::Type { key: Some(key), .. } | config::ConfigError::At { key: Some(key), .. } => Some(key.clone()),
        config::ConfigError::NotFound(key) => Some(key.clone()),
        _ => None,
    };
    let unknown = named("unknown field `").map(|name| match &key {
        Some(table) => format!("{table}.{name}"),
        None => name,
    });
    match (unknown, key.or_else(|| named("missing field `"))) {
        (Some(key), _) => ConfigError { key, problem: "there is no such key".into() },
        (None, Some(key)) => ConfigError { key, problem: text },
        (None, None) => ConfigError { key: "file".into(), problem: text },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "a secret of at least thirty-two characters";

    fn load(environment: &[(&str, &str)]) -> Result<Config, ConfigError> {
        let mut map: config::Map<String, String> = environment.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        map.entry("AGENDUM_SECRET_KEY".into()).or_insert(SECRET.into());
        Config::from_parts(None, map, &[], false)
    }

    // The mail transport is made in a runtime.
    #[tokio::test]
    async fn the_environment_reaches_every_kind_of_key() {
        let config = load(&[
            ("AGENDUM_LISTEN", "0.0.0.0:8080"),
            ("AGENDUM_BASE_URL", "https://interviews.example.com"),
            ("AGENDUM_TRUST_PROXY", "true"),
            ("AGENDUM_SMTP__URL", "smtp://mail.example.com:587"),
            ("AGENDUM_SMTP__FROM", "Interviews <interviews@example.com>"),
            ("AGENDUM_FILES__MOST_BYTES", "2097152"),
            ("AGENDUM_FILES__S3_ACCESS_KEY", "12345"),
            ("AGENDUM_LOG__FORMAT", "json"),
            ("AGENDUM_DATA_DIR", "/var/lib/agendum"),
            ("PATH", "/usr/bin"),
        ])
        .unwrap();
        assert_eq!(config.listen.port(), 8080);
        assert!(config.trust_proxy && config.is_secure());
        assert_eq!((config.files.most_bytes, config.files.s3_access_key.as_str()), (2_097_152, "12345"));
        assert_eq!(config.smtp.url, "smtp://mail.example.com:587");
        assert_eq!(config.database, "sqlite:/var/lib/agendum/agendum.db");
    }

    // The mail transport is made in a runtime.
    #[tokio::test]
    async fn the_key_that_will_not_do_is_named() {
        for (name, value, key) in [
            ("AGENDUM_LISTEN", "everywhere", "listen"),
            ("AGENDUM_BASE_URL", "interviews.example.com", "base_url"),
            ("AGENDUM_BASE_URL", "https://example.com/agendum", "base_url"),
            ("AGENDUM_DATABASE", "mysql://localhost", "database"),
            ("AGENDUM_SECRET_KEY", "short", "secret_key"),
            ("AGENDUM_TRUST_PROXY", "perhaps", "trust_proxy"),
            ("AGENDUM_SMTP__URL", "http://mail.example.com", "smtp.url"),
            ("AGENDUM_SMTP__FROM", "nobody", "smtp.from"),
            ("AGENDUM_FILES__MOST_BYTES", "plenty", "files.most_bytes"),
            ("AGENDUM_TEXT__URL", "http://api.twilio.com", "text.url"),
            ("AGENDUM_TEXT__URL", "https://api.twilio.com", "text.account_sid"),
            ("AGENDUM_TEXT__FROM", "+491701234567", "text.from"),
            ("AGENDUM_TEAMS__WEBHOOK_URL", "outlook.office.com/webhook", "teams.webhook_url"),
            ("AGENDUM_LOG__FORMAT", "xml", "log.format"),
            ("AGENDUM_LISTENN", "127.0.0.1:80", "listenn"),
            ("AGENDUM_SMTP__URI", "smtp://mail.example.com", "smtp.uri"),
        ] {
            assert_eq!(load(&[(name, value)]).unwrap_err().key, key, "{name}={value}");
        }
    }

    #[tokio::test]
    async fn a_gateway_for_text_is_whole_or_not_there() {
        let sid = "AC0123456789abcdef0123456789abcdef";
        let url = ("AGENDUM_TEXT__URL", "https://api.twilio.com");
        let with = |token: &'static str, from: &'static str| {
            load(&[url, ("AGENDUM_TEXT__ACCOUNT_SID", sid), ("AGENDUM_TEXT__AUTH_TOKEN", token), ("AGENDUM_TEXT__FROM", from)])
        };
        for from in ["+491701234567", "MG0123456789abcdef0123456789abcdef", "Weiss GmbH"] {
            assert!(with("secret", from).unwrap().has_text(), "{from}");
        }
        assert_eq!(with("", "+491701234567").unwrap_err().key, "text.auth_token");
        for from in ["0170 1234567", "+49 170 1234567", "A name that is too long", "12345"] {
            assert_eq!(with("secret", from).unwrap_err().key, "text.from", "{from}");
        }
        assert!(!load(&[]).unwrap().has_text());
    }

    #[test]
    fn a_flag_beats_the_environment_and_the_environment_beats_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("agendum.toml");
        std::fs::write(&file, "listen = \"127.0.0.1:1111\"\n[log]\nfilter = \"debug\"\nformat = \"json\"\n").unwrap();
        let environment = [("AGENDUM_SECRET_KEY", SECRET), ("AGENDUM_LOG__FORMAT", "text"), ("AGENDUM_LISTEN", "127.0.0.1:2222")];
        let environment: config::Map<String, String> = environment.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        let config = Config::from_parts(Some(&file), environment, &[("listen", "127.0.0.1:3333".into())], false).unwrap();
        assert_eq!((config.listen.port(), config.log.format.as_str(), config.log.filter.as_str()), (3333, "text", "debug"));
    }

    #[tokio::test]
    async fn the_demos_key_never_beats_a_configured_one() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("agendum.toml");
        std::fs::write(&file, format!("secret_key = \"{SECRET}\"\n")).unwrap();
        let configured = Config::from_parts(Some(&file), config::Map::new(), &[], true).unwrap();
        assert_eq!(configured.secret_key, SECRET);
        assert_eq!(Config::from_parts(None, config::Map::new(), &[], true).unwrap().secret_key, DEMO_SECRET);
    }

    #[tokio::test]
    async fn a_bucket_is_whole_or_refused() {
        let url = ("AGENDUM_FILES__URL", "s3://bucket/prefix");
        let region = ("AGENDUM_FILES__S3_REGION", "eu-central-1");
        let (key, secret) = (("AGENDUM_FILES__S3_ACCESS_KEY", "key"), ("AGENDUM_FILES__S3_SECRET_KEY", "secret"));
        assert_eq!(load(&[("AGENDUM_FILES__URL", "s3://")]).unwrap_err().key, "files.url");
        assert_eq!(load(&[url]).unwrap_err().key, "files.s3_region");
        assert_eq!(load(&[url, region, key]).unwrap_err().key, "files.s3_secret_key");
        assert_eq!(load(&[url, region, secret]).unwrap_err().key, "files.s3_access_key");
        assert!(load(&[url, region, key, secret]).is_ok() && load(&[url, region]).is_ok());
    }

    #[test]
    fn nothing_secret_has_a_default() {
        let error = Config::from_parts(None, config::Map::new(), &[], false).unwrap_err();
        assert_eq!(error.key, "secret_key");
    }
}
