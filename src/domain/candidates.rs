//! Candidates, their applications and files.

use serde::{Deserialize, Serialize};

use super::error::FieldErrors;
use super::id::{ApplicationId, CandidateId, JobId, StageId, UserId, blank_as_none};
use super::jobs::named;
use super::people::{EmailAddress, name_field, phone_field, zone_field};

/// A candidate to make or change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SaveCandidate {
    /// None for a new one.
    #[serde(default, deserialize_with = "blank_as_none")]
    pub id: Option<CandidateId>,
    /// The version that was read; of no account for a new one.
    #[serde(default)]
    pub version: i64,
    /// 1 to 120 characters.
    pub name: String,
    /// Where invitations are sent; another for each candidate.
    pub email: String,
    /// Optional.
    #[serde(default)]
    pub phone: String,
    /// IANA zone in which the candidate lives.
    pub zone: String,
    /// For a new candidate: the job that the candidate is for.
    #[serde(default, deserialize_with = "blank_as_none")]
    pub job_id: Option<JobId>,
}

impl SaveCandidate {
    /// Checks it, its texts trimmed, the address in lower case.
    ///
    /// # Errors
    /// One per field that will not do.
    pub fn validate(self) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::default();
        let name = name_field(&self.name, "name", &mut errors);
        let email = EmailAddress::field(&self.email, "email", &mut errors).map(String::from).unwrap_or_default();
        let phone = phone_field(&self.phone, "phone", &mut errors);
        let zone = zone_field(&self.zone, "zone", &mut errors);
        errors.or(Self { name, email, phone, zone, ..self })
    }
}

named! {
    /// Whether an application is worked on.
    ApplicationState {
        /// It is.
        Active = "active",
        /// It is over, for the reason in its disposition.
        Ended = "ended",
    }
}

named! {
    /// Why an application ended.
    Disposition {
        /// The client does not want the candidate.
        ClientDeclined = "client_declined",
        /// We do not propose the candidate.
        NotSuitable = "not_suitable",
        /// The candidate withdrew.
        CandidateWithdrew = "candidate_withdrew",
        /// The candidate does not answer.
        NoAnswer = "no_answer",
        /// Somebody else got the job, or nobody will.
        JobFilled = "job_filled",
        /// The candidate got the job.
        Hired = "hired",
    }
}

/// Puts a candidate on a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddApplication {
    /// The candidate.
    pub candidate_id: CandidateId,
    /// The job.
    #[serde(default, deserialize_with = "blank_as_none")]
    pub job_id: Option<JobId>,
    /// Where it begins; none for the job's first stage.
    #[serde(default, deserialize_with = "blank_as_none")]
    pub stage_id: Option<StageId>,
}

impl AddApplication {
    /// The job that was chosen.
    ///
    /// # Errors
    /// At `job_id`, when none was.
    pub fn validate(&self) -> Result<JobId, FieldErrors> {
        self.job_id.ok_or_else(|| FieldErrors::one("job_id", "error-choose"))
    }
}

/// Moves an application to another stage of its job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveApplication {
    /// The application.
    pub id: ApplicationId,
    /// The version that was read.
    pub version: i64,
    /// The stage to move to.
    pub stage_id: StageId,
}

/// Ends an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndApplication {
    /// The application.
    pub id: ApplicationId,
    /// The version that was read.
    pub version: i64,
    /// Why; the name of a [`Disposition`].
    #[serde(default)]
    pub disposition: String,
}

impl EndApplication {
    /// The reason that was chosen.
    ///
    /// # Errors
    /// At `disposition`, when none was.
    pub fn validate(&self) -> Result<Disposition, FieldErrors> {
        Disposition::parse(&self.disposition).ok_or_else(|| FieldErrors::one("disposition", "error-choose"))
    }
}

/// Says who schedules a candidate on a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetCoordinator {
    /// The application.
    pub id: ApplicationId,
    /// The version that was read.
    pub version: i64,
    /// Who; none: the job's coordinator.
    #[serde(default, deserialize_with = "blank_as_none")]
    pub coordinator: Option<UserId>,
}

