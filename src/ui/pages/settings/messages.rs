//! Messages that were not sent: why, and another try.

use leptos::form::ActionForm;
use leptos::prelude::*;

use crate::api::messages::{MessageLine, MessageList, RetryMessage, Sending, UNSENT, list_messages};
use crate::domain::channels::Channel;
use crate::domain::list::ListQuery;
use crate::domain::messages::MessageState;
use crate::domain::time::Zone;
use crate::text::dates;
use crate::ui::browser::live::use_changes;
use crate::ui::components::*;
use crate::ui::viewer::use_viewer;
use crate::{paths, t};

/// The list, for administrators.
#[component]
pub fn Messages() -> impl IntoView {
    let retry = ServerAction::<RetryMessage>::new();
    toast_done(retry.value(), "messages-retried");
    let changes = use_changes(paths::EVENTS.to_owned(), Some(vec!["messages:all".to_owned()]));
    let query = ListQuery { filter: UNSENT.to_owned(), ..ListQuery::default() };
    let list = Resource::new(move || (retry.version().get(), changes.get()), move |_| list_messages(query.clone()));
    view! {
        <section class="card stack" aria-labelledby="messages">
            <h2 id="messages">{t!("messages-title")}</h2>
            <FormErrors error=failure_of(retry.value())/>
            <Transition fallback=|| view! { <Skeleton lines=2/> }>
                {move || Suspend::new(async move {
                    match list.await {
                        Ok(list) => view! { <Unsent list retry/> }.into_any(),
                        Err(error) => view! { <FormErrors error=Signal::stored(Some(error))/> }.into_any(),
                    }
                })}
            </Transition>
        </section>
    }
    .into_any()
}

#[component]
fn Unsent(
    /// What there is.
    list: MessageList,
    /// Tries one again.
    retry: ServerAction<RetryMessage>,
) -> impl IntoView {
    let note = match list.summary.sending {
        Sending::On => None,
        Sending::ToFolder => Some((Tone::Neutral, t!("messages-to-folder"))),
        Sending::Off => Some((Tone::Caution, t!("messages-off"))),
    };
    let note = note.map(|(tone, text)| view! { <Notice tone>{text}</Notice> });
    let (zone, shown, total) = (list.zone, list.page.rows.len(), list.page.total);
    if shown == 0 {
        return view! { {note} <p class="soft">{t!("messages-none")}</p> }.into_any();
    }
    let more = (usize::try_from(total).unwrap_or(usize::MAX) > shown)
        .then(|| view! { <p class="soft small">{t!("messages-more", count = total)}</p> });
    let rows = list.page.rows.into_iter().map(|line| view! { <Row line zone=zone.clone() retry/> }).collect_view();
    view! {
        {note}
        <div class="table-wrap">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t!("messages-to")}</th>
                        <th scope="col">{t!("messages-subject")}</th>
                        <th scope="col">{t!("messages-state")}</th>
                        <th scope="col"><span class="visually-hidden">{t!("messages-actions")}</span></th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {more}
    }
    .into_any()
}

#[component]
fn Row(
    /// The message.
    line: MessageLine,
    /// The viewer's zone.
    zone: Zone,
    /// Tries it again.
    retry: ServerAction<RetryMessage>,
) -> impl IntoView {
    let locale = use_viewer().locale;
    let moment = |at| format!("{} {}", dates::moment(locale, &zone, at), dates::zone_at(&zone, at));
    let state = match line.state {
        MessageState::Failed => view! { <Pill tone=Tone::Negative>{t!("messages-failed")}</Pill> },
        MessageState::Bounced => view! { <Pill tone=Tone::Negative>{t!("messages-bounced")}</Pill> },
        MessageState::Queued if line.attempts > 0 => {
            view! { <Pill tone=Tone::Caution>{t!("messages-tried", count = line.attempts)}</Pill> }
        }
        MessageState::Queued => view! { <Pill>{t!("messages-waits")}</Pill> },
        MessageState::Sent => view! { <Pill tone=Tone::Positive>{t!("messages-sent")}</Pill> },
        MessageState::Superseded => view! { <Pill>{t!("messages-superseded")}</Pill> },
    };
    let next =
        line.next_at.filter(|_| line.attempts > 0).map(|at| view! { <div class="soft small">{t!("messages-next", at = moment(at))}</div> });
    let error = (!line.error.is_empty()).then(|| view! { <div class="soft small">{line.error.clone()}</div> });
    let by = (line.channel != Channel::Mail).then(|| format!(" · {}", t!(&format!("messages-by-{}", line.channel.name()))));
    let label = t!("messages-retry-for", name = line.recipient_name.clone());
    view! {
        <tr>
            <td>
                <div class="strong">{line.recipient_name}</div>
                <div class="soft small">{line.recipient_email}{by}</div>
            </td>
            <td>
                <div>{line.subject}</div>
                <div class="soft small">{moment(line.created_at)}</div>
            </td>
            <td>{state} {next} {error}</td>
            <td>
                <ActionForm action=retry>
                    <input type="hidden" name="id" value=line.id.to_string()/>
                    <button class="btn btn--small" type="submit" aria-label=label>{t!("messages-retry")}</button>
                </ActionForm>
            </td>
        </tr>
    }
}
