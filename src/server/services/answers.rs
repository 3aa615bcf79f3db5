//! Answers to invitations: by the link of the mail, signed in, or as a calendar sends them (`replies`). All go through one door, [`take`].

use crate::api::answers::{AnswerPage, AnswerState, AnswerView, PersonAnswer};
use crate::api::error::ApiError;
use crate::api::interviews::SaveInterview;
use crate::domain::can;
use crate::domain::id::{EventId, InterviewId};
use crate::domain::jobs::PlaceKind;
use crate::domain::rooms::place_with;
use crate::domain::scheduling::answer::{Answer, GiveAnswer, Way};
use crate::domain::scheduling::interview::{InterviewState, PersonKind, Response};
use crate::domain::scheduling::invitation::Participant;
use crate::domain::scheduling::plan::{PlanInterview, PlannedAttendee};
use crate::domain::span::Span;
use crate::domain::time::{DAY_MS, Instant, Zone, from_ms, ms};
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::mail::message::{AnswerNews, Recipient};
use crate::server::services::booking::{self, Standing, standing};
use crate::server::services::links::InvitationKey;
use crate::server::services::{interviews, messages};
use crate::server::store::Tx;
use crate::server::store::answers::AnswerRow;
use crate::server::store::history::Event;
use crate::server::store::interview_people::PersonRow;
use crate::server::zones;

/// How far around the present the zone of a page is known: as far as another time may be asked for.
const KNOWN_DAYS: i64 = 400;

/// The page of an invitation. Changes nothing.
///
/// # Errors
/// `NotFound` where there is no such interview.
pub async fn page(ctx: &Ctx, key: &InvitationKey) -> Result<AnswerPage> {
    ctx.require(can::answer(&ctx.actor, key.interview, &key.person))?;
    let now = ctx.now();
    let mut tx = ctx.store().read().await?;
    let standing = standing(&mut tx, key.interview).await?.ok_or(ApiError::NotFound)?;
    let organisation = messages::house(&mut tx, ctx).await?.organisation;
    let Some(own) = invited(&standing, &key.person) else {
        return Ok(AnswerPage::NotInvited { organisation });
    };
    let said = said_by(&mut tx, key.interview, &key.person).await?;
    let Standing { interview, invitation, .. } = &standing;
    let reader = participant(&standing, own)?;
    let at_place = invitation.place.kind == PlaceKind::Onsite && invitation.zone != ctx.zone;
    let organiser = invitation.organiser();
    let candidate = invitation.candidate().filter(|_| reader.kind != PersonKind::Candidate);
    Ok(AnswerPage::Invited(Box::new(AnswerView {
        state: match interview.state {
            InterviewState::Cancelled => AnswerState::Cancelled,
            InterviewState::Confirmed if interview.span.start() <= now => AnswerState::Over,
            InterviewState::Confirmed => AnswerState::Open,
        },
        organisation,
        company: invitation.company.clone(),
        role: invitation.job_title.clone(),
        title: interview.title.clone(),
        part: reader.kind,
        name: reader.name.clone(),
        candidate: candidate.map(|person| person.name.clone()),
        with: invitation.interviewers_for(reader).into_iter().filter(|name| *name != reader.name).map(str::to_owned).collect(),
        place: place_with(&interview.place, interview.room.as_ref()),
        words: invitation.words_for(reader),
        span: interview.span,
        was: (key.told != interview.span.start()).then_some(key.told),
        there: at_place.then(|| zone(&invitation.zone, interview.span.start())),
        reason: interview.reason.clone(),
        response: own.response,
        answer: said.map(shown),
        zone: zone(&ctx.zone, interview.span.start().max(now)),
        recruiter: organiser.map(|person| person.name.clone()).unwrap_or_default(),
        recruiter_email: organiser.map(|person| person.email.to_string()).unwrap_or_default(),
        now,
    })))
}

/// Gives an answer in the name of `person`, as the form of a page sends it.
///
/// # Errors
/// `Invalid` for what is typed wrong; those of [`take`].
pub async fn give(ctx: &Ctx, interview: InterviewId, person: &str, input: &GiveAnswer) -> Result<()> {
    ctx.require(can::answer(&ctx.actor, interview, person))?;
    let now = ctx.now();
    let name = if zones::is_known(&input.zone) { input.zone.as_str() } else { ctx.zone.as_str() };
    let answer = input.read(&zone(name, now), now)?;
    let mut tx = ctx.store().begin().await?;
    if take(&mut tx, ctx, Given { interview, person, answer, start: from_ms(input.start_ms), way: Way::Link }).await? {
        tx.commit().await?;
    }
    Ok(())
}

