//! An agent writes: an answer, to the customer or to all; a message passed on; the first mail of a case.
//!
//! Sending makes one immutable raw mail, one delivery per recipient and the case's message, in one
//! transaction, which also ends the draft. The bytes never change after it, so every attempt sends
//! the same Message-ID. Until the first attempt begins the mail can become a draft again
//! ([`take_back`]), also by itself, when the customer writes before its time.

mod about;
mod after;
mod again;
mod anew;
mod as_links;
mod bulk;
mod corrected;
mod drafts;
mod entered;
mod files;
mod letter;
mod linked;
mod names;
mod of_case;
mod open;
mod planned;
mod prepared;
mod quote;
mod recipients;
mod request;
mod rewrite;
mod rich;
mod send;
mod sender;
mod senders;
mod sent;
mod start;
mod taken_back;
mod thread;
mod through;

pub use anew::{Anew, anew};
pub use as_links::send_as_links;
pub use bulk::{BulkHow, BulkMail, BulkSending, BulkText};
pub(crate) use bulk::{BulkWriting, prepare_bulk, write_bulk};
pub(crate) use drafts::take_new;
pub use drafts::{
    KeptDraft, delete_draft, delete_new_draft, drafts_of_case, list_drafts, new_draft, put_draft,
};
pub(crate) use files::{FILES_MAX, attachments_of};
pub use names::{
    SendingInput, SendingRules, UserSending, change_rules, change_user_sending, chosen_unverified,
    own_unverified, rules, user_sending,
};
pub(crate) use names::{copies_of_user, reset_unverified, rules_of};
pub use open::{Opened, Sender, open, open_new};
pub use planned::{reschedule, reschedule_message, send_again};
pub use recipients::Named;
pub use request::{AboutMessage, Knowing, NewReply, Timing};
pub use rewrite::{Correction, rewrite};
pub(crate) use rich::as_sent;
pub use send::reply;
pub use senders::{Offered, OwnSender, Senders, own_sender, senders};
pub use sent::{everybodys, open_sent, own, send_sent_again, send_sent_another_way};
pub use start::{start, start_once};
pub use taken_back::take_back;
pub(crate) use taken_back::{back_to_draft, take_back_within};
pub use through::NamedLists;
