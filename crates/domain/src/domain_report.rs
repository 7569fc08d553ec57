//! What other servers report on mail that claims to be a sender domain's (RFC 9990), and on TLS towards it (RFC 8460).

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::org::UnknownName;

/// What a report is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DomainReportKind {
    /// Mail in the domain's name, and what DMARC came to (RFC 9990).
    Dmarc,
    /// Connections to the domain's servers, and what TLS came to (RFC 8460).
    Tls,
}

impl DomainReportKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Dmarc, Self::Tls];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dmarc => "dmarc",
            Self::Tls => "tls",
        }
    }
}

/// Who it is that sends in a domain's name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceStanding {
    /// We do: it carries our signature, and came straight from where it was signed.
    Ours,
    /// Another service, for which the domain's records speak.
    Authorised,
    /// It passes on mail that the domain signed.
    Forwarder,
    /// The domain's records speak for some of what it sends, and for some not.
    Partly,
    /// Nothing speaks for what it sends, and nobody could tell whether it is known.
    Unproved,
    /// Nothing speaks for what it sends, though the SPF record names it or it is a server that the organisation uses.
    Known,
    /// Nothing speaks for what it sends, nor for itself: no SPF record, no key of ours, no server in use.
    Unknown,
}

impl SourceStanding {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Ours,
        Self::Authorised,
        Self::Forwarder,
        Self::Partly,
        Self::Unproved,
        Self::Known,
        Self::Unknown,
    ];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Authorised => "authorised",
            Self::Forwarder => "forwarder",
            Self::Partly => "partly",
            Self::Unproved => "unproved",
            Self::Known => "known",
            Self::Unknown => "unknown",
        }
    }
}

/// By what a source is known to the organisation, whatever its mail proves.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum KnownBy {
    /// By nothing.
    Nobody,
    /// Its host belongs to the operator of a server that the organisation uses.
    Server,
    /// The domain's SPF record lets it send.
    Spf,
}

impl KnownBy {
    /// All of them, the least first.
    pub const ALL: [Self; 3] = [Self::Nobody, Self::Server, Self::Spf];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nobody => "nobody",
            Self::Server => "server",
            Self::Spf => "spf",
        }
    }
}

/// What the reports of the last weeks say to do.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportAdvice {
    /// No report has come: see where they go.
    NoReports,
    /// There are too few, or over too few days, to say anything.
    TooFew,
    /// Mail of somebody who sends much is not proved: find out who that is first.
    LookAtSources,
    /// Nearly all mail is proved: receivers can be asked for more.
    Tighten,
    /// Receivers are asked to refuse what is not proved, and nearly all is.
    AllWell,
}

impl ReportAdvice {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::NoReports, Self::TooFew, Self::LookAtSources, Self::Tighten, Self::AllWell];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NoReports => "no_reports",
            Self::TooFew => "too_few",
            Self::LookAtSources => "look_at_sources",
            Self::Tighten => "tighten",
            Self::AllWell => "all_well",
        }
    }
}

/// RFC 8460 4.3: what came of connections over TLS.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TlsOutcome {
    /// They were encrypted as the policy asks.
    Success,
    /// The server offers no TLS.
    StarttlsNotSupported,
    /// The certificate is for another name.
    CertificateHostMismatch,
    /// The certificate has run out.
    CertificateExpired,
    /// Nobody who is trusted vouches for the certificate.
    CertificateNotTrusted,
    /// TLS failed in another way.
    ValidationFailure,
    /// The TLSA record cannot be read or fits no certificate.
    TlsaInvalid,
    /// DNSSEC does not hold.
    DnssecInvalid,
    /// The sender asks for DANE, and there is none.
    DaneRequired,
    /// The policy file of MTA-STS could not be fetched.
    StsPolicyFetchError,
    /// The policy file cannot be read, or does not name the server.
    StsPolicyInvalid,
    /// The certificate of the site with the policy file does not hold.
    StsWebpkiInvalid,
    /// Something that no registry names.
    Other,
}

impl TlsOutcome {
    /// All of them.
    pub const ALL: [Self; 13] = [
        Self::Success,
        Self::StarttlsNotSupported,
        Self::CertificateHostMismatch,
        Self::CertificateExpired,
        Self::CertificateNotTrusted,
        Self::ValidationFailure,
        Self::TlsaInvalid,
        Self::DnssecInvalid,
        Self::DaneRequired,
        Self::StsPolicyFetchError,
        Self::StsPolicyInvalid,
        Self::StsWebpkiInvalid,
        Self::Other,
    ];

    /// The stable name; that of a failure as the registry has it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::StarttlsNotSupported => "starttls-not-supported",
            Self::CertificateHostMismatch => "certificate-host-mismatch",
            Self::CertificateExpired => "certificate-expired",
            Self::CertificateNotTrusted => "certificate-not-trusted",
            Self::ValidationFailure => "validation-failure",
            Self::TlsaInvalid => "tlsa-invalid",
            Self::DnssecInvalid => "dnssec-invalid",
            Self::DaneRequired => "dane-required",
            Self::StsPolicyFetchError => "sts-policy-fetch-error",
            Self::StsPolicyInvalid => "sts-policy-invalid",
            Self::StsWebpkiInvalid => "sts-webpki-invalid",
            Self::Other => "other",
        }
    }

    /// The failure that a report names.
    #[must_use]
    pub fn of_failure(name: &str) -> Self {
        name.trim().to_ascii_lowercase().parse().ok().filter(|it| *it != Self::Success).unwrap_or(Self::Other)
    }
}

/// What became of a report that came in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReportFate {
    /// It counts.
    Counted,
    /// The same report came before.
    Known,
    /// More came this day than count.
    TooMany,
    /// It is about a domain that is none of the organisation's.
    NotOurs,
    /// Its own sender is not whom it claims.
    Forged,
    /// It cannot be read.
    Unreadable,
}

impl ReportFate {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Counted, Self::Known, Self::TooMany, Self::NotOurs, Self::Forged, Self::Unreadable];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Counted => "counted",
            Self::Known => "known",
            Self::TooMany => "too_many",
            Self::NotOurs => "not_ours",
            Self::Forged => "forged",
            Self::Unreadable => "unreadable",
        }
    }

    /// Whether the mail is done with, and is left out of the cases.
    #[must_use]
    pub const fn ends_here(self) -> bool {
        matches!(self, Self::Counted | Self::Known | Self::TooMany)
    }
}

macro_rules! from_stable_names {
    ($($kind:ty),*) => {$(
        impl FromStr for $kind {
            type Err = UnknownName;

            fn from_str(text: &str) -> Result<Self, UnknownName> {
                let found = Self::ALL.into_iter().find(|it| it.as_str() == text);
                found.ok_or_else(|| UnknownName(text.to_owned()))
            }
        }
    )*};
}

from_stable_names!(DomainReportKind, KnownBy, TlsOutcome);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_are_known_by_the_names_of_the_registry() {
        for outcome in TlsOutcome::ALL {
            assert_eq!(outcome.as_str().parse(), Ok(outcome));
            let json = serde_json::to_string(&outcome).unwrap();
            assert_eq!(json, format!("\"{}\"", outcome.as_str()));
        }
        assert_eq!(TlsOutcome::of_failure(" Certificate-Expired "), TlsOutcome::CertificateExpired);
        // No failure is a success, whatever it calls itself.
        assert_eq!(TlsOutcome::of_failure("success"), TlsOutcome::Other);
        assert_eq!(TlsOutcome::of_failure("x"), TlsOutcome::Other);
    }
}
