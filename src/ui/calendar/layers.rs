//! What a column keeps drawn: its day of the week shown, and, covered, of the weeks before and after it. Another week then only has to be
//! uncovered: `docs/decisions/0056-weeks-ahead.md`.

use std::sync::Arc;
use std::time::Duration;

use leptos::html::Div;
use leptos::prelude::*;

use super::drag::Drag;
use super::entries::Drawn;
use super::entry::Entry;
use super::grid::{Shared, cards_of};
use crate::domain::calendar::layout::{Day, Week};
use crate::ui::browser::keyed;

/// The week shown, the one before and the one after.
pub const KEPT: usize = 3;

/// How long a week stands before those around it are drawn: whoever hurries on is not held up.
const RESTED: Duration = Duration::from_millis(120);

/// A day as it is drawn.
pub type DrawnDay = (Day, Arc<Drawn>);

/// The days of the weeks before and after, by their place in the week.
pub type Around = [Vec<DrawnDay>; KEPT - 1];

/// The layers of a column, one above the other; one is shown.
#[derive(Clone, Copy)]
pub struct Layers {
    nodes: [NodeRef<Div>; KEPT],
    drawn: StoredValue<[Option<DrawnDay>; KEPT]>,
    shown: StoredValue<usize>,
    drag: Drag,
}

impl Layers {
    /// The first one stands, drawn, and is shown; the others are empty.
    pub fn new(stands: DrawnDay, drag: Drag) -> Self {
        let drawn = std::array::from_fn(|at| (at == 0).then(|| stands.clone()));
        Self { nodes: std::array::from_fn(|_| NodeRef::new()), drawn: StoredValue::new(drawn), shown: StoredValue::new(0), drag }
    }

    /// Their elements: the first one is shown at first.
    pub fn nodes(&self) -> [NodeRef<Div>; KEPT] {
        self.nodes
    }

    /// Shows a day: uncovers what stands of it, once that is as it should be.
    pub fn show(&self, wanted: DrawnDay) {
        let shown = self.shown.get_value();
        let at = self.place(&wanted.0, None);
        if at == shown {
            self.draw(at, wanted, |drag, node, stands, after| drag.redraw(node, stands, after));
        } else if let (Some(node), Some(covered)) = (self.nodes.get(at), self.nodes.get(shown)) {
            self.draw(at, wanted, redraw_covered);
            self.shown.set_value(at);
            self.drag.uncover(*node, *covered);
        }
    }

    /// Draws a day that may be shown next.
    pub fn prepare(&self, wanted: DrawnDay) {
        let shown = self.shown.get_value();
        let at = self.place(&wanted.0, Some(shown));
        if at != shown {
            self.draw(at, wanted, |drag, node, stands, after| {
                redraw_covered(drag, node, stands, after);
                keyed::lay_out(node);
            });
        }
    }

    /// The layer of a day: its own, else an empty one, else the one whose day is farthest away; of these two never `kept`.
    fn place(&self, day: &Day, kept: Option<usize>) -> usize {
        self.drawn.with_value(|drawn| place(&drawn.each_ref().map(|drawn| drawn.as_ref().map(|(day, _)| *day)), day, kept))
    }

    fn draw(&self, at: usize, (day, after): DrawnDay, draw: impl Fn(&Drag, NodeRef<Div>, Option<&Drawn>, &Drawn)) {
        let Some(node) = self.nodes.get(at) else { return };
        self.drawn.update_value(|drawn| {
            let Some(stood) = drawn.get_mut(at) else { return };
            // Of another day nothing stays.
            let stands = stood.as_ref().filter(|(other, _)| *other == day).map(|(_, drawn)| drawn.clone());
            if stands.as_ref() != Some(&after) {
                draw(&self.drag, *node, stands.as_deref(), &after);
            }
            *stood = Some((day, after));
        });
    }
}

/// Nothing covered has the focus.
fn redraw_covered(_: &Drag, node: NodeRef<Div>, stands: Option<&Drawn>, after: &Drawn) {
    keyed::redraw(node, &after.steps(stands));
}

fn place(days: &[Option<Day>; KEPT], wanted: &Day, kept: Option<usize>) -> usize {
    if let Some(at) = days.iter().position(|day| day.as_ref() == Some(wanted)) {
        return at;
    }
    let far = |day: &Option<Day>| day.map_or(i64::MAX, |day| (day.date - wanted.date).num_days().abs());
    let others = days.iter().enumerate().filter(|(at, _)| Some(*at) != kept);
    others.max_by_key(|(_, day)| far(day)).map_or(0, |(at, _)| at)
}

/// Draws the weeks after and before the one shown once it has stood for a moment, and anew when their entries change.
pub fn draw_around(shared: Shared, entries: Memo<Vec<Arc<Entry>>>) {
    let latest = StoredValue::new(0_u32);
    Effect::new(move || {
        shared.week.track();
        entries.track();
        latest.update_value(|number| *number += 1);
        Work { shared, entries, latest, number: latest.get_value() }.later(true);
    });
}

/// The weeks that are to be drawn around the one shown, unless another one was since.
#[derive(Clone, Copy)]
struct Work {
    shared: Shared,
    entries: Memo<Vec<Arc<Entry>>>,
    latest: StoredValue<u32>,
    number: u32,
}

impl Work {
    /// Draws the week after and then the one before, each in a moment of its own.
    fn later(self, forward: bool) {
        set_timeout(move || self.now(forward), RESTED);
    }

    fn now(self, forward: bool) {
        // The grid may be gone by now.
        if self.latest.try_get_value() != Some(self.number) {
            return;
        }
        if self.shared.drag.is_dragging() {
            self.later(forward);
            return;
        }
        let week = self.shared.week.with_untracked(|week| week.turned(forward));
        let days = week.map(|week| self.drawn(&week)).unwrap_or_default();
        self.shared.around.update(|around| {
            if let Some(side) = around.get_mut(usize::from(forward)) {
                *side = days;
            }
        });
        if forward {
            self.later(false);
        }
    }

    fn drawn(self, week: &Week) -> Vec<DrawnDay> {
        let cards = self.entries.with_untracked(|entries| cards_of(week, entries));
        week.days().iter().zip(&cards).map(|(day, cards)| (*day, self.shared.drawn(cards, day, week.zone()))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::time::Zone;

    fn day(date: &str) -> Day {
        Week::new(Zone::utc(), date.parse().unwrap(), 1).days()[0]
    }

    #[test]
    fn a_day_has_its_own_layer_else_the_farthest() {
        let (first, second, third) = (day("2027-03-15"), day("2027-03-22"), day("2027-03-29"));
        assert_eq!(place(&[Some(first), None, None], &first, None), 0);
        assert_ne!(place(&[Some(first), None, None], &second, None), 0, "an empty one goes first");
        let all = [Some(first), Some(second), Some(third)];
        assert_eq!(place(&all, &second, Some(1)), 1, "its own one, even where that is kept");
        assert_eq!(place(&all, &day("2027-04-05"), None), 0);
        assert_eq!(place(&all, &day("2027-03-08"), None), 2);
        assert_eq!(place(&all, &day("2027-03-08"), Some(2)), 1, "what is kept stays");
    }
}
