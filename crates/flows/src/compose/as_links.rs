//! A mail that a server refused for its files goes again without them: its receiver fetches them by links.

use domain::case::Direction;
use domain::compose::{AsWhom, Written};
use domain::{Actor, CaseId, EmailAddress, MessageId, Problem, RecipientNames};
use store::cases::MessageRow;

use super::request::{AboutMessage, Knowing, NewReply};
use super::rewrite::{files_of, message_of, unreached, written};
use super::send;
use super::taken_back::sent;
use crate::office::Office;
use crate::{file_links, problem};

/// Sends it again, to those whom it did not reach; of a case's entry about one of them, to him alone.
///
/// # Errors
/// 404 for the case or the message; 409 when it failed for nobody, went again already, has no files, or there can be no
/// links.
pub async fn send_as_links(
    office: &Office,
    actor: &Actor,
    case: CaseId,
    message: MessageId,
) -> Result<MessageId, Problem> {
    let outbox = sent(office, actor, case, message).await?;
    file_links::for_new_links(office, actor).await?;
    let mail = message_of(office, actor, case, outbox).await?;
    let to = left(office, actor, (case, message), unreached(office, actor, outbox).await?).await?;
    if to.is_empty() {
        let detail = "the mail reached everybody, or is still on its way; there is nothing to send again";
        return Err(Problem::conflict("mail.nothing_failed", detail));
    }
    let files = files_of(office, actor.organisation, outbox, &mail).await?;
    if !files.has_files() {
        let detail = "the mail has no files that could go as links; write it anew";
        return Err(Problem::conflict("file_links.no_files", detail));
    }
    let begun = written(office, actor, outbox, &mail).await?;
    let (organisation, whose) = (actor.organisation, (actor.user, office.now()));
    let kept = office.store().write(move |tx| {
        let (mut written, files) = (begun.clone(), files.clone());
        Box::pin(async move {
            files.put(tx, organisation, whose, &mut written).await?;
            Ok(written)
        })
    });
    let written = kept.await.map_err(problem::from_store)?;
    send::reply(office, actor, case, reply(written, &to, message)).await
}

/// Those whom the message is about and to whom no mail with links has gone since: two colleagues may both press.
async fn left(
    office: &Office,
    actor: &Actor,
    (case, about): (CaseId, MessageId),
    mut to: Vec<String>,
) -> Result<Vec<String>, Problem> {
    let (conn, organisation) = (office.store().read(), actor.organisation);
    let messages =
        store::cases::list_messages(&conn, organisation, case).await.map_err(problem::from_store)?;
    let links =
        store::file_links::list_of_case(&conn, organisation, case).await.map_err(problem::from_store)?;
    let named = |message: &MessageRow, address: &str| {
        let mut all = message.content.to.iter().filter_map(|one| one.address.as_ref());
        all.any(|one| one.to_string() == address)
    };
    let entry = messages.iter().find(|one| one.id == about).filter(|one| one.direction != Direction::Sent);
    let since = |address: &str| {
        messages.iter().any(|one| {
            one.id > about && named(one, address) && links.iter().any(|link| link.message_id == one.id)
        })
    };
    to.retain(|address| entry.is_none_or(|entry| named(entry, address)) && !since(address));
    Ok(to)
}

fn reply(written: Written, to: &[String], seen: MessageId) -> NewReply {
    let to: Vec<EmailAddress> = to.iter().filter_map(|address| address.parse().ok()).collect();
    let names = RecipientNames::of_typed(written.to.iter().flatten());
    NewReply {
        mode: written.mode.of_returned(),
        text: written.text,
        html: written.html,
        to: Some(to),
        subject: written.subject,
        upload_ids: written.upload_ids,
        about: AboutMessage { message_id: written.message_id, attachments: Vec::new() },
        as_whom: AsWhom { files_as_links: true, ..written.as_whom },
        // Asked for twice, it goes once.
        knowing: Knowing { last: Some(seen), names, ..Knowing::default() },
        ..NewReply::default()
    }
}
