//! Templates of offer letters and their versions.

use super::{Result, StoreError, Tx, all, fresh, maybe, parsed, run};
use crate::domain::id::{OfferTemplateId, OfferVersionId};
use crate::domain::offers::template::OfferContent;
use crate::domain::time::{Instant, from_ms, ms};

/// A template as it is stored.
#[derive(Debug, Clone)]
pub struct OfferTemplateRow {
    /// The template.
    pub id: OfferTemplateId,
    /// Its name.
    pub name: String,
    /// Since when it is not offered any more.
    pub retired_at: Option<Instant>,
    /// Rises with every change.
    pub version: i64,
}

/// A version of a template.
#[derive(Debug, Clone)]
pub struct OfferVersionRow {
    /// The version.
    pub id: OfferVersionId,
    /// Of which template.
    pub template: OfferTemplateId,
    /// From 1.
    pub number: i32,
    /// What it says.
    pub content: OfferContent,
    /// Who wrote it.
    pub author: String,
    /// When it was saved last.
    pub created_at: Instant,
    /// Who approved it, and when; none for a draft.
    pub approved: Option<(String, Instant)>,
}

#[derive(sqlx::FromRow)]
struct TemplateRow {
    id: String,
    name: String,
    retired_at: Option<i64>,
    version: i64,
}

#[derive(sqlx::FromRow)]
struct VersionRow {
    id: String,
    template_id: String,
    number: i32,
    content: String,
    author: String,
    created_at: i64,
    approved_by: Option<String>,
    approved_at: Option<i64>,
}

impl TryFrom<TemplateRow> for OfferTemplateRow {
    type Error = StoreError;

    fn try_from(row: TemplateRow) -> Result<Self> {
        Ok(Self {
            id: parsed(row.id.parse(), "offer_templates", "id", &row.id)?,
            name: row.name,
            retired_at: row.retired_at.map(from_ms),
            version: row.version,
        })
    }
}

impl TryFrom<VersionRow> for OfferVersionRow {
    type Error = StoreError;

    fn try_from(row: VersionRow) -> Result<Self> {
        const TABLE: &str = "offer_template_versions";
        Ok(Self {
            id: parsed(row.id.parse(), TABLE, "id", &row.id)?,
            template: parsed(row.template_id.parse(), TABLE, "template_id", &row.id)?,
            number: row.number,
            content: parsed(serde_json::from_str(&row.content), TABLE, "content", &row.id)?,
            author: row.author,
            created_at: from_ms(row.created_at),
            approved: row.approved_by.zip(row.approved_at.map(from_ms)),
        })
    }
}

macro_rules! version_columns {
    () => {
        "v.id, v.template_id, v.number, v.content, v.author, v.created_at, v.approved_by, v.approved_at"
    };
}

impl Tx {
    /// All templates by name.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn offer_templates(&mut self) -> Result<Vec<OfferTemplateRow>> {
        all!(self, TemplateRow, "select id, name, retired_at, version from offer_templates order by name, id")?
            .into_iter()
            .map(OfferTemplateRow::try_from)
            .collect()
    }

    /// One template.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn offer_template(&mut self, id: OfferTemplateId) -> Result<Option<OfferTemplateRow>> {
        maybe!(self, TemplateRow, "select id, name, retired_at, version from offer_templates where id = $1", id.to_string())?
            .map(OfferTemplateRow::try_from)
            .transpose()
    }

    /// A template's versions, the latest first.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn offer_versions(&mut self, template: OfferTemplateId) -> Result<Vec<OfferVersionRow>> {
        all!(
            self,
            VersionRow,
            concat!("select ", version_columns!(), " from offer_template_versions v where v.template_id = $1 order by v.number desc"),
            template.to_string()
        )?
        .into_iter()
        .map(OfferVersionRow::try_from)
        .collect()
    }

    /// The latest approved version of each template that is offered, by the templates' names.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn offered_letters(&mut self) -> Result<Vec<(String, OfferVersionRow)>> {
        let mut offered = Vec::new();
        for template in self.offer_templates().await?.into_iter().filter(|template| template.retired_at.is_none()) {
            let versions = self.offer_versions(template.id).await?;
            offered.extend(versions.into_iter().find(|version| version.approved.is_some()).map(|version| (template.name, version)));
        }
        Ok(offered)
    }

    /// One version of a template.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn offer_version(&mut self, id: OfferVersionId) -> Result<Option<OfferVersionRow>> {
        maybe!(self, VersionRow, concat!("select ", version_columns!(), " from offer_template_versions v where v.id = $1"), id.to_string())?
            .map(OfferVersionRow::try_from)
            .transpose()
    }

    /// Makes a template.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_offer_template(&mut self, id: OfferTemplateId, name: &str, now: Instant) -> Result<()> {
        run!(self, "insert into offer_templates (id, name, created_at, version) values ($1, $2, $3, 1)", id.to_string(), name, ms(now),)?;
        Ok(())
    }

    /// Changes a template; `template.version` is the one it was read with.
    ///
    /// # Errors
    /// `Stale` when it changed meanwhile.
    pub async fn update_offer_template(&mut self, template: &OfferTemplateRow) -> Result<()> {
        fresh(run!(
            self,
            "update offer_templates set name = $1, retired_at = $2, version = version + 1 where id = $3 and version = $4",
            template.name.as_str(),
            template.retired_at.map(ms),
            template.id.to_string(),
            template.version,
        )?)
    }

    /// Stores a version: a new one, or a draft anew.
    ///
    /// # Errors
    /// When the database refuses; `Stale` for a version that is approved.
    pub async fn put_offer_version(&mut self, version: &OfferVersionRow) -> Result<()> {
        let content = serde_json::to_string(&version.content).map_err(|_| StoreError::Inconsistent {
            table: "offer_template_versions",
            column: "content",
            id: version.id.to_string(),
        })?;
        let (approved_by, approved_at) = version.approved.clone().unzip();
        fresh(run!(
            self,
            "insert into offer_template_versions (id, template_id, number, content, author, created_at, approved_by, approved_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (id) do update set content = excluded.content, author = excluded.author, created_at = excluded.created_at,
                approved_by = excluded.approved_by, approved_at = excluded.approved_at where offer_template_versions.approved_at is null",
            version.id.to_string(),
            version.template.to_string(),
            version.number,
            content.as_str(),
            version.author.as_str(),
            ms(version.created_at),
            approved_by.clone(),
            approved_at.map(ms),
        )?)
    }
}
