//! The API over a real store, without a socket: requests go straight into the router.

#![expect(clippy::unwrap_used, reason = "tests and what they play against fail by panicking")]

mod audit;
mod auto_replies;
mod blocked_addresses;
mod browser;
mod case_views;
mod cases;
mod deaf_addresses;
mod document;
mod drafts;
mod events;
mod exports;
mod file_links;
mod headers;
mod held_destinations;
mod jobs;
mod oauth;
mod office;
mod people;
mod person_card;
mod person_files;
mod preferences;
mod priorities;
mod queues;
mod references;
mod remarks;
mod request_types;
mod rights;
mod search;
mod sender_domains;
mod serve;
mod sign_in;
mod tags;
mod templates;
mod tenants;
mod uploads;
mod users;
