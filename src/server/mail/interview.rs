//! What people are told of an interview: the letter and the calendar entry.

use super::letter::Letter;
use super::message::{AnswerNews, InterviewNews, InterviewReminder};
use super::others::begin;
use super::{Calendar, House, one_line};
use crate::domain::jobs::PlaceKind;
use crate::domain::scheduling::answer::PROPOSED;
use crate::domain::scheduling::interview::{InterviewState, PersonKind, Response};
use crate::domain::scheduling::invitation::{Invitation, News, Participant};
use crate::domain::scheduling::reminders::Occasion;
use crate::paths;
use crate::server::ics;
use crate::text;

/// Most characters of the description in a subject: with the rest it stays readable in a list of mails.
const MOST_HEAD: usize = 60;

/// The letter to one person.
pub fn letter(news: &InterviewNews, house: &House) -> Letter {
    let language = house.locale.language;
    let (invitation, to) = (&news.invitation, &news.to);
    let (what, part) = (news.news.name(), part(to.kind));
    let candidate = invitation.candidate().map(|person| one_line(&person.name)).unwrap_or_default();
    let say = |key: &str| {
        text!(
            language,
            key,
            job = one_line(&invitation.job_title),
            company = one_line(&invitation.company),
            candidate = candidate.clone(),
            when = house.moment(&to.zone, invitation.span.start())
        )
    };
    let reader = if to.kind == PersonKind::Candidate { "candidate" } else { "others" };
    let mut notes = Vec::new();
    if news.news == News::Cancelled {
        notes.push(text!(language, "mail-calendar-removes"));
    } else {
        notes.push(text!(language, "mail-calendar-adds"));
    }
    if let (PersonKind::Candidate | PersonKind::Contact, Some(organiser)) = (to.kind, invitation.organiser()) {
        notes.push(text!(language, "mail-questions", name = one_line(&organiser.name)));
    }
    let description = invitation.words_for(to);
    Letter {
        subject: headed(say(&format!("mail-interview-subject-{what}-{reader}")), invitation, to),
        heading: say(&format!("mail-interview-heading-{what}")),
        paragraphs: vec![if news.news == News::Cancelled && invitation.state == InterviewState::Confirmed {
            say("mail-interview-without-you")
        } else {
            say(&format!("mail-interview-{what}-{part}"))
        }],
        facts: facts(news, house),
        words: (!description.is_empty() && news.news != News::Cancelled).then(|| (text!(language, "mail-description"), description)),
        action: (!news.link.is_empty()).then(|| {
            let key = match (to.kind, news.news) {
                (PersonKind::Candidate, News::Cancelled) => "mail-interview-action-again",
                (PersonKind::Candidate, _) => "mail-interview-action-candidate",
                (PersonKind::Contact, _) => "mail-interview-action-contact",
                (PersonKind::Attendee | PersonKind::Organiser, _) => "mail-interview-action-colleague",
            };
            (text!(language, key), house.address(&news.link))
        }),
        answers: (news.news != News::Cancelled).then(|| answers(&news.answer, house)).flatten(),
        notes,
        ..begin(&to.name, house)
    }
}

/// The question whether they come, with a link for each answer: it opens the page with that answer, where it is given.
fn answers(page: &str, house: &House) -> Option<(String, Vec<(String, String)>)> {
    if page.is_empty() {
        return None;
    }
    let language = house.locale.language;
    let answer = |answer: &str| {
        let label = text!(language, &format!("mail-answer-{answer}"));
        (label, house.address(&paths::answer_with(page, answer)))
    };
    let all = [Response::Accepted.name(), Response::Tentative.name(), Response::Declined.name(), PROPOSED];
    Some((text!(language, "mail-answer-question"), all.map(answer).to_vec()))
}

/// The description of an interview heads what its attendees are sent, by its first line.
fn headed(subject: String, invitation: &Invitation, to: &Participant) -> String {
    if to.kind != PersonKind::Attendee {
        return subject;
    }
    let description = invitation.words_for(to);
    let first = one_line(description.lines().next().unwrap_or_default());
    match first.char_indices().nth(MOST_HEAD) {
        _ if first.is_empty() => subject,
        Some((at, _)) => format!("{}… · {subject}", first[..at].trim_end()),
        None => format!("{first} · {subject}"),
    }
}

