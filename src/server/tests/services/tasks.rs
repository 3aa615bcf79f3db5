//! Tasks of coordinators: each category raised by what really happens, assigned by the rules, completed by itself and by hand, raised again.

mod ats;
mod connections;
mod declines;
mod ready;
mod rooms;
mod walk;

use crate::api::error::ApiError;
use crate::api::interviews::SaveInterview;
use crate::api::tasks::{TaskLine, TaskQuery};
use crate::domain::candidates::{MoveApplication, SetCoordinator};
use crate::domain::id::{ApplicationId, InterviewId, TemplateId, UserId};
use crate::domain::jobs::{Place, PlaceKind};
use crate::domain::list::ListQuery;
use crate::domain::people::{Actor, Role};
use crate::domain::scheduling::answer::GiveAnswer;
use crate::domain::scheduling::invitation::Papers;
use crate::domain::scheduling::plan::{PlanInterview, PlannedAttendee};
use crate::domain::tasks::Assigned;
use crate::server::ctx::Ctx;
use crate::server::services::{answers, applications, interviews, tasks};
use crate::server::tests::records::failure;
use crate::server::tests::world::{Agency, JobLike, TestJob};

async fn staff(agency: &Agency, name: &str, role: Role) -> (Ctx, UserId) {
    let id = agency.attendee(name).await;
    agency.execute(&[format!("update users set role = '{}' where id = '{id}'", role.name())]).await;
    (agency.server.ctx(Actor::User { id, name: name.into(), role }), id)
}

async fn list(ctx: &Ctx, assigned: Assigned, done: bool) -> Vec<TaskLine> {
    tasks::list(ctx, &TaskQuery { assigned, done, list: ListQuery::default() }).await.unwrap().page.rows
}

fn categories(lines: &[TaskLine]) -> Vec<&'static str> {
    lines.iter().map(|line| line.category.name()).collect()
}

/// An application in the first stage, that is moved into the one for interviews.
struct Case {
    agency: Agency,
    carl: Ctx,
    carl_id: UserId,
    job: TestJob,
    template: Option<TemplateId>,
    application: ApplicationId,
}

impl Case {
    async fn on(agency: Agency, like: JobLike) -> Self {
        let (carl, carl_id) = staff(&agency, "Carl", Role::Coordinator).await;
        let job = agency.job(like).await;
        let candidate = agency.candidate("Asha Rao").await;
        let application = agency.apply(candidate, job).await;
        agency
            .execute(&[
                format!("update jobs set coordinator_id = '{carl_id}' where id = '{}'", job.job),
                format!("update applications set stage_id = (select id from stages where job_id = '{}' and position = 0)", job.job),
            ])
            .await;
        let template = format!("select id from interview_templates where stage_id = '{}'", job.stage);
        let template = agency.texts(&template).await[0].parse().ok();
        Self { agency, carl, carl_id, job, template, application }
    }

    async fn both(like: JobLike) -> Vec<Self> {
        let mut all = Vec::new();
        for agency in Agency::both().await {
            all.push(Self::on(agency, like.clone()).await);
        }
        all
    }

    async fn enter(&self) {
        let version = self.agency.version("applications", self.application).await;
        applications::move_to(&self.carl, MoveApplication { id: self.application, version, stage_id: self.job.stage }).await.unwrap();
    }

    async fn leave(&self) {
        let version = self.agency.version("applications", self.application).await;
        let first = format!("select id from stages where job_id = '{}' and position = 0", self.job.job);
        let stage_id = self.agency.texts(&first).await[0].parse().unwrap();
        applications::move_to(&self.carl, MoveApplication { id: self.application, version, stage_id }).await.unwrap();
    }

    async fn open(&self) -> Vec<&'static str> {
        categories(&list(&self.carl, Assigned::Me, false).await)
    }

    /// Everything that was done, the latest first.
    async fn done(&self) -> Vec<TaskLine> {
        list(&self.carl, Assigned::Me, true).await.into_iter().filter(|line| line.completed.is_some()).collect()
    }

    fn plan(&self, day: &str, attendees: &[UserId]) -> PlanInterview {
        PlanInterview {
            application: Some(self.application),
            template: self.template,
            title: "First interview".into(),
            starts_on: day.into(),
            starts_at: "10:00".into(),
            ends_on: day.into(),
            ends_at: "11:00".into(),
            zone: "Europe/Berlin".into(),
            attendees: attendees.iter().map(|id| PlannedAttendee { id: *id, optional: false }).collect(),
            description: String::new(),
            place: Place { kind: PlaceKind::Video, text: String::new() },
            room: None,
            tell_candidate: true,
            text_candidate: false,
            papers: Papers::default(),
            reason: String::new(),
            exact: None,
        }
    }

    async fn book(&self, day: &str, attendees: &[UserId]) -> InterviewId {
        let plan = self.plan(day, attendees);
        interviews::save(&self.carl, SaveInterview { interview: None, plan }).await.unwrap()
    }

    async fn answer(&self, interview: InterviewId, who: UserId, name: &str, answer: &str) {
        let starts_at = self.agency.number(&format!("select starts_at from interviews where id = '{interview}'")).await;
        let input = GiveAnswer { answer: answer.into(), reason: "Ill".into(), start_ms: starts_at, ..GiveAnswer::default() };
        let ctx = self.agency.server.ctx(Actor::User { id: who, name: name.into(), role: Role::Interviewer });
        answers::give_own(&ctx, interview, &input).await.unwrap();
    }

    async fn version(&self, interview: InterviewId) -> i64 {
        self.agency.version("interviews", interview).await
    }
}

