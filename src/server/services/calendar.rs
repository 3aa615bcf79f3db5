//! The calendar: reads only.

use std::collections::HashMap;

use chrono::TimeDelta;

use super::answers;
use super::pipeline::scope;
use crate::api::calendar::{CalendarChoices, CalendarQuery, CalendarView, InterviewPerson, InterviewView};
use crate::api::error::ApiError;
use crate::domain::calendar::layout::{MAX_DAYS, Week};
use crate::domain::calendar::view::View;
use crate::domain::can;
use crate::domain::error::FieldErrors;
use crate::domain::id::{InterviewId, RoomId};
use crate::domain::scheduling::interview::PersonKind;
use crate::domain::span::Span;
use crate::domain::time::{Instant, Zone};
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::store::calendar::MOST;
use crate::server::zones;

/// How far from the present a date may lie, in days: about 50 years, what zones are known for.
const FAR: i64 = 18_000;

/// The days asked for, as the actor may see them: staff all interviews, hiring managers those of their jobs, interviewers their own.
///
/// # Errors
/// `Unauthorized` without a session; `Invalid` for a date or a zone that can not be.
pub async fn calendar(ctx: &Ctx, query: CalendarQuery) -> Result<CalendarView> {
    ctx.require(can::be_signed_in(&ctx.actor))?;
    let scope = scope(&ctx.actor).ok_or(ApiError::Forbidden)?;
    let now = ctx.now();
    let mut errors = FieldErrors::default();
    if query.date.is_some_and(|date| (date - now.date_naive()).num_days().abs() > FAR) {
        errors.add("date", "error-date");
    }
    let name = query.zone.clone().unwrap_or_else(|| ctx.zone.clone());
    if !zones::is_known(&name) {
        errors.add("zone", "error-zone");
    }
    errors.or(())?;
    let date = query.date.unwrap_or_else(|| zone_around(&name, now, 2).map_or_else(|_| now.date_naive(), |zone| zone.date(now)));
    let from = query.view.first(date, ctx.locale.week_start);
    let noon = from.and_hms_opt(12, 0, 0).map_or(now, |noon| noon.and_utc());
    let zone = zone_around(&name, noon, i64::from(MAX_DAYS) + 8)?;
    let days = Week::new(zone.clone(), from, query.view.days());
    let shown = days.span().ok_or_else(|| Error::from(FieldErrors::one("date", "error-date")))?;
    // The others show enough at once.
    let has_around = query.around && matches!(query.view, View::Day | View::Week);
    let mut range = if has_around { around(&days).unwrap_or(shown) } else { shown };

    let all = can::see_all(&ctx.actor);
    // Others' busy times are for those who schedule.
    let person = query.person.filter(|person| all || ctx.actor.user_id() == Some(*person));
    let query = CalendarQuery { person, ..query };
    let mut tx = ctx.store().read().await?;
    let mut interviews = tx.calendar_interviews(scope, &query, range).await?;
    if interviews.len() >= MOST && range != shown {
        // What is shown goes before what may be.
        range = shown;
        interviews = tx.calendar_interviews(scope, &query, range).await?;
    }
    let (mut busy, mut hours) = (Vec::new(), None);
    if let Some(owner) = person.or(ctx.actor.user_id()) {
        let own = ctx.actor.user_id() == Some(owner);
        busy.extend(tx.calendar_busy(owner, range).await?.into_iter().map(|mut block| {
            block.title = block.title.filter(|_| own);
            block
        }));
        hours = tx.hours_of(owner).await?.and_then(|row| row.weekly);
    }
    let hours = match hours {
        Some(hours) => {
            let zone = zone_around(hours.zone(), noon, i64::from(MAX_DAYS) + 8)?;
            Some((hours, zone))
        }
        None => None,
    };
    let lists = tx.pipeline_choices(scope).await?;
    let people = if all { tx.colleagues_by_name().await? } else { Vec::new() };
    let mut rooms: Vec<(RoomId, String)> =
        if all { tx.rooms().await?.into_iter().map(|room| (room.id, room.name)).collect() } else { Vec::new() };
    // One that is no longer offered is a choice where it is chosen.
    if let Some(chosen) = query.room.filter(|id| all && rooms.iter().all(|(room, _)| room != id)) {
        rooms.extend(tx.room(chosen, now).await?.map(|view| (chosen, view.room.name)));
    }
    let zones = zones::names().iter().map(|name| (*name).to_owned()).collect();
    let choices = CalendarChoices { jobs: lists.jobs, clients: lists.clients, people, rooms, zones };
    Ok(CalendarView { zone, from, now, cut: interviews.len() >= MOST, interviews, busy, hours, choices })
}

/// One interview with everybody in it.
///
/// # Errors
/// `NotFound` for one that the actor may not know of, too.
pub async fn interview(ctx: &Ctx, id: InterviewId) -> Result<InterviewView> {
    ctx.require(can::be_signed_in(&ctx.actor))?;
    let mut tx = ctx.store().read().await?;
    let found = tx.calendar_interview(id).await?.ok_or(ApiError::NotFound)?;
    let people = tx.calendar_people(id).await?;
    let attendees: Vec<_> = people.iter().filter(|person| person.kind == PersonKind::Attendee).filter_map(|person| person.user).collect();
    if !can::see_interview(&ctx.actor, found.hiring_manager, &attendees) {
        return Err(ApiError::NotFound.into());
    }
    let around = |name: &str| zone_around(name, found.span.start(), 8);
    let can_manage = can::manage_records(&ctx.actor);
    let own =
        people.iter().find(|person| person.kind == PersonKind::Attendee && person.user.is_some() && person.user == ctx.actor.user_id());
    let own = own.map(|person| person.response);
    let mut said: HashMap<String, _> = tx.answers_of_interview(id).await?.into_iter().collect();
    let people = people.into_iter().map(|person| {
        // Why somebody does not come is for those who schedule, and for themselves.
        let answer = said.remove(&person.record).filter(|_| can_manage || (person.user.is_some() && person.user == ctx.actor.user_id()));
        Ok(InterviewPerson {
            answer: answer.map(answers::shown),
            kind: person.kind,
            name: person.name,
            email: person.email,
            zone: around(&person.zone)?,
            response: person.response,
        })
    });
    Ok(InterviewView {
        id,
        version: found.version,
        sequence: found.sequence,
        state: found.state,
        reason: found.reason,
        title: found.title,
        span: found.span,
        zone: around(&ctx.zone)?,
        place: found.place,
        room: found.room.map(|room| (room.id, room.label())),
        candidate: found.candidate,
        candidate_name: found.candidate_name,
        application: found.application,
        job: found.job,
        job_title: found.job_title,
        client: found.client,
        request: found.request,
        page: found.page,
        people: people.collect::<Result<_>>()?,
        own,
        can_manage,
        now: ctx.now(),
    })
}

/// The days with as many before and after.
fn around(days: &Week) -> Option<Span> {
    Span::new(days.turned(false)?.span()?.start(), days.turned(true)?.span()?.end()).ok()
}

fn zone_around(name: &str, at: Instant, days: i64) -> Result<Zone> {
    zones::zone(name, at - TimeDelta::days(days), at + TimeDelta::days(days)).ok_or_else(|| Error::Internal(format!("no zone {name}")))
}
