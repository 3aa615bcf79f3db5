//! How long the slots take: people × weeks × busy blocks each, everybody needed or any one of them; and, for the scale,
//! a reference that looks at every start, person and block. `cargo bench --bench slots`.

#![expect(clippy::expect_used, reason = "a benchmark may end where it goes wrong")]

use agendum::domain::availability::slots::{Busy, Group, Needed, Participant, Request, Rules, Willing, count, slots, validate};
use agendum::domain::availability::weekly::WeeklyHours;
use agendum::domain::span::Span;
use agendum::domain::time::{Instant, OffsetChange, Zone, from_ms, ms, plus_minutes};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;

/// Monday, 9 March 2026, 00:00 UTC: the clocks of Berlin change within three weeks.
const MONDAY_MS: i64 = 1_773_014_400_000;
const CHANGE_MS: i64 = 1_774_746_000_000;
const DURATION: u32 = 60;
const STEP: u32 = 15;
const PEOPLE: [usize; 4] = [1, 5, 20, 100];
const WEEKS: [i64; 2] = [2, 8];
const BLOCKS: [usize; 4] = [0, 20, 200, 2_000];

fn berlin() -> Zone {
    let summer = OffsetChange { at_ms: CHANGE_MS, offset_seconds: 7_200 };
    Zone::new("Europe/Berlin", 3_600, vec![summer]).expect("a zone")
}

fn range(weeks: i64) -> Span {
    let monday = from_ms(MONDAY_MS);
    Span::new(monday, plus_minutes(monday, weeks * 7 * 1_440)).expect("a span")
}

/// The same numbers on every machine and run (Marsaglia, Xorshift RNGs, 2003).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as i64
    }
}

/// Office hours in Berlin, busy blocks of 15 to 60 minutes anywhere in the range, 10 minutes of buffer on both sides.
fn request(people: usize, weeks: i64, blocks: usize, any: bool) -> Request {
    let (zone, range) = (berlin(), range(weeks));
    let hours = WeeklyHours::office("Europe/Berlin").expect("hours").spans(&zone, range.start(), range.end());
    let mut numbers = Numbers(0x2545_f491_4f6c_dd1d);
    let participants = (0..people).map(|index| {
        let busy = (0..blocks).map(|_| {
            let start = plus_minutes(range.start(), numbers.below(weeks * 7 * 96) * 15);
            Busy::unnamed(Span::starting(start, 15 + numbers.below(4) as u32 * 15).expect("a span"))
        });
        let busy: Vec<Busy> = busy.collect();
        Participant::new(index.to_string(), "somebody", Willing::Spans(hours.clone()), busy).with_buffers(10, 10)
    });
    let participants: Vec<_> = participants.collect();
    let rules = Rules::new(DURATION, STEP, zone, range.start(), range.end()).expect("rules");
    let group = if any { Group::any(1, participants) } else { Group::all(participants) };
    Request::new(rules, vec![group]).expect("a request")
}

/// Every start on the quarter hour against every span and block of everybody: what a plain reading of the rules costs.
fn plainly(request: &Request, range: Span) -> usize {
    let starts = (range.start_ms()..range.end_ms()).step_by(STEP as usize * 60_000).map(from_ms);
    starts.filter(|start| request.groups().iter().all(|group| satisfied(group, *start))).count()
}

fn satisfied(group: &Group, start: Instant) -> bool {
    let slot = Span::starting(start, DURATION).expect("a span");
    let can = |participant: &&Participant| {
        let wide = slot.widened(participant.before_minutes, participant.after_minutes);
        let willing = match &participant.willing {
            Willing::Always => true,
            Willing::Spans(spans) => spans.iter().any(|span| span.contains_span(&slot)),
        };
        willing && !participant.busy().iter().any(|busy| busy.span.overlaps(&wide))
    };
    match group.needed {
        Needed::All => group.participants.iter().all(|p| can(&p)),
        Needed::Any(needed) => group.participants.iter().filter(can).take(needed as usize).count() == needed as usize,
    }
}

fn listing(criterion: &mut Criterion) {
    for any in [false, true] {
        let mut group = criterion.benchmark_group(if any { "any" } else { "all" });
        for people in PEOPLE {
            for weeks in WEEKS {
                for blocks in BLOCKS {
                    let (request, range) = (request(people, weeks, blocks, any), range(weeks));
                    assert_eq!(slots(&request, range).len(), plainly(&request, range), "the benchmark measures a wrong answer");
                    group.throughput(Throughput::Elements((people * blocks.max(1)) as u64));
                    let id = BenchmarkId::new("slots", format!("{people} people, {weeks} weeks, {blocks} blocks"));
                    group.bench_function(id, |bencher| bencher.iter(|| slots(black_box(&request), range)));
                }
            }
        }
        group.finish();
    }
}

fn the_rest(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("20 people, 8 weeks, 200 blocks");
    for any in [false, true] {
        let (request, range) = (request(20, 8, 200, any), range(8));
        let who = if any { "any" } else { "all" };
        let start = from_ms(ms(range.start()) + 9 * 3_600_000);
        group.bench_function(BenchmarkId::new("count", who), |bencher| bencher.iter(|| count(black_box(&request), range)));
        group.bench_function(BenchmarkId::new("validate", who), |bencher| bencher.iter(|| validate(black_box(&request), start)));
        group.bench_function(BenchmarkId::new("plainly", who), |bencher| bencher.iter(|| plainly(black_box(&request), range)));
    }
    group.finish();
}

criterion_group!(benches, listing, the_rest);
criterion_main!(benches);
