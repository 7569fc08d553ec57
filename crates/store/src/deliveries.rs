//! The way of a mail to one recipient, and each try. Tables `deliveries` and `attempts`, which
//! only grows.
//!
//! `due_at` says when a delivery may be claimed: its next attempt, or the end of the lease of the
//! worker that holds it, so that an expired lease needs no clean-up.

mod claimed;
mod first;
mod going;
mod hasten;
mod interrupted;
mod last;
mod late;
mod logged;
mod newest_to;
mod read;
mod returned;
mod sent;
mod standing;
mod taken_at;
mod unasked;
mod waiting;
mod work;

pub use crate::outbox::ItemState;
pub use claimed::{claim_due, claim_shares};
#[cfg(test)]
pub(crate) use first::begun as first_begun;
pub use first::{FirstWaits, first_waits};
#[cfg(test)]
pub(crate) use going::by_domain;
pub use going::{Going, list_going};
pub(crate) use hasten::is_not_planned;
pub use hasten::{
    LookedAt, find_refused, hasten, hasten_unheard, hasten_waiting_for, is_waiting_for, wait_for,
};
#[cfg(test)]
pub(crate) use hasten::{heard_of, refused, tried_at};
pub use interrupted::record_interrupted;
pub use last::{list_last, list_states_before};
#[cfg(test)]
pub(crate) use late::untold;
pub use late::{LateMail, TOLD_MAX, list_late, note_told};
pub use logged::{Verdict, is_recorded};
#[cfg(test)]
pub(crate) use newest_to::all_of as newest_of_all;
pub use newest_to::{SentBefore, newest_to};
pub use read::{AttemptRow, DeliveryRow, list_of_item};
pub use returned::{Recorded, Return, record_arrived, record_return};
pub use sent::{SentDelivery, SentTo, UnderWay, find_sent, list_sent_to, list_under_way, taken_at};
pub use standing::{DeliveryStanding, count_failed, list_standings, standing_of};
pub use taken_at::list_taken_at;
#[cfg(test)]
pub(crate) use taken_at::taken_at as all_taken_at;
pub use unasked::{is_unasked, mark_unasked};
pub use waiting::{
    Picture, PictureRow, WaitingFor, count_others_waiting, count_waiting_for, list_waiting_for, picture,
};
pub(crate) use waiting::{begun_by, in_lanes, waits_since};
#[cfg(test)]
pub(crate) use waiting::{drawn, others_waiting};
pub use work::{
    AttemptRecord, Begun, DueDelivery, DueMail, begin_attempts, count_from, extend_leases, record_attempts,
    release,
};
