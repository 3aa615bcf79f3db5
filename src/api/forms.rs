//! Forms of interviews: an attendee's own, a candidate's, side by side. `key` is the form's id for whoever is signed in, else the token of
//! its link.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::clients::Choice;
use super::error::ApiError;
use super::presentations::FreshLink;
use crate::domain::forms::answers::Answers;
use crate::domain::forms::compare::Criterion;
use crate::domain::forms::form::FormState;
use crate::domain::forms::template::Content;
use crate::domain::id::{CandidateId, FormId, FormTemplateId, InterviewId};
use crate::domain::span::Span;
use crate::domain::time::{Instant, Zone};

/// One attendee's form of one interview.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FormView {
    /// The form.
    pub id: FormId,
    /// For the next change.
    pub version: i64,
    /// The interview.
    pub interview: InterviewId,
    /// The candidate's record; none for whoever comes by a link.
    pub candidate: Option<CandidateId>,
    /// Who is evaluated.
    pub candidate_name: String,
    /// For which job.
    pub job_title: String,
    /// The interview's name.
    pub interview_title: String,
    /// When.
    pub span: Span,
    /// The interview was called off.
    pub is_off: bool,
    /// Who evaluates.
    pub person_name: String,
    /// The form's name.
    pub template_name: String,
    /// Which version of the template it is.
    pub number: i32,
    /// What it asks.
    pub content: Content,
    /// Where it stands; a colleague's draft counts as not begun.
    pub state: FormState,
    /// The evaluation, where there is one and the viewer sees it.
    pub answers: Option<Answers>,
    /// What the viewer is writing.
    pub draft: Option<Answers>,
    /// When it was first submitted.
    pub submitted_at: Option<Instant>,
    /// When it was changed last.
    pub changed_at: Option<Instant>,
    /// What it said before, the latest first.
    pub revisions: Vec<FormRevision>,
    /// The uploaded document, where there is one and the viewer sees it.
    pub upload: Option<UploadView>,
    /// The evaluation is not shown while the viewer's own is not submitted.
    pub is_hidden: bool,
    /// Whether the viewer may write in it now.
    pub may_fill: bool,
    /// Whether it is the viewer's own.
    pub is_own: bool,
    /// Whether the viewer may upload a document, and remove it.
    pub may_upload: bool,
    /// Whether the viewer may hand out its link.
    pub may_manage: bool,
    /// The largest upload in bytes.
    pub most_bytes: u32,
    /// The viewer's zone.
    pub zone: Zone,
}

/// What an evaluation said before it was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormRevision {
    /// Since when it said so.
    pub at: Instant,
    /// What it said.
    pub answers: Answers,
}

/// A document uploaded to a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadView {
    /// Its name.
    pub name: String,
    /// It can be shown in the window.
    pub is_pdf: bool,
    /// Its size.
    pub size_bytes: i64,
    /// Who uploaded it.
    pub created_by: String,
    /// When.
    pub created_at: Instant,
}

/// The forms of a candidate's interviews.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FormsTab {
    /// The candidate.
    pub candidate: CandidateId,
    /// The name.
    pub candidate_name: String,
    /// The candidate stands in a stage of kind Offer.
    pub offers: bool,
    /// Those with forms, and for staff those that may get one; the latest first.
    pub interviews: Vec<FormInterviewView>,
    /// The one that is chosen.
    pub interview: Option<InterviewId>,
    /// The form that is opened.
    pub form: Option<FormView>,
    /// The templates that an interview may get.
    pub offered: Vec<Choice<FormTemplateId>>,
    /// Whether the viewer manages records.
    pub may_manage: bool,
    /// The viewer's zone.
    pub zone: Zone,
}

/// An interview in the drop-down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormInterviewView {
    /// The interview.
    pub id: InterviewId,
    /// Its name.
    pub title: String,
    /// When.
    pub span: Span,
    /// It was called off.
    pub is_off: bool,
    /// A form was chosen for it.
    pub has_form: bool,
    /// Whether the viewer sees the evaluations side by side.
    pub may_compare: bool,
    /// Whether the viewer may choose another form: nobody has begun.
    pub may_choose: bool,
    /// Its attendees' forms, by name.
    pub people: Vec<FormPerson>,
}

/// An attendee in the drop-down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormPerson {
    /// The form.
    pub form: FormId,
    /// The attendee's name.
    pub name: String,
    /// Whether there is an evaluation.
    pub is_submitted: bool,
    /// Whether it is the viewer's own.
    pub is_own: bool,
}

/// The evaluations of an interview side by side.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The interview.
    pub interview: InterviewId,
    /// Its name.
    pub interview_title: String,
    /// The candidate.
    pub candidate: CandidateId,
    /// The name.
    pub candidate_name: String,
    /// For which job.
    pub job_title: String,
    /// When.
    pub span: Span,
    /// What was asked.
    pub content: Content,
    /// Whose evaluations these are.
    pub columns: Vec<CompareColumn>,
    /// Every question with the answers in the columns' order.
    pub criteria: Vec<Criterion>,
    /// Whose evaluations are missing.
    pub waiting: Vec<String>,
    /// The viewer's zone.
    pub zone: Zone,
}

/// An evaluation in the comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompareColumn {
    /// The form.
    pub form: FormId,
    /// Who evaluates.
    pub name: String,
}

