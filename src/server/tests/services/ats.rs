//! Applicant tracking systems: any order of deliveries ends in the same, what is refused is counted or kept, what is ours stays.

mod deliveries;
mod keeping;
mod orders;
mod pages;
mod problems;
mod pulls;
mod raised;
mod rush;

use serde_json::{Value, json};

use crate::domain::ats::connection::{MapRecord, SaveConnection};
use crate::domain::ats::record::RecordKind;
use crate::domain::id::AtsId;
use crate::domain::people::{Actor, Role};
use crate::server::ctx::Ctx;
use crate::server::services::ats::receive::{Delivered, Taken, receive, sign};
use crate::server::services::ats::{mapping, settings};
use crate::server::tests::world::{Agency, JobLike, TestJob};

/// A payload of the folder `fixtures/ats`.
fn fixture(name: &str) -> Value {
    let file = format!("{}/src/server/tests/fixtures/ats/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_slice(&std::fs::read(&file).unwrap_or_else(|error| panic!("{file}: {error}"))).unwrap()
}

fn admin(agency: &Agency) -> Ctx {
    let Actor::User { id, name, .. } = agency.recruiter.clone() else { panic!("the recruiter is a colleague") };
    agency.server.ctx(Actor::User { id, name, role: Role::Administrator })
}

/// A connection with its signing secret.
struct Connected<'a> {
    agency: &'a Agency,
    id: AtsId,
    secret: String,
    system: &'static str,
}

impl<'a> Connected<'a> {
    async fn to(agency: &'a Agency, system: &'static str, more: SaveConnection) -> Self {
        let secret = "a secret of its own making".to_owned();
        let input = SaveConnection {
            system: system.into(),
            name: format!("Our {system}"),
            recruiter_id: agency.recruiter.user_id().unwrap().to_string(),
            webhook_secret: secret.replace(' ', "-"),
            ..more
        };
        let saved = settings::save(&admin(agency), &input).await.unwrap();
        assert_eq!(saved.secret, None, "only one that Agendum made is shown");
        Self { agency, id: saved.id, secret: secret.replace(' ', "-"), system }
    }

    async fn generic(agency: &'a Agency) -> Self {
        Self::to(agency, "generic", SaveConnection::default()).await
    }

    async fn send(&self, id: &str, body: &Value) -> crate::server::error::Result<Taken> {
        let mut body = body.clone();
        let ctx = Ctx::system(self.agency.server.app.clone(), "test".into());
        if self.system == "lever" {
            let signed = format!("{}{}", body["token"].as_str().unwrap(), body["triggeredAt"]);
            body["signature"] = sign(&self.secret, signed.as_bytes()).into();
        }
        let bytes = body.to_string().into_bytes();
        let signature = format!("sha256{}{}", if self.system == "greenhouse" { " " } else { "=" }, sign(&self.secret, &bytes));
        receive(&ctx, self.id, Delivered { signature: Some(&signature), id: Some(id).filter(|id| !id.is_empty()), body: &bytes }).await
    }

    async fn told(&self, id: &str, records: Value) {
        assert_eq!(self.send(id, &json!({ "records": records })).await.unwrap(), Taken::Now, "{id}");
    }

    /// What became of everything, without ids and moments.
    async fn state(&self) -> Vec<String> {
        let agency = self.agency;
        let mut state = Vec::new();
        for sql in [
            "select 'job ' || j.title || '|' || j.state || '|' || j.location || '|' || j.zone || '|' || u.name || '|' || coalesce(k.name, '-')
             from jobs j join users u on u.id = j.recruiter_id left join users k on k.id = j.coordinator_id order by 1",
            "select 'stage ' || j.title || '|' || cast(s.position as text) || '|' || s.name || '|' || s.kind || '|' || case when s.scheduling then 'y' else 'n' end
             from stages s join jobs j on j.id = s.job_id order by 1",
            "select 'candidate ' || name || '|' || email || '|' || phone || '|' || zone from candidates order by 1",
            "select 'application ' || c.email || '|' || j.title || '|' || s.name || '|' || a.state || '|' || a.disposition
             from applications a join candidates c on c.id = a.candidate_id join jobs j on j.id = a.job_id join stages s on s.id = a.stage_id order by 1",
            "select 'request ' || c.email || '|' || q.state from interview_requests q join applications a on a.id = q.application_id
             join candidates c on c.id = a.candidate_id order by 1",
            "select 'record ' || kind || '|' || external_id || '|' || case when local_id is null then 'nowhere' else 'here' end || '|' || mapping || '|'
                || coalesce(waits_for, '-') || '|' || problem || '|' || cast(updated_at as text) from ats_records order by 1",
        ] {
            state.extend(agency.texts(sql).await);
        }
        let app = &agency.server.app;
        for kind in RecordKind::ALL {
            for row in app.store.read().await.unwrap().ats_records(self.id, *kind).await.unwrap() {
                let plain = app.keys.open(&format!("ats-record:{}:{}", self.id, row.key.label()), &row.merged).unwrap();
                state.push(format!("{} {}", row.key.label(), String::from_utf8(plain).unwrap()));
            }
        }
        // The databases sort texts each in its own way.
        state.sort();
        state
    }

    async fn problems(&self) -> Vec<(String, String)> {
        let view = mapping::view(&admin(self.agency), self.id, 0).await.unwrap();
        view.problems.into_iter().map(|line| (line.name, line.problem)).collect()
    }
}

fn record(kind: &str, id: &str, at: u32, fields: Value) -> Value {
    let mut record = json!({ "kind": kind, "id": id, "updated_at": format!("2027-03-01T09:00:{at:02}Z") });
    record.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    record
}

async fn kim(agency: &Agency) {
    let id = agency.attendee("Kim Coord").await;
    agency.execute(&[format!("update users set email = 'kim@weiss.example', role = 'coordinator' where id = '{id}'")]).await;
}

/// A job of ours that J1 of the system is, with its stages S1 (Applied) and S2 (Interview, scheduled).
async fn mapped(agency: &Agency, connected: &Connected<'_>, like: JobLike) -> TestJob {
    let job = agency.job(like).await;
    connected
        .told(
            "job",
            json!([
                record("job", "J1", 1, json!({ "name": "Data engineer", "state": "open" })),
                record("stage", "S1", 1, json!({ "job": "J1", "name": "Applied", "position": 1 })),
                record("stage", "S2", 1, json!({ "job": "J1", "name": "Interview", "position": 2 })),
            ]),
        )
        .await;
    let map = MapRecord { connection: Some(connected.id), kind: "job".into(), record: "J1".into(), to: job.job.to_string() };
    mapping::map(&admin(agency), &map).await.unwrap();
    job
}
