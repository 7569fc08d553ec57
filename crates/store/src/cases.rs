//! Cases and their messages. Tables `cases`, `case_messages`, `case_participants`,
//! `message_ids`, `awaited_ids`, `case_log`, `case_viewers`, `case_merges`.

mod bin;
mod blocked_later;
mod by_status;
mod continued;
mod corrected;
mod escalating;
mod list;
mod log;
mod matching;
mod merges;
mod message_marks;
mod messages;
mod moves;
mod narrow;
mod of_mailbox;
mod outgoing;
mod participants;
pub(crate) mod reread;
mod seen_to;
mod send_keys;
mod sent_files;
mod sort;
mod standing;
mod viewers;
mod waking;
mod write;

pub use bin::{purge, restore, throw_away};
pub use blocked_later::record_blocks;
pub use continued::{continue_in, continued_in};
pub use corrected::{CorrectedAddress, Missed, list_corrected, record_corrected};
#[cfg(test)]
pub(crate) use escalating::due as escalation_due;
pub use escalating::{Escalating, begin_escalation, find_escalating, plan_escalations, record_escalation};
#[cfg(test)]
pub(crate) use list::listing;
#[cfg(test)]
pub(crate) use list::of_page;
pub use list::{CaseFilter, CaseScope, OwnerFilter, find, list, visible_among};
pub(crate) use list::{by_ids, parts};
pub use log::{LogRow, insert_log, list_log, list_log_with_merged};
pub use matching::{
    CaseRef, await_message_ids, find_awaiting, find_by_message_ids, find_by_number, forget_awaited,
    lock_threads, was_sent_to,
};
pub(crate) use merges::with_merged;
pub use merges::{MergeRow, list_merged, merge, merged_at, survivor, unmerge};
pub use message_marks::{edit_comment, flag_message, purge_messages, remove_message, restore_message};
pub use messages::{
    AttachmentMeta, Correspondent, HeaderField, MessageContent, MessageDelivery, MessageMarks, MessageRow,
    NewMessage, Removed, append_message, find_message, list_messages,
};
pub use moves::{MERGE_MESSAGES_MAX, message_ids, move_messages};
pub use narrow::Narrow;
pub use of_mailbox::count_open_of_mailbox;
pub(crate) use outgoing::remove_sent;
pub use outgoing::{Marks, SentRef, find_message_of, find_sent, list_asides, mark_message, own_addresses};
pub use participants::{
    PARTICIPANTS_MAX, ParticipantRow, list_participants, participants, put_participant, remove_participant,
    set_customer,
};
pub use reread::{Outdated, Reread, Walk, list_outdated, move_walk, record_reread};
pub use seen_to::{failure_seen_by, former_customers};
pub use send_keys::{find_by_send_key, set_send_key};
pub use sent_files::count_files;
pub use sort::CaseSort;
pub use standing::{
    Newest, Standing, count_resting, find_newest, find_owner_before, find_standing, list_owners,
    list_writers, lock,
};
pub use viewers::{list_viewers, record_viewer};
#[cfg(test)]
pub(crate) use waking::next as next_in_queue;
pub use waking::{find_next, take, wake};
pub use write::{By, CaseChange, NewCase, insert, insert_reserved, reserve, update};

use domain::case::CaseStatus;
use domain::{
    CaseId, CategoryId, CompanyId, MailboxId, PersonId, PriorityId, RequestTypeId, StatusId, Timestamp,
    UserId,
};

use crate::tags::TagRow;

/// One case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseRow {
    /// The id.
    pub id: CaseId,
    /// Its number within the organisation, from 1.
    pub number: i64,
    /// The title.
    pub title: String,
    /// Where it stands.
    pub status: CaseStatus,
    /// Its status among the organisation's own; `None` for a case that is not worked on.
    pub status_id: Option<StatusId>,
    /// That status's name; `None` where every language has a word for it.
    pub status_name: Option<String>,
    /// The customer's name.
    pub customer_name: Option<String>,
    /// The customer's address, as written; a broken one keeps its raw text.
    pub customer_address: String,
    /// The category.
    pub category_id: Option<CategoryId>,
    /// Its name.
    pub category_name: Option<String>,
    /// The priority.
    pub priority_id: Option<PriorityId>,
    /// Its name.
    pub priority_name: Option<String>,
    /// What kind of request it is.
    pub request_type_id: Option<RequestTypeId>,
    /// That request type's name.
    pub request_type_name: Option<String>,
    /// Who takes care of it.
    pub owner_id: Option<UserId>,
    /// His name.
    pub owner_name: Option<String>,
    /// The mailbox that it came through and is answered from.
    pub mailbox_id: Option<MailboxId>,
    /// That mailbox's address.
    pub mailbox_address: Option<String>,
    /// How many messages it has.
    pub messages: u32,
    /// Whether the last received message was not looked at.
    pub unread: bool,
    /// Whether a reply could not be delivered and nobody has seen to it.
    pub delivery_failed: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When anything of it last changed.
    pub updated_at: Timestamp,
    /// When its last message was written.
    pub last_message_at: Timestamp,
    /// By when it is to be closed.
    pub due_at: Option<Timestamp>,
    /// When it opens by itself, while it waits.
    pub wait_until: Option<Timestamp>,
    /// The case that its messages went into.
    pub merged_into: Option<CaseId>,
    /// When it became spam or was deleted.
    pub binned_at: Option<Timestamp>,
    /// The person whose case it is, where one is known.
    pub person_id: Option<PersonId>,
    /// His company at that time.
    pub company_id: Option<CompanyId>,
    /// Its tags, by name.
    pub tags: Vec<TagRow>,
}
