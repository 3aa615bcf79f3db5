//! Presentation, invitation to book, accounts.

use super::letter::Letter;
use super::message::{BookingInvitation, CandidateMail, ColleagueInvitation, Mention, PasswordReset, Presentation};
use super::{House, one_line};
use crate::text;

/// The frame of a letter: greeting and footer.
pub(super) fn begin(name: &str, house: &House) -> Letter {
    let language = house.locale.language;
    Letter {
        greeting: text!(language, "mail-greeting", name = one_line(name)),
        footer: text!(language, "mail-footer", organisation = one_line(&house.organisation)),
        ..Letter::default()
    }
}

fn words(who: &str, words: &str, house: &House) -> Option<(String, String)> {
    let said = words.trim();
    (!said.is_empty()).then(|| (text!(house.locale.language, "mail-words", name = one_line(who)), said.to_owned()))
}

/// Candidates presented to a client's contact.
pub fn presentation(message: &Presentation, house: &House) -> Letter {
    let language = house.locale.language;
    let (count, job) = (message.candidates.len(), one_line(&message.job_title));
    let first = message.candidates.first().map(|name| one_line(name)).unwrap_or_default();
    let organisation = one_line(&house.organisation);
    Letter {
        subject: text!(language, "mail-presentation-subject", count = count, name = first.clone(), job = job.clone()),
        heading: text!(language, "mail-presentation-heading", count = count, name = first, job = job.clone()),
        paragraphs: vec![
            text!(
                language,
                "mail-presentation",
                count = count,
                job = job,
                sender = one_line(&message.sender.name),
                organisation = organisation
            ),
            text!(language, "mail-presentation-next"),
        ],
        facts: vec![(
            text!(language, "mail-candidates", count = count),
            message.candidates.iter().map(|name| one_line(name)).collect::<Vec<_>>().join("\n"),
        )],
        words: words(&message.sender.name, &message.words, house),
        action: Some((text!(language, "mail-presentation-action", count = count), house.address(&message.link))),
        notes: vec![text!(language, "mail-link-is-yours")],
        ..begin(&message.to.name, house)
    }
}

/// A candidate is asked to pick a time.
pub fn booking_invitation(message: &BookingInvitation, house: &House) -> Letter {
    let language = house.locale.language;
    let (job, company) = (one_line(&message.job_title), one_line(&message.company));
    Letter {
        subject: text!(language, "mail-booking-subject", job = job.clone(), company = company.clone()),
        heading: text!(language, "mail-booking-heading", company = company.clone()),
        paragraphs: vec![
            text!(language, "mail-booking", job = job, company = company.clone(), minutes = message.duration_minutes),
            text!(language, "mail-booking-next"),
        ],
        facts: message.interview.iter().map(|title| (text!(language, "mail-booking-interview"), one_line(title))).collect(),
        words: words(&company, &message.words, house),
        action: Some((text!(language, "mail-booking-action"), house.address(&message.link))),
        notes: vec![text!(language, "mail-booking-none"), text!(language, "mail-signed", name = one_line(&message.sender.name))],
        ..begin(&message.to.name, house)
    }
}

/// A colleague is named in a note.
pub fn mention(message: &Mention, house: &House) -> Letter {
    let language = house.locale.language;
    let (sender, candidate) = (one_line(&message.sender.name), one_line(&message.candidate));
    Letter {
        subject: text!(language, "mail-mention-subject", sender = sender.clone(), candidate = candidate.clone()),
        heading: text!(language, "mail-mention-heading", candidate = candidate.clone()),
        paragraphs: vec![text!(language, "mail-mention", sender = sender, candidate = candidate)],
        words: words(&message.sender.name, &message.words, house),
        action: Some((text!(language, "mail-mention-action"), house.address(&message.link))),
        ..begin(&message.to.name, house)
    }
}

/// A colleague writes to a candidate: their own words, greeting and all.
pub fn candidate_mail(message: &CandidateMail, house: &House) -> Letter {
    let language = house.locale.language;
    Letter {
        subject: one_line(&message.subject),
        heading: one_line(&message.subject),
        greeting: String::new(),
        paragraphs: message.text.split("\n\n").map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect(),
        footer: text!(language, "mail-footer", organisation = one_line(&house.organisation)),
        ..Letter::default()
    }
}

/// A colleague gets an account.
pub fn colleague_invitation(message: &ColleagueInvitation, house: &House) -> Letter {
    let language = house.locale.language;
    let organisation = one_line(&house.organisation);
    let until = house.moment(&message.to.zone, message.expires_at);
    Letter {
        subject: text!(language, "mail-colleague-subject", organisation = organisation.clone()),
        heading: text!(language, "mail-colleague-heading", organisation = organisation.clone()),
        paragraphs: vec![text!(language, "mail-colleague", sender = one_line(&message.sender.name), organisation = organisation)],
        action: Some((text!(language, "mail-colleague-action"), house.address(&message.link))),
        notes: vec![text!(language, "mail-link-until", until = until)],
        ..begin(&message.to.name, house)
    }
}

/// A colleague forgot the password.
pub fn password_reset(message: &PasswordReset, house: &House) -> Letter {
    let language = house.locale.language;
    let until = house.moment(&message.to.zone, message.expires_at);
    Letter {
        subject: text!(language, "mail-reset-subject"),
        heading: text!(language, "mail-reset-heading"),
        paragraphs: vec![text!(language, "mail-reset", email = message.to.email.to_string())],
        action: Some((text!(language, "mail-reset-action"), house.address(&message.link))),
        notes: vec![text!(language, "mail-link-until", until = until), text!(language, "mail-reset-not-you")],
        ..begin(&message.to.name, house)
    }
}
