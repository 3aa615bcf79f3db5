//! What people are told of an interview, and who is told what when it changes.
//!
//! [`told`] compares the interview as it was with the interview as it is. It therefore needs no case of its own for
//! booking, moving, calling off, or for attendees who come and go.

use serde::{Deserialize, Serialize};

use super::interview::{InterviewState, PersonKind, Response};
use crate::domain::id::{ApplicationId, InterviewId};
use crate::domain::jobs::{Place, PlaceKind};
use crate::domain::people::EmailAddress;
use crate::domain::rooms::Room;
use crate::domain::span::Span;

/// Documents that go with the attendees' mail; never with the candidate's or the client's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Papers {
    /// The candidate's résumé.
    pub resume: bool,
    /// The candidate's cover letter.
    pub cover_letter: bool,
    /// The attendee's own form, blank.
    pub form: bool,
}

/// An interview as its people are told of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// The interview.
    pub interview_id: InterviewId,
    /// The application it belongs to.
    pub application_id: ApplicationId,
    /// The same over the interview's whole life (RFC 5545, section 3.8.4.7).
    pub uid: String,
    /// Raised by one whenever time, place, people or state change (RFC 5545, section 3.8.7.4).
    pub sequence: u32,
    /// Whether it takes place.
    pub state: InterviewState,
    /// When.
    pub span: Span,
    /// The IANA zone of the place (for video and telephone: of the job).
    pub zone: String,
    /// Where.
    pub place: Place,
    /// The room that it takes.
    #[serde(default)]
    pub room: Option<Room>,
    /// The job's title.
    pub job_title: String,
    /// Whom the job is with: the client, or the organisation itself.
    pub company: String,
    /// Words for the colleagues in it; may be empty, may have several lines.
    pub description: String,
    /// The company's words for the candidate; may be empty, may have several lines.
    pub words_for_candidate: String,
    /// Whether the candidate is told who interviews.
    pub show_attendees: bool,
    /// Whether the candidate is told by mail.
    pub tell_candidate: bool,
    /// Whether the candidate is told by text, where that can be.
    pub text_candidate: bool,
    /// What goes with the attendees' mail.
    pub papers: Papers,
    /// Candidate, contact, attendees, and the organiser (recruiter).
    pub people: Vec<Participant>,
}

/// Somebody who is told of an interview.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// In what part.
    pub kind: PersonKind,
    /// The name.
    pub name: String,
    /// Where mail goes.
    pub email: EmailAddress,
    /// The IANA zone in which they read times.
    pub zone: String,
    /// Their answer.
    pub response: Response,
}

/// The iTIP method of an invitation (RFC 5546, section 1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// It takes place at this time.
    Request,
    /// It does not take place, or without the recipient.
    Cancel,
}

impl Method {
    /// The value of METHOD.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }
}

/// What one person learns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// An interview that they did not know of.
    Booked,
    /// The time is another.
    Rescheduled,
    /// The time is the same; place, people or words are others.
    Changed,
    /// It is off, for everybody or for them.
    Cancelled,
}

impl News {
    /// The stored name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Booked => "booked",
            Self::Rescheduled => "rescheduled",
            Self::Changed => "changed",
            Self::Cancelled => "cancelled",
        }
    }

    /// How a calendar is told.
    pub const fn method(self) -> Method {
        match self {
            Self::Booked | Self::Rescheduled | Self::Changed => Method::Request,
            Self::Cancelled => Method::Cancel,
        }
    }
}

/// Who is told what, each address once, when an interview became what it is now; `before` is `None` for a new one.
pub fn told<'a>(before: Option<&'a Invitation>, after: &'a Invitation) -> Vec<(&'a Participant, News)> {
    let was = before.filter(|before| before.state == InterviewState::Confirmed);
    let was_there = was.map(Invitation::all_told).unwrap_or_default();
    let is_there = if after.state == InterviewState::Confirmed { after.all_told() } else { Vec::new() };
    let knew = |person: &Participant| was_there.iter().any(|other| other.email == person.email);
    let stays = |person: &Participant| is_there.iter().any(|other| other.email == person.email);

    let mut news = Vec::new();
    for &person in &is_there {
        match was.filter(|_| knew(person)) {
            None => news.push((person, News::Booked)),
            Some(before) if before.span != after.span => news.push((person, News::Rescheduled)),
            Some(before) if before.differs_for(after, person) => news.push((person, News::Changed)),
            Some(_) => {}
        }
    }
    news.extend(was_there.iter().filter(|person| !stays(person)).map(|&person| (person, News::Cancelled)));
    news
}

