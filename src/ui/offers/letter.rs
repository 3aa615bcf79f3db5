//! A letter as it will be read, what comes from tags set off.

use leptos::prelude::*;

use crate::domain::offers::letter::{Block, Marker, Run};

/// What a tag says; else what it is called.
pub type Said = Result<String, String>;

/// The letter. `place`: how what comes from a tag of that name is shown.
pub fn letter(blocks: Vec<Block>, place: impl Fn(&str, Run) -> AnyView) -> AnyView {
    let words = |runs: Vec<Run>| -> Vec<AnyView> { runs.into_iter().map(|run| word(run, &place)).collect() };
    // The largest heading there is stands below the one of the page's part.
    let largest = blocks.iter().filter_map(|block| if let Block::Heading { level, .. } = block { Some(*level) } else { None }).min();
    let mut views = Vec::new();
    let mut items = Vec::new();
    for block in blocks {
        if let Block::Item { depth, marker, runs } = block {
            items.push(item(depth, marker, words(runs)));
            continue;
        }
        end_list(&mut items, &mut views);
        views.push(match block {
            Block::Heading { level, runs } if Some(level) == largest => view! { <h3 class="letter__title">{words(runs)}</h3> }.into_any(),
            Block::Heading { runs, .. } => view! { <h4>{words(runs)}</h4> }.into_any(),
            Block::Paragraph { runs } => view! { <p>{words(runs)}</p> }.into_any(),
            Block::Rule | Block::Item { .. } => view! { <hr/> }.into_any(),
        });
    }
    end_list(&mut items, &mut views);
    view! { <div class="letter">{views}</div> }.into_any()
}

fn end_list(items: &mut Vec<AnyView>, views: &mut Vec<AnyView>) {
    if !items.is_empty() {
        views.push(view! { <ul role="list" class="letter__list">{std::mem::take(items)}</ul> }.into_any());
    }
}

fn item(depth: u8, marker: Option<Marker>, words: Vec<AnyView>) -> AnyView {
    let marker = match marker {
        Some(Marker::Dot) => "• ".to_owned(),
        Some(Marker::Number(number)) => format!("{number}. "),
        None => String::new(),
    };
    view! { <li style=format!("--depth:{depth}")><span class="letter__marker">{marker}</span><span>{words}</span></li> }.into_any()
}

fn word(run: Run, place: &impl Fn(&str, Run) -> AnyView) -> AnyView {
    let (bold, italic) = (run.bold, run.italic);
    let text = match run.tag.clone() {
        Some(tag) => place(&tag, run),
        None => run.text.into_any(),
    };
    match (bold, italic) {
        (true, true) => view! { <strong><em>{text}</em></strong> }.into_any(),
        (true, false) => view! { <strong>{text}</strong> }.into_any(),
        (false, true) => view! { <em>{text}</em> }.into_any(),
        (false, false) => text,
    }
}

/// As the candidate reads it: like any other words.
pub fn plain(_tag: &str, run: Run) -> AnyView {
    run.text.into_any()
}

/// Set off; a tag without a value by its name.
pub fn marked(tag: &str, run: Run) -> AnyView {
    let text = if run.missing { in_brackets(tag) } else { run.text };
    view! { <mark class="letter__value" class:letter__value--missing=run.missing title=tag.to_owned()>{text}</mark> }.into_any()
}

/// What the places of a tag show, worked out once for all of them.
#[derive(Clone, Copy)]
pub struct Place {
    text: Memo<String>,
    missing: Memo<bool>,
}

impl Place {
    /// Shows what the tag says; `said` as it changes.
    pub fn new(said: impl Fn() -> Said + Send + Sync + 'static) -> Self {
        let said = Memo::new(move |_| said());
        Self {
            text: Memo::new(move |_| said.with(|said| said.clone().unwrap_or_else(|label| in_brackets(&label)))),
            missing: Memo::new(move |_| said.with(Result::is_err)),
        }
    }
}

/// Set off, and changed with what the tag says.
pub fn followed(tag: &str, place: Place) -> AnyView {
    let Place { text, missing } = place;
    view! { <mark class="letter__value" class:letter__value--missing=missing title=tag.to_owned()>{text}</mark> }.into_any()
}

fn in_brackets(label: &str) -> String {
    format!("[{label}]")
}
