//! What comes back of sent mail, in classes: what happened, whose fault it is, and what follows for the address.
//!
//! RFC 3463 and its registry, RFC 5248, RFC 7372, RFC 7504, RFC 7505, RFC 5965 and RFC 9477 give codes; what they
//! mean for an address is decided here, once, for every part that counts, blocks or tells.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::org::UnknownName;

/// What happened to one mail for one recipient.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ReturnClass {
    /// There is no such mailbox.
    MailboxUnknown,
    /// The mailbox has moved; often the new address is told.
    MailboxMoved,
    /// The mailbox exists and is switched off.
    MailboxInactive,
    /// There is no such domain.
    DomainUnknown,
    /// The domain takes no mail at all (RFC 7505, RFC 7504).
    DomainNoMail,
    /// The mailbox is full.
    MailboxFull,
    /// The mailbox receives too much at the moment.
    MailboxBusy,
    /// The mail is larger than the host or the mailbox takes.
    TooLarge,
    /// The host does not want what the mail contains.
    ContentRefused,
    /// The host found a virus in it.
    Virus,
    /// The host takes the mail for spam.
    SpamJudged,
    /// The address or domain we send from has a bad name.
    ReputationBlock,
    /// SPF, DKIM or DMARC did not pass (RFC 7372).
    AuthFailed,
    /// Our server is set up in a way the host does not accept: no PTR, no TLS, no sign-in.
    SetupRefused,
    /// The sender's address was refused.
    SenderRefused,
    /// The host does not take mail for that domain.
    RelayDenied,
    /// The host takes mail of strangers at the second try only (RFC 6647).
    Greylisted,
    /// Too much at once, or too many recipients.
    RateLimited,
    /// The host does not answer or is out of order.
    HostDown,
    /// The mail went in circles.
    Loop,
    /// The last host gave up after trying for its whole time.
    Expired,
    /// The hosts did not understand each other's commands.
    Protocol,
    /// The host knows no internationalised addresses (RFC 6531).
    EaiUnsupported,
    /// The recipient or group takes mail of some senders only.
    RefusedByRecipient,
    /// Somebody pressed "this is spam" (RFC 5965, RFC 9477).
    Complaint,
    /// Somebody wants no more mailings, as a server says for him.
    Unsubscribe,
    /// A program answered for somebody (RFC 3834).
    AutoReply,
    /// A program wants a person to prove that there is one.
    Challenge,
    /// News of a mail on its way: delayed, relayed, expanded, delivered.
    Progress,
    /// Nothing that is known.
    Unclassified,
}

/// Whose fault it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ReturnScope {
    /// The address.
    Address,
    /// The domain of the address.
    Domain,
    /// This one mail.
    Message,
    /// Ours: the host or network address that sent.
    Source,
    /// Ours: the domain in the sender's address.
    SenderDomain,
    /// Ours: the sender's address.
    SenderAddress,
    /// The receiving host.
    Destination,
    /// This address in its relation to this sender.
    AddressAndSender,
    /// This address on one list.
    AddressAndList,
    /// Nobody's.
    Nobody,
    /// Not known.
    Unknown,
}

/// How final it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ReturnKind {
    /// Sending the same again comes back again.
    Hard,
    /// It may arrive another time.
    Soft,
    /// It is no failure.
    None,
}

/// How sure a verdict is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Confidence {
    /// A basic code alone, words that contradict the code, or an address that was guessed.
    Low,
    /// Words or an enhanced code alone.
    Medium,
    /// Words and code agree, or the host's own words are known.
    High,
}

/// What follows for the address.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ReturnEffect {
    /// It is blocked at once.
    BlockNow,
    /// It is blocked when the same comes back a second time after at least seven days.
    BlockWhenRepeated,
    /// It is blocked when DNS says the same after at least 24 hours.
    BlockWhenRechecked,
    /// It counts toward the limit of returns, once a mail.
    Counts,
    /// It is blocked for mailings at once, never for answers in a case.
    BlockMailingsNow,
    /// It is blocked for mailings the second time, never for answers in a case.
    BlockMailingsWhenRepeated,
    /// It gets no mailings any more, as one that has left them; answers in a case go on.
    LeavesList,
    /// Nothing: the address is not to blame.
    Nothing,
}

