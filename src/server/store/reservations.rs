//! What interviews occupy, and everything else that keeps people from meeting.

use super::{Result, Tx, all, maybe, parsed, run};
use crate::domain::id::{BusyId, CalendarId, InterviewId, PageId, RequestId, TemplateId, UserId};
use crate::domain::span::Span;
use crate::domain::time::{Instant, from_ms, ms};

/// Whose time a question is about: the page's contact, the attendees of a template with its pools or of an interview, the request's candidate,
/// and the rooms where the template needs one.
#[derive(Debug, Clone, Copy)]
pub struct Needed {
    /// The client's page.
    pub page: Option<PageId>,
    /// The template.
    pub template: Option<TemplateId>,
    /// The request.
    pub request: Option<RequestId>,
    /// An interview that stands.
    pub interview: Option<InterviewId>,
}

impl Needed {
    fn binds(self) -> [String; 4] {
        let text = |id: Option<String>| id.unwrap_or_default();
        [
            text(self.page.map(|id| id.to_string())),
            text(self.template.map(|id| id.to_string())),
            text(self.request.map(|id| id.to_string())),
            text(self.interview.map(|id| id.to_string())),
        ]
    }
}

/// Somebody of ours who is needed.
#[derive(Debug, Clone)]
pub struct AttendeeRow {
    /// The account, which is the calendar, too.
    pub id: UserId,
    /// The name.
    pub name: String,
    /// The mail address.
    pub email: String,
    /// The IANA zone.
    pub zone: String,
    /// Own weekly hours, as they are stored.
    pub weekly_hours: Option<String>,
    /// The pool of the template that they stand in; none for who always takes part.
    pub pool: Option<u32>,
}

/// Time that is taken.
#[derive(Debug, Clone)]
pub struct BusyRow {
    /// Whose.
    pub calendar: CalendarId,
    /// When; an interview's buffers are part of it.
    pub span: Span,
    /// What for.
    pub title: String,
    /// The interview and its own start, if it is one.
    pub interview: Option<(InterviewId, Instant)>,
}

#[derive(sqlx::FromRow)]
struct Attendee {
    id: String,
    name: String,
    email: String,
    zone: String,
    weekly_hours: Option<String>,
    pool: Option<i32>,
}

#[derive(sqlx::FromRow)]
pub(super) struct Busy {
    calendar_id: String,
    starts_at: i64,
    ends_at: i64,
    title: String,
    interview_id: Option<String>,
    interview_starts_at: Option<i64>,
}

/// The calendars of `$1` page, `$2` template, `$3` request, `$4` interview.
macro_rules! needed {
    () => {
        "select p.contact_id as id from client_pages p where p.id = $1
         union select ta.user_id from template_attendees ta where ta.template_id = $2
         union select a.candidate_id from interview_requests r join applications a on a.id = r.application_id where r.id = $3
         union select ip.person_id from interview_people ip where ip.interview_id = $4 and ip.kind = 'attendee' and not ip.optional
         union select rm.id from rooms rm where rm.retired_at is null and exists (select 1 from interview_templates t
            where t.room_seats is not null and (t.id = $2 or t.id = (select r.template_id from interview_requests r where r.id = $3)))"
    };
}

