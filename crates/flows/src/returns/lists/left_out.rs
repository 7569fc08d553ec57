//! Whom a list of another service does not block, and why.

use domain::EmailAddress;
use mail::block_list::Refused;

/// Addresses that are told; further ones are counted.
const FIRST_MAX: usize = 100;

/// What of a list blocks nobody.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LeftOut {
    /// Addresses whose server's words blame the sender or the mail.
    pub spared: LeftAlone,
    /// Addresses of which their server's words say what may pass, as that a mailbox is full.
    pub passing: LeftAlone,
    /// Mailboxes of the organisation's own, and what its users sign in with. A person blocks those one by one.
    pub own: LeftAlone,
    /// Entries that hold no address.
    pub refused: u64,
    /// The first 100 of them.
    pub refusals: Vec<Refused>,
}

impl LeftOut {
    /// How many entries.
    pub(super) const fn count(&self) -> u64 {
        self.spared.count + self.passing.count + self.own.count + self.refused
    }
}

/// Some addresses of a list, as those that it does not block.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LeftAlone {
    /// How many.
    pub count: u64,
    /// The first 100 of them.
    pub first: Vec<EmailAddress>,
}

impl LeftAlone {
    pub(super) fn add(&mut self, address: EmailAddress) {
        self.count += 1;
        if self.first.len() < FIRST_MAX {
            self.first.push(address);
        }
    }
}
