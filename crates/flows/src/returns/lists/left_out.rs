//! Whom a list of another service does not block, and why.

use std::collections::BTreeSet;

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
    /// Entries of addresses that stand among these already.
    pub(super) again: u64,
    /// Entries that hold no address.
    pub refused: u64,
    /// The first 100 of them.
    pub refusals: Vec<Refused>,
}

impl LeftOut {
    /// How many entries.
    pub(super) const fn count(&self) -> u64 {
        self.spared.count + self.passing.count + self.own.count + self.again + self.refused
    }

    /// Leaves an address alone for one of the reasons.
    pub(super) fn add(&mut self, among: fn(&mut Self) -> &mut LeftAlone, address: EmailAddress) {
        if !among(self).add(address) {
            self.again += 1;
        }
    }
}

/// Some addresses of a list, as those that it does not block.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LeftAlone {
    /// How many, each counted once, however often and in whatever letters it stands on the list.
    pub count: u64,
    /// The first 100 of them.
    pub first: Vec<EmailAddress>,
    /// The keys of all.
    seen: BTreeSet<String>,
}

impl LeftAlone {
    /// Adds it; `false` where it is among them already.
    pub(super) fn add(&mut self, address: EmailAddress) -> bool {
        if !self.seen.insert(address.key()) {
            return false;
        }
        self.count += 1;
        if self.first.len() < FIRST_MAX {
            self.first.push(address);
        }
        true
    }
}
