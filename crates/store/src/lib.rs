//! The only SQL and the only blobs: one set of queries over SQLite and PostgreSQL.
//!
//! [`Store`] opens the database, runs the migrations and hands out [`Conn`] for reading and
//! [`Tx`] for writing. Each aggregate has a module of free functions that take a connection, the
//! organisation and what they need; rows come back as plain structs of `domain` types. Every
//! query names its organisation itself; the few that go over all of them (workers' claims, the
//! sign-in, the receiving listener) say so and return the organisation.
//!
//! This crate knows no network, no mail format and no HTTP; it reads the clock and draws chance
//! only through what [`Store::open`] was given. `SeaORM`'s types never leave it.
//!
//! Rules that every module obeys:
//! - Portable columns only: 64-bit integers, text, bytes, booleans; instants as milliseconds
//!   since 1970, structures as JSON text.
//! - Lists page by key and never by offset; each names the index that carries it.
//! - Work is claimed by one `UPDATE` with a lease that expires; a record that was deleted or
//!   claimed by somebody else in the meantime makes the function return `false`, never an error.

pub mod absences;
pub mod address_changes;
pub mod api_tokens;
pub mod audit;
pub mod bins;
pub mod blocked;
pub mod budgets;
pub mod case_views;
pub mod cases;
pub mod categories;
pub mod category_replies;
mod claim;
pub mod companies;
mod config;
mod conn;
pub mod cursors;
pub mod deliveries;
pub mod distribution_lists;
pub mod drafts;
mod engine;
mod error;
pub mod events;
pub mod faq;
pub mod file_links;
pub mod filters;
pub mod followers;
pub mod happenings;
pub mod held_destinations;
pub mod identities;
pub mod incidents;
pub mod intake;
pub mod jobs;
mod joins;
pub mod kept_files;
pub mod lanes;
mod list;
pub mod look;
pub mod mailboxes;
pub mod mta_sts;
pub mod notice_choices;
pub mod notices;
pub mod oauth;
pub mod organisations;
pub mod outbox;
mod paging;
pub mod parked;
pub mod people_lists;
pub mod person_imports;
pub mod persons;
#[cfg(test)]
mod plans;
pub mod preferences;
pub mod priorities;
pub mod raw;
pub mod request_types;
pub mod reseal;
pub mod return_rules;
pub mod returns;
pub mod roles;
mod row;
mod schema;
pub mod search;
pub mod send_rates;
pub mod sender_domains;
pub mod sending_stops;
pub mod sessions;
pub mod settings;
pub mod sign_in_throttle;
pub mod signatures;
mod sql;
pub mod standings;
pub mod statuses;
mod store;
pub mod summary;
pub mod tags;
pub mod templates;
pub mod timeline;
pub mod transports;
mod unsent;
pub mod uploads;
pub mod users;
pub mod vault;
mod writer;

pub use claim::{Claim, PasswordChange};
pub use config::{Database, Objects, S3Settings, StoreConfig};
pub use conn::{Conn, Tx};
pub use error::{Source, StoreError};
pub use list::{Count, ListQuery, Page, Purpose, SortColumn};
pub use store::{Store, Work};
