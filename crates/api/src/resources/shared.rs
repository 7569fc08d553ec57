//! Parts of answers that several resources have: attachments, timelines, frames of HTML mail.

pub(crate) mod address_warning;
mod all_mail_told;
mod attached;
mod authenticity;
mod domain_report;
pub(crate) mod encryption;
mod faq_told;
mod filter_deed;
mod held_back;
mod html;
mod mail;
mod meaning;
pub(crate) mod seen;
mod sent_told;
mod timeline;
pub(crate) mod write;

pub(crate) use attached::{AttachedMail, FilePlace};
pub(crate) use held_back::HeldBack;
pub(crate) use html::{Frame, RemoteParam};
pub(crate) use mail::{Attachment, Person};
pub(crate) use meaning::Meaning;
pub(crate) use sent_told::LeftOutOfList;
pub(crate) use timeline::{MatchReason, TimelineEntry};
