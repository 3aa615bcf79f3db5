//! What is held and what has the focus, while entries are drawn anew or others are shown in their place.

use leptos::html::Div;
use leptos::prelude::*;

use super::{Drag, HELD};
use crate::ui::browser::{focus, keyed};
use crate::ui::calendar::entries::Drawn;

impl Drag {
    /// Draws the entries of a day anew: those that stand already stay, what is held stays held, and the focus stays with its entry, in this
    /// day or in the one it went to.
    pub fn redraw(&self, entries: NodeRef<Div>, stands: Option<&Drawn>, after: &Drawn) {
        // Browsers differ in whether they tell that the focus goes with its element.
        self.redrawing.set_value(true);
        let focused = keyed::redraw(entries, &after.steps(stands));
        self.redrawing.set_value(false);
        self.keep(entries, focused);
    }

    /// Shows entries that stand already in place of others, which stay covered.
    pub fn uncover(&self, entries: NodeRef<Div>, covered: NodeRef<Div>) {
        self.redrawing.set_value(true);
        let focused = keyed::uncover(entries, covered);
        self.redrawing.set_value(false);
        self.keep(entries, focused);
    }

    /// Finds what had the focus again, by its key, and marks what is held.
    fn keep(&self, entries: NodeRef<Div>, focused: Option<String>) {
        if let Some(key) = focused.or_else(|| self.astray.get_value()) {
            let found = keyed::focus(entries, &key) || keyed::focus(self.days, &key);
            self.astray.set_value((!found).then_some(key));
        }
        if let Some(entry) = self.held.get_untracked().filter(|_| self.live.get_untracked().is_some()) {
            keyed::mark(self.days, &entry.key, HELD, true);
        }
        let drag = *self;
        request_animation_frame(move || {
            // By now all days are drawn: what is not there again is gone.
            if drag.astray.try_update_value(Option::take).flatten().is_some() && focus::is_lost() {
                drag.let_go();
            }
        });
    }
}
