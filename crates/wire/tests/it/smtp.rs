//! SMTP: each core against a script, and both against each other.

mod both;
mod client;
mod server;
