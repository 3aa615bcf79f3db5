//! A small agency with two clients, two jobs, three candidates, one interview: made once by the services, copied for each try.

mod keys;

use std::path::Path;

use keys::{answer_token, offer_tokens, reset_token, token};

use super::Browser;
use super::inputs::{add_form_template, add_job, add_offer, add_offer_template, add_task};
use crate::api::colleagues::InviteColleague;
use crate::api::hours::SaveBusy;
use crate::api::presentations::PresentCandidates;
use crate::domain::ats::connection::SaveConnection;
use crate::domain::availability::busy::BusyForm;
use crate::domain::availability::page::PageAvailability;
use crate::domain::availability::windows::Availability;
use crate::domain::candidates::{AddApplication, FileKind, SaveCandidate};
use crate::domain::clients::{SaveClient, SaveContact};
use crate::domain::id::*;
use crate::domain::jobs::{Place, PlaceKind, Timing};
use crate::domain::list::ListQuery;
use crate::domain::notes::SaveNote;
use crate::domain::people::{Actor, EmailAddress, Role};
use crate::domain::rooms::SaveRoom;
use crate::domain::span::{Span, SpanSet};
use crate::domain::time::Instant;
use crate::server::ctx::Ctx;
use crate::server::services::{
    account, applications, ats, availability, booking, candidates, clients, colleagues, communication, files, forms, hours, imports,
    messages, notes, offers, organisation, presentations, rooms, sign_in,
};
use crate::server::store::users::UserRow;
use crate::server::tests::documents;
use crate::server::tests::support::TestServer;

/// Who tries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Administrator,
    Recruiter,
    Coordinator,
    /// Of the job in question.
    HiringManager,
    OtherManager,
    /// Takes part in the interview in question.
    Attendee,
    OtherInterviewer,
    /// Without a session or link.
    Nobody,
    /// By the link of the page in question.
    Client,
    OtherClient,
    /// By the link of the request in question.
    Candidate,
    OtherCandidate,
}

impl Who {
    /// In the order of the table's columns.
    pub const ALL: [Self; 12] = [
        Self::Administrator,
        Self::Recruiter,
        Self::Coordinator,
        Self::HiringManager,
        Self::OtherManager,
        Self::Attendee,
        Self::OtherInterviewer,
        Self::Nobody,
        Self::Client,
        Self::OtherClient,
        Self::Candidate,
        Self::OtherCandidate,
    ];
}

/// What stands in the database.
#[derive(Debug, Clone)]
pub struct World {
    /// Session tokens of the first seven of [`Who::ALL`], with their accounts.
    pub sessions: Vec<(UserId, String)>,
    pub invited: UserId,
    pub invitation: String,
    pub reset: String,
    pub client: ClientId,
    pub contact: ContactId,
    pub job: JobId,
    pub stage: StageId,
    pub candidate: CandidateId,
    pub application: ApplicationId,
    pub free_application: ApplicationId,
    pub file: FileId,
    /// Written by the recruiter; a task.
    pub note: NoteId,
    pub task: TaskId,
    pub page: PageId,
    pub page_token: String,
    pub other_page_token: String,
    /// Booked; the token opens it.
    pub request: RequestId,
    pub booking_token: String,
    pub other_booking_token: String,
    /// The contact's and the candidate's for the interview.
    pub contact_answer_token: String,
    pub candidate_answer_token: String,
    /// Presented on the page, not decided.
    pub undecided: RequestId,
    pub interview: InterviewId,
    /// The attendee's.
    pub busy: BusyId,
    pub message: MessageId,
    /// To the candidate; it waits.
    pub told: MessageId,
    pub room: RoomId,
    /// The administrator's.
    pub import: ImportId,
    pub form_template: FormTemplateId,
    pub offer_template: OfferTemplateId,
    /// Waits for the hiring manager's approval, with whom it is.
    pub offer: OfferId,
    pub offer_candidate: CandidateId,
    pub offer_application: ApplicationId,
    pub offer_letter: OfferVersionId,
    /// Sent; the token opens it, with the session of a code given.
    pub sent_offer: OfferId,
    pub sent_sha256: String,
    pub offer_token: String,
    pub offer_session: String,
    /// The attendee's, of the interview; it has an uploaded document.
    pub form: FormId,
    /// Of no system in particular; it knows of the job `J1`, which is not open yet.
    pub ats: AtsId,
}

