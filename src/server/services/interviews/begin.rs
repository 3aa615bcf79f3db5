//! What the panel begins with.

use crate::api::clients::Choice;
use crate::api::error::ApiError;
use crate::api::interviews::{ApplicationChoice, AttendeeChoice, PlanView};
use crate::domain::can;
use crate::domain::id::{ApplicationId, InterviewId, TemplateId};
use crate::domain::jobs::{JobState, Place, PlaceKind, Timing};
use crate::domain::list::fold;
use crate::domain::scheduling::interview::{InterviewState, PersonKind};
use crate::domain::scheduling::invitation::Papers;
use crate::domain::scheduling::plan::PlannedAttendee;
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::services::booking::next_of_round;
use crate::server::services::channels::why_no_text;
use crate::server::services::documents;
use crate::server::services::team::team;
use crate::server::store::Tx;
use crate::server::store::interviews::InterviewRow;
use crate::server::store::occasions::Occasion;
use crate::server::store::rounds::RoundLine;

/// Applications offered at once.
const MOST: i64 = 20;
/// Longest words to search for, in characters.
const MAX_WORDS: usize = 120;

/// Applications that are worked on, whose candidate or job matches the words.
///
/// # Errors
/// `Forbidden` for who schedules nothing.
pub async fn find_applications(ctx: &Ctx, words: &str) -> Result<Vec<ApplicationChoice>> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let words: String = fold(words).chars().take(MAX_WORDS).collect();
    let found = ctx.store().read().await?.applications_like(words.trim(), MOST).await?;
    let choice = |name: crate::server::store::occasions::ApplicationName| ApplicationChoice {
        id: name.id,
        candidate: name.candidate,
        job: name.job,
        client: name.client,
    };
    Ok(found.into_iter().map(choice).collect())
}

/// What a new interview of this application begins with: this interview of its stage's round, else the next that is not booked.
///
/// # Errors
/// `NotFound`; `NotPossible` where nothing more is scheduled for it.
pub async fn plan(ctx: &Ctx, application: ApplicationId, template: Option<TemplateId>) -> Result<PlanView> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().read().await?;
    let mut occasion = tx.occasion(application, template).await?.ok_or(ApiError::NotFound)?;
    is_open(&occasion)?;
    let round = round(&mut tx, &occasion).await?;
    if template.is_none() && round.len() > 1 {
        occasion = tx.occasion(application, next_of_round(&round)).await?.ok_or(ApiError::NotFound)?;
    }
    let team = team(&mut tx, occasion.pool.template_id(), ctx.now()).await?;
    let pool = &occasion.pool;
    let has_form = pool.template.as_ref().is_some_and(|template| template.has_form);
    let place = pool.place().cloned().unwrap_or(Place { kind: PlaceKind::Video, text: String::new() });
    Ok(PlanView {
        application: choice(&occasion),
        template: pool.template_id(),
        round: choices(round),
        title: pool.template.as_ref().map_or_else(|| pool.job_title.clone(), |template| template.name.clone()),
        attendees: team.first().into_iter().map(|attendee| PlannedAttendee { id: attendee.id, optional: false }).collect(),
        duration_minutes: pool.timing().unwrap_or_else(Timing::default).duration_minutes,
        place,
        room: None,
        description: pool.template.as_ref().map(|template| template.description.clone()).unwrap_or_default(),
        tell_candidate: true,
        text_candidate: true,
        why_no_text: why_no_text(&mut tx, ctx, occasion.candidate.id).await?,
        papers: pool.template.as_ref().map(|template| template.papers).unwrap_or_default(),
        at_hand: at_hand(&mut tx, &occasion, has_form).await?,
        interview: None,
        colleagues: colleagues(&mut tx).await?,
    })
}

/// What changing an interview begins with: the interview as it stands.
///
/// # Errors
/// `NotFound`; `NotPossible` when it was called off or has begun.
pub async fn replan(ctx: &Ctx, interview: InterviewId) -> Result<PlanView> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().read().await?;
    let found = tx.interview(interview).await?.ok_or(ApiError::NotFound)?;
    if found.state == InterviewState::Cancelled || found.span.start() <= ctx.now() {
        return Err(ApiError::NotPossible("error-interview-over".into()).into());
    }
    as_it_stands(&mut tx, ctx, found).await
}

