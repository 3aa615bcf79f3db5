//! Cards in a channel or chat of Microsoft Teams, through an incoming webhook
//! (<https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using>).

use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

use super::refusal::Refusal;
use super::{Receipt, http};

/// The webhook.
#[derive(Debug, Clone)]
pub struct TeamsWebhook {
    client: Client,
    /// A secret: who has it can write there.
    url: String,
}

impl TeamsWebhook {
    /// The webhook at an address.
    pub fn new(client: Client, url: &str) -> Self {
        Self { client, url: url.to_owned() }
    }

    /// Posts a card.
    ///
    /// # Errors
    /// Why not, and whether another try makes sense.
    pub async fn send(&self, card: &Value) -> Result<Receipt, Refusal> {
        let body = json!({
            "type": "message",
            "attachments": [{ "contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": null, "content": card }],
        });
        let request = self.client.post(&self.url).header("content-type", "application/json").body(body.to_string());
        let (status, said) = http::send(request).await?;
        // Connectors answer 200 even where Teams behind them refused: then the text says so.
        let behind = said.split_once("HTTP error ").map(|(_, rest)| rest.chars().take_while(char::is_ascii_digit).collect::<String>());
        match behind.and_then(|code| code.parse::<u16>().ok()).and_then(|code| StatusCode::from_u16(code).ok()) {
            Some(code) if status.is_success() => Err(http::refusal(code, &said)),
            _ if status.is_success() => Ok(Receipt { id: String::new(), state: "accepted".into() }),
            _ => Err(http::refusal(status, &said)),
        }
    }
}

/// A card with a heading, lines, facts and one button. Markdown in what people typed is shown as typed.
pub fn card(heading: &str, lines: &[String], facts: &[(String, String)], action: Option<&(String, String)>) -> Value {
    let mut body = vec![json!({ "type": "TextBlock", "text": plain(heading), "size": "Large", "weight": "Bolder", "wrap": true })];
    body.extend(lines.iter().map(|line| json!({ "type": "TextBlock", "text": plain(line), "wrap": true })));
    let facts: Vec<Value> = facts
        .iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .map(|(name, value)| json!({ "title": plain(name), "value": plain(value) }))
        .collect();
    if !facts.is_empty() {
        body.push(json!({ "type": "FactSet", "facts": facts }));
    }
    let actions: Vec<Value> =
        action.map(|(title, url)| json!({ "type": "Action.OpenUrl", "title": title, "url": url })).into_iter().collect();
    json!({
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "msteams": { "width": "Full" },
        "body": body,
        "actions": actions,
    })
}

/// Text blocks know a part of Markdown: what could be a link or a list is escaped.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\[]*_`".contains(c) {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_typed_is_no_link() {
        let card =
            card("Hello", &["[here](https://evil.example) *now*".into()], &[("Who".into(), "Ana".into()), ("No".into(), " ".into())], None);
        assert_eq!(card["body"][1]["text"], "\\[here\\](https://evil.example) \\*now\\*");
        assert_eq!(card["body"][2]["facts"], json!([{ "title": "Who", "value": "Ana" }]));
        assert_eq!(card["actions"], json!([]));
    }
}
