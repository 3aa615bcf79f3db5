//! How people are told besides by mail: colleagues' choices, candidates' consent, times of reminders.

use super::{Result, StoreError, Tx, all, fresh, maybe, parsed, run};
use crate::domain::id::{ApplicationId, CandidateId, InterviewId, UserId};
use crate::domain::people::EmailAddress;
use crate::domain::scheduling::reminders::{ReminderTimes, Reminders};
use crate::domain::time::{Instant, from_ms, ms};

/// A colleague's choices; without a row, mail only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UserChannels {
    /// The number for text messages; may be empty.
    pub phone: String,
    /// By text, too.
    pub by_text: bool,
    /// By Teams, too.
    pub by_teams: bool,
    /// When texts to this number were asked for.
    pub text_since: Option<Instant>,
    /// Rises with every change; 0 without a row.
    pub version: i64,
}

/// A candidate's consent to text messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// The number they agreed for.
    pub phone: String,
    /// When.
    pub given_at: Instant,
    /// Who noted it: the candidate, or a colleague's name.
    pub given_by: String,
    /// When they withdrew it.
    pub withdrawn_at: Option<Instant>,
}

#[derive(sqlx::FromRow)]
struct ChannelsRow {
    phone: String,
    by_text: bool,
    by_teams: bool,
    text_since: Option<i64>,
    version: i64,
}

#[derive(sqlx::FromRow)]
struct ConsentRow {
    candidate_phone: String,
    phone: Option<String>,
    given_at: Option<i64>,
    given_by: Option<String>,
    withdrawn_at: Option<i64>,
}

impl From<ChannelsRow> for UserChannels {
    fn from(row: ChannelsRow) -> Self {
        Self {
            phone: row.phone,
            by_text: row.by_text,
            by_teams: row.by_teams,
            text_since: row.text_since.map(from_ms),
            version: row.version,
        }
    }
}

impl ConsentRow {
    fn read(self) -> (String, Option<Consent>) {
        let consent = match (self.phone, self.given_at, self.given_by) {
            (Some(phone), Some(given_at), Some(given_by)) => {
                Some(Consent { phone, given_at: from_ms(given_at), given_by, withdrawn_at: self.withdrawn_at.map(from_ms) })
            }
            _ => None,
        };
        (self.candidate_phone, consent)
    }
}

