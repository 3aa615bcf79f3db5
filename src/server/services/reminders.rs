//! Reminders before an interview: planned with it, written when they are due, and only if it still stands as it was then.

use serde::{Deserialize, Serialize};

use crate::api::reminders::{ReminderSettings, SaveReminders};
use crate::domain::can;
use crate::domain::channels::Channel;
use crate::domain::id::{EventId, InterviewId, MessageId};
use crate::domain::scheduling::interview::{InterviewState, PersonKind, Response};
use crate::domain::scheduling::invitation::Invitation;
use crate::domain::scheduling::reminders::{ReminderTimes, due_at};
use crate::domain::time::Instant;
use crate::paths;
use crate::server::carriers::Parcel;
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::mail::House;
use crate::server::mail::message::{InterviewReminder, Message};
use crate::server::services::booking::{Standing, standing};
use crate::server::services::links::{InvitationKey, issue, issue_answer};
use crate::server::services::{channels, messages};
use crate::server::store::Tx;
use crate::server::store::history::Event;
use crate::server::store::interviews::PersonRow;
use crate::server::store::links::Purpose;
use crate::server::store::outbox::{Claimed, NewMessage};
use crate::text;

/// What is written only once it is due. Whether it is wanted then, each kind asks of the present state: a nudge for what is missing
/// after the end is one more kind with a question of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Planned {
    /// Reminds one person of an interview.
    Reminder(Reminder),
}

/// A reminder for one person of one interview at one start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// The interview.
    pub interview: InterviewId,
    /// The id of the person's own record.
    pub person: String,
    /// The start that stood when it was planned.
    pub start: Instant,
    /// How long before it.
    pub minutes: u32,
    /// The links in it, made at the first try and kept for the others.
    pub links: Option<ReminderLinks>,
}

/// Paths; empty for none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReminderLinks {
    /// Where to see, move or cancel the interview.
    pub page: String,
    /// Where to answer.
    pub answer: String,
}

/// Plans the reminders of an interview for everybody in it who comes, in the transaction of the change. What is planned already is not
/// planned again; what is planned for a time that no longer stands is set aside when it is due.
///
/// # Errors
/// When the database refuses.
pub async fn plan(tx: &mut Tx, ctx: &Ctx, event_id: EventId, invitation: &Invitation, people: &[PersonRow], house: &House) -> Result<()> {
    if invitation.state != InterviewState::Confirmed || invitation.span.start() <= ctx.now() {
        return Ok(());
    }
    let (times, _) = tx.reminder_times().await?;
    plan_at(tx, ctx, event_id, invitation, people, house, &times).await
}

async fn plan_at(
    tx: &mut Tx,
    ctx: &Ctx,
    event_id: EventId,
    invitation: &Invitation,
    people: &[PersonRow],
    house: &House,
    times: &ReminderTimes,
) -> Result<()> {
    let start = invitation.span.start();
    for person in people.iter().filter(|person| is_reminded(person.kind, invitation)) {
        for &minutes in times.minutes() {
            let due_at = due_at(start, minutes);
            // Whoever was told after that moment has just been told.
            if due_at <= ctx.now() {
                continue;
            }
            let reminder = Reminder { interview: invitation.interview_id, person: person.person_id.clone(), start, minutes, links: None };
            let to = (person.name.clone(), person.email.to_string());
            put(tx, ctx, event_id, invitation, reminder, (Channel::Mail, to.0, to.1), subject(person, invitation, house)).await?;
        }
    }
    Ok(())
}

/// The organiser takes no part; a candidate who is told nothing by us is not reminded either.
fn is_reminded(kind: PersonKind, invitation: &Invitation) -> bool {
    match kind {
        PersonKind::Organiser => false,
        PersonKind::Candidate => invitation.tell_candidate || invitation.text_candidate,
        PersonKind::Contact | PersonKind::Attendee => true,
    }
}

fn subject(person: &PersonRow, invitation: &Invitation, house: &House) -> String {
    let reader = if person.kind == PersonKind::Candidate { "candidate" } else { "others" };
    text!(
        house.locale.language,
        &format!("mail-reminder-subject-{reader}"),
        job = invitation.job_title.clone(),
        company = invitation.company.clone(),
        candidate = invitation.candidate().map(|person| person.name.clone()).unwrap_or_default(),
        when = house.moment(&person.zone, invitation.span.start())
    )
}

async fn put(
    tx: &mut Tx,
    ctx: &Ctx,
    event_id: EventId,
    invitation: &Invitation,
    reminder: Reminder,
    (channel, recipient_name, recipient_email): (Channel, String, String),
    subject: String,
) -> Result<()> {
    let id = ctx.id(MessageId::new)?;
    let due_at = due_at(reminder.start, reminder.minutes);
    let Reminder { interview, person, start, minutes, .. } = &reminder;
    let dedupe_key = format!("reminder:{interview}:{}:{minutes}:{person}:{}", start.timestamp_millis(), channel.name());
    let sealed = messages::seal(ctx, id, &Parcel::Planned(Planned::Reminder(reminder)))?;
    tx.insert_message(&NewMessage {
        id,
        dedupe_key,
        event_id,
        kind: "interview_reminder".into(),
        channel,
        recipient_name,
        recipient_email,
        subject,
        // Not a part of the conversation about the interview: it neither waits for another message nor replaces one.
        interview: None,
        application_id: Some(invitation.application_id),
        sealed,
        at: ctx.now(),
        due_at: Some(due_at),
    })
    .await?;
    Ok(())
}