impl Invitation {
    /// The candidate.
    pub fn candidate(&self) -> Option<&Participant> {
        self.first(PersonKind::Candidate)
    }

    /// The recruiter in whose name it goes out.
    pub fn organiser(&self) -> Option<&Participant> {
        self.first(PersonKind::Organiser)
    }

    /// Those whom a calendar entry may list for this reader, the reader first.
    ///
    /// Mail addresses of all are for colleagues only: a client is not given the candidate's, a candidate nobody's.
    pub fn listed_for<'a>(&'a self, reader: &'a Participant) -> Vec<&'a Participant> {
        // The reader as they are in `people` now: the answer may be newer there. Somebody who left is not in it.
        let own = self.people.iter().find(|own| own.email == reader.email && own.kind == reader.kind).unwrap_or(reader);
        let mut listed = vec![own];
        if matches!(reader.kind, PersonKind::Attendee | PersonKind::Organiser) {
            listed.extend(self.one_each().into_iter().filter(|other| other.email != own.email));
        }
        listed
    }

    /// The room that the reader is to come to: colleagues always, the others where people meet on site.
    pub fn room_for(&self, reader: &Participant) -> Option<&Room> {
        let ours = matches!(reader.kind, PersonKind::Attendee | PersonKind::Organiser);
        self.room.as_ref().filter(|_| ours || self.place.kind == PlaceKind::Onsite)
    }

    /// Where the reader is to be, in one line; empty where that follows.
    pub fn location_for(&self, reader: &Participant) -> String {
        let room = self.room_for(reader).map(Room::label);
        let place = Some(self.place.text.clone()).filter(|text| !text.trim().is_empty());
        room.into_iter().chain(place).collect::<Vec<_>>().join("; ")
    }

    /// The names of those who interview, as far as the reader is told of them.
    pub fn interviewers_for(&self, reader: &Participant) -> Vec<&str> {
        if reader.kind == PersonKind::Candidate && !self.show_attendees {
            return Vec::new();
        }
        let interviews = |person: &&Participant| matches!(person.kind, PersonKind::Contact | PersonKind::Attendee);
        self.people.iter().filter(interviews).map(|person| person.name.as_str()).collect()
    }

    /// What is to be said to the reader besides the facts; may be empty.
    pub fn words_for(&self, reader: &Participant) -> String {
        let words = match reader.kind {
            PersonKind::Candidate => self.words_for_candidate.as_str(),
            PersonKind::Attendee | PersonKind::Organiser => self.description.as_str(),
            PersonKind::Contact => "",
        };
        words.trim().to_owned()
    }

    fn first(&self, kind: PersonKind) -> Option<&Participant> {
        self.people.iter().find(|person| person.kind == kind)
    }

    /// Those who are sent messages, each address once.
    fn all_told(&self) -> Vec<&Participant> {
        let mut told = self.one_each();
        told.retain(|person| self.tell_candidate || self.text_candidate || person.kind != PersonKind::Candidate);
        told
    }

    /// Each address once: who takes part in two ways is told in the nearer one.
    fn one_each(&self) -> Vec<&Participant> {
        let mut each: Vec<&Participant> = Vec::with_capacity(self.people.len());
        for kind in [PersonKind::Candidate, PersonKind::Contact, PersonKind::Attendee, PersonKind::Organiser] {
            for person in self.people.iter().filter(|person| person.kind == kind) {
                if !each.iter().any(|other| other.email == person.email) {
                    each.push(person);
                }
            }
        }
        each
    }

    /// Whether a reader who knew this invitation has to be told of the other, both at the same time.
    fn differs_for(&self, after: &Self, reader: &Participant) -> bool {
        self.place != after.place
            || self.room_for(reader) != after.room_for(reader)
            || self.words_for(reader) != after.words_for(reader)
            || self.job_title != after.job_title
            || (reader.kind == PersonKind::Attendee && self.papers != after.papers)
            || self.company != after.company
            || self.interviewers_for(reader) != after.interviewers_for(reader)
    }
}

#[cfg(test)]
#[path = "invitation_tests.rs"]
mod tests;
