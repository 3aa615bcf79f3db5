//! Connections as administrators look after them: how they are, entering credentials again, trying them.

use serde::Serialize;

use super::{carriers, entered, event, failed, place, removed, settings_version, worked};
use crate::api::connections::{ConnectionView, ConnectionsView, Fields, Health, LeadsTo};
use crate::api::error::ApiError;
use crate::domain::can;
use crate::domain::connections::{Connection, SaveSmtp, SaveTeams, SaveText, SmtpSettings, SmtpTls};
use crate::domain::error::FieldErrors;
use crate::domain::password::Secret;
use crate::domain::time::{Zone, plus_minutes};
use crate::paths;
use crate::server::carriers::refusal::Refusal;
use crate::server::carriers::{Entered, gateway, teams, text};
use crate::server::config::Config;
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::mail::transport::{Transport, settings_of};
use crate::server::services::messages;
use crate::server::store::Tx;
use crate::server::store::connections::ConnectionRow;
use crate::server::zones;

/// How all connections are.
///
/// # Errors
/// `Forbidden` for all but administrators.
pub async fn list(ctx: &Ctx) -> Result<ConnectionsView> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut tx = ctx.store().read().await?;
    let rows = tx.connections().await?;
    let entered = entered(&ctx.app, &rows);
    let mut connections = Vec::with_capacity(Connection::OWN.len());
    for key in Connection::OWN {
        let waiting = match key.channel() {
            Some(channel) => tx.messages_waiting(channel, ctx.now()).await?,
            None => 0,
        };
        let row = rows.iter().find(|row| row.key == key);
        let (fields, leads_to, is_entered) = present(&key, &entered, &ctx.app.config);
        let health = if leads_to == LeadsTo::Nowhere { Health::Absent } else { row.map_or(Health::Untried, health) };
        connections.push(ConnectionView {
            health,
            waiting,
            leads_to,
            fields,
            is_entered,
            is_configured: is_configured(&key, &ctx.app.config),
            version: row.map_or(0, |row| row.version),
            key,
        });
    }
    let times = rows.iter().flat_map(|row| [row.first_failed_at, row.broken_since, row.worked_at]).flatten();
    let first = times.fold(ctx.now(), Ord::min);
    let zone = zones::zone(&ctx.zone, plus_minutes(first, -1), plus_minutes(ctx.now(), 1)).unwrap_or_else(Zone::utc);
    Ok(ConnectionsView { connections, zone })
}

fn health(row: &ConnectionRow) -> Health {
    let failures = u32::try_from(row.failures).unwrap_or_default();
    match (row.broken_since, row.first_failed_at, row.worked_at) {
        (Some(since), _, worked_at) => Health::Broken { since, failures, reason: row.reason, problem: row.problem.clone(), worked_at },
        (None, Some(since), worked_at) => Health::Failing { since, failures, problem: row.problem.clone(), worked_at },
        (None, None, Some(at)) => Health::Works { at },
        (None, None, None) => Health::Untried,
    }
}

/// What stands in the form of a connection (never a secret), where it leads, and whether it was entered in the app.
fn present(key: &Connection, entered: &Entered, config: &Config) -> (Fields, LeadsTo, bool) {
    let server = |address: &str| {
        let host = reqwest::Url::parse(address).ok().and_then(|url| url.host_str().map(str::to_owned));
        host.map_or(LeadsTo::Nowhere, LeadsTo::Server)
    };
    match key {
        Connection::Smtp => {
            let settings = entered.smtp.clone().or_else(|| settings_of(&config.smtp.url));
            let leads_to = match (&settings, config.smtp.url.strip_prefix("file:")) {
                (Some(settings), _) => LeadsTo::Server(format!("{}:{}", settings.host, settings.port)),
                (None, Some(folder)) => LeadsTo::Folder(folder.to_owned()),
                (None, None) => LeadsTo::Nowhere,
            };
            let fields = settings.map(|settings| Fields::Smtp {
                has_password: !settings.password.as_str().is_empty(),
                host: settings.host,
                port: settings.port.to_string(),
                tls: settings.tls,
                user: settings.user,
            });
            let empty =
                Fields::Smtp { host: String::new(), port: "587".into(), tls: SmtpTls::StartTls, user: String::new(), has_password: false };
            (fields.unwrap_or(empty), leads_to, entered.smtp.is_some())
        }
        Connection::Text => {
            let (account_sid, from) = match &entered.text {
                Some(settings) => (settings.account_sid.clone(), settings.from.clone()),
                None => (config.text.account_sid.clone(), config.text.from.clone()),
            };
            let there = entered.text.is_some() || config.has_text();
            let leads_to = if there { server(gateway(config)) } else { LeadsTo::Nowhere };
            (Fields::Text { account_sid, from, has_token: there }, leads_to, entered.text.is_some())
        }
        Connection::Teams | Connection::Ats(_) => {
            let url = entered.teams.as_ref().map_or(config.teams.webhook_url.as_str(), |settings| settings.webhook_url.as_str());
            (Fields::Teams { has_webhook: !url.is_empty() }, server(url), entered.teams.is_some())
        }
    }
}

