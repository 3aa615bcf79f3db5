//! Each of the nine categories through the same life.

use super::ats::imported;
use super::connections::record;
use super::{Case, in_house, list, staff};
use crate::api::interviews::SaveInterview;
use crate::api::mend::SwitchRoom;
use crate::api::tasks::TaskLine;
use crate::domain::id::{InterviewId, UserId};
use crate::domain::jobs::{Place, PlaceKind};
use crate::domain::people::{Actor, Role};
use crate::domain::rooms::SaveRoom;
use crate::domain::scheduling::answer::GiveAnswer;
use crate::domain::tasks::{Assigned, TaskCategory};
use crate::server::services::{answers, booking, interviews, rooms, tasks};
use crate::server::tests::world::{Agency, JobLike};

/// One category after the other, each through the same life.
pub(super) struct Walk {
    pub case: Case,
    ada: UserId,
    room: crate::domain::id::RoomId,
    interview: Option<InterviewId>,
}

impl Walk {
    pub async fn on(agency: Agency) -> Self {
        let ada = agency.attendee("Ada").await;
        let case = Case::on(agency, JobLike { attendees: vec![ada], ..in_house() }).await;
        let like = SaveRoom { name: "Aquarium".into(), zone: "Europe/Berlin".into(), seats: "6".into(), ..SaveRoom::default() };
        let room = rooms::save(&case.carl, &like).await.unwrap();
        Self { case, ada, room, interview: None }
    }

    pub async fn booked(&mut self) -> InterviewId {
        if let Some(interview) = self.interview {
            return interview;
        }
        let mut plan = self.case.plan("2027-03-09", &[self.ada]);
        (plan.room, plan.place) = (Some(self.room), Place { kind: PlaceKind::Onsite, text: String::new() });
        let interview = interviews::save(&self.case.carl, SaveInterview { interview: None, plan }).await.unwrap();
        self.interview = Some(interview);
        interview
    }

    pub async fn candidate_says(&mut self, answer: &str) {
        let interview = self.booked().await;
        let person = self.case.agency.texts("select id from candidates").await.remove(0);
        let start_ms = self.case.agency.number(&format!("select starts_at from interviews where id = '{interview}'")).await;
        let part = crate::domain::scheduling::interview::PersonKind::Candidate;
        let asha = self.case.agency.server.ctx(Actor::Invited { interview, person: person.clone(), part, name: "Asha Rao".into() });
        let input = GiveAnswer { answer: answer.into(), start_ms, ..GiveAnswer::default() };
        answers::give(&asha, interview, &person, &input).await.unwrap();
    }

    pub async fn retire(&self, retired: bool) {
        let version = self.case.agency.version("rooms", self.room).await;
        rooms::retire(&self.case.carl, self.room, version, retired).await.unwrap();
    }

    /// The stage is enabled for scheduling, or not: what the ATS brings is not.
    pub async fn enabled(&self, enabled: bool) {
        let stage = self.case.job.stage;
        self.case.agency.execute(&[format!("update stages set scheduling = {enabled} where id = '{stage}'")]).await;
    }

    /// What raises it, once more if it stood before.
    pub async fn raise(&mut self, category: TaskCategory) {
        let (job, stage) = (self.case.job.job.to_string(), self.case.job.stage.to_string());
        let new = serde_json::json!({ "stage": stage, "name": "Lunch" });
        match category {
            TaskCategory::BrokenIntegration => {
                self.case.agency.execute(&["insert into connections (key, broken_since, kind_of_problem) values ('smtp', 1, 'credentials') on conflict (key) do update set broken_since = 1".into()]).await;
                record(&self.case, "integration.failed").await;
            }
            TaskCategory::ReadyToSchedule => {
                let here = format!("select count(*) from applications where stage_id = '{stage}'");
                if self.case.agency.number(&here).await > 0 {
                    self.case.leave().await;
                }
                self.case.enter().await;
            }
            TaskCategory::ScheduleCancelled => {
                let interview = self.booked().await;
                let version = self.case.version(interview).await;
                booking::cancel_interview(&self.case.carl, interview, "Ill", version).await.unwrap();
                self.interview = None;
            }
            TaskCategory::InterviewerDeclined => {
                let interview = self.booked().await;
                self.case.answer(interview, self.ada, "Ada", "accepted").await;
                self.case.answer(interview, self.ada, "Ada", "declined").await;
            }
            TaskCategory::CandidateDeclined => {
                self.candidate_says("accepted").await;
                self.candidate_says("declined").await;
            }
            TaskCategory::RoomDeclined => {
                self.booked().await;
                if self.case.agency.number("select count(*) from rooms where retired_at is not null").await > 0 {
                    self.retire(false).await;
                }
                self.retire(true).await;
            }
            TaskCategory::NewJob => {
                self.enabled(false).await;
                imported(&self.case, "job.imported", ("job", job), serde_json::json!({})).await;
            }
            TaskCategory::NewStage => {
                self.enabled(false).await;
                imported(&self.case, "stage.imported", ("stage", stage), serde_json::json!({ "name": "Interview" })).await;
            }
            TaskCategory::NewInterview => imported(&self.case, "ats_interview.added", ("ats_interview", "1:77".into()), new).await,
        }
    }

