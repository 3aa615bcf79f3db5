//! Messages that were sent or wait to be.

use super::jobs::named;
use serde::{Deserialize, Serialize};

named! {
    /// What became of a message.
    MessageState {
        /// It waits to be sent, or is tried again.
        Queued = "queued",
        /// The mail server took it.
        Sent = "sent",
        /// It can not be delivered; somebody has to look.
        Failed = "failed",
        /// It was sent, and came back.
        Bounced = "bounced",
        /// A newer message about the same interview made it pointless.
        Superseded = "superseded",
    }
}

/// Tries after which a message that still waits counts as held up.
pub const HELD_UP_ATTEMPTS: i32 = 3;
/// Minutes after which a message that still waits counts as held up.
pub const HELD_UP_MINUTES: i64 = 10;
/// Tries after which a message is given up: with the back-off, about three days.
pub const GIVE_UP_ATTEMPTS: i32 = 78;

/// How long to wait after so many failed tries, in milliseconds: half a minute, doubled each time, at most an hour, and
/// up to a quarter more or less by chance (`chance` is any number), so that not all come back at once.
///
/// ```
/// use agendum::domain::messages::back_off_ms;
/// assert_eq!(back_off_ms(1, 500), 30_000);
/// assert!((2_700_000..=4_500_000).contains(&back_off_ms(40, 123)));
/// ```
pub fn back_off_ms(attempts: i32, chance: u32) -> i64 {
    let doublings = u32::try_from(attempts.saturating_sub(1)).unwrap_or_default().min(7);
    let whole = (30_000_i64 << doublings).min(3_600_000);
    // From 75 to 125 per cent.
    whole * (7_500 + i64::from(chance % 1_001) * 5) / 10_000
}
