//! Where new ids come from.

use std::sync::atomic::{AtomicU64, Ordering};

use uuid::Uuid;

use crate::domain::time::Instant;

/// Makes UUIDs of version 7 of which each sorts after those made before, in one millisecond too and when the clock goes back: the
/// 12 bits after the time count up and carry into it (RFC 9562, section 6.2, method 1). The other 62 are random.
#[derive(Debug, Default)]
pub struct Ids(AtomicU64);

impl Ids {
    /// A new one.
    ///
    /// # Errors
    /// When the operating system has no randomness.
    pub fn next(&self, now: Instant) -> Result<Uuid, getrandom::Error> {
        let mut rest = [0; 10];
        getrandom::fill(&mut rest)?;
        let present = u64::try_from(now.timestamp_millis()).unwrap_or_default() << 12;
        let after = |last: u64| present.max(last + 1);
        let stamp = after(self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(after(last))).unwrap_or_else(|last| last));
        let [.., high, low] = stamp.to_be_bytes();
        // The builder writes the version over the upper four bits of the first of these.
        (rest[0], rest[1]) = (high & 0x0f, low);
        Ok(uuid::Builder::from_unix_timestamp_millis(stamp >> 12, &rest).into_uuid())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::from_ms;

    #[test]
    fn each_sorts_after_those_before_whatever_the_clock_does() {
        let ids = Ids::default();
        let clock = [5, 5, 1_900_000_000_000, 1_900_000_000_001, 1_900_000_000_001, 7].into_iter().chain([1_900_000_000_002; 9000]);
        let made: Vec<Uuid> = clock.map(|ms| ids.next(from_ms(ms)).unwrap()).collect();
        assert!(made.is_sorted_by(|a, b| a < b));
        let text = made[3].to_string();
        assert_eq!((&text[..13], &text[14..18]), ("01ba60d3-3801", "7000"), "time, version and a count from zero: {text}");
        assert!(made.iter().all(|id| id.get_version_num() == 7 && id.get_variant() == uuid::Variant::RFC4122));
    }

    #[test]
    fn many_at_once_make_different_ones() {
        let ids = Ids::default();
        let (ids, now) = (&ids, from_ms(1_900_000_000_000));
        let make = || (0..2000).map(|_| ids.next(now).unwrap().as_u128() >> 64).collect::<Vec<_>>();
        let mut made = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(make)).collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
        });
        made.sort_unstable();
        assert!(made.is_sorted_by(|a, b| a < b), "the time and the count alone tell them apart");
    }
}
