//! Who may call what: one line a server function or route. Whoever adds a function adds its line here; the test fails until then.
//!
//! A line: the path below `/api/`, how its body is sent, the least body that is sound, and a letter for each of [`Who::ALL`]:
//! `+` may (whatever the record's state says then), `u` Unauthorized (401), `f` Forbidden (403), `n` NotFound (404).

use serde_json::{Value, json};

use super::inputs::{form_input, job_input};
use super::world::{Who, World, free_start, interview_start, shared};
use crate::domain::span::Span;
use crate::domain::time::ms;

/// Anybody at all.
const PUBLIC: &str = "++++++++++++";
/// Colleagues.
const SIGNED_IN: &str = "+++++++uuuuu";
/// Administrators, recruiters, coordinators.
const STAFF: &str = "+++ffffuuuuu";
/// Administrators.
const ADMIN: &str = "+ffffffuuuuu";
/// Administrators and coordinators.
const ROOMS: &str = "+f+ffffuuuuu";
/// The client's page as a whole: staff on the client's behalf, or a page's link, which opens its own.
const PAGE: &str = "+++ffffu++uu";
/// A record of the page: another page's link does not reach it.
const PAGE_RECORD: &str = "+++ffffu+nuu";
/// An interview, its candidate and its forms: staff, the job's hiring manager, its attendees.
const SEEN: &str = "++++n+nuuuuu";
/// An attendee's form, which its attendee alone fills in.
const FORM_OWN: &str = "ffffn+nuuuuu";
/// A note: its author's, here the recruiter, and administrators'.
const NOTE_OWN: &str = "++ffnfnuuuuu";
/// The attendee's hours: staff's and their own.
const HOURS: &str = "+++ff+fuuuuu";
/// The document of a form: staff's and its attendee's.
const FORM_UPLOAD: &str = "+++fn+nuuuuu";
/// The candidate's link, which opens its own booking only.
const BOOKING: &str = "uuuuuuuuuu++";

/// The link of an invitation, which answers its own interview only.
const ANSWER: &str = "uuuuuuuu+u+u";

/// A table of candidates: whoever uploaded it, here the administrator.
const IMPORT: &str = "+nnffffuuuuu";

/// An offer: staff, and who has to approve it, here the hiring manager.
const OFFER: &str = "++++nnnuuuuu";

/// The link of an offer, with the code given.
const PORTAL: &str = "uuuuuuuuuu+u";

/// A line of the table.
pub struct Line {
    pub path: &'static str,
    pub is_json: bool,
    pub body: fn(&World, Who) -> Value,
    pub may: &'static str,
}

fn form(path: &'static str, body: fn(&World, Who) -> Value, may: &'static str) -> Line {
    Line { path, is_json: false, body, may }
}

fn json(path: &'static str, body: fn(&World, Who) -> Value, may: &'static str) -> Line {
    Line { path, is_json: true, body, may }
}

