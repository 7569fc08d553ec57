//! Whether a mail is from whom it says: SPF (RFC 7208) and DMARC (RFC 9989) as pure decisions.
//!
//! Both look things up as they go. What they look up is a [`dns::Question`], and its answer an argument: a decision
//! that lacks an answer says which, and is asked again with it. So each can be replayed from its answers, and none
//! needs a network.

pub mod dmarc;
pub mod dns;
pub mod results;
pub mod said;
pub mod spf;
