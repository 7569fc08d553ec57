//! Mail to be sent. Tables `outbox` and, for each recipient, `deliveries` (see
//! [`crate::deliveries`]). An item's state, attempts and next attempt are drawn together from its
//! deliveries whenever one of them changes.

mod anew;
mod blocked;
mod hasten;
mod hold;
mod kept;
mod list;
mod origin;
mod own;
mod planned;
mod queue;
mod sent;
mod state;
mod stopped;
mod unencrypted;
mod way;

#[cfg(test)]
pub(crate) use anew::deep_of_failed;
pub(crate) use anew::{Deep, is_left};
pub use anew::{list_sent_anew, list_stood_for};
pub use blocked::{failed_for_blocked, list_requeueable};
pub use hasten::{KeptWaiting, hasten, list_kept_waiting};
pub(crate) use hold::make_due_to;
pub use hold::{held_with_failures, hold, release_held, reschedule};
#[cfg(test)]
pub(crate) use kept::sent_before;
pub use kept::{Looked, Place, purge_sent};
pub use list::{OutboxFilter, OutboxShelf, OutboxSort, WaitsAt, find, list, list_at};
pub(crate) use list::{in_state, tls_need, way_choice};
#[cfg(test)]
pub(crate) use list::{listing, waiting_at};
pub use origin::{Origin, Plan, TakenBack, find_origin, list_to_call_back, record_plan, take_back};
pub use own::{OwnMail, list_held_own, list_own_addresses, list_waiting_own};
#[cfg(test)]
pub(crate) use own::{addresses as own_addresses, held as held_own, waiting as waiting_own};
#[cfg(test)]
pub(crate) use planned::planned;
pub use planned::{PlannedBy, list_planned_by};
pub(crate) use queue::remove;
pub use queue::{
    FailedOf, delete, delete_for_good, insert, insert_from, insert_into, insert_through_lists, need_tls,
    pass_block_of, pass_blocks, pass_blocks_of_named, purge, requeue_failed, requeue_failed_of, restore,
};
#[cfg(test)]
pub(crate) use sent::listing as sent_listing;
pub use sent::{SentFilter, SentShelf, SentSort, find_sent, list_sent};
pub use state::ItemState;
pub(crate) use state::{redraw, redraw_sending};
#[cfg(test)]
pub(crate) use stopped::stopped;
pub use stopped::{StoppedMail, list_stopped};
pub use unencrypted::{Spoken, spoken};
pub use way::{Reroutable, choose_way, list_reroutable};

use domain::encryption::TlsNeed;
use domain::failure::HeldBack;
use domain::outbox::DeliveryState;
use domain::transport::WayChoice;
use domain::{CaseId, EmailAddress, OrganisationId, OutboxId, Timestamp, UserId};

use crate::raw::{PreparedRaw, RawHash};

/// What a new outbox item needs.
#[derive(Clone, Debug)]
pub struct NewOutbox {
    /// Who it is from.
    pub from: EmailAddress,
    /// His name.
    pub from_name: Option<String>,
    /// Where failures are reported; `None` is the null return path.
    pub return_path: Option<EmailAddress>,
    /// The subject.
    pub subject: String,
    /// The mail.
    pub raw: PreparedRaw,
    /// Who receives it; spellings of one address count once.
    pub recipients: Vec<EmailAddress>,
    /// Who wrote it; nobody for automatic mail.
    pub created_by: Option<UserId>,
    /// The case it belongs to.
    pub case_id: Option<CaseId>,
    /// The present.
    pub at: Timestamp,
    /// When it is first tried.
    pub due_at: Timestamp,
}

/// One outbox item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutboxRow {
    /// The id.
    pub id: OutboxId,
    /// The tenant.
    pub organisation: OrganisationId,
    /// When it was written.
    pub created_at: Timestamp,
    /// Who wrote it; nobody for automatic mail.
    pub created_by: Option<UserId>,
    /// His name.
    pub created_by_name: Option<String>,
    /// Who it is from.
    pub from: EmailAddress,
    /// The name it is sent under.
    pub from_name: Option<String>,
    /// Where failures are reported.
    pub return_path: Option<EmailAddress>,
    /// Who receives it.
    pub recipients: Vec<EmailAddress>,
    /// The subject.
    pub subject: String,
    /// Its size, octets.
    pub size_octets: u64,
    /// Its raw bytes.
    pub raw_hash: RawHash,
    /// Sending if any delivery is, else queued, else failed, else sent.
    pub state: DeliveryState,
    /// The most attempts of any delivery since it was last sent again: the waits between them go by that.
    pub attempts: u32,
    /// The most attempts of any delivery in all, those before it was sent again too.
    pub tried: u32,
    /// When a delivery is tried next.
    pub next_attempt_at: Option<Timestamp>,
    /// What a server, or we, last said about it.
    pub last_words: Option<String>,
    /// Why it was not tried the last time, where an address is written to no more.
    pub held_back: Option<HeldBack>,
    /// The case it belongs to.
    pub case_id: Option<CaseId>,
    /// That case's number.
    pub case_number: Option<i64>,
    /// When it was put into the bin.
    pub deleted_at: Option<Timestamp>,
    /// When its author wants it sent, where he chose a time.
    pub planned_at: Option<Timestamp>,
    /// Whether it comes back to him when the customer writes first.
    pub cancel_if_answered: bool,
    /// When somebody stopped it; it waits until it is let go.
    pub held_at: Option<Timestamp>,
    /// What its author demands of its protection.
    pub tls: TlsNeed,
    /// The way that somebody chose for it.
    pub way: Option<WayChoice>,
}