/// All server functions.
pub fn functions() -> Vec<Line> {
    vec![
        // account
        form("account/me", |_, _| json!({}), SIGNED_IN),
        form("account/door", |_, _| json!({}), PUBLIC),
        form("account/sign-in", |_, _| json!({ "input": { "email": "x@example.com", "password": "x", "next": "" } }), PUBLIC),
        form("account/sign-out", |_, _| json!({}), PUBLIC),
        form("account/sign-out-everywhere", |_, _| json!({}), SIGNED_IN),
        form("account/forgot-password", |_, _| json!({ "email": "x@example.com" }), PUBLIC),
        form("account/reset", |w, _| json!({ "token": w.reset }), PUBLIC),
        form("account/reset-password", |w, _| json!({ "token": w.reset, "password": "seven rainy days" }), PUBLIC),
        form("account/profile", |_, _| json!({}), SIGNED_IN),
        form("account/save-profile", |_, _| json!({ "input": { "name": "X", "zone": "UTC", "version": 1 } }), SIGNED_IN),
        form("account/change-password", |_, _| json!({ "input": { "present": "x", "password": "seven rainy days" } }), SIGNED_IN),
        // colleagues
        form("colleagues/list", |_, _| json!({}), ADMIN),
        form("colleagues/invite", |_, _| json!({ "input": { "name": "X", "email": "x@example.com", "role": "recruiter" } }), ADMIN),
        form("colleagues/resend-invitation", |w, _| json!({ "user": w.invited }), ADMIN),
        form("colleagues/copy-invitation", |w, _| json!({ "user": w.invited }), ADMIN),
        form("colleagues/revoke-invitation", |w, _| json!({ "user": w.invited }), ADMIN),
        form("colleagues/change-role", |w, _| json!({ "user": w.sessions[6].0, "role": "recruiter", "version": 1 }), ADMIN),
        form("colleagues/set-active", |w, _| json!({ "user": w.sessions[6].0, "active": false, "version": 1 }), ADMIN),
        form("colleagues/invitation", |w, _| json!({ "token": w.invitation }), PUBLIC),
        form(
            "colleagues/accept-invitation",
            |w, _| json!({ "input": { "token": w.invitation, "name": "X", "zone": "UTC", "password": "seven rainy days" } }),
            PUBLIC,
        ),
        // organisation
        form(
            "organisation/set-up",
            |_, _| json!({ "input": { "organisation": "X", "name": "X", "email": "x@example.com", "zone": "UTC", "password": "seven rainy days" } }),
            PUBLIC,
        ),
        form("organisation/view", |_, _| json!({}), SIGNED_IN),
        form(
            "organisation/save",
            |_, _| json!({ "input": { "name": "X", "zone": "UTC", "clock": "twelve", "week_start": "Mon", "version": 1 } }),
            ADMIN,
        ),
        // messages
        json("messages/list", |_, _| json!({ "query": {} }), ADMIN),
        form("messages/retry", |w, _| json!({ "id": w.message }), ADMIN),
        form("messages/summary", |_, _| json!({}), SIGNED_IN),
        // pipeline: each sees the part of it that is theirs
        json("pipeline/list", |_, _| json!({ "filter": {} }), SIGNED_IN),
        json("home", |_, _| json!({}), SIGNED_IN),
        // calendar: likewise
        json("calendar/range", |_, _| json!({ "query": { "date": "2027-03-08", "view": "week" } }), SIGNED_IN),
        json("calendar/interview", |w, _| json!({ "interview": w.interview }), "++++n+nuuuuu"),
        // working hours and busy times
        json("hours/view", |w, _| json!({ "user": w.sessions[5].0 }), HOURS),
        form(
            "hours/save",
            |w, _| json!({ "user": w.sessions[5].0, "version": 1, "hours": { "own": true, "zone": "Europe/Berlin", "monday": "9-12" } }),
            HOURS,
        ),
        form(
            "hours/save-busy",
            |w, _| {
                let busy = json!({ "title": "", "whole_days": true, "starts_on": "2027-03-17", "ends_on": "2027-03-18" });
                json!({ "input": { "user": w.sessions[5].0, "zone": "Europe/Berlin", "busy": busy } })
            },
            HOURS,
        ),
        form("hours/remove-busy", |w, _| json!({ "user": w.sessions[5].0, "id": w.busy, "version": 1 }), HOURS),
        // interviews put on the calendar by hand
        json("interviews/applications", |_, _| json!({ "words": "a" }), STAFF),
        json("interviews/plan", |w, _| json!({ "application": w.free_application }), STAFF),
        json("interviews/replan", |w, _| json!({ "interview": w.interview }), STAFF),
        json("interviews/copy", |w, _| json!({ "interview": w.interview }), STAFF),
        json(
            "interviews/shift",
            |w, _| json!({ "input": { "interview": w.interview, "version": 1, "span": Span::starting(free_start(), 60).unwrap() } }),
            STAFF,
        ),
        json("interviews/undo-shift", |w, _| json!({ "interview": w.interview, "version": 1 }), STAFF),
        json(
            "interviews/people",
            |w, _| {
                let range = Span::starting(free_start(), 60).unwrap();
                json!({ "query": { "application": w.free_application, "interview": null, "attendees": [], "range": range } })
            },
            STAFF,
        ),
        json(
            "interviews/save",
            |w, _| {
                json!({ "input": { "interview": null, "plan": {
                    "application": w.free_application, "title": "Interview", "starts_on": "2027-04-06", "starts_at": "09:00", "ends_on": "2027-04-06",
                    "ends_at": "10:00", "zone": "Europe/Berlin", "attendees": [], "description": "", "place": { "kind": "video", "text": "" },
                    "tell_candidate": true, "reason": "" } } })
            },
            STAFF,
        ),
        // connections to outside services
        json("connections/list", |_, _| json!({}), ADMIN),
        form(
            "connections/save-smtp",
            |_, _| json!({ "input": { "version": 0, "host": "mail.example.com", "port": "587", "tls": "starttls", "user": "a", "password": "b" } }),
            ADMIN,
        ),
        form(
            "connections/save-text",
            |_, _| {
                let account = format!("AC{}", "0".repeat(32));
                json!({ "input": { "version": 0, "account_sid": account, "auth_token": "x", "from": "+15005550006" } })
            },
            ADMIN,
        ),
        form("connections/save-teams", |_, _| json!({ "input": { "version": 0, "webhook_url": "https://teams.example.com/x" } }), ADMIN),
        form("connections/forget", |_, _| json!({ "key": "smtp", "version": 0 }), ADMIN),
        form("connections/test", |_, _| json!({ "key": "smtp" }), ADMIN),
        // the manual
        json("help/page", |_, _| json!({ "page": "schedule" }), SIGNED_IN),
        // tasks
        json("tasks/list", |_, _| json!({ "query": { "assigned": "me", "done": true, "list": {} } }), STAFF),
        json("tasks/count", |_, _| json!({}), SIGNED_IN),
        form("tasks/complete", |w, _| json!({ "id": w.task, "version": 1, "done": true }), STAFF),
        form("tasks/take", |w, _| json!({ "id": w.task, "version": 1 }), STAFF),
        json("interviews/mend", |w, _| json!({ "interview": w.interview }), STAFF),
        form(
            "interviews/swap",
            |w, _| json!({ "input": { "interview": w.interview, "version": 1, "out": w.sessions[5].0, "with": w.sessions[6].0 } }),
            STAFF,
        ),
        form("interviews/switch-room", |w, _| json!({ "input": { "interview": w.interview, "version": 1, "room": w.room } }), STAFF),
        // rooms
        json("rooms/list", |_, _| json!({}), ROOMS),
        json("rooms/get", |w, _| json!({ "id": w.room }), ROOMS),
        form("rooms/save", |_, _| json!({ "input": { "name": "X", "zone": "UTC", "seats": "4" } }), ROOMS),
        form("rooms/retire", |w, _| json!({ "id": w.room, "version": 1, "retired": true }), ROOMS),
        // clients
        json("clients/list", |_, _| json!({ "query": {} }), STAFF),
        json("clients/get", |w, _| json!({ "id": w.client }), STAFF),
        form("clients/save", |_, _| json!({ "input": { "name": "X", "zone": "UTC" } }), STAFF),
        form(
            "clients/contact",
            |w, _| json!({ "input": { "client_id": w.client, "name": "X", "email": "x@example.com", "zone": "UTC" } }),
            STAFF,
        ),
        form("clients/archive", |w, _| json!({ "id": w.client, "version": 1, "archived": true }), STAFF),
        // jobs
        json("jobs/list", |_, _| json!({ "query": {} }), SIGNED_IN),
        json("jobs/get", |w, _| json!({ "id": w.job }), "++++nnnuuuuu"),
        json("jobs/choices", |_, _| json!({}), STAFF),
        json("jobs/save", |w, _| json!({ "input": job_input(w.sessions[1].0) }), STAFF),
        form("jobs/close", |w, _| json!({ "id": w.job, "version": 1, "closed": true }), STAFF),
        // candidates: those of the own jobs and interviews
        json("candidates/list", |_, _| json!({ "query": {} }), SIGNED_IN),
        json("candidates/get", |w, _| json!({ "id": w.candidate }), "++++n+nuuuuu"),
        json("candidates/choices", |_, _| json!({}), STAFF),
        form("candidates/save", |_, _| json!({ "input": { "name": "X", "email": "x@example.com", "zone": "UTC" } }), STAFF),
        json("imports/get", |w, _| json!({ "id": w.import }), IMPORT),
        form("imports/map", |w, _| json!({ "input": { "id": w.import, "version": 1, "name": "0", "email": "1" } }), IMPORT),
        form("imports/run", |w, _| json!({ "id": w.import, "version": 1 }), IMPORT),
        form("imports/discard", |w, _| json!({ "id": w.import, "version": 1 }), IMPORT),
        form("applications/add", |w, _| json!({ "input": { "candidate_id": w.candidate, "job_id": w.job } }), STAFF),
        form("applications/move", |w, _| json!({ "input": { "id": w.application, "version": 1, "stage_id": w.stage } }), STAFF),
        form("applications/end", |w, _| json!({ "input": { "id": w.application, "version": 1, "disposition": "no_answer" } }), STAFF),
        form("applications/coordinator", |w, _| json!({ "input": { "id": w.application, "version": 1, "coordinator": "" } }), STAFF),
        form("applications/reopen", |w, _| json!({ "id": w.application, "version": 1 }), STAFF),
        form("files/delete", |w, _| json!({ "id": w.file }), STAFF),
        // presentations: staff's side
        json(
            "presentations/present",
            |w, _| json!({ "input": { "job": w.job, "contact": w.contact, "applications": [w.free_application], "message": "" } }),
            STAFF,
        ),
        json("presentations/withdraw", |w, _| json!({ "request": w.undecided, "version": 1 }), STAFF),
        json("presentations/link", |w, _| json!({ "page": w.page }), STAFF),
        json("presentations/revoke", |w, _| json!({ "page": w.page }), STAFF),
        json("presentations/resend", |w, _| json!({ "page": w.page }), STAFF),
        json("presentations/pages", |w, _| json!({ "job": w.job }), STAFF),
        // the client's page
        json("presentations/page", |w, who| json!({ "page": w.page_key(who) }), PAGE),
        json("presentations/opened", |w, who| json!({ "page": w.page_key(who) }), PAGE),
        form(
            "presentations/decide",
            |w, who| json!({ "page": w.page_key(who), "request": w.undecided, "version": 1, "choice": "choose" }),
            PAGE_RECORD,
        ),
        json("availability/save", |w, who| json!({ "page": w.page_key(who), "version": 2, "availability": shared() }), PAGE),
        form(
            "availability/save-form",
            |w, who| {
                json!({ "page": w.page_key(who), "version": 2, "form": { "zone": "America/New_York", "duration_minutes": "60", "step_minutes": "30",
                    "before_minutes": "0", "after_minutes": "0", "notice_minutes": "60", "horizon_days": "14", "per_day": "", "place_kind": "video",
                    "place": "", "message": "", "monday": "9:00-12:00", "tuesday": "", "wednesday": "", "thursday": "", "friday": "",
                    "saturday": "", "sunday": "", "exceptions": "", "windows": "" } })
            },
            PAGE,
        ),
        form(
            "booking/cancel-from-page",
            |w, who| json!({ "page": w.page_key(who), "interview": w.interview, "version": 1, "reason": "Ill" }),
            PAGE_RECORD,
        ),
        // history
        json("history/tab", |w, _| json!({ "candidate": w.candidate, "query": {} }), STAFF),
        // notes
        json("notes/tab", |w, _| json!({ "candidate": w.candidate, "all": true }), SEEN),
        form("notes/save", |w, _| json!({ "input": { "candidate": w.candidate, "text": "Call back" } }), SEEN),
        form("notes/complete", |w, _| json!({ "id": w.note, "version": 1, "done": true }), SEEN),
        form("notes/delete", |w, _| json!({ "id": w.note, "version": 1 }), NOTE_OWN),
        json("notes/todo", |_, _| json!({}), SIGNED_IN),
        // the candidate's booking
        json("booking/page", |w, who| json!({ "token": w.booking_key(who) }), BOOKING),
        form("booking/opened", |w, who| json!({ "token": w.booking_key(who) }), BOOKING),
        form("booking/book", |w, who| json!({ "token": w.booking_key(who), "start_ms": ms(free_start()) }), BOOKING),
        form("booking/reschedule", |w, who| json!({ "token": w.booking_key(who), "start_ms": ms(free_start()) }), BOOKING),
        form("booking/cancel", |w, who| json!({ "token": w.booking_key(who), "reason": "Ill" }), BOOKING),
        // scheduling: staff's side
        json("booking/request", |w, _| json!({ "request": w.request }), STAFF),
        json("booking/invite", |w, _| json!({ "request": w.request }), STAFF),
        json("booking/invite-directly", |w, _| json!({ "application": w.free_application }), STAFF),
        json("booking/link", |w, _| json!({ "request": w.request }), STAFF),
        json("booking/revoke", |w, _| json!({ "request": w.request }), STAFF),
        json("booking/book-for", |w, _| json!({ "request": w.request, "start": free_start() }), STAFF),
        json("booking/reschedule-interview", |w, _| json!({ "interview": w.interview, "start": free_start(), "version": 1 }), STAFF),
        json("booking/cancel-interview", |w, _| json!({ "interview": w.interview, "reason": "Ill", "version": 1 }), STAFF),
        json("booking/explain", |w, _| json!({ "request": w.request, "start": free_start() }), STAFF),
        // answers to invitations
        json("answers/page", |w, who| json!({ "token": w.answer_key(who) }), ANSWER),
        form(
            "answers/give",
            |w, who| json!({ "token": w.answer_key(who), "input": { "answer": "accepted", "start_ms": ms(interview_start()) } }),
            ANSWER,
        ),
        form(
            "answers/give-own",
            |w, _| json!({ "interview": w.interview, "input": { "answer": "accepted", "start_ms": ms(interview_start()) } }),
            "nnnnn+nuuuuu",
        ),
        json("answers/move-there", |w, _| json!({ "interview": w.interview, "start": free_start(), "version": 1 }), STAFF),
        // how people are told
        form("channels/own", |_, _| json!({}), SIGNED_IN),
        form("channels/save-own", |_, _| json!({ "input": { "phone": "", "version": 0 } }), SIGNED_IN),
        form("channels/candidate", |w, _| json!({ "candidate": w.candidate }), STAFF),
        form("channels/note-consent", |w, _| json!({ "candidate": w.candidate }), STAFF),
        form("channels/withdraw-consent", |w, _| json!({ "candidate": w.candidate }), STAFF),
        form("reminders/view", |_, _| json!({}), ADMIN),
        form("reminders/save", |_, _| json!({ "input": { "times": "24h, 1h", "version": 1 } }), ADMIN),
        // forms
        json("forms/tab", |w, _| json!({ "candidate": w.candidate, "interview": null, "form": null }), SEEN),
        json("forms/due", |_, _| json!({}), SIGNED_IN),
        json("forms/compare", |w, _| json!({ "interview": w.interview }), SEEN),
        form("forms/attach", |w, _| json!({ "interview": w.interview, "template": w.form_template }), STAFF),
        json("forms/link", |w, _| json!({ "form": w.form }), STAFF),
        json("forms/revoke", |w, _| json!({ "form": w.form }), STAFF),
        form("forms/remove-upload", |w, _| json!({ "form": w.form }), FORM_UPLOAD),
        json("forms/get", |w, who| json!({ "key": w.form_key(who) }), SEEN),
        json("forms/keep", |w, who| json!({ "key": w.form_key(who), "version": 1, "answers": {} }), FORM_OWN),
        json("forms/submit", |w, who| json!({ "key": w.form_key(who), "version": 1, "answers": {} }), FORM_OWN),
        json("forms/discard", |w, who| json!({ "key": w.form_key(who), "version": 1 }), FORM_OWN),
        form("forms/fill", |w, who| json!({ "key": w.form_key(who), "version": 1, "step": "keep", "fields": { "q2": "4" } }), FORM_OWN),
        json("form-templates/list", |_, _| json!({}), ADMIN),
        json("form-templates/get", |w, _| json!({ "id": w.form_template }), ADMIN),
        json("form-templates/choices", |_, _| json!({}), STAFF),
        json("form-templates/save", |_, _| json!({ "input": form_input() }), ADMIN),
        form("form-templates/approve", |w, _| json!({ "id": w.form_template, "version": 2 }), ADMIN),
        form("form-templates/retire", |w, _| json!({ "id": w.form_template, "version": 2, "retired": true }), ADMIN),
        form("form-templates/move", |w, _| json!({ "id": w.form_template, "up": true }), ADMIN),
        // templates of offer letters
        json("offer-templates/list", |_, _| json!({}), ADMIN),
        json("offer-templates/get", |w, _| json!({ "id": w.offer_template }), ADMIN),
        json(
            "offer-templates/save",
            |_, _| json!({ "input": { "name": "X", "content": { "text": "Dear {{candidate.first_name}}", "asked": [] } } }),
            ADMIN,
        ),
        form("offer-templates/retire", |w, _| json!({ "id": w.offer_template, "version": 1, "retired": true }), ADMIN),
        json("offer-templates/approvers", |_, _| json!({}), ADMIN),
        // offers
        json("offers/tab", |w, _| json!({ "candidate": w.offer_candidate, "application": null }), OFFER),
        json(
            "offers/save",
            |w, _| {
                let (id, application, letter) = (w.offer, w.offer_application, w.offer_letter);
                json!({ "input": { "id": id, "version": 2, "application": application, "letter": letter, "expires": "2027-11-30" } })
            },
            STAFF,
        ),
        form("offers/ask", |w, _| json!({ "id": w.offer, "version": 2 }), STAFF),
        json("offers/decide", |w, _| json!({ "input": { "id": w.offer, "version": 2, "approve": true } }), "nnn+nnnuuuuu"),
        form("offers/send", |w, _| json!({ "id": w.offer, "version": 2, "email": "olive@example.com" }), STAFF),
        json("offers/rescind", |w, _| json!({ "id": w.sent_offer, "version": 2, "reason": "Budget" }), STAFF),
        json("offers/history", |w, _| json!({ "id": w.offer }), "++++fffuuuuu"),
        // the candidate's side
        json("portal/page", |w, who| json!({ "token": w.offer_key(who) }), PORTAL),
        form("portal/code", |w, who| json!({ "token": w.offer_key(who) }), PORTAL),
        form("portal/enter", |w, who| json!({ "token": w.offer_key(who), "code": "123456" }), PORTAL),
        form(
            "portal/accept",
            |w, who| json!({ "token": w.offer_key(who), "input": { "name": "Sid", "consent": "true", "sha256": w.sent_sha256 } }),
            PORTAL,
        ),
        form("portal/decline", |w, who| json!({ "token": w.offer_key(who), "reason": "Too far" }), PORTAL),
        // communication
        json("communication/tab", |w, _| json!({ "candidate": w.candidate, "page": 0 }), STAFF),
        form(
            "communication/write",
            |w, _| json!({ "input": { "candidate": w.candidate, "subject": "Hello", "text": "How are you?" } }),
            STAFF,
        ),
        form("communication/resend", |w, _| json!({ "id": w.told }), STAFF),
        json("mail-templates/list", |_, _| json!({}), ADMIN),
        form("mail-templates/save", |_, _| json!({ "input": { "name": "X", "subject": "X", "body": "Dear {{candidate.name}}" } }), ADMIN),
        // applicant tracking systems
        json("ats/list", |_, _| json!({}), ADMIN),
        form("ats/save", |w, _| json!({ "input": { "system": "generic", "name": "X", "recruiter_id": w.sessions[1].0 } }), ADMIN),
        form("ats/new-secret", |w, _| json!({ "id": w.ats, "version": 1 }), ADMIN),
        form("ats/switch", |w, _| json!({ "id": w.ats, "version": 1, "active": false }), ADMIN),
        form("ats/pull", |w, _| json!({ "id": w.ats }), ADMIN),
        json("ats/mapping", |w, _| json!({ "id": w.ats, "page": 0 }), ADMIN),
        form("ats/map", |w, _| json!({ "input": { "connection": w.ats, "kind": "job", "record": "J1", "to": "ignored" } }), ADMIN),
        // zones
        json("availability/zone", |_, _| json!({ "name": "Europe/Berlin" }), PUBLIC),
        json("availability/zones", |_, _| json!({}), PUBLIC),
    ]
}

