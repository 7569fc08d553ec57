//! Mail that came: raw bytes, row, timeline and cursor in one transaction. Whoever brought it
//! acknowledges only after this returned (invariant I2, RFC 5321 6.1).

use bytes::Bytes;
use domain::mailbox::Protocol;
use domain::{DeliveryId, EmailAddress, MailboxId, OrganisationId, Timestamp};
use store::StoreError;
use store::intake::{Arrival, Arrivals, FolderProgress, Inserted, Left, Summary};

use crate::lease::{self, NotWritten};
use crate::office::Office;

/// One mail that came.
#[derive(Debug, Clone)]
pub struct NewMail {
    /// What makes it one mail of its mailbox, however often it is brought.
    pub source_id: String,
    /// Its bytes, or their beginning.
    pub raw: Bytes,
    /// When it arrived at the server that it was fetched from, by that server's clock; `None` where nobody says, and
    /// where it arrived here.
    pub arrived_at: Option<Timestamp>,
    /// For a mail from before its mailbox: when it arrived then. Nobody is answered by a program for
    /// it, and its case stands at that time.
    pub historic_since: Option<Timestamp>,
    /// Why only its beginning came.
    pub left: Option<Left>,
}

impl NewMail {
    /// A mail that came just now, whole.
    #[must_use]
    pub const fn new(source_id: String, raw: Bytes) -> Self {
        Self { source_id, raw, arrived_at: None, historic_since: None, left: None }
    }
}

/// Mails that came to one mailbox together.
#[derive(Debug, Clone)]
pub struct Batch {
    /// The tenant.
    pub organisation: OrganisationId,
    /// The mailbox.
    pub mailbox: MailboxId,
    /// `imap`, `pop3`, `smtp` or `import`.
    pub via: &'static str,
    /// The server they were fetched from, or the client that handed them over.
    pub peer: String,
    /// The mails.
    pub mails: Vec<NewMail>,
    /// Sources that are left alone because they are older than the mailbox wants.
    pub skipped: Vec<String>,
    /// How far the folder is read with these.
    pub progress: Option<FolderProgress>,
}

/// Stores the mails, durably; a mail that the mailbox has already changes nothing. Answers in
/// their order.
///
/// # Errors
/// When the store fails: nothing of the batch is stored then, and none may be acknowledged.
pub async fn store_batch(office: &Office, batch: Batch) -> Result<Vec<Inserted>, StoreError> {
    let (organisation, via) = (batch.organisation, batch.via);
    let arrivals = prepared(office, batch).await?;
    let write = office.store().write(move |tx| {
        Box::pin(async move { store::intake::insert_stored(tx, organisation, &arrivals).await })
    });
    let stored = write.await?;
    tell(office, via, stored.len());
    Ok(stored)
}

/// The same by whoever visits the mailbox under this name. Where it is his no more, nothing is stored: it may have been given
/// another server or other rules meanwhile, and what he knows of how far it is read would hold for those.
pub(crate) async fn store_batch_held(
    office: &Office,
    batch: Batch,
    owner: &str,
) -> Result<Vec<Inserted>, NotWritten> {
    let (organisation, mailbox, via) = (batch.organisation, batch.mailbox, batch.via);
    let arrivals = prepared(office, batch).await?;
    let (owner, until) = (owner.to_owned(), lease::until(office));
    let write = office.store().write(move |tx| {
        Box::pin(async move {
            if !store::mailboxes::extend_lease(tx, organisation, mailbox, &owner, until).await? {
                return Err(NotWritten::LeaseLost);
            }
            Ok(store::intake::insert_stored(tx, organisation, &arrivals).await?)
        })
    });
    let stored = write.await?;
    tell(office, via, stored.len());
    Ok(stored)
}