named! {
    /// What an uploaded file is.
    FileKind {
        /// The résumé; what a client gets to see of a presented candidate.
        Resume = "resume",
        /// The cover letter.
        CoverLetter = "cover_letter",
        /// Anything else: certificates, references. Colleagues see it, nobody else.
        Other = "other",
    }
}

/// What kind of document a file is, by its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentType {
    /// PDF.
    Pdf,
    /// Word up to 2003.
    Doc,
    /// Word since 2007 (ECMA-376).
    Docx,
}

impl DocumentType {
    /// The media type (IANA).
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Doc => "application/msword",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }
    }

    /// The ending of file names, without the dot.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Doc => "doc",
            Self::Docx => "docx",
        }
    }
}

/// A file's name as it is kept: no folders, no control or bidirectional characters, at most 120 characters, the ending of its content.
///
/// ```
/// use agendum::domain::candidates::{DocumentType, clean_file_name};
/// assert_eq!(clean_file_name("C:\\Users\\ana\\Résumé Ana.PDF", DocumentType::Pdf), "Résumé Ana.pdf");
/// assert_eq!(clean_file_name("../../etc/passwd", DocumentType::Docx), "passwd.docx");
/// assert_eq!(clean_file_name("", DocumentType::Doc), "document.doc");
/// ```
pub fn clean_file_name(name: &str, content: DocumentType) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    // Bidirectional marks can make "fdp.exe" of "exe.pdf" (CVE-2021-42574).
    let hidden =
        |c: char| c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    let shown: String = last.chars().filter(|&c| !hidden(c)).map(|c| if "\"<>:|?*;".contains(c) { '_' } else { c }).collect();
    let stem = match shown.rsplit_once('.') {
        Some((stem, ending)) if !ending.is_empty() && ending.len() <= 5 && ending.chars().all(|c| c.is_ascii_alphanumeric()) => stem,
        _ => &shown,
    };
    let stem: String = stem.trim().trim_matches('.').trim().chars().take(110).collect();
    format!("{}.{}", if stem.is_empty() { "document" } else { stem.trim_end() }, content.ending())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_candidate_is_trimmed_and_checked() {
        let candidate = SaveCandidate {
            name: " Ana ".into(),
            email: "ANA@example.com".into(),
            zone: "Asia/Kolkata".into(),
            ..SaveCandidate::default()
        };
        let saved = candidate.clone().validate().unwrap();
        assert_eq!((saved.name.as_str(), saved.email.as_str()), ("Ana", "ana@example.com"));
        let errors = SaveCandidate::default().validate().unwrap_err();
        assert_eq!(errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["name", "email", "zone"]);
    }

    #[test]
    fn a_job_and_a_reason_must_be_chosen() {
        let add = AddApplication { candidate_id: CandidateId::new(uuid::Uuid::nil()), job_id: None, stage_id: None };
        assert!(add.validate().unwrap_err().at("job_id").is_some());
        let end = EndApplication { id: ApplicationId::new(uuid::Uuid::nil()), version: 1, disposition: "no_answer".into() };
        assert_eq!(end.validate(), Ok(Disposition::NoAnswer));
        assert!(EndApplication { disposition: "whatever".into(), ..end }.validate().is_err());
    }

    #[test]
    fn an_id_that_was_not_chosen_may_come_empty() {
        let json = r#"{"candidate_id":"01890a5d-ac96-774b-bcce-b302099a8057","job_id":"","stage_id":null}"#;
        let add: AddApplication = serde_json::from_str(json).unwrap();
        assert_eq!((add.job_id, add.stage_id), (None, None));
        assert!(serde_json::from_str::<AddApplication>(&json.replace("\"\"", "\"x\"")).is_err());
    }

    #[test]
    fn file_names_hide_nothing() {
        let pdf = |name: &str| clean_file_name(name, DocumentType::Pdf);
        assert_eq!(pdf("a\u{202e}fdp.exe"), "afdp.pdf");
        assert_eq!(pdf("CV \"final\"\r\nSet-Cookie.pdf"), "CV _final_Set-Cookie.pdf");
        assert_eq!(pdf("...."), "document.pdf");
        assert_eq!(pdf("Lebenslauf v1.2 Müller"), "Lebenslauf v1.2 Müller.pdf");
        assert!(pdf(&"ü".repeat(500)).chars().count() <= 120);
    }
}
