//! Why a mail did not reach somebody, as its case and its attempts keep it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::address::EmailAddress;
use crate::blocks::{BlockReason, BlockScope};
use crate::encryption::TlsNeed;
use crate::returns::ReturnClass;
use crate::time::Timestamp;

/// What a mail came back as.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Failure {
    /// The class; `None` where nothing was judged, as where nothing was tried.
    pub class: Option<ReturnClass>,
    /// What stood in the way of a mail that another server gave up for want of time.
    pub cause: Option<ReturnClass>,
    /// Whether it is a relay of ours that is in trouble: whatever the class says of a destination is meant of it.
    pub of_relay: bool,
    /// Whether the words are those of a relay of ours, or about it.
    pub at_relay: bool,
    /// Why nothing was tried; `None` where something was.
    pub held_back: Option<HeldBack>,
    /// How long we had tried when we gave it up for want of time, seconds; `None` where it is over for another reason.
    pub gave_up_after_s: Option<u32>,
    /// Where the recipient has moved to, as the words say, or who is written to instead where he has left; nobody has proved it.
    pub new_address: Option<EmailAddress>,
    /// Whether the words say that the recipient has left.
    pub left: bool,
    /// Which mail the address gets no more since it came back; `None` where that blocked nothing.
    pub blocks: Option<BlockScope>,
    /// It is no failure yet: a server that took the mail reports that it goes on trying.
    pub elsewhere: Option<TriedElsewhere>,
}

/// A server that took a mail and cannot hand it on yet (RFC 3464 2.3.3, `delayed`).
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TriedElsewhere {
    /// The server, where it says who it is.
    pub host: Option<String>,
    /// When it gives up, where it says so (RFC 3464 2.3.9, `Will-Retry-Until`).
    pub until: Option<Timestamp>,
}

/// What the last words about a mail mean, for whoever reads them: words and codes lie, and the rules know where.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Meaning {
    /// Whether a server said the words; else they are a sentence of ours on what happened.
    pub by_server: bool,
    /// The class; `None` where no rule knows the words.
    pub class: Option<ReturnClass>,
    /// What stood in the way of a mail that another server gave up for want of time.
    pub cause: Option<ReturnClass>,
    /// Whether it is a relay of ours that is in trouble: whatever the class says of a destination is meant of it.
    pub of_relay: bool,
    /// Whether the words are those of a relay of ours, or about it; else of the recipient's server, or of nobody who is known.
    pub at_relay: bool,
    /// Whether that relay refused our user name and password, or we have no password for it.
    pub sign_in_refused: bool,
    /// What the author demanded of its protection and was not to be had.
    pub missed_tls: TlsNeed,
    /// How long we had tried when we gave it up for want of time, seconds; `None` where it is not over for that reason.
    pub gave_up_after_s: Option<u32>,
    /// Where the recipient has moved to, as the words say, or who is written to instead where he has left; nobody has proved it.
    pub new_address: Option<EmailAddress>,
    /// Whether the words say that the recipient has left, so that whom they name is somebody else.
    pub left: bool,
}

/// Why no server was asked: the address is written to no more.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct HeldBack {
    /// Since when it is blocked.
    pub since: Timestamp,
    /// Why.
    pub reason: BlockReason,
    /// What the last mail to it came back as, where mail came back.
    pub class: Option<ReturnClass>,
    /// The words of the server that sent it back, where mail came back.
    pub words: String,
    /// Whether another mail tries the address out at this time.
    #[serde(default)]
    pub on_trial: bool,
}

/// The sentence in the place of a server's words, for lists in files and programs.
impl fmt::Display for HeldBack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let since = self.since.to_rfc3339();
        if self.on_trial {
            f.write_str("another mail tries this address out; ")?;
        }
        write!(f, "the address is blocked since {}: ", since.get(..10).unwrap_or_default())?;
        match self.reason {
            BlockReason::Returned | BlockReason::Limit => {
                let class = self.class.map_or("", ReturnClass::as_str);
                write!(f, "mail to it came back ({class}): {}", self.words)
            }
            BlockReason::Hand => f.write_str("a colleague blocked it"),
            BlockReason::Imported => f.write_str("it was on an imported list"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again_also_when_less_was_known() {
        let held = HeldBack {
            since: Timestamp::from_millis(1_798_416_000_000),
            reason: BlockReason::Returned,
            class: Some(ReturnClass::MailboxUnknown),
            words: "550 5.1.1 (no) such: user".to_owned(),
            on_trial: false,
        };
        let failure = Failure { held_back: Some(held.clone()), ..Failure::default() };
        let text = serde_json::to_string(&failure).unwrap();
        assert_eq!(serde_json::from_str::<Failure>(&text).unwrap(), failure);
        let before: Failure = serde_json::from_str(r#"{"class":"too-large"}"#).unwrap();
        assert_eq!((before.class, before.held_back), (Some(ReturnClass::TooLarge), None));
        assert!(!before.of_relay);
        let said = "the address is blocked since 2026-12-28: mail to it came back (mailbox-unknown): 550 5.1.1 (no) \
                    such: user";
        assert_eq!(held.to_string(), said);
        let by_hand = HeldBack { reason: BlockReason::Hand, ..held };
        assert_eq!(by_hand.to_string(), "the address is blocked since 2026-12-28: a colleague blocked it");
        let said = "another mail tries this address out; the address is blocked since 2026-12-28: a colleague blocked it";
        assert_eq!(HeldBack { on_trial: true, ..by_hand }.to_string(), said);
        let before = r#"{"since":0,"reason":"hand","class":null,"words":""}"#;
        assert!(
            !serde_json::from_str::<HeldBack>(before).unwrap().on_trial,
            "as it was written before trials"
        );
    }
}
