//! Connections to outside services: noting whether they work, what depends on one that is broken, and finding out that it works again.

pub mod settings;

use std::sync::Arc;

use crate::domain::channels::Channel;
use crate::domain::connections::{Connection, IDLE_MINUTES, PROBE_MINUTES, Reason, Trouble};
use crate::domain::id::EventId;
use crate::domain::tasks::TaskCategory;
use crate::domain::time::{Instant, plus_minutes};
use crate::server::carriers::refusal::Refusal;
use crate::server::carriers::{Carriers, Entered};
use crate::server::ctx::{AppState, Ctx};
use crate::server::error::{Error, Result};
use crate::server::mail::transport::Transport;
use crate::server::services::messages;
use crate::server::store::Tx;
use crate::server::store::connections::ConnectionRow;
use crate::server::store::history::Event;

/// The topic under which pages hear how connections are.
pub const ALL: &str = "integrations:all";
/// The longest problem that is kept, in characters.
const PROBLEM_CHARS: usize = 500;

/// Notes that a connection failed, and says whether it is broken now. The one failure that breaks it is an event, however many there are at
/// once; so is the one that finds it broken still where its task was completed by hand. `problem` is what the other side said, never a secret.
///
/// # Errors
/// When the database refuses.
pub async fn failed(ctx: &Ctx, key: &Connection, trouble: &Trouble, problem: &str) -> Result<bool> {
    let now = ctx.now();
    let problem: String = problem.chars().filter(|c| !c.is_control()).take(PROBLEM_CHARS).collect();
    let mut tx = ctx.store().begin().await?;
    let failures = tx.note_failure(key, trouble, &problem, now).await?;
    let breaks = trouble.breaks(failures) && tx.break_connection(key, now).await?;
    let broken = breaks || tx.connection(key).await?.is_some_and(|row| row.broken_since.is_some());
    let data = serde_json::json!({ "problem": problem, "reason": trouble.reason().name() });
    if breaks {
        tracing::error!(connection = %key, reason = trouble.reason().name(), problem, "broken: what depends on it waits");
        tx.record(event(ctx, "integration.failed", key, data)?).await?;
    } else if broken && !tx.has_open_task(TaskCategory::BrokenIntegration, &format!("integration:{key}")).await? {
        // The failure that was counted holds the connection's row until this is committed: no other one finds the task missing, too.
        tx.record(event(ctx, "integration.failed_again", key, data)?).await?;
    } else {
        tx.announce(ctx.id(EventId::new)?, "integration.tried", vec![ALL.into()]);
    }
    tx.commit().await?;
    Ok(broken)
}

/// Notes that a connection worked. Where it was broken, that is an event, and what waited for it leaves.
///
/// # Errors
/// When the database refuses.
pub async fn worked(ctx: &Ctx, key: &Connection) -> Result<()> {
    let now = ctx.now();
    let row = ctx.store().read().await?.connection(key).await?;
    let failing = row.as_ref().is_some_and(|row| row.failures > 0 || row.broken_since.is_some());
    let known = row.and_then(|row| row.worked_at).is_some_and(|at| at > plus_minutes(now, -1));
    if known && !failing {
        return Ok(());
    }
    let mut tx = ctx.store().begin().await?;
    if tx.restore_connection(key, now).await? {
        tracing::info!(connection = %key, "works again");
        if let Some(channel) = key.channel() {
            tx.release_messages(channel, now).await?;
        }
        tx.record(event(ctx, "integration.restored", key, serde_json::json!({}))?).await?;
    } else {
        tx.note_success(key, now).await?;
        if failing {
            tx.announce(ctx.id(EventId::new)?, "integration.tried", vec![ALL.into()]);
        }
    }
    Ok(tx.commit().await?)
}

/// Notes that a connection is no more: what is not there is not broken.
///
/// # Errors
/// When the database refuses.
pub async fn removed(tx: &mut Tx, ctx: &Ctx, key: &Connection) -> Result<()> {
    if tx.restore_connection(key, ctx.now()).await? {
        tx.record(event(ctx, "integration.restored", key, serde_json::json!({ "removed": true }))?).await?;
    }
    Ok(())
}

