//! What comes back of sent mail: judged, counted for its address, and blocking it where it says enough; and what
//! people do about blocked addresses.

mod actions;
mod again;
mod anew;
mod asking;
mod by_token;
mod complaints;
mod counting;
mod deciding;
mod incidents;
mod lists;
mod meaning;
mod passing;
mod people;
mod proof;
mod reviewing;
mod rules;
mod settled;
mod trials;
mod unmatching;

pub use actions::{ACCEPTED_RETURNS_MAX, ReturnsChange, TRIAL_DAYS_MAX, block, set_rules};
pub(crate) use again::block_again_within;
pub use again::{block_again, cleared_since};
pub(crate) use anew::record_anew;
pub use asking::ask_before_block;
pub(crate) use by_token::{by_token, of_feedback_id, of_return_path};
pub use counting::memory;
pub(crate) use counting::{CameBack, record, relay_of};
pub use deciding::{Decided, confirm, roll_back};
pub use incidents::{Incident, OpenIncident, list as incidents, list_open as open_incidents, send_again};
pub(crate) use incidents::{fault_of_ours, holds_until, is_held, refuser_of};
pub use lists::{
    Imported, LeftAlone, LeftOut, ListPreview, Marked, Slip, UndoneImport, WouldBlock, export, import,
    imports, preview, undo_import,
};
pub use mail::block_list::{NoAddress, Refused, Service};
pub use meaning::{Judging, judging, of_automatic_reply, of_items as meanings};
pub(crate) use meaning::{failure_of, failure_of_attempt, has_left, is_seen_from_here, is_sign_in_refused};
pub(crate) use passing::mail_passed;
pub(crate) use people::act_within;
pub use people::{AddressesDeed, act};
pub use policy::returns::new_address;
pub(crate) use proof::lift as lift_proved;
pub use reviewing::{ToReview, list_to_review, match_by_hand, review};
pub use rules::{
    Changed, Proposal, Saved, Trial, change_rule, create_rule, delete_rule, list as rules, try_rule,
};
pub(crate) use rules::{ReadyRules, of as rules_of};
pub(crate) use trials::end_due as end_due_trials;
pub use trials::end_trials;
pub use unmatching::unmatch;
