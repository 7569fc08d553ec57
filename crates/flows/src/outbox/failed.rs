//! A mail that will not arrive comes back to its author: its case is open and unread again, is his
//! where it was nobody's, and says which address refused it in which words.

use domain::blocks::BlockScope;
use domain::case::{CaseStatus, Direction};
use domain::failure::Failure;
use domain::notice::{FailedMail, Happening};
use domain::{CaseId, EmailAddress, OrganisationId, OutboxId, Reply, Timestamp};
use store::cases::{By, CaseChange, CaseScope, Correspondent, MessageContent, MessageRow, NewMessage};
use store::events::{self, Change};
use store::outbox::OutboxRow;
use store::{StoreError, Tx};

use super::still_trying;
use crate::notify;

/// The class of the case's entry about it, as the interface knows it.
const CLASS: &str = "delivery_failure";

/// Whether a message of this class is an entry about a mail that did not arrive, or not yet.
#[must_use]
pub fn is_told_of_delivery(class: &str) -> bool {
    class == CLASS || class == still_trying::CLASS
}

/// One recipient whom a mail did not reach.
#[derive(Clone, Debug)]
pub(crate) struct Unreached {
    /// The outbox item.
    pub(crate) outbox: OutboxId,
    /// The recipient.
    pub(crate) recipient: EmailAddress,
    /// The host that refused it or reports.
    pub(crate) host: Option<String>,
    /// The words of the server with its codes in front, or ours.
    pub(crate) words: String,
    /// What it came back as.
    pub(crate) failure: Failure,
}

/// The words of a reply with its codes in front, as servers write them.
pub(crate) fn with_codes(reply: Option<&Reply>, words: &str) -> String {
    reply.map_or_else(|| words.to_owned(), ToString::to_string)
}

/// Brings it back to its author: into its case, or to himself where it is of none, or of one that is gone; a copy that nobody asked
/// for to whoever can take it out. Behind what it means for its address, at the same instant.
pub(crate) async fn return_to_author(
    tx: &Tx,
    organisation: OrganisationId,
    unreached: &Unreached,
    at: Timestamp,
) -> Result<(), StoreError> {
    let Some(item) = store::outbox::find(tx, organisation, unreached.outbox).await? else { return Ok(()) };
    let copy = (item.id, &unreached.recipient);
    if store::deliveries::is_unasked(tx, organisation, copy).await? {
        return unasked(tx, organisation, (&item, unreached), at).await;
    }
    let case = match item.case_id {
        Some(case) => store::cases::find(tx, organisation, case, &CaseScope::All).await?,
        None => None,
    };
    let Some(case) = case else {
        return notify::tell_author(tx, organisation, (&item, &unreached.recipient), at).await;
    };
    let case_id = case.id;
    let blocks = block_of(tx, organisation, unreached, at).await?;
    let entry = entry(&item.subject, (unreached, blocks), at);
    store::cases::append_message(tx, organisation, case_id, &entry).await?;
    let author = match item.created_by {
        Some(author) if case.owner_id.is_none() => store::users::find(tx, organisation, author).await?,
        Some(_) | None => None,
    };
    let change = CaseChange {
        // What somebody threw away stays there.
        status: matches!(case.status, CaseStatus::Waiting | CaseStatus::Closed).then_some(CaseStatus::Open),
        owner_id: author.filter(|user| user.active).map(|user| Some(user.id)),
        unread: Some(true),
        delivery_failed: Some(true),
        ..CaseChange::default()
    };
    let by = By { user: None, at };
    store::cases::update(tx, organisation, case_id, &change, by).await?;
    let mail = Some(FailedMail::to(unreached.outbox, unreached.recipient.to_string()));
    store::happenings::insert(tx, organisation, case_id, by, &Happening::DeliveryFailed { mail }).await?;
    tell(tx, organisation, case_id);
    Ok(())
}

/// A copy that nobody asked for is no matter of the case. What is held back is told once for a block: a person or a list may have made
/// it, or it was there before the copy was set.
async fn unasked(
    tx: &Tx,
    organisation: OrganisationId,
    (item, unreached): (&OutboxRow, &Unreached),
    at: Timestamp,
) -> Result<(), StoreError> {
    let held_since = unreached.failure.held_back.as_ref().map(|held| held.since);
    Box::pin(notify::tell_copy_failed(tx, organisation, (item, &unreached.recipient), (held_since, at))).await
}

fn tell(tx: &Tx, organisation: OrganisationId, case: CaseId) {
    events::insert(tx, organisation, Change::case(case));
}

/// Tells the same of a mail that its author has back already, where only DNS could say, and was asked since, that its coming back
/// blocks the address: at this instant, with the entry that the case has.
pub(super) async fn tell_blocked(
    tx: &Tx,
    organisation: OrganisationId,
    (outbox, recipient): (OutboxId, &EmailAddress),
    at: Timestamp,
) -> Result<(), StoreError> {
    let Some(scope) = blocked_at(tx, organisation, recipient, at).await? else { return Ok(()) };
    let Some((case, _)) = store::cases::find_message_of(tx, organisation, outbox).await? else {
        return Ok(());
    };
    let messages = store::cases::list_messages(tx, organisation, case).await?;
    let is_of = |somebody: &Correspondent| {
        somebody.address.as_ref().is_some_and(|address| address.key() == recipient.key())
    };
    let mut told = messages.iter().rev().filter(|message| message.outbox_id == Some(outbox));
    let entry = told.find(|message| message.content.class == CLASS && message.content.to.iter().any(is_of));
    let is_known = |entry: &&MessageRow| {
        entry.content.failure.as_ref().is_some_and(|failure| failure.blocks == Some(scope))
    };
    if let Some(entry) = entry.filter(|entry| !is_known(entry)) {
        store::cases::record_blocks(tx, organisation, entry, (scope, By { user: None, at })).await?;
    }
    Ok(())
}

/// The block that its coming back made, just now.
async fn block_of(
    tx: &Tx,
    organisation: OrganisationId,
    unreached: &Unreached,
    at: Timestamp,
) -> Result<Option<BlockScope>, StoreError> {
    if unreached.failure.held_back.is_some() {
        return Ok(None);
    }
    blocked_at(tx, organisation, &unreached.recipient, at).await
}

/// Which mail an address gets no more since this instant.
async fn blocked_at(
    tx: &Tx,
    organisation: OrganisationId,
    address: &EmailAddress,
    at: Timestamp,
) -> Result<Option<BlockScope>, StoreError> {
    let known = store::standings::find_by_address(tx, organisation, address).await?;
    let block = known.and_then(|known| known.block).filter(|block| block.at == at);
    Ok(block.map(|block| block.scope))
}

/// The entry stands among colleagues: the customer never sees it.
fn entry(subject: &str, (unreached, blocks): (&Unreached, Option<BlockScope>), at: Timestamp) -> NewMessage {
    let recipient = Correspondent { name: None, address: Some(unreached.recipient.clone()) };
    NewMessage {
        direction: Direction::Comment,
        at,
        content: MessageContent {
            from: Correspondent { name: unreached.host.clone(), address: None },
            to: vec![recipient],
            subject: subject.to_owned(),
            text: unreached.words.clone(),
            full_text: unreached.words.clone(),
            class: CLASS.to_owned(),
            failure: Some(Failure { blocks, ..unreached.failure.clone() }),
            ..MessageContent::default()
        },
        author_id: None,
        intake_id: None,
        outbox_id: Some(unreached.outbox),
        raw_hash: None,
    }
}
