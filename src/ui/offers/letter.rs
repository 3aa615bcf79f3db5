//! A letter as it will be read, what comes from tags set off.

use leptos::prelude::*;

use crate::domain::offers::letter::{Block, Marker, Run};

/// The letter. `marked`: what comes from tags is set off; `label`: what a tag without a value is shown as.
pub fn letter(blocks: Vec<Block>, marked: bool, label: impl Fn(&str) -> String) -> AnyView {
    let words = |runs: Vec<Run>| -> Vec<AnyView> { runs.into_iter().map(|run| word(run, marked, &label)).collect() };
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

fn word(run: Run, marked: bool, label: &impl Fn(&str) -> String) -> AnyView {
    let text = match run.tag.filter(|_| marked) {
        Some(tag) if run.missing => {
            let shown = format!("[{}]", label(&tag));
            view! { <mark class="letter__value letter__value--missing" title=tag>{shown}</mark> }.into_any()
        }
        Some(tag) => view! { <mark class="letter__value" title=tag>{run.text}</mark> }.into_any(),
        None => run.text.into_any(),
    };
    match (run.bold, run.italic) {
        (true, true) => view! { <strong><em>{text}</em></strong> }.into_any(),
        (true, false) => view! { <strong>{text}</strong> }.into_any(),
        (false, true) => view! { <em>{text}</em> }.into_any(),
        (false, false) => text,
    }
}
