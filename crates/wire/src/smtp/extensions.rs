//! What a server says it can do in its answer to EHLO (RFC 5321 4.1.1.1).

/// A service extension that we know.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extension {
    /// RFC 2920: commands may be sent without waiting for each answer.
    Pipelining,
    /// RFC 6152: octets above 127 are kept.
    EightBitMime,
    /// RFC 6531: addresses beyond ASCII.
    SmtpUtf8,
    /// RFC 3207: TLS within the conversation.
    StartTls,
    /// RFC 2034: replies begin with a code of RFC 3463.
    EnhancedStatusCodes,
    /// RFC 3030: BDAT.
    Chunking,
    /// RFC 3461: what reports are wanted.
    Dsn,
    /// RFC 8689: a mail goes on over verified encryption alone.
    RequireTls,
}

impl Extension {
    const ALL: [Self; 8] = [
        Self::Pipelining,
        Self::EightBitMime,
        Self::SmtpUtf8,
        Self::StartTls,
        Self::EnhancedStatusCodes,
        Self::Chunking,
        Self::Dsn,
        Self::RequireTls,
    ];

    /// The keyword of the EHLO answer.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Pipelining => "PIPELINING",
            Self::EightBitMime => "8BITMIME",
            Self::SmtpUtf8 => "SMTPUTF8",
            Self::StartTls => "STARTTLS",
            Self::EnhancedStatusCodes => "ENHANCEDSTATUSCODES",
            Self::Chunking => "CHUNKING",
            Self::Dsn => "DSN",
            Self::RequireTls => "REQUIRETLS",
        }
    }
}

/// What one server offers on one connection; it may differ after STARTTLS.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Extensions {
    offered: Vec<Extension>,
    size: Option<u64>,
    sign_in: Vec<String>,
}

impl Extensions {
    /// Mechanisms that are remembered; servers offer a handful.
    const MECHANISMS_MAX: usize = 32;

    /// Reads the lines of an EHLO answer without their codes; the first is the server's name.
    /// `ehlo-line = ehlo-keyword *( SP ehlo-param )`; what is not known is passed over.
    #[must_use]
    pub fn read(lines: &[String]) -> Self {
        let mut found = Self::default();
        for line in lines.iter().skip(1) {
            let mut words = line.split_ascii_whitespace();
            let Some(keyword) = words.next() else { continue };
            if keyword.eq_ignore_ascii_case("SIZE") {
                // RFC 1870 4: no number or zero means that there is no fixed limit.
                let limit = words.next().and_then(|number| number.parse().ok());
                found.size = Some(limit.unwrap_or(0));
            } else if keyword.eq_ignore_ascii_case("AUTH") {
                found.sign_in = words.take(Self::MECHANISMS_MAX).map(str::to_ascii_uppercase).collect();
            } else {
                let known =
                    Extension::ALL.into_iter().find(|one| keyword.eq_ignore_ascii_case(one.keyword()));
                found.offered.extend(known.filter(|one| !found.offered.contains(one)));
            }
        }
        found
    }

    /// Whether the server offers it.
    #[must_use]
    pub fn has(&self, extension: Extension) -> bool {
        self.offered.contains(&extension)
    }

    /// Whether the server wants to be told the size of a mail (RFC 1870).
    #[must_use]
    pub const fn wants_size(&self) -> bool {
        self.size.is_some()
    }

    /// The largest mail that the server takes, octets; `None` without a fixed limit.
    #[must_use]
    pub fn size_octets_max(&self) -> Option<u64> {
        self.size.filter(|&limit| limit > 0)
    }

    /// Whether a mechanism of RFC 4954 is offered; `name` in capitals.
    #[must_use]
    pub fn has_mechanism(&self, name: &str) -> bool {
        self.sign_in.iter().any(|offered| offered == name)
    }

    /// The mechanisms of RFC 4954 that are offered, in capitals.
    #[must_use]
    pub fn mechanisms(&self) -> &[String] {
        &self.sign_in
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(lines: &[&str]) -> Extensions {
        Extensions::read(&lines.iter().map(|&line| line.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn known_keywords_are_read_in_any_case_and_others_passed_over() {
        let found =
            read(&["mx.example.org", "pipelining", "8BITMIME", "X-EVEN 1", "SIZE 1000", "AUTH PLAIN login"]);
        assert!(found.has(Extension::Pipelining) && found.has(Extension::EightBitMime));
        assert!(!found.has(Extension::StartTls));
        assert_eq!(found.size_octets_max(), Some(1000));
        assert!(found.has_mechanism("LOGIN") && !found.has_mechanism("XOAUTH2"));
    }

    #[test]
    fn the_first_line_is_a_name_and_no_keyword() {
        assert_eq!(read(&["STARTTLS"]), Extensions::default());
    }

    #[test]
    fn size_without_a_number_is_no_limit() {
        assert_eq!(read(&["x", "SIZE"]).size_octets_max(), None);
        assert_eq!(read(&["x", "SIZE 0"]).size_octets_max(), None);
        assert!(read(&["x", "SIZE"]).wants_size());
    }
}
