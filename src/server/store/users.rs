//! Accounts of colleagues.

use super::calendars::CalendarKind;
use super::{Result, StoreError, Tx, all, fresh, maybe, one, parsed, run};
use crate::domain::id::UserId;
use crate::domain::people::{EmailAddress, Role};
use crate::domain::time::{Instant, from_ms, ms};

/// An account as it is stored.
#[derive(Debug, Clone)]
pub struct UserRow {
    /// Its id.
    pub id: UserId,
    /// Signs in with it; unique.
    pub email: EmailAddress,
    /// The name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// IANA zone.
    pub zone: String,
    /// Argon2id in PHC form; none until the invitation is accepted.
    pub password_hash: Option<String>,
    /// Whether the account may be used.
    pub active: bool,
    /// When it was made.
    pub created_at: Instant,
    /// Rises with each edit.
    pub version: i64,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    email: String,
    name: String,
    role: String,
    zone: String,
    password_hash: Option<String>,
    active: bool,
    created_at: i64,
    version: i64,
}

impl TryFrom<Row> for UserRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self> {
        Ok(Self {
            id: parsed(row.id.parse(), "users", "id", &row.id)?,
            email: parsed(EmailAddress::parse(&row.email), "users", "email", &row.id)?,
            role: parsed(Role::parse(&row.role).ok_or(()), "users", "role", &row.id)?,
            name: row.name,
            zone: row.zone,
            password_hash: row.password_hash,
            active: row.active,
            created_at: from_ms(row.created_at),
            version: row.version,
        })
    }
}

impl Tx {
    /// Whether this is the id of an account that was closed; candidates and contacts have none.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_closed_account(&mut self, id: &str) -> Result<bool> {
        Ok(maybe!(self, (String,), "select id from users where id = $1 and not active", id)?.is_some())
    }

    /// Adds an account and its calendar.
    ///
    /// # Errors
    /// `Unique` when the mail address has an account already.
    pub async fn insert_user(&mut self, user: &UserRow) -> Result<()> {
        run!(
            self,
            "insert into users (id, email, name, role, zone, password_hash, active, created_at, version) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            user.id.to_string(),
            user.email.as_str(),
            user.name.as_str(),
            user.role.name(),
            user.zone.as_str(),
            user.password_hash.as_deref(),
            user.active,
            ms(user.created_at),
            user.version,
        )?;
        self.insert_calendar(user.id, CalendarKind::User).await
    }

    /// The account with this id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn user(&mut self, id: UserId) -> Result<Option<UserRow>> {
        maybe!(
            self,
            Row,
            "select id, email, name, role, zone, password_hash, active, created_at, version from users where id = $1",
            id.to_string()
        )?
        .map(UserRow::try_from)
        .transpose()
    }

    /// The account with this mail address.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn user_by_email(&mut self, email: &EmailAddress) -> Result<Option<UserRow>> {
        maybe!(
            self,
            Row,
            "select id, email, name, role, zone, password_hash, active, created_at, version from users where email = $1",
            email.as_str()
        )?
        .map(UserRow::try_from)
        .transpose()
    }

    /// All accounts by name, deactivated ones and invited ones too.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn users(&mut self) -> Result<Vec<UserRow>> {
        all!(
            self,
            Row,
            "select id, email, name, role, zone, password_hash, active, created_at, version from users order by lower(name), id"
        )?
        .into_iter()
        .map(UserRow::try_from)
        .collect()
    }

    /// Stores name, role, zone, password and whether the account is active; `user.version` is the one that was read, and rises.
    ///
    /// # Errors
    /// `Stale` when somebody changed the account meanwhile.
    pub async fn update_user(&mut self, user: &UserRow) -> Result<()> {
        fresh(run!(
            self,
            "update users set name = $1, role = $2, zone = $3, password_hash = $4, active = $5, version = version + 1 where id = $6 and version = $7",
            user.name.as_str(),
            user.role.name(),
            user.zone.as_str(),
            user.password_hash.as_deref(),
            user.active,
            user.id.to_string(),
            user.version,
        )?)
    }

    /// How many administrators can sign in, this one aside. Ask after [`Tx::lock_organisation`].
    ///
    /// # Errors
    /// When the database fails.
    pub async fn other_administrators(&mut self, aside: UserId) -> Result<i64> {
        let (count,) = one!(
            self,
            (i64,),
            "select count(*) from users where role = 'administrator' and active and password_hash is not null and id <> $1",
            aside.to_string()
        )?;
        Ok(count)
    }
}
