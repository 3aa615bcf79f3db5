//! An offer as it is written: which letter, what was typed, until when it can be answered.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::Desk;
use crate::api::error::ApiError;
use crate::api::offers::{LetterChoice, OffersTab};
use crate::domain::error::FieldErrors;
use crate::domain::offers::filled::{Filled, Known, SaveOffer, Typed, fill};
use crate::domain::offers::tags::AskedTag;
use crate::domain::offers::template::OfferContent;

/// What was typed, by tag: made as they are asked for, and kept when another letter is chosen.
#[derive(Clone, Copy)]
struct Fields {
    by_tag: StoredValue<BTreeMap<String, RwSignal<String>>>,
    owner: StoredValue<Owner>,
}

impl Fields {
    fn of(self, name: &str) -> RwSignal<String> {
        if let Some(field) = self.by_tag.with_value(|fields| fields.get(name).copied()) {
            return field;
        }
        let field = self.owner.with_value(|owner| owner.with(|| RwSignal::new(String::new())));
        self.by_tag.update_value(|fields| {
            fields.insert(name.to_owned(), field);
        });
        field
    }

    /// What was typed for the tags of this letter.
    fn typed(self, tags: &[AskedTag]) -> Typed {
        let value = |tag: &AskedTag| {
            let typed = self.of(&tag.name).get().trim().to_owned();
            (!typed.is_empty()).then(|| (tag.name.clone(), typed))
        };
        tags.iter().filter_map(value).collect()
    }
}

/// What is written.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    tab: Signal<OffersTab>,
    /// The version of the letter, as the drop-down has it; empty for none.
    pub letter: RwSignal<String>,
    /// The last day to answer.
    pub expires: RwSignal<String>,
    fields: Fields,
    /// The letter that is chosen.
    pub choice: Memo<Option<LetterChoice>>,
    /// What it says.
    pub content: Memo<OfferContent>,
    /// Its tags, read once and not with each key stroke.
    pub tags: Memo<Vec<AskedTag>>,
    typed: Memo<Typed>,
    /// The letter filled in: once for all that ask, with each key stroke.
    pub filled: Memo<Filled>,
    /// The tags that need a value and have none.
    pub missing: Memo<Vec<AskedTag>>,
    /// What is stored: nothing is to be saved while it is the same.
    stored: RwSignal<(String, Typed, String)>,
    /// Something is not saved yet.
    dirty: Memo<bool>,
    /// The version that it was read with.
    version: StoredValue<i64>,
    /// Why it was not saved or sent.
    pub refused: RwSignal<Option<ApiError>>,
}

impl Draft {
    /// Begins with what is stored.
    pub fn new(tab: Signal<OffersTab>) -> Self {
        let letter = RwSignal::new(String::new());
        let fields = Fields { by_tag: StoredValue::new(BTreeMap::new()), owner: StoredValue::new(Owner::current().unwrap_or_default()) };
        let choice = Memo::new(move |_| {
            let chosen = letter.get();
            tab.with(|tab| {
                let work = tab.work.as_ref()?;
                let own = work.offer.as_ref().map(|offer| &offer.letter);
                work.letters.iter().chain(own).find(|letter| letter.id.to_string() == chosen).cloned()
            })
        });
        let content = Memo::new(move |_| choice.with(|choice| choice.as_ref().map(|letter| letter.content.clone()).unwrap_or_default()));
        let known = Memo::new(move |_| tab.with(|tab| tab.work.as_ref().map(|work| work.known.clone()).unwrap_or_default()));
        let tags = Memo::new(move |_| content.with(OfferContent::tags));
        let typed = Memo::new(move |_| tags.with(|tags| fields.typed(tags)));
        let filled = Memo::new(move |_| tags.with(|tags| known.with(|known| typed.with(|typed| fill(tags, known, typed)))));
        let missing = Memo::new(move |_| filled.with(|filled| filled.missing.clone()));
        let expires = RwSignal::new(String::new());
        let stored = RwSignal::new((String::new(), Typed::new(), String::new()));
        let dirty = Memo::new(move |_| {
            let same = |stored: &Typed| typed.with(|typed| typed == stored);
            stored.with(|(stored_letter, stored, until)| {
                letter.with(|letter| letter != stored_letter) || expires.with(|expires| expires != until) || !same(stored)
            })
        });
        let draft = Self {
            tab,
            letter,
            expires,
            fields,
            choice,
            content,
            tags,
            typed,
            filled,
            missing,
            stored,
            dirty,
            version: StoredValue::new(0),
            refused: RwSignal::new(None),
        };
        untrack(|| draft.take());
        draft
    }