/// Writes a planned message that is due, as its channel carries it; `None` where nobody needs it any more.
///
/// # Errors
/// When the database fails.
pub async fn write(ctx: &Ctx, message: &Claimed, planned: Planned) -> Result<Option<Parcel>> {
    let Planned::Reminder(reminder) = planned;
    let mut tx = ctx.store().begin().await?;
    let Some((standing, person)) = still_wanted(&mut tx, ctx, &reminder).await? else {
        return Ok(None);
    };
    let house = messages::house(&mut tx, ctx).await?;
    let invitation = &standing.invitation;
    let same = |other: &&crate::domain::scheduling::invitation::Participant| other.kind == person.kind && other.email == person.email;
    let Some(to) = invitation.people.iter().find(same).cloned() else {
        return Ok(None);
    };
    let others = channels::besides_mail(&mut tx, ctx, &to, invitation).await?;
    if message.channel == Channel::Mail {
        // Who chose another channel since it was planned is told there, too.
        for (channel, address) in others {
            let unlinked = Reminder { links: None, ..reminder.clone() };
            let recipient = (channel, to.name.clone(), address);
            put(&mut tx, ctx, message.event_id, invitation, unlinked, recipient, message.subject.clone()).await?;
        }
        if person.kind == PersonKind::Candidate && !invitation.tell_candidate {
            tx.commit().await?;
            return Ok(None); // by text only
        }
    } else if !others.iter().any(|(channel, address)| *channel == message.channel && *address == message.recipient_email) {
        return Ok(None);
    }
    let links = match reminder.links.clone() {
        Some(links) => links,
        None => {
            let links = make_links(&mut tx, ctx, &standing, &person).await?;
            let linked = Reminder { links: Some(links.clone()), ..reminder };
            let sealed = messages::seal(ctx, message.id, &Parcel::Planned(Planned::Reminder(linked)))?;
            if !tx.reseal_message(message, &sealed).await? {
                return Ok(None); // another instance took it over
            }
            links
        }
    };
    let reminder = Message::from(InterviewReminder { to, invitation: invitation.clone(), link: links.page, answer: links.answer });
    let parcel = messages::written(&reminder, &house, message.channel)?;
    tx.commit().await?;
    Ok(parcel)
}

/// The interview and the person, where the reminder still says what is true and needed.
async fn still_wanted(tx: &mut Tx, ctx: &Ctx, reminder: &Reminder) -> Result<Option<(Standing, PersonRow)>> {
    let (times, _) = tx.reminder_times().await?;
    let Some(standing) = standing(tx, reminder.interview).await? else { return Ok(None) };
    let interview = &standing.interview;
    let stands = interview.state == InterviewState::Confirmed && interview.span.start() == reminder.start;
    if !stands || !times.is_timely(reminder.minutes, reminder.start, ctx.now()) {
        return Ok(None);
    }
    let comes = |person: &&PersonRow| {
        person.person_id == reminder.person && is_reminded(person.kind, &standing.invitation) && person.response != Response::Declined
    };
    let person = standing.people.iter().find(comes).cloned();
    Ok(person.map(|person| (standing, person)))
}

async fn make_links(tx: &mut Tx, ctx: &Ctx, standing: &Standing, person: &PersonRow) -> Result<ReminderLinks> {
    let Standing { interview, page, .. } = standing;
    let page = match (person.kind, interview.request, page) {
        (PersonKind::Candidate, Some(request), _) => issue(tx, ctx, Purpose::Booking, request).await?.path,
        (PersonKind::Contact, _, Some(page)) => issue(tx, ctx, Purpose::ClientPage, page).await?.path,
        (PersonKind::Attendee, ..) => paths::interview(interview.id),
        _ => String::new(),
    };
    let key = InvitationKey { interview: interview.id, person: person.person_id.clone(), told: interview.span.start() };
    Ok(ReminderLinks { page, answer: issue_answer(tx, ctx, &key, interview.span.end()).await?.path })
}

/// When reminders go out.
///
/// # Errors
/// `Forbidden` for anybody but administrators.
pub async fn settings(ctx: &Ctx) -> Result<ReminderSettings> {
    ctx.require(can::administer(&ctx.actor))?;
    let (times, version) = ctx.store().read().await?.reminder_times().await?;
    Ok(ReminderSettings { times: times.typed(), version })
}

/// Changes when reminders go out, also of the interviews that are planned already.
///
/// # Errors
/// `Invalid` for what is no time; `Stale` when somebody changed it meanwhile.
pub async fn save_settings(ctx: &Ctx, input: SaveReminders) -> Result<()> {
    ctx.require(can::administer(&ctx.actor))?;
    let times = ReminderTimes::field(&input.times, "times")?;
    let mut tx = ctx.store().begin().await?;
    tx.set_reminder_times(&times, input.version).await?;
    let event = ctx.id(EventId::new)?;
    tx.record(Event {
        id: event,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action: "organisation.reminders_changed",
        subject: ("organisation", "1".into()),
        candidate_id: None,
        application_id: None,
        job_id: None,
        data: serde_json::json!({ "minutes": times.minutes() }),
        topics: Vec::new(),
    })
    .await?;
    let house = messages::house(&mut tx, ctx).await?;
    for interview in tx.upcoming_interviews(ctx.now()).await? {
        if let Some(Standing { invitation, people, .. }) = standing(&mut tx, interview).await? {
            plan_at(&mut tx, ctx, event, &invitation, &people, &house, &times).await?;
        }
    }
    tx.commit().await.map_err(Error::from)
}
