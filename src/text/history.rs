//! What happened, in sentences.

use crate::domain::history::{ActorKind, Fact, HistoryKind, HistoryLine, Person};
use crate::domain::locale::{Language, Locale};
use crate::domain::time::Zone;
use crate::text::{FluentArgs, FluentValue, dates, message};

/// What stands in a line of its own, after what happened.
const APART: [&str; 5] = ["room", "reason", "proposed_at", "words", "way"];

/// The message of an action: `interview.booked` is `history-interview-booked`.
pub fn key(action: &str) -> String {
    format!("history-{}", action.replace(['.', '_'], "-"))
}

/// Who it was.
pub fn who(language: Language, person: &Person) -> String {
    let name = person.name.as_str();
    match person.kind {
        ActorKind::System | ActorKind::Public => message(language, &format!("history-who-{}", person.kind.name()), None),
        ActorKind::User | ActorKind::Attendee => name.to_owned(),
        ActorKind::Contact | ActorKind::Candidate => crate::text!(language, &format!("history-who-{}", person.kind.name()), name = name),
    }
}

/// The word for a kind.
pub fn kind(language: Language, kind: HistoryKind) -> String {
    message(language, &format!("history-kind-{}", kind.name()), None)
}

/// What happened, with what belongs to it, one thing a line.
pub fn lines(locale: Locale, zone: &Zone, line: &HistoryLine) -> Vec<String> {
    let said = |fact: &Fact| match fact {
        Fact::Text { text } => text.clone(),
        Fact::At { at } => dates::moment_of_year(locale, zone, *at),
        Fact::On { date } => dates::date_medium(locale, *date),
        Fact::Word { key } => message(locale.language, key, None),
    };
    let mut arguments = FluentArgs::new();
    for (name, fact) in &line.facts {
        arguments.set(name.as_str(), FluentValue::from(said(fact)));
    }
    let apart = APART
        .iter()
        .filter_map(|name| line.facts.iter().find(|(of, _)| of == name))
        .map(|(name, fact)| crate::text!(locale.language, &format!("history-apart-{}", name.replace('_', "-")), what = said(fact)));
    std::iter::once(message(locale.language, &key(&line.action), Some(&arguments))).chain(apart).collect()
}

/// Who was told, and whether it arrived.
pub fn told(language: Language, line: &HistoryLine) -> Vec<String> {
    line.told.iter().map(|(name, state)| crate::text!(language, &format!("history-told-{}", state.name()), name = name.as_str())).collect()
}
