//! Deliveries: the signature is checked over the body as it came, each counts once, and all that follows stands in one transaction.

use hmac::{Hmac, Mac};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{ALL, seal, secrets, take};
use crate::api::error::ApiError;
use crate::domain::ats::connection::AtsSystem;
use crate::domain::ats::reading::{Delivery, MOST_ID, Unreadable};
use crate::domain::ats::record::{Key, RecordKind};
use crate::domain::ats::{generic, greenhouse, lever};
use crate::domain::id::{AtsId, EventId};
use crate::domain::time::ms;
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::store::Tx;
use crate::server::store::ats::{ConnectionRow, Outcome};

/// Characters of an error that are kept, and answered.
const SHOWN: usize = 300;

/// What came.
#[derive(Debug, Clone, Copy)]
pub struct Delivered<'a> {
    /// The header `Signature` (Greenhouse) or `X-Agendum-Signature`.
    pub signature: Option<&'a str>,
    /// The header `Greenhouse-Event-ID` or `X-Agendum-Delivery`.
    pub id: Option<&'a str>,
    /// The body as it came.
    pub body: &'a [u8],
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// It was merged, or says nothing of use.
    Now,
    /// It was here before; nothing changed.
    Before,
    /// It can not be read.
    Unreadable(String),
    /// Too many are worked on or wait: nothing was looked at.
    Later,
}

/// Takes a delivery.
///
/// # Errors
/// `NotFound` for a connection that there is not, or that is switched off; `Unauthorized` for a wrong signature, which is counted.
pub async fn receive(ctx: &Ctx, id: AtsId, delivered: Delivered<'_>) -> Result<Taken> {
    let Some(_place) = ctx.app.turns.place() else { return Ok(Taken::Later) };
    let connection =
        ctx.store().read().await?.ats_connection(id).await?.filter(|connection| connection.active).ok_or(ApiError::NotFound)?;
    let _turn = ctx.app.turns.next(id).await;
    let secret = secrets(ctx, &connection)?.webhook;
    let parsed = serde_json::from_slice::<Value>(delivered.body);
    let body = parsed.as_ref().unwrap_or(&Value::Null);
    if !is_signed(connection.system, &secret, &delivered, body) {
        let mut tx = ctx.store().begin().await?;
        tx.count_refused_signature(id, ctx.now()).await?;
        // Not in the history, which anybody at all could fill so.
        tx.announce(ctx.id(EventId::new)?, "ats.signature_refused", vec![ALL.to_owned()]);
        tx.commit().await?;
        return Err(ApiError::Unauthorized.into());
    }
    let read = match &parsed {
        Err(error) => Err(Unreadable(format!("no JSON: {error}"))),
        Ok(body) => match connection.system {
            AtsSystem::Greenhouse => greenhouse::read(body, ms(ctx.now())),
            AtsSystem::Lever => lever::read(body, ms(ctx.now())),
            AtsSystem::Generic => generic::read(body, ms(ctx.now())),
        },
    };
    let mut tx = ctx.store().begin().await?;
    tx.lock_ats(id).await?;
    let delivery_id = delivery_id(&delivered, read.as_ref().ok());
    // One that could not be read may be mended and sent once more.
    if tx.ats_delivery(id, &delivery_id).await?.is_some_and(|outcome| outcome != Outcome::Unreadable.name()) {
        return Ok(Taken::Before);
    }
    let sealed = seal(ctx, &format!("ats-delivery:{id}:{delivery_id}"), delivered.body)?;
    let taken = match read {
        Err(Unreadable(error)) => {
            let error: String = error.chars().take(SHOWN).collect();
            tx.put_ats_delivery(id, &delivery_id, ctx.now(), ("", Outcome::Unreadable, &error), &sealed).await?;
            tx.announce(ctx.id(EventId::new)?, "ats.delivered", vec![ALL.to_owned()]);
            Taken::Unreadable(error)
        }
        Ok(delivery) => {
            let outcome = if delivery.records.is_empty() { Outcome::Nothing } else { Outcome::Taken };
            let event: String = delivery.event.chars().take(60).collect();
            tx.put_ats_delivery(id, &delivery_id, ctx.now(), (&event, outcome, ""), &sealed).await?;
            merge(ctx, &mut tx, &connection, delivery).await?;
            tx.announce(ctx.id(EventId::new)?, "ats.delivered", vec![ALL.to_owned()]);
            Taken::Now
        }
    };
    tx.commit().await?;
    Ok(taken)
}

