//! The forms of a candidate, of an interview, and those that wait for the viewer.

use serde_json::json;

use super::fill::shown;
use super::{hand_out, known, may_know, own_state, person_of, sees};
use crate::api::error::ApiError;
use crate::api::forms::{CompareColumn, Comparison, DueForm, FormInterviewView, FormPerson, FormsTab};
use crate::api::presentations::FreshLink;
use crate::domain::can;
use crate::domain::error::FieldErrors;
use crate::domain::forms::compare;
use crate::domain::forms::form::FormState;
use crate::domain::id::{CandidateId, EventId, FormId, FormTemplateId, InterviewId};
use crate::domain::scheduling::interview::InterviewState;
use crate::domain::time::plus_minutes;
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::services::jobs::viewer_zone;
use crate::server::services::{candidates, links, reminders};
use crate::server::store::forms::FormRow;
use crate::server::store::history::Event;
use crate::server::store::links::Purpose;

/// The forms of a candidate's interviews that the actor may know of, with one of them opened: the one asked for, else the own of the
/// interview asked for or of the latest, else its first.
///
/// # Errors
/// `NotFound`, also for those who may not see the candidate.
pub async fn tab(ctx: &Ctx, candidate: CandidateId, interview: Option<InterviewId>, form: Option<FormId>) -> Result<FormsTab> {
    let mut tx = ctx.store().read().await?;
    candidates::visible(ctx, &mut tx, candidate).await?;
    let candidate_name = tx.candidate_record(candidate).await?.ok_or(ApiError::NotFound)?.name;
    let forms = tx.forms_of_candidate(candidate).await?;
    let may_manage = can::manage_records(&ctx.actor);
    let mut interviews = Vec::new();
    for row in tx.form_interviews(candidate).await? {
        let own: Vec<FormRow> = forms.iter().filter(|form| form.interview.id == row.id).cloned().collect();
        // An interview without a form is a choice only for those who may give it one.
        if may_know(ctx, &row, &own) && (!own.is_empty() || may_manage) {
            interviews.push(interview_view(ctx, &row, &own));
        }
    }
    let with_form = |interview: &&FormInterviewView| !interview.people.is_empty();
    let chosen = interviews
        .iter()
        .find(|one| Some(one.id) == interview || one.people.iter().any(|person| Some(person.form) == form))
        .or_else(|| interviews.iter().find(with_form))
        .or_else(|| interviews.first());
    let person = chosen.and_then(|chosen| {
        let people = &chosen.people;
        people.iter().find(|person| Some(person.form) == form).or_else(|| people.iter().find(|person| person.is_own)).or(people.first())
    });
    let opened = match person.and_then(|person| forms.iter().find(|row| row.id == person.form)) {
        Some(row) => {
            let own: Vec<FormRow> = forms.iter().filter(|form| form.interview.id == row.interview.id).cloned().collect();
            let sees = sees(ctx, row, &own);
            Some(shown(ctx, &mut tx, row.clone(), sees).await?)
        }
        None => None,
    };
    let offered = if may_manage { tx.offered_forms().await? } else { Vec::new() };
    Ok(FormsTab {
        candidate,
        candidate_name,
        offers: crate::server::services::candidates::is_in_offer(&mut tx, candidate).await?,
        interview: chosen.map(|chosen| chosen.id),
        form: opened,
        interviews,
        offered: offered.into_iter().map(|(id, name, _)| crate::api::clients::Choice { id, name }).collect(),
        may_manage,
        zone: viewer_zone(ctx)?,
    })
}

fn interview_view(ctx: &Ctx, row: &crate::server::store::forms::FormInterview, forms: &[FormRow]) -> FormInterviewView {
    let me = person_of(&ctx.actor);
    FormInterviewView {
        id: row.id,
        title: row.title.clone(),
        span: row.span,
        is_off: row.state != InterviewState::Confirmed,
        has_form: row.form_version.is_some(),
        may_compare: can::see_evaluation(&ctx.actor, row.hiring_manager, own_state(ctx, forms)),
        may_choose: can::manage_records(&ctx.actor) && row.state == InterviewState::Confirmed && forms.iter().all(is_blank),
        people: forms
            .iter()
            .map(|form| FormPerson {
                form: form.id,
                name: form.person_name.clone(),
                is_submitted: form.form.state().is_submitted(),
                is_own: me.as_ref() == Some(&form.person_id),
            })
            .collect(),
    }
}

fn is_blank(form: &FormRow) -> bool {
    form.form.state() == FormState::NotBegun && !form.has_upload
}

