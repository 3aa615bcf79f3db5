//! Drafts that outlive a reload of the page: in this tab only, or in this browser until they are sent.

use super::native;

/// What is kept under a name.
pub fn get(name: &str) -> Option<String> {
    native::stored(name)
}

/// Keeps a text; `None` forgets it.
pub fn set(name: &str, text: Option<&str>) {
    native::store(name, text);
}

/// What this browser keeps under a name, whichever tab put it there.
pub fn get_lasting(name: &str) -> Option<String> {
    native::kept(name)
}

/// Keeps a text in this browser, a closed tab or a restart notwithstanding; `None` forgets it. `false` where storage is full or forbidden.
pub fn set_lasting(name: &str, text: Option<&str>) -> bool {
    native::keep(name, text)
}
