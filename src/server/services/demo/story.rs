//! What happened in the agency until now.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};

use super::cast::{ACCOUNTS, CANDIDATES, CLIENTS, DANA, PASSWORD, ROOMS};
use super::postings::{HOME, Posting, job, user};
use super::{letter, paper, scorecard, sign};
use crate::api::organisation::SetUp;
use crate::api::presentations::PresentCandidates;
use crate::domain::availability::page::PageAvailability;
use crate::domain::availability::weekly::{DayHours, Exceptions, WeeklyHours};
use crate::domain::availability::windows::Availability;
use crate::domain::candidates::{AddApplication, FileKind, SaveCandidate};
use crate::domain::clients::{SaveClient, SaveContact};
use crate::domain::id::{ApplicationId, BusyId, CalendarId, CandidateId, ClientId, ContactId, JobId, PageId, RequestId, UserId};
use crate::domain::people::Actor;
use crate::domain::rooms::SaveRoom;
use crate::domain::span::{Span, SpanSet};
use crate::domain::time::{Instant, Zone};
use crate::server::clock::FixedClock;
use crate::server::ctx::Ctx;
use crate::server::error::{Error, Result};
use crate::server::services::files::Upload;
use crate::server::services::{
    account, applications, availability, booking, candidates, clients, files, organisation, presentations, rooms, slots,
};

/// Days of the week that now is in, at the agency.
struct Week {
    zone: Zone,
    monday: NaiveDate,
}

impl Week {
    /// A time of a day of this week (0 is Monday; negative and beyond 6 are weeks before and after).
    fn at(&self, day: i64, hour: u32, minute: u32) -> Instant {
        let date = match u64::try_from(day) {
            Ok(days) => self.monday.checked_add_days(Days::new(days)),
            Err(_) => self.monday.checked_sub_days(Days::new(day.unsigned_abs())),
        };
        let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
        self.zone.instant(date.unwrap_or(self.monday).and_time(time))
    }

    fn span(&self, day: i64, (hour, minute): (u32, u32), minutes: u32) -> Result<Span> {
        Span::starting(self.at(day, hour, minute), minutes).map_err(|error| Error::Internal(error.to_string()))
    }
}

