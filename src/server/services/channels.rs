//! How people are told besides by mail: what colleagues choose, what candidates agreed to.

use crate::api::channels::{ConsentView, OwnChannels, SaveChannels, TextView};
use crate::api::error::ApiError;
use crate::domain::can;
use crate::domain::channels::{Channel, NoText, e164, text_number};
use crate::domain::error::FieldErrors;
use crate::domain::id::{CandidateId, EventId};
use crate::domain::people::{Actor, phone_field};
use crate::domain::scheduling::interview::PersonKind;
use crate::domain::scheduling::invitation::{Invitation, Participant};
use crate::domain::time::{Zone, plus_minutes};
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::services::account::about_user;
use crate::server::services::connections::is_set_up;
use crate::server::store::Tx;
use crate::server::store::channels::{Consent, UserChannels};
use crate::server::store::history::Event;
use crate::server::store::requests::RequestRow;
use crate::server::zones;

/// The ways in which somebody in an interview is told besides by mail, each with the address there.
///
/// # Errors
/// When the database fails.
pub async fn besides_mail(tx: &mut Tx, ctx: &Ctx, person: &Participant, invitation: &Invitation) -> Result<Vec<(Channel, String)>> {
    let (has_text, has_teams) = (is_set_up(tx, ctx, Channel::Text).await?, is_set_up(tx, ctx, Channel::Teams).await?);
    if !has_text && !has_teams {
        return Ok(Vec::new());
    }
    match person.kind {
        PersonKind::Attendee | PersonKind::Organiser => {
            let channels = tx.channels_of_address(&person.email).await?.unwrap_or_default();
            let text = (channels.by_text && has_text).then(|| e164(&channels.phone)).flatten();
            let teams = (channels.by_teams && has_teams).then(|| person.email.to_string());
            Ok(text.map(|number| (Channel::Text, number)).into_iter().chain(teams.map(|address| (Channel::Teams, address))).collect())
        }
        PersonKind::Candidate if !invitation.text_candidate => Ok(Vec::new()),
        PersonKind::Candidate => {
            let found = tx.text_consent_of_application(invitation.application_id).await?;
            let number = found.and_then(|(phone, consent)| possible(has_text, &phone, consent.as_ref()).ok());
            Ok(number.map(|number| (Channel::Text, number)).into_iter().collect())
        }
        PersonKind::Contact => Ok(Vec::new()),
    }
}

/// Whether a candidate can be told by text: the number, else why not.
fn possible(has_text: bool, phone: &str, consent: Option<&Consent>) -> std::result::Result<String, NoText> {
    let agreed_for = consent.filter(|consent| consent.withdrawn_at.is_none()).map(|consent| consent.phone.as_str());
    text_number(has_text, phone, agreed_for)
}

/// The own choices.
///
/// # Errors
/// `Unauthorized` for who is not signed in.
pub async fn own(ctx: &Ctx) -> Result<OwnChannels> {
    let user = ctx.actor.user_id().ok_or(ApiError::Unauthorized)?;
    let mut tx = ctx.store().read().await?;
    let channels = tx.user_channels(user).await?;
    Ok(OwnChannels {
        phone: channels.phone,
        by_text: channels.by_text,
        by_teams: channels.by_teams,
        has_text: is_set_up(&mut tx, ctx, Channel::Text).await?,
        has_teams: is_set_up(&mut tx, ctx, Channel::Teams).await?,
        version: channels.version,
    })
}

/// Changes the own choices. A channel that the installation does not have stays as it was chosen.
///
/// # Errors
/// `Invalid` where texts are wanted without a number that can be sent to; `Stale` when they changed meanwhile.
pub async fn save_own(ctx: &Ctx, input: SaveChannels) -> Result<()> {
    let user = ctx.actor.user_id().ok_or(ApiError::Unauthorized)?;
    let mut errors = FieldErrors::default();
    let phone = phone_field(&input.phone, "phone", &mut errors);
    let mut tx = ctx.store().begin().await?;
    let before = tx.user_channels(user).await?;
    let (has_text, has_teams) = (is_set_up(&mut tx, ctx, Channel::Text).await?, is_set_up(&mut tx, ctx, Channel::Teams).await?);
    let by_text = if has_text { input.by_text } else { before.by_text && !phone.is_empty() };
    let by_teams = if has_teams { input.by_teams } else { before.by_teams };
    if by_text && errors.is_empty() && e164(&phone).is_none() {
        errors.add("phone", if phone.is_empty() { "error-required" } else { "error-country-code" });
    }
    errors.or(())?;
    let same_number = before.by_text && e164(&before.phone) == e164(&phone);
    let text_since = by_text.then(|| before.text_since.filter(|_| same_number).unwrap_or_else(|| ctx.now()));
    tx.set_user_channels(user, &UserChannels { phone, by_text, by_teams, text_since, version: input.version }).await?;
    tx.record(about_user(ctx, ctx.actor.clone(), "user.channels_changed", user)?).await?;
    Ok(tx.commit().await?)
}

