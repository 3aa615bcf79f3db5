//! The jobs of the demo.

use super::sign;
use crate::domain::id::{ClientId, JobId, UserId};
use crate::domain::jobs::{Place, PlaceKind, SaveJob, SaveStage, SaveTemplate, StageKind, Timing};
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::services::{forms, jobs};

/// The agency's zone.
pub const HOME: &str = "Europe/Berlin";

/// A job to make.
pub struct Posting {
    pub title: &'static str,
    pub location: &'static str,
    pub client: Option<ClientId>,
    pub attendees: Vec<UserId>,
    pub auto_invite: bool,
    pub manager: Option<UserId>,
}

/// Makes it, with the usual stages.
///
/// # Errors
/// When the database refuses.
pub async fn job(ctx: &Ctx, posting: Posting) -> Result<JobId> {
    let stage = |name: &str, kind, interviews| SaveStage {
        id: None,
        name: name.into(),
        kind,
        scheduling: kind == StageKind::Interview,
        interviews,
    };
    let timing =
        Timing { duration_minutes: 45, step_minutes: 15, before_minutes: 0, after_minutes: 15, notice_minutes: 180, horizon_days: 28 };
    let place = Place { kind: PlaceKind::Video, text: "https://meet.weiss.example/interviews".into() };
    let form = forms::choices(ctx).await?.first().map(|choice| choice.id);
    let template = SaveTemplate { timing, place, attendees: posting.attendees, form, ..SaveTemplate::usual("First interview".into()) };
    let stages = vec![
        stage("Applied", StageKind::Applied, vec![]),
        stage("Screening", StageKind::Screen, vec![]),
        stage("Interview", StageKind::Interview, vec![template]),
        stage("Offer", StageKind::Offer, vec![]),
        stage("Hired", StageKind::Hired, vec![]),
    ];
    let job = SaveJob {
        id: None,
        version: 0,
        title: posting.title.into(),
        client_id: posting.client,
        recruiter_id: ctx.actor.user_id(),
        coordinator_id: Some(user(ctx, "tom@weiss.example").await?),
        hiring_manager_id: posting.manager,
        zone: HOME.into(),
        location: posting.location.into(),
        auto_invite: posting.auto_invite,
        show_attendees: true,
        stages,
    };
    jobs::save(ctx, job).await
}

/// The account with this address.
///
/// # Errors
/// When there is none.
pub async fn user(ctx: &Ctx, email: &str) -> Result<UserId> {
    sign(ctx, email).await?.actor.user_id().ok_or_else(|| Error::Internal(format!("no account {email}")))
}
