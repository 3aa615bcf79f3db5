use super::super::grid::cards_of;
use super::*;
use crate::domain::calendar::layout::Week;
use crate::domain::span::Span;

/// Two days from Wednesday 24 March 2027 on, in Berlin (UTC+1).
fn week() -> Week {
    Week::new(Zone::new("Europe/Berlin", 3600, Vec::new()).unwrap(), "2027-03-24".parse().unwrap(), 2)
}

fn entry(key: &str, kind: EntryKind, (start, end): (&str, &str), title: &str) -> Entry {
    let at = |time: &str| format!("2027-03-{time}:00+01:00").parse::<chrono::DateTime<chrono::FixedOffset>>().unwrap().to_utc();
    Entry::new(key, kind, Span::new(at(start), at(end)).unwrap(), title)
}

fn link(key: &str, times: (&str, &str), title: &str) -> Entry {
    Entry { href: Some(format!("/calendar?interview={key}")), ..entry(key, EntryKind::Confirmed, times, title) }
}

/// What is drawn of each day.
fn drawn(entries: &[Entry], opens: bool, shifts: bool) -> Vec<Drawn> {
    let week = week();
    let entries: Vec<Arc<Entry>> = entries.iter().cloned().map(Arc::new).collect();
    let mut manner = Manner::new(Locale::default(), opens, shifts);
    let days = cards_of(&week, &entries);
    days.iter().zip(week.days()).map(|(cards, day)| Drawn::new(cards, day, week.zone(), &mut manner)).collect()
}

fn html(entry: Entry, opens: bool, shifts: bool) -> String {
    drawn(&[entry], opens, shifts)[0].html.to_string()
}

const NOON: (&str, &str) = ("24T12:00", "24T13:00");

#[test]
fn an_entry_is_one_element_with_its_place_and_name() {
    let shown = link("i1", NOON, "Sofia Ito · Portfolio review");
    let shown = Entry { detail: "Tom Berger".into(), hue: 3, ..shown };
    assert_eq!(
        html(shown, true, true),
        "<a class=\"event event--confirmed event--hue-3\" style=\"inset:50% 0% 45.83% 0%\" href=\"/calendar?interview=i1\" data-key=\"i1\" \
         data-still=\"\" aria-label=\"Sofia Ito · Portfolio review 12:00 · Tom Berger, confirmed, Wednesday 24 March 2027, 12:00 – 13:00, \
         Berlin (UTC+1)\">Sofia Ito · Portfolio review\n12:00 · Tom Berger</a>"
    );
}

#[test]
fn what_can_be_moved_says_how_and_is_not_still() {
    let movable = Entry { movable: true, ..link("i1", NOON, "Sofia") };
    let html_of = |shifts| html(movable.clone(), true, shifts);
    assert!(html_of(true).contains(" event--movable\""), "{}", html_of(true));
    assert!(html_of(true).contains(&format!(" data-key=\"i1\" aria-describedby=\"{MOVE_KEYS}\" aria-label=")));
    assert!(!html_of(true).contains("data-still"));
    assert!(!html_of(false).contains("movable") && html_of(false).contains(" data-still=\"\""), "{}", html_of(false));
}

#[test]
fn what_opens_is_a_button_where_the_page_listens() {
    let busy = Entry { can_open: true, ..entry("b1", EntryKind::Busy, NOON, "") };
    assert_eq!(
        html(busy.clone(), true, false),
        "<button type=\"button\" class=\"event event--busy\" style=\"inset:50% 0% 45.83% 0%;inline-size:calc(100% - \
         2px);block-size:calc(4.17% - 2px)\" data-key=\"b1\" data-still=\"\" aria-label=\"Busy 12:00, Wednesday 24 March 2027, \
         12:00 – 13:00, Berlin (UTC+1)\">Busy\n12:00</button>"
    );
    assert!(html(busy, false, false).starts_with("<div role=\"group\" class=\"event event--busy\""));
    // A window may be drawn over.
    let window = Entry { can_open: true, detail: "every week".into(), ..entry("w 1 2", EntryKind::Window, NOON, "") };
    let window = html(window, true, false);
    assert!(window.starts_with("<button") && !window.contains("data-still"), "{window}");
    assert!(window.ends_with(">12:00 – 13:00\nevery week</button>"), "{window}");
}

