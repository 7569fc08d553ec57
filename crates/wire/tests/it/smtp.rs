//! SMTP: each core against a script, and both against each other.
#![expect(clippy::unwrap_used, reason = "a script that cannot be played fails")]

mod both;
mod client;
mod server;
