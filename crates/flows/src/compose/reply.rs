//! An agent answers a case.

use bytes::Bytes;
use domain::case::{CaseStatus, Direction};
use domain::timeline::{Step, Subject};
use domain::{Actor, CaseId, EmailAddress, MessageId, OrganisationId, Problem, UploadId, UserId};
use mail::{Draft, NewAttachment};
use store::cases::{AttachmentMeta, By, CaseChange, CaseRow, Correspondent, MessageContent, NewMessage};
use store::events::{self, Change};
use store::mailboxes::MailboxRow;
use store::outbox::NewOutbox;
use store::raw::PreparedRaw;
use store::timeline::TimelineEntry;
use store::{StoreError, Tx};

use super::draft::{self, Source};
use crate::office::Office;
use crate::{cases, problem};

/// What an agent wrote.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewReply {
    /// The text.
    pub text: String,
    /// Recipients; the customer when not given.
    pub to: Option<Vec<EmailAddress>>,
    /// Copies.
    pub cc: Vec<EmailAddress>,
    /// Another subject; the case's title when not given.
    pub subject: Option<String>,
    /// Files uploaded before.
    pub upload_ids: Vec<UploadId>,
    /// What the case becomes; it stays when not given.
    pub status: Option<CaseStatus>,
}

/// Files of one answer.
const UPLOADS_MAX: usize = 50;

/// Writes the answer and puts it into the outbox.
///
/// # Errors
/// 404 for the case, 422 for what cannot be sent, 409 when the case has no mailbox to answer from.
pub async fn reply(
    office: &Office,
    actor: &Actor,
    id: CaseId,
    reply: NewReply,
) -> Result<MessageId, Problem> {
    let case = cases::open(office, actor, id).await?;
    let reply = NewReply { text: cases::written(reply.text)?, ..reply };
    let mailbox = mailbox(office, actor.organisation, &case).await?;
    let (draft, raw) = compose(office, actor, (&case, &mailbox), &reply).await?;
    let prepared =
        store::raw::prepare(office.store(), actor.organisation, raw).await.map_err(problem::from_store)?;
    let recipients = recipients(&draft)?;
    let now = office.now();
    let writing = Writing {
        organisation: actor.organisation,
        case: id,
        author: actor.user,
        item: NewOutbox {
            from: mailbox.settings.address.clone(),
            from_name: draft.from.0.clone(),
            // RFC 5321 4.4: where failures come back; the mailbox is imported, so they are seen.
            return_path: Some(mailbox.settings.address.clone()),
            subject: draft.subject.clone(),
            raw: prepared,
            recipients,
            created_by: Some(actor.user),
            case_id: Some(id),
            at: now,
            due_at: now,
        },
        content: content(draft, &reply),
        change: CaseChange {
            status: reply.status.filter(|status| *status != case.status),
            owner_id: case.owner_id.is_none().then_some(Some(actor.user)),
            unread: Some(false),
            delivery_failed: Some(false),
            ..CaseChange::default()
        },
        uploads: reply.upload_ids,
    };

    let message_id =
        office.store().write(move |tx| Box::pin(write(tx, writing))).await.map_err(problem::from_store)?;
    office.signals().outbox.notify_one();
    Ok(message_id)
}

async fn mailbox(
    office: &Office,
    organisation: OrganisationId,
    case: &CaseRow,
) -> Result<MailboxRow, Problem> {
    let conn = office.store().read();
    let found = match case.mailbox_id {
        Some(id) => store::mailboxes::find(&conn, organisation, id).await.map_err(problem::from_store)?,
        None => None,
    };
    let detail = "the mailbox of this case was deleted, so there is no address to answer from; make it again";
    found.ok_or_else(|| Problem::conflict("case.no_mailbox", detail))
}

async fn compose(
    office: &Office,
    actor: &Actor,
    (case, mailbox): (&CaseRow, &MailboxRow),
    reply: &NewReply,
) -> Result<(Draft, Bytes), Problem> {
    let conn = office.store().read();
    let messages =
        store::cases::list_messages(&conn, actor.organisation, case.id).await.map_err(problem::from_store)?;
    let nonce = office.entropy().hex(8);
    let host = mailbox.settings.address.domain();
    let draft = draft::draft(Source {
        case,
        mailbox,
        messages: &messages,
        reply,
        attachments: attachments(office, actor, &reply.upload_ids).await?,
        message_id: office.tokens().message_id(actor.organisation, case.id, &nonce, host),
        boundary_seed: office.entropy().hex(12),
        now: office.now(),
    })?;
    let composed = tokio::task::spawn_blocking(move || {
        let raw = mail::compose(&draft)?;
        Ok::<_, mail::ComposeError>((draft, Bytes::from(raw)))
    });
    let composed = composed.await.map_err(|_| problem::internal("compose.reply"))?;
    composed.map_err(|error| draft::refusal(&error))
}

