//! Reminders before an interview, and of a missing form after it: planned with it, written when they are due, and only if it still stands as
//! it was then.

use serde::{Deserialize, Serialize};

use crate::api::error::ApiError;
use crate::api::reminders::{ReminderSettings, SaveReminders};
use crate::domain::can;
use crate::domain::channels::Channel;
use crate::domain::id::{EventId, InterviewId, MessageId};
use crate::domain::scheduling::interview::{InterviewState, PersonKind, Response};
use crate::domain::scheduling::invitation::{Invitation, Participant};
use crate::domain::scheduling::reminders::{Occasion, ReminderTimes, Reminders};
use crate::domain::time::Instant;
use crate::paths;
use crate::server::carriers::Parcel;
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::mail::message::{InterviewReminder, Message};
use crate::server::mail::{self, House};
use crate::server::services::booking::{Standing, standing};
use crate::server::services::links::{InvitationKey, issue, issue_about, issue_answer};
use crate::server::services::{channels, messages};
use crate::server::store::Tx;
use crate::server::store::history::Event;
use crate::server::store::interview_people::PersonRow;
use crate::server::store::links::Purpose;
use crate::server::store::outbox::NewMessage;
use crate::server::store::outbox_claims::Claimed;

/// A reminder for one person of one interview at one time: written only once it is due, and only if it is wanted then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// What they are reminded of.
    pub occasion: Occasion,
    /// The interview.
    pub interview: InterviewId,
    /// The id of the person's own record.
    pub person: String,
    /// The start that stood when it was planned, or the end ([`Occasion::moment`]).
    pub moment: Instant,
    /// How long before or after it.
    pub minutes: u32,
    /// The links in it, made at the first try and kept for the others.
    pub links: Option<ReminderLinks>,
}

/// Paths; empty for none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReminderLinks {
    /// Where to see, move or cancel the interview, or to fill in the form.
    pub page: String,
    /// Where to answer.
    pub answer: String,
}

/// Plans the reminders of an interview for everybody in it who comes, and of their forms for those who are to fill in one, in the
/// transaction of the change. What is planned already is not planned again; what is planned for a time that no longer stands is set aside
/// when it is due.
///
/// # Errors
/// When the database refuses.
pub async fn plan(tx: &mut Tx, ctx: &Ctx, event_id: EventId, invitation: &Invitation, people: &[PersonRow], house: &House) -> Result<()> {
    if invitation.state != InterviewState::Confirmed {
        return Ok(());
    }
    let (times, _) = tx.reminder_times().await?;
    plan_at(tx, ctx, event_id, invitation, people, house, &times).await
}

/// Plans the reminders of an interview whose attendees were given forms since.
///
/// # Errors
/// When the database refuses.
pub async fn plan_again(tx: &mut Tx, ctx: &Ctx, event_id: EventId, interview: InterviewId) -> Result<()> {
    let Some(Standing { invitation, people, .. }) = standing(tx, interview).await? else { return Ok(()) };
    let house = messages::house(tx, ctx).await?;
    plan(tx, ctx, event_id, &invitation, &people, &house).await
}

