//! Connections that are lost on the way: one says nothing, since it may be the mail, or the network between. Whose mails they
//! were tells whether it is the server.

use std::collections::BTreeSet;

use domain::{OrganisationId, OutboxId};

/// Mails that are told apart where a destination cuts one after the other.
const BROKEN_KNOWN_MAX: usize = 64;
/// Organisations whose mail is cut before a destination that all share is what cuts it.
const SEVERAL: usize = 2;

/// Whose transaction told it.
#[derive(Clone, Copy)]
pub(super) struct FoundBy {
    pub(super) organisation: OrganisationId,
    /// The mail; `None` where that is nothing to what it told.
    pub(super) mail: Option<OutboxId>,
    /// Whether there is no other organisation.
    pub(super) is_alone: bool,
}

/// Mails whose connections were lost since a server was last heard out, and whose they are.
#[derive(Default)]
pub(super) struct Broken {
    mails: BTreeSet<OutboxId>,
    organisations: BTreeSet<OrganisationId>,
}

impl Broken {
    /// Counts one, and says of how many mails the server is known to have cut; none where this tells nothing new of it: a mail
    /// that is cut each time may be why, as may all of one organisation's, of which others that go there know nothing.
    pub(super) fn count(&mut self, by: FoundBy, of_several: bool) -> u32 {
        let is_new =
            by.mail.is_none_or(|mail| self.mails.len() >= BROKEN_KNOWN_MAX || self.mails.insert(mail));
        if self.organisations.len() < SEVERAL {
            self.organisations.insert(by.organisation);
        }
        let is_enough = !of_several || self.organisations.len() >= SEVERAL;
        if is_new && is_enough { u32::try_from(self.mails.len()).unwrap_or(u32::MAX) } else { 0 }
    }
}
