//! What is found of a sender before anything is sent as him.

mod sight;

use serde::{Deserialize, Serialize};

pub use sight::{Aspect, Sight, Sighting};

/// How well mail from an address stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Nothing speaks against it.
    Pass,
    /// It may end among junk mail, or be refused.
    Warn,
    /// It is not sent.
    Refuse,
}

impl Level {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Pass, Self::Warn, Self::Refuse];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Refuse => "refuse",
        }
    }
}

/// What was looked at, and what it came to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Point {
    /// It leaves through a server that somebody set, which may sign it, and is known to receivers.
    OwnServer,
    /// The domain is a provider's, and mail of it comes from that provider alone.
    FreeMail,
    /// DNS knows no such domain: many servers refuse its mail, and nothing comes back to it.
    NoSuchDomain,
    /// The domain is no sender domain of the organisation.
    NoSenderDomain,
    /// The domain is a sender domain whose key was not seen in DNS.
    NotLive,
    /// Mail is signed with the domain's key.
    Signed,
    /// Mail is signed with the key of the domain above, which vouches for it (RFC 9989 4.10.2).
    SignedAbove,
    /// The key is gone from DNS; receivers cannot check the signature.
    KeyGone,
    /// SPF lets our servers send.
    SpfLetsUs,
    /// SPF does not name our servers.
    SpfLacksUs,
    /// The domain has no SPF record.
    NoSpf,
    /// SPF of the domain that failures come back to, which is another one, does not let our servers send.
    ReturnPathSpf,
    /// The domain has no DMARC record; large receivers ask for one.
    NoDmarc,
    /// Receivers are asked to refuse mail like ours, or to put it among junk mail.
    DmarcFails,
    /// DMARC passes at the receiver.
    DmarcPasses,
    /// The address of our host does not lead back to its name.
    HostNameDiffers,
    /// DNS was silent; nothing follows from that.
    NoAnswer,
    /// It is handed to the outgoing server without encryption.
    Unencrypted,
    /// The mail leaves from the operator's address, and answers go to this one.
    Rewritten,
}

impl Point {
    /// All of them.
    pub const ALL: [Self; 19] = [
        Self::OwnServer,
        Self::FreeMail,
        Self::NoSuchDomain,
        Self::NoSenderDomain,
        Self::NotLive,
        Self::Signed,
        Self::SignedAbove,
        Self::KeyGone,
        Self::SpfLetsUs,
        Self::SpfLacksUs,
        Self::NoSpf,
        Self::ReturnPathSpf,
        Self::NoDmarc,
        Self::DmarcFails,
        Self::DmarcPasses,
        Self::HostNameDiffers,
        Self::NoAnswer,
        Self::Unencrypted,
        Self::Rewritten,
    ];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OwnServer => "own_server",
            Self::FreeMail => "free_mail",
            Self::NoSuchDomain => "no_such_domain",
            Self::NoSenderDomain => "no_sender_domain",
            Self::NotLive => "not_live",
            Self::Signed => "signed",
            Self::SignedAbove => "signed_above",
            Self::KeyGone => "key_gone",
            Self::SpfLetsUs => "spf_lets_us",
            Self::SpfLacksUs => "spf_lacks_us",
            Self::NoSpf => "no_spf",
            Self::ReturnPathSpf => "return_path_spf",
            Self::NoDmarc => "no_dmarc",
            Self::DmarcFails => "dmarc_fails",
            Self::DmarcPasses => "dmarc_passes",
            Self::HostNameDiffers => "host_name_differs",
            Self::NoAnswer => "no_answer",
            Self::Unencrypted => "unencrypted",
            Self::Rewritten => "rewritten",
        }
    }
}

/// What becomes of mail from a domain that the organisation has not proved to be its own.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnverifiedRule {
    /// It is sent, and its author is warned.
    #[default]
    Warn,
    /// It is not sent.
    Refuse,
    /// It is sent from the operator's address, and answers go to the right one.
    Rewrite,
}

impl UnverifiedRule {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Warn, Self::Refuse, Self::Rewrite];

    /// What holds where somebody else has a say, too: a warning alone gives way.
    #[must_use]
    pub const fn at_least(self, other: Self) -> Self {
        match self {
            Self::Warn => other,
            Self::Refuse | Self::Rewrite => self,
        }
    }

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Warn => "warn",
            Self::Refuse => "refuse",
            Self::Rewrite => "rewrite",
        }
    }
}