/// Tells it, moving the clock from twelve days before to now.
pub async fn tell(ctx: &Ctx, clock: &FixedClock) -> Result<()> {
    let now = ctx.now();
    let zone = slots::zone(HOME, now);
    let today = zone.date(now);
    // On a weekend the week that everybody looks at is the next.
    let ahead = if matches!(today.weekday(), Weekday::Sat | Weekday::Sun) { 7 } else { 0 };
    let monday = today.week(Weekday::Mon).first_day().checked_add_days(Days::new(ahead)).unwrap_or(today);
    let week = Week { zone, monday };
    let then = |day: i64, hour: u32| clock.set(week.at(day, hour, 0).min(now));

    then(-11, 9);
    found(ctx).await?;
    let dana = sign(ctx, DANA).await?;
    let colleagues =
        [user(ctx, "mia@weiss.example").await?, user(ctx, "jonas@weiss.example").await?, user(ctx, "karl@weiss.example").await?];
    let [mia, jonas, karl] = colleagues;
    scorecard::make(&dana).await?;
    letter::make(&dana).await?;
    for (name, seats, features, place) in ROOMS {
        let (name, seats, features, place) = (name.into(), seats.into(), features.into(), place.into());
        rooms::save(&dana, &SaveRoom { name, seats, features, place, zone: HOME.into(), ..SaveRoom::default() }).await?;
    }
    let mut known = Vec::with_capacity(CLIENTS.len());
    for client in CLIENTS {
        known.push(client_with_contact(&dana, client).await?);
    }
    let [(northwind, nora), (fabrikam, amelia), (lumen, henrik)] = known[..] else { return Ok(()) };
    let jobs = Jobs {
        engineer: job(
            &dana,
            Posting {
                title: "Data engineer",
                location: "New York or remote",
                client: Some(northwind),
                attendees: vec![mia],
                auto_invite: true,
                manager: None,
            },
        )
        .await?,
        analyst: job(
            &dana,
            Posting {
                title: "Clinical data analyst",
                location: "London",
                client: Some(fabrikam),
                attendees: vec![jonas],
                auto_invite: false,
                manager: None,
            },
        )
        .await?,
        designer: job(
            &dana,
            Posting {
                title: "Motion designer",
                location: "Berlin",
                client: Some(lumen),
                attendees: vec![],
                auto_invite: true,
                manager: None,
            },
        )
        .await?,
        researcher: job(
            &dana,
            Posting {
                title: "Talent researcher",
                location: "Berlin",
                client: None,
                attendees: vec![karl, mia],
                auto_invite: false,
                manager: Some(karl),
            },
        )
        .await?,
    };
    for (person, day) in [mia, jonas, karl].into_iter().flat_map(|person| (-7..12).map(move |day| (person, day))) {
        busy_day(ctx, &week, person, day).await?;
    }

    then(-7, 10);
    let mut people = Vec::with_capacity(CANDIDATES.len());
    for candidate in &CANDIDATES {
        people.push(candidate_with_resume(&dana, candidate).await?);
    }
    let mut on = Vec::with_capacity(people.len());
    for (number, candidate) in people.iter().enumerate() {
        let job = match number {
            0..=4 => jobs.engineer,
            5..=6 | 10..=11 => jobs.designer,
            7..=9 => jobs.analyst,
            _ => jobs.researcher,
        };
        on.push(applications::add(&dana, AddApplication { candidate_id: *candidate, job_id: Some(job), stage_id: None }).await?);
    }
    northwind_chooses(&dana, &week, &then, jobs.engineer, nora, &on).await?;
    fabrikam_chooses(&dana, &week, &then, jobs.analyst, amelia, &on).await?;
    then(-3, 11);
    present(&dana, jobs.designer, henrik, vec![on[10], on[11]], "Two reels that made us stop scrolling.").await?;
    in_house(&dana, &week, &then, &on).await?;
    clock.set(now);
    // Nobody has decided on her yet: something to do on the client's page.
    present(&dana, jobs.engineer, nora, vec![on[4]], "One more, who became free this morning.").await?;
    Ok(())
}

struct Jobs {
    engineer: JobId,
    analyst: JobId,
    designer: JobId,
    researcher: JobId,
}

async fn found(ctx: &Ctx) -> Result<()> {
    let set_up = SetUp {
        organisation: "Weiss Recruiting".into(),
        name: "Dana Weiss".into(),
        email: DANA.into(),
        zone: HOME.into(),
        password: PASSWORD.to_owned().into(),
    };
    organisation::set_up(ctx, set_up).await?;
    for (email, name, role) in ACCOUNTS.into_iter().skip(1) {
        account::add(ctx, email, name, role, PASSWORD.into()).await?;
    }
    Ok(())
}

async fn client_with_contact(ctx: &Ctx, (name, zone, contact, email): (&str, &str, &str, &str)) -> Result<(ClientId, ContactId)> {
    let client = SaveClient { id: None, version: 0, name: name.into(), zone: zone.into(), notes: String::new() };
    let client_id = clients::save(ctx, client).await?;
    let contact =
        SaveContact { id: None, client_id, version: 0, name: contact.into(), email: email.into(), phone: String::new(), zone: zone.into() };
    Ok((client_id, clients::save_contact(ctx, contact).await?))
}

async fn candidate_with_resume(ctx: &Ctx, candidate: &super::cast::Candidate) -> Result<CandidateId> {
    let save = SaveCandidate {
        name: candidate.name.into(),
        email: candidate.email.into(),
        phone: candidate.phone.into(),
        zone: candidate.zone.into(),
        ..SaveCandidate::default()
    };
    let id = candidates::save(ctx, save).await?;
    let name = format!("{}.pdf", candidate.name);
    files::upload(ctx, id, Upload { kind: FileKind::Resume, name, bytes: paper::resume(candidate) }).await?;
    Ok(id)
}

