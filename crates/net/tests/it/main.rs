//! Sessions against scripted peers.

mod drive;
mod imap_source;
mod network;
mod peer;
mod pop3_source;
mod probe;
