//! Automatic replies: the receipt that whoever starts a case gets, and the brakes on it.
//!
//! Whether a mail is answered is decided by `policy::auto_reply`; which text it gets is its
//! category's, else its mailbox's, else the organisation's. What goes out has the null return path and says
//! that a program wrote it (RFC 3834), so that no program answers it; three budgets stop those that do.

mod budgets;
mod letter;
mod pauses;
mod pictures;
mod settings;

pub use budgets::{CASE, ORGANISATION, SENDER};
pub(crate) use budgets::{grants, within};
pub(crate) use letter::{Answered, Letter, NotWritten, language, write};
pub use pauses::{Pause, lift, list_paused};
pub(crate) use settings::change;
pub use settings::{AutoReplySettings, AutoReplyView, Rate, get, put, template_is_used};
pub(crate) use settings::{BURST_MAX, INTERVAL_S_MAX, of_organisation};
