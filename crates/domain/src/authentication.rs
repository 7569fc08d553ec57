//! What a check of a mail's signatures comes to, in the words of RFC 8601 2.7.

/// What became of one signature, or of a chain of them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum SignatureResult {
    /// There is none.
    None,
    /// It holds.
    Pass,
    /// What it signed was changed, or another key signed it.
    Fail,
    /// It holds, and does not sign enough.
    Policy,
    /// It cannot be read.
    Neutral,
    /// DNS does not answer for now.
    TempError,
    /// It can never hold: there is no key, or one that is not accepted.
    PermError,
}

impl SignatureResult {
    /// The word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Policy => "policy",
            Self::Neutral => "neutral",
            Self::TempError => "temperror",
            Self::PermError => "permerror",
        }
    }
}
