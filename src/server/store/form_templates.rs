//! Form templates and their versions.

use super::{Result, StoreError, Tx, all, fresh, maybe, one, parsed, run};
use crate::domain::forms::template::Content;
use crate::domain::id::{FormTemplateId, FormVersionId, InterviewId};
use crate::domain::time::{Instant, from_ms, ms};

/// A template as it is stored.
#[derive(Debug, Clone)]
pub struct FormTemplateRow {
    /// The template.
    pub id: FormTemplateId,
    /// Its name.
    pub name: String,
    /// Where it stands among the others.
    pub position: i32,
    /// Since when it is not offered any more.
    pub retired_at: Option<Instant>,
    /// Rises with every change.
    pub version: i64,
}

/// A version of a template.
#[derive(Debug, Clone)]
pub struct FormVersionRow {
    /// The version.
    pub id: FormVersionId,
    /// Of which template.
    pub template: FormTemplateId,
    /// From 1.
    pub number: i32,
    /// What it asks.
    pub content: Content,
    /// Who wrote it.
    pub author: String,
    /// When it was saved last.
    pub created_at: Instant,
    /// Who approved it, and when; none for a draft.
    pub approved: Option<(String, Instant)>,
    /// How many interviews have it.
    pub interviews: i64,
}

#[derive(sqlx::FromRow)]
struct TemplateRow {
    id: String,
    name: String,
    position: i32,
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
    interviews: i64,
}

impl TryFrom<TemplateRow> for FormTemplateRow {
    type Error = StoreError;

    fn try_from(row: TemplateRow) -> Result<Self> {
        Ok(Self {
            id: parsed(row.id.parse(), "form_templates", "id", &row.id)?,
            name: row.name,
            position: row.position,
            retired_at: row.retired_at.map(from_ms),
            version: row.version,
        })
    }
}

impl TryFrom<VersionRow> for FormVersionRow {
    type Error = StoreError;

    fn try_from(row: VersionRow) -> Result<Self> {
        const TABLE: &str = "form_versions";
        Ok(Self {
            id: parsed(row.id.parse(), TABLE, "id", &row.id)?,
            template: parsed(row.template_id.parse(), TABLE, "template_id", &row.id)?,
            number: row.number,
            content: parsed(serde_json::from_str(&row.content), TABLE, "content", &row.id)?,
            author: row.author,
            created_at: from_ms(row.created_at),
            approved: row.approved_by.zip(row.approved_at.map(from_ms)),
            interviews: row.interviews,
        })
    }
}

macro_rules! version_columns {
    () => {
        "v.id, v.template_id, v.number, v.content, v.author, v.created_at, v.approved_by, v.approved_at,
         (select count(*) from interviews i where i.form_version_id = v.id) as interviews"
    };
}

impl Tx {
    /// The form template of the interview template that an interview was made from.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn form_template_of_interview(&mut self, id: InterviewId) -> Result<Option<FormTemplateId>> {
        let row = maybe!(
            self,
            (Option<String>,),
            "select t.form_template_id from interviews i join interview_templates t on t.id = i.template_id where i.id = $1",
            id.to_string(),
        )?;
        row.and_then(|(template,)| template)
            .map(|template| parsed(template.parse(), "interview_templates", "form_template_id", &template))
            .transpose()
    }

    /// All templates in their order.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn form_templates(&mut self) -> Result<Vec<FormTemplateRow>> {
        all!(self, TemplateRow, "select id, name, position, retired_at, version from form_templates order by position, id")?
            .into_iter()
            .map(FormTemplateRow::try_from)
            .collect()
    }

    /// One template.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn form_template(&mut self, id: FormTemplateId) -> Result<Option<FormTemplateRow>> {
        maybe!(self, TemplateRow, "select id, name, position, retired_at, version from form_templates where id = $1", id.to_string())?
            .map(FormTemplateRow::try_from)
            .transpose()
    }

    /// A template's versions, the latest first.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn form_versions(&mut self, template: FormTemplateId) -> Result<Vec<FormVersionRow>> {
        all!(
            self,
            VersionRow,
            concat!("select ", version_columns!(), " from form_versions v where v.template_id = $1 order by v.number desc"),
            template.to_string()
        )?
        .into_iter()
        .map(FormVersionRow::try_from)
        .collect()
    }

    /// One version.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn form_version(&mut self, id: FormVersionId) -> Result<Option<FormVersionRow>> {
        maybe!(self, VersionRow, concat!("select ", version_columns!(), " from form_versions v where v.id = $1"), id.to_string())?
            .map(FormVersionRow::try_from)
            .transpose()
    }

    /// The latest approved version of each template that is offered, in the templates' order: template, its name, version.
    ///
    /// # Errors
    /// When the database fails or holds nonsense.
    pub async fn offered_forms(&mut self) -> Result<Vec<(FormTemplateId, String, FormVersionId)>> {
        let rows = all!(
            self,
            (String, String, String),
            "select t.id, t.name, v.id from form_templates t join form_versions v on v.template_id = t.id
             where t.retired_at is null and v.approved_at is not null
               and v.number = (select max(w.number) from form_versions w where w.template_id = t.id and w.approved_at is not null)
             order by t.position, t.id",
        )?;
        rows.into_iter()
            .map(|(id, name, version)| {
                let template = parsed(id.parse(), "form_templates", "id", &id)?;
                Ok((template, name, parsed(version.parse(), "form_versions", "id", &version)?))
            })
            .collect()
    }

    /// Makes a template after all others.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn insert_form_template(&mut self, id: FormTemplateId, name: &str, now: Instant) -> Result<()> {
        let (last,) = one!(self, (i32,), "select coalesce(max(position), -1) from form_templates")?;
        run!(
            self,
            "insert into form_templates (id, name, position, created_at, version) values ($1, $2, $3, $4, 1)",
            id.to_string(),
            name,
            last + 1,
            ms(now),
        )?;
        Ok(())
    }

    /// Changes a template; `template.version` is the one it was read with.
    ///
    /// # Errors
    /// `Stale` when it changed meanwhile.
    pub async fn update_form_template(&mut self, template: &FormTemplateRow) -> Result<()> {
        fresh(run!(
            self,
            "update form_templates set name = $1, retired_at = $2, version = version + 1 where id = $3 and version = $4",
            template.name.as_str(),
            template.retired_at.map(ms),
            template.id.to_string(),
            template.version,
        )?)
    }

    /// Puts a template at a place.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn place_form_template(&mut self, id: FormTemplateId, position: i32) -> Result<()> {
        run!(self, "update form_templates set position = $1 where id = $2", position, id.to_string())?;
        Ok(())
    }

    /// Stores a version: a new one, or a draft anew.
    ///
    /// # Errors
    /// When the database refuses; `Stale` for a version that is approved.
    pub async fn put_form_version(&mut self, version: &FormVersionRow) -> Result<()> {
        let content = serde_json::to_string(&version.content).map_err(|_| StoreError::Inconsistent {
            table: "form_versions",
            column: "content",
            id: version.id.to_string(),
        })?;
        let (approved_by, approved_at) = version.approved.clone().unzip();
        fresh(run!(
            self,
            "insert into form_versions (id, template_id, number, content, author, created_at, approved_by, approved_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (id) do update set content = excluded.content, author = excluded.author, created_at = excluded.created_at,
                approved_by = excluded.approved_by, approved_at = excluded.approved_at where form_versions.approved_at is null",
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
