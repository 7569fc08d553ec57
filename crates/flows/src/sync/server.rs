//! The server of a mailbox, whichever protocol it speaks: list, fetch, begin, acknowledge.

use domain::Timestamp;
use domain::mailbox::Protocol;
use net::imap_source::ImapSource;
use net::pop3_source::Pop3Source;
use net::source::Beginning;
use net::{Credentials, Fetched, SourceError};
use store::cursors::FolderCursor;

use super::{Visit, server};

/// One mail that waits on the server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Waiting {
    /// Its UID (IMAP), or its number in this session (POP3).
    pub(super) id: u32,
    /// What makes it one mail of its mailbox.
    pub(super) source_id: String,
    /// Its size, as the server counts.
    pub(super) size_octets: u64,
    /// When it arrived there; POP3 does not say.
    pub(super) arrived_at: Option<Timestamp>,
    /// Whether it is marked as deleted: by us, where it is ours, and else by somebody who wants it no more.
    pub(super) is_deleted: bool,
}

/// An open session.
pub(super) enum Server {
    Imap { source: Box<ImapSource>, uid_validity: u32 },
    Pop3(Box<Pop3Source>),
}

impl Server {
    /// Connects, signs in and opens the folder.
    pub(super) async fn open(visit: &Visit<'_>, credentials: Credentials) -> Result<Self, SourceError> {
        let settings = server(visit.office, visit.row, credentials);
        match visit.row.settings.protocol {
            Protocol::Pop3 => {
                let source = Pop3Source::connect(&settings, visit.office.net()).await;
                Ok(Self::Pop3(Box::new(source.map_err(|failure| failure.error)?)))
            }
            Protocol::Imap | Protocol::Smtp => {
                let source = ImapSource::connect(&settings, visit.office.net()).await;
                let mut source = Box::new(source.map_err(|failure| failure.error)?);
                match source.select().await {
                    Ok(selected) => Ok(Self::Imap { source, uid_validity: selected.uid_validity }),
                    Err(error) => {
                        source.logout().await;
                        Err(error)
                    }
                }
            }
        }
    }

    /// The generation of the folder's numbers; `None` where they are for good (POP3).
    pub(super) const fn uid_validity(&self) -> Option<u32> {
        match self {
            Self::Imap { uid_validity, .. } => Some(*uid_validity),
            Self::Pop3(_) => None,
        }
    }

    /// What waits behind the cursor, at most [`ImapSource::LISTED_MAX`]; POP3 always lists all.
    pub(super) async fn list(
        &mut self,
        visit: &Visit<'_>,
        after: FolderCursor,
    ) -> Result<Vec<Waiting>, SourceError> {
        match self {
            Self::Imap { source, uid_validity } => {
                let listed = source.new_mails(after.last_uid).await?;
                let waiting = |mail: net::imap_source::Listed| Waiting {
                    id: mail.uid,
                    source_id: uid_source(visit, *uid_validity, mail.uid),
                    size_octets: mail.size_octets,
                    arrived_at: mail.arrived_at,
                    is_deleted: mail.is_deleted,
                };
                Ok(listed.into_iter().map(waiting).collect())
            }
            Self::Pop3(source) => {
                let listed = source.list().await?;
                let waiting = |mail: net::pop3_source::Listed| Waiting {
                    id: mail.number,
                    source_id: of_generation(visit, &mail.uidl),
                    size_octets: mail.size_octets,
                    arrived_at: None,
                    is_deleted: false,
                };
                Ok(listed.into_iter().map(waiting).collect())
            }
        }
    }

    /// Fetches these mails; what came before an error is kept in `fetched`.
    pub(super) async fn fetch(&mut self, ids: &[u32], fetched: &mut Vec<Fetched>) -> Result<(), SourceError> {
        match self {
            Self::Imap { source, .. } => {
                let mut coming = source.fetch(ids);
                while let Some(mail) = coming.next().await? {
                    fetched.push(mail);
                }
            }
            Self::Pop3(source) => {
                let mut coming = source.retrieve(ids);
                while let Some(mail) = coming.next().await? {
                    fetched.push(mail);
                }
            }
        }
        Ok(())
    }

    /// The beginnings of these mails, as far as the server gives them.
    pub(super) async fn beginnings(
        &mut self,
        ids: &[u32],
        much: Beginning,
    ) -> Result<Vec<Option<Vec<u8>>>, SourceError> {
        match self {
            Self::Imap { source, .. } => {
                let mut found = Vec::with_capacity(ids.len());
                for id in ids {
                    found.push(source.beginning(*id, much).await?);
                }
                Ok(found)
            }
            Self::Pop3(source) => source.beginnings(ids, much).await,
        }
    }

    /// Marks or removes the server's copies of mails that are committed (invariant I2).
    pub(super) async fn acknowledge(&mut self, visit: &Visit<'_>, ids: &[u32]) -> Result<(), SourceError> {
        match self {
            Self::Imap { source, .. } => {
                match source.acknowledge(ids, visit.row.settings.after_import).await {
                    Ok(_) => Ok(()),
                    // A folder that cannot be written is read all the same when its mail stays there.
                    Err(SourceError::Refused { .. }) if !visit.removes() => Ok(()),
                    Err(error) => Err(error),
                }
            }
            Self::Pop3(source) if visit.removes() => source.delete(ids).await,
            Self::Pop3(_) => Ok(()),
        }
    }

    /// Says goodbye; over POP3 this removes what is marked (RFC 1939 6), all of it committed by now.
    pub(super) async fn close(self) -> Result<(), SourceError> {
        match self {
            Self::Imap { source, .. } => {
                source.logout().await;
                Ok(())
            }
            Self::Pop3(source) => source.quit().await.map(|_| ()).map_err(|failure| failure.error),
        }
    }

    /// Ends a session that failed; nothing more is removed.
    pub(super) async fn abandon(self) {
        match self {
            Self::Imap { source, .. } => {
                source.logout().await;
            }
            Self::Pop3(source) => {
                source.abandon().await;
            }
        }
    }
}

/// The source id of an IMAP mail (RFC 3501 2.3.1.1: folder, UIDVALIDITY and UID name it for good).
pub(super) fn uid_source(visit: &Visit<'_>, uid_validity: u32, uid: u32) -> String {
    of_generation(visit, &format!("{}/{uid_validity}/{uid}", visit.row.settings.folder))
}

/// Another server may use the numbers of the one before for other mails.
fn of_generation(visit: &Visit<'_>, number: &str) -> String {
    match visit.row.generation {
        0 => number.to_owned(),
        generation => format!("g{generation}/{number}"),
    }
}
