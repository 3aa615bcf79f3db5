//! Rooms that interviews take place in.

use leptos::prelude::*;
use leptos::server_fn::codec::Json;
use serde::{Deserialize, Serialize};

use super::error::ApiError;
use crate::domain::id::RoomId;
use crate::domain::rooms::{Room, SaveRoom};

/// A room in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomLine {
    /// The room.
    pub room: Room,
    /// Interviews in it that are not over.
    pub to_come: u32,
    /// Whether it is no longer offered.
    pub retired: bool,
}

/// A room as it is changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomView {
    /// The room.
    pub room: Room,
    /// For the next change.
    pub version: i64,
    /// Interviews in it that are not over.
    pub to_come: u32,
    /// Whether it is no longer offered.
    pub retired: bool,
}

/// All rooms, those that are no longer offered last.
#[server(name = ListRoomsCall, prefix = "/api", endpoint = "rooms/list", input = Json)]
pub async fn list_rooms() -> Result<Vec<RoomLine>, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::rooms::list(&ctx).await)
}

/// One room.
#[server(name = GetRoomCall, prefix = "/api", endpoint = "rooms/get", input = Json)]
pub async fn get_room(id: RoomId) -> Result<RoomView, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::rooms::get(&ctx, id).await)
}

/// Makes or changes a room. Whoever made one is led to it.
#[server(name = SaveRoomCall, prefix = "/api", endpoint = "rooms/save")]
pub async fn save_room(input: SaveRoom) -> Result<RoomId, ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    let is_new = input.id.is_none();
    let saved = crate::server::services::rooms::save(&ctx, &input).await;
    if let (true, Ok(id)) = (is_new, &saved) {
        leptos_axum::redirect(&crate::paths::room(id));
    }
    ctx.answer(saved)
}

/// Offers a room no more, or again; the interviews in it stay.
#[server(name = RetireRoomCall, prefix = "/api", endpoint = "rooms/retire")]
pub async fn retire_room(id: RoomId, version: i64, retired: bool) -> Result<(), ApiError> {
    let ctx = crate::server::ctx::Ctx::signed_in().await?;
    ctx.answer(crate::server::services::rooms::retire(&ctx, id, version, retired).await)
}
