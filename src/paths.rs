//! Every address as a function: for pages, mails, iCalendar and tests.

use std::fmt::Display;

/// The first page of staff.
pub const HOME: &str = "/";
/// What coordinators have to do; whose, and whether with what is done, is its query.
pub const TASKS: &str = "/tasks";
/// The calendar of all interviews; view, date, zone and filters are its query.
pub const CALENDAR: &str = "/calendar";
/// Board and table of applications.
pub const PIPELINE: &str = "/pipeline";
/// All candidates.
pub const CANDIDATES: &str = "/candidates";
/// Candidates from a table.
pub const CANDIDATES_IMPORT: &str = "/candidates/import";
/// All jobs.
pub const JOBS: &str = "/jobs";
/// All clients.
pub const CLIENTS: &str = "/clients";
/// Organisation, colleagues, messages.
pub const SETTINGS: &str = "/settings";
/// Form templates.
pub const FORM_TEMPLATES: &str = "/settings/forms";
/// Templates of offer letters.
pub const OFFER_TEMPLATES: &str = "/settings/offers";
/// Texts that mails to candidates begin with.
pub const MAIL_TEMPLATES: &str = "/settings/mails";
/// Rooms, for administrators and coordinators.
pub const ROOMS: &str = "/settings/rooms";
/// Connections to outside services, for administrators.
pub const CONNECTIONS: &str = "/settings/connections";
/// Connections to applicant tracking systems.
pub const ATS: &str = "/settings/ats";
/// Signing in.
pub const SIGN_IN: &str = "/sign-in";
/// Makes the first account of an empty installation.
pub const SETUP: &str = "/setup";
/// Asks for a link to set a new password.
pub const FORGOT: &str = "/forgot-password";
/// The own account.
pub const ACCOUNT: &str = "/account";
/// One's own working hours and busy times.
pub const HOURS: &str = "/hours";
/// The first page of the manual.
pub const HELP: &str = "/help";
/// Live changes for signed-in pages (server-sent events).
pub const EVENTS: &str = "/events";

/// One candidate.
pub fn candidate(id: impl Display) -> String {
    format!("/candidates/{id}")
}

/// A table of candidates that is looked through.
pub fn candidate_import(id: impl Display) -> String {
    format!("{CANDIDATES_IMPORT}/{id}")
}

/// The page for tables, with word of how many of the last one are new, and how many are on the job now.
pub fn candidates_imported(added: u32, joined: u32) -> String {
    format!("{CANDIDATES_IMPORT}?added={added}&joined={joined}")
}

/// One job.
pub fn job(id: impl Display) -> String {
    format!("/jobs/{id}")
}

/// A job's stages, rounds and people.
pub fn job_setup(id: impl Display) -> String {
    format!("/jobs/{id}?tab=set-up")
}

/// A client's job with the panel that presents candidates.
pub fn job_present(id: impl Display) -> String {
    format!("/jobs/{id}?present=1")
}

/// One client.
pub fn client(id: impl Display) -> String {
    format!("/clients/{id}")
}

/// One client page as staff see it (on the client's behalf).
pub fn page(id: impl Display) -> String {
    format!("/pages/{id}")
}

/// The calendar with the panel for a new interview of this application.
pub fn plan_of(application: impl Display) -> String {
    format!("{CALENDAR}?plan=new&application={application}")
}

/// The calendar with the panel that changes this interview.
pub fn plan_change(interview: impl Display) -> String {
    format!("{CALENDAR}?plan={interview}")
}

/// A colleague's working hours and busy times.
pub fn colleague_hours(id: impl Display) -> String {
    format!("/colleagues/{id}/hours")
}

/// The same: one's own where it is who looks at it.
pub fn hours_of(id: crate::domain::id::UserId, viewer: Option<crate::domain::id::UserId>) -> String {
    if viewer == Some(id) { HOURS.to_owned() } else { colleague_hours(id) }
}

/// The same, with word of what was saved there.
pub fn hours_saved(id: crate::domain::id::UserId, viewer: Option<crate::domain::id::UserId>, what: &str) -> String {
    format!("{}?saved={what}", hours_of(id, viewer))
}

