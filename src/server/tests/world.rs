//! A small agency for tests: a client with a contact in New York, a job with an interview template, attendees, candidates.

use std::sync::atomic::{AtomicU32, Ordering};

use chrono::Weekday;

use super::support::TestServer;
use crate::api::presentations::PresentCandidates;
use crate::domain::availability::page::PageAvailability;
use crate::domain::availability::windows::Availability;
use crate::domain::id::*;
use crate::domain::jobs::{Place, PlaceKind, Timing};
use crate::domain::locale::{Clock, Language};
use crate::domain::people::{Actor, EmailAddress, Role};
use crate::domain::span::{Span, SpanSet};
use crate::domain::time::Instant;
use crate::server::ctx::Ctx;
use crate::server::services::{availability, booking, presentations};
use crate::server::store::organisation::OrganisationRow;
use crate::server::store::users::UserRow;

/// An instant.
pub fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// A span.
pub fn span(start: &str, end: &str) -> Span {
    Span::new(at(start), at(end)).unwrap()
}

/// What the tests' world is made of.
pub struct Agency {
    pub server: TestServer,
    pub recruiter: Actor,
    pub client: ClientId,
    pub contact: ContactId,
}

/// A job with its stage.
#[derive(Clone, Copy)]
pub struct TestJob {
    pub job: JobId,
    pub stage: StageId,
}

/// How a job is.
#[derive(Clone)]
pub struct JobLike {
    pub timing: Timing,
    pub attendees: Vec<UserId>,
    pub auto_invite: bool,
    pub show_attendees: bool,
    pub in_house: bool,
}

impl Default for JobLike {
    fn default() -> Self {
        let timing =
            Timing { duration_minutes: 60, step_minutes: 30, before_minutes: 0, after_minutes: 0, notice_minutes: 120, horizon_days: 28 };
        Self { timing, attendees: Vec::new(), auto_invite: false, show_attendees: true, in_house: false }
    }
}

static NEXT: AtomicU32 = AtomicU32::new(0);

impl Agency {
    /// On every database that is there.
    pub async fn both() -> Vec<Self> {
        let mut agencies = Vec::new();
        for server in TestServer::both().await {
            agencies.push(Self::on(server).await);
        }
        agencies
    }

    pub async fn on(server: TestServer) -> Self {
        let ctx = server.public();
        let id = ctx.id(UserId::new).unwrap();
        let mut tx = ctx.store().begin().await.unwrap();
        tx.insert_user(&user_row(&ctx, id, "Dana Weiss", "dana@weiss.example", Role::Recruiter)).await.unwrap();
        tx.insert_organisation(&OrganisationRow {
            name: "Weiss Recruiting".into(),
            zone: "Europe/Berlin".into(),
            language: Language::English,
            clock: Clock::TwentyFour,
            week_start: Weekday::Mon,
            creator_id: id,
            created_at: ctx.now(),
            version: 1,
        })
        .await
        .unwrap();
        let client = ctx.id(ClientId::new).unwrap();
        tx.execute(format!("insert into clients (id, name, zone, notes, created_at, version) values ('{client}', 'Northwind', 'America/New_York', '', 0, 1)"))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let recruiter = Actor::User { id, name: "Dana Weiss".into(), role: Role::Recruiter };
        let contact = ctx.id(ContactId::new).unwrap();
        let agency = Self { server, recruiter, client, contact };
        agency.insert_contact(contact, "Nora North").await;
        agency
    }

    pub fn staff(&self) -> Ctx {
        self.server.ctx(self.recruiter.clone())
    }

    pub async fn insert_contact(&self, contact: ContactId, name: &str) {
        let number = NEXT.fetch_add(1, Ordering::SeqCst);
        let client = self.client;
        self.execute(&[
            format!("insert into contacts (id, client_id, name, email, phone, zone, created_at, version) values ('{contact}', '{client}', '{name}', 'contact{number}@northwind.example', '', 'America/New_York', 0, 1)"),
            format!("insert into calendars (id, kind, revision) values ('{contact}', 'contact', 0)"),
        ])
        .await;
    }

