//! Interview forms, on both databases.

mod evaluations;
mod paper;
mod reminders;
mod templates;
mod uploads;

use crate::domain::forms::answers::{Answer, Answers};
use crate::domain::forms::template::{Content, Question, QuestionKind, SaveFormTemplate, Section};
use crate::domain::id::{FormId, FormTemplateId, InterviewId, UserId};
use crate::domain::people::{Actor, Role};
use crate::server::ctx::Ctx;
use crate::server::services::{booking, forms};
use crate::server::tests::world::{Agency, JobLike, at, span};

/// A rating (2, required) with anchors, and a text (3).
pub fn content() -> Content {
    let anchors = ["Poor", "Weak", "Fair", "Good", "Excellent"].map(str::to_owned).to_vec();
    let rating = Question {
        text: "How deep?".into(),
        required: true,
        anchors,
        competency: "Depth".into(),
        ..Question::new(2, QuestionKind::Rating)
    };
    let words = Question { text: "What else?".into(), ..Question::new(3, QuestionKind::Text) };
    let section = Section { key: 1, title: "Knowledge".into(), hint: String::new(), questions: vec![rating, words] };
    Content { introduction: "Please be fair.".into(), sections: vec![section] }
}

pub fn rated(rating: u8, words: &str) -> Answers {
    let mut answers = Answers::default();
    answers.set(2, Answer::Rating(rating));
    if !words.is_empty() {
        answers.set(3, Answer::Text(words.into()));
    }
    answers
}

/// An agency with an administrator, an approved form on its job, and a booked interview with two attendees.
pub struct Forms {
    pub agency: Agency,
    pub admin: Ctx,
    pub template: FormTemplateId,
    pub interview: InterviewId,
    pub ada: UserId,
    pub bo: UserId,
}

impl Forms {
    pub async fn both() -> Vec<Self> {
        let mut all = Vec::new();
        for agency in Agency::both().await {
            all.push(Self::on(agency).await);
        }
        all
    }

    pub async fn on(agency: Agency) -> Self {
        let admin = administrator(&agency);
        let template = save(&admin, None, "Technical interview", content(), true).await;
        let (ada, bo) = (agency.attendee("Ada").await, agency.attendee("Bo").await);
        let job = agency.job(JobLike { attendees: vec![ada, bo], ..JobLike::default() }).await;
        agency.execute(&[format!("update interview_templates set form_template_id = '{template}' where stage_id = '{}'", job.stage)]).await;
        let (request, page) = agency.invited("Asha Rao", job, agency.contact).await;
        agency.share(page, JobLike::default().timing, &[span("2027-03-08T14:00:00Z", "2027-03-08T20:00:00Z")]).await;
        let interview = booking::book_for(&agency.staff(), request, at("2027-03-08T15:00:00Z")).await.unwrap().id;
        Self { agency, admin, template, interview, ada, bo }
    }

    /// A colleague's context.
    pub fn acting(&self, id: UserId, name: &str) -> Ctx {
        self.agency.server.ctx(Actor::User { id, name: name.into(), role: Role::Interviewer })
    }

    pub fn ada(&self) -> Ctx {
        self.acting(self.ada, "Ada")
    }

    pub fn bo(&self) -> Ctx {
        self.acting(self.bo, "Bo")
    }

    pub async fn form_of(&self, person: UserId) -> FormId {
        let sql = format!("select id from forms where interview_id = '{}' and person_id = '{person}'", self.interview);
        self.agency.texts(&sql).await[0].parse().unwrap()
    }
}

pub fn administrator(agency: &Agency) -> Ctx {
    agency.server.ctx(Actor::User { id: agency.recruiter.user_id().unwrap(), name: "Dana Weiss".into(), role: Role::Administrator })
}

/// Saves a template with its present version.
pub async fn save(admin: &Ctx, id: Option<FormTemplateId>, name: &str, content: Content, approve: bool) -> FormTemplateId {
    let version = match id {
        Some(id) => forms::template(admin, id).await.unwrap().version,
        None => 0,
    };
    forms::save(admin, SaveFormTemplate { id, version, name: name.into(), content, approve }).await.unwrap()
}