/// One row of the table.
struct Row {
    class: ReturnClass,
    name: &'static str,
    scope: ReturnScope,
    kind: ReturnKind,
    effect: ReturnEffect,
}

const fn row(
    class: ReturnClass,
    name: &'static str,
    scope: ReturnScope,
    kind: ReturnKind,
    effect: ReturnEffect,
) -> Row {
    Row { class, name, scope, kind, effect }
}

/// In the order of [`ReturnClass`], which is how a row is found.
const ROWS: [Row; 30] = {
    use ReturnClass as C;
    use ReturnEffect as E;
    use ReturnKind as K;
    use ReturnScope as S;
    [
        row(C::MailboxUnknown, "mailbox-unknown", S::Address, K::Hard, E::BlockNow),
        row(C::MailboxMoved, "mailbox-moved", S::Address, K::Hard, E::BlockNow),
        row(C::MailboxInactive, "mailbox-inactive", S::Address, K::Hard, E::BlockWhenRepeated),
        row(C::DomainUnknown, "domain-unknown", S::Domain, K::Hard, E::BlockWhenRechecked),
        row(C::DomainNoMail, "domain-no-mail", S::Domain, K::Hard, E::BlockNow),
        row(C::MailboxFull, "mailbox-full", S::Address, K::Soft, E::Counts),
        row(C::MailboxBusy, "mailbox-busy", S::Address, K::Soft, E::Nothing),
        row(C::TooLarge, "too-large", S::Message, K::Hard, E::Nothing),
        row(C::ContentRefused, "content-refused", S::Message, K::Hard, E::Nothing),
        row(C::Virus, "virus", S::Message, K::Hard, E::Nothing),
        row(C::SpamJudged, "spam-judged", S::Message, K::Hard, E::Nothing),
        row(C::ReputationBlock, "reputation-block", S::Source, K::Soft, E::Nothing),
        row(C::AuthFailed, "auth-failed", S::SenderDomain, K::Soft, E::Nothing),
        row(C::SetupRefused, "setup-refused", S::Source, K::Soft, E::Nothing),
        row(C::SenderRefused, "sender-refused", S::SenderAddress, K::Hard, E::Nothing),
        row(C::RelayDenied, "relay-denied", S::Domain, K::Soft, E::Counts),
        row(C::Greylisted, "greylisted", S::Destination, K::Soft, E::Nothing),
        row(C::RateLimited, "rate-limited", S::Destination, K::Soft, E::Nothing),
        row(C::HostDown, "host-down", S::Destination, K::Soft, E::Nothing),
        row(C::Loop, "loop", S::Destination, K::Hard, E::Counts),
        row(C::Expired, "expired", S::Destination, K::Soft, E::Counts),
        row(C::Protocol, "protocol", S::Source, K::Hard, E::Nothing),
        row(C::EaiUnsupported, "eai-unsupported", S::Message, K::Hard, E::Nothing),
        row(
            C::RefusedByRecipient,
            "refused-by-recipient",
            S::AddressAndSender,
            K::Hard,
            E::BlockMailingsWhenRepeated,
        ),
        row(C::Complaint, "complaint", S::AddressAndSender, K::Hard, E::BlockMailingsNow),
        row(C::Unsubscribe, "unsubscribe", S::AddressAndList, K::Hard, E::LeavesList),
        row(C::AutoReply, "auto-reply", S::Nobody, K::None, E::Nothing),
        row(C::Challenge, "challenge", S::Nobody, K::None, E::Nothing),
        row(C::Progress, "progress", S::Nobody, K::None, E::Nothing),
        row(C::Unclassified, "unclassified", S::Unknown, K::Soft, E::Counts),
    ]
};

