//! An answer is written: one immutable raw mail, one delivery per recipient and the case's
//! message, in one transaction. The bytes never change after it, so every attempt sends the same
//! Message-ID.

mod draft;
mod reply;

pub use reply::{NewReply, reply};
