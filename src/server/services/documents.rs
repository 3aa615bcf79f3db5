//! Documents that go with an attendee's mail: chosen with the interview, fetched when the mail is sent.

use crate::domain::candidates::FileKind;
use crate::domain::id::CandidateId;
use crate::domain::scheduling::interview::{InterviewState, PersonKind};
use crate::domain::scheduling::invitation::Invitation;
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::mail::{Attached, Source};
use crate::server::services::files::{self, Opened};
use crate::server::services::{forms, links};
use crate::server::store::Tx;
use crate::server::store::forms::FormRow;
use crate::server::store::interview_people::PersonRow;
use crate::server::store::links::Purpose;

/// Most bytes of all documents of a mail: what nearly every mail server takes once it is encoded. What is beyond stays in the app.
const MOST_BYTES: i64 = 15 * 1024 * 1024;
/// What a blank form weighs at most.
const FORM_BYTES: i64 = 1024 * 1024;

/// What an attendee's mail carries: the documents chosen, and the path of the own form; nothing for anybody else.
///
/// # Errors
/// When the database fails, or there is no randomness for the link.
pub async fn of_attendee(tx: &mut Tx, ctx: &Ctx, invitation: &Invitation, person: &PersonRow) -> Result<(Vec<Attached>, String)> {
    if person.kind != PersonKind::Attendee || invitation.state != InterviewState::Confirmed {
        return Ok((Vec::new(), String::new()));
    }
    let form = own_form(tx, invitation, person).await?;
    let link = match &form {
        Some(form) => links::issue_about(tx, ctx, Purpose::Form, form.id, invitation.span.end()).await?.path,
        None => String::new(),
    };
    let mut left = MOST_BYTES;
    let mut chosen = Vec::new();
    if let Some(form) = form.filter(|_| invitation.papers.form) {
        left -= FORM_BYTES;
        let name = forms::paper_name(tx, &form).await?;
        chosen.push(Attached { name, source: Source::Form(form.id, person.zone.clone()) });
    }
    let wanted = [(invitation.papers.resume, FileKind::Resume), (invitation.papers.cover_letter, FileKind::CoverLetter)];
    if wanted.iter().any(|(wanted, _)| *wanted)
        && let Some(candidate) = tx.candidate_of_application(invitation.application_id).await?
    {
        let files = tx.files_of(candidate).await?;
        for (_, kind) in wanted.into_iter().filter(|(wanted, _)| *wanted) {
            // The latest of its kind.
            if let Some(file) = files.iter().find(|file| file.kind == kind && file.size_bytes <= left) {
                left -= file.size_bytes;
                chosen.push(Attached { name: file.name.clone(), source: Source::File(file.id) });
            }
        }
    }
    Ok((chosen, link))
}

async fn own_form(tx: &mut Tx, invitation: &Invitation, person: &PersonRow) -> Result<Option<FormRow>> {
    let forms = tx.forms_of_interview(invitation.interview_id).await?;
    Ok(forms.into_iter().find(|form| form.person_id == person.person_id))
}

/// Which documents there are to choose from: résumé, cover letter.
///
/// # Errors
/// When the database fails.
pub async fn at_hand(tx: &mut Tx, candidate: CandidateId) -> Result<(bool, bool)> {
    let files = tx.files_of(candidate).await?;
    let has = |kind| files.iter().any(|file| file.kind == kind);
    Ok((has(FileKind::Resume), has(FileKind::CoverLetter)))
}

/// The bytes of a mail's documents. One that was deleted since is left out.
///
/// # Errors
/// When the object store or the database does not answer.
pub async fn open(ctx: &Ctx, attached: &[Attached]) -> Result<Vec<Opened>> {
    let mut opened = Vec::with_capacity(attached.len());
    for document in attached {
        let found = match &document.source {
            Source::File(id) => {
                let file = ctx.store().read().await?.file(*id).await?;
                match file {
                    Some(file) => Some(files::open(ctx, &file).await?),
                    None => None,
                }
            }
            Source::Form(id, zone) => forms::blank(&Ctx { zone: zone.clone(), ..ctx.clone() }, *id).await?,
        };
        match found {
            Some(found) => opened.push(found),
            None => tracing::info!(name = document.name, "a document was deleted before its mail was sent"),
        }
    }
    Ok(opened)
}
