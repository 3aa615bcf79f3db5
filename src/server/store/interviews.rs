//! Interviews.

use super::reservations::stored_span;
use super::rooms::{RoomColumns, room_columns};
use super::{Result, Tx, all, fresh, maybe, parsed, run};
use crate::domain::id::{ApplicationId, InterviewId, PageId, RequestId, RoomId, TemplateId, UserId};
use crate::domain::jobs::{Place, PlaceKind};
use crate::domain::rooms::Room;
use crate::domain::scheduling::interview::InterviewState;
use crate::domain::scheduling::invitation::Papers;
use crate::domain::span::Span;
use crate::domain::time::{Instant, ms};

/// An interview as it is stored.
#[derive(Debug, Clone)]
pub struct InterviewRow {
    /// The interview.
    pub id: InterviewId,
    /// Rises with every change.
    pub version: i64,
    /// Its request.
    pub request: Option<RequestId>,
    /// Its application.
    pub application: ApplicationId,
    /// The same over its whole life (RFC 5545, section 3.8.4.7).
    pub uid: String,
    /// Raised by one whenever time or state change.
    pub sequence: u32,
    /// Its name.
    pub title: String,
    /// When.
    pub span: Span,
    /// The IANA zone of the place.
    pub zone: String,
    /// Where.
    pub place: Place,
    /// The room that it takes.
    pub room: Option<Room>,
    /// The recruiter in whose name invitations go out.
    pub organiser: UserId,
    /// Whether it takes place.
    pub state: InterviewState,
    /// Why it was called off.
    pub reason: String,
    /// Heads the attendees' mail.
    pub description: String,
    /// Why staff chose the time in spite of what stood in the way.
    pub override_reason: String,
    /// Whether the candidate is sent messages of it.
    pub tell_candidate: bool,
    /// Whether the candidate is told by text, too.
    pub text_candidate: bool,
    /// What goes with the attendees' mail.
    pub papers: Papers,
    /// The interview of the stage's round that it is.
    pub template: Option<TemplateId>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    version: i64,
    request_id: Option<String>,
    application_id: String,
    uid: String,
    sequence: i32,
    title: String,
    starts_at: i64,
    ends_at: i64,
    zone: String,
    place_kind: String,
    place: String,
    organiser_id: String,
    state: String,
    reason: String,
    description: String,
    override_reason: String,
    tell_candidate: bool,
    text_candidate: bool,
    attach_resume: bool,
    attach_cover_letter: bool,
    attach_form: bool,
    template_id: Option<String>,
    #[sqlx(flatten)]
    room: RoomColumns,
}

const TABLE: &str = "interviews";

/// The interviews `i` with their rooms.
macro_rules! interviews {
    () => {
        concat!(
            "select i.id, i.version, i.request_id, i.application_id, i.uid, i.sequence, i.title, i.starts_at, i.ends_at, i.zone, i.place_kind,
             i.place, i.organiser_id, i.state, i.reason, i.description, i.override_reason, i.tell_candidate,
             i.text_candidate, i.attach_resume, i.attach_cover_letter, i.attach_form, i.template_id, ",
            room_columns!(),
            " from interviews i left join rooms rm on rm.id = i.room_id "
        )
    };
}

