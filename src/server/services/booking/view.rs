//! What candidate and staff see.

use super::{shown, state};
use crate::api::booking::{BookingState, BookingView, Explanation, RequestView};
use crate::api::error::ApiError;
use crate::domain::availability::conflict::{self, Blocker};
use crate::domain::availability::slots;
use crate::domain::booking::RequestStage;
use crate::domain::can;
use crate::domain::channels::Channel;
use crate::domain::id::RequestId;
use crate::domain::jobs::{Place, PlaceKind};
use crate::domain::span::Span;
use crate::domain::time::Instant;
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::services::slots::{Notice, World, taken, world, zone};
use crate::server::services::{connections, links};
use crate::server::store::Tx;
use crate::server::store::links::Purpose;
use crate::server::store::requests::RequestRow;
use crate::server::store::rounds::RoundLine;
use crate::server::zones;

/// The candidate's page, in a zone of choice.
///
/// # Errors
/// `NotFound`, or when the actor may not see it.
pub async fn booking_page(ctx: &Ctx, request: RequestId, zone_name: Option<&str>) -> Result<BookingView> {
    ctx.require(can::use_request(&ctx.actor, request))?;
    let now = ctx.now();
    let mut tx = ctx.store().read().await?;
    let world = world(&mut tx, now, request, Notice::Kept).await?;
    let state = state(&mut tx, &world, now).await?;
    let interview = world.interview.as_ref().map(|interview| shown(interview, &world));
    let pickable = match (&state, &interview) {
        (BookingState::Open, _) => true,
        (BookingState::Booked, Some(interview)) => now <= interview.changeable_until,
        _ => false,
    };
    let slots = if pickable { world.slots() } else { Vec::new() };
    let row = &world.row;
    let pool = &row.pool;
    let place = match (&interview, pool.place()) {
        (Some(interview), _) if interview.confirmed => interview.place.clone(),
        (_, Some(place)) => Place { kind: place.kind, text: String::new() },
        _ => Place { kind: PlaceKind::Video, text: String::new() },
    };
    let shown_in = zone_name.filter(|name| zones::is_known(name)).unwrap_or(&ctx.zone);
    Ok(BookingView {
        request,
        state,
        organisation: pool.organisation.clone(),
        company: pool.company().to_owned(),
        role: pool.job_title.clone(),
        location: pool.job_location.clone(),
        title: pool.template.as_ref().map(|template| template.name.clone()).unwrap_or_default(),
        duration_minutes: minutes(&world),
        people: people(&world),
        place,
        message: pool.page.as_ref().map(|page| page.availability.message.clone()).unwrap_or_default(),
        recruiter: pool.recruiter.name.clone(),
        recruiter_email: pool.recruiter.email.to_string(),
        candidate: row.candidate.name.clone(),
        candidate_email: row.candidate.email.to_string(),
        candidate_phone: row.candidate_phone.clone(),
        has_text: connections::is_set_up(&mut tx, ctx, Channel::Text).await?,
        zone: zone(shown_in, now),
        now,
        slots,
        interview,
        next: next(&mut tx, row).await?,
    })
}

/// How long it lasts: the interview that stands as it stands, a new one as the page or the template says.
fn minutes(world: &World) -> u32 {
    let standing = world.standing().and_then(|interview| u32::try_from(interview.span.duration_minutes()).ok());
    standing.or(world.row.pool.timing().map(|timing| timing.duration_minutes)).unwrap_or_default()
}

/// The other interviews of the round for which the candidate was asked for a time and has not picked one.
async fn next(tx: &mut Tx, row: &RequestRow) -> Result<Vec<String>> {
    let Some(stage) = row.pool.stage else { return Ok(Vec::new()) };
    let round = tx.round(row.application, stage).await?;
    let waits = |line: &RoundLine| line.request.is_some_and(|(id, state)| id != row.id && state == RequestStage::Invited);
    Ok(round.into_iter().filter(waits).map(|line| line.title).collect())
}

/// Whom one meets, where the job shows names; who comes of a pool is known once a time is booked.
fn people(world: &World) -> Vec<String> {
    let pool = &world.row.pool;
    if !pool.show_attendees {
        return Vec::new();
    }
    let contact = pool.page.iter().map(|page| page.contact.name.clone());
    contact.chain(world.attendees.iter().filter(|attendee| attendee.pool.is_none()).map(|attendee| attendee.name.clone())).collect()
}

/// A request with its slots, for staff; least notice does not narrow them.
///
/// # Errors
/// `NotFound`, or when the actor may not see it.
pub async fn request_view(ctx: &Ctx, request: RequestId) -> Result<RequestView> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let now = ctx.now();
    let mut tx = ctx.store().read().await?;
    let world = world(&mut tx, now, request, Notice::Waived).await?;
    let link = links::state(tx.link_state(Purpose::Booking, &request.to_string()).await?, now);
    let row = &world.row;
    Ok(RequestView {
        id: row.id,
        version: row.version,
        candidate: row.candidate.id,
        candidate_name: row.candidate.name.clone(),
        application: row.application,
        job_title: row.pool.job_title.clone(),
        page: row.pool.page.as_ref().map(|page| page.id),
        state: row.state,
        since: row.since,
        opened_at: row.opened_at,
        link,
        answered: row.pool.is_answered(),
        duration_minutes: minutes(&world),
        zone: world.zone.clone(),
        slots: world.slots(),
        interview: world.interview.as_ref().map(|interview| shown(interview, &world)),
    })
}

/// Why a start is refused, for staff. Least notice is named, though it does not bind them.
///
/// # Errors
/// `NotFound`, or when the actor may not see it.
pub async fn explain(ctx: &Ctx, request: RequestId, start: Instant) -> Result<Explanation> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().read().await?;
    let world = world(&mut tx, ctx.now(), request, Notice::Kept).await?;
    let question = world.question()?;
    let blockers = match slots::validate(question, start) {
        Ok(_) => Vec::new(),
        Err(_) => conflict::explain(question, start).into_iter().map(Blocker::discreet).collect(),
    };
    let nearest: Vec<Span> = match taken(question, start) {
        ApiError::SlotTaken { nearest } => nearest,
        _ => Vec::new(),
    };
    Ok(Explanation { start, blockers, nearest })
}
