//! Who changed which setting or configuration record, from what to what.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ids::{ApiTokenId, UserId};
use crate::org::UnknownName;
use crate::transport::TransportOwner;

/// By what means somebody changed something.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Origin {
    /// In the interface.
    Browser,
    /// Through the API, with a key of his.
    Token,
    /// The operator, with a command on the machine.
    Command,
    /// Posthus by itself.
    Program,
}

impl Origin {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Browser, Self::Token, Self::Command, Self::Program];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Browser => "browser",
            Self::Token => "token",
            Self::Command => "command",
            Self::Program => "program",
        }
    }
}

impl FromStr for Origin {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|origin| origin.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// Who changes something, and by what means.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Author {
    /// The user; nobody where it is the operator or Posthus itself.
    pub user: Option<UserId>,
    /// By what means.
    pub origin: Origin,
    /// The key that he used, where he used one.
    pub token: Option<ApiTokenId>,
}

impl Author {
    /// Posthus by itself.
    pub const PROGRAM: Self = Self { user: None, origin: Origin::Program, token: None };
    /// The operator, with a command on the machine.
    pub const OPERATOR: Self = Self { user: None, origin: Origin::Command, token: None };

    /// A user in the interface.
    #[must_use]
    pub const fn in_browser(user: UserId) -> Self {
        Self { user: Some(user), origin: Origin::Browser, token: None }
    }
}

/// What happened to a record.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Verb {
    /// It was made.
    Made,
    /// It was changed.
    Changed,
    /// It was deleted, perhaps into a bin.
    Deleted,
    /// It was taken out of its bin.
    Restored,
}

impl Verb {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Made, Self::Changed, Self::Deleted, Self::Restored];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Made => "made",
            Self::Changed => "changed",
            Self::Deleted => "deleted",
            Self::Restored => "restored",
        }
    }
}

impl FromStr for Verb {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|verb| verb.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// What kind of record a change is of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditKind {
    /// A setting of the whole organisation.
    Setting,
    /// The organisation: its name, its bins, what comes back.
    Organisation,
    /// A user.
    User,
    /// A role.
    Role,
    /// A program's key.
    ApiToken,
    /// An absence.
    Absence,
    /// A mailbox, with its signature.
    Mailbox,
    /// A filter.
    Filter,
    /// A category, with its members and its own receipt.
    Category,
    /// A priority.
    Priority,
    /// A status.
    Status,
    /// A request type.
    RequestType,
    /// A tag.
    Tag,
    /// A reply template.
    Template,
    /// An entry of the FAQ.
    FaqEntry,
    /// A shared sender.
    Identity,
    /// An outgoing server.
    OutgoingServer,
    /// An OAuth application.
    OauthApplication,
    /// A sender domain, with its keys.
    SenderDomain,
    /// An own rule on returns.
    ReturnRule,
    /// What is known of an address: told of where a person deletes it.
    Address,
    /// That mail to a domain is stopped until somebody lets it go on.
    HeldDestination,
}

impl AuditKind {
    /// All of them.
    pub const ALL: [Self; 22] = [
        Self::Setting,
        Self::Organisation,
        Self::User,
        Self::Role,
        Self::ApiToken,
        Self::Absence,
        Self::Mailbox,
        Self::Filter,
        Self::Category,
        Self::Priority,
        Self::Status,
        Self::RequestType,
        Self::Tag,
        Self::Template,
        Self::FaqEntry,
        Self::Identity,
        Self::OutgoingServer,
        Self::OauthApplication,
        Self::SenderDomain,
        Self::ReturnRule,
        Self::Address,
        Self::HeldDestination,
    ];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Setting => "setting",
            Self::Organisation => "organisation",
            Self::User => "user",
            Self::Role => "role",
            Self::ApiToken => "api_token",
            Self::Absence => "absence",
            Self::Mailbox => "mailbox",
            Self::Filter => "filter",
            Self::Category => "category",
            Self::Priority => "priority",
            Self::Status => "status",
            Self::RequestType => "request_type",
            Self::Tag => "tag",
            Self::Template => "template",
            Self::FaqEntry => "faq_entry",
            Self::Identity => "identity",
            Self::OutgoingServer => "outgoing_server",
            Self::OauthApplication => "oauth_application",
            Self::SenderDomain => "sender_domain",
            Self::ReturnRule => "return_rule",
            Self::Address => "address",
            Self::HeldDestination => "held_destination",
        }
    }

    /// Whether it tells of people and what they may do, which concerns those who administer users alone.
    #[must_use]
    pub const fn is_of_people(self) -> bool {
        matches!(self, Self::User | Self::Role | Self::ApiToken | Self::Absence)
    }
}

impl FromStr for AuditKind {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|kind| kind.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// One record of an organisation.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Record {
    /// Its kind.
    pub kind: AuditKind,
    /// Which one: its id, a setting's name, an outgoing server's owner.
    pub key: String,
}

impl Record {
    /// The record of this kind with this id.
    #[must_use]
    pub fn of<K>(kind: AuditKind, id: crate::ids::Id<K>) -> Self {
        Self { kind, key: id.to_string() }
    }

    /// A setting by its name.
    #[must_use]
    pub fn setting(name: &str) -> Self {
        Self { kind: AuditKind::Setting, key: name.to_owned() }
    }

    /// An owner's outgoing server: `organisation`, `user 5`, `domain nord.example`.
    #[must_use]
    pub fn outgoing_server(owner: &TransportOwner) -> Self {
        let key = match owner {
            TransportOwner::Organisation => owner.kind().to_owned(),
            TransportOwner::User(_) | TransportOwner::Domain(_) => {
                format!("{} {}", owner.kind(), owner.key())
            }
        };
        Self { kind: AuditKind::OutgoingServer, key }
    }
}

/// What became of a secret.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretChange {
    /// There was none before.
    Set,
    /// It is another.
    Changed,
    /// There is none any more.
    Removed,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_back() {
        for kind in AuditKind::ALL {
            assert_eq!(kind.as_str().parse(), Ok(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
        for verb in Verb::ALL {
            assert_eq!(verb.as_str().parse(), Ok(verb));
        }
        for origin in Origin::ALL {
            assert_eq!(origin.as_str().parse(), Ok(origin));
        }
    }

    #[test]
    fn an_outgoing_server_is_known_by_its_owner() {
        let key = |owner: TransportOwner| Record::outgoing_server(&owner).key;
        assert_eq!(key(TransportOwner::Organisation), "organisation");
        assert_eq!(key(TransportOwner::User(UserId::new(5))), "user 5");
        assert_eq!(key(TransportOwner::Domain("nord.example".to_owned())), "domain nord.example");
    }
}
