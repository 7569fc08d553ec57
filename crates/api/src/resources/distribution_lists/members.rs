//! Who is in a list.

use domain::{Problem, distribution_list};
use serde::{Deserialize, Serialize};
use store::distribution_lists::MemberRow;
use utoipa::ToSchema;

use super::super::cases::address;
use crate::schema::{CompanyKey, PeopleListKey, PersonKey};

/// A member to be put into a list; `kind` says which.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum ListMemberInput {
    /// An address.
    Address { address: String, name: Option<String> },
    /// A person, at his usual address.
    Person { id: PersonKey },
    /// All persons of a company.
    Company { id: CompanyKey },
    /// All persons of a selection or a project.
    Selection { id: PeopleListKey },
}

impl ListMemberInput {
    /// The address, where it is one.
    pub(super) fn typed(&self) -> Option<String> {
        match self {
            Self::Address { address, .. } => Some(address.clone()),
            Self::Person { .. } | Self::Company { .. } | Self::Selection { .. } => None,
        }
    }

    /// What it means.
    pub(super) fn read(self) -> Result<distribution_list::ListMember, Problem> {
        use distribution_list::ListMember as M;
        Ok(match self {
            Self::Address { address: text, name } => {
                let name = name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
                M::Address { address: address("members", &text)?, name }
            }
            Self::Person { id } => M::Person { id: id.into() },
            Self::Company { id } => M::Company { id: id.into() },
            Self::Selection { id } => M::Selection { id: id.into() },
        })
    }
}

/// A member of a list; `kind` says which.
#[derive(Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum ListMember {
    /// An address.
    Address { address: String, name: Option<String> },
    /// A person.
    Person { id: PersonKey, name: String },
    /// A company.
    Company { id: CompanyKey, name: String },
    /// A selection or a project.
    Selection { id: PeopleListKey, name: String },
}

impl From<MemberRow> for ListMember {
    fn from(MemberRow { member, name }: MemberRow) -> Self {
        use distribution_list::ListMember as M;
        let shown = || name.clone().unwrap_or_default();
        match member {
            M::Address { address, name } => Self::Address { address: address.to_string(), name },
            M::Person { id } => Self::Person { id: id.into(), name: shown() },
            M::Company { id } => Self::Company { id: id.into(), name: shown() },
            M::Selection { id } => Self::Selection { id: id.into(), name: shown() },
        }
    }
}
