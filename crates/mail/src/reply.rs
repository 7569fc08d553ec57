//! What the words of a server's reply say of how much it takes, and of whom: data, as all such words are (`rules/replies.toml`).
//! What follows is decided elsewhere.

use std::sync::LazyLock;

use crate::rules::Anywhere;

/// Words that there are too many recipients.
static TOO_MANY: LazyLock<Anywhere> = LazyLock::new(|| Anywhere::of("replies", "too-many"));
/// Words of a limit on recipients.
static LIMITS: LazyLock<Anywhere> = LazyLock::new(|| Anywhere::of("replies", "limits"));
/// Words of a time that something is counted for.
static OF_A_TIME: LazyLock<Anywhere> = LazyLock::new(|| Anywhere::of("replies", "of-a-time"));
/// Words of a limit that is one sender's domain's.
static OF_SENDER: LazyLock<Anywhere> = LazyLock::new(|| Anywhere::of("replies", "of-sender"));

/// What a reply says of recipients.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct OfRecipients {
    /// That there are too many.
    pub too_many: bool,
    /// That there is a limit on them.
    pub limited: bool,
    /// That something is counted for a time.
    pub of_a_time: bool,
}

/// What these words of a reply say of recipients.
#[must_use]
pub fn of_recipients(words: &str) -> OfRecipients {
    let words = words.to_lowercase();
    OfRecipients {
        too_many: TOO_MANY.stand_in(&words),
        limited: LIMITS.stand_in(&words),
        of_a_time: OF_A_TIME.stand_in(&words),
    }
}

/// Whether these words of a reply limit mail of one sender's domain, so that mail of other senders is taken as before.
#[must_use]
pub fn is_of_sender(words: &str) -> bool {
    // Google breaks its lines anywhere, and indents them.
    let words = words.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    OF_SENDER.stand_in(&words.to_lowercase())
}
