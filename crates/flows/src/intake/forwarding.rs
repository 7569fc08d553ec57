//! Behind the third stage: the mail is passed on, where its mailbox or a filter says so.

use domain::limits::RAW_INLINE_OCTETS_MAX;
use domain::timeline::Step;
use domain::{CaseId, CategoryId, EmailAddress, FilterId, OutboxId};
use policy::forward::{self as rule, Facts, Kept};
use store::mailboxes::MailboxRow;
use store::templates::TemplateRow;
use store::{StoreError, Tx};

use super::passage::Passage;
use crate::forward::{self, Composed, Passed};
use crate::preflight::{LeavesAs, leaves_as, letter_leaves_as};

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
    let step = match passable(tx, passage, (mailbox, None), to).await? {
        Err(kept) => Step::NotForwarded { recipient, because: kept.as_str().to_owned() },
        Ok(leaves_as) => match send(tx, passage, (mailbox, &leaves_as, case_id), to).await? {
            Sent::Queued(outbox_id) => Step::Forwarded { outbox_id, recipient, filter_id },
            Sent::TooLarge => Step::NotForwarded { recipient, because: Kept::TooLarge.as_str().to_owned() },
            Sent::Later => return Ok(()),
        },
    };
    passage.note(step);
    Ok(())
}

/// As whom the mail is passed on, or written about with a template in a case of a category, to an address; or the reason
/// against it.
pub(super) async fn passable(
    tx: &Tx,
    passage: &Passage<'_>,
    (mailbox, letter): (&MailboxRow, Option<(&TemplateRow, Option<CategoryId>)>),
    to: &EmailAddress,
) -> Result<Result<LeavesAs, Kept>, StoreError> {
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
        return Ok(Err(kept));
    }
    let office = passage.desk.office;
    let leaves_as = match letter {
        Some((template, category)) => {
            let of = (mailbox, template, category);
            letter_leaves_as(tx, office, organisation, of).await?.map_err(|(point, _)| point)
        }
        None => leaves_as(tx, office, organisation, mailbox).await?,
    };
    let leaves_as = match leaves_as {
        Ok(leaves_as) => leaves_as,
        Err(point) => return Ok(Err(Kept::Sender(point))),
    };
    let budget = (forward::BUDGET, passage.desk.now);
    let granted = crate::auto_reply::grants(tx, organisation, (forward::SCOPE, &to.key()), budget).await?;
    Ok(if granted { Ok(leaves_as) } else { Err(Kept::Paused) })
}

async fn send(
    tx: &Tx,
    passage: &Passage<'_>,
    (mailbox, leaves_as, case): (&MailboxRow, &LeavesAs, CaseId),
    to: &EmailAddress,
) -> Result<Sent, StoreError> {
    let (organisation, row, now) = (passage.organisation(), &passage.reading.row, passage.desk.now);
    let prepared = if row.size_octets < RAW_INLINE_OCTETS_MAX as u64 {
        let raw = store::raw::get(tx, organisation, row.raw_hash).await?;
        let raw = raw.ok_or(StoreError::Missing("raw mail"))?;
        let passed = Passed { raw: &raw, parsed: &passage.reading.parsed, case, mailbox, leaves_as, to, now };
        let composed = Composed::of(passage.desk.office, organisation, &passed);
        composed.map(|composed| composed.prepare_inline(organisation)).transpose()?
    } else {
        match passage.desk.enclosures.find((row.id, case), (to, leaves_as)) {
            Some(prepared) => prepared,
            None => return Ok(Sent::Later),
        }
    };
    Ok(match prepared {
        Some(prepared) => Sent::Queued(forward::put(tx, organisation, prepared, (case, to, now)).await?),
        None => Sent::TooLarge,
    })
}

/// What came of passing a mail on.
enum Sent {
    Queued(OutboxId),
    TooLarge,
    /// Its bytes must be written first; nothing of this run is kept.
    Later,
}
