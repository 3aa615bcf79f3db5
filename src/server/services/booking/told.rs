//! What history, open pages and people are told when an interview is booked, moved or called off.

use crate::domain::id::{CalendarId, CandidateId, EventId, InterviewId, JobId, PageId};
use crate::domain::scheduling::interview::{InterviewState, PersonKind, Response};
use crate::domain::scheduling::invitation::{Invitation, Participant};
use crate::domain::time::ms;
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::services::messages::{Links, tell_people};
use crate::server::services::{forms, links};
use crate::server::store::Tx;
use crate::server::store::held::ToldBefore;
use crate::server::store::history::Event;
use crate::server::store::interview_people::PersonRow;
use crate::server::store::interviews::InterviewRow;
use crate::server::store::links::Purpose;
use crate::server::store::occasions::Occasion;

/// An interview as it was and as it is, with its people.
pub(in crate::server::services) struct Change<'a> {
    /// None for a new one.
    pub before: Option<(&'a InterviewRow, &'a [PersonRow])>,
    /// As it is stored now.
    pub after: (&'a InterviewRow, &'a [PersonRow]),
    /// Whose calendars are concerned.
    pub calendars: &'a [CalendarId],
}

/// An interview as it was when its people were told last.
pub(in crate::server::services) fn as_told(row: &InterviewRow, people: &[PersonRow], told: &ToldBefore) -> (InterviewRow, Vec<PersonRow>) {
    let row = InterviewRow { span: told.span, override_reason: told.override_reason.clone(), ..row.clone() };
    let mut people = people.to_vec();
    for person in people.iter_mut().filter(|person| person.kind != PersonKind::Organiser) {
        if let Some((_, response)) = told.responses.iter().find(|(id, _)| *id == person.person_id) {
            person.response = *response;
        }
    }
    (row, people)
}

/// Records a change and tells everybody in it, each once, with fresh links for candidate and contact. What still waits to be told of an earlier
/// change is not told any more: everybody learns what became of what they know. Answers the event.
pub(in crate::server::services) async fn tell(tx: &mut Tx, ctx: &Ctx, row: &Occasion, change: Change<'_>, reason: &str) -> Result<EventId> {
    let (interview, people) = change.after;
    let action = match (change.before, interview.state) {
        (_, InterviewState::Cancelled) => "interview.cancelled",
        (Some(_), _) => "interview.rescheduled",
        (None, _) => "interview.booked",
    };
    let event = record(tx, ctx, row, &change, action, reason).await?;
    if interview.state == InterviewState::Confirmed {
        forms::arrange(tx, ctx, interview.id, change.before.is_none()).await?;
    }
    let held = match change.before {
        Some(before) => tx.held_change(interview.id, ctx.now()).await?.zip(Some(before)),
        None => None,
    };
    match held {
        Some((held, (was, people_before))) => {
            tx.withdraw_held(interview.id, held.event).await?;
            let (was, people_before) = as_told(was, people_before, &held.before);
            send(tx, ctx, row, event, Some((&was, &people_before)), (interview, people), reason).await?;
        }
        None => send(tx, ctx, row, event, change.before, (interview, people), reason).await?,
    }
    Ok(event)
}

/// Tells everybody in an interview of an event that is recorded: what became of what they were told last.
pub(in crate::server::services) async fn send(
    tx: &mut Tx,
    ctx: &Ctx,
    row: &Occasion,
    event: EventId,
    before: Option<(&InterviewRow, &[PersonRow])>,
    after: (&InterviewRow, &[PersonRow]),
    reason: &str,
) -> Result<()> {
    let candidate = match row.request {
        Some(request) => links::issue_about(tx, ctx, Purpose::Booking, request, after.0.span.end()).await?.path,
        None => String::new(),
    };
    let contact = match &row.pool.page {
        Some(page) => links::issue_about(tx, ctx, Purpose::ClientPage, page.id, after.0.span.end()).await?.path,
        None => String::new(),
    };
    let before = before.map(|(interview, people)| invitation(row, interview, people));
    let after = invitation(row, after.0, after.1);
    tell_people(tx, ctx, event, before.as_ref(), &after, &Links { candidate, contact }, reason).await
}

