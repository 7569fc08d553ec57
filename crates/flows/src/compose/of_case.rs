//! The mailbox that a case is answered from. It may have been deleted: its cases are answered as somebody else then, or
//! from the mailbox that has its address by now.

use domain::{Actor, EmailAddress, MailboxId, OrganisationId, Problem};
use store::cases::CaseRow;
use store::mailboxes::MailboxRow;

use super::names;
use super::recipients::Person;
use crate::office::Office;
use crate::problem;

/// The mailbox of a case; where it was deleted, the one that has its address by now, and else itself as it was, which
/// nothing is written from any more.
///
/// # Errors
/// 409 where the case never had one.
pub(super) async fn mailbox(
    office: &Office,
    organisation: OrganisationId,
    case: &CaseRow,
) -> Result<MailboxRow, Problem> {
    let conn = office.store().read();
    let found = match case.mailbox_id {
        Some(id) => store::mailboxes::find_even_deleted(&conn, organisation, id).await,
        None => Ok(None),
    };
    let found = found.map_err(problem::from_store)?.ok_or_else(gone)?;
    if found.deleted_at.is_none() {
        return Ok(found);
    }
    let heir = store::mailboxes::find_of_address(&conn, organisation, &found.settings.address).await;
    Ok(heir.map_err(problem::from_store)?.unwrap_or(found))
}

/// The mailbox that a new mail of the case's kind is written from; `None` where there is none any more.
pub(super) async fn living(
    office: &Office,
    organisation: OrganisationId,
    case: &CaseRow,
) -> Result<Option<MailboxId>, Problem> {
    if case.mailbox_id.is_none() {
        return Ok(None);
    }
    let found = mailbox(office, organisation, case).await?;
    Ok(found.deleted_at.is_none().then_some(found.id))
}

/// Where answers to a mail from `from` and its failures come in, so that they find the case: its mailbox, or, where that was
/// deleted or is switched off, one that the organisation has and reads. `None` where it has none.
pub(super) async fn home(
    office: &Office,
    actor: &Actor,
    (mailbox, from): (&MailboxRow, &EmailAddress),
) -> Result<Option<Person>, Problem> {
    if mailbox.deleted_at.is_none() && mailbox.settings.active {
        return Ok(Some(person(office, actor, mailbox).await?));
    }
    let conn = office.store().read();
    let other = store::mailboxes::find_for_answers(&conn, actor.organisation, from).await;
    let Some(id) = other.map_err(problem::from_store)? else { return Ok(None) };
    let found = store::mailboxes::find(&conn, actor.organisation, id).await.map_err(problem::from_store)?;
    match found {
        Some(other) => Ok(Some(person(office, actor, &other).await?)),
        None => Ok(None),
    }
}

/// A mailbox as whom mail is from, or goes to.
pub(super) async fn person(office: &Office, actor: &Actor, mailbox: &MailboxRow) -> Result<Person, Problem> {
    Ok((names::of_mailbox(office, actor, mailbox).await?, mailbox.settings.address.clone()))
}

/// Said of mail that would be from a mailbox that is gone.
pub(super) fn gone() -> Problem {
    let detail = "the mailbox of this case was deleted; choose another sender, or make a mailbox with its address again, \
                  which takes over its cases";
    Problem::conflict("case.no_mailbox", detail)
}