/// Why a candidate can not be told by text; none where that can be.
///
/// # Errors
/// When the database fails.
pub(super) async fn why_no_text(tx: &mut Tx, ctx: &Ctx, candidate: CandidateId) -> Result<Option<NoText>> {
    let Some((phone, consent)) = tx.text_consent(candidate).await? else { return Ok(Some(NoText::NoPhone)) };
    Ok(possible(is_set_up(tx, ctx, Channel::Text).await?, &phone, consent.as_ref()).err())
}

/// Whether a candidate can be told by text, and what they agreed to.
///
/// # Errors
/// `NotFound`.
pub async fn candidate_text(ctx: &Ctx, candidate: CandidateId) -> Result<TextView> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().read().await?;
    let (phone, consent) = tx.text_consent(candidate).await?.ok_or(ApiError::NotFound)?;
    let outcome = possible(is_set_up(&mut tx, ctx, Channel::Text).await?, &phone, consent.as_ref());
    let times = consent.iter().flat_map(|consent| [Some(consent.given_at), consent.withdrawn_at]).flatten();
    let first = times.fold(ctx.now(), Ord::min);
    Ok(TextView {
        why_not: outcome.err(),
        number: e164(&phone),
        consent: consent.map(|consent| ConsentView {
            phone: consent.phone,
            given_at: consent.given_at,
            given_by: consent.given_by,
            withdrawn_at: consent.withdrawn_at,
        }),
        zone: zones::zone(&ctx.zone, plus_minutes(first, -1), plus_minutes(ctx.now(), 1)).unwrap_or_else(Zone::utc),
    })
}

/// Notes that a candidate told a colleague to agree to texts to the number of the record.
///
/// # Errors
/// `NotFound`; `NotPossible` without a number that can be sent to.
pub async fn note_consent(ctx: &Ctx, candidate: CandidateId) -> Result<()> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let Actor::User { name, .. } = &ctx.actor else { return Err(ApiError::Forbidden.into()) };
    let mut tx = ctx.store().begin().await?;
    let (phone, _) = tx.text_consent(candidate).await?.ok_or(ApiError::NotFound)?;
    if e164(&phone).is_none() {
        return Err(ApiError::NotPossible("error-country-code".into()).into());
    }
    tx.give_text_consent(candidate, &phone, name, ctx.now()).await?;
    tx.record(event_of(ctx, "candidate.text_agreed", candidate, &phone)?).await?;
    Ok(tx.commit().await?)
}

/// Notes that a candidate no longer agrees. Once more changes nothing.
///
/// # Errors
/// `NotFound`.
pub async fn withdraw_consent(ctx: &Ctx, candidate: CandidateId) -> Result<()> {
    ctx.require(can::manage_records(&ctx.actor))?;
    let mut tx = ctx.store().begin().await?;
    let (_, consent) = tx.text_consent(candidate).await?.ok_or(ApiError::NotFound)?;
    if tx.withdraw_text_consent(candidate, ctx.now()).await? {
        let phone = consent.map(|consent| consent.phone).unwrap_or_default();
        tx.record(event_of(ctx, "candidate.text_withdrawn", candidate, &phone)?).await?;
    }
    Ok(tx.commit().await?)
}

/// The candidate agrees to texts to a number that can be sent to, which is the one of the record.
///
/// # Errors
/// When the database refuses.
pub(super) async fn agree_to_texts(tx: &mut Tx, ctx: &Ctx, row: &RequestRow, phone: &str) -> Result<()> {
    let candidate = row.candidate.id;
    let given = tx.text_consent(candidate).await?.and_then(|(_, consent)| consent);
    if given.is_some_and(|consent| consent.withdrawn_at.is_none() && consent.phone == phone) {
        return Ok(());
    }
    tx.give_text_consent(candidate, phone, &row.candidate.name, ctx.now()).await?;
    Ok(tx.record(event_of(ctx, "candidate.text_agreed", candidate, phone)?).await?)
}

/// Something that happened to a candidate's telephone number.
pub(super) fn event_of(ctx: &Ctx, action: &'static str, candidate: CandidateId, phone: &str) -> Result<Event> {
    Ok(Event {
        id: ctx.id(EventId::new)?,
        at: ctx.now(),
        actor: ctx.actor.clone(),
        action,
        subject: ("candidate", candidate.to_string()),
        candidate_id: Some(candidate),
        application_id: None,
        job_id: None,
        data: serde_json::json!({ "phone": phone }),
        topics: Vec::new(),
    })
}
