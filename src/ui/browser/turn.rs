//! Turns pages that the server alone draws. Their links and forms work without any script; with this one they fetch the next page and put
//! what differs in place: nothing flickers, what is typed and focused stays, and changes by others appear by themselves.
//!
//! What a page says to it: `data-noscroll` on a link keeps the view where it is; `#step` is the heading of what is being done, and takes the
//! focus when it says something else; a form with `data-at-once` is sent when the page is opened, one with a `target` is the browser's own; `<template id="error-transport">` is what is
//! said when the server does not answer, `<template id="error-too-many">` when it was asked too often.

mod morph;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::ev;
use leptos::prelude::{document, window, window_event_listener};
use leptos::wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    Document, DomParser, Element, FormData, Headers, HtmlAnchorElement, HtmlElement, HtmlFormElement, HtmlTemplateElement, MouseEvent,
    RequestInit, Response, SubmitEvent, SupportedType, UrlSearchParams,
};

use self::morph::morph;
use super::{cookies, focus, live, page, zone};
use crate::domain::time::is_zone_name;

/// RFC 6585, section 4.
const TOO_MANY_REQUESTS: u16 = 429;

/// Takes the document over, as long as it is open.
pub fn begin() {
    let turner = Rc::new(Turner {
        asked: Cell::default(),
        is_awaited: Cell::default(),
        is_sending: Cell::default(),
        is_stale: Cell::default(),
        wanted: RefCell::default(),
        shown: RefCell::new(here()),
    });
    let at_click = Rc::clone(&turner);
    window_event_listener(ev::click, move |ev| at_click.clicked(&ev));
    let at_submit = Rc::clone(&turner);
    window_event_listener(ev::submit, move |ev| at_submit.submitted(&ev));
    let at_pop = Rc::clone(&turner);
    window_event_listener(ev::popstate, move |_| {
        // A jump within the page comes here, too.
        if *at_pop.shown.borrow() != here() {
            at_pop.turn(href(), Why::Went);
        }
    });
    live::follow(&format!("{}/events", window().location().pathname().unwrap_or_default()), move || {
        if turner.is_awaited.get() {
            turner.is_stale.set(true);
        } else {
            turner.turn(href(), Why::Changed);
        }
    });
    keep_zone();
    send_at_once();
}

/// Why another page is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    /// By a link.
    Followed {
        /// The view stays where it is.
        stays: bool,
    },
    /// It is the answer to a form.
    Sent,
    /// Back or forward.
    Went,
    /// Something was changed by somebody.
    Changed,
}

struct Turner {
    /// Counts what was asked for: only the last answer is shown.
    asked: Cell<u32>,
    /// The reader waits for an answer: what others change does not get in its way.
    is_awaited: Cell<bool>,
    is_sending: Cell<bool>,
    /// Something was changed meanwhile, perhaps after the answer was made.
    is_stale: Cell<bool>,
    /// Where the reader wants to go once what is sent was answered.
    wanted: RefCell<Option<(String, Why)>>,
    /// Path and query of the page shown.
    shown: RefCell<String>,
}

/// A page that the server sent.
struct Page {
    url: String,
    html: String,
}

/// Why no page came.
enum NoPage {
    /// Too much was asked: the server's words, which may be none.
    TooMany(String),
    /// No answer, or one that is no page.
    Unreachable,
}

impl Turner {
    fn clicked(self: &Rc<Self>, ev: &MouseEvent) {
        let plain = ev.button() == 0 && !(ev.ctrl_key() || ev.meta_key() || ev.shift_key() || ev.alt_key());
        let link = target(ev).and_then(|element| element.closest("a[href]").ok().flatten()).and_then(|link| link.dyn_into().ok());
        let Some(link) = link.filter(|link: &HtmlAnchorElement| plain && !ev.default_prevented() && is_ours(link)) else { return };
        ev.prevent_default();
        self.turn(link.href(), Why::Followed { stays: link.has_attribute("data-noscroll") });
    }

    fn submitted(self: &Rc<Self>, ev: &SubmitEvent) {
        let Some(form) = ev.target().and_then(|target| target.dyn_into::<HtmlFormElement>().ok()) else { return };
        let Some(fields) = fields(&form).filter(|_| form.target().is_empty()) else { return };
        ev.prevent_default();
        if form.method() == "get" {
            let path = form.action();
            self.turn(format!("{path}?{}", String::from(fields.to_string())), Why::Followed { stays: false });
        } else if !self.is_sending.replace(true) {
            let button = ev.submitter();
            set_pending(button.as_deref(), true);
            let (this, number) = (Rc::clone(self), self.next(Why::Sent));
            spawn_local(async move {
                let answer = fetch(&form.action(), Some(&fields), "text/html").await;
                this.is_sending.set(false);
                set_pending(button.as_deref(), false);
                this.take(number, answer, Why::Sent);
                // What went wrong is read first: the page would be gone with it, and with what was typed.
                if let Some((url, why)) = this.wanted.take().filter(|_| found("main [role=alert]").is_none()) {
                    this.turn(url, why);
                }
            });
        }
    }