/// An answer as it arrives.
#[derive(Debug)]
pub struct Given<'a> {
    /// To which interview.
    pub interview: InterviewId,
    /// The id of the record of who answers.
    pub person: &'a str,
    /// What they say.
    pub answer: Answer,
    /// The start that they say it to.
    pub start: Instant,
    /// How it came.
    pub way: Way,
}

/// Takes an answer, whichever way it came; the actor is who answers. Says whether it changed anything: the same answer once more does not. It
/// never moves an interview or calls it off; the recruiter is told of a refusal, and of a time that is asked for.
///
/// # Errors
/// `Forbidden` for anybody else; `NotFound` for who is not invited; `Stale` where it begins at another time; `NotPossible` when it was called off
/// or has begun.
pub async fn take(tx: &mut Tx, ctx: &Ctx, given: Given<'_>) -> Result<bool> {
    let Given { interview, person, answer, start, way } = given;
    ctx.require(can::answer(&ctx.actor, interview, person))?;
    let standing = locked(tx, interview).await?;
    let own = invited(&standing, person).ok_or(ApiError::NotFound)?;
    still_open(&standing, ctx.now())?;
    if standing.interview.span.start() != start {
        return Err(ApiError::Stale.into());
    }
    let before = said_by(tx, interview, person).await?;
    if own.response == answer.response && is_same(before.as_ref(), &answer) {
        return Ok(false);
    }
    tx.put_answer(interview, person, start, &answer, ctx.now()).await?;
    let event = ctx.id(EventId::new)?;
    tx.record(event_of(ctx, event, &standing, own, (&answer, way))).await?;
    if answer.response == Response::Declined || answer.proposal.is_some() {
        tell_recruiter(tx, ctx, event, &standing, own, answer).await?;
    }
    Ok(true)
}

/// An interview as it stands until the transaction ends: who changes it meanwhile waits, or is waited for, and neither loses what the other wrote.
///
/// # Errors
/// `NotFound` where there is no such interview.
pub(super) async fn locked(tx: &mut Tx, interview: InterviewId) -> Result<Standing> {
    let calendars = tx.reserved_calendars(interview).await?;
    tx.lock_calendars(&calendars).await?;
    Ok(standing(tx, interview).await?.ok_or(ApiError::NotFound)?)
}

/// Refuses for an interview that is not to come.
///
/// # Errors
/// `NotPossible` when it was called off or has begun.
pub(super) fn still_open(standing: &Standing, now: Instant) -> Result<()> {
    if standing.interview.state == InterviewState::Cancelled {
        return Err(ApiError::NotPossible("error-answer-cancelled".into()).into());
    }
    if standing.interview.span.start() <= now {
        return Err(ApiError::NotPossible("error-interview-over".into()).into());
    }
    Ok(())
}

/// Gives the signed-in colleague's own answer.
///
/// # Errors
/// As for [`give`].
pub async fn give_own(ctx: &Ctx, interview: InterviewId, input: &GiveAnswer) -> Result<()> {
    let own = ctx.actor.user_id().ok_or(ApiError::Unauthorized)?;
    give(ctx, interview, &own.to_string(), input).await
}

