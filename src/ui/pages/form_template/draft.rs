//! A form template as it is edited.

use leptos::prelude::*;

use crate::domain::forms::template::{Content, HIGHEST, Question, QuestionKind, Section};

/// A question as it is edited.
#[derive(Debug, Clone, Copy)]
pub struct QuestionDraft {
    pub key: u32,
    pub kind: RwSignal<String>,
    pub text: RwSignal<String>,
    pub hint: RwSignal<String>,
    pub competency: RwSignal<String>,
    pub required: RwSignal<bool>,
    /// One on each line.
    pub options: RwSignal<String>,
    pub anchors: [RwSignal<String>; HIGHEST as usize],
}

/// A section as it is edited.
#[derive(Debug, Clone, Copy)]
pub struct SectionDraft {
    pub key: u32,
    pub title: RwSignal<String>,
    pub hint: RwSignal<String>,
    pub questions: RwSignal<Vec<QuestionDraft>>,
}

/// The whole.
#[derive(Debug, Clone, Copy)]
pub struct TemplateDraft {
    pub name: RwSignal<String>,
    pub introduction: RwSignal<String>,
    pub sections: RwSignal<Vec<SectionDraft>>,
    next: StoredValue<u32>,
}

/// What is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A section, by its key.
    Section(u32),
    /// A question, by its key.
    Question(u32),
}

impl QuestionDraft {
    fn new(question: Question) -> Self {
        Self {
            key: question.key,
            kind: RwSignal::new(question.kind.name().to_owned()),
            anchors: std::array::from_fn(|at| RwSignal::new(question.anchors.get(at).cloned().unwrap_or_default())),
            options: RwSignal::new(question.options.join("\n")),
            text: RwSignal::new(question.text),
            hint: RwSignal::new(question.hint),
            competency: RwSignal::new(question.competency),
            required: RwSignal::new(question.required),
        }
    }

    /// How it is answered.
    pub fn kind(self) -> QuestionKind {
        self.kind.with(|kind| QuestionKind::parse(kind)).unwrap_or(QuestionKind::Text)
    }

    fn question(self) -> Question {
        Question {
            key: self.key,
            kind: self.kind(),
            text: self.text.get(),
            hint: self.hint.get(),
            required: self.required.get(),
            competency: self.competency.get(),
            options: self.options.with(|options| options.lines().map(str::to_owned).filter(|option| !option.trim().is_empty()).collect()),
            anchors: self.anchors.iter().map(|anchor| anchor.get()).collect(),
        }
    }
}

impl SectionDraft {
    fn new(section: Section) -> Self {
        Self {
            key: section.key,
            title: RwSignal::new(section.title),
            hint: RwSignal::new(section.hint),
            questions: RwSignal::new(section.questions.into_iter().map(QuestionDraft::new).collect()),
        }
    }
}

impl TemplateDraft {
    /// Begins with what is stored; a new one with a section and a rating.
    pub fn new(name: String, content: Option<Content>) -> Self {
        let content = content.unwrap_or_else(|| {
            let question = Question { required: true, ..Question::new(2, QuestionKind::Rating) };
            Content {
                introduction: String::new(),
                sections: vec![Section { key: 1, title: String::new(), hint: String::new(), questions: vec![question] }],
            }
        });
        Self {
            name: RwSignal::new(name),
            next: StoredValue::new(content.next_key()),
            introduction: RwSignal::new(content.introduction),
            sections: RwSignal::new(content.sections.into_iter().map(SectionDraft::new).collect()),
        }
    }

    /// What is asked, as it stands now.
    pub fn content(self) -> Content {
        let section = |section: &SectionDraft| Section {
            key: section.key,
            title: section.title.get(),
            hint: section.hint.get(),
            questions: section.questions.with(|questions| questions.iter().map(|question| question.question()).collect()),
        };
        Content { introduction: self.introduction.get(), sections: self.sections.with(|sections| sections.iter().map(section).collect()) }
    }

    fn key(self) -> u32 {
        let key = self.next.get_value();
        self.next.set_value(key.saturating_add(1));
        key
    }

