//! The manual, for colleagues.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::error::ApiError;

/// A page, or a part of one: what it is called in addresses and by people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpEntry {
    /// The name in an address: of a page, or of the heading of a part.
    pub name: String,
    /// The title.
    pub title: String,
}

/// A page of the manual.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpView {
    /// Its title.
    pub title: String,
    /// What stands below the title, as HTML that the server made of its own files.
    pub html: String,
    /// Its parts.
    pub parts: Vec<HelpEntry>,
    /// All pages but the first.
    pub pages: Vec<HelpEntry>,
}

/// A page of the manual by its name; the first page without one.
///
/// # Errors
/// `Unauthorized` without a session; `NotFound` where no page has this name.
#[server(name = GetHelpCall, prefix = "/api", endpoint = "help/page", input = Json)]
pub async fn help_page(page: Option<String>) -> Result<HelpView, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::help::page(&ctx, page.as_deref()))
}