/// A token that no link has.
pub const NO_TOKEN: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A start that is free for the undecided candidate's pool.
pub fn free_start() -> Instant {
    "2027-03-10T15:00:00Z".parse().unwrap()
}

/// When the interview begins.
pub fn interview_start() -> Instant {
    "2027-03-08T15:00:00Z".parse().unwrap()
}

/// Availability that leaves the interview's time and the free start open.
pub fn shared() -> PageAvailability {
    let place = Place { kind: PlaceKind::Video, text: "https://meet.example/room".into() };
    let mut availability = PageAvailability::starting_from("America/New_York", Timing::default(), place);
    let windows = [("2027-03-08T14:00:00Z", "2027-03-08T20:00:00Z"), ("2027-03-10T14:00:00Z", "2027-03-10T20:00:00Z")];
    let windows = windows.map(|(from, until)| Span::new(from.parse().unwrap(), until.parse().unwrap()).unwrap());
    availability.willing = Availability::new(None, SpanSet::from_unsorted(windows)).unwrap();
    availability
}

impl World {
    /// Makes it in the server's empty database.
    pub async fn make(server: &TestServer) -> Self {
        let public = server.public();
        let mut users = Vec::new();
        for who in &Who::ALL[..7] {
            users.push(add_user(&public, *who).await);
        }
        let admin = server.ctx(users[0].0.clone());
        let id_of = |at: usize| users[at].0.user_id().unwrap();

        let mut invited = None;
        let invite = InviteColleague { name: "New Colleague".into(), email: "new@example.com".into(), role: "recruiter".into() };
        invited.replace(colleagues::invite(&admin, invite).await.unwrap());
        let invited = invited.unwrap();
        let invitation = token(&colleagues::copy_link(&admin, invited).await.unwrap());
        let reset = reset_token(&public, id_of(6)).await;

        let (client, contact) = add_client(&admin, "Northwind", "nora@northwind.example").await;
        let (other_client, other_contact) = add_client(&admin, "Contoso", "carl@contoso.example").await;
        let form_template = add_form_template(&admin).await;
        let offer_template = add_offer_template(&admin, Vec::new()).await;
        let approved_letter = add_offer_template(&admin, vec![id_of(3)]).await;
        let room = SaveRoom { name: "Aquarium".into(), zone: "Europe/Berlin".into(), seats: "6".into(), ..SaveRoom::default() };
        let room = rooms::save(&admin, &room).await.unwrap();
        let import = imports::upload(&admin, "people.csv", b"Name,Email\nIda,ida@mail.example\n").await.unwrap();
        let (job, stage) = add_job(&admin, client, id_of(1), Some(id_of(3)), vec![id_of(5)], Some(form_template)).await;
        let (other_job, _) = add_job(&admin, other_client, id_of(1), Some(id_of(4)), vec![], None).await;
        let (candidate, application) = add_candidate(&admin, "Chris", job).await;
        let (_, other_application) = add_candidate(&admin, "Olga", other_job).await;
        let (_, undecided_application) = add_candidate(&admin, "Uma", job).await;
        let (_, free_application) = add_candidate(&admin, "Finn", job).await;
        let resume = files::Upload { kind: FileKind::Resume, name: "resume.pdf".into(), bytes: documents::pdf() };
        let file = files::upload(&admin, candidate, resume).await.unwrap();

        let note = SaveNote { text: "Call back".into(), is_task: true, ..SaveNote::about(candidate) };
        let note = notes::save(&server.ctx(users[1].0.clone()), note).await.unwrap();

        let present = |job, contact, applications| PresentCandidates { job, contact, applications, message: String::new() };
        let page = presentations::present(&admin, present(job, contact, vec![application, undecided_application])).await.unwrap();
        let other_page = presentations::present(&admin, present(other_job, other_contact, vec![other_application])).await.unwrap();
        for page in [page, other_page] {
            let version = presentations::client_page(&admin, page).await.unwrap().version;
            availability::save(&admin, page, version, shared()).await.unwrap();
        }
        let [request, undecided, other_request] = [(page, "Chris"), (page, "Uma"), (other_page, "Olga")];
        let request = find_request(&admin, request).await;
        let undecided = find_request(&admin, undecided).await;
        let other_request = find_request(&admin, other_request).await;
        for (page, (request, version)) in [(page, request), (other_page, other_request)] {
            presentations::decide(&admin, page, request, version, "choose", "").await.unwrap();
            booking::invite(&admin, request).await.unwrap();
        }
        let interview = booking::book_for(&admin, request.0, interview_start()).await.unwrap().id;

        let busy = add_busy(&admin, id_of(5)).await;
        let form = forms::tab(&admin, candidate, Some(interview), None).await.unwrap().form.unwrap().id;
        forms::upload(&admin, form, "notes.pdf", &documents::pdf()).await.unwrap();
        let message = messages::list(&admin, &ListQuery::default()).await.unwrap().page.rows[0].id;
        let told = communication::tab(&admin, candidate, 0).await.unwrap().messages[0].id;
        let page_token = token(&presentations::page_link(&admin, page).await.unwrap().address);
        let other_page_token = token(&presentations::page_link(&admin, other_page).await.unwrap().address);
        let booking_token = token(&booking::booking_link(&admin, request.0).await.unwrap().address);
        let other_booking_token = token(&booking::booking_link(&admin, other_request.0).await.unwrap().address);
        let offer = add_offer(&admin, "Olive", job, approved_letter).await;
        offers::approving::ask(&admin, offer, 1).await.unwrap();
        let sent_offer = add_offer(&admin, "Sid", job, offer_template).await;
        offers::sending::send(&admin, sent_offer, 1, "sid@example.com").await.unwrap();
        let (offer_token, offer_session) = offer_tokens(&admin, sent_offer).await;
        let (offer_row, sent_sha256) = {
            let mut tx = admin.store().read().await.unwrap();
            (tx.offer(offer).await.unwrap().unwrap(), tx.sent_letter(sent_offer).await.unwrap().unwrap().sha256)
        };
        let contact_answer_token = answer_token(&admin, interview, &contact.to_string()).await;
        let candidate_answer_token = answer_token(&admin, interview, &candidate.to_string()).await;
        let ats = add_ats(&admin, id_of(1)).await;
        Self {
            sessions: users.into_iter().map(|(actor, token)| (actor.user_id().unwrap(), token)).collect(),
            invited,
            invitation,
            reset,
            client,
            contact,
            job,
            stage,
            candidate,
            application,
            free_application,
            file,
            note,
            task: add_task(&admin, job, stage).await,
            page,
            page_token,
            other_page_token,
            request: request.0,
            booking_token,
            other_booking_token,
            contact_answer_token,
            candidate_answer_token,
            undecided: undecided.0,
            interview,
            busy,
            message,
            told,
            room,
            import,
            form_template,
            offer_template,
            offer,
            offer_candidate: offer_row.candidate,
            offer_application: offer_row.application,
            offer_letter: offer_row.letter,
            sent_offer,
            sent_sha256,
            offer_token,
            offer_session,
            form,
            ats,
        }
    }

