//! The words of Posthus: types, states and limits that every other crate speaks.
//!
//! No IO, no async, no database, and nothing that reads a clock or draws chance except the two
//! named doors [`SystemClock`] and [`SystemEntropy`], which `app` opens once at start.
//! The crate stays small: whatever only one other crate needs belongs there.

pub mod address;
pub mod audit;
pub mod authentication;
pub mod blocks;
pub mod case;
pub mod compose;
pub mod detection;
pub mod distribution_list;
pub mod domain_report;
pub mod encryption;
pub mod envelope;
pub mod escalation;
pub mod failure;
pub mod file_link;
pub mod filter;
pub mod ids;
pub mod intake;
pub mod job;
pub mod kept_file;
pub mod limits;
pub mod mailbox;
pub mod network;
pub mod notice;
pub mod oauth;
pub mod org;
pub mod outbox;
pub mod palette;
pub mod people_list;
pub mod person_import;
mod phone;
pub mod preflight;
pub mod problem;
mod program;
pub mod recipient;
pub mod returns;
pub mod secret;
pub mod sender_domain;
pub mod status;
pub mod time;
pub mod timeline;
pub mod transport;
pub mod waiting;

pub use address::{AddressError, EmailAddress};
pub use envelope::Envelope;
pub use ids::*;
pub use org::Actor;
pub use phone::phone_key;
pub use problem::{Problem, ProblemKind};
pub use recipient::{Recipient, RecipientError, RecipientNames};
pub use secret::Secret;
pub use status::{About, EnhancedStatus, Outcome, Reply, ReplyCode};
pub use time::{Clock, Entropy, SystemClock, SystemEntropy, Timestamp};