impl Tx {
    /// The calendars that are needed, in the order of ids.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn needed_calendars(&mut self, needed: Needed) -> Result<Vec<CalendarId>> {
        let [page, template, request, interview] = needed.binds();
        let rows = all!(self, (String,), concat!("select id from (", needed!(), ") n order by id"), page, template, request, interview)?;
        rows.into_iter().map(|(id,)| parsed(id.parse(), "calendars", "id", &id)).collect()
    }

    /// Makes others who want to change what is booked in these calendars wait until the commit.
    ///
    /// The order of ids is the same for everybody, so nobody waits in a circle. Read busy time after this, not before.
    ///
    /// # Errors
    /// When the database fails, or a calendar is missing.
    pub async fn lock_calendars(&mut self, calendars: &[CalendarId]) -> Result<()> {
        let mut sorted: Vec<String> = calendars.iter().map(ToString::to_string).collect();
        sorted.sort_unstable();
        sorted.dedup();
        for id in sorted {
            if run!(self, "update calendars set revision = revision + 1 where id = $1", id.as_str())? == 0 {
                return Err(super::StoreError::Inconsistent { table: "calendars", column: "id", id });
            }
        }
        Ok(())
    }

    /// The attendees of a template, those of its pools, too, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn attendees_of_template(&mut self, template: TemplateId) -> Result<Vec<AttendeeRow>> {
        let rows = all!(
            self,
            Attendee,
            "select u.id, u.name, u.email, u.zone, u.weekly_hours, ta.pool from template_attendees ta join users u on u.id = ta.user_id
             where ta.template_id = $1 and u.active order by u.name, u.id",
            template.to_string(),
        )?;
        rows.into_iter().map(Attendee::read).collect()
    }

    /// How many of each pool of a template take part, by the pools' positions.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn pools_of_template(&mut self, template: TemplateId) -> Result<Vec<(u32, u32)>> {
        let rows = all!(
            self,
            (i32, i32),
            "select position, needed from template_pools where template_id = $1 order by position",
            template.to_string(),
        )?;
        let number = |value: i32| parsed(u32::try_from(value), "template_pools", "needed", &template.to_string());
        rows.into_iter().map(|(position, needed)| Ok((number(position)?, number(needed)?))).collect()
    }

    /// How many confirmed interviews those in the pools of a template attend that begin after a moment.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn pool_loads(&mut self, template: TemplateId, since: Instant) -> Result<Vec<(UserId, i64)>> {
        let rows = all!(
            self,
            (String, i64),
            "select ta.user_id, count(i.id) from template_attendees ta
             left join interview_people ip on ip.person_id = ta.user_id and ip.kind = 'attendee'
             left join interviews i on i.id = ip.interview_id and i.state = 'confirmed' and i.starts_at > $2
             where ta.template_id = $1 and ta.pool is not null group by ta.user_id",
            template.to_string(),
            ms(since),
        )?;
        rows.into_iter().map(|(id, load)| Ok((parsed(id.parse(), "template_attendees", "user_id", &id)?, load))).collect()
    }

    /// The attendees who have to be at an interview and whose account is open, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn attendees_of_interview(&mut self, interview: InterviewId) -> Result<Vec<AttendeeRow>> {
        let rows = all!(
            self,
            Attendee,
            "select u.id, u.name, u.email, u.zone, u.weekly_hours, cast(null as integer) as pool from interview_people ip join users u on u.id = ip.person_id
             where ip.interview_id = $1 and ip.kind = 'attendee' and not ip.optional and u.active order by u.name, u.id",
            interview.to_string(),
        )?;
        rows.into_iter().map(Attendee::read).collect()
    }

    /// Everything that takes time of those who are needed, within a range, in one query.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn busy(&mut self, needed: Needed, range: Span) -> Result<Vec<BusyRow>> {
        let [page, template, request, interview] = needed.binds();
        let rows = all!(
            self,
            Busy,
            concat!(
                "with needed (id) as (",
                needed!(),
                ") select r.calendar_id, r.starts_at, r.ends_at, i.title, i.id as interview_id, i.starts_at as interview_starts_at
                 from reservations r join interviews i on i.id = r.interview_id
                 where r.calendar_id in (select id from needed) and r.ends_at > $5 and r.starts_at < $6
                 union all
                 select b.calendar_id, b.starts_at, b.ends_at, b.title, null, null from busy_blocks b
                 where b.calendar_id in (select id from needed) and b.ends_at > $5 and b.starts_at < $6"
            ),
            page,
            template,
            request,
            interview,
            range.start_ms(),
            range.end_ms(),
        )?;
        rows.into_iter().map(Busy::read).collect()
    }

    /// Everything that takes time in one calendar within a range.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn busy_of(&mut self, calendar: CalendarId, range: Span) -> Result<Vec<BusyRow>> {
        let rows = all!(
            self,
            Busy,
            "select r.calendar_id, r.starts_at, r.ends_at, i.title, i.id as interview_id, i.starts_at as interview_starts_at
             from reservations r join interviews i on i.id = r.interview_id
             where r.calendar_id = $1 and r.ends_at > $2 and r.starts_at < $3
             union all
             select b.calendar_id, b.starts_at, b.ends_at, b.title, null, null from busy_blocks b
             where b.calendar_id = $1 and b.ends_at > $2 and b.starts_at < $3",
            calendar.to_string(),
            range.start_ms(),
            range.end_ms(),
        )?;
        rows.into_iter().map(Busy::read).collect()
    }

    /// Colleagues by id, in the order asked for; those whose account is closed are left out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn attendees(&mut self, ids: &[UserId]) -> Result<Vec<AttendeeRow>> {
        let mut found = Vec::with_capacity(ids.len());
        for id in ids {
            let row = maybe!(
                self,
                Attendee,
                "select id, name, email, zone, weekly_hours, cast(null as integer) as pool from users where id = $1 and active",
                id.to_string()
            )?;
            found.extend(row.map(Attendee::read).transpose()?);
        }
        Ok(found)
    }

    /// Blocks time in a calendar; `by` is who wrote it there.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_busy(
        &mut self,
        id: BusyId,
        calendar: CalendarId,
        span: Span,
        title: &str,
        by: Option<UserId>,
        now: Instant,
    ) -> Result<()> {
        run!(
            self,
            "insert into busy_blocks (id, calendar_id, starts_at, ends_at, title, created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7)",
            id.to_string(),
            calendar.to_string(),
            span.start_ms(),
            span.end_ms(),
            title,
            by.map(|by| by.to_string()),
            ms(now),
        )?;
        Ok(())
    }

    /// Occupies time in a calendar.
    ///
    /// # Errors
    /// `Overlap` when an interview occupies some of it already.
    pub async fn insert_reservation(&mut self, interview: InterviewId, calendar: CalendarId, span: Span) -> Result<()> {
        run!(
            self,
            "insert into reservations (interview_id, calendar_id, starts_at, ends_at) values ($1, $2, $3, $4)",
            interview.to_string(),
            calendar.to_string(),
            span.start_ms(),
            span.end_ms(),
        )?;
        Ok(())
    }

    /// Frees everything that an interview occupies.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_reservations(&mut self, interview: InterviewId) -> Result<()> {
        run!(self, "delete from reservations where interview_id = $1", interview.to_string())?;
        Ok(())
    }

    /// What an interview occupies, buffers included, in the order of calendars.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn reservations(&mut self, interview: InterviewId) -> Result<Vec<(CalendarId, Span)>> {
        let rows = all!(
            self,
            (String, i64, i64),
            "select calendar_id, starts_at, ends_at from reservations where interview_id = $1 order by calendar_id, starts_at",
            interview.to_string()
        )?;
        let read = |(id, from, until): (String, i64, i64)| {
            Ok((parsed(id.parse(), "reservations", "calendar_id", &id)?, stored_span(from, until, "reservations", &id)?))
        };
        rows.into_iter().map(read).collect()
    }

    /// The calendars in which an interview occupies time, in the order of ids.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn reserved_calendars(&mut self, interview: InterviewId) -> Result<Vec<CalendarId>> {
        let rows = all!(
            self,
            (String,),
            "select calendar_id from reservations where interview_id = $1 order by calendar_id",
            interview.to_string()
        )?;
        rows.into_iter().map(|(id,)| parsed(id.parse(), "reservations", "calendar_id", &id)).collect()
    }
}