    /// A copy of the server, which was closed, in a folder of its own.
    pub async fn copy(folder: &Path) -> TestServer {
        let copy = tempfile::tempdir().unwrap();
        copy_folder(folder, copy.path());
        TestServer::sqlite_in(copy).await
    }

    /// A browser as this one has it: with a session, or with nothing, as links are no sessions.
    pub fn browser(&self, server: &TestServer, who: Who) -> Browser {
        let browser = Browser::new(&server.app);
        match Who::ALL.iter().position(|one| *one == who).and_then(|at| self.sessions.get(at)) {
            Some((_, token)) => browser.with_session(token),
            None if who == Who::Candidate => browser.with_offer(&self.offer_session),
            None => browser,
        }
    }
}

async fn add_user(ctx: &Ctx, who: Who) -> (Actor, String) {
    let role = match who {
        Who::Administrator => Role::Administrator,
        Who::Recruiter => Role::Recruiter,
        Who::Coordinator => Role::Coordinator,
        Who::HiringManager | Who::OtherManager => Role::HiringManager,
        _ => Role::Interviewer,
    };
    let user = UserRow {
        id: ctx.id(UserId::new).unwrap(),
        email: EmailAddress::parse(&format!("{who:?}@example.com")).unwrap(),
        name: format!("{who:?}"),
        role,
        zone: "Europe/Berlin".into(),
        // Nobody's password matches it.
        password_hash: Some("$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".into()),
        active: true,
        created_at: ctx.now(),
        version: 1,
    };
    let mut tx = ctx.store().begin().await.unwrap();
    if role == Role::Administrator {
        organisation::found(&mut tx, ctx, "Weiss".into(), &user).await.unwrap();
    } else {
        tx.insert_user(&user).await.unwrap();
    }
    let token = sign_in::begin_session(&mut tx, ctx, user.id).await.unwrap();
    tx.commit().await.unwrap();
    (account::acting(&user), token.reveal().to_owned())
}

