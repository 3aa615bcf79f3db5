//! What a public page's live changes are about.

use super::{Result, Tx, all};

#[derive(sqlx::FromRow)]
struct TopicRow {
    topic: String,
}

impl Tx {
    /// Topics of a client's page: itself, the job, its requests, the contact's calendar and those of the stages' attendees.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn topics_of_page(&mut self, page: &str) -> Result<Vec<String>> {
        let rows = all!(
            self,
            TopicRow,
            "select 'page:' || p.id as topic from client_pages p where p.id = $1
             union select 'job:' || p.job_id from client_pages p where p.id = $1
             union select 'calendar:' || p.contact_id from client_pages p where p.id = $1
             union select 'request:' || r.id from interview_requests r where r.page_id = $1
             union select 'calendar:' || ta.user_id from client_pages p join stages s on s.job_id = p.job_id
                join interview_templates t on t.stage_id = s.id join template_attendees ta on ta.template_id = t.id where p.id = $1
             union select 'calendar:' || rm.id from client_pages p join stages s on s.job_id = p.job_id
                join interview_templates t on t.stage_id = s.id and t.room_seats is not null join rooms rm on rm.retired_at is null where p.id = $1",
            page,
        )?;
        Ok(rows.into_iter().map(|row| row.topic).collect())
    }

    /// Topics of a candidate's booking: the request, the job, the client's page behind it, and the calendars that its slots depend on.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn topics_of_request(&mut self, request: &str) -> Result<Vec<String>> {
        let rows = all!(
            self,
            TopicRow,
            "select 'request:' || r.id as topic from interview_requests r where r.id = $1
             union select 'job:' || a.job_id from interview_requests r join applications a on a.id = r.application_id where r.id = $1
             union select 'page:' || r.page_id from interview_requests r where r.id = $1 and r.page_id is not null
             union select 'calendar:' || a.candidate_id from interview_requests r join applications a on a.id = r.application_id where r.id = $1
             union select 'calendar:' || p.contact_id from interview_requests r join client_pages p on p.id = r.page_id where r.id = $1
             union select 'calendar:' || ta.user_id from interview_requests r join interview_templates t on t.id = r.template_id
                join template_attendees ta on ta.template_id = t.id where r.id = $1
             union select 'calendar:' || rm.id from interview_requests r join interview_templates t on t.id = r.template_id
                and t.room_seats is not null join rooms rm on rm.retired_at is null where r.id = $1
             union select 'calendar:' || ip.person_id from interviews i join interview_people ip on ip.interview_id = i.id
                and ip.kind = 'attendee' and not ip.optional where i.request_id = $1 and i.state = 'confirmed'
             union select 'calendar:' || i.room_id from interviews i where i.request_id = $1 and i.state = 'confirmed' and i.room_id is not null",
            request,
        )?;
        Ok(rows.into_iter().map(|row| row.topic).collect())
    }
}