fn event(ctx: &Ctx, action: &'static str, key: &Connection, data: serde_json::Value) -> Result<Event> {
    Ok(Event {
        id: ctx.id(EventId::new)?,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action,
        subject: ("integration", key.name()),
        candidate_id: None,
        application_id: None,
        job_id: None,
        data,
        // The banner over staff's pages, too.
        topics: vec![ALL.into(), messages::TOPIC.into()],
    })
}

/// Whether there is a gateway or server for a channel: by the configuration, or entered in the app.
///
/// # Errors
/// When the database fails.
pub async fn is_set_up(tx: &mut Tx, ctx: &Ctx, channel: Channel) -> Result<bool> {
    let config = &ctx.app.config;
    let configured = match channel {
        Channel::Mail => !config.smtp.url.is_empty(),
        Channel::Text => config.has_text(),
        Channel::Teams => config.has_teams(),
    };
    Ok(configured || tx.connection(&Connection::of(channel)).await?.is_some_and(|row| row.settings.is_some()))
}

/// The place that the seal of settings is bound to.
fn place(key: &Connection) -> String {
    format!("connection:{key}")
}

/// What was entered, as far as this key opens it.
fn entered(app: &AppState, rows: &[ConnectionRow]) -> Entered {
    fn one<T: serde::de::DeserializeOwned>(app: &AppState, rows: &[ConnectionRow], key: &Connection) -> Option<T> {
        let sealed = rows.iter().find(|row| row.key == *key)?.settings.as_ref()?;
        let plain = app.keys.open(&place(key), sealed).map_err(|error| error.to_string());
        match plain.and_then(|plain| serde_json::from_slice(&plain).map_err(|error| error.to_string())) {
            Ok(settings) => Some(settings),
            Err(error) => {
                tracing::error!(connection = %key, error, "the settings that were entered can not be read: the configuration holds");
                None
            }
        }
    }
    Entered { smtp: one(app, rows, &Connection::Smtp), text: one(app, rows, &Connection::Text), teams: one(app, rows, &Connection::Teams) }
}

/// Carriers of their own, as configuration and settings have them now: nothing of theirs is signed in yet.
///
/// # Errors
/// When the database fails, or no client can be made.
pub async fn carriers(app: &AppState) -> Result<Carriers> {
    let rows = app.store.read().await?.connections().await?;
    let transport = Transport::new(&app.config.smtp.url).map_err(Error::Internal)?;
    let configured = Carriers::new(transport, &app.config).map_err(Error::Internal)?;
    configured.with(&entered(app, &rows), &app.config).map_err(Error::Internal)
}

/// Carriers that follow what is entered in the app, without a restart and on every instance.
pub struct Current {
    configured: Carriers,
    now: Carriers,
    versions: Vec<(Connection, i64)>,
}

impl Current {
    /// Those of the configuration, until [`Current::renew`] looks.
    pub fn new(configured: Carriers) -> Self {
        Self { now: configured.clone(), configured, versions: Vec::new() }
    }

    /// The carriers.
    pub const fn carriers(&self) -> &Carriers {
        &self.now
    }

    /// Makes them anew where the settings changed.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn renew(&mut self, app: &AppState) -> Result<()> {
        let rows = app.store.read().await?.connections().await?;
        let versions: Vec<(Connection, i64)> =
            rows.iter().map(|row| (row.key.clone(), row.version)).filter(|(_, version)| *version > 0).collect();
        if versions == self.versions {
            return Ok(());
        }
        match self.configured.with(&entered(app, &rows), &app.config) {
            Ok(carriers) => self.now = carriers,
            // What was entered was checked; should the machine's certificates be gone, say, the others go on.
            Err(error) => tracing::error!(error, "what was entered can not be used: what held before holds on"),
        }
        self.versions = versions;
        Ok(())
    }

    /// Whether the settings of a connection are still those that these carriers go by.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_current(&self, app: &AppState, key: &Connection) -> Result<bool> {
        let stored = settings_version(app, key).await?;
        let own = self.versions.iter().find(|(own, _)| own == key).map_or(0, |(_, version)| *version);
        Ok(stored == own)
    }
}

