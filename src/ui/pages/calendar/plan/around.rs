//! What lies around the planned time: everybody's busy times, what stands in the way, the best times.

use leptos::prelude::*;

use super::draft::Draft;
use crate::api::interviews::{PeopleQuery, PeopleView, RoomTime, interview_people};
use crate::domain::availability::conflict::{Blocker, explain};
use crate::domain::availability::slots::{Busy, Participant, Request, Willing};
use crate::domain::locale::Locale;
use crate::domain::scheduling::plan::{best_times, question};
use crate::domain::span::{Span, SpanSet};
use crate::domain::time::{DAY_MS, Zone};
use crate::text;
use crate::text::dates;
use crate::ui::calendar::{Entry, EntryKind};

/// Best times offered a day.
const BEST_A_DAY: usize = 3;
/// Minutes between starts that are tried for the best times.
const STEP: u32 = 30;

/// Something that stands in the way, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hindrance {
    /// Who, what and when.
    pub text: String,
    /// Another interview: no reason lifts it.
    pub is_hard: bool,
}

/// Most days that are asked for at once.
const MOST_DAYS: i64 = 90;

/// The days looked at with the planned time, which may lie beyond them: unless that is far.
fn both(range: Span, planned: Option<Span>) -> Span {
    let wide =
        planned.and_then(|planned| Span::from_ms(range.start_ms().min(planned.start_ms()), range.end_ms().max(planned.end_ms())).ok());
    let near = wide.filter(|wide| wide.end_ms() - wide.start_ms() <= MOST_DAYS * DAY_MS);
    // Too far apart for both: what is planned is told of, not what is looked at.
    let far = || planned.and_then(|planned| Span::from_ms(planned.start_ms() - DAY_MS, planned.end_ms() + DAY_MS).ok());
    near.or_else(far).unwrap_or(range)
}

/// Everybody who is needed, as far as the server has told.
#[derive(Clone, Copy)]
pub struct Around {
    pub people: RwSignal<Option<PeopleView>>,
    draft: Draft,
    zone: Signal<Zone>,
    locale: Locale,
}

/// Everything that keeps a span from being an interview of these people, as read in that zone.
pub fn hindrances(people: &PeopleView, span: Span, zone: &Zone, locale: Locale) -> Vec<Hindrance> {
    let Ok(question) = question(span, 1, zone, people.now, people.participants.clone()) else { return Vec::new() };
    explain(&question, span.start()).into_iter().filter_map(|blocker| named(people, &blocker, zone, locale)).collect()
}

fn named(people: &PeopleView, blocker: &Blocker, zone: &Zone, locale: Locale) -> Option<Hindrance> {
    let language = locale.language;
    match blocker {
        Blocker::Busy { participant, block, .. } => {
            let when = dates::times(locale, zone, block.span);
            let what = block.label.clone().filter(|label| !label.is_empty()).unwrap_or_else(|| text!(language, "plan-busy"));
            let text = text!(language, "plan-hindered", name = participant.name.clone(), what = what, when = when);
            // A room is never taken twice, whatever the reason.
            let is_room = people.rooms.iter().any(|time| time.room.id.to_string() == participant.key);
            Some(Hindrance { text, is_hard: block.key.is_some() || is_room })
        }
        Blocker::NotWilling { participant, .. } => {
            Some(Hindrance { text: text!(language, "plan-hours", name = participant.name.clone()), is_hard: false })
        }
        Blocker::TooSoon { .. } => Some(Hindrance { text: text!(language, "error-in-the-past"), is_hard: true }),
        Blocker::TooLate { .. } | Blocker::OffGrid { .. } | Blocker::DailyCap { .. } => None,
    }
}

impl Around {
    /// Asks the server whenever somebody is added or other days are looked at; what is known stays until the answer is there.
    ///
    /// `changes` counts what was changed elsewhere: it is asked anew then.
    pub fn new(draft: Draft, zone: Signal<Zone>, range: Signal<Option<Span>>, changes: Signal<u32>, locale: Locale) -> Self {
        let people = RwSignal::new(None);
        let latest = StoredValue::new(0_u32);
        let planned = Memo::new(move |_| zone.with(|zone| draft.plan(zone.name()).span(zone)));
        let query = Memo::new(move |_| {
            Some(PeopleQuery {
                application: draft.application.get()?.id,
                template: draft.template.get(),
                interview: draft.interview.get().map(|(id, _)| id),
                attendees: draft.attendees.get().into_iter().filter(|attendee| !attendee.optional).map(|attendee| attendee.id).collect(),
                room: draft.room.with(|room| room.as_ref().map(|room| room.id)),
                range: both(range.get()?, planned.get()),
            })
        });
        Effect::new(move |_: Option<()>| {
            changes.track();
            latest.update_value(|number| *number += 1);
            let Some(asked) = query.get() else {
                people.set(None);
                return;
            };
            let number = latest.get_value();
            leptos::task::spawn_local(async move {
                // What could not be asked is named when the interview is stored.
                if let Ok(answer) = interview_people(asked).await
                    && latest.try_get_value() == Some(number)
                {
                    people.try_set(Some(answer));
                }
            });
        });
        Self { people, draft, zone, locale }
    }

