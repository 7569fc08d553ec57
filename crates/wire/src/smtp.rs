//! SMTP as both sides speak it (RFC 5321), with the extensions in daily use: PIPELINING (2920),
//! SIZE (1870), 8BITMIME (6152), SMTPUTF8 (6531), STARTTLS (3207), ENHANCEDSTATUSCODES (2034),
//! AUTH (4954) for the client, CHUNKING (3030) and LMTP (2033) for the server.
//!
//! [`client`] sends one transaction after the other over one connection, [`server`] receives.
//! Neither knows sockets, DNS or mailboxes: who may receive is asked by an event, and where to
//! connect is `net::smtp_out`'s matter.
//!
//! The grammar is our own rather than `smtp-proto`'s: that one keeps the detail of an enhanced code
//! in eight bits (5.7.509 is lost), drops the quotes of a local part and reads `<postmaster>` and
//! `<>` as the same path.

pub mod client;
pub mod command;
pub mod content;
pub mod extensions;
pub mod reply;
pub mod server;
pub mod stuffing;

pub use client::{
    Client, Failure, Step, TOO_LARGE, TlsWish, Transaction, UNNAMED, UNPROMISED, UNPROVEN, Wishes,
    missed_need,
};
pub use extensions::{Extension, Extensions};
pub use server::{Mail, Server};

/// The longest command line, CRLF included, octets. RFC 5321 4.5.3.1.4 asks for 512 and the
/// parameters of extensions add to it; 2048 is what common servers read.
pub const COMMAND_OCTETS_MAX: usize = 2048;

/// The longest reply line, CRLF included, octets. RFC 5321 4.5.3.1.5 asks for 512; servers exceed it.
pub const REPLY_LINE_OCTETS_MAX: usize = 2048;

/// Lines of one reply that are read; an answer to EHLO has some twenty.
pub const REPLY_LINES_MAX: usize = 128;

/// Octets of one reply that are read.
pub const REPLY_OCTETS_MAX: usize = 16 * 1024;