    fn turn(self: &Rc<Self>, url: String, why: Why) {
        if self.is_sending.get() {
            *self.wanted.borrow_mut() = Some((url, why));
            return;
        }
        let (this, number) = (Rc::clone(self), self.next(why));
        spawn_local(async move {
            let answer = fetch(&url, None, "text/html").await;
            // An answer has no fragment: the link's own.
            let answer = answer.map(|page| match url.split_once('#') {
                Some((_, fragment)) => Page { url: format!("{}#{fragment}", page.url), ..page },
                None => page,
            });
            this.take(number, answer, why);
        });
    }

    fn next(&self, why: Why) -> u32 {
        self.is_awaited.set(why != Why::Changed);
        let number = self.asked.get().wrapping_add(1);
        self.asked.set(number);
        number
    }

    fn take(self: &Rc<Self>, number: u32, answer: Result<Page, NoPage>, why: Why) {
        if self.asked.get() != number {
            return;
        }
        self.is_awaited.set(false);
        match answer {
            Ok(page) => self.show(&page, why),
            // The stream of changes knows when to ask again.
            Err(_) if why == Why::Changed => {}
            Err(NoPage::TooMany(words)) => say("error-too-many", &words),
            Err(NoPage::Unreachable) => say("error-transport", ""),
        }
        if self.is_stale.take() {
            self.turn(href(), Why::Changed);
        }
    }

    /// Makes the document what `page` is; loads it as a whole where that cannot be done.
    fn show(&self, page: &Page, why: Why) {
        let made = DomParser::new().and_then(|parser| parser.parse_from_string(&page.html, SupportedType::TextHtml)).ok();
        let Some((made, now, next)) = made.and_then(|made| Some((made.clone(), main_of(&document())?, main_of(&made)?))) else {
            return leave_for(&page.url);
        };
        // A page of another version, or of another part of the product.
        if style_of(&made) != style_of(&document()) {
            return leave_for(&page.url);
        }
        let step = step_of(&document());
        let history = window().history();
        // Refused for another origin only; then the address stays behind the page.
        let _ = match (history, why) {
            (Ok(history), Why::Followed { .. }) => history.push_state_with_url(&JsValue::NULL, "", Some(&page.url)),
            (Ok(history), Why::Sent) => history.replace_state_with_url(&JsValue::NULL, "", Some(&page.url)),
            _ => Ok(()),
        };
        *self.shown.borrow_mut() = here();
        document().set_title(&made.title());
        morph(&now, &next);
        keep_zone();

        let alert = found("main [role=alert][tabindex]");
        if why == Why::Sent && alert.is_none() {
            reset_forms(&now);
        }
        match alert.filter(|_| why == Why::Sent) {
            Some(alert) => {
                let _ = alert.focus();
            }
            None if step_of(&document()) != step => focus::to("step"),
            None if focus::is_lost() => focus::to("main"),
            None => {}
        }
        scroll(why);
    }
}

fn target(ev: &MouseEvent) -> Option<Element> {
    ev.target().and_then(|target| target.dyn_into().ok())
}

/// Whether a link leads to another state of this very page.
fn is_ours(link: &HtmlAnchorElement) -> bool {
    let location = window().location();
    let same_page =
        location.origin().is_ok_and(|origin| origin == link.origin()) && location.pathname().is_ok_and(|path| path == link.pathname());
    // With the same query only the fragment differs: the browser jumps there by itself.
    let another = location.search().is_ok_and(|search| search != link.search());
    same_page && another && !link.has_attribute("download") && link.target().is_empty() && !link.rel().contains("external")
}

fn href() -> String {
    window().location().href().unwrap_or_default()
}