async fn add_ats(ctx: &Ctx, recruiter: UserId) -> AtsId {
    let input = SaveConnection {
        system: "generic".into(),
        name: "Our ATS".into(),
        recruiter_id: recruiter.to_string(),
        ..SaveConnection::default()
    };
    let saved = ats::settings::save(ctx, &input).await.unwrap();
    let body = br#"{"records":[{"kind":"job","id":"J1","updated_at":"2027-03-01T09:00:00Z","name":"Not yet","state":"draft"}]}"#;
    let signature = format!("sha256={}", ats::receive::sign(&saved.secret.unwrap(), body));
    let delivered = ats::receive::Delivered { signature: Some(&signature), id: None, body };
    ats::receive::receive(&Ctx::system(ctx.app.clone(), "test".into()), saved.id, delivered).await.unwrap();
    saved.id
}

async fn add_busy(ctx: &Ctx, user: UserId) -> BusyId {
    let day = || "2027-03-16".to_owned();
    let busy = BusyForm { whole_days: true, starts_on: day(), ends_on: day(), ..BusyForm::default() };
    let input = SaveBusy { user, id: None, version: 0, zone: "Europe/Berlin".into(), busy };
    hours::save_busy(ctx, input).await.unwrap().busy.id
}

async fn add_client(ctx: &Ctx, name: &str, email: &str) -> (ClientId, ContactId) {
    let client = SaveClient { name: name.into(), zone: "America/New_York".into(), ..SaveClient::default() };
    let client_id = clients::save(ctx, client).await.unwrap();
    let contact = SaveContact {
        id: None,
        client_id,
        version: 0,
        name: format!("Contact of {name}"),
        email: email.into(),
        phone: String::new(),
        zone: "America/New_York".into(),
    };
    (client_id, clients::save_contact(ctx, contact).await.unwrap())
}

async fn add_candidate(ctx: &Ctx, name: &str, job: JobId) -> (CandidateId, ApplicationId) {
    let candidate =
        SaveCandidate { name: name.into(), email: format!("{name}@mail.example"), zone: "Asia/Kolkata".into(), ..SaveCandidate::default() };
    let id = candidates::save(ctx, candidate).await.unwrap();
    let application = AddApplication { candidate_id: id, job_id: Some(job), stage_id: None };
    (id, applications::add(ctx, application).await.unwrap())
}

async fn find_request(ctx: &Ctx, (page, name): (PageId, &str)) -> (RequestId, i64) {
    let page = presentations::client_page(ctx, page).await.unwrap();
    page.candidates.iter().find(|candidate| candidate.name == name).map(|candidate| (candidate.request, candidate.version)).unwrap()
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