/// Stand-up, and something longer on most days.
async fn busy_day(ctx: &Ctx, week: &Week, person: UserId, day: i64) -> Result<()> {
    if matches!(day.rem_euclid(7), 5 | 6) {
        return Ok(());
    }
    let longer = match (person.uuid().as_bytes()[15], day.rem_euclid(5)) {
        (_, 0) => Some(("Team planning", (10, 0), 60)),
        (_, 2) => Some(("Lunch with a client", (12, 30), 75)),
        (odd, 3) if odd % 2 == 1 => Some(("Focus time", (14, 0), 90)),
        (_, 4) => Some(("Week's review", (16, 30), 30)),
        _ => None,
    };
    let mut tx = ctx.store().begin().await?;
    let calendar = CalendarId::from(person);
    tx.lock_calendars(&[calendar]).await?;
    for (title, at, minutes) in [Some(("Stand-up", (9, 15), 15)), longer].into_iter().flatten() {
        tx.insert_busy(ctx.id(BusyId::new)?, calendar, week.span(day, at, minutes)?, title, None, ctx.now()).await?;
    }
    Ok(tx.commit().await?)
}

async fn present(ctx: &Ctx, job: JobId, contact: ContactId, applications: Vec<ApplicationId>, message: &str) -> Result<PageId> {
    presentations::present(ctx, PresentCandidates { job, contact, applications, message: message.into() }).await
}

/// The contact of a page, who acts by its link.
async fn contact_of(ctx: &Ctx, page: PageId, zone: &str) -> Result<Ctx> {
    let (id, name) = ctx.store().read().await?.page_contact(page).await?.ok_or_else(|| Error::Internal("no page".into()))?;
    Ok(Ctx { actor: Actor::Contact { id, name, page }, zone: zone.into(), ..ctx.clone() })
}

async fn candidate_of(ctx: &Ctx, request: RequestId) -> Result<Ctx> {
    let (id, name) = ctx.store().read().await?.request_candidate(request).await?.ok_or_else(|| Error::Internal("no request".into()))?;
    Ok(Ctx { actor: Actor::Candidate { id, name, request }, ..ctx.clone() })
}

/// The requests of these applications, in their order.
async fn requests_of(ctx: &Ctx, page: PageId, applications: &[ApplicationId]) -> Result<Vec<RequestId>> {
    let lines = ctx.store().read().await?.requests_of_page(page).await?;
    let found =
        applications.iter().filter_map(|application| lines.iter().find(|line| line.application == *application).map(|line| line.id));
    Ok(found.collect())
}

async fn decide(ctx: &Ctx, page: PageId, request: RequestId, reason: Option<&str>) -> Result<()> {
    let version = ctx.store().read().await?.request(request).await?.map_or(0, |row| row.version);
    let choice = if reason.is_some() { "decline" } else { "choose" };
    presentations::decide(ctx, page, request, version, choice, reason.unwrap_or_default()).await
}

/// Books the first slot from a moment on, as the candidate; nothing where none is free.
async fn book_from(ctx: &Ctx, request: RequestId, from: Instant) -> Result<()> {
    let candidate = candidate_of(ctx, request).await?;
    let view = booking::booking_page(&candidate, request, None).await?;
    let Some(slot) = view.slots.iter().find(|slot| slot.start() >= from) else { return Ok(()) };
    booking::note_opened(&candidate, request).await?;
    booking::book(&candidate, request, slot.start_ms(), "", "").await?;
    Ok(())
}

fn hours(zone: &str, days: [&str; 7]) -> Result<WeeklyHours> {
    let wrong = |error: crate::domain::availability::weekly::HoursError| Error::Internal(error.to_string());
    let mut parsed: [DayHours; 7] = std::array::from_fn(|_| DayHours::closed());
    for (day, text) in parsed.iter_mut().zip(days) {
        *day = DayHours::parse(text).map_err(wrong)?;
    }
    WeeklyHours::new(zone, parsed, Exceptions::default()).map_err(wrong)
}

