//! Candidates from a table.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::clients::Choice;
use super::error::ApiError;
use crate::domain::error::FieldErrors;
use crate::domain::id::{CandidateId, ImportId, JobId};
use crate::domain::import::{MapImport, Mapping};

/// A table before it is taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportView {
    /// The import.
    pub id: ImportId,
    /// For the next change.
    pub version: i64,
    /// The file's name.
    pub file_name: String,
    /// What its columns are called.
    pub headings: Vec<String>,
    /// Which column says what.
    pub mapping: Mapping,
    /// The job that the candidates are put on.
    pub job: Option<JobId>,
    /// Open jobs to choose from.
    pub jobs: Vec<Choice<JobId>>,
    /// The zone of those whose row names none.
    pub zone: String,
    /// Rows of new candidates.
    pub new: u32,
    /// Rows of candidates who are known, and put on the job.
    pub joining: u32,
    /// Rows of candidates who are known, and for whom nothing is to be done.
    pub known: u32,
    /// Rows that can not be taken.
    pub wrong: u32,
    /// What can not be taken first, then the others; of each kind some.
    pub lines: Vec<ImportLine>,
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportLine {
    /// The line of the file.
    pub line: u32,
    /// As it is written.
    pub name: String,
    /// As it is written.
    pub email: String,
    /// As it is written.
    pub phone: String,
    /// The zone that is written, or the one of all.
    pub zone: String,
    /// What becomes of it.
    pub fate: ImportFate,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ImportFate {
    /// A new candidate.
    New,
    /// One whose mail address is known; left as it is.
    Known {
        /// The candidate.
        id: CandidateId,
        /// The name on record.
        name: String,
        /// Put on the job.
        joins: bool,
    },
    /// Not taken, because of this.
    Wrong {
        /// At `name`, `email`, `phone`, `zone`.
        errors: FieldErrors,
    },
}

/// What became of a table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// New candidates.
    pub added: u32,
    /// Those who were known and are on the job now.
    pub joined: u32,
}

/// A table that was uploaded.
#[server(name = GetImportCall, prefix = "/api", endpoint = "imports/get", input = Json)]
pub async fn get_import(id: ImportId) -> Result<ImportView, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::imports::view(&ctx, id).await)
}

/// Says which column is what, and for which job.
#[server(name = MapImportCall, prefix = "/api", endpoint = "imports/map")]
pub async fn map_import(input: MapImport) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    let path = crate::paths::candidate_import(input.id);
    ctx.answer_form(crate::server::services::imports::map(&ctx, &input).await, &path)
}

/// Takes the rows that are sound, all of them or, where that fails, none.
#[server(name = RunImportCall, prefix = "/api", endpoint = "imports/run")]
pub async fn run_import(id: ImportId, version: i64) -> Result<Imported, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    let done = crate::server::services::imports::run(&ctx, id, version).await;
    if let Ok(imported) = &done {
        ctx.lead(&crate::paths::candidates_imported(imported.added, imported.joined));
    }
    ctx.answer(done)
}

/// Forgets a table.
#[server(name = DiscardImportCall, prefix = "/api", endpoint = "imports/discard")]
pub async fn discard_import(id: ImportId, version: i64) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    let done = crate::server::services::imports::discard(&ctx, id, version).await;
    if done.is_ok() {
        ctx.lead(crate::paths::CANDIDATES_IMPORT);
    }
    ctx.answer(done)
}
