//! Sessions of our own listeners.
//!
//! A session speaks a `wire` core over a stream of `net` and asks a small trait of its own for every
//! decision, so that it can be tested without a database; `app` joins the two. Nothing is
//! acknowledged before that trait's answer says that it is durable.
//!
//! * [`mx`]: mail comes in by SMTP or LMTP.

pub mod mx;
