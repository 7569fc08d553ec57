//! Mail formats: bytes to structures and back. Reading never fails and never panics, it yields what
//! could be read and a list of [`Defect`]s; writing is strict and refuses what could be misread.
//!
//! RFC 5322, 2045-2047, 2183, 2231, 3461, 3464, 3834, 4155, 5965, 6522, 6532, 6533, 8460, 9477, 9990. No IO, no clock, no chance: time,
//! message ids and boundary seeds are arguments. It knows nothing of cases, mailboxes or storage.
//!
//! | from | to | by |
//! | --- | --- | --- |
//! | raw mail | what a person and a filter see of it | [`parse`] |
//! | a file of many mails | each of them | [`mbox::Mbox`] |
//! | raw mail | one file of it | [`attachment()`], [`inline_parts`] |
//! | raw mail | what became of one we sent; what else it is | [`delivery_report`], [`returned()`] |
//! | raw mail | the report on a domain that it brings | [`domain_report()`] |
//! | foreign HTML | HTML that loads and runs nothing | [`sanitise`], [`frame_document`] |
//! | HTML that somebody writes | HTML that can be sent, its pictures | [`written`], [`pictures_of`] |
//! | HTML or text | text, its beginning | [`from_html`], [`excerpt`] |
//! | what was read | the answer in it, without quotes and signature | [`reply_text`] |
//! | [`Draft`] | raw mail | [`compose()`] |
//! | a settings file, an autodiscover answer | the servers that it names | [`autoconfig`], [`autodiscover`] |

mod absence;
pub mod autoconfig;
pub mod autodiscover;
pub mod block_list;
pub mod class;
pub mod complaint;
pub mod compose;
pub mod contacts;
pub mod defect;
pub mod domain_report;
pub mod html;
pub mod mbox;
pub mod parsed;
mod receipt;
pub mod reply;
pub mod report;
pub mod returned;
pub mod text;
mod unread;

mod body;
mod challenge;
mod charset;
mod date;
mod departure;
mod encoded_word;
mod file_name;
mod files;
mod handover;
mod header;
mod header_value;
mod letter;
mod parameter;
mod parse;
mod rules;
mod structure;
mod tnef;
mod trace;
mod transfer;
mod unpack;
mod uuencode;
mod value;
mod xml;

pub use absence::back_on;
pub use class::Class;
pub use complaint::{Complaint, ComplaintKind};
pub use compose::{
    AutoSubmitted, ComposeError, Draft, NewAttachment, Passage, SentBy, compose, compose_forward,
    html_of_lines, html_of_passages, html_of_text, with_ascii_header,
};
pub use defect::Defect;
pub use departure::says_left;
pub use domain_report::{DomainReport, domain_report};
pub use handover::{Handover, handover};
pub use header_value::header_value;
pub use html::{FRAME_CSP, Remote, Rewrite, Sanitised, View, frame_document, pictures_of, sanitise, written};
pub use parse::{PARSER_VERSION, attachment, inline_parts, parse};
pub use parsed::{Attachment, InlinePart, Parsed, Participant};
pub use receipt::{Disposition, Receipt, receipt};
pub use report::{Action, Original, Report, ReportForm, ReportRecipient, delivery_report};
pub use returned::{Returned, returned, returned_to_path};
pub use text::{excerpt, from_html, reply_text};
pub use trace::{Hop, Trace, arrival, trace};
pub use unpack::UnpackFault;
pub use unread::nobody_reads;
pub use xml::{DOCUMENT_OCTETS_MAX, XmlFault};