fn in_house() -> JobLike {
    JobLike { in_house: true, ..JobLike::default() }
}

#[tokio::test]
async fn by_hand_a_task_is_completed_once_and_opened_again_unless_it_stands_again() {
    for case in Case::both(in_house()).await {
        case.enter().await;
        let line = list(&case.carl, Assigned::Me, false).await.remove(0);
        tasks::complete(&case.carl, line.id, line.version, true).await.unwrap();
        assert_eq!(failure(tasks::complete(&case.carl, line.id, line.version, true).await), ApiError::Stale);
        assert!(case.open().await.is_empty());
        tasks::complete(&case.carl, line.id, line.version + 1, false).await.unwrap();
        assert_eq!(case.open().await, ["ready_to_schedule"]);
        tasks::complete(&case.carl, line.id, line.version + 2, true).await.unwrap();
        case.leave().await;
        case.enter().await;
        let again = ApiError::NotPossible("error-task-again".into());
        assert_eq!(failure(tasks::complete(&case.carl, line.id, line.version + 3, false).await), again);
        assert_eq!(case.open().await, ["ready_to_schedule"], "one open task for each category and subject");
        let actions = "select action from history where subject_kind = 'task' order by at, id";
        assert_eq!(case.agency.texts(actions).await.len(), 3);
        let nobody = case.agency.server.ctx(Actor::User { id: case.carl_id, name: "X".into(), role: Role::Interviewer });
        assert_eq!(failure(tasks::complete(&nobody, line.id, 1, true).await), ApiError::Forbidden);
        assert_eq!(tasks::count(&nobody).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn a_task_is_the_candidates_coordinators_then_the_jobs_then_the_teams() {
    for case in Case::both(in_house()).await {
        let (rita, rita_id) = staff(&case.agency, "Rita", Role::Recruiter).await;
        case.enter().await;
        assert_eq!(case.open().await, ["ready_to_schedule"]);
        let version = case.agency.version("applications", case.application).await;
        let to = |coordinator, version| SetCoordinator { id: case.application, version, coordinator };
        applications::set_coordinator(&case.carl, &to(Some(rita_id), version)).await.unwrap();
        assert_eq!(failure(applications::set_coordinator(&case.carl, &to(None, version)).await), ApiError::Stale);
        assert!(case.open().await.is_empty());
        assert_eq!(categories(&list(&rita, Assigned::Me, false).await), ["ready_to_schedule"]);
        // Covered by another: looked at, and completed, or taken over.
        let seen = list(&case.carl, Assigned::To(rita_id), false).await;
        assert_eq!((categories(&seen), seen[0].is_mine), (vec!["ready_to_schedule"], false));

        // Her account is closed: the job's coordinator has it, then nobody.
        case.agency.execute(&[format!("update users set active = false where id = '{rita_id}'")]).await;
        assert_eq!(case.open().await, ["ready_to_schedule"]);
        case.agency.execute(&[format!("update jobs set coordinator_id = null where id = '{}'", case.job.job)]).await;
        assert!(case.open().await.is_empty());
        let queue = list(&case.carl, Assigned::Team, false).await;
        assert_eq!((categories(&queue), &queue[0].assignee), (vec!["ready_to_schedule"], &None));
        let whose = tasks::list(&case.carl, &TaskQuery { assigned: Assigned::Team, done: false, list: ListQuery::default() })
            .await
            .unwrap()
            .assignees;
        let counts: Vec<_> = whose.iter().map(|choice| (choice.assigned.name().len() > 4, choice.open)).collect();
        assert_eq!(counts[..2], [(false, 0), (false, 1)]);

        tasks::take(&case.carl, queue[0].id, queue[0].version).await.unwrap();
        assert_eq!(failure(tasks::take(&case.carl, queue[0].id, queue[0].version).await), ApiError::Stale);
        assert_eq!(case.open().await, ["ready_to_schedule"]);
        let gone = applications::set_coordinator(&case.carl, &to(Some(rita_id), version + 1)).await;
        let ApiError::Invalid(errors) = failure(gone) else { panic!() };
        assert_eq!(errors.at("coordinator").unwrap().message, "error-colleague-gone");
    }
}
