//! The flows over a real database, a clock that stands still and a mail server that does as told.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod answers;
mod auto_reply;
mod casework;
mod cutting_proxy;
mod fetching;
mod filter_mails;
mod filters;
mod forward;
mod house;
mod meeting;
mod people;
mod pipeline;
mod queues;
mod returns;
mod sending;
mod signatures;
mod templates;
mod transport;
mod watching;
mod writing;
