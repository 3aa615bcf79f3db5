//! Who has to approve an offer.

use super::{Result, Tx, all, fresh, parsed, run};
use crate::domain::id::{OfferId, UserId};
use crate::domain::time::{Instant, from_ms, ms};

/// Somebody who has to approve an offer.
#[derive(Debug, Clone)]
pub struct ApprovalRow {
    /// The colleague.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// Their mail address.
    pub email: String,
    /// Whether their account can be used.
    pub active: bool,
    /// When it was approved, and by whom.
    pub approved: Option<(Instant, String)>,
}

impl Tx {
    /// Who has to approve an offer, in their order.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn approvals_of(&mut self, id: OfferId) -> Result<Vec<ApprovalRow>> {
        let rows = all!(
            self,
            (String, String, String, bool, Option<i64>, String),
            "select u.id, u.name, u.email, u.active, p.approved_at, p.approved_by from offer_approvals p join users u on u.id = p.user_id
             where p.offer_id = $1 order by p.position",
            id.to_string(),
        )?;
        rows.into_iter()
            .map(|(user, name, email, active, at, by)| {
                Ok(ApprovalRow {
                    user: parsed(user.parse(), "users", "id", &user)?,
                    name,
                    email,
                    active,
                    approved: at.map(|at| (from_ms(at), by)),
                })
            })
            .collect()
    }

    /// Asks these to approve an offer, one after the other.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_approvals(&mut self, id: OfferId, users: &[UserId]) -> Result<()> {
        self.delete_approvals(id).await?;
        for (position, user) in (0_i32..).zip(users) {
            run!(
                self,
                "insert into offer_approvals (offer_id, position, user_id) values ($1, $2, $3)",
                id.to_string(),
                position,
                user.to_string(),
            )?;
        }
        Ok(())
    }

    /// Nobody is asked any more.
    pub(super) async fn delete_approvals(&mut self, id: OfferId) -> Result<()> {
        run!(self, "delete from offer_approvals where offer_id = $1", id.to_string())?;
        Ok(())
    }

    /// Notes an approval.
    ///
    /// # Errors
    /// `Stale` when it was given already.
    pub async fn approve_offer(&mut self, id: OfferId, user: UserId, by: &str, now: Instant) -> Result<()> {
        fresh(run!(
            self,
            "update offer_approvals set approved_at = $1, approved_by = $2 where offer_id = $3 and user_id = $4 and approved_at is null",
            ms(now),
            by,
            id.to_string(),
            user.to_string(),
        )?)
    }
}
