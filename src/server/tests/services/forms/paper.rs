use std::path::Path;

use serde_json::Value;

use super::{Forms, rated};
use crate::server::services::forms;
use crate::server::tests::mail::peers::{self, flat, read_pdf};
use crate::server::tests::world::Agency;

#[tokio::test]
async fn another_library_reads_the_answers_in_our_pdf() {
    let world = Forms::on(Agency::both().await.remove(0)).await;
    let (ada, form) = (world.ada(), world.form_of(world.ada).await);
    world
        .agency
        .execute(&[
            "update candidates set name = 'Ελένη Παπαδοπούλου-Łuczak'".into(),
            "update forms set person_name = 'Жанна Ёлкина' where person_name = 'Ada'".into(),
        ])
        .await;
    let paragraph = "She explained the storage engine in every detail and asked the right questions about failure. ";
    let words = format!("BEGIN {}\n\nUnbroken: {} END", paragraph.repeat(80), "x".repeat(300));
    forms::submit(&ada, form, 1, rated(4, &words)).await.unwrap();

    let completed = forms::pdf(&ada, form, false).await.unwrap();
    if let Some(folder) = std::env::var_os("AGENDUM_TEST_KEEP") {
        std::fs::write(Path::new(&folder).join("completed.pdf"), &completed.bytes).unwrap();
        std::fs::write(Path::new(&folder).join("blank.pdf"), forms::pdf(&ada, form, true).await.unwrap().bytes).unwrap();
    }
    assert_eq!(completed.media_type, "application/pdf");
    let found = read_pdf(&completed.bytes);
    let pages = peers::pages(&found);
    assert!(pages.len() >= 2, "long text runs over pages");
    let all = flat(&pages.join("\n"));
    for expected in [
        "Technical interview",
        "Knowledge",
        "How deep? * (Depth)",
        "4 – Good",
        "BEGIN She explained",
        "END",
        "Ελένη Παπαδοπούλου-Łuczak",
        "Жанна Ёлкина",
        "Data engineer",
    ] {
        assert!(all.contains(expected), "{expected} is missing in {all}");
    }
    assert_eq!(all.matches("failure.").count(), 80);
    for (i, page) in pages.iter().enumerate() {
        assert!(flat(page).contains(&format!("page {} of {}", i + 1, pages.len())), "{page}");
    }
    assert_eq!((found["title"].as_str(), found["language"].as_str()), (Some("Technical interview"), Some("en")));
    assert!(found["fonts"].as_array().unwrap().iter().all(|font| font[1] == Value::Bool(true)), "{}", found["fonts"]);
    assert!(completed.bytes.len() < 200_000, "only the used parts of fonts are in it: {} bytes", completed.bytes.len());

    let blank = flat(&peers::pages(&read_pdf(&forms::pdf(&ada, form, true).await.unwrap().bytes)).join("\n"));
    assert!(blank.contains("5 – Excellent") && blank.contains("1 – Poor") && !blank.contains("BEGIN"), "{blank}");
}

#[tokio::test]
async fn the_pdf_keeps_to_what_its_reader_may_see() {
    let world = Forms::on(Agency::both().await.remove(0)).await;
    let form = world.form_of(world.ada).await;
    forms::submit(&world.ada(), form, 1, rated(2, "Hidden words")).await.unwrap();
    let of = async |ctx| flat(&peers::pages(&read_pdf(&forms::pdf(&ctx, form, false).await.unwrap().bytes)).join("\n"));
    assert!(!of(world.bo()).await.contains("Hidden words"));
    assert!(of(world.agency.staff()).await.contains("Hidden words"));
    let paper = forms::blank(&world.agency.staff(), form).await.unwrap().unwrap();
    assert!(paper.name.ends_with("Ada.pdf"), "{}", paper.name);
    assert!(!flat(&peers::pages(&read_pdf(&paper.bytes)).join("\n")).contains("Hidden words"));
}
