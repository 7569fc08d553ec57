//! The mail of a notice, written into the caller's transaction.
//!
//! RFC 3834 decides its form: a program wrote it, nothing may answer it, and its failure is reported to
//! nobody. It names no case, and its signed Message-ID tells the gate that it is ours, so that nothing brings it
//! back into one.

use domain::blocks::BlockScope;
use domain::timeline::{Step, Subject};
use domain::{EmailAddress, OrganisationId, OutboxId, Timestamp};
use mail::{AutoSubmitted, Draft, SentBy};
use store::mailboxes::MailboxRow;
use store::outbox::NewOutbox;
use store::timeline::TimelineEntry;
use store::{StoreError, Tx};

use crate::office::Office;
use crate::preflight::{LeavesAs, leaves_as};

/// Characters of a subject.
const SUBJECT_CHARS_MAX: usize = 200;

/// The size of a letter: nobody reads a longer one.
const LETTER_OCTETS_MAX: usize = 1024 * 1024;

/// What is written to one address.
pub(crate) struct Letter<'a> {
    /// The mailbox whose address it is from.
    pub(crate) from: &'a MailboxRow,
    /// Whom to.
    pub(crate) to: &'a EmailAddress,
    /// The subject.
    pub(crate) subject: String,
    /// The text.
    pub(crate) text: String,
    /// The present.
    pub(crate) now: Timestamp,
}

/// Puts it into the outbox; `None` for an address that is a mailbox of ours, where it would make a case, for one that is
/// blocked, for a mailbox whose mail is not sent, and for a mail that cannot be written.
pub(crate) async fn post(
    tx: &Tx,
    office: &Office,
    organisation: OrganisationId,
    letter: Letter<'_>,
) -> Result<Option<OutboxId>, StoreError> {
    if store::mailboxes::is_own(tx, organisation, letter.to).await? {
        return Ok(None);
    }
    if is_blocked(tx, organisation, letter.to).await? {
        return Ok(None);
    }
    let leaves_as = match leaves_as(tx, office, organisation, letter.from).await? {
        Ok(leaves_as) => leaves_as,
        Err(point) => {
            let because = policy::preflight::refusal(point);
            tracing::warn!(
                organisation.id = %organisation, because,
                "a notice does not leave as a mail: its mailbox may not send; see Settings, Outgoing server"
            );
            return Ok(None);
        }
    };
    let (to, now, told) = (letter.to.clone(), letter.now, leaves_as.steps());
    let draft = draft(office, organisation, (letter, leaves_as));
    let raw = match mail::compose(&draft) {
        Ok(raw) => raw,
        Err(error) => {
            tracing::warn!(%error, "a notice could not be written as a mail");
            return Ok(None);
        }
    };
    // A transaction does not wait for the object store: what it writes lies in the database.
    if raw.len() > LETTER_OCTETS_MAX {
        tracing::warn!(size_octets = raw.len(), "a notice is too long for a mail");
        return Ok(None);
    }
    let raw = store::raw::prepare_inline(organisation, &raw)?;
    let item = NewOutbox {
        from: draft.from.1,
        from_name: draft.from.0,
        // RFC 3834 3.3: the null return path, so that nothing answers or reports to us.
        return_path: None,
        subject: draft.subject,
        raw,
        recipients: vec![to],
        created_by: None,
        case_id: None,
        at: now,
        due_at: now,
    };
    let outbox_id = store::outbox::insert(tx, organisation, &item).await?;
    let steps = [Step::Queued { user_id: None, recipients: 1 }].into_iter().chain(told);
    let entry = |step| TimelineEntry { subject: Subject::Outbox(outbox_id), at: now, step };
    let entries: Vec<_> = steps.map(entry).collect();
    store::timeline::insert_many(tx, organisation, &entries).await?;
    Ok(Some(outbox_id))
}

/// Whether nothing is sent there; it has no return path, so that it tries no address out.
async fn is_blocked(
    tx: &Tx,
    organisation: OrganisationId,
    address: &EmailAddress,
) -> Result<bool, StoreError> {
    let Some(known) = store::standings::find_by_address(tx, organisation, address).await? else {
        return Ok(false);
    };
    let is_stopped = known.block.is_some_and(|block| block.scope == BlockScope::All);
    Ok(is_stopped && known.trial.is_none_or(|trial| trial.awaits_mail()))
}

fn draft(
    office: &Office,
    organisation: OrganisationId,
    (letter, LeavesAs { from, reply_to, .. }): (Letter<'_>, LeavesAs),
) -> Draft {
    let host = from.1.domain().to_owned();
    let subject = letter.subject.chars().filter(|character| !character.is_control());
    Draft {
        from,
        reply_to,
        to: vec![(None, letter.to.clone())],
        cc: Vec::new(),
        subject: subject.take(SUBJECT_CHARS_MAX).collect(),
        text: letter.text,
        html: None,
        in_reply_to: None,
        references: Vec::new(),
        message_id: office.tokens().notice_id(organisation, &office.entropy().hex(16), &host),
        date: letter.now,
        attachments: Vec::new(),
        boundary_seed: office.entropy().hex(12),
        thread_index: None,
        // RFC 3834 5.
        sent_by: SentBy::Program(AutoSubmitted::Generated),
    }
}
