//! What is to be known of addresses that a list of another service would block, beside that it would: that one is probably a slip of
//! whoever wrote it, that several people read it, or that it was there for an hour.

use domain::EmailAddress;
use policy::address_check;

use super::LeftAlone;

/// Slips that are told; further ones are counted.
const FIRST_MAX: usize = 100;

/// An address that is one slip away from a domain at which many people have their mailbox.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Slip {
    /// As it stands on the list.
    pub address: EmailAddress,
    /// What it was probably meant to be.
    pub suggestion: EmailAddress,
}

/// What is to be known of the addresses that a list would block.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Marked {
    /// Those that were probably meant to be others.
    pub slips: u64,
    /// The first 100 of them.
    pub first_slips: Vec<Slip>,
    /// A function's.
    pub roles: LeftAlone,
    /// Of mailboxes that are there for an hour.
    pub disposable: LeftAlone,
}

impl Marked {
    /// Notes what an address says of itself.
    pub(super) fn look(&mut self, address: &EmailAddress) {
        let form = address_check::read(&address.to_string());
        if let Some(suggestion) = form.suggestion {
            self.slips += 1;
            if self.first_slips.len() < FIRST_MAX {
                self.first_slips.push(Slip { address: address.clone(), suggestion });
            }
        }
        if form.is_role {
            self.roles.add(address.clone());
        }
        if form.is_disposable {
            self.disposable.add(address.clone());
        }
    }
}
