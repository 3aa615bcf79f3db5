//! Sessions (tokens as hashes only) and failed sign-ins.

use super::{Result, Tx, maybe, one, parsed, run};
use crate::domain::id::UserId;
use crate::domain::people::{EmailAddress, Role};
use crate::domain::time::{Instant, from_ms, ms};
use crate::server::keys::Token;

/// A session that holds, of an account that may be used.
#[derive(Debug, Clone)]
pub struct SessionRow {
    /// Whose.
    pub user_id: UserId,
    /// The colleague's name.
    pub name: String,
    /// The mail address.
    pub email: EmailAddress,
    /// The role.
    pub role: Role,
    /// The colleague's zone.
    pub zone: String,
    /// When it began.
    pub created_at: Instant,
    /// When it was last used, give or take the interval at which that is noted.
    pub seen_at: Instant,
}

#[derive(sqlx::FromRow)]
struct Row {
    user_id: String,
    name: String,
    email: String,
    role: String,
    zone: String,
    created_at: i64,
    seen_at: i64,
}

#[derive(sqlx::FromRow)]
struct FailuresRow {
    count: i64,
    last_at: Option<i64>,
}

impl Tx {
    /// Begins a session.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_session(&mut self, token: &Token, user: UserId, now: Instant, expires_at: Instant) -> Result<()> {
        run!(
            self,
            "insert into sessions (token_hash, user_id, created_at, seen_at, expires_at) values ($1, $2, $3, $3, $4)",
            token.hash(),
            user.to_string(),
            ms(now),
            ms(expires_at)
        )?;
        Ok(())
    }

    /// The session of this token, unless it ended or its account was deactivated.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn session(&mut self, token: &Token, now: Instant) -> Result<Option<SessionRow>> {
        let row = maybe!(
            self,
            Row,
            "select s.user_id, u.name, u.email, u.role, u.zone, s.created_at, s.seen_at from sessions s join users u on u.id = s.user_id
             where s.token_hash = $1 and s.expires_at > $2 and u.active and u.password_hash is not null",
            token.hash(),
            ms(now)
        )?;
        row.map(|row| {
            Ok(SessionRow {
                user_id: parsed(row.user_id.parse(), "sessions", "user_id", &row.user_id)?,
                email: parsed(EmailAddress::parse(&row.email), "users", "email", &row.user_id)?,
                role: parsed(Role::parse(&row.role).ok_or(()), "users", "role", &row.user_id)?,
                name: row.name,
                zone: row.zone,
                created_at: from_ms(row.created_at),
                seen_at: from_ms(row.seen_at),
            })
        })
        .transpose()
    }

    /// Notes that a session was used, and until when it holds now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn touch_session(&mut self, token: &Token, now: Instant, expires_at: Instant) -> Result<()> {
        run!(self, "update sessions set seen_at = $1, expires_at = $2 where token_hash = $3", ms(now), ms(expires_at), token.hash())?;
        Ok(())
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_session(&mut self, token: &Token) -> Result<()> {
        run!(self, "delete from sessions where token_hash = $1", token.hash())?;
        Ok(())
    }

    /// Ends all sessions of an account but, where given, one; says how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_sessions(&mut self, user: UserId, but: Option<&Token>) -> Result<u64> {
        let but = but.map(Token::hash).unwrap_or_default();
        run!(self, "delete from sessions where user_id = $1 and token_hash <> $2", user.to_string(), but)
    }

    /// How many sessions of an account hold.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_sessions(&mut self, user: UserId, now: Instant) -> Result<i64> {
        let (count,) =
            one!(self, (i64,), "select count(*) from sessions where user_id = $1 and expires_at > $2", user.to_string(), ms(now))?;
        Ok(count)
    }

    /// Failures of a subject since a moment: how many, and when the last was. Tries of one subject wait for each other from here to the commit.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn failures(&mut self, subject: &str, since: Instant) -> Result<(i64, Option<Instant>)> {
        self.lock_subject(subject).await?;
        let row = one!(
            self,
            FailuresRow,
            "select count(*) as count, max(at) as last_at from sign_in_failures where subject = $1 and at > $2",
            subject,
            ms(since)
        )?;
        Ok((row.count, row.last_at.map(from_ms)))
    }

    /// Notes a try: it stands as a failure until it is known not to be one.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_failure(&mut self, id: &str, subject: &str, now: Instant) -> Result<()> {
        run!(self, "insert into sign_in_failures (id, subject, at) values ($1, $2, $3)", id, subject, ms(now))?;
        Ok(())
    }

    /// Takes one try back.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_failure(&mut self, id: &str) -> Result<()> {
        run!(self, "delete from sign_in_failures where id = $1", id)?;
        Ok(())
    }

    /// Forgets the failures of a subject.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delete_failures_of(&mut self, subject: &str) -> Result<()> {
        run!(self, "delete from sign_in_failures where subject = $1", subject)?;
        Ok(())
    }

    /// Forgets failures from before a moment, and sessions that ended by `now`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep_sessions(&mut self, now: Instant, failures_before: Instant) -> Result<()> {
        run!(self, "delete from sign_in_failures where at <= $1", ms(failures_before))?;
        run!(self, "delete from sessions where expires_at <= $1", ms(now))?;
        Ok(())
    }
}
