//! What is wished of the servers that carry a mail: how reports call it, and how it is protected (RFC 8689).

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

/// What is said of mail that is to be protected to its end, by servers that do not promise it.
pub const UNPROMISED: &str = "the mail is to be protected all the way, and the server does not promise that (REQUIRETLS); \
                              send it with verified encryption to the next server alone, or in another way";