fn is_configured(key: &Connection, config: &Config) -> bool {
    match key {
        Connection::Smtp => !config.smtp.url.is_empty(),
        Connection::Text => config.has_text(),
        Connection::Teams => config.has_teams(),
        Connection::Ats(_) => false,
    }
}

/// Stores how the mail server is reached. An empty password keeps the present one, which never goes to another server or user.
///
/// # Errors
/// `Invalid` at each field; `Stale`.
pub async fn save_smtp(ctx: &Ctx, input: &SaveSmtp) -> Result<i64> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut settings = input.check()?;
    let configured = settings_of(&ctx.app.config.smtp.url);
    let mut errors = FieldErrors::default();
    let mut tx = ctx.store().begin().await?;
    if !settings.user.is_empty() && settings.password.as_str().is_empty() {
        let present =
            stored(&mut tx, ctx).await?.smtp.or_else(|| configured.clone()).filter(|present| !present.password.as_str().is_empty());
        match present {
            Some(present) if settings.may_keep_password_of(&present) => settings.password = present.password,
            Some(_) => errors.add("password", "error-secret-again"),
            None => errors.add("password", "error-required"),
        }
    }
    if settings.tls == SmtpTls::Plain && !settings.user.is_empty() && !may_be_plain(&settings, configured.as_ref()) {
        errors.add("tls", "error-unencrypted");
    }
    if Transport::entered(&settings, &ctx.app.config.smtp.url).is_err() {
        errors.add("host", "error-host");
    }
    errors.or(())?;
    store(tx, ctx, &Connection::Smtp, input.version, &settings).await
}

/// A password goes unencrypted to this machine only, or where whoever runs the server has it go so.
fn may_be_plain(settings: &SmtpSettings, configured: Option<&SmtpSettings>) -> bool {
    let here = matches!(settings.host.as_str(), "localhost" | "127.0.0.1" | "[::1]");
    here || configured.is_some_and(|configured| configured.host == settings.host && configured.tls == SmtpTls::Plain)
}

/// Stores the account of the gateway for text messages. An empty token keeps the present one, which belongs to its account.
///
/// # Errors
/// `Invalid` at each field; `Stale`.
pub async fn save_text(ctx: &Ctx, input: &SaveText) -> Result<i64> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut settings = input.check()?;
    let config = &ctx.app.config.text;
    let mut errors = FieldErrors::default();
    if !text::is_sid(&settings.account_sid, "AC") {
        errors.add("account_sid", "error-account-sid");
    }
    if !text::is_sender(&settings.from) {
        errors.add("from", "error-sender");
    }
    let mut tx = ctx.store().begin().await?;
    if settings.auth_token.as_str().is_empty() {
        let configured = (config.account_sid.clone(), Secret::from(config.auth_token.clone()));
        let (account, token) = stored(&mut tx, ctx).await?.text.map_or(configured, |present| (present.account_sid, present.auth_token));
        if token.as_str().is_empty() {
            errors.add("auth_token", "error-required");
        } else if account != settings.account_sid {
            errors.add("auth_token", "error-secret-again");
        }
        settings.auth_token = token;
    }
    errors.or(())?;
    store(tx, ctx, &Connection::Text, input.version, &settings).await
}

/// Stores the webhook of Teams. An empty address keeps the present one.
///
/// # Errors
/// `Invalid` at the field; `Stale`.
pub async fn save_teams(ctx: &Ctx, input: &SaveTeams) -> Result<i64> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut settings = input.check()?;
    let configured = &ctx.app.config.teams.webhook_url;
    let mut tx = ctx.store().begin().await?;
    if settings.webhook_url.as_str().is_empty() {
        settings.webhook_url = stored(&mut tx, ctx).await?.teams.map_or_else(|| configured.clone().into(), |present| present.webhook_url);
    }
    if settings.webhook_url.as_str().is_empty() {
        return Err(FieldErrors::one("webhook_url", "error-required").into());
    }
    if !may_post(settings.webhook_url.as_str(), configured) {
        return Err(FieldErrors::one("webhook_url", "error-webhook").into());
    }
    store(tx, ctx, &Connection::Teams, input.version, &settings).await
}

