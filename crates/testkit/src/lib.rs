//! Everything tests play against: a clock and chance that tests own, pipes that cut and delay, a
//! scripted name server, a scripted SMTP and a scripted web server, the real Dovecot, Postfix and PostgreSQL, and
//! our own binary.
//!
//! A dev-dependency only. It knows the words of `domain` and nothing else of ours, so that the crate
//! under test never meets a second copy of itself. Everything that is started here is stopped when
//! its value is dropped, and also when the test process dies; nothing else is ever touched.
//!
//! Tests wait for states with [`wait`], never for time, and use the ports they are given.

pub mod certificates;
pub mod chance;
pub mod clock;
pub mod dkimpy;
pub mod dns;
pub mod dovecot;
mod error;
pub mod oauth;
pub mod pipe;
mod ports;
pub mod postfix;
pub mod postgres;
pub mod posthus;
pub mod process;
pub mod s3;
pub mod samples;
pub mod smtp_client;
pub mod smtp_sink;
pub mod wait;
pub mod web;

pub use chance::SeededEntropy;
pub use clock::SimClock;
pub use error::KitError;
pub use ports::{free_port, free_ports};
