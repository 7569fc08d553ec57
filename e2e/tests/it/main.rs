//! Stories, end to end: a mail comes in somewhere, a person answers, the answer arrives.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on fails")]

mod browser;
mod faults;
mod mail_to_case;
mod power_cuts;
mod receiving;
mod returns;
mod walk_through;
