//! The built front end: which hashed file stands for which name.

use std::collections::HashMap;
use std::path::Path;

/// The manifest that the build wrote.
#[derive(Debug, Clone, Default)]
pub struct Site(HashMap<String, String>);

impl Site {
    /// Reads `manifest.json` in the site's folder.
    ///
    /// # Errors
    /// When it is not there or not a map of texts.
    pub fn load(root: &Path) -> Result<Self, String> {
        let path = root.join("manifest.json");
        let text = std::fs::read_to_string(&path)
            .map_err(|error| format!("{}: {error} (build the front end first: make build)", path.display()))?;
        serde_json::from_str(&text).map(Self).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// The address of a built file, such as `/pkg/agendum.0f3a.js` for `agendum.js`.
    pub fn path(&self, name: &str) -> String {
        format!("/{}", self.0.get(name).map_or(name, String::as_str))
    }
}
