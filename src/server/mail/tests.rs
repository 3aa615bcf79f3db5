use super::*;
use crate::domain::id::ApplicationId;
use crate::domain::people::EmailAddress;
use crate::domain::scheduling::interview::{InterviewState, PersonKind};
use crate::domain::scheduling::invitation::News;
use crate::server::tests::mail::samples;
use message::{BookingInvitation, ColleagueInvitation, InterviewNews, PasswordReset, Presentation, Recipient, Sender};

fn house() -> House {
    House {
        organisation: "Hire & Co".into(),
        locale: Locale::default(),
        base_url: "https://agendum.example".into(),
        mailbox: "agendum@example.com".parse().unwrap(),
        now: "2027-03-03T09:00:00Z".parse().unwrap(),
    }
}

fn recipient() -> Recipient {
    Recipient { name: "Ana <b>".into(), email: EmailAddress::parse("ana@example.com").unwrap(), zone: "Asia/Kolkata".into() }
}

fn sender() -> Sender {
    Sender { name: "Rita".into(), email: EmailAddress::parse("rita@house.example").unwrap() }
}

fn every_message() -> Vec<Message> {
    let expires_at = "2027-03-10T09:00:00Z".parse().unwrap();
    let (job_title, link) = ("Engineer".to_owned(), "/c/token".to_owned());
    let mut all: Vec<Message> = vec![
        ColleagueInvitation { to: recipient(), sender: sender(), link: link.clone(), expires_at }.into(),
        PasswordReset { to: recipient(), link: link.clone(), expires_at }.into(),
        BookingInvitation {
            to: recipient(),
            sender: sender(),
            application_id: ApplicationId::new(uuid::Uuid::nil()),
            job_title: job_title.clone(),
            company: "Acme".into(),
            interview: Some("System design".into()),
            duration_minutes: 45,
            words: "Be <i>early</i>".into(),
            link: link.clone(),
        }
        .into(),
    ];
    for candidates in [vec!["Ana".to_owned()], vec!["Ana".to_owned(), "Ben".to_owned()]] {
        let (job_title, link) = (job_title.clone(), link.clone());
        all.push(Presentation { to: recipient(), sender: sender(), job_title, candidates, words: "Two words".into(), link }.into());
    }
    let mut invitation = samples::interview();
    for state in [InterviewState::Confirmed, InterviewState::Cancelled] {
        invitation.state = state;
        for to in invitation.people.clone() {
            for occasion in [Occasion::Interview, Occasion::Form] {
                let (to, invitation, link) = (to.clone(), invitation.clone(), "/f/token".to_owned());
                all.push(InterviewReminder { occasion, to, invitation, link, answer: String::new() }.into());
            }
            for news in [News::Booked, News::Rescheduled, News::Changed, News::Cancelled] {
                let previous = (news == News::Rescheduled).then(|| samples::hour("2027-03-10T13:30:00Z"));
                let (to, invitation, link) = (to.clone(), invitation.clone(), "/b/token".to_owned());
                all.push(
                    InterviewNews {
                        to,
                        news,
                        invitation,
                        previous,
                        reason: "The train\nis late".into(),
                        link,
                        answer: "/a/token".into(),
                        form: String::new(),
                        attached: Vec::new(),
                    }
                    .into(),
                );
            }
        }
    }
    all
}

#[test]
fn a_long_description_heads_a_subject_by_its_first_line_cut_short() {
    let mut invitation = samples::interview();
    invitation.description = format!("{} \u{1f600}end\nA second line", "é".repeat(58));
    let attendee = invitation.people.iter().find(|person| person.kind == PersonKind::Attendee).unwrap().clone();
    let reminder =
        InterviewReminder { occasion: Occasion::Interview, to: attendee, invitation, link: String::new(), answer: String::new() };
    let subject = subject(&reminder.into(), &house());
    let (head, rest) = subject.split_once(" · ").unwrap();
    assert_eq!(head, format!("{} \u{1f600}…", "é".repeat(58)));
    assert!(rest.starts_with("Reminder: interview with"), "{rest}");
}

