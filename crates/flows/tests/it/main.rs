//! The flows over a real database, a clock that stands still and a mail server that does as told.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod addresses;
mod answers;
mod authenticity;
mod auto_reply;
mod bins;
mod bulk_mail;
mod casework;
mod cutting_proxy;
mod detection;
mod escalation;
mod faq;
mod fetching;
mod filter_mails;
mod filters;
mod forward;
mod giving;
mod house;
mod importing;
mod meeting;
mod notices;
mod oauth;
mod oauth_moving;
mod oauth_sending;
mod parking;
mod people;
mod pipeline;
mod queues;
mod reception;
mod request_types;
mod reread;
mod returns;
mod senders;
mod sending;
mod sign_in;
mod signatures;
mod starting;
mod statuses;
mod still_trying;
mod templates;
mod transport;
mod watching;
mod writing;