/// Path and query of the document's address.
fn here() -> String {
    let location = window().location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

fn leave_for(url: &str) {
    // Fails for an address that is none; ours come from links and answers.
    let _ = window().location().assign(url);
}

fn main_of(page: &Document) -> Option<Element> {
    page.query_selector("main").ok().flatten()
}

/// The style sheet, whose name says the version.
fn style_of(page: &Document) -> Option<String> {
    page.query_selector("link[rel=stylesheet]").ok().flatten().and_then(|link| link.get_attribute("href"))
}

fn step_of(page: &Document) -> Option<String> {
    page.get_element_by_id("step").and_then(|step| step.text_content())
}

/// What a form sends (`application/x-www-form-urlencoded`).
fn fields(form: &HtmlFormElement) -> Option<UrlSearchParams> {
    let data = FormData::new_with_form(form).ok()?;
    UrlSearchParams::new_with_record_from_str_to_str(data.unchecked_ref()).ok()
}

/// Asks for a page, or sends fields.
async fn fetch(url: &str, fields: Option<&UrlSearchParams>, accept: &str) -> Result<Page, NoPage> {
    let (answer, text) = ask(url, fields, accept).await.ok_or(NoPage::Unreachable)?;
    let kind = answer.headers().get("Content-Type").ok().flatten().unwrap_or_default();
    if answer.status() == TOO_MANY_REQUESTS {
        return Err(NoPage::TooMany(if kind.starts_with("text/plain") { text } else { String::new() }));
    }
    // Failures that are pages (a link that has expired) are shown; others have none.
    if kind.starts_with("text/html") { Ok(Page { url: answer.url(), html: text }) } else { Err(NoPage::Unreachable) }
}

/// The answer with its text; `None` where none came.
async fn ask(url: &str, fields: Option<&UrlSearchParams>, accept: &str) -> Option<(Response, String)> {
    let init = RequestInit::new();
    let headers = Headers::new().ok()?;
    headers.set("Accept", accept).ok()?;
    init.set_headers(&headers);
    if let Some(fields) = fields {
        init.set_method("POST");
        init.set_body(fields);
    }
    let answer: Response = JsFuture::from(window().fetch_with_str_and_init(url, &init)).await.ok()?.dyn_into().ok()?;
    let text = JsFuture::from(answer.text().ok()?).await.ok()?.as_string()?;
    Some((answer, text))
}

/// A form that is on its way looks so.
fn set_pending(button: Option<&Element>, is_pending: bool) {
    for name in ["aria-disabled", "data-pending"] {
        let _ = match button {
            Some(button) if is_pending => button.set_attribute(name, "true"),
            Some(button) => button.remove_attribute(name),
            None => Ok(()),
        };
    }
}

fn found(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok().flatten()?.dyn_into().ok()
}

/// Says above the page what a template holds, in these words where there are some.
fn say(template: &str, words: &str) {
    let template = document().get_element_by_id(template).and_then(|template| template.dyn_into::<HtmlTemplateElement>().ok());
    let (Some(template), Some(main)) = (template, main_of(&document())) else { return };
    if let Some(before) = main.first_element_child().filter(|first| first.has_attribute("data-said")) {
        before.remove();
    }
    if let Ok(copy) = template.content().clone_node_with_deep(true) {
        let _ = main.prepend_with_node_1(&copy);
    }
    if let Some(said) = main.first_element_child().and_then(|first| first.dyn_into::<HtmlElement>().ok()) {
        let _ = said.set_attribute("data-said", "");
        if let Some(place) = said.query_selector("p").ok().flatten().filter(|_| !words.is_empty()) {
            place.set_text_content(Some(words));
        }
        let _ = said.focus();
    }
}

/// What was taken is no longer typed.
fn reset_forms(main: &Element) {
    let Ok(forms) = main.query_selector_all("form") else { return };
    for form in (0..forms.length()).filter_map(|i| forms.item(i)?.dyn_into::<HtmlFormElement>().ok()) {
        form.reset();
    }
    let Ok(opened) = main.query_selector_all("details[open]") else { return };
    for details in (0..opened.length()).filter_map(|i| opened.item(i)?.dyn_into::<Element>().ok()) {
        let _ = details.remove_attribute("open");
    }
}

fn scroll(why: Why) {
    let Why::Followed { stays } = why else { return };
    let fragment = window().location().hash().unwrap_or_default();
    let fragment = fragment.trim_start_matches('#');
    // On a phone the times lie below the days: a day picked leads there.
    if fragment == "times" && page::is_narrow() || !fragment.is_empty() && !stays {
        focus::scroll_to(fragment);
    } else if !stays {
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// A zone chosen by the address holds for the next visit, too.
fn keep_zone() {
    let query = window().location().search().ok().and_then(|search| UrlSearchParams::new_with_str(&search).ok());
    if let Some(name) = query.and_then(|query| query.get("zone")).filter(|name| is_zone_name(name))
        && cookies::get("zone").as_deref() != Some(&name)
    {
        zone::keep(&name);
    }
}

/// Sends what the page sends by itself; nobody waits for the answer.
fn send_at_once() {
    let form = document().query_selector("form[data-at-once]").ok().flatten().and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    if let Some((url, fields)) = form.and_then(|form| Some((form.action(), fields(&form)?))) {
        spawn_local(async move {
            ask(&url, Some(&fields), "application/json").await;
        });
    }
}