/// A route besides server functions and pages.
pub struct RouteLine {
    /// As the router names it.
    pub pattern: &'static str,
    pub path: fn(&World, Who) -> String,
    /// Sent as an upload instead of opened with GET.
    pub is_upload: bool,
    pub may: &'static str,
}

/// Routes that show a page, or tell machines about health: everybody gets an answer, and what stands in it is asked of server functions.
pub const OPEN: &[&str] =
    &["/healthz", "/readyz", "/api/{*function}", "/a/{token}", "/c/{token}", "/b/{token}", "/f/{token}", "/o/{token}"];

/// All others.
pub fn routes() -> Vec<RouteLine> {
    fn get(pattern: &'static str, path: fn(&World, Who) -> String, may: &'static str) -> RouteLine {
        RouteLine { pattern, path, is_upload: false, may }
    }
    vec![
        get("/forms/{id}/upload", |w, _| format!("/forms/{}/upload", w.form), SEEN),
        RouteLine { pattern: "/forms/{id}/upload", path: |w, _| format!("/forms/{}/upload", w.form), is_upload: true, may: FORM_UPLOAD },
        get("/forms/{id}/form.pdf", |w, who| format!("/forms/{}/form.pdf", w.form_key(who)), SEEN),
        get("/f/{token}/form.pdf", |w, who| format!("/f/{}/form.pdf", w.form_key(who)), SEEN),
        get("/candidates/{id}/history.xlsx", |w, _| format!("/candidates/{}/history.xlsx", w.candidate), STAFF),
        get("/candidates/{id}/notes.xlsx", |w, _| format!("/candidates/{}/notes.xlsx", w.candidate), SEEN),
        get("/events", |_, _| "/events".into(), SIGNED_IN),
        // A signature opens it, no session and no link.
        RouteLine { pattern: "/hooks/ats/{id}", path: |w, _| crate::paths::ats_hook(w.ats), is_upload: true, may: "uuuuuuuuuuuu" },
        get("/files/{id}", |w, _| format!("/files/{}", w.file), "++++n+nuuuuu"),
        get("/c/{token}/events", |w, who| format!("/c/{}/events", w.page_key(who)), "uuuuuuuu++uu"),
        get("/a/{token}/events", |w, who| format!("/a/{}/events", w.answer_key(who)), ANSWER),
        get("/b/{token}/events", |w, who| format!("/b/{}/events", w.booking_key(who)), BOOKING),
        get("/c/{token}/files/{file}", |w, who| format!("/c/{}/files/{}", w.page_key(who), w.file), PAGE_RECORD),
        get("/c/{token}/interviews/{name}", |w, who| format!("/c/{}/interviews/{}.ics", w.page_key(who), w.interview), PAGE_RECORD),
        get("/b/{token}/interviews/{name}", |w, who| format!("/b/{}/interviews/{}.ics", w.booking_key(who), w.interview), "uuuuuuuuuu+n"),
        get("/o/{token}/events", |w, who| format!("/o/{}/events", w.offer_key(who)), PORTAL),
        get("/offers/{id}/letter.pdf", |w, _| format!("/offers/{}/letter.pdf", w.sent_offer), STAFF),
        RouteLine {
            pattern: "/o/{token}/letter.pdf",
            path: |w, who| format!("/o/{}/letter.pdf", w.offer_key(who)),
            is_upload: true,
            may: PORTAL,
        },
        RouteLine { pattern: "/candidates/import", path: |_, _| "/candidates/import".into(), is_upload: true, may: STAFF },
        RouteLine {
            pattern: "/candidates/{id}/files",
            path: |w, _| format!("/candidates/{}/files", w.candidate),
            is_upload: true,
            may: STAFF,
        },
    ]
}