#[test]
fn nothing_of_a_text_is_markup() {
    let evil = "\"><img src=x onerror='alert(1)'>&lt;\r\0";
    let evil = Entry { key: evil.into(), href: Some(evil.into()), detail: evil.into(), ..entry("", EntryKind::Confirmed, NOON, evil) };
    for way in [evil.clone(), Entry { href: None, can_open: true, ..evil.clone() }, Entry { href: None, ..evil }] {
        let html = html(way, true, true);
        let written = "&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;lt;&#13;\u{FFFD}";
        assert_eq!(html.matches('<').count(), 2, "{html}");
        assert_eq!(html.matches('>').count(), 2, "{html}");
        assert!(!html.contains(['\r', '\0', '\'']), "{html}");
        assert!(html.contains(&format!("aria-label=\"{written} 12:00 · {written}, ")), "{html}");
        assert!(html.contains(&format!(">{written}\n12:00 · {written}</")), "{html}");
        // Class, place and name besides what each way has: no attribute more.
        let quotes = if html.starts_with("<div") { 8 } else { 12 };
        assert_eq!(html.matches('"').count(), quotes, "{html}");
    }
}

#[test]
fn an_entry_over_midnight_has_a_part_in_each_day() {
    let days = drawn(&[link("i1", ("24T23:00", "25T01:30"), "Late")], false, false);
    let [first, second] = days.as_slice() else { panic!("{days:?}") };
    assert!(first.html.contains("event--goes-on\" style=\"inset:95.83% 0% 0% 0%\""), "{first:?}");
    assert!(second.html.contains("event--continues\" style=\"inset:0% 0% 93.75% 0%\""), "{second:?}");
    // Both say when it is, all of it.
    for part in [first, second] {
        assert!(part.html.contains("Wednesday 24 March 2027, 23:00 – Thu 25 Mar 01:30, Berlin (UTC+1)\""), "{part:?}");
    }
}

#[test]
fn windows_come_first_then_who_begins_first() {
    let window = |key, times| entry(key, EntryKind::Window, times, "");
    let days = drawn(
        &[
            link("late", ("24T15:00", "24T16:00"), "C"),
            link("early", ("24T09:00", "24T10:00"), "B"),
            window("w", ("24T14:00", "24T18:00")),
            link("next", ("25T09:00", "25T10:00"), "D"),
        ],
        false,
        false,
    );
    let pieces = days[0].pieces();
    let kinds: Vec<bool> = pieces.iter().map(|piece| piece.contains("event--window")).collect();
    assert_eq!(kinds, [true, false, false]);
    assert!(pieces[1].contains("data-key=\"early\"") && pieces[2].contains("data-key=\"late\""), "{pieces:?}");
    assert_eq!(pieces.concat(), days[0].html.as_ref());
    assert_eq!(days[1].pieces().len(), 1);
    assert_eq!(drawn(&[], false, false)[0], Drawn::default());
}

#[test]
fn those_at_one_time_stand_side_by_side() {
    let days = drawn(&[link("a", NOON, "A"), link("b", NOON, "B"), link("c", NOON, "C")], false, false);
    let places = ["inset:50% 66.67% 45.83% 0%", "inset:50% 33.33% 45.83% 33.33%", "inset:50% 0% 45.83% 66.67%"];
    for (piece, place) in days[0].pieces().iter().zip(places) {
        assert!(piece.contains(place), "{piece} at {place}");
    }
    // Of many there is room for the title only; the name says all.
    let many: Vec<Entry> = (0..6).map(|number| link(&format!("i{number}"), NOON, "Sofia")).collect();
    let days = drawn(&many, false, false);
    let piece = days[0].pieces()[5];
    assert!(piece.contains(" event--dense\"") && piece.ends_with(">Sofia</a>"), "{piece}");
    assert!(piece.contains("aria-label=\"Sofia, confirmed, Wednesday 24 March 2027, 12:00 – 13:00, Berlin (UTC+1)\""), "{piece}");
}

#[test]
fn on_a_day_of_23_hours_places_are_parts_of_23() {
    let change = crate::domain::time::OffsetChange { at_ms: 1_806_195_600_000, offset_seconds: 7200 };
    let zone = Zone::new("Europe/Berlin", 3600, vec![change]).unwrap();
    let week = Week::new(zone, "2027-03-28".parse().unwrap(), 1);
    // 13:30 on the wall in summer time is 11:30 UTC: twelve and a half hours after midnight.
    let span = Span::new("2027-03-28T11:30:00Z".parse().unwrap(), "2027-03-28T22:00:00Z".parse().unwrap()).unwrap();
    let entries = [Arc::new(Entry::new("i1", EntryKind::Busy, span, "Away"))];
    let mut manner = Manner::new(Locale::default(), false, false);
    let drawn = Drawn::new(&cards_of(&week, &entries)[0], &week.days()[0], week.zone(), &mut manner);
    assert!(drawn.html.contains("style=\"inset:54.35% 0% 0% 0%\""), "{drawn:?}");
    assert!(drawn.html.contains("Sunday 28 March 2027, 13:30 – Mon 29 Mar 00:00, Berlin (UTC+2)"), "{drawn:?}");
}
