//! The PDF of an offer.

use super::own;
use crate::api::error::ApiError;
use crate::domain::can;
use crate::domain::candidates::{DocumentType, clean_file_name};
use crate::domain::id::OfferId;
use crate::domain::locale::Language;
use crate::domain::offers::filled::SentLetter;
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::pdf::PdfError;
use crate::server::pdf::letter::PaperLetter;
use crate::server::services::files::{self, Opened};
use crate::server::store::offer_letters::LetterRow;
use crate::server::store::offers::OfferRow;

/// Sets the letter on paper.
pub(super) fn pdf(letter: &SentLetter, organisation: &str, language: Language) -> std::result::Result<Vec<u8>, PdfError> {
    PaperLetter { title: &letter.title, blocks: &letter.blocks, footer: organisation, language }.pdf()
}

/// The PDF of an offer as it was sent, for whoever keeps the records or had to approve it.
///
/// # Errors
/// `NotFound`, also before it was sent.
pub async fn for_staff(ctx: &Ctx, id: OfferId) -> Result<Opened> {
    let (row, letter) = {
        let mut tx = ctx.store().read().await?;
        ctx.require(can::be_signed_in(&ctx.actor))?;
        let approver = tx.approvals_of(id).await?.iter().any(|approval| Some(approval.user) == ctx.actor.user_id());
        let (row, _) = if approver { super::with_letter(&mut tx, id).await? } else { own(ctx, &mut tx, id).await? };
        (row, tx.sent_letter(id).await?.ok_or(ApiError::NotFound)?)
    };
    opened(ctx, &row, &letter).await
}

/// The file.
pub(super) async fn opened(ctx: &Ctx, row: &OfferRow, letter: &LetterRow) -> Result<Opened> {
    let bytes = files::fetch(ctx, letter.pdf_id, &letter.pdf_key).await?;
    let name = clean_file_name(&format!("{} {}.pdf", letter.content.title, row.number), DocumentType::Pdf);
    Ok(Opened { name, media_type: "application/pdf".into(), bytes })
}
