//! All that touches the browser. Callable from code that the server compiles, too: there, effects and handlers never run.

pub mod dialog;
pub mod focus;
pub mod forms;
pub mod pointer;
pub mod ticking;
pub mod zone;
pub mod live;
