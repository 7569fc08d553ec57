//! Moves a thing one step: reads the store, asks policy, acts through the network, writes the store.
//!
//! Three workers carry the mail: [`sync`] fetches it, [`intake`] places it, [`outbox`] sends it.
//! The rest is what a person does: [`cases`], [`compose`], [`mailboxes`], [`filters`],
//! [`transport`], [`detection`], [`users`], [`organisation`]. Every person's action takes an [`domain::Actor`] and answers with a
//! [`domain::Problem`]; whether he has the right is checked where he came in. Knows no HTTP.

pub mod addresses;
pub mod arrivals;
pub mod attached;
pub mod audit;
pub mod authenticity;
pub mod auto_reply;
pub mod bins;
pub mod bulk;
pub mod case_views;
pub mod cases;
pub mod compose;
pub mod contacts;
pub mod detection;
pub mod distribution_lists;
pub mod escalation;
pub mod faq;
pub mod file_links;
pub mod filters;
mod forward;
pub mod founding;
mod gather;
pub mod housekeeping;
pub mod identities;
pub mod importing;
pub mod intake;
pub mod jobs;
pub mod kept_files;
mod lease;
pub mod mailboxes;
mod mta_sts;
pub mod notify;
pub mod oauth;
pub mod office;
pub mod organisation;
pub mod outbox;
pub mod people;
pub mod picture;
pub mod preferences;
pub mod preflight;
pub mod problem;
pub mod reception;
pub mod request_types;
pub mod reread;
pub mod returns;
pub mod search_index;
pub mod seen;
pub mod sender_domains;
pub mod sent_mail;
pub mod settings;
pub mod sign_in;
pub mod signatures;
pub mod statuses;
pub mod sync;
pub mod templates;
mod token_keys;
pub mod transport;
pub mod uploads;
pub mod users;
pub mod view;
pub mod worker;

pub use bulk::Bulk;
pub use detection::DetectionSettings;
pub use office::{InstallationOauth, InstallationTransport, Office, Parts, Settings, Signals};