/// Moves an interview to a time that somebody asks for, if everybody can: as any other rescheduling.
///
/// # Errors
/// As for [`booking::reschedule_interview`]; for an interview that staff put on the calendar, `Invalid` with what stands in the way.
pub async fn move_there(ctx: &Ctx, interview: InterviewId, start: Instant, version: i64) -> Result<()> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().read().await?;
    let found = tx.interview(interview).await?.ok_or(ApiError::NotFound)?;
    if found.request.is_some() {
        drop(tx);
        return booking::reschedule_interview(ctx, interview, start, version).await.map(drop);
    }
    let people = tx.people_of_interview(interview).await?;
    drop(tx);
    let end =
        Span::starting(start, u32::try_from(found.span.duration_minutes()).unwrap_or(u32::MAX)).map_err(|_| ApiError::NotFound)?.end();
    let (day, clock) = (|at: Instant| at.format("%Y-%m-%d").to_string(), |at: Instant| at.format("%H:%M").to_string());
    let attendees = people.iter().filter(|person| person.kind == PersonKind::Attendee);
    let plan = PlanInterview {
        application: Some(found.application),
        template: found.template,
        title: found.title,
        starts_on: day(start),
        starts_at: clock(start),
        ends_on: day(end),
        ends_at: clock(end),
        zone: "UTC".into(),
        attendees: attendees
            .filter_map(|person| Some(PlannedAttendee { id: person.person_id.parse().ok()?, optional: person.optional }))
            .collect(),
        description: found.description,
        place: found.place,
        room: found.room.map(|room| room.id),
        tell_candidate: found.tell_candidate,
        text_candidate: found.text_candidate,
        papers: found.papers,
        reason: String::new(),
        exact: None,
    };
    interviews::save(ctx, SaveInterview { interview: Some((interview, version)), plan }).await.map(drop)
}

/// What somebody said, as pages show it.
pub fn shown(row: AnswerRow) -> PersonAnswer {
    PersonAnswer { reason: row.reason, proposal: row.proposal, answered_at: row.answered_at }
}

/// Somebody who is asked whether they come; the organiser is not.
fn invited<'a>(standing: &'a Standing, person: &str) -> Option<&'a PersonRow> {
    standing.people.iter().find(|own| own.person_id == person && own.kind != PersonKind::Organiser)
}

fn participant<'a>(standing: &'a Standing, own: &PersonRow) -> Result<&'a Participant> {
    let same = |person: &&Participant| person.kind == own.kind && person.email == own.email;
    Ok(standing.invitation.people.iter().find(same).ok_or(ApiError::NotFound)?)
}

async fn said_by(tx: &mut Tx, interview: InterviewId, person: &str) -> Result<Option<AnswerRow>> {
    Ok(tx.answers_of_interview(interview).await?.into_iter().find(|(who, _)| who == person).map(|(_, row)| row))
}

fn is_same(before: Option<&AnswerRow>, answer: &Answer) -> bool {
    before.is_some_and(|before| before.reason == answer.reason && before.proposal == answer.proposal)
}

fn event_of(ctx: &Ctx, id: EventId, standing: &Standing, own: &PersonRow, (answer, way): (&Answer, Way)) -> Event {
    let Standing { interview, page, about: (candidate, job), .. } = standing;
    let request = interview.request.map(|request| format!("request:{request}"));
    // A reason is for a refusal; what else somebody writes is theirs to say.
    let (reason, said) = if answer.response == Response::Declined { (answer.reason.as_str(), "") } else { ("", answer.reason.as_str()) };
    Event {
        id,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action: "interview.answered",
        subject: ("interview", interview.id.to_string()),
        candidate_id: Some(*candidate),
        application_id: Some(interview.application),
        job_id: Some(*job),
        data: serde_json::json!({
            "person": own.name,
            "person_id": own.person_id,
            "part": own.kind.name(),
            "was": own.response.name(),
            "response": answer.response.name(),
            "reason": reason,
            "proposed_at": answer.proposal.as_ref().and_then(|proposal| proposal.start).map(ms),
            "words": answer.proposal.as_ref().map_or(said, |proposal| proposal.words.as_str()),
            "way": way.name(),
            "starts_at": ms(interview.span.start()),
        }),
        topics: request.into_iter().chain(page.map(|page| format!("page:{page}"))).collect(),
    }
}

async fn tell_recruiter(tx: &mut Tx, ctx: &Ctx, event: EventId, standing: &Standing, own: &PersonRow, answer: Answer) -> Result<()> {
    let Some(organiser) = standing.invitation.organiser().filter(|organiser| organiser.email != own.email) else {
        return Ok(());
    };
    let message = AnswerNews {
        to: Recipient::from(organiser),
        from: participant(standing, own)?.clone(),
        answer,
        invitation: standing.invitation.clone(),
    };
    messages::enqueue(tx, ctx, event, message).await
}

fn zone(name: &str, at: Instant) -> Zone {
    let around = |days: i64| from_ms(ms(at) + days * DAY_MS);
    zones::zone(name, around(-KNOWN_DAYS), around(KNOWN_DAYS)).unwrap_or_else(Zone::utc)
}