async fn plan_at(
    tx: &mut Tx,
    ctx: &Ctx,
    event_id: EventId,
    invitation: &Invitation,
    people: &[PersonRow],
    house: &House,
    times: &Reminders,
) -> Result<()> {
    let forms = tx.forms_of_interview(invitation.interview_id).await?;
    for person in people.iter().filter(|person| is_reminded(person.kind, invitation)) {
        let has_form = person.kind == PersonKind::Attendee && forms.iter().any(|form| form.person_id == person.person_id);
        for occasion in [Occasion::Interview, Occasion::Form].into_iter().filter(|occasion| has_form || *occasion == Occasion::Interview) {
            let moment = occasion.moment(invitation.span);
            for &minutes in times.of(occasion).minutes() {
                // Whoever was told after that moment has just been told.
                if occasion.due_at(moment, minutes) <= ctx.now() {
                    continue;
                }
                let (interview, id) = (invitation.interview_id, person.person_id.clone());
                let reminder = Reminder { occasion, interview, person: id, moment, minutes, links: None };
                let to = (Channel::Mail, person.name.clone(), person.email.to_string());
                let Some(subject) = subject(occasion, person, invitation, house) else { continue };
                put(tx, ctx, event_id, invitation, reminder, to, subject).await?;
            }
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

fn participant(person: &PersonRow, invitation: &Invitation) -> Option<Participant> {
    invitation.people.iter().find(|other| other.kind == person.kind && other.email == person.email).cloned()
}

fn subject(occasion: Occasion, person: &PersonRow, invitation: &Invitation, house: &House) -> Option<String> {
    let (to, links) = (participant(person, invitation)?, ReminderLinks::default());
    Some(mail::subject(&message(occasion, to, invitation, links), house))
}

fn message(occasion: Occasion, to: Participant, invitation: &Invitation, links: ReminderLinks) -> Message {
    InterviewReminder { occasion, to, invitation: invitation.clone(), link: links.page, answer: links.answer }.into()
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
    let Reminder { occasion, interview, person, moment, minutes, .. } = &reminder;
    let (kind, due_at) = (occasion.message_kind(), occasion.due_at(*moment, *minutes));
    let dedupe_key = format!("{kind}:{interview}:{}:{minutes}:{person}:{}", moment.timestamp_millis(), channel.name());
    let candidate_id = tx.candidate_of_application(invitation.application_id).await?.filter(|candidate| candidate.to_string() == *person);
    let sealed = messages::seal(ctx, id, &Parcel::Planned(reminder))?;
    tx.insert_message(&NewMessage {
        id,
        dedupe_key,
        event_id,
        kind: kind.into(),
        channel,
        recipient_name,
        recipient_email,
        subject,
        // Not a part of the conversation about the interview: it neither waits for another message nor replaces one.
        interview: None,
        application_id: Some(invitation.application_id),
        candidate_id,
        sealed,
        at: ctx.now(),
        due_at: Some(due_at),
    })
    .await?;
    Ok(())
}

/// What becomes of a reminder that is due.
#[derive(Debug)]
pub enum Due {
    /// It is sent.
    Send(Parcel),
    /// Nobody needs it any more.
    Drop,
    /// The interview was moved a moment ago, which may still be taken back.
    Wait,
}

/// Writes a reminder that is due, as its channel carries it.
///
/// # Errors
/// When the database fails.
pub async fn write(ctx: &Ctx, message: &Claimed, reminder: Reminder) -> Result<Due> {
    let mut tx = ctx.store().begin().await?;
    if tx.held_change(reminder.interview, ctx.now()).await?.is_some() {
        return Ok(Due::Wait);
    }
    let Some((standing, person)) = still_wanted(&mut tx, ctx, &reminder).await? else {
        return Ok(Due::Drop);
    };
    let house = messages::house(&mut tx, ctx).await?;
    let invitation = &standing.invitation;
    let Some(to) = participant(&person, invitation) else {
        return Ok(Due::Drop);
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
            return Ok(Due::Drop); // by text only
        }
    } else if !others.iter().any(|(channel, address)| *channel == message.channel && *address == message.recipient_email) {
        return Ok(Due::Drop);
    }
    let links = match reminder.links.clone() {
        Some(links) => links,
        None => {
            let links = make_links(&mut tx, ctx, &standing, &person, reminder.occasion).await?;
            let linked = Reminder { links: Some(links.clone()), ..reminder.clone() };
            let sealed = messages::seal(ctx, message.id, &Parcel::Planned(linked))?;
            if !tx.reseal_message(message, &sealed).await? {
                return Ok(Due::Drop); // another instance took it over
            }
            links
        }
    };
    let parcel = messages::written(&self::message(reminder.occasion, to, invitation, links), &house, message.channel)?;
    if let Some(parcel) = parcel.as_ref().filter(|_| person.kind == PersonKind::Candidate) {
        messages::keep_copy(&mut tx, ctx, message.id, &message.kind, parcel).await?;
    }
    tx.commit().await?;
    Ok(parcel.map_or(Due::Drop, Due::Send))
}

/// The interview and the person, where the reminder still says what is true and needed.
async fn still_wanted(tx: &mut Tx, ctx: &Ctx, reminder: &Reminder) -> Result<Option<(Standing, PersonRow)>> {
    let Reminder { occasion, minutes, moment, .. } = *reminder;
    let (times, _) = tx.reminder_times().await?;
    let Some(standing) = standing(tx, reminder.interview).await? else { return Ok(None) };
    let interview = &standing.interview;
    let stands = interview.state == InterviewState::Confirmed && occasion.moment(interview.span) == moment;
    if !stands || !times.of(occasion).is_timely(occasion, minutes, moment, ctx.now()) {
        return Ok(None);
    }
    if occasion == Occasion::Form && !is_form_missing(tx, reminder).await? {
        return Ok(None);
    }
    let comes = |person: &&PersonRow| {
        person.person_id == reminder.person && is_reminded(person.kind, &standing.invitation) && person.response != Response::Declined
    };
    let person = standing.people.iter().find(comes).cloned();
    Ok(person.map(|person| (standing, person)))
}

/// Whether the person still has to fill in the form of the interview; one that was uploaded is filled in.
async fn is_form_missing(tx: &mut Tx, reminder: &Reminder) -> Result<bool> {
    let forms = tx.forms_of_interview(reminder.interview).await?;
    Ok(forms.iter().any(|form| form.person_id == reminder.person && !form.form.state().is_submitted() && !form.has_upload))
}

async fn make_links(tx: &mut Tx, ctx: &Ctx, standing: &Standing, person: &PersonRow, occasion: Occasion) -> Result<ReminderLinks> {
    let Standing { interview, page, .. } = standing;
    if occasion == Occasion::Form {
        let forms = tx.forms_of_interview(interview.id).await?;
        let own = forms.into_iter().find(|form| form.person_id == person.person_id).ok_or(ApiError::NotFound)?;
        let page = issue_about(tx, ctx, Purpose::Form, own.id, interview.span.end()).await?.path;
        return Ok(ReminderLinks { page, answer: String::new() });
    }
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
    Ok(ReminderSettings { times: times.interview.typed(), form_times: times.form.typed(), version })
}

/// Changes when reminders go out, also of the interviews that are planned already.
///
/// # Errors
/// `Invalid` for what is no time; `Stale` when somebody changed it meanwhile.
pub async fn save_settings(ctx: &Ctx, input: SaveReminders) -> Result<()> {
    ctx.require(can::administer(&ctx.actor))?;
    let (interview, form) = (ReminderTimes::field(&input.times, "times"), ReminderTimes::field(&input.form_times, "form_times"));
    let times = match (interview, form) {
        (Ok(interview), Ok(form)) => Reminders { interview, form },
        (interview, form) => {
            let mut errors = interview.err().unwrap_or_default();
            errors.merge(form.err().unwrap_or_default());
            return Err(errors.into());
        }
    };
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
        data: serde_json::json!({ "minutes": times.interview.minutes(), "form_minutes": times.form.minutes() }),
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
