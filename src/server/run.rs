//! The command line, start and stop.

use std::io::Read;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use leptos::prelude::IntoAny;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::bus::Bus;
use super::clock::{Clock, MovedClock, SystemClock};
use super::config::Config;
use super::ctx::{AppState, Ctx};
use super::keys::Keys;
use super::services::replies::Received;
use super::site::Site;
use super::store::Store;
use super::{files, http, jobs, mail, services, telemetry};
use crate::domain::time::Instant;

/// How long requests under way may take once the server is told to stop.
const LAST_REQUESTS: Duration = Duration::from_secs(20);

/// Self-hosted interview scheduling and tracking.
#[derive(Parser)]
#[command(version)]
struct Cli {
    /// The configuration file; `agendum.toml` in the working folder where it is there.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Command,
}

/// Keys of the configuration that are often given by hand.
#[derive(Args)]
struct Flags {
    /// The address to listen on.
    #[arg(long, global = true)]
    listen: Option<String>,
    /// The address that people open.
    #[arg(long, global = true)]
    base_url: Option<String>,
    /// `sqlite:PATH` or `postgres://…`
    #[arg(long, global = true)]
    database: Option<String>,
    /// Where the database file and uploads live by default.
    #[arg(long, global = true)]
    data_dir: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the application.
    Serve {
        /// With a demo organisation, made where the data folder is empty, its accounts and links printed.
        #[arg(long)]
        demo: bool,
        /// Begin at this instant instead of the present (`2027-03-25T08:00:00Z`): for trying and testing a week to come.
        #[arg(long, hide = true)]
        present: Option<Instant>,
    },
    /// Bring the database to this version's form.
    Migrate,
    /// Fill an empty database with a demo organisation.
    Demo,
    /// Accounts.
    #[command(subcommand)]
    User(UserCommand),
    /// Take a mail that came back, from standard input: what it is about counts as bounced. For a mail server that hands returned mail on
    /// (a pipe in an alias).
    Bounce,
    /// Take a mail in which somebody's calendar answers an invitation, from standard input. For a mail server that has checked where the mail
    /// comes from (DKIM, SPF): who may write any sender could answer for anybody.
    Reply,
    /// Check the configuration and say what is wrong with it.
    CheckConfig,
}

#[derive(Subcommand)]
enum UserCommand {
    /// Add a colleague; the password is read from standard input.
    Add {
        /// The mail address.
        #[arg(long)]
        email: String,
        /// The name.
        #[arg(long)]
        name: String,
        /// administrator, recruiter, coordinator, hiring_manager or interviewer.
        #[arg(long, default_value = "recruiter")]
        role: String,
    },
}

/// More of a returned mail is not read: its report stands at the beginning.
const MOST_BOUNCE_BYTES: u64 = 2 * 1024 * 1024;
/// What tells a mail server to keep the mail and try later (EX_TEMPFAIL of sysexits.h).
const TRY_LATER: u8 = 75;

/// Parses the command line and does what it says.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("no runtime: {error}")),
    };
    let is_mail = matches!(cli.command, Command::Bounce | Command::Reply);
    match runtime.block_on(run(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            let failure = fail(&problem);
            if is_mail { ExitCode::from(TRY_LATER) } else { failure }
        }
    }
}

fn fail(problem: &str) -> ExitCode {
    eprintln!("agendum: {problem}");
    ExitCode::FAILURE
}

