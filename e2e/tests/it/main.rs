//! Stories, end to end: a mail comes in somewhere, a person answers, the answer arrives.
#![expect(clippy::unwrap_used, reason = "a story that cannot go on fails")]

mod accounts;
mod browser;
mod engine_cuts;
mod faults;
mod incident_cuts;
mod interventions;
mod mail_to_case;
mod oauth;
mod object_store;
mod parked;
mod power_cuts;
mod receiving;
mod returns;
mod secure;
mod two_nodes;
mod walk_through;