async fn merge(ctx: &Ctx, tx: &mut Tx, connection: &ConnectionRow, delivery: Delivery) -> Result<()> {
    take(ctx, tx, connection, delivery.records).await?;
    for opportunity in &delivery.ask {
        tx.ask_for_ats_record(connection.id, &Key::new(RecordKind::Application, opportunity.as_str()), ctx.now()).await?;
    }
    if delivery.is_undated || !delivery.ask.is_empty() {
        tx.want_ats_pull(connection.id, ctx.now()).await?;
    }
    Ok(())
}

/// The id that makes a delivery count once: its own; where it has none, what its body hashes to.
fn delivery_id(delivered: &Delivered<'_>, delivery: Option<&Delivery>) -> String {
    let told = delivered.id.map(str::trim).filter(|id| !id.is_empty() && id.len() <= MOST_ID);
    let own = delivery.and_then(|delivery| delivery.id.clone());
    told.map(str::to_owned).or(own).unwrap_or_else(|| hex(&Sha256::digest(delivered.body)))
}

/// Whether whoever sent it knows the secret; compared in constant time.
fn is_signed(system: AtsSystem, secret: &str, delivered: &Delivered<'_>, body: &Value) -> bool {
    match system {
        // `Signature: sha256 HEX` over the body.
        AtsSystem::Greenhouse => delivered
            .signature
            .and_then(|header| header.trim().strip_prefix("sha256 "))
            .is_some_and(|hex| matches(secret, &[delivered.body], hex)),
        // `X-Agendum-Signature: sha256=HEX` over the body.
        AtsSystem::Generic => delivered
            .signature
            .and_then(|header| header.trim().strip_prefix("sha256="))
            .is_some_and(|hex| matches(secret, &[delivered.body], hex)),
        // In the body: over its `token` and `triggeredAt`, as one text.
        AtsSystem::Lever => {
            let text = |name: &str| body.get(name).and_then(Value::as_str);
            let at = body.get("triggeredAt").and_then(Value::as_i64).map(|at| at.to_string());
            match (text("token"), at, text("signature")) {
                (Some(token), Some(at), Some(signature)) => matches(secret, &[token.as_bytes(), at.as_bytes()], signature),
                _ => false,
            }
        }
    }
}

fn matches(secret: &str, parts: &[&[u8]], signature: &str) -> bool {
    let (Some(given), Some(mut mac)) = (unhex(signature.trim()), mac(secret)) else { return false };
    parts.iter().for_each(|part| mac.update(part));
    mac.verify_slice(&given).is_ok()
}

/// HMAC with SHA-256 (RFC 2104); none without a secret.
fn mac(secret: &str) -> Option<Hmac<Sha256>> {
    if secret.is_empty() { None } else { Hmac::<Sha256>::new_from_slice(secret.as_bytes()).ok() }
}

/// The signature of a body, in hexadecimal; nothing without a secret.
#[cfg(test)]
pub fn sign(secret: &str, body: &[u8]) -> String {
    let Some(mut mac) = mac(secret) else { return String::new() };
    mac.update(body);
    hex(&mac.finalize().into_bytes())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn signatures_are_those_of_rfc_4231_and_of_the_vendors() {
        // RFC 4231, section 4.3.
        let known = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        let body = b"what do ya want for nothing?";
        assert_eq!(sign("Jefe", body), known);
        let signed = |system, signature: &str, body: &[u8]| {
            let parsed = serde_json::from_slice(body).unwrap_or(Value::Null);
            is_signed(system, "Jefe", &Delivered { signature: Some(signature), id: None, body }, &parsed)
        };
        assert!(signed(AtsSystem::Greenhouse, &format!("sha256 {known}"), body));
        assert!(signed(AtsSystem::Greenhouse, &format!("sha256 {}", known.to_uppercase()), body));
        assert!(signed(AtsSystem::Generic, &format!("sha256={known}"), body));
        assert!(!signed(AtsSystem::Generic, &format!("sha256 {known}"), body));
        assert!(!signed(AtsSystem::Greenhouse, &format!("sha256 {known}"), b"what do ya want for nothing!"));
        for broken in ["", "sha256 ", "sha256 00", &format!("sha256 {}", "é".repeat(32)), &format!("sha1 {known}")] {
            assert!(!signed(AtsSystem::Greenhouse, broken, body), "{broken}");
        }
        let signature = sign("Jefe", b"be58f7111431454330072");
        let lever = json!({ "token": "be58f711", "triggeredAt": 1_431_454_330_072_i64, "signature": signature, "event": "x" }).to_string();
        assert!(signed(AtsSystem::Lever, "", lever.as_bytes()));
        assert!(!signed(AtsSystem::Lever, "", lever.replace("be58f711", "be58f712").as_bytes()));
        assert!(!is_signed(AtsSystem::Greenhouse, "", &Delivered { signature: Some("sha256 00"), id: None, body }, &Value::Null));
    }
}
