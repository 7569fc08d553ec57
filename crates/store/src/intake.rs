//! Received mail on its way through the pipeline. Table `intakes`.
//!
//! An intake is due while it is `Stored` and not deleted: `due_at` says from when, a claim moves
//! it to the end of the lease, every other state clears it. So one index carries the claims and
//! an expired lease needs no clean-up.

mod arrive;
mod handed;
mod left;
mod list;
mod queue;
mod reread;
pub(crate) mod sources;
mod work;

pub use arrive::{Arrival, Arrivals, FolderProgress, Inserted, insert_stored};
pub use handed::{Handed, insert_handed};
pub use left::{Left, record_left_again, record_whole};
#[cfg(test)]
pub(crate) use list::listing;
pub use list::{IntakeFilter, IntakeShelf, IntakeSort, find, list};
pub(crate) use list::{in_state, rows};
pub(crate) use queue::empty;
pub use queue::{delete, delete_for_good, purge, record_decision, request_debug, requeue, restore};
pub use reread::{OutdatedIntake, list_outdated, move_walk, record_reread};
pub use sources::{Source, Wanted, known_sources, list_wanted};
pub use work::{
    Blocked, Failed, Ignored, Placed, Release, Reviewed, claim_one, claim_stored, extend_lease,
    record_blocked, record_failed, record_ignored, record_placed, record_review, release,
};

use domain::intake::{Decision, IntakeState, LeftBecause, Review};
use domain::{CaseId, DeliveryId, FilterId, IntakeId, MailboxId, OrganisationId, Timestamp};

use crate::raw::RawHash;

/// What was read of a mail for the lists; thrown away and read again when the parser changes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Summary {
    /// The sender as shown: name and address, or the raw text.
    pub from: String,
    /// The subject, decoded.
    pub subject: String,
    /// The Message-ID without brackets.
    pub message_id: Option<String>,
    /// The Date field.
    pub sent_at: Option<Timestamp>,
    /// Which parser read it; 0 before it was read.
    pub parser_version: i64,
}

/// One intake.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IntakeRow {
    /// The id.
    pub id: IntakeId,
    /// The tenant.
    pub organisation: OrganisationId,
    /// The mailbox it came to.
    pub mailbox_id: MailboxId,
    /// That mailbox's address.
    pub mailbox_address: String,
    /// What makes it one mail of its mailbox: `folder/UIDVALIDITY/UID`, UIDL, or the listener's own.
    pub source_id: String,
    /// Its raw bytes.
    pub raw_hash: RawHash,
    /// Its size as received, octets.
    pub size_octets: u64,
    /// When it was stored; of history, when it arrived at its server.
    pub received_at: Timestamp,
    /// When it arrived at the server that it was fetched from; `None` where nobody says, and where it arrived here.
    pub arrived_at: Option<Timestamp>,
    /// Where it stands.
    pub state: IntakeState,
    /// How often it was tried, counted when claimed.
    pub attempts: u32,
    /// Why the last try failed.
    pub error: Option<String>,
    /// When its state last changed: blocked mail shows it.
    pub state_at: Timestamp,
    /// When it was put into the bin.
    pub deleted_at: Option<Timestamp>,
    /// Whether it arrived before its mailbox was made: nobody is answered by a program for it.
    pub historic: bool,
    /// Whether somebody wants it although its mailbox leaves such mail out.
    pub import_anyway: bool,
    /// Why only its beginning is here.
    pub left_because: Option<LeftBecause>,
    /// What speaks for a case, while a person must decide.
    pub review: Option<Review>,
    /// What a person decided.
    pub decision: Option<Decision>,
    /// The delivery that the return path names to which it came: it is about that one.
    pub returned_delivery: Option<DeliveryId>,
    /// Whether its next run tells of every filter that is tried.
    pub debug: bool,
    /// The filters that are left out, because somebody imported it in spite of them.
    pub skip_filter_ids: Vec<FilterId>,
    /// What was read of it.
    pub summary: Summary,
    /// The filter that blocked it.
    pub filter_id: Option<FilterId>,
    /// That filter's name.
    pub filter_name: Option<String>,
    /// The case that it is a message of.
    pub case_id: Option<CaseId>,
    /// That case's number.
    pub case_number: Option<i64>,
}
