//! The availability that a client shares.

use crate::api::availability::SavedAvailability;
use crate::api::error::ApiError;
use crate::domain::availability::form::AvailabilityForm;
use crate::domain::availability::page::PageAvailability;
use crate::domain::booking::RequestStage;
use crate::domain::can;
use crate::domain::error::FieldErrors;
use crate::domain::id::{EventId, PageId};
use crate::domain::jobs::JobState;
use crate::domain::people::Actor;
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::services::booking::invite_in;
use crate::server::services::presentations::{event_of, opened_in};
use crate::server::services::slots;
use crate::server::store::Tx;
use crate::server::zones;

/// Stores a page's availability; confirmed interviews stay as they are. Where the job says so, candidates who are chosen are
/// invited at once.
///
/// # Errors
/// `Invalid` at its fields; `Stale` when `version` is not the present one; `NotFound`.
pub async fn save(ctx: &Ctx, page: PageId, version: i64, availability: PageAvailability) -> Result<SavedAvailability> {
    ctx.require(can::use_page(&ctx.actor, page))?;
    let availability = availability.validate()?;
    if !zones::is_known(&availability.zone) {
        return Err(FieldErrors::one("zone", "error-zone").into());
    }
    let mut tx = ctx.store().begin().await?;
    let pool = tx.pool_of_page(page).await?.ok_or(ApiError::NotFound)?;
    let row = pool.page.clone().ok_or(ApiError::NotFound)?;
    let by = match &ctx.actor {
        Actor::User { name, .. } | Actor::Contact { name, .. } => name.as_str(),
        _ => "",
    };
    let answered = (!availability.is_empty()).then(|| (ctx.now(), by));
    tx.save_availability(page, version, &availability, answered).await?;
    let mut event = event_of(ctx, ctx.id(EventId::new)?, &pool, &row, "availability.saved");
    event.data = serde_json::json!({
        "windows": availability.willing.painted().len(),
        "weekly": availability.willing.weekly().is_some(),
        "first": answered.is_some() && row.answered_at.is_none(),
    });
    event.topics.push(format!("calendar:{}", row.contact.id));
    tx.record(event).await?;
    opened_in(&mut tx, ctx, page).await?;
    let invited = if pool.auto_invite && answered.is_some() && pool.job_state == JobState::Open {
        invite_chosen(&mut tx, ctx, page).await?
    } else {
        0
    };
    let around = slots::surroundings(&mut tx, ctx.now(), &pool, &[&availability.zone]).await?;
    let slots = slots::count(&availability, &around)?;
    tx.commit().await?;
    Ok(SavedAvailability { version: version + 1, slots, invited })
}

/// The same from a plain form.
///
/// # Errors
/// As for [`save`].
pub async fn save_form(ctx: &Ctx, page: PageId, version: i64, form: AvailabilityForm) -> Result<SavedAvailability> {
    ctx.require(can::use_page(&ctx.actor, page))?;
    if !zones::is_known(&form.zone) {
        return Err(FieldErrors::one("zone", "error-zone").into());
    }
    let availability = form.read(&slots::zone(&form.zone, ctx.now()))?;
    save(ctx, page, version, availability).await
}

async fn invite_chosen(tx: &mut Tx, ctx: &Ctx, page: PageId) -> Result<u32> {
    let mut invited = 0;
    for request in tx.requests_of_page(page).await? {
        if request.state != RequestStage::Chosen {
            continue;
        }
        let Some(row) = tx.request(request.id).await? else { continue };
        if row.application_active && row.in_stage {
            invite_in(tx, ctx, &row).await?;
            invited += 1;
        }
    }
    Ok(invited)
}
