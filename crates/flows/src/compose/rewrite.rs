//! A mail that did not arrive is written again, to another address.

use domain::compose::{Mode, Returned, Written};
use domain::outbox::DeliveryState;
use domain::{Actor, CaseId, MessageId, OutboxId, Problem};
use mail::NewAttachment;
use store::cases::MessageRow;
use store::drafts::Place;
use store::raw::PreparedRaw;
use store::uploads::NewUpload;

use super::files;
use super::taken_back::{put_above, sent};
use crate::office::Office;
use crate::problem;

/// Makes a draft of the actor's from a mail that failed: its text and files, and as recipients
/// those whom it did not reach. Returns the mode that the draft lies under.
///
/// # Errors
/// 404 for the case or the message; 422 when its files are not there any more.
pub async fn rewrite(
    office: &Office,
    actor: &Actor,
    case: CaseId,
    message: MessageId,
) -> Result<Mode, Problem> {
    let outbox = sent(office, actor, case, message).await?;
    let mail = message_of(office, actor, case, outbox).await?;
    let mut written = written(office, actor, outbox, &mail).await?;
    written.to = Some(unreached(office, actor, outbox).await?);
    let places: Vec<_> = mail.content.attachments.iter().map(|file| file.index).collect();
    let files = if places.is_empty() {
        Vec::new()
    } else {
        files::of_message(office, actor.organisation, &mail, &places).await?
    };
    let mut prepared = Vec::new();
    for file in files {
        let raw = store::raw::prepare(office.store(), actor.organisation, file.bytes.clone().into()).await;
        prepared.push((file, raw.map_err(problem::from_store)?));
    }
    let mode = written.mode.of_returned();
    let place = Place { user: actor.user, case: Some(case), mode };
    let (organisation, at) = (actor.organisation, office.now());

    office
        .store()
        .write(move |tx| {
            let (mut written, prepared) = (written.clone(), prepared.clone());
            Box::pin(async move {
                written.upload_ids.clear();
                for (file, raw) in prepared {
                    let new = upload(file, raw, place, at);
                    written.upload_ids.push(store::uploads::insert(tx, organisation, &new).await?);
                }
                put_above(tx, organisation, place, (written, Returned::Failed, at)).await
            })
        })
        .await
        .map_err(problem::from_store)?;
    Ok(mode)
}

fn upload(file: NewAttachment, raw: PreparedRaw, place: Place, at: domain::Timestamp) -> NewUpload {
    NewUpload { user: place.user, name: file.name, media_type: file.media_type, raw, at }
}

/// The message of the mail itself: the entry about its failure names the same outbox item.
async fn message_of(
    office: &Office,
    actor: &Actor,
    case: CaseId,
    outbox: OutboxId,
) -> Result<MessageRow, Problem> {
    let conn = office.store().read();
    let messages = store::cases::list_messages(&conn, actor.organisation, case).await;
    let messages = messages.map_err(problem::from_store)?;
    let found =
        messages.into_iter().find(|message| message.outbox_id == Some(outbox) && message.raw_hash.is_some());
    found.ok_or_else(|| Problem::not_found("message"))
}

/// What its author wrote; of automatic mail what it said.
async fn written(
    office: &Office,
    actor: &Actor,
    outbox: OutboxId,
    mail: &MessageRow,
) -> Result<Written, Problem> {
    let conn = office.store().read();
    let origin = store::outbox::find_origin(&conn, actor.organisation, outbox).await;
    let written = match origin.map_err(problem::from_store)? {
        Some(origin) => origin.written,
        None => Written { text: mail.content.text.clone(), ..Written::default() },
    };
    Ok(Written {
        cc: Vec::new(),
        bcc: Vec::new(),
        // They are among the files of the mail.
        attachments: Vec::new(),
        send_at: None,
        cancel_if_answered: false,
        ..written
    })
}

async fn unreached(office: &Office, actor: &Actor, outbox: OutboxId) -> Result<Vec<String>, Problem> {
    let conn = office.store().read();
    let deliveries = store::deliveries::list_of_item(&conn, actor.organisation, outbox).await;
    let failed = deliveries.map_err(problem::from_store)?.into_iter();
    let failed = failed.filter(|delivery| delivery.state == DeliveryState::Failed);
    Ok(failed.map(|delivery| delivery.recipient.to_string()).collect())
}
