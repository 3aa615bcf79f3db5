//! What tests of records begin with: colleagues in the database, sound inputs.

use crate::domain::candidates::SaveCandidate;
use crate::domain::clients::{SaveClient, SaveContact};
use crate::domain::id::{CandidateId, ClientId, JobId, UserId};
use crate::domain::jobs::{SaveJob, SaveStage, SaveTemplate, StageKind};
use crate::domain::people::{Actor, EmailAddress, Role};
use crate::server::ctx::Ctx;
use crate::server::services;
use crate::server::store::users::UserRow;
use crate::server::tests::support::TestServer;

/// A colleague in the database, and a context in which that colleague acts.
pub async fn colleague(server: &TestServer, name: &str, role: Role) -> Ctx {
    let ctx = server.public();
    let id = ctx.id(UserId::new).unwrap();
    let user = UserRow {
        id,
        email: EmailAddress::parse(&format!("{}@agency.example", name.to_lowercase())).unwrap(),
        name: name.into(),
        role,
        zone: "Europe/Berlin".into(),
        password_hash: Some("none".into()),
        active: true,
        created_at: ctx.now(),
        version: 1,
    };
    let mut tx = ctx.store().begin().await.unwrap();
    tx.insert_user(&user).await.unwrap();
    tx.commit().await.unwrap();
    server.ctx(Actor::User { id, name: name.into(), role })
}

/// The id of whoever acts.
pub fn own_id(ctx: &Ctx) -> UserId {
    ctx.actor.user_id().unwrap()
}

/// A sound client.
pub fn client(name: &str) -> SaveClient {
    SaveClient { name: name.into(), zone: "America/New_York".into(), ..SaveClient::default() }
}

/// A sound contact.
pub fn contact(client_id: ClientId, email: &str) -> SaveContact {
    SaveContact {
        id: None,
        client_id,
        version: 0,
        name: "Dana Weiss".into(),
        email: email.into(),
        phone: String::new(),
        zone: "America/New_York".into(),
    }
}

/// A sound job of four stages, of which "Interview" is enabled for scheduling.
pub fn job(recruiter: UserId, client_id: Option<ClientId>) -> SaveJob {
    let stage = |name: &str, kind, scheduling| SaveStage {
        id: None,
        name: name.into(),
        kind,
        scheduling,
        interviews: (kind == StageKind::Interview).then(|| SaveTemplate::usual("First interview".into())).into_iter().collect(),
    };
    SaveJob {
        id: None,
        version: 0,
        title: "Controller".into(),
        client_id,
        recruiter_id: Some(recruiter),
        coordinator_id: None,
        hiring_manager_id: None,
        zone: "Europe/Berlin".into(),
        location: "Berlin".into(),
        auto_invite: false,
        show_attendees: true,
        stages: vec![
            stage("New", StageKind::Applied, false),
            stage("Screen", StageKind::Screen, false),
            stage("Interview", StageKind::Interview, true),
            stage("Offer", StageKind::Offer, false),
        ],
    }
}

/// A sound candidate.
pub fn candidate(name: &str, email: &str) -> SaveCandidate {
    SaveCandidate { name: name.into(), email: email.into(), zone: "Asia/Kolkata".into(), ..SaveCandidate::default() }
}

/// A stored job, in-house or of a client.
pub async fn stored_job(ctx: &Ctx, client: Option<ClientId>) -> JobId {
    services::jobs::save(ctx, job(own_id(ctx), client)).await.unwrap()
}

/// A stored candidate on a job.
pub async fn stored_candidate(ctx: &Ctx, email: &str, job_id: Option<JobId>) -> CandidateId {
    services::candidates::save(ctx, SaveCandidate { job_id, ..candidate("Ana Ruiz", email) }).await.unwrap()
}

/// How a use case failed, as the browser is told.
pub fn failure<T>(result: crate::server::error::Result<T>) -> crate::api::error::ApiError {
    match result {
        Ok(_) => panic!("should have failed"),
        Err(error) => error.into_api("test"),
    }
}

/// The first field with an error, and its message.
pub fn at_field<T>(result: crate::server::error::Result<T>) -> (String, String) {
    match failure(result) {
        crate::api::error::ApiError::Invalid(errors) => {
            let error = errors.iter().next().unwrap();
            (error.field.clone(), error.message.clone())
        }
        other => panic!("not at a field: {other:?}"),
    }
}