    /// Adds a section with a question.
    pub fn add_section(self) {
        let (key, question) = (self.key(), Question::new(self.key(), QuestionKind::Rating));
        let section = Section { key, title: String::new(), hint: String::new(), questions: vec![question] };
        self.sections.update(|sections| sections.push(SectionDraft::new(section)));
    }

    /// Adds a question to a section.
    pub fn add_question(self, section: SectionDraft) {
        let question = QuestionDraft::new(Question::new(self.key(), QuestionKind::Rating));
        section.questions.update(|questions| questions.push(question));
    }

    /// Removes a section or a question.
    pub fn remove(self, part: Part) {
        match part {
            Part::Section(key) => self.sections.update(|sections| sections.retain(|section| section.key != key)),
            Part::Question(_) => drop(self.take(part)),
        }
    }

    fn take(self, part: Part) -> Option<QuestionDraft> {
        let Part::Question(key) = part else { return None };
        for section in self.sections.get_untracked() {
            let found = section.questions.with_untracked(|questions| questions.iter().position(|question| question.key == key));
            if let Some(at) = found {
                return section.questions.try_update(|questions| questions.remove(at));
            }
        }
        None
    }

    /// Moves one place up or down; a question at the edge of its section goes into the next one. Gives its new number in its list, from 1.
    pub fn shift(self, part: Part, down: bool) -> Option<usize> {
        let sections = self.sections.get_untracked();
        let (list, at) = match part {
            Part::Section(key) => (None, sections.iter().position(|section| section.key == key)?),
            Part::Question(key) => sections.iter().enumerate().find_map(|(i, section)| {
                let at = section.questions.with_untracked(|questions| questions.iter().position(|question| question.key == key))?;
                Some((Some(i), at))
            })?,
        };
        let to = if down { Some(at + 1) } else { at.checked_sub(1) };
        match list {
            None => {
                let to = to.filter(|to| *to < sections.len())?;
                self.sections.update(|sections| sections.swap(at, to));
                Some(to + 1)
            }
            Some(i) => {
                let count = sections[i].questions.with_untracked(Vec::len);
                if let Some(to) = to.filter(|to| *to < count) {
                    sections[i].questions.update(|questions| questions.swap(at, to));
                    return Some(to + 1);
                }
                let other = if down { sections.get(i + 1) } else { i.checked_sub(1).and_then(|i| sections.get(i)) }?;
                let question = self.take(part)?;
                let place = if down { 0 } else { other.questions.with_untracked(Vec::len) };
                other.questions.update(|questions| questions.insert(place, question));
                Some(place + 1)
            }
        }
    }

    /// Puts a dragged part before another of its kind, or a question at the end of a section.
    pub fn drop_on(self, dragged: Part, target: Part) {
        if dragged == target {
            return;
        }
        let sections = self.sections.get_untracked();
        match (dragged, target) {
            (Part::Section(from), Part::Section(to)) => self.sections.update(|sections| {
                let place = |key| sections.iter().position(|section| section.key == key);
                if let (Some(from), Some(to)) = (place(from), place(to)) {
                    let section = sections.remove(from);
                    sections.insert(to, section);
                }
            }),
            (Part::Question(_), Part::Question(before)) => {
                let holds = |section: &&SectionDraft| {
                    section.questions.with_untracked(|questions| questions.iter().any(|question| question.key == before))
                };
                let Some(section) = sections.iter().find(holds) else { return };
                let place = |questions: &[QuestionDraft]| questions.iter().position(|question| question.key == before);
                let Some(to) = section.questions.with_untracked(|questions| place(questions)) else { return };
                if let Some(question) = self.take(dragged) {
                    section.questions.update(|questions| questions.insert(to.min(questions.len()), question));
                }
            }
            (Part::Question(_), Part::Section(key)) => {
                let Some(section) = sections.iter().find(|section| section.key == key) else { return };
                if let Some(question) = self.take(dragged) {
                    section.questions.update(|questions| questions.push(question));
                }
            }
            (Part::Section(_), Part::Question(_)) => {}
        }
    }
}
