//! Mails about offers. None of them says what is in one: that stands behind link and code.

use super::letter::Letter;
use super::message::{OfferCode, OfferMail, OfferMailStep, OfferNews};
use super::others::begin;
use super::{House, one_line};
use crate::text;

/// What the candidate is told.
pub fn to_candidate(message: &OfferMail, house: &House) -> Letter {
    let language = house.locale.language;
    let (job, company) = (one_line(&message.job_title), one_line(&message.company));
    let signed = text!(language, "mail-signed", name = one_line(&message.sender.name));
    let (key, action, notes) = match &message.step {
        OfferMailStep::Sent { link, expires_at } => {
            let until = text!(language, "mail-offer-until", until = house.moment(&message.to.zone, *expires_at));
            (
                "sent",
                Some((text!(language, "mail-offer-action"), house.address(link))),
                vec![until, text!(language, "mail-offer-code-comes")],
            )
        }
        OfferMailStep::Rescinded => ("rescinded", None, Vec::new()),
        OfferMailStep::Accepted => ("accepted", None, Vec::new()),
    };
    Letter {
        subject: text!(language, &format!("mail-offer-{key}-subject"), job = job.clone(), company = company.clone()),
        heading: text!(language, &format!("mail-offer-{key}-heading"), job = job.clone(), company = company.clone()),
        paragraphs: vec![text!(language, &format!("mail-offer-{key}"), job = job, company = company)],
        action,
        notes: notes.into_iter().chain([signed]).collect(),
        ..begin(&message.to.name, house)
    }
}

/// The code. The subject does not say it: a locked phone shows subjects.
pub fn code(message: &OfferCode, house: &House) -> Letter {
    let language = house.locale.language;
    Letter {
        subject: text!(language, "mail-code-subject"),
        heading: text!(language, "mail-code-subject"),
        facts: vec![(text!(language, "mail-code-label"), message.code.clone())],
        paragraphs: vec![text!(language, "mail-code", until = house.moment(&message.to.zone, message.expires_at))],
        notes: vec![text!(language, "mail-code-not-you")],
        ..begin(&message.to.name, house)
    }
}

/// What a colleague is told.
pub fn news(message: &OfferNews, house: &House) -> Letter {
    let language = house.locale.language;
    let (candidate, job) = (one_line(&message.candidate), one_line(&message.job_title));
    let step = message.step.name();
    Letter {
        subject: text!(language, &format!("mail-offer-news-{step}"), candidate = candidate.clone(), job = job.clone()),
        heading: text!(language, &format!("mail-offer-news-{step}"), candidate = candidate.clone(), job = job.clone()),
        paragraphs: vec![text!(language, "mail-offer-news", candidate = candidate, job = job)],
        facts: vec![(text!(language, "mail-offer-news-reason"), message.words.clone())],
        action: Some((text!(language, "mail-offer-news-action"), house.address(&message.link))),
        ..begin(&message.to.name, house)
    }
}