    /// Takes over what others saved, as long as nothing is typed here: that stays, and saving it says so.
    pub fn follow(self, desk: Desk) {
        Effect::new(move |before: Option<()>| {
            desk.tab.track();
            desk.anew.track();
            if before.is_some() && !self.is_dirty_untracked() {
                untrack(|| self.take());
            }
        });
    }

    /// Begins anew with what is stored: the offer that is written on, else what the last one said.
    pub fn take(self) {
        let Some((letter, typed, expires, version)) = self.tab.with(|tab| {
            let work = tab.work.as_ref()?;
            let usual = work.usual_expiry.to_string();
            Some(match &work.offer {
                Some(offer) if !offer.state.is_frozen() => {
                    (offer.letter.id.to_string(), offer.typed.clone(), offer.expires_on.to_string(), offer.version)
                }
                // The latest version of the letter that was sent, if it is still offered.
                Some(offer) => {
                    let same = work.letters.iter().find(|letter| letter.template == offer.letter.template).or(work.letters.first());
                    (same.map(|letter| letter.id.to_string()).unwrap_or_default(), offer.typed.clone(), usual, 0)
                }
                None => (work.letters.first().map(|letter| letter.id.to_string()).unwrap_or_default(), Typed::new(), usual, 0),
            })
        }) else {
            return;
        };
        for (name, value) in &typed {
            self.field(name).set(value.clone());
        }
        self.fields.by_tag.with_value(|fields| {
            fields.iter().filter(|(name, _)| !typed.contains_key(*name)).for_each(|(_, field)| field.set(String::new()));
        });
        self.letter.set(letter.clone());
        self.expires.set(expires.clone());
        self.version.set_value(version);
        self.stored.set((letter, typed, expires));
    }

    /// What is typed for a tag.
    pub fn field(self, name: &str) -> RwSignal<String> {
        self.fields.of(name)
    }

    /// What the records know.
    pub fn known(self) -> Known {
        self.tab.with(|tab| tab.work.as_ref().map(|work| work.known.clone()).unwrap_or_default())
    }

    /// Something is not saved yet.
    pub fn is_dirty(self) -> bool {
        self.dirty.get()
    }

    fn is_dirty_untracked(self) -> bool {
        self.dirty.get_untracked()
    }

    /// What is wrong at the fields.
    pub fn errors(self) -> Signal<FieldErrors> {
        Signal::derive(move || match self.refused.get() {
            Some(ApiError::Invalid(errors)) => errors,
            _ => FieldErrors::default(),
        })
    }

    /// The offer as it is sent to be saved; what is wrong is told at the fields.
    pub fn to_save(self, desk: Desk) -> Option<SaveOffer> {
        untrack(|| {
            let content = self.content.get();
            let Some(letter) = self.choice.get() else {
                self.refused.set(Some(ApiError::Invalid(FieldErrors::one("letter", "error-choose"))));
                return None;
            };
            let application = self.tab.with(|tab| tab.application.as_ref().map(|choice| choice.id))?;
            let id = desk.written().map(|offer| offer.id);
            let version = self.version.get_value();
            let input = SaveOffer { id, version, application, letter: letter.id, typed: self.typed.get(), expires: self.expires.get() };
            match input.check(&content) {
                Ok(_) => {
                    self.refused.set(None);
                    Some(input)
                }
                Err(errors) => {
                    self.refused.set(Some(ApiError::Invalid(errors)));
                    None
                }
            }
        })
    }

    /// What was sent to be saved is stored now: what was typed meanwhile is not.
    pub fn saved(self, input: &SaveOffer) {
        self.stored.set((input.letter.to_string(), input.typed.clone(), input.expires.clone()));
    }
}
