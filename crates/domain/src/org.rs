//! Organisations, users, roles and rights.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ids::{OrganisationId, UserId};

/// The text names nothing of this set; carries what was given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not one of the known values")]
pub struct UnknownName(pub String);

/// The languages of the interface and of the mails we write.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Norwegian bokmål.
    #[default]
    Nb,
    /// Swedish.
    Sv,
    /// English.
    En,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Nb, Self::Sv, Self::En];

    /// The code, as stored and as in `lang` attributes.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Nb => "nb",
            Self::Sv => "sv",
            Self::En => "en",
        }
    }
}

impl FromStr for Language {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|language| language.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// How the interface looks to one user.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// As the device says.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl FromStr for Theme {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|theme| theme.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// One thing a role may allow. The name is stable: it stands in the database and in refusals.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Mailboxes, filters, categories, priorities and the outgoing server: see and change.
    Mailboxes,
    /// The inbox queue.
    Intake,
    /// The outbox.
    Outbox,
    /// Blocked mail.
    Blocked,
    /// All cases.
    CasesAll,
    /// The cases of one's own categories, and those one owns.
    CasesOwn,
    /// Reply templates, signatures of mailboxes, and the automatic replies.
    Templates,
    /// Users and roles.
    Users,
    /// Deleting from the queues, cases, and messages of cases; changing colleagues' comments.
    Delete,
    /// Deleting for good what could be restored, and letting filters delete.
    DeleteForGood,
    /// Marking cases as spam.
    Spam,
    /// Sharing saved views of the case list with everybody, and changing shared ones.
    ShareViews,
    /// Exporting lists to files.
    Export,
}

impl Right {
    /// All of them, in the order the interface shows.
    pub const ALL: [Self; 13] = [
        Self::Mailboxes,
        Self::Intake,
        Self::Outbox,
        Self::Blocked,
        Self::CasesAll,
        Self::CasesOwn,
        Self::Templates,
        Self::Users,
        Self::Delete,
        Self::DeleteForGood,
        Self::Spam,
        Self::ShareViews,
        Self::Export,
    ];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mailboxes => "mailboxes",
            Self::Intake => "intake",
            Self::Outbox => "outbox",
            Self::Blocked => "blocked",
            Self::CasesAll => "cases_all",
            Self::CasesOwn => "cases_own",
            Self::Templates => "templates",
            Self::Users => "users",
            Self::Delete => "delete",
            Self::DeleteForGood => "delete_for_good",
            Self::Spam => "spam",
            Self::ShareViews => "share_views",
            Self::Export => "export",
        }
    }
}

impl fmt::Display for Right {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Right {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let found = Self::ALL.into_iter().find(|right| right.as_str() == text);
        found.ok_or_else(|| UnknownName(text.to_owned()))
    }
}

/// A set of rights.
pub type Rights = BTreeSet<Right>;

/// Who acts: a user of an organisation with the rights of all his roles.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Actor {
    /// The tenant; every query of this actor is scoped to it.
    pub organisation: OrganisationId,
    /// The user.
    pub user: UserId,
    /// What he may do.
    pub rights: Rights,
}

impl Actor {
    /// Whether he has the right.
    #[must_use]
    pub fn may(&self, right: Right) -> bool {
        self.rights.contains(&right)
    }
}