/// What a new interview that begins as this one is begins with; the other may be past or called off.
///
/// # Errors
/// `NotFound`; `NotPossible` where nothing more is scheduled for the application.
pub async fn copy(ctx: &Ctx, interview: InterviewId) -> Result<PlanView> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().read().await?;
    let found = tx.interview(interview).await?.ok_or(ApiError::NotFound)?;
    is_open(&tx.occasion(found.application, found.template).await?.ok_or(ApiError::NotFound)?)?;
    let view = as_it_stands(&mut tx, ctx, found).await?;
    let colleagues: Vec<_> = view.colleagues.iter().map(|colleague| colleague.id).collect();
    // Who has left is not invited again.
    let attendees = view.attendees.into_iter().filter(|attendee| colleagues.contains(&attendee.id)).collect();
    Ok(PlanView { interview: None, attendees, ..view })
}

async fn as_it_stands(tx: &mut Tx, ctx: &Ctx, found: InterviewRow) -> Result<PlanView> {
    let occasion = tx.occasion(found.application, found.template).await?.ok_or(ApiError::NotFound)?;
    let round = round(tx, &occasion).await?;
    let people = tx.people_of_interview(found.id).await?;
    let has_form = !tx.forms_of_interview(found.id).await?.is_empty();
    let attendees = people.iter().filter(|person| person.kind == PersonKind::Attendee);
    Ok(PlanView {
        application: choice(&occasion),
        template: found.template,
        round: choices(round),
        title: found.title,
        attendees: attendees
            .filter_map(|person| Some(PlannedAttendee { id: person.person_id.parse().ok()?, optional: person.optional }))
            .collect(),
        duration_minutes: u32::try_from(found.span.duration_minutes()).unwrap_or(u32::MAX),
        place: found.place,
        room: found.room,
        description: found.description,
        tell_candidate: found.tell_candidate,
        text_candidate: found.text_candidate,
        why_no_text: why_no_text(tx, ctx, occasion.candidate.id).await?,
        papers: found.papers,
        at_hand: at_hand(tx, &occasion, has_form).await?,
        interview: Some((found.id, found.span, found.version)),
        colleagues: colleagues(tx).await?,
    })
}

async fn round(tx: &mut Tx, occasion: &Occasion) -> Result<Vec<RoundLine>> {
    match occasion.pool.stage {
        Some(stage) => Ok(tx.round(occasion.application, stage).await?),
        None => Ok(Vec::new()),
    }
}

fn choices(round: Vec<RoundLine>) -> Vec<Choice<TemplateId>> {
    round.into_iter().map(|line| Choice { id: line.template, name: line.title }).collect()
}

/// Interviews are made for applications that are worked on, on open jobs.
pub(super) fn is_open(occasion: &Occasion) -> Result<()> {
    let no = |key: &str| Err(ApiError::NotPossible(key.into()).into());
    if !occasion.application_active {
        return no("error-application-ended");
    }
    if occasion.pool.job_state != JobState::Open { no("error-job-closed") } else { Ok(()) }
}

fn choice(occasion: &Occasion) -> ApplicationChoice {
    ApplicationChoice {
        id: occasion.application,
        candidate: occasion.candidate.name.clone(),
        job: occasion.pool.job_title.clone(),
        client: occasion.pool.client.clone(),
    }
}

async fn at_hand(tx: &mut Tx, occasion: &Occasion, form: bool) -> Result<Papers> {
    let (resume, cover_letter) = documents::at_hand(tx, occasion.candidate.id).await?;
    Ok(Papers { resume, cover_letter, form })
}

async fn colleagues(tx: &mut Tx) -> Result<Vec<AttendeeChoice>> {
    let rows = tx.active_colleagues().await?;
    Ok(rows.into_iter().map(|(id, name, email)| AttendeeChoice { id, name, email }).collect())
}
