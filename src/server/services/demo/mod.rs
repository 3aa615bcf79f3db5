//! The demo organisation: an agency in the middle of its week, made by the same use cases that people use.
//!
//! What lies in the past is done at a clock that stands in the past, so that history, calendar and pipeline look as if
//! the agency had worked for a while.

mod cast;
mod letter;
mod paper;
mod postings;
mod scorecard;
mod story;

use std::sync::Arc;

use crate::domain::people::{Actor, EmailAddress};
use crate::server::clock::{Clock, FixedClock};
use crate::server::ctx::{AppState, Ctx};
use crate::server::error::{Error, Result};
use crate::server::services::account::acting;
use crate::server::services::{booking, presentations};

/// Fills an empty database; prints the address, the accounts, and fresh links of a client and a candidate.
///
/// # Errors
/// When the database refuses.
pub async fn fill(app: &Arc<AppState>) -> Result<()> {
    let ctx = Ctx::system(Arc::clone(app), "demo".into());
    if ctx.store().read().await?.organisation().await?.is_none() {
        let clock = Arc::new(FixedClock::at(ctx.now()));
        story::tell(&Ctx::system(Arc::new(beside(app, clock.clone())), "demo".into()), &clock).await?;
    }
    print(&ctx).await
}

/// The same process with a clock of its own.
fn beside(app: &AppState, clock: Arc<dyn Clock>) -> AppState {
    AppState {
        config: app.config.clone(),
        store: app.store.clone(),
        clock,
        ids: Default::default(),
        bus: app.bus.clone(),
        keys: app.keys.clone(),
        files: Arc::clone(&app.files),
        turns: Default::default(),
        site: app.site.clone(),
        stop: app.stop.clone(),
    }
}

/// The account with this address as the one who acts.
async fn sign(ctx: &Ctx, email: &str) -> Result<Ctx> {
    let email = EmailAddress::parse(email).map_err(|error| Error::Internal(error.to_string()))?;
    let user = ctx.store().read().await?.user_by_email(&email).await?;
    let actor: Actor = user.as_ref().map(acting).ok_or_else(|| Error::Internal(format!("no account {email}")))?;
    Ok(Ctx { actor, ..ctx.clone() })
}

async fn print(ctx: &Ctx) -> Result<()> {
    println!("\nAgendum, demo organisation: {}", ctx.app.config.base_url);
    let Ok(dana) = sign(ctx, cast::DANA).await else {
        println!("(The database has another organisation; nothing was added.)");
        return Ok(());
    };
    println!("Accounts, all with the password {}", cast::PASSWORD);
    for (email, name, role) in cast::ACCOUNTS {
        println!("  {email:<28} {name} ({role})");
    }
    let (page, request) = ctx.store().read().await?.demo_subjects().await?;
    if let Some(page) = page {
        println!("A client's link:    {}", presentations::page_link(&dana, page).await?.address);
    }
    if let Some(request) = request {
        println!("A candidate's link: {}", booking::booking_link(&dana, request).await?.address);
    }
    if let Some(folder) = ctx.app.config.smtp.url.strip_prefix("file:") {
        println!("Mails are written to {folder}, as .eml files.");
    }
    println!();
    Ok(())
}
