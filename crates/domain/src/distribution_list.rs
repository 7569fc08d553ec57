//! Who is in a distribution list.

use serde::{Deserialize, Serialize};

use crate::address::EmailAddress;
use crate::ids::{CompanyId, DistributionListId, PeopleListId, PersonId};

/// A member of a distribution list.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum ListMember {
    /// An address that somebody typed.
    Address {
        /// It.
        address: EmailAddress,
        /// Whose it is.
        name: Option<String>,
    },
    /// A person, at his usual address.
    Person {
        /// Who.
        id: PersonId,
    },
    /// All persons of a company.
    Company {
        /// Which.
        id: CompanyId,
    },
    /// All persons of a selection or a project.
    Selection {
        /// Which.
        id: PeopleListId,
    },
}

impl ListMember {
    /// The stable name of its kind.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Address { .. } => "address",
            Self::Person { .. } => "person",
            Self::Company { .. } => "company",
            Self::Selection { .. } => "selection",
        }
    }

    /// What tells it from all others of a list.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Address { address, .. } => format!("address:{}", address.key()),
            Self::Person { id } => format!("person:{id}"),
            Self::Company { id } => format!("company:{id}"),
            Self::Selection { id } => format!("selection:{id}"),
        }
    }
}

/// How a list stands among the addresses that somebody types: `list:` and its id, which no address can be.
const PREFIX: &str = "list:";

/// The list among typed addresses.
#[must_use]
pub fn typed(id: DistributionListId) -> String {
    format!("{PREFIX}{id}")
}

/// The list that a typed text names, where it names one.
#[must_use]
pub fn named(text: &str) -> Option<DistributionListId> {
    text.trim().strip_prefix(PREFIX)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_among_addresses_is_told_from_all_of_them() {
        let id = DistributionListId::new(12);
        assert_eq!(named(&typed(id)), Some(id));
        assert_eq!(named(" list:12 "), Some(id));
        for text in ["list:", "list:x", "12", "list@nord.example"] {
            assert_eq!(named(text), None, "{text}");
        }
        assert!(typed(id).parse::<EmailAddress>().is_err());
    }

    #[test]
    fn spellings_of_one_address_are_one_member() {
        let member = |text: &str| ListMember::Address { address: text.parse().unwrap(), name: None };
        assert_eq!(member("Ola@Kunde.example").key(), member("ola@KUNDE.example").key());
    }
}