/// What is written down of a batch; its bytes are packed before.
async fn prepared(office: &Office, batch: Batch) -> Result<Arrivals, StoreError> {
    let (organisation, now) = (batch.organisation, office.now());
    let mut mails = Vec::with_capacity(batch.mails.len());
    for NewMail { source_id, raw, arrived_at, historic_since, left } in batch.mails {
        let summary = if left.is_some() { summary(&raw) } else { Summary::default() };
        let raw = store::raw::prepare(office.store(), organisation, raw).await?;
        // A clock that is ahead, ours or theirs, would put a mail behind what comes after it for as long as it is ahead.
        let (historic, received_at) = (historic_since.is_some(), historic_since.unwrap_or(now).min(now));
        let arrived_at = arrived_at.map(|at| at.min(now));
        mails.push(Arrival { source_id, raw, received_at, arrived_at, summary, historic, left });
    }
    Ok(Arrivals {
        mailbox_id: batch.mailbox,
        via: batch.via.to_owned(),
        peer: batch.peer,
        mails,
        skipped: batch.skipped,
        progress: batch.progress,
    })
}

/// Mails were stored: whoever places them looks.
fn tell(office: &Office, via: &'static str, count: usize) {
    metrics::counter!("posthus_mails_stored_total", "via" => via).increment(count as u64);
    office.signals().intake.notify_one();
}

/// What the lists show of a mail that does not go through the pipeline.
fn summary(raw: &[u8]) -> Summary {
    let (parsed, _) = mail::parse(raw);
    Summary {
        from: parsed.from.map(|from| from.raw).unwrap_or_default(),
        subject: parsed.subject,
        message_id: parsed.message_id,
        sent_at: parsed.date,
        parser_version: mail::PARSER_VERSION,
    }
}

/// A mailbox that our own listener takes mail for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListeningMailbox {
    /// The tenant.
    pub organisation: OrganisationId,
    /// The mailbox.
    pub mailbox: MailboxId,
    /// The delivery that the recipient names, where it is a return path of ours.
    pub returned_delivery: Option<DeliveryId>,
}

/// Whose mailbox an envelope's recipient is; `None` where we take no mail for it.
///
/// # Errors
/// When the store fails; the client is told to try again.
pub async fn listening_mailbox(
    office: &Office,
    recipient: &EmailAddress,
) -> Result<Option<ListeningMailbox>, StoreError> {
    let conn = office.store().read();
    let found = store::mailboxes::find_by_address(&conn, recipient).await?;
    let takes = found.filter(|row| row.settings.protocol == Protocol::Smtp && row.settings.active);
    Ok(takes.map(|row| ListeningMailbox {
        organisation: row.organisation,
        mailbox: row.id,
        returned_delivery: None,
    }))
}

/// The id of a mail that was handed over by SMTP. A client that lost our answer brings the same
/// bytes again (RFC 1047), so their hash is the id. A mail without a Message-ID has nothing that
/// makes it this one: two equal ones are two mails, and `nonce` keeps them apart.
#[must_use]
pub fn smtp_source_id(content: &[u8], nonce: &str) -> String {
    let header_end = content.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or(content.len());
    let has_id = content[..header_end]
        .split(|byte| *byte == b'\n')
        .any(|line| line.get(..11).is_some_and(|name| name.eq_ignore_ascii_case(b"message-id:")));
    if has_id { format!("smtp/{}", hash_of(content)) } else { format!("smtp/{nonce}") }
}

/// The id of a mail that came in a file: its hash, since whoever imports a file again wants nothing twice.
#[must_use]
pub fn import_source_id(content: &[u8]) -> String {
    format!("import/{}", hash_of(content))
}

fn hash_of(content: &[u8]) -> String {
    let hash = <sha2::Sha256 as sha2::Digest>::digest(content);
    hash[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_mail_brought_twice_has_one_id_and_nameless_mails_have_their_own() {
        let named = b"From: a@example.org\r\nMessage-Id: <1@example.org>\r\n\r\nhei\r\n";
        assert_eq!(smtp_source_id(named, "a"), smtp_source_id(named, "b"));
        let nameless = b"From: a@example.org\r\n\r\nMessage-ID: in the text\r\n";
        assert_ne!(smtp_source_id(nameless, "a"), smtp_source_id(nameless, "b"));
    }
}
