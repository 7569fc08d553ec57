//! Steps of mail that goes out.

use serde::{Deserialize, Serialize};

use crate::encryption::Encryption;
use crate::failure::HeldBack;
use crate::ids::{IntakeId, UserId};
use crate::outbox::AttemptResult;
use crate::returns::ReturnClass;
use crate::time::Timestamp;

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
    /// What protected it; absent where no host was spoken to, and in steps of a program that did not know.
    #[serde(default)]
    pub encryption: Option<Encryption>,
    /// How long it took.
    pub duration_ms: i64,
    /// Why no server was asked; absent where one was, and in steps of a program that said it in words alone.
    #[serde(default)]
    pub held_back: Option<Box<HeldBack>>,
    /// Servers that were not asked, since they had not answered a short while before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed_over: Vec<ServerPassedOver>,
}

/// A server that was not asked, since it had not answered a short while before.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ServerPassedOver {
    /// Its name.
    pub host: String,
    /// When it had not answered.
    pub since: Timestamp,
}

/// The shared sender that an automatic mail is from, or whoever it is from since one was passed over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SentAs {
    /// Its address.
    pub from: String,
    /// Who decided: `template` or `organisation`; or who named a sender that is passed over: `template_archived`,
    /// `template_of_others` or `organisation_of_others`.
    pub because: String,
}

/// The address that a mail leaves from in the place of its own.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SentInstead {
    /// The operator's.
    pub from: String,
    /// Its own, which answers go to unless the mail says otherwise.
    pub instead_of: String,
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

/// What a distribution list added to a mail.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ThroughList {
    /// The list's name at that time.
    pub list: String,
    /// Whom it added.
    pub recipients: Vec<String>,
    /// Who is in it and was left out.
    pub left_out: Vec<LeftOutOfList>,
}

/// Somebody in a distribution list whom a mail to it was not sent to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LeftOutOfList {
    /// The address.
    pub address: String,
    /// `blocked` or `former`.
    pub because: String,
}

/// What a receipt says of a mail.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReceiptTold {
    /// Who says so; empty where nobody is named.
    pub recipient: String,
    /// `arrived`, `displayed`, `deleted`, `denied` or `handled`.
    pub what: String,
    /// Whether he did it himself, and no program for him.
    pub by_hand: bool,
    /// When, by his clock.
    pub said_at: Option<Timestamp>,
}

impl ReceiptTold {
    /// Whether another says the same, whenever.
    #[must_use]
    pub fn says_as(&self, other: &Self) -> bool {
        (&self.recipient, &self.what) == (&other.recipient, &other.what)
    }
}

/// Which way out was chosen for a recipient, and why.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RoutedBy {
    /// The recipient.
    pub recipient: String,
    /// `direct` or `relay`.
    pub transport: String,
    /// The reason, as a stable name: `user`, `domain`, `organisation`, `installation` or `chosen`.
    pub because: String,
    /// The address that the mail is from, which decided.
    #[serde(default)]
    pub from: Option<String>,
    /// Who chose the way, where somebody did; entries from before this was written down name nobody.
    #[serde(default)]
    pub chosen_by: Option<UserId>,
}

/// What became of the signatures of a mail from a sender domain as it left.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SignedAs {
    /// The recipient.
    pub recipient: String,
    /// The domain that it is from.
    pub domain: String,
    /// The keys that signed it.
    pub selectors: Vec<String>,
    /// `signed`, or why not, as a stable name.
    pub because: String,
}

/// A report that came later says that a mail did not arrive.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReturnedLater {
    /// The recipient.
    pub recipient: String,
    /// The enhanced code, where the report has one.
    pub enhanced: Option<String>,
    /// The words of the server that refused it.
    pub words: String,
    /// The server that says so.
    pub host: Option<String>,
}

/// A server that took a mail reports that it cannot hand it on yet, and goes on trying (RFC 3464 2.3.3).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DelayedElsewhere {
    /// The report, which is told once.
    pub intake_id: IntakeId,
    /// The recipient.
    pub recipient: String,
    /// What stands in the way; `None` where nobody knows.
    pub cause: Option<ReturnClass>,
    /// The words of the server that did not take it; empty where none are told.
    pub words: String,
    /// The server that goes on trying.
    pub host: Option<String>,
    /// When it gives up, where it says so (RFC 3464 2.3.9).
    pub until: Option<Timestamp>,
}

/// Somebody said which mail a report is about that named none of ours.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MatchedReturn {
    /// Who.
    pub user_id: UserId,
    /// The recipient.
    pub recipient: String,
    /// Whether it is a complaint, else a mail that did not arrive; `None` in what an older program wrote down, which may not have
    /// said at the return itself who matched it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complaint: Option<bool>,
    /// Whether it names nobody, so that the recipient was chosen, too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub named_nobody: bool,
    /// Whether it names no mail either, so that the mail was chosen as well; of others an older program did not say so.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub named_no_mail: bool,
}
