//! One visit over IMAP.

use domain::Secret;
use net::imap_source::{ImapSource, Listed};
use net::{Content, SourceError};
use store::cursors::FolderCursor;
use store::intake::{FolderProgress, Inserted};

use super::failure::VisitError;
use super::{Brought, Visit, batches, server};
use crate::arrivals::{self, Batch, NewMail};

/// Fetches what is new in the folder.
pub(super) async fn visit(visit: &Visit<'_>, password: Secret) -> Result<Brought, VisitError> {
    let connected = ImapSource::connect(&server(visit.row, password), visit.office.net()).await;
    let mut source = connected.map_err(|failure| failure.error)?;
    let brought = folder(visit, &mut source).await;
    source.logout().await;
    brought
}

async fn folder(visit: &Visit<'_>, source: &mut ImapSource) -> Result<Brought, VisitError> {
    let selected = source.select().await?;
    let folder = visit.row.settings.folder.as_str();
    let conn = visit.office.store().read();
    let cursor = store::cursors::find(&conn, visit.organisation(), visit.mailbox(), folder).await?;
    // RFC 3501 2.3.1.1: with another UIDVALIDITY all UIDs mean other mails.
    let cursor = cursor.filter(|cursor| cursor.uid_validity == selected.uid_validity);
    // What is to be removed is looked for from the start: a crash may have come between the
    // commit and the removal of mails behind the cursor.
    let mut after = if visit.removes() { 0 } else { cursor.map_or(0, |cursor| cursor.last_uid) };
    let mut progress = FolderCursor {
        uid_validity: selected.uid_validity,
        last_uid: cursor.map_or(0, |cursor| cursor.last_uid),
    };
    let mut brought = Brought::default();
    loop {
        let listed = source.new_mails(after).await?;
        let Some(last) = listed.last() else { return Ok(brought) };
        after = last.uid;
        for batch in batches(&listed, |mail| mail.size_octets) {
            if visit.stop.is_cancelled() {
                brought.more = true;
                return Ok(brought);
            }
            fetch(visit, source, batch, &mut progress, &mut brought).await?;
        }
        if listed.len() < ImapSource::LISTED_MAX {
            return Ok(brought);
        }
    }
}

async fn fetch(
    visit: &Visit<'_>,
    source: &mut ImapSource,
    batch: &[Listed],
    progress: &mut FolderCursor,
    brought: &mut Brought,
) -> Result<(), VisitError> {
    let source_id = |uid: u32| format!("{}/{}/{uid}", visit.row.settings.folder, progress.uid_validity);
    let ids: Vec<String> = batch.iter().map(|mail| source_id(mail.uid)).collect();
    let conn = visit.office.store().read();
    let known = store::intake::known_source_ids(&conn, visit.organisation(), visit.mailbox(), &ids).await?;
    let (mut ours, mut wanted) = (Vec::new(), Vec::new());
    for mail in batch {
        let place = if known.contains(&source_id(mail.uid)) { &mut ours } else { &mut wanted };
        place.push(mail.uid);
    }
    let mut mails = Vec::with_capacity(wanted.len());
    let mut fetching = source.fetch(&wanted);
    while let Some(fetched) = fetching.next().await? {
        match fetched.content {
            Content::Mail(raw) => {
                mails.push(NewMail { source_id: source_id(fetched.id), raw: raw.into() });
                ours.push(fetched.id);
            }
            Content::Gone => {}
            Content::TooLarge { octets } => brought.left.push(too_large(octets)),
            Content::Unreadable(words) => brought.left.push(words),
        }
    }
    drop(fetching);
    progress.last_uid = batch.iter().map(|mail| mail.uid).fold(progress.last_uid, u32::max);
    let stored = arrivals::store_batch(
        visit.office,
        Batch {
            organisation: visit.organisation(),
            mailbox: visit.mailbox(),
            via: "imap",
            peer: visit.peer(),
            mails,
            progress: Some(FolderProgress { folder: visit.row.settings.folder.clone(), cursor: *progress }),
        },
    )
    .await?;
    brought.stored += stored.iter().filter(|inserted| matches!(inserted, Inserted::New(_))).count() as u64;
    ours.sort_unstable();
    acknowledge(visit, source, &ours).await
}

/// Only after the commit (invariant I2).
async fn acknowledge(visit: &Visit<'_>, source: &mut ImapSource, uids: &[u32]) -> Result<(), VisitError> {
    match source.acknowledge(uids, visit.row.settings.after_import).await {
        Ok(_) => Ok(()),
        // A folder that cannot be written is read all the same when its mail stays there.
        Err(SourceError::Refused { .. }) if !visit.removes() => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Why a mail of this size stays where it is.
pub(super) fn too_large(octets: u64) -> String {
    let max = domain::limits::MAIL_OCTETS_MAX;
    format!("a mail has {octets} octets, more than the {max} that are taken in; fetch it with a mail program")
}