/// Encrypted only: what is typed in the app shall not make the server talk to this machine's own services, but to the one that was configured.
fn may_post(url: &str, configured: &str) -> bool {
    let origin = |url: &str| reqwest::Url::parse(url).ok().map(|url| url.origin().ascii_serialization());
    text::is_web_address(url) && (url.starts_with("https://") || origin(url) == origin(configured))
}

async fn stored(tx: &mut Tx, ctx: &Ctx) -> Result<Entered> {
    Ok(entered(&ctx.app, &tx.connections().await?))
}

async fn store(mut tx: Tx, ctx: &Ctx, key: &Connection, version: i64, settings: &(impl Serialize + Sync)) -> Result<i64> {
    let plain = serde_json::to_vec(settings).map_err(|error| Error::Internal(error.to_string()))?;
    let sealed = ctx.app.keys.seal(&place(key), &plain).map_err(|error| Error::Internal(error.to_string()))?;
    let version = tx.set_connection(key, version, Some(&sealed)).await?;
    tx.record(event(ctx, "integration.changed", key, serde_json::json!({}))?).await?;
    tx.commit().await?;
    Ok(version)
}

/// Forgets what was entered: the configuration holds again. Once more changes nothing.
///
/// # Errors
/// `Stale` when something else was entered meanwhile; `NotFound` for connections that are kept elsewhere.
pub async fn forget(ctx: &Ctx, key: &Connection, version: i64) -> Result<()> {
    ctx.require(can::administer(&ctx.actor))?;
    own(key)?;
    let mut tx = ctx.store().begin().await?;
    if tx.connection(key).await?.is_none_or(|row| row.settings.is_none()) {
        return Ok(());
    }
    tx.set_connection(key, version, None).await?;
    tx.record(event(ctx, "integration.reset", key, serde_json::json!({}))?).await?;
    if !is_configured(key, &ctx.app.config) {
        removed(&mut tx, ctx, key).await?;
    }
    Ok(tx.commit().await?)
}

fn own(key: &Connection) -> Result<()> {
    if Connection::OWN.contains(key) { Ok(()) } else { Err(ApiError::NotFound.into()) }
}

/// Tries a connection now, with what holds now; what is found out counts. Teams is posted a card that says that it is a test.
///
/// # Errors
/// `Invalid` with the reason at the name of the connection where it fails; `NotFound` for connections that are kept elsewhere.
pub async fn test(ctx: &Ctx, key: &Connection) -> Result<()> {
    ctx.require(can::administer(&ctx.actor))?;
    own(key)?;
    let Some(channel) = key.channel() else { return Err(ApiError::NotFound.into()) };
    let with = settings_version(&ctx.app, key).await?;
    let carriers = carriers(&ctx.app).await?;
    if !carriers.has(channel) {
        return Err(FieldErrors::one(key.name(), "connection-none").into());
    }
    let card = test_card(ctx).await?;
    let tried = carriers.test(channel, Some(&card)).await;
    carriers.mail.close().await;
    let (message, problem) = match tried {
        Ok(()) => return worked(ctx, key).await,
        Err(Refusal::Connection(trouble, problem)) => {
            // What was replaced meanwhile says nothing of what holds now.
            if settings_version(&ctx.app, key).await? == with {
                failed(ctx, key, &trouble, &problem).await?;
            }
            (format!("connection-test-{}", trouble.reason().name()), problem)
        }
        Err(Refusal::Later(problem) | Refusal::Never(problem)) => ("connection-test-refused".into(), problem),
    };
    let mut errors = FieldErrors::default();
    errors.add_with(key.name(), &message, &[("problem", problem)]);
    Err(errors.into())
}

async fn test_card(ctx: &Ctx) -> Result<serde_json::Value> {
    let house = messages::house(&mut ctx.store().read().await?, ctx).await?;
    let language = house.locale.language;
    let line = crate::text!(language, "connection-card-text", organisation = house.organisation.clone());
    let action = (crate::text!(language, "connection-card-link"), format!("{}{}", house.base_url, paths::CONNECTIONS));
    Ok(teams::card(&crate::text!(language, "connection-card-title"), &[line], &[], Some(&action)))
}