/// A new interview that begins as this one is.
pub fn plan_copy(interview: impl Display) -> String {
    format!("{CALENDAR}?plan=copy-{interview}")
}

/// One interview.
pub fn interview(id: impl Display) -> String {
    format!("/interviews/{id}")
}

/// The ways out where somebody does not come to an interview, or its room is not to be had.
pub fn mend(interview: impl Display) -> String {
    format!("/interviews/{interview}#mend")
}

/// Sets the first password (from an invitation).
pub fn invitation(token: impl Display) -> String {
    format!("/invitation/{token}")
}

/// Sets a new password (from a reset mail).
pub fn reset(token: impl Display) -> String {
    format!("/reset-password/{token}")
}

/// A client contact's page.
pub fn client_page(token: impl Display) -> String {
    format!("/c/{token}")
}

/// The page that was opened by this key: a client's by the token of the link, staff's by the page's id.
pub fn opened_page(key: &str) -> String {
    if key.parse::<crate::domain::id::PageId>().is_ok() { page(key) } else { client_page(key) }
}

/// A candidate's booking page.
pub fn booking(token: impl Display) -> String {
    format!("/b/{token}")
}

/// The same, in a zone.
pub fn booking_in(token: impl Display, zone: &str) -> String {
    // Only `+` of what a zone's name has means something else in a query.
    if zone.is_empty() { booking(token) } else { format!("/b/{token}?zone={}", zone.replace('+', "%2B")) }
}

/// Answers an invitation (by the link of its mail).
pub fn answer(token: impl Display) -> String {
    format!("/a/{token}")
}

/// The same, with one of its answers opened: `accepted`, `tentative`, `declined`, `proposed`. It is given there, not by the link.
pub fn answer_with(page: &str, answer: &str) -> String {
    format!("{page}?answer={answer}")
}

/// The notes about a candidate.
pub fn candidate_notes(candidate: impl Display) -> String {
    format!("/candidates/{candidate}/notes")
}

/// The notes as an Excel workbook.
pub fn candidate_notes_sheet(candidate: impl Display) -> String {
    format!("/candidates/{candidate}/notes.xlsx")
}

/// What a candidate was told.
pub fn candidate_communication(candidate: impl Display) -> String {
    format!("/candidates/{candidate}/communication")
}

/// What happened with a candidate.
pub fn candidate_history(candidate: impl Display) -> String {
    format!("/candidates/{candidate}/history")
}

/// The history as an Excel workbook.
pub fn candidate_history_sheet(candidate: impl Display) -> String {
    format!("/candidates/{candidate}/history.xlsx")
}

/// The forms of a candidate's interviews.
pub fn candidate_forms(candidate: impl Display) -> String {
    format!("/candidates/{candidate}/forms")
}

/// The same with an attendee's form chosen.
pub fn candidate_form(candidate: impl Display, interview: impl Display, form: impl Display) -> String {
    format!("/candidates/{candidate}/forms?interview={interview}&form={form}")
}

/// A candidate's interviews on the calendar.
pub fn candidate_interviews(candidate: impl Display) -> String {
    format!("/candidates/{candidate}/interviews")
}

/// One attendee's form, signed in.
pub fn form(id: impl Display) -> String {
    format!("/forms/{id}")
}

/// An attendee's form, by its link.
pub fn form_by_link(token: impl Display) -> String {
    format!("/f/{token}")
}

/// The page that was opened by this key: staff's by the form's id, else by the token of the link.
pub fn opened_form(key: &str) -> String {
    if key.parse::<crate::domain::id::FormId>().is_ok() { form(key) } else { form_by_link(key) }
}

/// The form of an opened page as PDF; `blank` without the answers.
pub fn form_pdf(page: &str, blank: bool) -> String {
    format!("{page}/form.pdf{}", if blank { "?blank=1" } else { "" })
}

/// The document uploaded to a form: opened by GET, put there by POST (multipart form: `file`).
pub fn form_upload(id: impl Display) -> String {
    format!("/forms/{id}/upload")
}

/// The evaluations of an interview side by side.
pub fn compare_forms(interview: impl Display) -> String {
    format!("/interviews/{interview}/evaluations")
}

