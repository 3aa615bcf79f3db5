//! Dragging over the grid: from a pointer that goes down to the span it selects, or to the new time of the entry it holds; an entry is moved
//! by keyboard, too. Nothing here waits for the server.

mod redraw;

use std::sync::Arc;
use std::time::Duration;

use leptos::ev::{self, KeyboardEvent, PointerEvent};
use leptos::html::Div;
use leptos::prelude::*;

use super::entry::Entry;
use crate::domain::calendar::layout::Week;
use crate::domain::calendar::selection::{Grip, Move, edge_speed, join, nudged};
use crate::domain::span::Span;
use crate::ui::browser::keyed;
use crate::ui::browser::pointer::{self, Press};

/// How far a pointer may stray before a click becomes a drag, in pixels.
const STRAY: f64 = 5.0;
/// How far a finger may stray before its long press becomes a scroll, in pixels.
const STRAY_TOUCH: f64 = 9.0;
/// How long a finger has to rest before it drags.
const LONG_PRESS: Duration = Duration::from_millis(350);

/// How near to its lower edge an entry is held at its end, in pixels; a finger needs more.
const END: f64 = 7.0;
const END_TOUCH: f64 = 14.0;
/// The class of what can be moved, and of what is moved now.
const MOVABLE: &str = ".event--movable";
const HELD: &str = "event--held";

/// Within which time the browser's click follows a pointer that went up.
const AFTER_CLICK: Duration = Duration::from_millis(400);

/// How long a pointer has to rest until its span is read aloud: what it passes over is not.
const RESTED: Duration = Duration::from_millis(250);

/// A pointer that is down.
#[derive(Debug, Clone, Copy)]
struct Pressed {
    id: i32,
    began: Press,
    at: Press,
    anchor: Span,
    /// It lies on an entry, whose own click counts if this becomes no drag.
    on_entry: bool,
    /// A finger that has not rested long enough: the page may still scroll.
    waiting: bool,
    dragging: bool,
    /// What of an entry it holds; without one it selects a time.
    grip: Option<Grip>,
}

/// What the grid is asked and told.
#[derive(Clone, Copy)]
pub struct Told {
    /// The entry of a key, if it can be moved.
    pub movable: Callback<String, Option<Arc<Entry>>>,
    /// The cell of a click or tap beside entries.
    pub on_click: Callback<Span>,
    /// The span of a finished drag.
    pub on_done: Callback<Span>,
    /// An entry and its new time.
    pub on_moved: Callback<(Arc<Entry>, Span)>,
}

/// The drag of one grid.
#[derive(Clone, Copy)]
pub struct Drag {
    week: Memo<Week>,
    step_minutes: Signal<u32>,
    paint: Signal<bool>,
    days: NodeRef<Div>,
    scroller: NodeRef<Div>,
    pressed: StoredValue<Option<Pressed>>,
    live: RwSignal<Option<Span>>,
    rested: RwSignal<Option<Span>>,
    held: RwSignal<Option<Arc<Entry>>>,
    just_dragged: StoredValue<bool>,
    redrawing: StoredValue<bool>,
    /// The key of what had the focus and was not drawn again in the same day.
    astray: StoredValue<Option<String>>,
    told: Told,
}

impl Drag {
    /// The drag over `days` (the element that holds exactly the columns) inside `scroller`.
    ///
    /// With `paint` a finger draws at once and does not scroll.
    pub fn new(
        week: Memo<Week>,
        step_minutes: Signal<u32>,
        paint: Signal<bool>,
        (days, scroller): (NodeRef<Div>, NodeRef<Div>),
        told: Told,
    ) -> Self {
        let drag = Self {
            week,
            step_minutes,
            paint,
            days,
            scroller,
            pressed: StoredValue::new(None),
            live: RwSignal::new(None),
            rested: RwSignal::new(None),
            held: RwSignal::new(None),
            just_dragged: StoredValue::new(false),
            redrawing: StoredValue::new(false),
            astray: StoredValue::new(None),
            told,
        };
        pointer::hold_still(days, move || drag.is_dragging());
        Effect::new(move |_: Option<()>| {
            let escape = window_event_listener(ev::keydown, move |ev| {
                if ev.key() == "Escape" && drag.is_dragging() {
                    ev.prevent_default();
                    ev.stop_propagation();
                    drag.cancel();
                }
            });
            on_cleanup(move || escape.remove());
        });
        drag
    }