/// A message that is not in the file shows as its key.
#[test]
fn every_text_is_in_the_message_file_and_nothing_is_left_open() {
    for message in every_message() {
        let mail = render(&message, &house()).unwrap();
        let all = format!("{}\n{}\n{}", mail.subject, mail.text, mail.html);
        assert!(!all.contains("mail-") && !all.contains("{ $") && !all.contains("{$"), "{}: {all}", message.kind());
        assert!(!mail.subject.contains('\n') && mail.text.contains("https://agendum.example/"), "{all}");
        assert!(!mail.html.contains("<b>") && !mail.html.contains("<i>"), "{}", mail.html);
        assert!(!mail.html.contains("src=") && !mail.html.contains("@import"), "nothing is loaded from elsewhere");
    }
}

#[test]
fn times_are_in_the_readers_zone_named_with_offset_and_on_site_in_the_zone_of_the_place_too() {
    let invitation = samples::interview();
    let read = |kind: PersonKind| {
        let to = invitation.people.iter().find(|person| person.kind == kind).unwrap().clone();
        let news = InterviewNews {
            to,
            news: News::Rescheduled,
            invitation: invitation.clone(),
            previous: Some(samples::hour("2027-03-10T13:30:00Z")),
            reason: String::new(),
            link: String::new(),
            answer: String::new(),
            form: String::new(),
            attached: Vec::new(),
        };
        render(&news.into(), &house()).unwrap()
    };
    let candidate = read(PersonKind::Candidate);
    assert!(candidate.text.contains("When: Tuesday 16 March 2027, 19:00 – 20:00, Kolkata (UTC+5:30)"), "{}", candidate.text);
    assert!(candidate.text.contains("Time at the place: Tuesday 16 March 2027, 09:30 – 10:30, New York (UTC−4)"), "{}", candidate.text);
    // Before the clocks of New York changed, and those of Kolkata never do.
    assert!(candidate.text.contains("Before: Wednesday 10 March 2027, 19:00 – 20:00, Kolkata (UTC+5:30)"), "{}", candidate.text);
    assert!(candidate.subject.contains("Tue 16 Mar, 19:00 Kolkata (UTC+5:30)"), "{}", candidate.subject);
    let contact = read(PersonKind::Contact);
    assert!(contact.text.contains("09:30 – 10:30, New York (UTC−4)") && !contact.text.contains("Time at the place"), "{}", contact.text);
    assert!(contact.text.contains("Before: Wednesday 10 March 2027, 08:30 – 09:30, New York (UTC−5)"), "{}", contact.text);
}

#[test]
fn a_candidate_reads_no_names_where_the_job_hides_them() {
    let mut invitation = samples::interview();
    invitation.show_attendees = false;
    let to = invitation.people[0].clone();
    let news = InterviewNews {
        to,
        news: News::Booked,
        invitation,
        previous: None,
        reason: String::new(),
        link: String::new(),
        answer: String::new(),
        form: String::new(),
        attached: Vec::new(),
    };
    let mail = render(&news.into(), &house()).unwrap();
    let all = format!("{}{}{}", mail.text, mail.html, mail.calendar.unwrap().text);
    assert!(!all.contains("Björn") && !all.contains("O'Neil") && !all.contains("house.example") && !all.contains("ned@"), "{all}");
    assert!(all.contains("Rita Recruiter"), "the recruiter is not hidden");
}

#[test]
fn an_attendee_reads_what_is_attached_and_where_the_form_is_and_a_channel_does_not() {
    let invitation = samples::interview();
    let to = invitation.people.iter().find(|person| person.kind == PersonKind::Attendee).unwrap().clone();
    let news = InterviewNews {
        to,
        news: News::Booked,
        invitation,
        previous: None,
        reason: String::new(),
        link: "/interviews/1".into(),
        answer: String::new(),
        form: "/f/token".into(),
        attached: vec![Attached { name: "resume.pdf".into(), source: Source::File(crate::domain::id::FileId::new(uuid::Uuid::nil())) }],
    };
    let message = news.into();
    let mail = render(&message, &house()).unwrap();
    assert!(mail.text.contains("Attached: resume.pdf") && mail.text.contains("/f/token"), "{}", mail.text);
    assert_eq!(mail.attached.len(), 1);
    // The link opens the form without an account: it is for its reader alone.
    assert!(!card(&message, &house()).to_string().contains("/f/token"));
}