/// The evaluations of an interview side by side.
///
/// # Errors
/// `NotFound`, also for those who may not know of it; `NotPossible` while the own evaluation is not submitted, or without a form.
pub async fn compare(ctx: &Ctx, id: InterviewId) -> Result<Comparison> {
    ctx.require(can::be_signed_in(&ctx.actor))?;
    let mut tx = ctx.store().read().await?;
    let interview = tx.form_interview(id).await?.ok_or(ApiError::NotFound)?;
    let forms = tx.forms_of_interview(id).await?;
    if !may_know(ctx, &interview, &forms) {
        return Err(ApiError::NotFound.into());
    }
    if !can::see_evaluation(&ctx.actor, interview.hiring_manager, own_state(ctx, &forms)) {
        return Err(ApiError::NotPossible("error-form-own-first".into()).into());
    }
    let version = interview.form_version.ok_or_else(|| ApiError::NotPossible("error-form-none".into()))?;
    let version = tx.form_version(version).await?.ok_or(ApiError::NotFound)?;
    let (done, waiting): (Vec<_>, Vec<_>) = forms.iter().partition(|form| form.form.state().is_submitted());
    let answers: Vec<_> = done.iter().filter_map(|form| form.form.answers()).collect();
    Ok(Comparison {
        interview: id,
        interview_title: interview.title,
        candidate: interview.candidate,
        candidate_name: interview.candidate_name,
        job_title: interview.job_title,
        span: interview.span,
        criteria: compare::compare(&version.content, &answers),
        content: version.content,
        columns: done.iter().map(|form| CompareColumn { form: form.id, name: form.person_name.clone() }).collect(),
        waiting: waiting.iter().map(|form| form.person_name.clone()).collect(),
        zone: viewer_zone(ctx)?,
    })
}

/// The forms that wait for the viewer: of interviews that began, or begin within the day.
///
/// # Errors
/// `Unauthorized` without a session.
pub async fn due(ctx: &Ctx) -> Result<Vec<DueForm>> {
    const DAY_MINUTES: i64 = 24 * 60;
    let me = ctx.actor.user_id().ok_or(ApiError::Unauthorized)?;
    let rows = ctx.store().read().await?.forms_due(me, plus_minutes(ctx.now(), DAY_MINUTES)).await?;
    let zone = viewer_zone(ctx)?;
    Ok(rows
        .into_iter()
        .map(|row| DueForm {
            form: row.id,
            candidate_name: row.interview.candidate_name.clone(),
            interview_title: row.interview.title.clone(),
            is_over: row.interview.span.end() <= ctx.now(),
            span: row.interview.span,
            state: row.form.state(),
            zone: zone.clone(),
        })
        .collect())
}

/// Chooses what the attendees of an interview are asked, while nobody has begun; none takes the forms back.
///
/// # Errors
/// `NotPossible` when somebody has begun, or the interview is off; `Invalid` for a template that is not offered; `Forbidden`; `NotFound`.
pub async fn attach(ctx: &Ctx, id: InterviewId, template: Option<FormTemplateId>) -> Result<()> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let interview = tx.form_interview(id).await?.ok_or(ApiError::NotFound)?;
    if interview.state != InterviewState::Confirmed {
        return Err(ApiError::NotPossible("error-form-interview-off".into()).into());
    }
    let forms = tx.forms_of_interview(id).await?;
    if !forms.iter().all(is_blank) {
        return Err(ApiError::NotPossible("error-form-begun".into()).into());
    }
    let offered = tx.offered_forms().await?.into_iter().find(|(offered, ..)| Some(*offered) == template);
    if template.is_some() && offered.is_none() {
        return Err(FieldErrors::one("template", "error-choose").into());
    }
    for form in &forms {
        tx.revoke_links(Purpose::Form, &form.id.to_string(), ctx.now()).await?;
        tx.delete_blank_form(form.id).await?;
    }
    let version = offered.as_ref().map(|(.., version)| *version);
    tx.set_interview_form(id, version).await?;
    if let Some(version) = version {
        hand_out(&mut tx, ctx, id, version).await?;
    }
    let event = ctx.id(EventId::new)?;
    tx.record(Event {
        id: event,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action: "interview.form_chosen",
        subject: ("interview", id.to_string()),
        candidate_id: Some(interview.candidate),
        application_id: Some(interview.application),
        job_id: Some(interview.job),
        data: json!({ "form": offered.map(|(_, name, _)| name) }),
        topics: Vec::new(),
    })
    .await?;
    reminders::plan_again(&mut tx, ctx, event, id).await?;
    tx.commit().await?;
    Ok(())
}

/// A fresh link to an attendee's form, for staff to hand over; those given out before still hold.
///
/// # Errors
/// `Forbidden`; `NotFound`; `NotPossible` when the interview is off.
pub async fn link(ctx: &Ctx, id: FormId) -> Result<FreshLink> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let (row, _) = known(ctx, &mut tx, id).await?;
    // Whoever holds the link reads and writes the form: nobody hands the own blindness away by it.
    if !can::fill_form(&ctx.actor, row.id, &row.person_id) && row.form.state() != FormState::NotBegun {
        return Err(ApiError::NotPossible("error-form-link-begun".into()).into());
    }
    if row.interview.state != InterviewState::Confirmed {
        return Err(ApiError::NotPossible("error-form-interview-off".into()).into());
    }
    let issued = links::issue(&mut tx, ctx, Purpose::Form, id).await?;
    super::record(ctx, &mut tx, "link.made", &row, json!({})).await?;
    tx.commit().await?;
    Ok(issued.to_copy(ctx))
}

/// Makes all links to a form useless at once.
///
/// # Errors
/// `Forbidden`; `NotFound`.
pub async fn revoke(ctx: &Ctx, id: FormId) -> Result<()> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let (row, _) = known(ctx, &mut tx, id).await?;
    tx.revoke_links(Purpose::Form, &id.to_string(), ctx.now()).await?;
    super::record(ctx, &mut tx, "link.revoked", &row, json!({})).await?;
    tx.commit().await?;
    Ok(())
}