    pub async fn execute(&self, statements: &[String]) {
        let mut tx = self.server.app.store.begin().await.unwrap();
        for statement in statements {
            tx.execute(statement.clone()).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    pub async fn number(&self, sql: &str) -> i64 {
        self.server.app.store.read().await.unwrap().number(sql).await.unwrap()
    }

    pub async fn texts(&self, sql: &str) -> Vec<String> {
        self.server.app.store.read().await.unwrap().texts(sql).await.unwrap()
    }

    pub async fn attendee(&self, name: &str) -> UserId {
        let ctx = self.server.public();
        let id = ctx.id(UserId::new).unwrap();
        let mut tx = ctx.store().begin().await.unwrap();
        let number = NEXT.fetch_add(1, Ordering::SeqCst);
        tx.insert_user(&user_row(&ctx, id, name, &format!("user{number}@weiss.example"), Role::Interviewer)).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    pub async fn job(&self, like: JobLike) -> TestJob {
        let ctx = self.server.public();
        let (job, stage, template) = (ctx.id(JobId::new).unwrap(), ctx.id(StageId::new).unwrap(), ctx.id(TemplateId::new).unwrap());
        let first = ctx.id(StageId::new).unwrap();
        let recruiter = self.recruiter.user_id().unwrap();
        let client = if like.in_house { "null".to_owned() } else { format!("'{}'", self.client) };
        let JobLike { timing: t, auto_invite, show_attendees, .. } = like;
        let mut statements = vec![
            format!(
                "insert into jobs (id, title, client_id, recruiter_id, zone, location, state, auto_invite, show_attendees, created_at, version)
                 values ('{job}', 'Data engineer', {client}, '{recruiter}', 'Europe/Berlin', 'Berlin', 'open', {auto_invite}, {show_attendees}, 0, 1)"
            ),
            format!("insert into stages (id, job_id, position, name, kind, scheduling) values ('{first}', '{job}', 0, 'Applied', 'applied', false)"),
            format!("insert into stages (id, job_id, position, name, kind, scheduling) values ('{stage}', '{job}', 1, 'Interview', 'interview', true)"),
            format!(
                "insert into interview_templates (id, stage_id, name, duration_minutes, step_minutes, before_minutes, after_minutes, notice_minutes,
                    horizon_days, place_kind, place) values ('{template}', '{stage}', 'First interview', {}, {}, {}, {}, {}, {}, 'video', 'https://meet.example/room')",
                t.duration_minutes, t.step_minutes, t.before_minutes, t.after_minutes, t.notice_minutes, t.horizon_days
            ),
        ];
        statements.extend(
            like.attendees
                .iter()
                .map(|user| format!("insert into template_attendees (template_id, user_id) values ('{template}', '{user}')")),
        );
        self.execute(&statements).await;
        TestJob { job, stage }
    }

    pub async fn candidate(&self, name: &str) -> CandidateId {
        let id = self.server.public().id(CandidateId::new).unwrap();
        let number = NEXT.fetch_add(1, Ordering::SeqCst);
        self.execute(&[
            format!("insert into candidates (id, name, email, phone, zone, search, created_at, version) values ('{id}', '{name}', 'candidate{number}@example.com', '', 'Asia/Kolkata', '{}', 0, 1)", crate::domain::list::fold(name)),
            format!("insert into calendars (id, kind, revision) values ('{id}', 'candidate', 0)"),
        ])
        .await;
        id
    }

    pub async fn apply(&self, candidate: CandidateId, job: TestJob) -> ApplicationId {
        let id = self.server.public().id(ApplicationId::new).unwrap();
        let (job, stage) = (job.job, job.stage);
        self.execute(&[format!(
            "insert into applications (id, candidate_id, job_id, stage_id, stage_since, state, disposition, created_at, version)
             values ('{id}', '{candidate}', '{job}', '{stage}', 0, 'active', '', 0, 1)"
        )])
        .await;
        id
    }

    pub async fn present_to(&self, contact: ContactId, job: TestJob, applications: Vec<ApplicationId>) -> PageId {
        let input = PresentCandidates { job: job.job, contact, applications, message: "Two good ones.".into() };
        presentations::present(&self.staff(), input).await.unwrap()
    }

    /// The contact's context, by a fresh link.
    pub async fn as_contact(&self, page: PageId) -> Ctx {
        let link = presentations::page_link(&self.staff(), page).await.unwrap();
        let mut ctx = self.server.public();
        ctx.zone = "America/New_York".into();
        assert_eq!(ctx.enter_page(token(&link.address)).await.unwrap(), page);
        ctx
    }

    /// The candidate's context, by a fresh link.
    pub async fn as_candidate(&self, request: RequestId) -> Ctx {
        let link = booking::booking_link(&self.staff(), request).await.unwrap();
        let mut ctx = self.server.public();
        ctx.zone = "Asia/Kolkata".into();
        assert_eq!(ctx.enter_booking(token(&link.address)).await.unwrap(), request);
        ctx
    }

    pub async fn request_of(&self, application: ApplicationId) -> RequestId {
        self.texts(&format!("select id from interview_requests where application_id = '{application}'")).await[0].parse().unwrap()
    }

    pub async fn version(&self, table: &str, id: impl std::fmt::Display) -> i64 {
        self.number(&format!("select version from {table} where id = '{id}'")).await
    }

    /// The contact's answer: these windows, under these rules.
    pub async fn share(&self, page: PageId, timing: Timing, windows: &[Span]) {
        let availability = shared(timing, windows);
        availability::save(&self.as_contact(page).await, page, self.version("client_pages", page).await, availability).await.unwrap();
    }

    /// A candidate who is chosen and invited, with shared windows.
    pub async fn invited(&self, name: &str, job: TestJob, contact: ContactId) -> (RequestId, PageId) {
        let candidate = self.candidate(name).await;
        self.invited_candidate(candidate, job, contact).await
    }

    pub async fn invited_candidate(&self, candidate: CandidateId, job: TestJob, contact: ContactId) -> (RequestId, PageId) {
        let application = self.apply(candidate, job).await;
        let page = self.present_to(contact, job, vec![application]).await;
        let request = self.request_of(application).await;
        presentations::decide(&self.staff(), page, request, 1, "choose", "").await.unwrap();
        booking::invite(&self.staff(), request).await.unwrap();
        (request, page)
    }

    /// Interviews of one calendar that overlap, found without any of the program's own queries.
    pub async fn overlaps(&self) -> i64 {
        self.number(
            "select count(*) from reservations a join reservations b on a.calendar_id = b.calendar_id and a.interview_id < b.interview_id
             and a.starts_at < b.ends_at and b.starts_at < a.ends_at",
        )
        .await
    }
}

/// Availability of these windows.
pub fn shared(timing: Timing, windows: &[Span]) -> PageAvailability {
    let place = Place { kind: PlaceKind::Video, text: "https://meet.example/room".into() };
    let mut availability = PageAvailability::starting_from("America/New_York", timing, place);
    availability.willing = Availability::new(None, SpanSet::from_unsorted(windows.iter().copied())).unwrap();
    availability.message = "We look forward to meeting you.".into();
    availability
}

/// The token at the end of a link.
pub fn token(address: &str) -> &str {
    address.rsplit('/').next().unwrap()
}

fn user_row(ctx: &Ctx, id: UserId, name: &str, email: &str, role: Role) -> UserRow {
    UserRow {
        id,
        email: EmailAddress::parse(email).unwrap(),
        name: name.into(),
        role,
        zone: "Europe/Berlin".into(),
        password_hash: None,
        active: true,
        created_at: ctx.now(),
        version: 1,
    }
}
