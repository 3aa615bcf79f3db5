//! The people in interviews.

use super::{Result, Tx, all, parsed, run};
use crate::domain::id::{InterviewId, PageId};
use crate::domain::people::EmailAddress;
use crate::domain::scheduling::interview::{PersonKind, Response};
use crate::domain::time::{Instant, ms};

/// Somebody in an interview.
#[derive(Debug, Clone)]
pub struct PersonRow {
    /// The id of the person's own record (user, contact, candidate).
    pub person_id: String,
    /// In what part.
    pub kind: PersonKind,
    /// The name.
    pub name: String,
    /// The mail address.
    pub email: EmailAddress,
    /// The IANA zone in which they read times.
    pub zone: String,
    /// Their answer.
    pub response: Response,
    /// The interview takes place without them, too.
    pub optional: bool,
}

#[derive(sqlx::FromRow)]
struct Person {
    interview_id: String,
    person_id: String,
    kind: String,
    name: String,
    email: String,
    zone: String,
    response: String,
    optional: bool,
}

impl Tx {
    /// The people of an interview: candidate, contact, attendees, organiser.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn people_of_interview(&mut self, id: InterviewId) -> Result<Vec<PersonRow>> {
        let rows = all!(
            self,
            Person,
            "select interview_id, person_id, kind, name, email, zone, response, optional from interview_people where interview_id = $1
             order by case kind when 'candidate' then 0 when 'contact' then 1 when 'attendee' then 2 else 3 end, name, person_id",
            id.to_string(),
        )?;
        rows.into_iter().map(|row| Ok(row.read()?.1)).collect()
    }

    /// The people of a page's confirmed interviews that end after a moment.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn people_of_page(&mut self, page: PageId, since: Instant) -> Result<Vec<(InterviewId, PersonRow)>> {
        let rows = all!(
            self,
            Person,
            "select ip.interview_id, ip.person_id, ip.kind, ip.name, ip.email, ip.zone, ip.response, ip.optional
             from interview_people ip join interviews i on i.id = ip.interview_id join interview_requests r on r.id = i.request_id
             where r.page_id = $1 and i.state = 'confirmed' and i.ends_at > $2 order by ip.name, ip.person_id",
            page.to_string(),
            ms(since),
        )?;
        rows.into_iter().map(Person::read).collect()
    }

    /// Puts somebody into an interview.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_person(&mut self, interview: InterviewId, person: &PersonRow) -> Result<()> {
        run!(
            self,
            "insert into interview_people (interview_id, person_id, kind, name, email, zone, response, optional) values ($1, $2, $3, $4, $5, $6, $7, $8)",
            interview.to_string(),
            person.person_id.as_str(),
            person.kind.name(),
            person.name.as_str(),
            person.email.as_str(),
            person.zone.as_str(),
            person.response.name(),
            person.optional,
        )?;
        Ok(())
    }

    /// Takes everybody out of an interview, to put those in who are in it now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_people(&mut self, interview: InterviewId) -> Result<()> {
        run!(self, "delete from interview_people where interview_id = $1", interview.to_string())?;
        Ok(())
    }
}

impl Person {
    fn read(self) -> Result<(InterviewId, PersonRow)> {
        const TABLE: &str = "interview_people";
        let interview = parsed(self.interview_id.parse(), TABLE, "interview_id", &self.interview_id)?;
        let person = PersonRow {
            kind: parsed(PersonKind::parse(&self.kind).ok_or(()), TABLE, "kind", &self.interview_id)?,
            email: parsed(EmailAddress::parse(&self.email), TABLE, "email", &self.interview_id)?,
            response: parsed(Response::parse(&self.response).ok_or(()), TABLE, "response", &self.interview_id)?,
            person_id: self.person_id,
            name: self.name,
            zone: self.zone,
            optional: self.optional,
        };
        Ok((interview, person))
    }
}
