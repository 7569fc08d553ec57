//! An agent starts a case by writing to a customer.

use domain::compose::Mode;
use domain::{Actor, CaseId, MailboxId, MessageId, Problem};
use store::cases::NewCase;

use super::files;
use super::request::NewReply;
use crate::office::Office;
use crate::problem;

/// Makes the case, with its author as the owner, and sends its first mail.
///
/// # Errors
/// As [`super::reply`]; 422 without a subject or a recipient, or for a mailbox that is not there.
pub async fn start(
    office: &Office,
    actor: &Actor,
    mailbox: MailboxId,
    reply: NewReply,
) -> Result<(CaseId, MessageId), Problem> {
    let reply = NewReply { mode: Mode::New, message_id: None, attachments: Vec::new(), ..reply };
    let reply = reply.checked(office.now())?;
    let title = reply.subject.as_deref().unwrap_or_default().trim().to_owned();
    if title.is_empty() {
        let detail = "the mail has no subject; the case is named by it";
        return Err(Problem::invalid("subject", "subject_missing", detail));
    }
    let Some(customer) = reply.to.as_ref().and_then(|to| to.first()).cloned() else {
        let detail = "the mail has no recipient; add an address";
        return Err(Problem::invalid("to", "recipient_missing", detail));
    };
    // All that can be refused is, before there is a case.
    files::of_mail(office, actor, &reply.upload_ids, None).await?;
    let conn = office.store().read();
    let found =
        store::mailboxes::find(&conn, actor.organisation, mailbox).await.map_err(problem::from_store)?;
    let no_mailbox = || Problem::invalid("mailbox_id", "no_such_mailbox", "there is no such mailbox");
    let settings = found.ok_or_else(no_mailbox)?.settings;
    let case = NewCase {
        title,
        customer_name: None,
        customer_address: customer.to_string(),
        category_id: settings.category_id,
        priority_id: settings.priority_id,
        owner_id: Some(actor.user),
        mailbox_id: Some(mailbox),
        at: office.now(),
    };
    let organisation = actor.organisation;
    let inserted = office.store().write(move |tx| {
        let case = case.clone();
        Box::pin(async move { store::cases::insert(tx, organisation, &case).await })
    });
    let (case, _) = inserted.await.map_err(problem::from_store)?;
    let message = super::reply(office, actor, case, reply).await?;
    Ok((case, message))
}
