//! Mails over a real mail server, read by libraries that are not ours.

mod gateways;
mod hostile;
mod invitations;
mod outbox;
pub mod peers;
pub mod replies;
pub mod samples;
