//! One visit: opens the server, takes what is new batch by batch, and goes on over a mail at which
//! the connection breaks.
//!
//! A connection that breaks is opened again, and the mails are asked for one by one. One at which
//! it broke [`BREAKS_PER_MAIL`] times, while the server was well in between, is left on the server
//! and stands in the inbox queue; the others go on.

use std::collections::HashMap;

use net::SourceError;
use net::imap_source::ImapSource;
use store::cursors::FolderCursor;
use store::intake::FolderProgress;

use super::failure::VisitError;
use super::server::{Server, Waiting};
use super::{Brought, Key, Visit, again, batches, taking};
use crate::lease::{self, NotWritten};

/// How often the connection may break at one mail before that is left where it is.
const BREAKS_PER_MAIL: u32 = 3;
/// How often it may break in one visit; then the server, and not a mail, is ill.
const BREAKS_MAX: u32 = 12;
/// Mails that are asked for one by one after a break.
const CAREFUL_MAILS: usize = 100;

/// What one visit remembers.
pub(super) struct Round<'a> {
    pub(super) visit: &'a Visit<'a>,
    pub(super) brought: Brought,
    /// How often the connection broke at a mail, by source.
    broke_at: HashMap<String, u32>,
    /// Mails that are still asked for one by one.
    careful: usize,
}

/// Why a session ended before its end.
pub(super) enum Stopped {
    /// The connection broke, at this mail where it is known.
    Broke { error: SourceError, at: Option<String> },
    /// The mailbox is no more this visit's.
    LeaseLost,
    /// Anything else: the visit is over.
    Failed(VisitError),
}

impl From<NotWritten> for Stopped {
    fn from(error: NotWritten) -> Self {
        match error {
            NotWritten::LeaseLost => Self::LeaseLost,
            NotWritten::Store(error) => error.into(),
        }
    }
}

impl From<store::StoreError> for Stopped {
    fn from(error: store::StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<SourceError> for Stopped {
    fn from(error: SourceError) -> Self {
        Self::at(error, None)
    }
}

impl Stopped {
    /// A connection that ended may be opened again; a refusal stays one.
    pub(super) fn at(error: SourceError, at: Option<String>) -> Self {
        match error {
            SourceError::Lost { .. } | SourceError::Bye { .. } | SourceError::Protocol { .. } => {
                Self::Broke { error, at }
            }
            SourceError::Connect(_)
            | SourceError::Tls { .. }
            | SourceError::Silent { .. }
            | SourceError::PlainText { .. }
            | SourceError::NoStartTls { .. }
            | SourceError::SignIn { .. }
            | SourceError::TokenRefused { .. }
            | SourceError::SignInLater { .. }
            | SourceError::NoWayToSignIn { .. }
            | SourceError::NoFolder { .. }
            | SourceError::Refused { .. } => Self::Failed(error.into()),
        }
    }
}

/// Fetches what is new.
pub(super) async fn run(visit: &Visit<'_>, mut key: Key) -> Result<Brought, VisitError> {
    let brought = Brought::default();
    let mut round = Round { visit, brought, broke_at: HashMap::new(), careful: 0 };
    let mut breaks = 0;
    loop {
        let mut server = open(visit, &mut key).await?;
        let session = round.session(&mut server).await;
        let session = if session.is_ok() { visit.still_removes().await } else { session };
        let ended = match session {
            // Over POP3 the goodbye is what removes the mails.
            Ok(()) => server.close().await.map_err(|error| Stopped::Failed(error.into())),
            Err(stopped) => {
                server.abandon().await;
                Err(stopped)
            }
        };
        match ended {
            Ok(()) => return Ok(round.brought),
            Err(Stopped::LeaseLost) => {
                round.brought.more = true;
                return Ok(round.brought);
            }
            Err(Stopped::Failed(error)) => return Err(error),
            Err(Stopped::Broke { error, .. }) if breaks >= BREAKS_MAX || visit.stop.is_cancelled() => {
                return Err(error.into());
            }
            // Before anything was asked for, it is the server that does not answer.
            Err(Stopped::Broke { error, at: None }) if round.careful == 0 => return Err(error.into()),
            Err(Stopped::Broke { at, .. }) => {
                breaks += 1;
                round.careful = CAREFUL_MAILS;
                if let Some(source_id) = at {
                    *round.broke_at.entry(source_id).or_default() += 1;
                }
            }
        }
    }
}

/// Opens the server; one that refuses a token is asked once more with another one.
async fn open(visit: &Visit<'_>, key: &mut Key) -> Result<Server, VisitError> {
    match Server::open(visit, key.credentials.clone()).await {
        Ok(server) => Ok(server),
        Err(error) => match key.after(visit.office, visit.row, &error).await? {
            Some(other) => {
                *key = other;
                Ok(Server::open(visit, key.credentials.clone()).await?)
            }
            None => Err(error.into()),
        },
    }
}

impl Visit<'_> {
    /// Asks for the lease once more before mails are removed from their server for good: the mailbox may be another's by now,
    /// or keep its mails there. Where none are removed nothing is asked.
    pub(super) async fn still_removes(&self) -> Result<(), Stopped> {
        if !self.removes() {
            return Ok(());
        }
        let (organisation, mailbox) = (self.organisation(), self.mailbox());
        let (owner, until) = (self.lease.owner.clone(), lease::until(self.office));
        let write = self.office.store().write(move |tx| {
            Box::pin(
                async move { store::mailboxes::extend_lease(tx, organisation, mailbox, &owner, until).await },
            )
        });
        if write.await? { Ok(()) } else { Err(Stopped::LeaseLost) }
    }
}

impl Round<'_> {
    /// Whether the connection broke at this mail so often that it is left where it is.
    pub(super) fn breaks_connection(&self, mail: &Waiting) -> bool {
        self.broke_at.get(&mail.source_id).is_some_and(|breaks| *breaks >= BREAKS_PER_MAIL)
    }

