//! The way of a mail to one recipient, and each try. Tables `deliveries` and `attempts`, which
//! only grows.
//!
//! `due_at` says when a delivery may be claimed: its next attempt, or the end of the lease of the
//! worker that holds it, so that an expired lease needs no clean-up.

mod interrupted;
mod read;
mod returned;
mod sent;
mod work;

pub use crate::outbox::ItemState;
pub use interrupted::record_interrupted;
pub use read::{AttemptRow, DeliveryRow, list_of_item};
pub use returned::{Return, record_return};
pub use sent::{SentDelivery, find_sent};
pub use work::{
    AttemptRecord, Begun, DueDelivery, DueMail, Verdict, begin_attempts, claim_due, extend_leases, hasten,
    record_attempts, release,
};