impl ReturnClass {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| row.class)
    }

    const fn row(self) -> &'static Row {
        &ROWS[self as usize]
    }

    /// The stable name, as files of rules, the database and the interface use it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.row().name
    }

    /// Whether the same mail may arrive when its files are fetched by links instead.
    #[must_use]
    pub const fn may_arrive_without_files(self) -> bool {
        matches!(self, Self::TooLarge | Self::ContentRefused)
    }

    /// Whether a server may mean it by refusing a mail. What a provider passes on, what a program answers, and news of a mail are told
    /// otherwise.
    #[must_use]
    pub const fn is_of_refusal(self) -> bool {
        !matches!(self, Self::Complaint | Self::AutoReply | Self::Challenge | Self::Progress)
    }

    /// Whose fault it is.
    #[must_use]
    pub const fn scope(self) -> ReturnScope {
        self.row().scope
    }

    /// How final it is when the host said so for good.
    #[must_use]
    pub const fn kind(self) -> ReturnKind {
        self.row().kind
    }

    /// What follows for the address when the verdict is sure.
    #[must_use]
    pub const fn effect(self) -> ReturnEffect {
        self.row().effect
    }
}

/// The text names no class.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no class of returns; docs/returns.md lists them")]
pub struct NoReturnClass(String);

impl FromStr for ReturnClass {
    type Err = NoReturnClass;

    fn from_str(text: &str) -> Result<Self, NoReturnClass> {
        Self::all().find(|class| class.as_str() == text).ok_or_else(|| NoReturnClass(text.to_owned()))
    }
}

impl fmt::Display for ReturnClass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for ReturnClass {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ReturnClass {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl ReturnScope {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Domain => "domain",
            Self::Message => "message",
            Self::Source => "source",
            Self::SenderDomain => "sender-domain",
            Self::SenderAddress => "sender-address",
            Self::Destination => "destination",
            Self::AddressAndSender => "address-and-sender",
            Self::AddressAndList => "address-and-list",
            Self::Nobody => "nobody",
            Self::Unknown => "unknown",
        }
    }
}

impl FromStr for ReturnScope {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        const ALL: [ReturnScope; 11] = [
            ReturnScope::Address,
            ReturnScope::Domain,
            ReturnScope::Message,
            ReturnScope::Source,
            ReturnScope::SenderDomain,
            ReturnScope::SenderAddress,
            ReturnScope::Destination,
            ReturnScope::AddressAndSender,
            ReturnScope::AddressAndList,
            ReturnScope::Nobody,
            ReturnScope::Unknown,
        ];
        let found = ALL.into_iter().find(|scope| scope.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

impl ReturnKind {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hard => "hard",
            Self::Soft => "soft",
            Self::None => "none",
        }
    }
}

impl FromStr for ReturnKind {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = [Self::Hard, Self::Soft, Self::None].into_iter().find(|kind| kind.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

impl FromStr for Confidence {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = [Self::Low, Self::Medium, Self::High].into_iter().find(|sure| sure.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

impl Confidence {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

impl ReturnEffect {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BlockNow => "block-now",
            Self::BlockWhenRepeated => "block-when-repeated",
            Self::BlockWhenRechecked => "block-when-rechecked",
            Self::Counts => "counts",
            Self::BlockMailingsNow => "block-mailings-now",
            Self::BlockMailingsWhenRepeated => "block-mailings-when-repeated",
            Self::LeavesList => "leaves-list",
            Self::Nothing => "nothing",
        }
    }

    /// Whether it can block without a limit being reached.
    #[must_use]
    pub const fn blocks(self) -> bool {
        !matches!(self, Self::Counts | Self::Nothing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_class_finds_its_own_row_and_reads_back() {
        for class in ReturnClass::all() {
            assert_eq!(class.row().class, class);
            assert_eq!(class.as_str().parse::<ReturnClass>(), Ok(class));
            assert_eq!(class.scope().as_str().parse(), Ok(class.scope()));
        }
        assert!("user-unknown".parse::<ReturnClass>().is_err());
    }

    #[test]
    fn only_the_fault_of_an_address_or_its_domain_blocks() {
        for class in ReturnClass::all().filter(|class| class.effect().blocks()) {
            let scope = class.scope();
            let is_theirs = [
                ReturnScope::Address,
                ReturnScope::Domain,
                ReturnScope::AddressAndSender,
                ReturnScope::AddressAndList,
            ]
            .contains(&scope);
            assert!(is_theirs && class.kind() == ReturnKind::Hard, "{class}");
        }
    }
}