/// Records a change for the history and for open pages.
pub(in crate::server::services) async fn record(
    tx: &mut Tx,
    ctx: &Ctx,
    row: &Occasion,
    change: &Change<'_>,
    action: &'static str,
    reason: &str,
) -> Result<EventId> {
    let interview = change.after.0;
    let page = row.pool.page.as_ref().map(|page| page.id);
    let mut topics: Vec<String> = change.calendars.iter().map(|calendar| format!("calendar:{calendar}")).collect();
    topics.extend(row.request.map(|request| format!("request:{request}")));
    topics.extend(page.map(|page| format!("page:{page}")));
    let event = ctx.id(EventId::new)?;
    tx.record(Event {
        id: event,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action,
        subject: ("interview", interview.id.to_string()),
        candidate_id: Some(row.candidate.id),
        application_id: Some(row.application),
        job_id: Some(row.pool.job),
        data: serde_json::json!({
            "starts_at": ms(interview.span.start()),
            "ends_at": ms(interview.span.end()),
            "was": change.before.map(|(before, _)| ms(before.span.start())),
            "reason": reason,
            "room": interview.room.as_ref().map(|room| room.name.as_str()),
        }),
        topics,
    })
    .await?;
    Ok(event)
}

/// An interview as it stands now, with its people and as they are told of it.
pub struct Standing {
    /// The interview.
    pub interview: InterviewRow,
    /// Its people.
    pub people: Vec<PersonRow>,
    /// As its people are told of it.
    pub invitation: Invitation,
    /// The client's page it was booked from.
    pub page: Option<PageId>,
    /// The candidate and the job.
    pub about: (CandidateId, JobId),
}

/// An interview as it stands now; none where there is no such interview.
///
/// # Errors
/// When the database fails or holds nonsense.
pub async fn standing(tx: &mut Tx, id: InterviewId) -> Result<Option<Standing>> {
    let Some(interview) = tx.interview(id).await? else { return Ok(None) };
    let occasion = match interview.request {
        Some(request) => tx.request(request).await?.map(|row| Occasion::from(&row)),
        None => tx.occasion(interview.application, interview.template).await?,
    };
    let Some(row) = occasion else { return Ok(None) };
    let people = tx.people_of_interview(id).await?;
    let invitation = invitation(&row, &interview, &people);
    let page = row.pool.page.as_ref().map(|page| page.id);
    Ok(Some(Standing { interview, people, invitation, page, about: (row.candidate.id, row.pool.job) }))
}

/// An interview as its people are told of it.
pub fn invitation(row: &Occasion, interview: &InterviewRow, people: &[PersonRow]) -> Invitation {
    let pool = &row.pool;
    let mut participants: Vec<Participant> = people
        .iter()
        .map(|person| Participant {
            kind: person.kind,
            name: person.name.clone(),
            email: person.email.clone(),
            zone: person.zone.clone(),
            response: person.response,
        })
        .collect();
    if !participants.iter().any(|person| person.kind == PersonKind::Organiser) {
        // A recruiter who takes part stands among the attendees; the invitation still goes out in the own name.
        participants.push(Participant {
            kind: PersonKind::Organiser,
            name: pool.recruiter.name.clone(),
            email: pool.recruiter.email.clone(),
            zone: pool.recruiter.zone.clone(),
            response: Response::Accepted,
        });
    }
    Invitation {
        interview_id: interview.id,
        application_id: interview.application,
        uid: interview.uid.clone(),
        sequence: interview.sequence,
        state: interview.state,
        span: interview.span,
        zone: interview.zone.clone(),
        place: interview.place.clone(),
        room: interview.room.clone(),
        job_title: pool.job_title.clone(),
        company: pool.company().to_owned(),
        description: interview.description.clone(),
        words_for_candidate: pool.page.as_ref().map(|page| page.availability.message.clone()).unwrap_or_default(),
        show_attendees: pool.show_attendees,
        tell_candidate: interview.tell_candidate,
        text_candidate: interview.text_candidate,
        papers: interview.papers,
        people: participants,
    }
}