/// Whose messages may leave.
pub struct Gates {
    /// Channels whose connection is not broken.
    pub open: Vec<Channel>,
    /// Broken ones that are due to be tried, with one message each.
    pub tried: Vec<Channel>,
}

/// Which channels are open.
///
/// # Errors
/// When the database fails.
pub async fn gates(tx: &mut Tx, carriers: &Carriers, now: Instant) -> Result<Gates> {
    let rows = tx.connections().await?;
    let (mut open, mut tried) = (Vec::new(), Vec::new());
    // Without a mail server mails wait until there is one.
    for channel in Channel::ALL.iter().copied().filter(|channel| *channel != Channel::Mail || carriers.has(*channel)) {
        match rows.iter().find(|row| row.key == Connection::of(channel) && row.broken_since.is_some()) {
            None => open.push(channel),
            Some(row) if is_due(row, PROBE_MINUTES, now) => tried.push(channel),
            Some(_) => {}
        }
    }
    Ok(Gates { open, tried })
}

fn is_due(row: &ConnectionRow, minutes: i64, now: Instant) -> bool {
    row.tried_at.is_none_or(|at| at <= plus_minutes(now, -minutes))
}

/// The version of what was entered for a connection; 0 while the configuration holds.
///
/// # Errors
/// When the database fails.
pub async fn settings_version(app: &AppState, key: &Connection) -> Result<i64> {
    Ok(app.store.read().await?.connection(key).await?.map_or(0, |row| row.version))
}

/// Tries the mail server and the gateway for texts where nothing else did for a while, or where one is broken and no message waits that
/// would try it; `anew` once the server has started. Teams can not be tried without posting something.
///
/// # Errors
/// When the database fails, or no client can be made.
pub async fn look(app: &Arc<AppState>, anew: bool) -> Result<()> {
    for channel in Channel::ALL.iter().copied() {
        let (key, now) = (Connection::of(channel), app.clock.now());
        let ctx = Ctx::system(app.clone(), format!("connection {key}"));
        let mut tx = app.store.read().await?;
        let row = tx.connection(&key).await?;
        let broken = row.as_ref().is_some_and(|row| row.broken_since.is_some());
        if !is_set_up(&mut tx, &ctx, channel).await? {
            drop(tx);
            // Whoever runs the server took it out of the configuration.
            if broken {
                let mut tx = app.store.begin().await?;
                removed(&mut tx, &ctx, &key).await?;
                tx.commit().await?;
            }
            continue;
        }
        if channel == Channel::Teams {
            continue;
        }
        let minutes = if broken || anew { PROBE_MINUTES } else { IDLE_MINUTES };
        let due = row.is_none_or(|row| is_due(&row, minutes, now));
        // A message that waits is the better try: a server may take a sign-in and still no mail.
        if !due || (broken && tx.message_due(now, &[channel]).await?) {
            continue;
        }
        drop(tx);
        let mut tx = app.store.begin().await?;
        let ours = tx.take_probe(&key, plus_minutes(now, -minutes), now).await?;
        tx.commit().await?;
        if !ours {
            continue;
        }
        let with = settings_version(app, &key).await?;
        let carriers = carriers(app).await?;
        match carriers.test(channel, None).await {
            Ok(()) => worked(&ctx, &key).await?,
            // A gateway that takes messages by the contract need not show the account.
            Err(Refusal::Connection(Trouble::Lasting(Reason::Address), problem) | Refusal::Later(problem) | Refusal::Never(problem)) => {
                tracing::debug!(connection = %key, problem, "does not say whether it works");
            }
            // What was replaced meanwhile says nothing of what holds now.
            Err(Refusal::Connection(..)) if settings_version(app, &key).await? != with => {}
            Err(Refusal::Connection(trouble, problem)) => {
                failed(&ctx, &key, &trouble, &problem).await?;
            }
        }
        carriers.mail.close().await;
    }
    Ok(())
}
