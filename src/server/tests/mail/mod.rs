//! Mails over a real mail server, read by libraries that are not ours.

mod gateways;
mod invitations;
mod outbox;
pub mod peers;
pub mod samples;