/// The letter that reminds one person.
pub fn reminder(reminder: &InterviewReminder, house: &House) -> Letter {
    let language = house.locale.language;
    let InterviewReminder { occasion, to, invitation, link, answer } = reminder;
    // What it says of time, place and people is what the news of it says.
    let news = InterviewNews {
        to: to.clone(),
        news: News::Booked,
        invitation: invitation.clone(),
        previous: None,
        reason: String::new(),
        link: link.clone(),
        answer: answer.clone(),
        form: String::new(),
        attached: Vec::new(),
    };
    let like = letter(&news, house);
    let say = |key: &str| {
        text!(
            language,
            key,
            job = one_line(&invitation.job_title),
            company = one_line(&invitation.company),
            candidate = invitation.candidate().map(|person| one_line(&person.name)).unwrap_or_default(),
            when = house.moment(&to.zone, invitation.span.start())
        )
    };
    if *occasion == Occasion::Form {
        return Letter {
            subject: headed(say("mail-reminder-subject-form"), invitation, to),
            heading: say("mail-reminder-form-heading"),
            paragraphs: vec![say("mail-reminder-form")],
            words: None,
            action: Some((text!(language, "mail-reminder-form-action"), house.address(link))),
            notes: Vec::new(),
            ..like
        };
    }
    let reader = if to.kind == PersonKind::Candidate { "candidate" } else { "others" };
    let question = invitation.organiser().filter(|_| matches!(to.kind, PersonKind::Candidate | PersonKind::Contact));
    Letter {
        subject: headed(say(&format!("mail-reminder-subject-{reader}")), invitation, to),
        heading: say("mail-reminder-heading"),
        paragraphs: vec![say(&format!("mail-reminder-{reader}"))],
        notes: question.map(|person| text!(language, "mail-questions", name = one_line(&person.name))).into_iter().collect(),
        ..like
    }
}

/// The letter to the recruiter about an answer.
pub fn answer(message: &AnswerNews, house: &House) -> Letter {
    let language = house.locale.language;
    let AnswerNews { to, from, answer, invitation } = message;
    let what = if answer.proposal.is_some() { PROPOSED } else { answer.response.name() };
    let say = |key: &str| {
        text!(
            language,
            key,
            person = one_line(&from.name),
            job = one_line(&invitation.job_title),
            candidate = invitation.candidate().map(|person| one_line(&person.name)).unwrap_or_default(),
            when = house.moment(&to.zone, invitation.span.start())
        )
    };
    let name = |key: &str| text!(language, key);
    let proposed = answer.proposal.as_ref();
    let facts = vec![
        (name("mail-when"), house.full(&to.zone, invitation.span)),
        (
            name("mail-answer-instead"),
            proposed.and_then(|proposal| proposal.start).map(|at| house.moment(&to.zone, at)).unwrap_or_default(),
        ),
        (name("mail-candidate"), invitation.candidate().map(|person| one_line(&person.name)).unwrap_or_default()),
        (name("mail-job"), format!("{}, {}", one_line(&invitation.job_title), one_line(&invitation.company))),
    ];
    let said = proposed.map_or(answer.reason.as_str(), |proposal| proposal.words.as_str()).trim();
    Letter {
        subject: say(&format!("mail-answered-subject-{what}")),
        heading: say(&format!("mail-answered-heading-{what}")),
        paragraphs: vec![say(&format!("mail-answered-{what}"))],
        facts,
        words: (!said.is_empty()).then(|| (text!(language, "mail-words", name = one_line(&from.name)), said.to_owned())),
        action: Some((name("mail-interview-action-colleague"), house.address(&paths::interview(invitation.interview_id)))),
        ..begin(&to.name, house)
    }
}

