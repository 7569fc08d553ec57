//! How mail was protected on its way to the next server, and what a domain demands of that (RFC 8461).

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::org::UnknownName;
use crate::time::Timestamp;

/// What protected the connection that an attempt went over, from nothing to the most.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TlsGrade {
    /// Nothing.
    Plain,
    /// TLS with a server that did not prove who it is (RFC 7435).
    Opportunistic,
    /// TLS with a server that proved its name by a certificate of a public authority.
    Verified,
    /// The same, as the recipients' domain demands it (RFC 8461).
    MtaSts,
    /// TLS with a server that proved itself by records that its zone signed (RFC 7672).
    Dane,
}

impl TlsGrade {
    /// All of them, the least first.
    pub const ALL: [Self; 5] = [Self::Plain, Self::Opportunistic, Self::Verified, Self::MtaSts, Self::Dane];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Opportunistic => "opportunistic",
            Self::Verified => "verified",
            Self::MtaSts => "mta-sts",
            Self::Dane => "dane",
        }
    }

    /// Whether the server proved who it is.
    #[must_use]
    pub const fn is_verified(self) -> bool {
        match self {
            Self::Plain | Self::Opportunistic => false,
            Self::Verified | Self::MtaSts | Self::Dane => true,
        }
    }
}

impl FromStr for TlsGrade {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|grade| grade.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// What protected one attempt, as it is stored and told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Encryption {
    /// The grade.
    pub grade: TlsGrade,
    /// As in `TLS 1.3`; `None` without TLS.
    pub version: Option<String>,
    /// Where the domain tries MTA-STS out: whether the server would have been good enough (RFC 8461 5).
    #[serde(default)]
    pub tested: Option<bool>,
}

impl Encryption {
    /// Whether there was any.
    #[must_use]
    pub fn is_tls(&self) -> bool {
        self.grade != TlsGrade::Plain
    }
}

/// What the author of a mail demands of its protection.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum TlsNeed {
    /// Nothing beyond what its recipients' domains do.
    #[default]
    Nothing,
    /// Verified encryption to the next server.
    Verified,
    /// Verified encryption to its end, by servers that promise it (RFC 8689).
    Throughout,
}

/// What a domain wants to follow where its policy is not met (RFC 8461 3.2, `mode`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum StsMode {
    /// It is not delivered.
    Enforce,
    /// It is delivered, and the domain hears of it in reports.
    Testing,
    /// The domain has no policy any more.
    None,
}

impl StsMode {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Enforce, Self::Testing, Self::None];

    /// The name in policies, which is the stored one.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Enforce => "enforce",
            Self::Testing => "testing",
            Self::None => "none",
        }
    }
}

impl FromStr for StsMode {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|mode| mode.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// What a domain demands of whoever brings it mail (RFC 8461 3.2).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StsPolicy {
    /// What follows where it is not met.
    pub mode: StsMode,
    /// The exchangers' names in lower case; one that begins with `*.` stands for every name with one label more.
    pub exchangers: Vec<String>,
    /// How long it is true, seconds.
    pub max_age_s: i64,
}

impl StsPolicy {
    /// Whether an exchanger is one of those that the domain names.
    #[must_use]
    pub fn names(&self, host: &str) -> bool {
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        // RFC 8461 4.1: the wildcard is the whole leftmost label, and stands for one.
        let parent = host.split_once('.').map(|(_, parent)| parent);
        self.exchangers.iter().any(|pattern| match pattern.strip_prefix("*.") {
            Some(under) => parent == Some(under),
            None => *pattern == host,
        })
    }
}

/// What is known of a domain's policy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KnownPolicy {
    /// The id that the record had.
    pub record_id: String,
    /// The policy.
    pub policy: StsPolicy,
    /// When it was read.
    pub read_at: Timestamp,
}

impl KnownPolicy {
    /// When its time is over.
    #[must_use]
    pub fn expires_at(&self) -> Timestamp {
        self.read_at.plus_seconds(self.policy.max_age_s)
    }

    /// Whether its time is not over.
    #[must_use]
    pub fn stands(&self, now: Timestamp) -> bool {
        now < self.expires_at()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wildcard_stands_for_one_label() {
        let exchangers = vec!["mx.a.test".to_owned(), "*.b.test".to_owned()];
        let policy = StsPolicy { mode: StsMode::Enforce, exchangers, max_age_s: 1 };
        for (host, named) in [
            ("mx.a.test", true),
            ("MX.A.test.", true),
            ("x.mx.a.test", false),
            ("one.b.test", true),
            ("two.one.b.test", false),
            ("b.test", false),
            ("evil-b.test", false),
        ] {
            assert_eq!(policy.names(host), named, "{host}");
        }
    }

    #[test]
    fn grades_are_in_the_order_of_their_worth() {
        assert!(TlsGrade::ALL.is_sorted());
        for grade in TlsGrade::ALL {
            assert_eq!(grade.as_str().parse(), Ok(grade));
            assert_eq!(serde_json::to_string(&grade).unwrap(), format!("\"{}\"", grade.as_str()));
        }
    }
}
