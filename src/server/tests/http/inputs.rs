//! What the functions that store something are given, and the records that the world makes of it.

use crate::domain::candidates::{AddApplication, SaveCandidate};
use crate::domain::forms::template::{Content, Question, QuestionKind, SaveFormTemplate, Section};
use crate::domain::id::{ClientId, EventId, FormTemplateId, JobId, OfferId, OfferTemplateId, StageId, TaskId, UserId};
use crate::domain::jobs::{SaveJob, SaveStage, SaveTemplate, StageKind};
use crate::domain::offers::filled::{SaveOffer, Typed};
use crate::domain::offers::template::{OfferContent, SaveOfferTemplate};
use crate::domain::people::Actor;
use crate::server::ctx::Ctx;
use crate::server::services::{applications, candidates, forms, jobs, offers};
use crate::server::store::history::Event;
use serde_json::json;

/// A job to save, without a client.
pub fn job_input(recruiter: UserId) -> SaveJob {
    let stage = |name: &str, kind, scheduling| SaveStage {
        id: None,
        name: name.into(),
        kind,
        scheduling,
        interviews: scheduling.then(|| SaveTemplate::usual("First interview".into())).into_iter().collect(),
    };
    SaveJob {
        id: None,
        version: 0,
        title: "Data engineer".into(),
        client_id: None,
        recruiter_id: Some(recruiter),
        coordinator_id: None,
        hiring_manager_id: None,
        zone: "Europe/Berlin".into(),
        location: "Berlin".into(),
        auto_invite: false,
        show_attendees: true,
        stages: vec![
            stage("Applied", StageKind::Applied, false),
            stage("Interview", StageKind::Interview, true),
            stage("Offer", StageKind::Offer, false),
        ],
    }
}

/// A question, as a form template.
pub fn form_input() -> SaveFormTemplate {
    let question = Question { text: "How deep?".into(), required: true, ..Question::new(2, QuestionKind::Rating) };
    let section = Section { key: 1, title: "Knowledge".into(), hint: String::new(), questions: vec![question] };
    let content = Content { introduction: String::new(), sections: vec![section] };
    SaveFormTemplate { id: None, version: 0, name: "Technical".into(), content, approve: true }
}

pub async fn add_form_template(ctx: &Ctx) -> FormTemplateId {
    let id = forms::save(ctx, form_input()).await.unwrap();
    let mut draft = form_input().content;
    draft.introduction = "Please be fair.".into();
    forms::save(ctx, SaveFormTemplate { id: Some(id), version: 1, content: draft, approve: false, ..form_input() }).await.unwrap();
    id
}

pub async fn add_job(
    ctx: &Ctx,
    client: ClientId,
    recruiter: UserId,
    manager: Option<UserId>,
    attendees: Vec<UserId>,
    form: Option<FormTemplateId>,
) -> (JobId, StageId) {
    let mut job = SaveJob { client_id: Some(client), hiring_manager_id: manager, ..job_input(recruiter) };
    let interview = &mut job.stages[1].interviews[0];
    interview.attendees = attendees;
    interview.form = form;
    let id = jobs::save(ctx, job).await.unwrap();
    let stages = jobs::get(ctx, id).await.unwrap().stages;
    (id, stages[1].id.unwrap())
}

/// Adds an approved letter, to be approved by these.
pub async fn add_offer_template(ctx: &Ctx, approvers: Vec<UserId>) -> OfferTemplateId {
    let content = OfferContent { text: "Dear {{candidate.first_name}}".into(), asked: Vec::new(), approvers };
    let input = SaveOfferTemplate { id: None, version: 0, name: "Letter".into(), content, approve: true };
    offers::templates::save(ctx, input).await.unwrap()
}

/// Puts a candidate into the offer stage of a job, with an offer from a letter.
pub async fn add_offer(ctx: &Ctx, name: &str, job: JobId, letter: OfferTemplateId) -> OfferId {
    let stage = jobs::get(ctx, job).await.unwrap().stages[2].id;
    let email = format!("{}@example.com", name.to_lowercase());
    let candidate = SaveCandidate { name: name.into(), email, zone: "Asia/Kolkata".into(), ..SaveCandidate::default() };
    let candidate_id = candidates::save(ctx, candidate).await.unwrap();
    let application = applications::add(ctx, AddApplication { candidate_id, job_id: Some(job), stage_id: stage }).await.unwrap();
    let letters = offers::writing::tab(ctx, candidate_id, None).await.unwrap().work.unwrap().letters;
    let letter = letters.iter().find(|choice| choice.template == letter).unwrap().id;
    let input = SaveOffer { id: None, version: 0, application, letter, typed: Typed::new(), expires: "2027-12-31".into() };
    offers::writing::save(ctx, input).await.unwrap()
}

/// The ATS has an interview more in a stage.
pub async fn add_task(ctx: &Ctx, job: JobId, stage: StageId) -> TaskId {
    let mut tx = ctx.store().begin().await.unwrap();
    tx.record(Event {
        id: ctx.id(EventId::new).unwrap(),
        at: ctx.now(),
        actor: Actor::System,
        action: "ats_interview.added",
        subject: ("ats_interview", "1:7".into()),
        candidate_id: None,
        application_id: None,
        job_id: Some(job),
        data: json!({ "stage": stage, "name": "Lunch" }),
        topics: Vec::new(),
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
    let task = "select id from tasks where category = 'new_interview'";
    ctx.store().read().await.unwrap().texts(task).await.unwrap()[0].parse().unwrap()
}