fn facts(news: &InterviewNews, house: &House) -> Vec<(String, String)> {
    let language = house.locale.language;
    let (invitation, to) = (&news.invitation, &news.to);
    let name = |key: &str| text!(language, key);
    let mut facts = vec![(name("mail-when"), house.full(&to.zone, invitation.span))];
    if invitation.place.kind == PlaceKind::Onsite && invitation.zone != to.zone {
        facts.push((name("mail-when-there"), house.full(&invitation.zone, invitation.span)));
    }
    if let Some(previous) = news.previous {
        facts.push((name("mail-when-before"), house.full(&to.zone, previous)));
    }
    if news.news != News::Cancelled {
        let room = invitation.room_for(to).map(|room| one_line(&room.label()));
        // Who is told the room need not be told that the place follows.
        if room.is_none() || !invitation.place.text.trim().is_empty() || invitation.place.kind != PlaceKind::Onsite {
            facts.push((name(place_key(invitation.place.kind)), place(invitation, house)));
        }
        facts.push((name("mail-room"), room.unwrap_or_default()));
    }
    facts.push((name("mail-job"), format!("{}, {}", one_line(&invitation.job_title), one_line(&invitation.company))));
    if to.kind != PersonKind::Candidate {
        facts.push((name("mail-candidate"), invitation.candidate().map(|person| one_line(&person.name)).unwrap_or_default()));
    }
    let with: Vec<_> = invitation.interviewers_for(to).into_iter().filter(|name| *name != to.name).map(one_line).collect();
    facts.push((name("mail-with"), with.join(", ")));
    facts.push((name("mail-reason"), news.reason.trim().to_owned()));
    facts.push((name("mail-form"), house.address(&news.form)));
    let attached: Vec<_> = news.attached.iter().map(|document| one_line(&document.name)).collect();
    facts.push((name("mail-attached"), attached.join(", ")));
    facts
}

fn place(invitation: &Invitation, house: &House) -> String {
    let text = one_line(&invitation.place.text);
    if text.is_empty() { text!(house.locale.language, "mail-place-follows") } else { text }
}

const fn place_key(kind: PlaceKind) -> &'static str {
    match kind {
        PlaceKind::Video => "mail-place-video",
        PlaceKind::Onsite => "mail-place-onsite",
        PlaceKind::Phone => "mail-place-phone",
    }
}

const fn part(kind: PersonKind) -> &'static str {
    match kind {
        PersonKind::Candidate => "candidate",
        PersonKind::Contact => "contact",
        PersonKind::Attendee => "attendee",
        PersonKind::Organiser => "organiser",
    }
}

/// The calendar entry for one person.
///
/// # Errors
/// When it can not be written, which means a fault of ours.
pub fn calendar(news: &InterviewNews, house: &House) -> Result<Calendar, std::fmt::Error> {
    let method = news.news.method();
    let text = ics::invitation(&entry(&news.invitation, &news.to, &news.link, house), &news.to, method)?;
    Ok(Calendar { method, text })
}

/// What a person's calendar shows of an interview.
pub fn entry<'a>(invitation: &'a Invitation, reader: &Participant, link: &str, house: &House) -> ics::Entry<'a> {
    let language = house.locale.language;
    let (job, company) = (one_line(&invitation.job_title), one_line(&invitation.company));
    let summary = match (reader.kind, invitation.candidate()) {
        (PersonKind::Candidate, _) | (_, None) => text!(language, "mail-summary-candidate", job = job, company = company),
        (_, Some(candidate)) => text!(language, "mail-summary-others", job = job, candidate = one_line(&candidate.name)),
    };
    let link = house.address(link);
    let mut description = vec![invitation.words_for(reader)];
    let room = invitation.room_for(reader).map(|room| one_line(&room.label()));
    if room.is_none() || !invitation.place.text.trim().is_empty() || invitation.place.kind != PlaceKind::Onsite {
        description.push(format!("{}: {}", text!(language, place_key(invitation.place.kind)), place(invitation, house)));
    }
    description.extend(room.map(|room| format!("{}: {room}", text!(language, "mail-room"))));
    let with: Vec<_> = invitation.interviewers_for(reader).into_iter().filter(|name| *name != reader.name).map(one_line).collect();
    if !with.is_empty() {
        description.push(format!("{}: {}", text!(language, "mail-with"), with.join(", ")));
    }
    if !link.is_empty() {
        let key = match reader.kind {
            PersonKind::Candidate => "mail-interview-action-candidate",
            PersonKind::Contact => "mail-interview-action-contact",
            PersonKind::Attendee | PersonKind::Organiser => "mail-interview-action-colleague",
        };
        description.push(format!("{}: {link}", text!(language, key)));
    }
    description.retain(|line| !line.is_empty());
    ics::Entry {
        invitation,
        mailbox: house.mailbox.to_string(),
        stamp: house.now,
        summary,
        description: description.join("\n"),
        location: invitation.location_for(reader),
        url: link,
    }
}
