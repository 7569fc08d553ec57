//! What is wished of the servers that carry a mail: how reports call it, and how it is protected (RFC 8689); and how
//! sentences of ours begin that say that a wish is not met, by which they are known again.

use domain::encryption::TlsNeed;

/// What is wished of the servers that carry a mail.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Wishes {
    /// What reports of it call it (RFC 3461 4.4): printable ASCII, at most 100 characters as it is written.
    pub envelope_id: Option<String>,
    /// How it is to be protected.
    pub tls: TlsWish,
}

/// How a mail is to be protected on its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum TlsWish {
    /// As its recipients' domains demand.
    #[default]
    Usual,
    /// By verified encryption alone to the next server, which is asked for the same from there on where it can promise that.
    Verified,
    /// By verified encryption alone from here to its end: by servers that promise it (RFC 8689 4.2.1).
    Throughout,
    /// As far as that keeps it from nobody: arriving is worth more than what the domains demand (RFC 8689 3).
    Whatever,
}

impl TlsWish {
    /// Whether it may go by verified encryption alone.
    #[must_use]
    pub const fn needs_proof(self) -> bool {
        matches!(self, Self::Verified | Self::Throughout)
    }
}

/// How the sentence begins about mail that may go over verified encryption alone, where there is none.
pub const UNPROVEN: &str = "the mail may go over verified encryption alone";

/// How the sentence begins about mail that is to be protected to its end, where nothing proves whose the servers are.
pub const UNNAMED: &str = "the mail may go to servers alone that are proven to be those of";

/// What is said of mail that is to be protected to its end, by servers that do not promise it.
pub const UNPROMISED: &str = "the mail is to be protected all the way, and the server does not promise that (REQUIRETLS); \
                              send it with verified encryption to the next server alone, or in another way";

/// How the sentence begins about mail that is larger than a server takes (RFC 1870 6.1).
pub const TOO_LARGE: &str = "the mail is too large for this server";

/// What was demanded of a mail's protection and is not there, where a sentence of ours says so.
#[must_use]
pub fn missed_need(words: &str) -> TlsNeed {
    if words.contains(UNPROMISED) || words.contains(UNNAMED) {
        TlsNeed::Throughout
    } else if words.contains(UNPROVEN) {
        TlsNeed::Verified
    } else {
        TlsNeed::Nothing
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_about_wishes_that_are_not_met_are_known_again() {
        let of_host = format!("`mx.example`: {UNPROMISED}");
        assert_eq!(missed_need(&of_host), TlsNeed::Throughout);
        assert_eq!(missed_need(&format!("{UNNAMED} `a.example`")), TlsNeed::Throughout);
        assert_eq!(
            missed_need(&format!("{UNPROVEN}: the server does not offer STARTTLS")),
            TlsNeed::Verified
        );
        assert_eq!(missed_need("the server does not offer STARTTLS"), TlsNeed::Nothing);
    }
}
