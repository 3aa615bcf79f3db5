//! Growing waits between failed tries, by mail address and by visitor's address, kept in the database: they hold across instances.

use std::net::IpAddr;

use chrono::Duration;

use crate::api::error::ApiError;
use crate::domain::people::EmailAddress;
use crate::domain::time::Instant;
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::keys::fingerprint;
use crate::server::store::Tx;

/// How failures of one kind of subject are counted.
#[derive(Debug, Clone, Copy)]
struct Measure {
    /// Failures that cost no wait.
    free: i64,
    /// Older failures do not count.
    window: Duration,
    /// The longest wait.
    most: Duration,
}

const BY_MAIL: Measure = Measure { free: 5, window: Duration::hours(1), most: Duration::minutes(5) };
/// More: an office shares one address.
const BY_ADDRESS: Measure = Measure { free: 20, window: Duration::hours(1), most: Duration::minutes(15) };
/// Failures are forgotten after so long.
const KEPT: Duration = Duration::days(1);

/// A try that stands as failed until [`Try::succeeded`] takes it back: many at once can not slip through.
#[derive(Debug)]
pub struct Try {
    by_mail: String,
    by_address: Option<String>,
}

/// Notes a try for this purpose (`sign-in`).
///
/// # Errors
/// `TooMany` when the wait of the mail address or of the visitor's address is not over.
pub async fn begin(ctx: &Ctx, purpose: &str, email: &EmailAddress) -> Result<Try> {
    let now = ctx.now();
    let by_mail = fingerprint(&format!("{purpose}:mail:{email}"));
    let address = address_group(&ctx.client_address).map(|group| fingerprint(&format!("{purpose}:address:{group}")));
    let mut tx = ctx.store().begin().await?;
    tx.sweep_sessions(now, now - KEPT).await?;
    // Always in this order, so that two tries never wait for each other in a ring.
    check(&mut tx, &by_mail, BY_MAIL, now).await?;
    if let Some(subject) = &address {
        check(&mut tx, subject, BY_ADDRESS, now).await?;
    }
    tx.insert_failure(&ctx.id(|uuid| uuid)?.to_string(), &by_mail, now).await?;
    let mut by_address = None;
    if let Some(subject) = &address {
        let id = ctx.id(|uuid| uuid)?.to_string();
        tx.insert_failure(&id, subject, now).await?;
        by_address = Some(id);
    }
    tx.commit().await?;
    Ok(Try { by_mail, by_address })
}

impl Try {
    /// Forgets the failures of the mail address; those of the visitor's address stay, but for this one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn succeeded(&self, tx: &mut Tx) -> Result<()> {
        tx.delete_failures_of(&self.by_mail).await?;
        if let Some(id) = &self.by_address {
            tx.delete_failure(id).await?;
        }
        Ok(())
    }
}

/// Forgets the failures of a mail address, such as after a reset.
///
/// # Errors
/// When the database fails.
pub async fn forgive(tx: &mut Tx, purpose: &str, email: &EmailAddress) -> Result<()> {
    Ok(tx.delete_failures_of(&fingerprint(&format!("{purpose}:mail:{email}"))).await?)
}

async fn check(tx: &mut Tx, subject: &str, measure: Measure, now: Instant) -> Result<()> {
    let (failures, last_at) = tx.failures(subject, now - measure.window).await?;
    let over_at = last_at.unwrap_or(now) + wait(failures, measure);
    let left = over_at - now;
    if last_at.is_some() && left > Duration::zero() {
        // Rounded up: at the second named, the next try is taken.
        let seconds = (left.num_milliseconds() + 999) / 1000;
        return Err(ApiError::TooMany { retry_seconds: u32::try_from(seconds).unwrap_or(u32::MAX) }.into());
    }
    Ok(())
}

/// 1, 2, 4, 8 … seconds after the free ones.
fn wait(failures: i64, measure: Measure) -> Duration {
    match u32::try_from(failures - measure.free) {
        Err(_) => Duration::zero(),
        Ok(over) => Duration::seconds(1_i64.checked_shl(over.min(30)).unwrap_or(i64::MAX)).min(measure.most),
    }
}

/// What counts as one visitor: an IPv4 address, or the /64 that a household or machine has of IPv6.
pub fn address_group(address: &str) -> Option<String> {
    match address.parse().ok()? {
        IpAddr::V4(address) => Some(address.to_string()),
        IpAddr::V6(address) => match address.to_ipv4_mapped() {
            Some(address) => Some(address.to_string()),
            None => address.segments().first_chunk::<4>().map(|net| net.map(|part| format!("{part:x}")).join(":")),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_limit() {
        let waits: Vec<i64> = [0, 4, 5, 6, 7, 12, 13, 14, 1000].into_iter().map(|n| wait(n, BY_MAIL).num_seconds()).collect();
        assert_eq!(waits, [0, 0, 1, 2, 4, 128, 256, 300, 300]);
    }

    #[test]
    fn an_ipv6_net_counts_as_one_visitor() {
        assert_eq!(address_group("192.0.2.7").as_deref(), Some("192.0.2.7"));
        assert_eq!(address_group("::ffff:192.0.2.7").as_deref(), Some("192.0.2.7"));
        assert_eq!(address_group("2001:db8:1:2:3:4:5:6"), address_group("2001:db8:1:2:ffff::1"));
        assert_ne!(address_group("2001:db8:1:2::1"), address_group("2001:db8:1:3::1"));
        assert_eq!(address_group(""), None);
    }
}