    /// The span under way.
    pub fn live(&self) -> ReadSignal<Option<Span>> {
        self.live.read_only()
    }

    /// The span under way once it stays for a moment; by keyboard at once.
    pub fn rested(&self) -> ReadSignal<Option<Span>> {
        self.rested.read_only()
    }

    /// The entry that is moved.
    pub fn held(&self) -> Option<Arc<Entry>> {
        self.held.get()
    }

    /// Says whether the click that comes now only ends a drag; asked once.
    pub fn ends_drag(&self) -> bool {
        self.just_dragged.try_update_value(std::mem::take).unwrap_or(false)
    }

    /// A pointer drags now.
    pub fn is_dragging(&self) -> bool {
        self.pressed.try_get_value().flatten().is_some_and(|pressed| pressed.dragging)
    }

    /// A pointer goes down.
    pub fn down(&self, ev: &PointerEvent) {
        let press = pointer::read(ev);
        self.just_dragged.set_value(false);
        if !press.main || pointer::meets(ev, "[data-still]") {
            return;
        }
        let Some(anchor) = self.hit(press) else { return };
        // What the keys hold is let go: another thing is taken up.
        self.drop_held();
        let on_entry = pointer::meets(ev, ".event");
        let entry = keyed::key_at(ev, MOVABLE).and_then(|key| self.told.movable.run(key));
        // A finger on what can be moved rests first, as everywhere: it may want to scroll.
        let waiting = press.touch && (entry.is_some() || !self.paint.get_untracked());
        let on_end = pointer::is_near_end(ev, MOVABLE, if press.touch { END_TOUCH } else { END });
        let grip = entry.as_ref().map(|entry| Grip::at(entry.span, anchor, on_end));
        self.held.set(entry);
        self.pressed.set_value(Some(Pressed { id: press.id, began: press, at: press, anchor, on_entry, waiting, dragging: false, grip }));
        if waiting {
            let drag = *self;
            set_timeout(
                move || {
                    let rested = drag.pressed.try_get_value().flatten().filter(|pressed| pressed.id == press.id && pressed.waiting);
                    if rested.is_some() {
                        drag.begin();
                    }
                },
                LONG_PRESS,
            );
        } else if !press.touch {
            // Or a drag would select text.
            ev.prevent_default();
        }
    }

    /// A pointer moves.
    pub fn moved(&self, ev: &PointerEvent) {
        let Some(mut pressed) = self.pressed.get_value() else { return };
        let press = pointer::read(ev);
        if press.id != pressed.id {
            return;
        }
        if !press.down {
            // It was let go where the grid did not see it.
            self.cancel();
            return;
        }
        pressed.at = press;
        let strayed = (press.x - pressed.began.x).hypot(press.y - pressed.began.y);
        if pressed.waiting && strayed > STRAY_TOUCH {
            self.pressed.set_value(None);
            self.held.set(None);
            return;
        }
        self.pressed.set_value(Some(pressed));
        if pressed.dragging {
            self.follow();
        } else if !pressed.waiting && strayed > STRAY {
            self.begin();
        }
    }

    /// A pointer goes up.
    pub fn up(&self, ev: &PointerEvent) {
        let press = pointer::read(ev);
        let Some(pressed) = self.pressed.get_value().filter(|pressed| pressed.id == press.id) else { return };
        self.pressed.set_value(None);
        let (span, held) = (self.live.get_untracked(), self.held.get_untracked());
        self.drop_held();
        if pressed.dragging {
            pointer::release(self.days, pressed.id);
            self.swallow_click();
            match (span, held) {
                (Some(span), Some(entry)) => self.told.on_moved.run((entry, span)),
                (Some(span), None) => self.told.on_done.run(span),
                (None, _) => {}
            }
        } else if !pressed.on_entry {
            // What the page puts below the finger now must not take the click of this tap.
            self.swallow_click();
            self.told.on_click.run(pressed.anchor);
        }
    }

    /// The click that the browser makes of the pointer just gone means nothing to entries.
    fn swallow_click(&self) {
        self.just_dragged.set_value(true);
        let just_dragged = self.just_dragged;
        set_timeout(
            move || {
                just_dragged.try_set_value(false);
            },
            AFTER_CLICK,
        );
    }

    /// The browser takes the pointer away (it scrolls), or Escape was pressed.
    pub fn cancel(&self) {
        if let Some(pressed) = self.pressed.get_value() {
            self.pressed.set_value(None);
            if pressed.dragging {
                self.swallow_click();
            }
            pointer::release(self.days, pressed.id);
        }
        self.drop_held();
    }

