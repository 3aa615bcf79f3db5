//! The organisation: set up at the first visit, settings.

use chrono::Weekday;

use super::account::{about_user, acting};
use super::colleagues::zone_field;
use super::sign_in;
use crate::api::error::ApiError;
use crate::api::organisation::{OrganisationView, SaveOrganisation, SetUp};
use crate::domain::can;
use crate::domain::error::{FieldErrors, text};
use crate::domain::id::{EventId, UserId};
use crate::domain::locale::{Clock, Language};
use crate::domain::password::password_field;
use crate::domain::people::{EmailAddress, Role, name_field};
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result, StoreError};
use crate::server::keys::Token;
use crate::server::passwords;
use crate::server::store::Tx;
use crate::server::store::history::Event;
use crate::server::store::organisation::OrganisationRow;
use crate::server::store::users::UserRow;

/// Whether the installation has its organisation and first account.
///
/// # Errors
/// When the database fails.
pub async fn is_set_up(ctx: &Ctx) -> Result<bool> {
    Ok(ctx.store().read().await?.organisation().await?.is_some())
}

/// Makes the organisation and the first account, an administrator kept as the creator, and signs in. Of two at once one wins.
///
/// # Errors
/// `NotPossible` once that was done.
pub async fn set_up(ctx: &Ctx, input: SetUp) -> Result<Token> {
    if is_set_up(ctx).await? {
        return Err(done_already());
    }
    let mut errors = FieldErrors::default();
    let organisation = text(&input.organisation, "organisation", 1, 120, &mut errors);
    let name = name_field(&input.name, "name", &mut errors);
    let email = EmailAddress::field(&input.email, "email", &mut errors);
    zone_field(&input.zone, &mut errors);
    password_field(input.password.as_str(), &input.email, "password", &mut errors);
    let Some(email) = errors.or(email)? else {
        return Err(ApiError::Transport.into());
    };
    let password_hash = Some(passwords::hash(input.password.reveal()).await?);
    let user = UserRow {
        id: ctx.id(UserId::new)?,
        email,
        name,
        role: Role::Administrator,
        zone: input.zone,
        password_hash,
        active: true,
        created_at: ctx.now(),
        version: 1,
    };
    let mut tx = ctx.store().begin().await?;
    found(&mut tx, ctx, organisation, &user).await?;
    let token = sign_in::begin_session(&mut tx, ctx, user.id).await?;
    tx.commit().await?;
    Ok(token)
}

/// Makes the organisation with its first account: it reads as the visitor who sets it up.
///
/// # Errors
/// `NotPossible` when there is one already.
pub async fn found(tx: &mut Tx, ctx: &Ctx, name: String, creator: &UserRow) -> Result<()> {
    let organisation = OrganisationRow {
        name,
        zone: creator.zone.clone(),
        language: ctx.locale.language,
        clock: ctx.locale.clock,
        week_start: ctx.locale.week_start,
        creator_id: creator.id,
        created_at: ctx.now(),
        version: 1,
    };
    tx.insert_organisation(&organisation).await.map_err(|error| match error {
        StoreError::Unique(_) => done_already(),
        other => other.into(),
    })?;
    tx.insert_user(creator).await?;
    tx.record(changed(ctx, "organisation.created")?).await?;
    tx.record(about_user(ctx, acting(creator), "user.created", creator.id)?).await?;
    Ok(())
}

/// The settings.
///
/// # Errors
/// `Unauthorized` for who is not signed in.
pub async fn view(ctx: &Ctx) -> Result<OrganisationView> {
    ctx.require(can::be_signed_in(&ctx.actor))?;
    let organisation = ctx.store().read().await?.organisation().await?.ok_or(ApiError::NotFound)?;
    Ok(OrganisationView {
        name: organisation.name,
        zone: organisation.zone,
        clock: organisation.clock,
        week_start: organisation.week_start,
        version: organisation.version,
    })
}

/// Changes the settings.
///
/// # Errors
/// `Invalid` for what is typed wrong, `Stale` when somebody changed them meanwhile.
pub async fn save(ctx: &Ctx, input: SaveOrganisation) -> Result<()> {
    ctx.require(can::administer(&ctx.actor))?;
    let mut errors = FieldErrors::default();
    let name = text(&input.name, "name", 1, 120, &mut errors);
    zone_field(&input.zone, &mut errors);
    let clock = Clock::parse(&input.clock);
    if clock.is_none() {
        errors.add("clock", "error-choose");
    }
    let week_start = input.week_start.parse::<Weekday>().ok();
    if week_start.is_none() {
        errors.add("week_start", "error-choose");
    }
    let (Some(clock), Some(week_start)) = errors.or((clock, week_start))? else {
        return Err(ApiError::Transport.into());
    };
    let mut tx = ctx.store().begin().await?;
    let mut organisation = tx.organisation().await?.ok_or(ApiError::NotFound)?;
    (organisation.name, organisation.zone, organisation.clock, organisation.week_start) = (name, input.zone, clock, week_start);
    organisation.version = input.version;
    organisation.language = Language::English;
    tx.update_organisation(&organisation).await?;
    tx.record(changed(ctx, "organisation.changed")?).await?;
    Ok(tx.commit().await?)
}

fn changed(ctx: &Ctx, action: &'static str) -> Result<Event> {
    Ok(Event {
        id: ctx.id(EventId::new)?,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action,
        subject: ("organisation", "1".into()),
        candidate_id: None,
        application_id: None,
        job_id: None,
        data: serde_json::json!({}),
        topics: Vec::new(),
    })
}

fn done_already() -> Error {
    ApiError::NotPossible("error-set-up-already".into()).into()
}