    fn question(&self, span: Span, step: u32) -> Option<Request> {
        self.people.with(|people| {
            let people = people.as_ref()?;
            question(span, step, &self.zone.get(), people.now, people.participants.clone()).ok()
        })
    }

    /// When everybody needed works, whatever else they do then; none while nobody's hours are known.
    pub fn working(&self) -> Option<SpanSet> {
        self.people.with(|people| {
            let hours = people.iter().flat_map(|people| people.participants.iter()).filter_map(|participant| match &participant.willing {
                Willing::Spans(spans) => Some(spans.clone()),
                Willing::Always => None,
            });
            hours.reduce(|common, own| common.intersection(&own))
        })
    }

    /// Everything that keeps a span from being an interview.
    pub fn hindrances(&self, span: Span) -> Vec<Hindrance> {
        self.people.with(|people| people.as_ref().map(|people| hindrances(people, span, &self.zone.get(), self.locale)).unwrap_or_default())
    }

    /// The rooms with what takes their time, once the server has told.
    pub fn rooms(&self) -> Vec<RoomTime> {
        self.people.with(|people| people.as_ref().map(|people| people.rooms.clone()).unwrap_or_default())
    }

    /// How many are to be in the room: candidate, contact and attendees, the optional ones, too.
    pub fn heads(&self) -> u32 {
        let optional = self.draft.attendees.with(|attendees| attendees.iter().filter(|attendee| attendee.optional).count());
        let needed = self.people.with(|people| people.as_ref().map_or(1, |people| people.participants.len()));
        let room = self.draft.room.with(|room| room.as_ref().map(|room| room.id.to_string()));
        let is_room = |key: &str| room.as_deref() == Some(key);
        let rooms =
            self.people.with(|people| people.iter().flat_map(|people| &people.participants).filter(|one| is_room(&one.key)).count());
        u32::try_from(needed + optional - rooms).unwrap_or(u32::MAX)
    }

    /// What takes a time, in words: `Portfolio review · Asha Rao, 10:00 – 11:00`.
    pub fn taken(&self, busy: &Busy) -> String {
        let language = self.locale.language;
        let what = busy.label.clone().filter(|label| !label.is_empty()).unwrap_or_else(|| text!(language, "plan-busy"));
        text!(language, "plan-room-taken", what = what, when = self.zone.with(|zone| dates::times(self.locale, zone, busy.span)))
    }

    /// The busy times of everybody needed, and the best times, for the grid.
    pub fn entries(&self, range: Option<Span>) -> Vec<Entry> {
        let language = self.locale.language;
        let busy = self.people.with(|people| {
            let participants = people.iter().flat_map(|people| people.participants.iter());
            participants
                .flat_map(|participant: &Participant| {
                    participant.busy().iter().enumerate().map(move |(index, busy)| {
                        let title = busy.label.clone().filter(|label| !label.is_empty()).unwrap_or_else(|| text!(language, "plan-busy"));
                        let title = format!("{}: {title}", participant.name);
                        Entry::new(format!("of {} {index}", participant.key), EntryKind::Busy, busy.span, title)
                    })
                })
                .collect::<Vec<_>>()
        });
        let best = self.best(range).into_iter().map(|span| {
            let mut entry = Entry::new(format!("best {}", span.start_ms()), EntryKind::Slot, span, text!(language, "plan-best"));
            entry.can_open = true;
            entry
        });
        busy.into_iter().chain(best).collect()
    }

    /// The first times of each day that suit everybody and do not overlap one another.
    fn best(&self, range: Option<Span>) -> Vec<Span> {
        let minutes = self.draft.duration_minutes.get();
        let planned = range.and_then(|range| Span::starting(range.start(), u32::try_from(minutes).ok()?).ok());
        // Without anybody of ours, any time of the night would do.
        let nobody = self.draft.attendees.with(|attendees| attendees.iter().all(|attendee| attendee.optional));
        let (Some(range), Some(planned), false) = (range, planned, nobody) else { return Vec::new() };
        let Some(question) = self.question(planned, STEP) else { return Vec::new() };
        self.zone.with(|zone| best_times(&question, range, zone, BEST_A_DAY))
    }
}
