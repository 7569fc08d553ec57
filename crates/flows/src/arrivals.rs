//! Mail that came: raw bytes, row, timeline and cursor in one transaction. Whoever brought it
//! acknowledges only after this returned (invariant I2, RFC 5321 6.1).

use bytes::Bytes;
use domain::mailbox::Protocol;
use domain::{EmailAddress, MailboxId, OrganisationId};
use store::StoreError;
use store::intake::{Arrival, Arrivals, FolderProgress, Inserted, Summary};

use crate::office::Office;

/// One mail that came.
#[derive(Debug, Clone)]
pub struct NewMail {
    /// What makes it one mail of its mailbox, however often it is brought.
    pub source_id: String,
    /// Its bytes.
    pub raw: Bytes,
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
    /// How far the folder is read with these.
    pub progress: Option<FolderProgress>,
}

/// Stores the mails, durably; a mail that the mailbox has already changes nothing. Answers in
/// their order.
///
/// # Errors
/// When the store fails: nothing of the batch is stored then, and none may be acknowledged.
pub async fn store_batch(office: &Office, batch: Batch) -> Result<Vec<Inserted>, StoreError> {
    let (organisation, received_at) = (batch.organisation, office.now());
    let mut mails = Vec::with_capacity(batch.mails.len());
    for NewMail { source_id, raw } in batch.mails {
        let raw = store::raw::prepare(office.store(), organisation, raw).await?;
        mails.push(Arrival { source_id, raw, received_at, summary: Summary::default() });
    }
    let arrivals = Arrivals {
        mailbox_id: batch.mailbox,
        via: batch.via.to_owned(),
        peer: batch.peer,
        mails,
        progress: batch.progress,
    };
    let stored = office
        .store()
        .write(move |tx| {
            Box::pin(async move { store::intake::insert_stored(tx, organisation, &arrivals).await })
        })
        .await?;
    metrics::counter!("posthus_mails_stored_total", "via" => batch.via).increment(stored.len() as u64);
    office.signals().intake.notify_one();
    Ok(stored)
}

/// A mailbox that our own listener takes mail for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListeningMailbox {
    /// The tenant.
    pub organisation: OrganisationId,
    /// The mailbox.
    pub mailbox: MailboxId,
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
    Ok(takes.map(|row| ListeningMailbox { organisation: row.organisation, mailbox: row.id }))
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
    if has_id {
        let hash = <sha2::Sha256 as sha2::Digest>::digest(content);
        let hex: String = hash[..16].iter().map(|byte| format!("{byte:02x}")).collect();
        format!("smtp/{hex}")
    } else {
        format!("smtp/{nonce}")
    }
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
