//! Pure decisions: facts in, a verdict and its reasons out.
//!
//! Nothing here awaits, reads a clock, draws chance or knows a database: `flows` gathers the
//! facts first, asks, stores the verdict beside the mail and acts on it. So every decision can be
//! replayed, tested as a table and shown to a person.

pub mod acquaintance;
pub mod address_check;
pub mod assign;
pub mod auth;
pub mod auto_reply;
pub mod blocking;
pub mod budget;
pub mod case_match;
pub mod case_token;
pub mod contact;
pub mod deadline;
pub mod detection;
pub mod escalation;
pub mod faq;
pub mod file_link;
pub mod filter;
pub mod forward;
pub mod gate;
pub mod gateway;
pub mod mta_sts;
pub mod notice;
pub mod oauth;
pub mod pace;
pub mod preflight;
pub mod retry;
pub mod return_token;
pub mod returns;
pub mod route;
pub mod sender;
pub mod sender_domain;
pub mod subject;
pub mod template;
