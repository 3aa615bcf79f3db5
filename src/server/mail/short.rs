//! What fits into a text message: what, when with zone and offset, and where to see it.

use super::message::{InterviewNews, InterviewReminder};
use super::{House, one_line};
use crate::domain::scheduling::interview::PersonKind;
use crate::domain::scheduling::invitation::{Invitation, Participant};
use crate::domain::scheduling::reminders::Occasion;
use crate::text;

/// News of an interview.
pub fn news(news: &InterviewNews, house: &House) -> String {
    say(news.news.name(), &news.to, &news.invitation, &news.link, house)
}

/// A reminder.
pub fn reminder(reminder: &InterviewReminder, house: &House) -> String {
    match reminder.occasion {
        Occasion::Interview => say("reminder", &reminder.to, &reminder.invitation, &reminder.link, house),
        Occasion::Form => say_by("text-form-reminder", &reminder.to, &reminder.invitation, &reminder.link, house),
    }
}

fn say(what: &str, to: &Participant, invitation: &Invitation, link: &str, house: &House) -> String {
    let reader = if to.kind == PersonKind::Candidate { "candidate" } else { "others" };
    say_by(&format!("text-interview-{what}-{reader}"), to, invitation, link, house)
}

fn say_by(key: &str, to: &Participant, invitation: &Invitation, link: &str, house: &House) -> String {
    let said = text!(
        house.locale.language,
        key,
        organisation = one_line(&house.organisation),
        job = one_line(&invitation.job_title),
        company = one_line(&invitation.company),
        candidate = invitation.candidate().map(|person| one_line(&person.name)).unwrap_or_default(),
        when = house.moment(&to.zone, invitation.span.start())
    );
    if link.is_empty() { said } else { format!("{said} {}", house.address(link)) }
}
