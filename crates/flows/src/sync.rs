//! Fetches mailboxes: each at its own interval, each under a lease, none in the way of another.
//!
//! The order that loses nothing: fetch, commit bytes and cursor together, and only then touch the
//! server's copy. A crash between the last two leaves a copy that the next round recognises.

mod again;
mod failure;
mod key;
mod leaving;
mod round;
mod server;
mod taking;
mod watch;
mod worker;

pub(crate) use failure::VisitError;
pub(crate) use key::Key;
pub use watch::WatchWorker;
pub use worker::SyncWorker;

use domain::mailbox::AfterImport;
use domain::{MailboxId, OrganisationId};
use net::{Credentials, ServerSettings};
use store::mailboxes::MailboxRow;
use tokio_util::sync::CancellationToken;

use crate::arrivals::{Batch, NewMail};
use crate::office::Office;

/// Mails of one commit.
const BATCH_MAILS: usize = 100;
/// Octets of one commit, so that a batch of large mails does not fill the memory.
const BATCH_OCTETS: u64 = 16 * 1024 * 1024;

/// One visit to one mailbox.
pub(crate) struct Visit<'a> {
    office: &'a Office,
    row: &'a MailboxRow,
    /// Told when the process stops: a visit ends between two batches.
    stop: &'a CancellationToken,
    lease: &'a Lease,
}

/// Under what a mailbox is visited, and whether it still is.
struct Lease {
    /// A name that no other visit has: this process, too, may claim a mailbox again that a visit of its own has lost.
    owner: String,
    /// Told when the mailbox is another's by now, or was given another server or other rules: whoever visits it leaves.
    lost: CancellationToken,
}

/// What a visit brought.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Brought {
    /// Mails that are new.
    stored: u64,
    /// Mails that are here under another number.
    recognised: u64,
    /// Mails that stay on the server, each with its reason in the inbox queue.
    left: u64,
    /// Whether more waits because the visit was cut short.
    more: bool,
}

/// The server of a mailbox with its key.
pub(crate) fn server(office: &Office, row: &MailboxRow, credentials: Credentials) -> ServerSettings {
    let settings = &row.settings;
    ServerSettings {
        host: settings.host.clone(),
        port: settings.port,
        security: settings.security,
        credentials,
        folder: settings.folder.clone(),
        mail_octets_max: office.settings().mail_octets_max,
    }
}

impl Visit<'_> {
    fn organisation(&self) -> OrganisationId {
        self.row.organisation
    }

    fn mailbox(&self) -> MailboxId {
        self.row.id
    }

    fn peer(&self) -> String {
        format!("{}:{}", self.row.settings.host, self.row.settings.port)
    }

    /// Mails of this mailbox that came together.
    fn batch(&self, mails: Vec<NewMail>) -> Batch {
        Batch {
            organisation: self.organisation(),
            mailbox: self.mailbox(),
            via: self.row.settings.protocol.as_str(),
            peer: self.peer(),
            mails,
            skipped: Vec::new(),
            progress: None,
        }
    }

    /// The largest mail that is taken in.
    fn octets_max(&self) -> u64 {
        u64::try_from(self.office.settings().mail_octets_max).unwrap_or(u64::MAX)
    }

    fn removes(&self) -> bool {
        self.row.settings.after_import == AfterImport::Delete
    }
}

/// Cuts a listing into commits: at most [`BATCH_MAILS`] and [`BATCH_OCTETS`], at least one mail.
fn batches<T>(listed: &[T], octets: impl Fn(&T) -> u64) -> Vec<&[T]> {
    let (mut cut, mut start, mut sum) = (Vec::new(), 0, 0);
    for (at, item) in listed.iter().enumerate() {
        let grown = sum + octets(item);
        if at > start && (at - start >= BATCH_MAILS || grown > BATCH_OCTETS) {
            cut.push(&listed[start..at]);
            (start, sum) = (at, octets(item));
        } else {
            sum = grown;
        }
    }
    if start < listed.len() {
        cut.push(&listed[start..]);
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_are_bounded_in_mails_and_octets_and_keep_the_order() {
        let small = vec![1_u64; 250];
        let sizes: Vec<usize> = batches(&small, |octets| *octets).iter().map(|batch| batch.len()).collect();
        assert_eq!(sizes, [100, 100, 50]);
        let large = vec![BATCH_OCTETS * 2, 1, BATCH_OCTETS, 5];
        let cut = batches(&large, |octets| *octets);
        assert_eq!(cut, [&[BATCH_OCTETS * 2][..], &[1], &[BATCH_OCTETS], &[5]]);
        assert!(batches(&[] as &[u64], |octets| *octets).is_empty());
    }
}