    /// The recommended action.
    pub async fn settle(&mut self, category: TaskCategory) {
        match category {
            TaskCategory::BrokenIntegration => {
                self.case.agency.execute(&["update connections set broken_since = null".into()]).await;
                record(&self.case, "integration.restored").await;
            }
            TaskCategory::ReadyToSchedule | TaskCategory::ScheduleCancelled => {
                self.booked().await;
            }
            TaskCategory::InterviewerDeclined => {
                let interview = self.booked().await;
                let ways = interviews::ways(&self.case.carl, interview).await.unwrap();
                answers::move_there(&self.case.carl, interview, ways.times[0].start(), ways.version).await.unwrap();
            }
            TaskCategory::CandidateDeclined => {
                let interview = self.booked().await;
                let version = self.case.version(interview).await;
                booking::cancel_interview(&self.case.carl, interview, "She does not come", version).await.unwrap();
            }
            TaskCategory::RoomDeclined => {
                let like = SaveRoom { name: "Hall".into(), zone: "Europe/Berlin".into(), seats: "9".into(), ..SaveRoom::default() };
                let room = rooms::save(&self.case.carl, &like).await.unwrap();
                let interview = self.booked().await;
                let version = self.case.version(interview).await;
                interviews::switch_room(&self.case.carl, &SwitchRoom { interview, version, room }).await.unwrap();
            }
            TaskCategory::NewJob | TaskCategory::NewStage | TaskCategory::NewInterview => {
                let mut form = crate::server::services::jobs::get(&self.case.carl, self.case.job.job).await.unwrap().form();
                form.stages[1].scheduling = true;
                let mut more = form.stages[1].interviews[0].clone();
                (more.id, more.name) = (None, "Lunch".into());
                form.stages[1].interviews.push(more);
                crate::server::services::jobs::save(&self.case.carl, form).await.unwrap();
            }
        }
    }
}

#[tokio::test]
async fn every_category_lives_the_same_life() {
    for category in TaskCategory::ALL.iter().copied() {
        for agency in Agency::both().await {
            let mut walk = Walk::on(agency).await;
            let (anna, anna_id) = staff(&walk.case.agency, "Anna", Role::Administrator).await;
            walk.case.agency.execute(&[format!("update organisation set creator_id = '{anna_id}'")]).await;
            let broken = category == TaskCategory::BrokenIntegration;
            let (owner, owner_id) = if broken { (anna, anna_id) } else { (walk.case.carl.clone(), walk.case.carl_id) };
            let open = async |assigned| {
                let lines = list(&owner, assigned, false).await;
                lines.into_iter().filter(|line| line.category == category).collect::<Vec<_>>()
            };
            walk.raise(category).await;
            let lines = open(Assigned::Me).await;
            assert_eq!(lines.len(), 1, "{category:?}: raised, and its coordinator's");
            tasks::complete(&owner, lines[0].id, lines[0].version, true).await.unwrap();
            assert!(open(Assigned::Me).await.is_empty(), "{category:?}: completed by hand");
            walk.raise(category).await;
            assert_eq!(open(Assigned::Me).await.len(), 1, "{category:?}: raised again");

            // Nobody is the coordinator; or an account is closed.
            if !broken {
                let away = format!("update jobs set coordinator_id = null where id = '{}'", walk.case.job.job);
                walk.case.agency.execute(&[away]).await;
                assert_eq!(open(Assigned::Team).await.len(), 1, "{category:?}: without a coordinator it is the team's");
                let back = format!("update jobs set coordinator_id = '{owner_id}' where id = '{}'", walk.case.job.job);
                walk.case.agency.execute(&[back]).await;
            }
            walk.case.agency.execute(&[format!("update users set active = false where id = '{owner_id}'")]).await;
            if broken {
                let (bert, _) = staff(&walk.case.agency, "Bert", Role::Administrator).await;
                assert_eq!(list(&bert, Assigned::Me, false).await.len(), 1, "{category:?}: every administrator's");
            } else {
                assert_eq!(open(Assigned::Team).await.len(), 1, "{category:?}: of a closed account it is the team's");
            }
            walk.case.agency.execute(&[format!("update users set active = true where id = '{owner_id}'")]).await;

            walk.settle(category).await;
            assert!(open(Assigned::Me).await.is_empty(), "{category:?}: done by itself");
            let done = list(&owner, Assigned::Me, true).await;
            let itself = |line: &&TaskLine| line.category == category && line.completed.as_ref().is_some_and(|(_, by)| by.is_empty());
            assert_eq!(done.iter().filter(itself).count(), 1, "{category:?}");
        }
    }
}
