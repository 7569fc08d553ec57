//! The client side of IMAP (RFC 3501, and RFC 9051 where a server speaks only that), as far as
//! fetching mail needs it.
//!
//! * `framer` cuts input into responses and takes mails out of them, each bounded.
//! * `response` gives a response its meaning, on imap-proto.
//! * [`Command`] and [`UidSet`] are what can be said.
//! * [`Client`] is the core: tags, pipelining, continuation, STARTTLS, sign-in, IDLE.
//!
//! The core does not decide what comes next; `net::imap_source` does.

mod client;
mod command;
mod folder;
pub mod folder_name;
mod framer;
mod internal_date;
mod response;

pub use client::{Client, Event, Tag};
pub use command::{Command, Flag, Start, UidSet};
pub use folder::{Folder, FolderUse};
pub use response::{Capabilities, Code, Completion, Data, Fetch, Status};

/// A response without its mail, octets. A `SEARCH` over 100,000 mails needs 800 KB.
pub const RESPONSE_OCTETS_MAX: usize = 1024 * 1024;

/// How long a server may be silent while it owes an answer, milliseconds. Servers sort large
/// folders at SELECT; a minute is what other clients grant.
pub const ANSWER_TIMEOUT_MS: i64 = 60_000;

/// The `text` of a status line that is kept, characters.
pub const TEXT_CHARS_MAX: usize = 500;