/// A form template, for administrators; `new` for a new one.
pub fn form_template(id: impl Display) -> String {
    format!("/settings/forms/{id}")
}

/// A template of an offer letter; `new` for one that is to be made.
pub fn offer_template(id: impl Display) -> String {
    format!("{OFFER_TEMPLATES}/{id}")
}

/// A candidate's offers.
pub fn candidate_offers(candidate: impl Display) -> String {
    format!("/candidates/{candidate}/offers")
}

/// The same, of one application.
pub fn candidate_offers_of(candidate: impl Display, application: impl Display) -> String {
    format!("/candidates/{candidate}/offers?application={application}")
}

/// What was sent, as PDF, for staff.
pub fn offer_pdf(offer: impl Display) -> String {
    format!("/offers/{offer}/letter.pdf")
}

/// An offer as the candidate reads it, by its link.
pub fn offer(token: impl Display) -> String {
    format!("/o/{token}")
}

/// Its PDF, by POST: that it was downloaded is noted.
pub fn offer_download(token: impl Display) -> String {
    format!("/o/{token}/letter.pdf")
}

/// One room, for administrators and coordinators.
pub fn room(id: impl Display) -> String {
    format!("{ROOMS}/{id}")
}

/// One connection to an outside service, by its key: where it is mended.
pub fn connection(key: &crate::domain::connections::Connection) -> String {
    match key {
        crate::domain::connections::Connection::Ats(id) => ats_connection(id),
        key => format!("{CONNECTIONS}#{key}"),
    }
}

/// The same, with word of what was done there.
pub fn connection_saved(key: &crate::domain::connections::Connection, what: &str) -> String {
    format!("{CONNECTIONS}?saved={what}#{key}")
}

/// What takes place in a room.
pub fn calendar_of_room(id: impl Display) -> String {
    format!("{CALENDAR}?room={id}")
}

/// A page of the manual, by its name.
pub fn help(page: impl Display) -> String {
    format!("{HELP}/{page}")
}

/// Live changes for a client's or candidate's page.
pub fn public_events(page: &str) -> String {
    format!("{page}/events")
}

/// A stored file, for staff.
pub fn file(id: impl Display) -> String {
    format!("/files/{id}")
}

/// Where a candidate's file is uploaded (multipart form: `kind`, `file`).
pub fn upload(candidate: impl Display) -> String {
    format!("/candidates/{candidate}/files")
}

/// A presented candidate's résumé, for the client.
pub fn presented_file(token: impl Display, file: impl Display) -> String {
    format!("/c/{token}/files/{file}")
}

/// A confirmed interview as a calendar file, by the link of a client's or candidate's page.
pub fn calendar_file(page: &str, interview: impl Display) -> String {
    format!("{page}/interviews/{interview}.ics")
}

/// A path of this site that somebody may be led to after signing in: what came in an address is not trusted to be one.
///
/// ```
/// use agendum::paths::{HOME, local};
/// assert_eq!(local("/jobs/1?tab=stages"), "/jobs/1?tab=stages");
/// assert_eq!(local("https://elsewhere.example"), HOME);
/// assert_eq!(local("//elsewhere.example"), HOME);
/// ```
pub fn local(path: &str) -> &str {
    let plain = path.len() <= 1_000 && path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if plain && path.starts_with('/') && !path.starts_with("//") { path } else { HOME }
}

/// Signing in, then on to a page.
pub fn sign_in(next: &str) -> String {
    let escaped: String = next
        .bytes()
        .map(|b| if b.is_ascii_alphanumeric() || b"/-_.".contains(&b) { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect();
    format!("{SIGN_IN}?next={escaped}")
}

/// A connection to an applicant tracking system: what of it is what here.
pub fn ats_connection(id: impl Display) -> String {
    format!("{ATS}/{id}")
}

/// Where an applicant tracking system sends its deliveries.
pub fn ats_hook(id: impl Display) -> String {
    format!("/hooks/ats/{id}")
}

/// The settings, with word of what was saved there.
pub fn settings_saved(what: &str) -> String {
    format!("{SETTINGS}?saved={what}")
}

/// The own account, with word of what was saved there.
pub fn account_saved(what: &str) -> String {
    format!("{ACCOUNT}?saved={what}")
}