    /// One session, from the first mail that is not ours to the last.
    async fn session(&mut self, server: &mut Server) -> Result<(), Stopped> {
        again::fetch(self, server).await?;
        let mut progress = self.cursor(server.uid_validity()).await?;
        // What is to be removed is looked for from the start: a crash may have come between the
        // commit and the removal of mails behind the cursor.
        let start = if self.visit.removes() { 0 } else { progress.last_uid };
        let mut after = FolderCursor { last_uid: start, ..progress };
        loop {
            let listed = server.list(self.visit, after).await?;
            let Some(last) = listed.last() else { return Ok(()) };
            after.last_uid = last.id;
            let mut rest = &listed[..];
            while !rest.is_empty() {
                if self.visit.lease.lost.is_cancelled() {
                    return Err(Stopped::LeaseLost);
                }
                if self.visit.stop.is_cancelled() {
                    self.brought.more = true;
                    return Ok(());
                }
                let batch = self.next_batch(rest);
                rest = &rest[batch.len()..];
                progress.last_uid = batch.iter().map(|mail| mail.id).fold(progress.last_uid, u32::max);
                let progress = server.uid_validity().map(|_| FolderProgress {
                    folder: self.visit.row.settings.folder.clone(),
                    cursor: progress,
                });
                taking::take(self, server, batch, progress).await?;
            }
            if server.uid_validity().is_none() || listed.len() < ImapSource::LISTED_MAX {
                return Ok(());
            }
        }
    }

    fn next_batch<'b>(&mut self, rest: &'b [Waiting]) -> &'b [Waiting] {
        if self.careful > 0 {
            self.careful -= 1;
            return &rest[..1];
        }
        batches(rest, |mail| mail.size_octets).first().copied().unwrap_or(rest)
    }

    /// How far the folder is read.
    async fn cursor(&self, uid_validity: Option<u32>) -> Result<FolderCursor, Stopped> {
        let Some(uid_validity) = uid_validity else { return Ok(FolderCursor::default()) };
        let (visit, conn) = (self.visit, self.visit.office.store().read());
        let folder = visit.row.settings.folder.as_str();
        let cursor = store::cursors::find(&conn, visit.organisation(), visit.mailbox(), folder).await?;
        // RFC 3501 2.3.1.1: with another UIDVALIDITY all UIDs mean other mails. The folder is read
        // from the start, and what the mailbox has is recognised by its bytes.
        let same = cursor.filter(|cursor| cursor.uid_validity == uid_validity);
        Ok(same.unwrap_or(FolderCursor { uid_validity, last_uid: 0 }))
    }
}