/// A form that waits for the viewer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DueForm {
    /// The form.
    pub form: FormId,
    /// Who is evaluated.
    pub candidate_name: String,
    /// The interview's name.
    pub interview_title: String,
    /// When.
    pub span: Span,
    /// The interview is over.
    pub is_over: bool,
    /// Where the form stands.
    pub state: FormState,
    /// The viewer's zone.
    pub zone: Zone,
}

/// The forms of a candidate's interviews, with one of them opened.
#[server(name = FormsTabCall, prefix = "/api", endpoint = "forms/tab", input = Json)]
pub async fn forms_tab(candidate: CandidateId, interview: Option<InterviewId>, form: Option<FormId>) -> Result<FormsTab, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::forms::tab(&ctx, candidate, interview, form).await)
}

/// The forms that wait for the viewer.
#[server(name = DueFormsCall, prefix = "/api", endpoint = "forms/due", input = Json)]
pub async fn due_forms() -> Result<Vec<DueForm>, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::forms::due(&ctx).await)
}

/// The evaluations of an interview side by side.
#[server(name = CompareFormsCall, prefix = "/api", endpoint = "forms/compare", input = Json)]
pub async fn compare_forms(interview: InterviewId) -> Result<Comparison, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::forms::compare(&ctx, interview).await)
}

/// Chooses what the attendees of an interview are asked; an empty template takes the forms back.
#[server(name = AttachForm, prefix = "/api", endpoint = "forms/attach")]
pub async fn attach_form(interview: InterviewId, #[server(default)] template: String) -> Result<(), ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    let template = match template.trim() {
        "" => Ok(None),
        id => id.parse().map(Some).map_err(|_| ApiError::Invalid(crate::domain::error::FieldErrors::one("template", "error-choose"))),
    };
    match template {
        Ok(template) => ctx.answer(services::forms::attach(&ctx, interview, template).await),
        Err(error) => ctx.answer(Err(error.into())),
    }
}

/// A fresh link to an attendee's form, to be handed over.
#[server(name = FormLinkCall, prefix = "/api", endpoint = "forms/link", input = Json)]
pub async fn form_link(form: FormId) -> Result<FreshLink, ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::forms::link(&ctx, form).await)
}

/// Makes all links to a form useless at once.
#[server(name = RevokeFormLinks, prefix = "/api", endpoint = "forms/revoke", input = Json)]
pub async fn revoke_form_links(form: FormId) -> Result<(), ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::forms::revoke(&ctx, form).await)
}

/// Removes the document uploaded to a form.
#[server(name = RemoveFormUpload, prefix = "/api", endpoint = "forms/remove-upload")]
pub async fn remove_form_upload(form: FormId) -> Result<(), ApiError> {
    use crate::server::{ctx::Ctx, services};
    let ctx = Ctx::signed_in().await?;
    ctx.answer(services::forms::remove(&ctx, form).await)
}

/// A form. Changes nothing.
#[server(name = GetFormCall, prefix = "/api", endpoint = "forms/get", input = Json)]
pub async fn get_form(key: String) -> Result<FormView, ApiError> {
    let (ctx, form) = crate::server::ctx::Ctx::at_form(&key).await?;
    ctx.answer(crate::server::services::forms::view(&ctx, form).await)
}

/// Keeps a draft that was written on `version`; gives the next version.
#[server(name = KeepFormCall, prefix = "/api", endpoint = "forms/keep", input = Json)]
pub async fn keep_form(key: String, version: i64, answers: Answers) -> Result<i64, ApiError> {
    let (ctx, form) = crate::server::ctx::Ctx::at_form(&key).await?;
    ctx.answer(crate::server::services::forms::keep(&ctx, form, version, answers).await)
}

/// Submits an evaluation, or changes it; gives the next version.
#[server(name = SubmitFormCall, prefix = "/api", endpoint = "forms/submit", input = Json)]
pub async fn submit_form(key: String, version: i64, answers: Answers) -> Result<i64, ApiError> {
    let (ctx, form) = crate::server::ctx::Ctx::at_form(&key).await?;
    ctx.answer(crate::server::services::forms::submit(&ctx, form, version, answers).await)
}

/// Throws a draft away; what was submitted stands. Gives the next version.
#[server(name = DiscardFormCall, prefix = "/api", endpoint = "forms/discard", input = Json)]
pub async fn discard_form(key: String, version: i64) -> Result<i64, ApiError> {
    let (ctx, form) = crate::server::ctx::Ctx::at_form(&key).await?;
    ctx.answer(crate::server::services::forms::discard(&ctx, form, version).await)
}

/// The same by a form without scripts: `step` is `keep` or `submit`, `fields` the questions' fields by name.
#[server(name = FillFormCall, prefix = "/api", endpoint = "forms/fill")]
pub async fn fill_form(
    key: String,
    version: i64,
    #[server(default)] step: String,
    #[server(default)] fields: BTreeMap<String, String>,
) -> Result<(), ApiError> {
    let (ctx, form) = crate::server::ctx::Ctx::at_form(&key).await?;
    let submitting = step != "keep";
    let back = format!("{}?done={}", crate::paths::opened_form(&key), if submitting { "submitted" } else { "kept" });
    ctx.answer_form(crate::server::services::forms::fill(&ctx, form, version, &fields, submitting).await, &back)
}
