//! Sessions against scripted peers.
#![expect(clippy::unwrap_used, reason = "tests and their peers fail by panicking")]

mod dns;
mod dnssec;
mod drive;
mod http_get;
mod imap_source;
mod network;
mod peer;
mod pop3_source;
mod probe;
mod signatures;
mod smtp_faults;
mod smtp_out;
mod smtp_passed_over;
mod smtp_protection;
mod smtp_real;
mod smtp_world;
