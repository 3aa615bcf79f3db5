//! What tests begin with: both databases from one body, a clock that stands, a router in-process.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::domain::locale::Locale;
use crate::domain::people::{Actor, Role};
use crate::domain::time::Instant;
use crate::server::bus::Bus;
use crate::server::clock::FixedClock;
use crate::server::config::Config;
use crate::server::ctx::{AppState, Ctx};
use crate::server::keys::Keys;
use crate::server::site::Site;
use crate::server::store::Store;

/// Wednesday 3 March 2027, 09:00 UTC: the present of all tests that do not say otherwise.
pub fn present() -> Instant {
    "2027-03-03T09:00:00Z".parse().unwrap()
}

/// A server with an empty, migrated database.
pub struct TestServer {
    pub app: Arc<AppState>,
    pub clock: Arc<FixedClock>,
    folder: tempfile::TempDir,
}

impl TestServer {
    /// On SQLite.
    pub async fn sqlite() -> Self {
        Self::sqlite_in(tempfile::tempdir().unwrap()).await
    }

    /// On the SQLite file in this folder.
    pub async fn sqlite_in(folder: tempfile::TempDir) -> Self {
        let url = format!("sqlite:{}", folder.path().join("test.db").display());
        Self::at(url, folder).await
    }

    /// Closes the database and hands its folder over, to be copied.
    pub async fn into_folder(self) -> tempfile::TempDir {
        self.app.store.close().await;
        self.folder
    }

    /// Makes it another address that people open.
    pub fn set_base_url(&mut self, base_url: &str) {
        Arc::get_mut(&mut self.app).expect("nobody else has it yet").config.base_url = base_url.into();
    }

    /// Gives it a gateway for text messages, and a webhook of Teams, at an address.
    pub fn set_gateway(&mut self, url: &str, account: &str) {
        let config = &mut Arc::get_mut(&mut self.app).expect("nobody else has it yet").config;
        config.text = crate::server::config::TextConfig {
            url: url.into(),
            account_sid: account.into(),
            auth_token: "secret".into(),
            from: "+15005550006".into(),
        };
        config.teams.webhook_url = format!("{url}/webhook/secret");
    }

    /// Keeps files elsewhere.
    pub fn set_files(&mut self, files: crate::server::config::Files) {
        let app = Arc::get_mut(&mut self.app).expect("nobody else has it yet");
        app.config.files = files;
        app.files = crate::server::files::open(&app.config).unwrap();
    }

    /// On PostgreSQL, in a database of its own; `None` where `AGENDUM_TEST_POSTGRES` is not set (only outside `make test`).
    pub async fn postgres() -> Option<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let Ok(admin) = std::env::var("AGENDUM_TEST_POSTGRES") else {
            assert!(std::env::var_os("CI").is_none(), "CI must set AGENDUM_TEST_POSTGRES");
            eprintln!("AGENDUM_TEST_POSTGRES is not set: not run on PostgreSQL");
            return None;
        };
        let name = format!("agendum_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
        let pool = sqlx::postgres::PgPoolOptions::new().max_connections(1).connect(&admin).await.unwrap();
        sqlx::query(sqlx::AssertSqlSafe(format!("create database {name}"))).execute(&pool).await.unwrap();
        pool.close().await;
        // postgres://user@host:port/database?query
        let (front, query) = admin.split_once('?').map_or((admin.as_str(), None), |(front, query)| (front, Some(query)));
        let (front, _) = front.rsplit_once('/').unwrap();
        let url = format!("{front}/{name}{}", query.map(|query| format!("?{query}")).unwrap_or_default());
        Some(Self::at(url, tempfile::tempdir().unwrap()).await)
    }

    /// A second instance beside this one: the same database, a bus of its own.
    pub async fn beside(&self) -> Self {
        Self::at(self.app.config.database.clone(), tempfile::tempdir().unwrap()).await
    }

    /// Serves the built files of this folder.
    pub fn set_site_root(&mut self, folder: &std::path::Path) {
        Arc::get_mut(&mut self.app).expect("nobody else has it yet").config.site_root = folder.to_owned();
    }

    /// One on each database that is there: `for server in TestServer::both().await { … }`.
    pub async fn both() -> Vec<Self> {
        let mut servers = vec![Self::sqlite().await];
        servers.extend(Self::postgres().await);
        servers
    }

    async fn at(database: String, folder: tempfile::TempDir) -> Self {
        let bus = Bus::default();
        let store = Store::open(&database, bus.clone()).await.unwrap();
        store.migrate().await.unwrap();
        let secret = "a secret of at least thirty-two characters".to_owned();
        let overrides = [
            ("database", database),
            ("data_dir", folder.path().display().to_string()),
            ("secret_key", secret.clone()),
            ("smtp.from", "Agendum <agendum@example.com>".into()),
        ];
        let config = Config::load(None, &overrides, false).unwrap();
        let clock = Arc::new(FixedClock::at(present()));
        let files = crate::server::files::open(&config).unwrap();
        let app = Arc::new(AppState {
            config,
            store,
            clock: clock.clone(),
            ids: Default::default(),
            bus,
            keys: Keys::new(&secret),
            files,
            turns: Default::default(),
            site: Site::default(),
            stop: Default::default(),
        });
        Self { app, clock, folder }
    }

    /// A context in which this actor acts, in Berlin.
    pub fn ctx(&self, actor: Actor) -> Ctx {
        Ctx {
            app: self.app.clone(),
            actor,
            zone: "Europe/Berlin".into(),
            locale: Locale::default(),
            request_id: "test".into(),
            client_address: "192.0.2.1".into(),
        }
    }

    /// A context of somebody without a session.
    pub fn public(&self) -> Ctx {
        self.ctx(Actor::Public)
    }
}

/// An actor with this role who need not stand in the database.
pub fn user(ctx: &Ctx, role: Role) -> Actor {
    Actor::User { id: ctx.id(crate::domain::id::UserId::new).unwrap(), name: format!("Test {}", role.name()), role }
}

impl crate::server::store::Tx {
    /// Runs a statement that no service has: to look behind the store, or to try what the database refuses.
    pub async fn execute_raw(&mut self, sql: &'static str) -> crate::server::store::Result<u64> {
        crate::server::store::run!(self, sql)
    }

    /// The number that a query gives.
    pub async fn raw_number(&mut self, sql: &'static str) -> crate::server::store::Result<i64> {
        let (number,) = crate::server::store::one!(self, (i64,), sql)?;
        Ok(number)
    }

    /// The texts that a query gives.
    pub async fn raw_texts(&mut self, sql: &'static str) -> crate::server::store::Result<Vec<String>> {
        let rows = crate::server::store::all!(self, (String,), sql)?;
        Ok(rows.into_iter().map(|(text,)| text).collect())
    }
}