impl Tx {
    /// A colleague's choices.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn user_channels(&mut self, user: UserId) -> Result<UserChannels> {
        let row = maybe!(
            self,
            ChannelsRow,
            "select phone, by_text, by_teams, text_since, version from user_channels where user_id = $1",
            user.to_string(),
        )?;
        Ok(row.map(UserChannels::from).unwrap_or_default())
    }

    /// The choices of the colleague with this address, where the account is in use.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn channels_of_address(&mut self, email: &EmailAddress) -> Result<Option<UserChannels>> {
        let row = maybe!(
            self,
            ChannelsRow,
            "select c.phone, c.by_text, c.by_teams, c.text_since, c.version from user_channels c join users u on u.id = c.user_id
             where u.email = $1 and u.active",
            email.as_str(),
        )?;
        Ok(row.map(UserChannels::from))
    }

    /// Stores a colleague's choices; `channels.version` is the one that was read.
    ///
    /// # Errors
    /// `Stale` when they changed meanwhile.
    pub async fn set_user_channels(&mut self, user: UserId, channels: &UserChannels) -> Result<()> {
        let since = channels.text_since.map(ms);
        if channels.version == 0 {
            let inserted = run!(
                self,
                "insert into user_channels (user_id, phone, by_text, by_teams, text_since, version) values ($1, $2, $3, $4, $5, 1)
                 on conflict (user_id) do nothing",
                user.to_string(),
                channels.phone.as_str(),
                channels.by_text,
                channels.by_teams,
                since,
            )?;
            return fresh(inserted);
        }
        fresh(run!(
            self,
            "update user_channels set phone = $1, by_text = $2, by_teams = $3, text_since = $4, version = version + 1
             where user_id = $5 and version = $6",
            channels.phone.as_str(),
            channels.by_text,
            channels.by_teams,
            since,
            user.to_string(),
            channels.version,
        )?)
    }

    /// A candidate's telephone number and consent to texts, if there ever was one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn text_consent(&mut self, candidate: CandidateId) -> Result<Option<(String, Option<Consent>)>> {
        let row = maybe!(
            self,
            ConsentRow,
            "select c.phone as candidate_phone, t.phone, t.given_at, t.given_by, t.withdrawn_at
             from candidates c left join text_consents t on t.candidate_id = c.id where c.id = $1",
            candidate.to_string(),
        )?;
        Ok(row.map(ConsentRow::read))
    }

    /// The same for the candidate of an application.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn text_consent_of_application(&mut self, application: ApplicationId) -> Result<Option<(String, Option<Consent>)>> {
        let row = maybe!(
            self,
            ConsentRow,
            "select c.phone as candidate_phone, t.phone, t.given_at, t.given_by, t.withdrawn_at
             from applications a join candidates c on c.id = a.candidate_id left join text_consents t on t.candidate_id = c.id where a.id = $1",
            application.to_string(),
        )?;
        Ok(row.map(ConsentRow::read))
    }

    /// Notes that a candidate agrees to texts to a number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn give_text_consent(&mut self, candidate: CandidateId, phone: &str, by: &str, now: Instant) -> Result<()> {
        run!(
            self,
            "insert into text_consents (candidate_id, phone, given_at, given_by, withdrawn_at) values ($1, $2, $3, $4, null)
             on conflict (candidate_id) do update set phone = excluded.phone, given_at = excluded.given_at, given_by = excluded.given_by,
                withdrawn_at = null",
            candidate.to_string(),
            phone,
            ms(now),
            by,
        )?;
        Ok(())
    }

    /// Notes that a candidate no longer agrees. `false` where there was no consent.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn withdraw_text_consent(&mut self, candidate: CandidateId, now: Instant) -> Result<bool> {
        let touched = run!(
            self,
            "update text_consents set withdrawn_at = $1 where candidate_id = $2 and withdrawn_at is null",
            ms(now),
            candidate.to_string(),
        )?;
        Ok(touched == 1)
    }

    /// When reminders go out, and the version of that setting.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn reminder_times(&mut self) -> Result<(Reminders, i64)> {
        let row = maybe!(self, (String, String, i64), "select minutes, form_minutes, version from reminder_settings where id = 1")?;
        let nothing = || StoreError::Inconsistent { table: "reminder_settings", column: "minutes", id: "1".into() };
        let (interview, form, version) = row.ok_or_else(nothing)?;
        let read = |stored: &str| ReminderTimes::parse(stored).ok_or_else(nothing);
        Ok((Reminders { interview: read(&interview)?, form: read(&form)? }, version))
    }

    /// Stores when reminders go out; `version` is the one that was read.
    ///
    /// # Errors
    /// `Stale` when somebody changed it meanwhile.
    pub async fn set_reminder_times(&mut self, times: &Reminders, version: i64) -> Result<()> {
        fresh(run!(
            self,
            "update reminder_settings set minutes = $1, form_minutes = $2, version = version + 1 where id = 1 and version = $3",
            times.interview.stored(),
            times.form.stored(),
            version,
        )?)
    }

    /// The confirmed interviews that are still to come.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn upcoming_interviews(&mut self, now: Instant) -> Result<Vec<InterviewId>> {
        let rows = all!(
            self,
            (String,),
            "select id from interviews where state = 'confirmed' and starts_at > $1 order by starts_at, id",
            ms(now)
        )?;
        rows.into_iter().map(|(id,)| parsed(id.parse(), "interviews", "id", &id)).collect()
    }
}
