//! Nobody misses a case: users are told of what happens to cases, on the screen and by mail.
//!
//! What happens is noted in the transaction of its cause ([`store::happenings`]). The [`Notifier`] finds those
//! whom it concerns, asks whether each may still see the case and how he wants to be told, and writes
//! their notices. Several of one case and user within five minutes are one mail. What is mailed has the
//! null return path, belongs to no case and never goes to a mailbox of ours, so that nothing that comes
//! of it makes a notice again.

mod addresses;
mod choices;
mod colleagues;
mod copies;
mod domains;
mod following;
mod incidents;
mod letter;
mod mailing;
mod mended;
mod of_mail;
mod reading;
mod reminding;
mod returned;
mod servers;
mod settings;
mod stranded;
mod telling;
mod words;
mod worker;

pub(crate) use addresses::tell as tell_addresses;
pub use choices::{choices, choose};
pub(crate) use colleagues::tell_colleague_blocked;
pub(crate) use copies::tell_copy_failed;
pub(crate) use domains::tell_of_domain;
pub use following::{follow, is_followed};
pub(crate) use incidents::tell_incident;
pub(crate) use of_mail::{Arrived, of_mail};
pub use reading::{Bell, Notice, bell, mark_read};
pub(crate) use returned::{tell_author, tell_author_of_delay};
pub(crate) use servers::{tell_of_failing, tell_of_grant, tell_of_mailbox};
pub use settings::{NotifySettings, get, put};
pub(crate) use settings::{PER_HOUR_MAX, REMIND_DAYS_MAX};
pub(crate) use stranded::{Stranded, tell_of_more_stranded, tell_of_stranded};
pub(crate) use words::About;
pub use worker::Notifier;
