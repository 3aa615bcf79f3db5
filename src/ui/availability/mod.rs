//! What the pages share on which somebody says when they can: the client's, and a colleague's own.

mod paint_bar;
mod weekly;

pub use paint_bar::{DaysShown, PaintBar};
pub use weekly::{WEEKDAYS, WeeklyFields};
