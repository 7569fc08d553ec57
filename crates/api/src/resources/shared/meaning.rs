//! What the last words about a mail mean.

use domain::encryption::TlsNeed;
use domain::failure;
use serde::Serialize;
use utoipa::ToSchema;

/// What the last words about a mail mean, as the rules on returns judge them.
#[derive(Serialize, ToSchema)]
pub(crate) struct Meaning {
    /// Whether a server said the words; else they are a sentence of ours on what happened.
    by_server: bool,
    /// One of the classes of docs/returns.md; null where no rule knows the words.
    class: Option<&'static str>,
    /// What stood in the way of a mail that another server gave up for want of time.
    cause: Option<&'static str>,
    /// Whether it is our own outgoing server that is in trouble: whatever the class says of a destination is meant of it.
    of_relay: bool,
    /// Whether the words are those of our own outgoing server, or about it; else of the recipient's, or of nobody who is known.
    at_relay: bool,
    /// Whether our own outgoing server refused the user name and password, or no password is kept for it.
    sign_in_refused: bool,
    /// What its author demanded and was not to be had: verified encryption to the `next` server, or `throughout`; null where it
    /// was not that.
    missed_tls: Option<&'static str>,
    /// How long we had tried when we gave it up for want of time, seconds; null where it is not over for that reason.
    gave_up_after_s: Option<u32>,
    /// Where the recipient has moved to, as the words say, or who is written to instead where he has left; nobody has proved it.
    new_address: Option<String>,
    /// Whether the words say that the recipient, or whoever an automatic reply is from, has left: the new address is somebody
    /// else's then.
    left: bool,
}

impl From<failure::Meaning> for Meaning {
    fn from(meaning: failure::Meaning) -> Self {
        let failure::Meaning { by_server, class, cause, of_relay, at_relay, .. } = meaning;
        let failure::Meaning { sign_in_refused, missed_tls, gave_up_after_s, new_address, left, .. } =
            meaning;
        Self {
            by_server,
            class: class.map(domain::returns::ReturnClass::as_str),
            cause: cause.map(domain::returns::ReturnClass::as_str),
            of_relay,
            at_relay,
            sign_in_refused,
            missed_tls: match missed_tls {
                TlsNeed::Nothing => None,
                TlsNeed::Verified => Some("next"),
                TlsNeed::Throughout => Some("throughout"),
            },
            gave_up_after_s,
            new_address: new_address.map(|address| address.to_string()),
            left,
        }
    }
}
