//! Form templates, for administrators.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::clients::Choice;
use super::error::ApiError;
use crate::domain::forms::template::{Content, SaveFormTemplate};
use crate::domain::id::FormTemplateId;
use crate::domain::time::{Instant, Zone};

/// A template in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormTemplateLine {
    /// The template.
    pub id: FormTemplateId,
    /// For the next change.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// It is not offered any more.
    pub retired: bool,
    /// The number of the version that interviews get; none where none was approved.
    pub approved: Option<i32>,
    /// Something was changed since.
    pub has_draft: bool,
    /// How many questions the latest version has.
    pub questions: u32,
    /// How many interviews have or had it.
    pub interviews: i64,
}

/// A template with its versions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FormTemplateView {
    /// The template.
    pub id: FormTemplateId,
    /// For the next change.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// It is not offered any more.
    pub retired: bool,
    /// The latest first.
    pub versions: Vec<FormVersionView>,
    /// The viewer's zone.
    pub zone: Zone,
}

/// A version of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormVersionView {
    /// From 1.
    pub number: i32,
    /// What it asks.
    pub content: Content,
    /// Who wrote it.
    pub author: String,
    /// When it was saved last.
    pub saved_at: Instant,
    /// When it was approved; none for a draft.
    pub approved_at: Option<Instant>,
    /// How many interviews have it.
    pub interviews: i64,
}

/// All templates in their order.
#[server(name = ListFormTemplatesCall, prefix = "/api", endpoint = "form-templates/list", input = Json)]
pub async fn list_form_templates() -> Result<Vec<FormTemplateLine>, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::forms::list(&ctx).await)
}

/// One template.
#[server(name = GetFormTemplateCall, prefix = "/api", endpoint = "form-templates/get", input = Json)]
pub async fn get_form_template(id: FormTemplateId) -> Result<FormTemplateView, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::forms::template(&ctx, id).await)
}

/// The templates that may be chosen for interviews.
#[server(name = FormTemplateChoicesCall, prefix = "/api", endpoint = "form-templates/choices", input = Json)]
pub async fn form_template_choices() -> Result<Vec<Choice<FormTemplateId>>, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::forms::choices(&ctx).await)
}

/// Makes a template, or saves its draft; approves it where asked.
#[server(name = SaveFormTemplateCall, prefix = "/api", endpoint = "form-templates/save", input = Json)]
pub async fn save_form_template(input: SaveFormTemplate) -> Result<FormTemplateId, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::forms::save(&ctx, input).await)
}

/// Approves the draft as it was saved.
#[server(name = ApproveFormTemplate, prefix = "/api", endpoint = "form-templates/approve")]
pub async fn approve_form_template(id: FormTemplateId, version: i64) -> Result<(), ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::forms::approve(&ctx, id, version).await)
}

/// Offers a template no longer, or again.
#[server(name = RetireFormTemplate, prefix = "/api", endpoint = "form-templates/retire")]
pub async fn retire_form_template(id: FormTemplateId, version: i64, retired: bool) -> Result<(), ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::forms::retire(&ctx, id, version, retired).await)
}

/// Moves a template one place up or down.
#[server(name = MoveFormTemplate, prefix = "/api", endpoint = "form-templates/move")]
pub async fn move_form_template(id: FormTemplateId, up: bool) -> Result<(), ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::forms::move_template(&ctx, id, up).await)
}