impl Attendee {
    fn read(self) -> Result<AttendeeRow> {
        Ok(AttendeeRow {
            id: parsed(self.id.parse(), "users", "id", &self.id)?,
            name: self.name,
            email: self.email,
            zone: self.zone,
            weekly_hours: self.weekly_hours,
            pool: self.pool.map(|pool| parsed(u32::try_from(pool), "template_attendees", "pool", &self.id)).transpose()?,
        })
    }
}

impl Busy {
    pub(super) fn read(self) -> Result<BusyRow> {
        const TABLE: &str = "reservations";
        let interview = match (self.interview_id, self.interview_starts_at) {
            (Some(id), Some(at)) => Some((parsed(id.parse(), TABLE, "interview_id", &id)?, from_ms(at))),
            _ => None,
        };
        Ok(BusyRow {
            span: parsed(Span::from_ms(self.starts_at, self.ends_at), TABLE, "ends_at", &self.calendar_id)?,
            calendar: parsed(self.calendar_id.parse(), TABLE, "calendar_id", &self.calendar_id)?,
            title: self.title,
            interview,
        })
    }
}

/// The span of two stored instants.
pub(super) fn stored_span(starts_at: i64, ends_at: i64, table: &'static str, id: &str) -> Result<Span> {
    parsed(Span::new(from_ms(starts_at), from_ms(ends_at)), table, "ends_at", id)
}

/// A stored instant that may be missing.
pub(super) fn stored_at(at: Option<i64>) -> Option<Instant> {
    at.map(from_ms)
}
