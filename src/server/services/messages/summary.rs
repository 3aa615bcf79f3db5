//! How many messages need a look, and whether anything that they travel by is broken.

use crate::api::messages::{MessageSummary, Sending};
use crate::domain::can;
use crate::domain::channels::Channel;
use crate::domain::connections::Connection;
use crate::server::ctx::Ctx;
use crate::server::error::Result;
use crate::server::store::Tx;
use crate::server::store::connections::ConnectionRow;

/// What needs a look, for a banner over the pages of staff; counts are 0 for everybody else.
///
/// # Errors
/// When the database fails.
pub async fn summary(ctx: &Ctx) -> Result<MessageSummary> {
    ctx.require(can::be_signed_in(&ctx.actor))?;
    let mut tx = ctx.store().read().await?;
    if !can::manage_records(&ctx.actor) {
        let sending = sending(ctx, &tx.connections().await?);
        return Ok(MessageSummary { failed: 0, held_up: 0, broken: false, sending });
    }
    counted(&mut tx, ctx).await
}

fn sending(ctx: &Ctx, connections: &[ConnectionRow]) -> Sending {
    let entered = connections.iter().any(|row| row.key == Connection::Smtp && row.settings.is_some());
    match ctx.app.config.smtp.url.as_str() {
        _ if entered => Sending::On,
        "" => Sending::Off,
        url if url.starts_with("file:") => Sending::ToFolder,
        _ => Sending::On,
    }
}

pub(super) async fn counted(tx: &mut Tx, ctx: &Ctx) -> Result<MessageSummary> {
    let counts = tx.message_counts(ctx.now()).await?;
    let connections = tx.connections().await?;
    let (number, sending) = (|count: i64| u32::try_from(count).unwrap_or(u32::MAX), sending(ctx, &connections));
    let broken: Vec<Channel> = connections.iter().filter(|row| row.broken_since.is_some()).filter_map(|row| row.key.channel()).collect();
    let mut stuck = 0;
    for channel in &broken {
        stuck += tx.messages_waiting(*channel, ctx.now()).await?;
    }
    // Where nothing leaves, everything that waits is held up.
    let held_up = number(if sending == Sending::Off { counts.queued } else { counts.held_up }).max(stuck);
    Ok(MessageSummary { failed: number(counts.failed), held_up, broken: !broken.is_empty(), sending })
}
