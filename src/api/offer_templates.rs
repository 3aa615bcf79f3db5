//! Templates of offer letters, for administrators.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::clients::Choice;
use super::error::ApiError;
use crate::domain::id::{OfferTemplateId, UserId};
use crate::domain::offers::template::{OfferContent, SaveOfferTemplate};
use crate::domain::time::{Instant, Zone};

/// A template in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferTemplateLine {
    /// The template.
    pub id: OfferTemplateId,
    /// Its name.
    pub name: String,
    /// It is not offered any more.
    pub retired: bool,
    /// The number of the version that offers are written from; none where none was approved.
    pub approved: Option<i32>,
    /// Something was changed since.
    pub has_draft: bool,
}

/// A template with its versions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfferTemplateView {
    /// The template.
    pub id: OfferTemplateId,
    /// For the next change.
    pub version: i64,
    /// Its name.
    pub name: String,
    /// It is not offered any more.
    pub retired: bool,
    /// The latest first.
    pub versions: Vec<OfferVersionView>,
    /// The viewer's zone.
    pub zone: Zone,
}

/// A version of a template.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferVersionView {
    /// From 1.
    pub number: i32,
    /// What it says.
    pub content: OfferContent,
    /// Who wrote it.
    pub author: String,
    /// When it was saved last.
    pub saved_at: Instant,
    /// When it was approved; none for a draft.
    pub approved_at: Option<Instant>,
}

/// All templates by name.
#[server(name = ListOfferTemplatesCall, prefix = "/api", endpoint = "offer-templates/list", input = Json)]
pub async fn list_offer_templates() -> Result<Vec<OfferTemplateLine>, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::offers::templates::list(&ctx).await)
}

/// One template.
#[server(name = GetOfferTemplateCall, prefix = "/api", endpoint = "offer-templates/get", input = Json)]
pub async fn get_offer_template(id: OfferTemplateId) -> Result<OfferTemplateView, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::offers::templates::template(&ctx, id).await)
}

/// Colleagues who can have to approve, by name.
#[server(name = OfferApproversCall, prefix = "/api", endpoint = "offer-templates/approvers", input = Json)]
pub async fn offer_approvers() -> Result<Vec<Choice<UserId>>, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::offers::templates::approvers(&ctx).await)
}

/// Makes a template, or saves its draft; approves it where asked.
#[server(name = SaveOfferTemplateCall, prefix = "/api", endpoint = "offer-templates/save", input = Json)]
pub async fn save_offer_template(input: SaveOfferTemplate) -> Result<OfferTemplateId, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::offers::templates::save(&ctx, input).await)
}

/// Offers a template no longer, or again.
#[server(name = RetireOfferTemplate, prefix = "/api", endpoint = "offer-templates/retire")]
pub async fn retire_offer_template(id: OfferTemplateId, version: i64, retired: bool) -> Result<(), ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::offers::templates::retire(&ctx, id, version, retired).await)
}