    fn drop_held(&self) {
        if let Some(entry) = self.held.get_untracked() {
            keyed::mark(self.days, &entry.key, HELD, false);
            self.held.set(None);
        }
        if self.live.get_untracked().is_some() {
            self.live.set(None);
            self.rested.set(None);
        }
    }

    /// A key on an entry that can be moved: arrows move it, with Shift they make it longer or shorter, Enter takes the new time, Escape
    /// the old one.
    pub fn key(&self, ev: &KeyboardEvent) {
        if ev.alt_key() || ev.ctrl_key() || ev.meta_key() || self.is_dragging() {
            return;
        }
        let Some(entry) = keyed::key_at(ev, MOVABLE).and_then(|key| self.told.movable.run(key)) else { return };
        let under_way = self.held.get_untracked().filter(|held| held.key == entry.key).and_then(|_| self.live.get_untracked());
        match (ev.key().as_str(), under_way) {
            ("Enter" | " ", Some(span)) => {
                self.drop_held();
                self.told.on_moved.run((entry, span));
            }
            ("Escape", Some(_)) => self.drop_held(),
            (key, _) => {
                let Some(by) = Move::of_key(key) else { return };
                let step = self.step_minutes.get_untracked();
                let from = under_way.unwrap_or(entry.span);
                let next = self.week.with_untracked(|week| nudged(week, from, by, ev.shift_key(), step));
                if let Some(next) = next {
                    keyed::mark(self.days, &entry.key, HELD, true);
                    self.held.set(Some(entry));
                    self.live.set(Some(next));
                    self.rested.set(Some(next));
                }
            }
        }
        ev.prevent_default();
        ev.stop_propagation();
    }

    /// The keyboard leaves the grid: what it moved stays where it was.
    pub fn let_go(&self) {
        if self.pressed.get_value().is_none() && !self.redrawing.get_value() {
            self.drop_held();
        }
    }

    fn begin(&self) {
        let Some(mut pressed) = self.pressed.get_value() else { return };
        pressed.waiting = false;
        pressed.dragging = true;
        self.pressed.set_value(Some(pressed));
        pointer::capture(self.days, pressed.id);
        if let Some(entry) = self.held.get_untracked() {
            keyed::mark(self.days, &entry.key, HELD, true);
        }
        self.follow();
        let drag = *self;
        pointer::every_frame(move |seconds| drag.scroll(seconds));
    }

    /// Brings the live span to where the pointer is.
    fn follow(&self) {
        let Some(pressed) = self.pressed.get_value() else { return };
        let Some(hit) = self.hit(pressed.at) else { return };
        let held = self.held.with_untracked(|held| held.as_ref().map(|entry| entry.span));
        let span = Some(match (pressed.grip, held) {
            (Some(grip), Some(entry)) => grip.dragged(entry, hit),
            _ => join(pressed.anchor, hit),
        });
        if self.live.get_untracked() == span {
            return;
        }
        self.live.set(span);
        let drag = *self;
        set_timeout(
            move || {
                if drag.live.try_get_untracked() == Some(span) {
                    drag.rested.set(span);
                }
            },
            RESTED,
        );
    }

    /// Scrolls while the pointer is at an edge; `false` once the drag is over.
    fn scroll(&self, seconds: f64) -> bool {
        let Some(pressed) = self.pressed.try_get_value().flatten().filter(|pressed| pressed.dragging) else { return false };
        let Some(view) = pointer::visible_frame(self.scroller) else { return false };
        let x = edge_speed(pressed.at.x, view.left, view.left + view.width) * seconds;
        let y = edge_speed(pressed.at.y, view.top, view.top + view.height) * seconds;
        if x != 0.0 || y != 0.0 {
            pointer::scroll_by(self.scroller, x, y);
            self.follow();
        }
        true
    }

    fn hit(&self, press: Press) -> Option<Span> {
        let frame = pointer::frame(self.days)?;
        let step = self.step_minutes.get_untracked();
        self.week.with_untracked(|week| {
            let count = week.days().len();
            let column = ((press.x - frame.left) / frame.width.max(1.0) * count as f64).floor().clamp(0.0, count.saturating_sub(1) as f64);
            let minutes = (press.y - frame.top) / frame.height.max(1.0) * f64::from(week.longest_minutes());
            week.cell(column as usize, minutes, step)
        })
    }
}
