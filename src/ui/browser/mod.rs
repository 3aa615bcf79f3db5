//! All that touches the browser. Callable from code that the server compiles, too: there effects and handlers never run, and what
//! needs more of the browser than Leptos brings along does nothing (`absent.rs`).

pub mod clipboard;
pub mod cookies;
pub mod dialog;
pub mod dragging;
pub mod early;
pub mod focus;
pub mod forms;
pub mod keyed;
pub mod live;
pub mod page;
pub mod pointer;
pub mod storage;
pub mod theme;
pub mod ticking;
#[cfg(feature = "booking")]
pub mod turn;
#[cfg(not(feature = "booking"))]
pub mod upload;
pub mod zone;

#[cfg(feature = "hydrate")]
#[path = "present.rs"]
mod native;

#[cfg(not(feature = "hydrate"))]
#[path = "absent.rs"]
mod native;
