//! The real servers come up, speak, and go down again.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod dialogue;
mod dovecot;
mod postfix;
mod postgres;
mod smtp_sink;