async fn attachments(
    office: &Office,
    actor: &Actor,
    ids: &[UploadId],
) -> Result<Vec<NewAttachment>, Problem> {
    if ids.len() > UPLOADS_MAX {
        let detail = format!("a mail takes at most {UPLOADS_MAX} files; put them into an archive");
        return Err(Problem::invalid("upload_ids", "too_many_files", detail));
    }
    let conn = office.store().read();
    let (mut files, mut octets) = (Vec::new(), 0);
    for id in ids {
        let upload = store::uploads::find(&conn, actor.organisation, actor.user, *id).await;
        let upload = upload.map_err(problem::from_store)?.ok_or_else(|| draft::no_upload(*id))?;
        octets += upload.size_octets;
        if octets > domain::limits::OUTGOING_OCTETS_MAX as u64 {
            let max = domain::limits::OUTGOING_OCTETS_MAX;
            return Err(draft::refusal(&mail::ComposeError::TooLarge { octets: octets as usize, max }));
        }
        let bytes =
            store::raw::get(&conn, actor.organisation, upload.raw_hash).await.map_err(problem::from_store)?;
        let bytes = bytes.ok_or_else(|| draft::no_upload(*id))?;
        files.push(NewAttachment { name: upload.name, media_type: upload.media_type, bytes: bytes.to_vec() });
    }
    Ok(files)
}

fn recipients(draft: &Draft) -> Result<Vec<EmailAddress>, Problem> {
    let all: Vec<_> = draft.to.iter().chain(&draft.cc).map(|(_, address)| address.clone()).collect();
    let max = domain::limits::RECIPIENTS_MAX;
    if all.len() > max {
        let detail = format!("an answer goes to at most {max} recipients; a mailing takes more");
        return Err(Problem::invalid("to", "too_many_recipients", detail).with("max", max.to_string()));
    }
    Ok(all)
}

fn content(draft: Draft, reply: &NewReply) -> MessageContent {
    let correspondent =
        |(name, address): (Option<String>, EmailAddress)| Correspondent { name, address: Some(address) };
    let attachment = |(index, file): (usize, NewAttachment)| AttachmentMeta {
        index: u32::try_from(index).unwrap_or(u32::MAX),
        name: file.name,
        media_type: file.media_type,
        size_octets: file.bytes.len() as u64,
        inline: false,
    };
    MessageContent {
        from: correspondent(draft.from),
        to: draft.to.into_iter().map(correspondent).collect(),
        cc: draft.cc.into_iter().map(correspondent).collect(),
        subject: draft.subject,
        text: reply.text.trim_end().to_owned(),
        full_text: draft.text,
        has_html: false,
        remote_refs: None,
        attachments: draft.attachments.into_iter().enumerate().map(attachment).collect(),
        class: mail::Class::Person.as_str().to_owned(),
        message_id: Some(draft.message_id),
        parser_version: 0,
    }
}

/// All that one answer writes.
#[derive(Clone)]
struct Writing {
    organisation: OrganisationId,
    case: CaseId,
    author: UserId,
    item: NewOutbox,
    content: MessageContent,
    change: CaseChange,
    uploads: Vec<UploadId>,
}

async fn write(tx: &Tx, writing: Writing) -> Result<MessageId, StoreError> {
    let Writing { organisation, case, author, item, content, change, uploads } = writing;
    let at = item.at;
    let raw: &PreparedRaw = &item.raw;
    let raw_hash = raw.hash();
    let outbox_id = store::outbox::insert(tx, organisation, &item).await?;
    let message = NewMessage {
        direction: Direction::Sent,
        at,
        content,
        author_id: Some(author),
        intake_id: None,
        outbox_id: Some(outbox_id),
        raw_hash: Some(raw_hash),
    };
    let message_id = store::cases::append_message(tx, organisation, case, &message).await?;
    store::cases::update(tx, organisation, case, &change, By { user: Some(author), at }).await?;
    let recipients = u32::try_from(item.recipients.len()).unwrap_or(u32::MAX);
    let step = Step::Queued { user_id: Some(author), recipients };
    let entry = TimelineEntry { subject: Subject::Outbox(outbox_id), at, step };
    store::timeline::insert_many(tx, organisation, &[entry]).await?;
    for upload in uploads {
        store::uploads::delete(tx, organisation, author, upload).await?;
    }
    events::insert(tx, organisation, Change::outbox(outbox_id));
    events::insert(tx, organisation, Change::case(case));
    Ok(message_id)
}
