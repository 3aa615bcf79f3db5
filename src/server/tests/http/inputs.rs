//! What the functions that store something are given.

use crate::domain::forms::template::{Content, Question, QuestionKind, SaveFormTemplate, Section};
use crate::domain::id::UserId;
use crate::domain::jobs::{SaveJob, SaveStage, SaveTemplate, StageKind};

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
        stages: vec![stage("Applied", StageKind::Applied, false), stage("Interview", StageKind::Interview, true)],
    }
}

/// A question, as a form template.
pub fn form_input() -> SaveFormTemplate {
    let question = Question { text: "How deep?".into(), required: true, ..Question::new(2, QuestionKind::Rating) };
    let section = Section { key: 1, title: "Knowledge".into(), hint: String::new(), questions: vec![question] };
    let content = Content { introduction: String::new(), sections: vec![section] };
    SaveFormTemplate { id: None, version: 0, name: "Technical".into(), content, approve: true }
}