async fn run(cli: Cli) -> Result<(), String> {
    let demo = matches!(cli.command, Command::Demo | Command::Serve { demo: true, .. });
    let mut overrides: Vec<(&str, String)> = Vec::new();
    let flags = cli.flags;
    for (key, value) in [("listen", flags.listen), ("base_url", flags.base_url), ("database", flags.database), ("data_dir", flags.data_dir)]
    {
        overrides.extend(value.map(|value| (key, value)));
    }
    let config = Config::load(cli.config.as_deref(), &overrides, demo).map_err(|error| error.to_string())?;
    telemetry::start(&config.log).map_err(|error| error.to_string())?;
    match cli.command {
        Command::CheckConfig => {
            println!("The configuration is sound.");
            Ok(())
        }
        Command::Migrate => {
            open(config, Site::default(), Arc::new(SystemClock)).await?;
            println!("The database has this version's form.");
            Ok(())
        }
        Command::Demo => {
            let app = open(config, Site::default(), Arc::new(SystemClock)).await?;
            services::demo::fill(&app).await.map_err(|error| error.to_string())
        }
        Command::Bounce => {
            let report = piped(MOST_BOUNCE_BYTES)?;
            let app = open(config, Site::default(), Arc::new(SystemClock)).await?;
            let ctx = Ctx::system(app, "bounce".into());
            let known = services::communication::bounced(&ctx, &report).await.map_err(|error| error.to_string())?;
            println!("{}", if known { "Noted." } else { "About none of our messages." });
            Ok(())
        }
        Command::Reply => {
            // One byte more than is read of a mail: what is cut off must not pass for the whole.
            let mail = piped(u64::try_from(mail::reply::MOST_BYTES).unwrap_or(u64::MAX).saturating_add(1))?;
            let app = open(config, Site::default(), Arc::new(SystemClock)).await?;
            let ctx = Ctx::system(app, "reply".into());
            match services::replies::receive(&ctx, &mail).await.map_err(|error| error.to_string())? {
                Received::Noted => println!("Noted."),
                Received::Known => println!("Nothing new."),
                Received::SetAside(why) => println!("Set aside: {why}."),
            }
            Ok(())
        }
        Command::User(UserCommand::Add { email, name, role }) => {
            let app = open(config, Site::default(), Arc::new(SystemClock)).await?;
            services::account::add_from_command_line(&app, &email, &name, &role).await
        }
        Command::Serve { demo, present } => {
            let site = Site::load(&config.site_root).map_err(|problem| format!("configuration: site_root: {problem}"))?;
            let clock: Arc<dyn Clock> = match present {
                Some(present) => {
                    tracing::warn!(%present, "the clock is moved: not for real use");
                    Arc::new(MovedClock::showing(present))
                }
                None => Arc::new(SystemClock),
            };
            let app = open(config, site, clock).await?;
            if demo {
                services::demo::fill(&app).await.map_err(|error| error.to_string())?;
            }
            serve(app).await
        }
    }
}

/// The beginning of what is handed over on standard input; the rest is read, too, as a mail server takes a closed pipe for a failure.
fn piped(most: u64) -> Result<Vec<u8>, String> {
    let (mut input, mut beginning) = (std::io::stdin().lock(), Vec::new());
    input.by_ref().take(most).read_to_end(&mut beginning).map_err(|error| error.to_string())?;
    std::io::copy(&mut input, &mut std::io::sink()).map_err(|error| error.to_string())?;
    Ok(beginning)
}

/// Opens everything that the configuration names, with the database in this version's form.
async fn open(config: Config, site: Site, clock: Arc<dyn Clock>) -> Result<Arc<AppState>, String> {
    std::fs::create_dir_all(&config.data_dir)
        .map_err(|error| format!("configuration: data_dir: {}: {error}", config.data_dir.display()))?;
    let bus = Bus::default();
    let store = Store::open(&config.database, bus.clone()).await.map_err(|error| format!("configuration: database: {error}"))?;
    store.migrate().await.map_err(|error| error.to_string())?;
    let files = files::open(&config).map_err(|error| error.to_string())?;
    let keys = Keys::new(&config.secret_key);
    let (ids, turns, stop) = (Default::default(), Default::default(), CancellationToken::new());
    Ok(Arc::new(AppState { config, store, clock, ids, bus, keys, files, turns, site, stop }))
}

async fn serve(app: Arc<AppState>) -> Result<(), String> {
    let listener =
        TcpListener::bind(app.config.listen).await.map_err(|error| format!("configuration: listen: {}: {error}", app.config.listen))?;
    let stop = app.stop.clone();
    if app.config.is_secure() && !app.config.trust_proxy && app.config.listen.ip().is_loopback() {
        tracing::warn!(
            "base_url is https, so a proxy is in front; without trust_proxy = true all visitors count as one when sign-ins are throttled"
        );
    }
    let background = jobs::start(&app, &stop);
    let router = http::router(app.clone(), |bundle, assets| crate::app::shell(bundle, assets).into_any());
    tracing::info!(address = %app.config.base_url, "serving");
    let serving = axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(asked_to_stop(stop.clone()));
    let served = tokio::select! {
        served = serving => served.map_err(|error| error.to_string()),
        () = too_long(stop.clone()) => {
            tracing::warn!("requests that do not end are cut off");
            Ok(())
        }
    };
    stop.cancel();
    background.wait().await;
    app.store.close().await;
    tracing::info!("stopped");
    served
}

/// Ends a while after the stop was asked for: a download that stalls does not keep the process.
async fn too_long(stop: CancellationToken) {
    stop.cancelled().await;
    tokio::time::sleep(LAST_REQUESTS).await;
}

/// Waits for SIGINT or SIGTERM, then tells the background jobs and the open event streams.
async fn asked_to_stop(stop: CancellationToken) {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
        }
        Err(error) => {
            tracing::warn!(%error, "SIGTERM can not be heard");
            let _ = tokio::signal::ctrl_c().await;
        }
    }
    stop.cancel();
}
