//! The protocol cores in conversation.

mod conversation;
mod imap;
mod pop3;
mod sasl;
mod smtp;
