//! The client side of POP3 (RFC 1939), with CAPA and pipelining (RFC 2449), STLS (RFC 2595), SASL
//! (RFC 5034) and response codes (RFC 3206).
//!
//! [`Client`] is the core; `dots` reads what is dot-terminated, `answer` what is one line.

mod answer;
mod client;
mod dots;

pub use answer::{Answer, Capabilities, Code, Payload};
pub use client::{Client, Command, Event, Ticket};

/// RFC 2449 4: a response has at most 512 octets; some servers have more to say.
pub const LINE_OCTETS_MAX: usize = 8 * 1024;

/// Lines of one listing that are kept; a mailbox with more is read in several sessions.
pub const LISTING_LINES_MAX: usize = 500_000;

/// How long a server may be silent while it owes an answer, milliseconds. RFC 1939 3 gives a
/// session ten minutes; opening a large mailbox takes servers up to one.
pub const ANSWER_TIMEOUT_MS: i64 = 90_000;
