//! Behind the third stage: the mail is passed on, where its mailbox or a filter says so.

use domain::timeline::Step;
use domain::{CaseId, EmailAddress, FilterId};
use policy::forward::{self as rule, Facts, Kept};
use store::mailboxes::MailboxRow;
use store::{StoreError, Tx};

use super::passage::Passage;
use crate::forward::{self, Passed};

/// Passes the mail on to the forwarding address of its mailbox, where it has one.
pub(super) async fn of_mailbox(
    tx: &Tx,
    passage: &mut Passage<'_>,
    case_id: CaseId,
) -> Result<(), StoreError> {
    let mailbox = passage.rules.mailbox.as_ref();
    let Some(to) = mailbox.and_then(|mailbox| mailbox.settings.forwarding_address.clone()) else {
        return Ok(());
    };
    to_address(tx, passage, case_id, (&to, None)).await
}

/// Passes the mail on to an address, for a filter where one says so, and notes it or why not.
pub(super) async fn to_address(
    tx: &Tx,
    passage: &mut Passage<'_>,
    case_id: CaseId,
    (to, filter_id): (&EmailAddress, Option<FilterId>),
) -> Result<(), StoreError> {
    let Some(mailbox) = passage.rules.mailbox.as_ref() else { return Ok(()) };
    let recipient = to.to_string();
    let step = match refusal(tx, passage, mailbox, to).await? {
        Some(kept) => Step::NotForwarded { recipient, because: kept.as_str().to_owned() },
        None => match send(tx, passage, (mailbox, case_id), to).await? {
            Some(outbox_id) => Step::Forwarded { outbox_id, recipient, filter_id },
            None => Step::NotForwarded { recipient, because: Kept::TooLarge.as_str().to_owned() },
        },
    };
    passage.note(step);
    Ok(())
}

/// The reason against passing the mail on, or writing about it, to an address.
pub(super) async fn refusal(
    tx: &Tx,
    passage: &Passage<'_>,
    mailbox: &MailboxRow,
    to: &EmailAddress,
) -> Result<Option<Kept>, StoreError> {
    let (organisation, parsed) = (passage.organisation(), &passage.reading.parsed);
    let facts = Facts {
        class: parsed.class,
        header: &parsed.header_text,
        is_historic: passage.reading.row.historic,
        from: parsed.from.as_ref().and_then(|from| from.address.as_ref()),
        mailbox: &mailbox.settings.address,
        to,
        is_own_address: store::mailboxes::is_own(tx, organisation, to).await?,
    };
    if let Err(kept) = rule::decide(&facts) {
        return Ok(Some(kept));
    }
    let budget = (forward::BUDGET, passage.desk.now);
    let granted = crate::auto_reply::grants(tx, organisation, (forward::SCOPE, &to.key()), budget).await?;
    Ok((!granted).then_some(Kept::Paused))
}

async fn send(
    tx: &Tx,
    passage: &Passage<'_>,
    (mailbox, case): (&MailboxRow, CaseId),
    to: &EmailAddress,
) -> Result<Option<domain::OutboxId>, StoreError> {
    let organisation = passage.organisation();
    let raw = store::raw::get(tx, organisation, passage.reading.row.raw_hash).await?;
    let raw = raw.ok_or(StoreError::Missing("raw mail"))?;
    let parsed = &passage.reading.parsed;
    let passed = Passed { raw: &raw, parsed, case, mailbox, to, now: passage.desk.now };
    forward::write(tx, passage.desk.office, organisation, &passed).await
}