impl Tx {
    /// One interview.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn interview(&mut self, id: InterviewId) -> Result<Option<InterviewRow>> {
        let row = maybe!(self, Row, concat!(interviews!(), "where i.id = $1"), id.to_string())?;
        row.map(Row::read).transpose()
    }

    /// The interview whose invitations have this UID.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn interview_by_uid(&mut self, uid: &str) -> Result<Option<InterviewId>> {
        let row = maybe!(self, (String,), "select id from interviews where uid = $1", uid)?;
        row.map(|(id,)| parsed(id.parse(), TABLE, "id", &id)).transpose()
    }

    /// The interview of a request that stands, else the last that stood.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn interview_of_request(&mut self, request: RequestId) -> Result<Option<InterviewRow>> {
        let row = maybe!(
            self,
            Row,
            concat!(
                interviews!(),
                "where i.request_id = $1 order by case i.state when 'confirmed' then 0 else 1 end, i.created_at desc, i.id desc limit 1"
            ),
            request.to_string(),
        )?;
        row.map(Row::read).transpose()
    }

    /// The confirmed interviews of a page's requests that end after a moment, by start.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn interviews_of_page(&mut self, page: PageId, since: Instant) -> Result<Vec<InterviewRow>> {
        let rows = all!(
            self,
            Row,
            concat!(
                interviews!(),
                "join interview_requests r on r.id = i.request_id
                 where r.page_id = $1 and i.state = 'confirmed' and i.ends_at > $2 order by i.starts_at, i.id"
            ),
            page.to_string(),
            ms(since),
        )?;
        rows.into_iter().map(Row::read).collect()
    }

    /// The interviews of an application that are to take place in a room, by start.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn interviews_in_room(&mut self, application: ApplicationId, room: RoomId, now: Instant) -> Result<Vec<InterviewRow>> {
        let rows = all!(
            self,
            Row,
            concat!(
                interviews!(),
                "where i.application_id = $1 and i.room_id = $2 and i.state = 'confirmed' and i.starts_at > $3 order by i.starts_at, i.id"
            ),
            application.to_string(),
            room.to_string(),
            ms(now),
        )?;
        rows.into_iter().map(Row::read).collect()
    }

    /// The interviews that are to take place in a room, by start.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn to_come_in_room(&mut self, room: RoomId, now: Instant) -> Result<Vec<InterviewId>> {
        let rows = all!(
            self,
            (String,),
            "select id from interviews where room_id = $1 and state = 'confirmed' and starts_at > $2 order by starts_at, id",
            room.to_string(),
            ms(now),
        )?;
        rows.into_iter().map(|(id,)| parsed(id.parse(), TABLE, "id", &id)).collect()
    }

    /// Who called an interview off: the kind of the actor (`user`, `contact`, `candidate`).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cancelled_by(&mut self, id: InterviewId) -> Result<Option<String>> {
        let row = maybe!(
            self,
            (String,),
            "select actor_kind from history where subject_id = $1 and subject_kind = 'interview' and action = 'interview.cancelled'
             order by at desc, id desc limit 1",
            id.to_string(),
        )?;
        Ok(row.map(|(kind,)| kind))
    }

    /// Makes a confirmed interview.
    ///
    /// # Errors
    /// `Unique` when the request has a confirmed one.
    pub async fn insert_interview(&mut self, interview: &InterviewRow, now: Instant) -> Result<()> {
        run!(
            self,
            "insert into interviews (id, request_id, application_id, uid, sequence, title, starts_at, ends_at, zone, place_kind, place, organiser_id,
                state, reason, description, override_reason, tell_candidate, room_id, created_at, version,
                text_candidate, attach_resume, attach_cover_letter, attach_form, template_id)
             values ($1, $2, $3, $4, 0, $5, $6, $7, $8, $9, $10, $11, 'confirmed', '', $12, $13, $14, $15, $16, 1, $17, $18, $19, $20, $21)",
            interview.id.to_string(),
            interview.request.map(|id| id.to_string()),
            interview.application.to_string(),
            interview.uid.as_str(),
            interview.title.as_str(),
            interview.span.start_ms(),
            interview.span.end_ms(),
            interview.zone.as_str(),
            interview.place.kind.name(),
            interview.place.text.as_str(),
            interview.organiser.to_string(),
            interview.description.as_str(),
            interview.override_reason.as_str(),
            interview.tell_candidate,
            interview.room.as_ref().map(|room| room.id.to_string()),
            ms(now),
            interview.text_candidate,
            interview.papers.resume,
            interview.papers.cover_letter,
            interview.papers.form,
            interview.template.map(|id| id.to_string()),
        )?;
        Ok(())
    }

    /// Stores an interview's name, time, place, room, words, state, reason and sequence; `interview.version` is the one it was read with.
    ///
    /// # Errors
    /// `Stale` when it changed meanwhile.
    pub async fn update_interview(&mut self, interview: &InterviewRow) -> Result<()> {
        fresh(run!(
            self,
            "update interviews set sequence = $1, starts_at = $2, ends_at = $3, zone = $4, place_kind = $5, place = $6, state = $7, reason = $8,
                title = $9, description = $10, override_reason = $11, tell_candidate = $12, room_id = $13,
                text_candidate = $14, attach_resume = $15, attach_cover_letter = $16, attach_form = $17, version = version + 1,
                room_response = case when coalesce(room_id, '') = coalesce($13, '') and starts_at = $2 and ends_at = $3
                    then room_response else 'accepted' end
             where id = $18 and version = $19",
            i32::try_from(interview.sequence).unwrap_or(i32::MAX),
            interview.span.start_ms(),
            interview.span.end_ms(),
            interview.zone.as_str(),
            interview.place.kind.name(),
            interview.place.text.as_str(),
            interview.state.name(),
            interview.reason.as_str(),
            interview.title.as_str(),
            interview.description.as_str(),
            interview.override_reason.as_str(),
            interview.tell_candidate,
            interview.room.as_ref().map(|room| room.id.to_string()),
            interview.text_candidate,
            interview.papers.resume,
            interview.papers.cover_letter,
            interview.papers.form,
            interview.id.to_string(),
            interview.version,
        )?)
    }
}

impl Row {
    fn read(self) -> Result<InterviewRow> {
        let id = self.id;
        Ok(InterviewRow {
            request: self.request_id.as_ref().map(|request| parsed(request.parse(), TABLE, "request_id", &id)).transpose()?,
            application: parsed(self.application_id.parse(), TABLE, "application_id", &id)?,
            sequence: parsed(u32::try_from(self.sequence), TABLE, "sequence", &id)?,
            span: stored_span(self.starts_at, self.ends_at, TABLE, &id)?,
            place: Place { kind: parsed(PlaceKind::parse(&self.place_kind).ok_or(()), TABLE, "place_kind", &id)?, text: self.place },
            organiser: parsed(self.organiser_id.parse(), TABLE, "organiser_id", &id)?,
            id: parsed(id.parse(), TABLE, "id", &id)?,
            state: parsed(InterviewState::parse(&self.state).ok_or(()), TABLE, "state", &id)?,
            version: self.version,
            uid: self.uid,
            title: self.title,
            zone: self.zone,
            reason: self.reason,
            description: self.description,
            override_reason: self.override_reason,
            tell_candidate: self.tell_candidate,
            text_candidate: self.text_candidate,
            papers: Papers { resume: self.attach_resume, cover_letter: self.attach_cover_letter, form: self.attach_form },
            template: self.template_id.as_ref().map(|template| parsed(template.parse(), TABLE, "template_id", &id)).transpose()?,
            room: self.room.read()?,
        })
    }
}
