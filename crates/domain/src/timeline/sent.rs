//! Steps of mail that goes out.

use serde::{Deserialize, Serialize};

use crate::outbox::AttemptResult;

/// One attempt that ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EndedAttempt {
    /// The recipient.
    pub recipient: String,
    /// How.
    pub result: AttemptResult,
    /// The server's code, where it answered.
    pub code: Option<u16>,
    /// Its enhanced code.
    pub enhanced: Option<String>,
    /// Its words, or ours where it did not answer.
    pub words: String,
    /// The host that was spoken to.
    pub host: Option<String>,
    /// Whether the connection was encrypted.
    pub tls: bool,
    /// How long it took.
    pub duration_ms: i64,
}

/// A return that counts for its address.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CountedReturn {
    /// The recipient.
    pub recipient: String,
    /// What it came back as.
    pub class: String,
    /// Mails that came back since the last one that arrived.
    pub returns: u32,
    /// How many are accepted.
    pub accepted: u32,
}

/// An address that a return blocks.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BlockedAddress {
    /// The recipient.
    pub recipient: String,
    /// What it came back as.
    pub class: String,
    /// The rule that said so.
    pub rule: String,
    /// Which mail it stops: `all` or `mailings`.
    pub scope: String,
    /// `returned` or `limit`.
    pub reason: String,
}