async fn share(ctx: &Ctx, page: PageId, zone: &str, willing: Availability, message: &str) -> Result<()> {
    let now = presentations::client_page(ctx, page).await?;
    let shared = PageAvailability { zone: zone.into(), willing, message: message.into(), per_day: Some(4), ..now.availability };
    availability::save(ctx, page, now.version, shared).await?;
    Ok(())
}

/// A client who answers at once: three interviews, one candidate still to pick a time.
async fn northwind_chooses(
    ctx: &Ctx,
    week: &Week,
    then: &impl Fn(i64, u32),
    job: JobId,
    nora: ContactId,
    on: &[ApplicationId],
) -> Result<()> {
    const ZONE: &str = "America/New_York";
    let page =
        present(ctx, job, nora, on[..4].to_vec(), "Four people who have run pipelines of your size. Asha is the one I would start with.")
            .await?;
    then(-6, 16);
    let contact = contact_of(ctx, page, ZONE).await?;
    presentations::note_opened(&contact, page).await?;
    let requests = requests_of(ctx, page, &on[..4]).await?;
    for request in &requests {
        decide(&contact, page, *request, None).await?;
    }
    let weekly = hours(ZONE, ["9:00-12:00", "9:00-12:00, 13:30-15:00", "9:00-12:00", "9:00-12:00", "9:30-11:30", "", ""])?;
    let painted = SpanSet::from_unsorted([week.span(7, (20, 0), 90)?, week.span(9, (20, 0), 90)?]);
    let willing = Availability::new(Some(weekly), painted).map_err(|error| Error::Internal(error.to_string()))?;
    share(
        &contact,
        page,
        ZONE,
        willing,
        "We look forward to meeting you. Please have a piece of work at hand that you like to talk about.",
    )
    .await?;
    then(-5, 9);
    let [_, lukas, maya, diego] = requests[..] else { return Ok(()) };
    book_from(ctx, lukas, week.at(0, 12, 0)).await?;
    then(-4, 18);
    book_from(ctx, maya, week.at(2, 15, 0)).await?;
    then(-3, 13);
    book_from(ctx, diego, week.at(4, 15, 0)).await
}

/// A client with everything: an interview to come, one called off, one candidate declined.
async fn fabrikam_chooses(
    ctx: &Ctx,
    week: &Week,
    then: &impl Fn(i64, u32),
    job: JobId,
    amelia: ContactId,
    on: &[ApplicationId],
) -> Result<()> {
    const ZONE: &str = "Europe/London";
    then(-6, 9);
    let page = present(ctx, job, amelia, on[7..10].to_vec(), "As discussed: two from registries, one from imaging.").await?;
    then(-5, 15);
    let contact = contact_of(ctx, page, ZONE).await?;
    presentations::note_opened(&contact, page).await?;
    let requests = requests_of(ctx, page, &on[7..10]).await?;
    let [clara, owen, yuki] = requests[..] else { return Ok(()) };
    decide(&contact, page, clara, None).await?;
    decide(&contact, page, owen, None).await?;
    decide(&contact, page, yuki, Some("Strong, but we need somebody on site in London.")).await?;
    let willing = Availability::new(Some(hours(ZONE, ["10:00-13:00", "", "10:00-16:00", "", "9:00-12:00", "", ""])?), SpanSet::new());
    share(&contact, page, ZONE, willing.map_err(|error| Error::Internal(error.to_string()))?, "").await?;
    then(-4, 10);
    booking::invite(ctx, clara).await?;
    booking::invite(ctx, owen).await?;
    then(-4, 14);
    book_from(ctx, clara, week.at(2, 10, 0)).await?;
    book_from(ctx, owen, week.at(4, 9, 0)).await?;
    then(-3, 9);
    let owen_now = candidate_of(ctx, owen).await?;
    booking::cancel(&owen_now, owen, "I have to travel that day.").await
}

/// A job of our own: one interview booked, one candidate in screening.
async fn in_house(ctx: &Ctx, week: &Week, then: &impl Fn(i64, u32), on: &[ApplicationId]) -> Result<()> {
    then(-3, 12);
    let request = booking::invite_directly(ctx, on[12]).await?;
    then(-3, 15);
    book_from(ctx, request, week.at(1, 10, 0)).await
}
