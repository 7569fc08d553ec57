//! An agent starts a case by writing to a customer.
//!
//! The mail names its case, by its Message-ID and its subject, so id and number are set apart first; the case
//! and its first message are then written in one transaction.

use std::collections::BTreeSet;

use domain::compose::{DraftClaim, Mode, SendKey};
use domain::notice::Happening;
use domain::{Actor, CaseId, MailboxId, MessageId, OrganisationId, Problem};
use store::cases::{By, CaseChange, CaseRow, NewCase};

use super::drafts::place_of;
use super::letter::Source;
use super::request::{AboutMessage, Knowing, NewReply};
use super::send::{self, Writing};
use super::{drafts, entered, files, rich, through};
use crate::cases::{Deadlines, begin_levels};
use crate::office::Office;
use crate::problem;
use crate::templates::First;
use crate::users::Refused;

/// Makes the case, with its author as the owner, and sends its first mail.
///
/// # Errors
/// As [`super::reply`]; 422 without a subject or a recipient, or for a mailbox that is not there; 409 when its draft, which it
/// needs, was sent, thrown away or written on elsewhere.
pub async fn start(
    office: &Office,
    actor: &Actor,
    mailbox: MailboxId,
    reply: NewReply,
) -> Result<(CaseId, MessageId), Problem> {
    Box::pin(begin(office, actor, (mailbox, None), reply)).await
}

/// The same once for each key of its author: who asks again, because the first answer was lost on its way, is answered as
/// he was then, and nothing is written or sent.
///
/// # Errors
/// As [`start`].
pub async fn start_once(
    office: &Office,
    actor: &Actor,
    (mailbox, key): (MailboxId, SendKey),
    reply: NewReply,
) -> Result<(CaseId, MessageId), Problem> {
    let draft = reply.knowing.draft.clone();
    if let Some(known) = known(office, actor, (&key, &draft)).await? {
        return Ok(known);
    }
    match Box::pin(begin(office, actor, (mailbox, Some(key.clone())), reply)).await {
        Ok(started) => Ok(started),
        // Both were asked for at the same time, and the other one was first.
        Err(problem) => known(office, actor, (&key, &draft)).await?.ok_or(problem),
    }
}

/// What was started under this key. The draft that came back with the lost answer ends as the first one did.
async fn known(
    office: &Office,
    actor: &Actor,
    (key, draft): (&SendKey, &DraftClaim),
) -> Result<Option<(CaseId, MessageId)>, Problem> {
    let (organisation, author) = (actor.organisation, actor.user);
    let found = store::cases::find_by_send_key(&office.store().read(), organisation, (author, key)).await;
    let Some(found) = found.map_err(problem::from_store)? else { return Ok(None) };
    let place = place_of(Mode::New, found.0, (author, draft));
    let draft = draft.clone();
    let ended = office.store().write(move |tx| {
        let draft = draft.clone();
        Box::pin(async move { drafts::end(tx, organisation, place, &draft).await })
    });
    ended.await.map_err(problem::from_store)?;
    Ok(Some(found))
}

async fn begin(
    office: &Office,
    actor: &Actor,
    (mailbox, key): (MailboxId, Option<SendKey>),
    reply: NewReply,
) -> Result<(CaseId, MessageId), Problem> {
    let reply = NewReply { mode: Mode::New, about: AboutMessage::default(), ..reply };
    let reply = rich::of_reply(reply).await?.checked(office.now())?.with_status(office, actor).await?;
    let title = reply.subject.as_deref().unwrap_or_default().trim().to_owned();
    if title.is_empty() {
        let detail = "the mail has no subject; the case is named by it";
        return Err(Problem::invalid("subject", "subject_missing", detail));
    }
    let customer = match reply.to.as_ref().and_then(|to| to.first()).cloned() {
        Some(customer) => Some(customer),
        None => through::first(office, actor, &reply.lists).await?,
    };
    let Some(customer) = customer else {
        let detail = "the mail has no recipient; add an address";
        return Err(Problem::invalid("to", "recipient_missing", detail));
    };
    let first = First { mailbox, to: Some(reply.knowing.names.named(&customer)), title: &title };
    let (case, mailbox) = first.begun(office, actor).await?;
    // All that can be refused is, before a number is set apart.
    entered::refuse_deaf(office, &reply, &BTreeSet::new()).await?;
    files::of_mail(office, actor, &reply, None).await?;
    let organisation = actor.organisation;
    let reserved = office
        .store()
        .write(move |tx| Box::pin(async move { store::cases::reserve(tx, organisation).await }))
        .await
        .map_err(problem::from_store)?;
    let case = CaseRow { id: reserved.0, number: reserved.1, ..case };
    let (case_of, mailbox) = (&case, &mailbox);
    let source = Source { case: case_of, mailbox, messages: &[], about: None, reply: &reply, in_bulk: false };
    let writing = send::prepare(office, actor, &source).await?;
    let knowing = reply.knowing.clone();
    let message = put(office, organisation, case, (writing, knowing, key)).await?;
    office.signals().outbox.notify_one();
    Ok((reserved.0, message))
}

/// The case and its first message, both or neither.
async fn put(
    office: &Office,
    organisation: OrganisationId,
    case: CaseRow,
    (writing, knowing, key): (Writing, Knowing, Option<SendKey>),
) -> Result<MessageId, Problem> {
    let (id, by) = (case.id, By { user: case.owner_id, at: case.created_at });
    let new = NewCase {
        title: case.title,
        customer_name: case.customer_name,
        customer_address: case.customer_address,
        category_id: case.category_id,
        priority_id: case.priority_id,
        request_type_id: case.request_type_id,
        owner_id: case.owner_id,
        mailbox_id: case.mailbox_id,
        at: case.created_at,
    };
    let person = case.person_id.map(|person| (Some(person), case.company_id));
    // Its author has it.
    let author = case.owner_id.filter(|_| knowing.needs_draft);
    let needed = author.map(|author| (place_of(Mode::New, id, (author, &knowing.draft)), knowing.draft));
    let written = office.store().write(move |tx| {
        let (new, writing, key) = (new.clone(), writing.clone(), key.clone());
        let needed = needed.clone();
        Box::pin(async move {
            if let Some((place, claim)) = &needed {
                drafts::take(tx, organisation, (*place, claim)).await?;
            }
            store::cases::insert_reserved(tx, organisation, (id, case.number), &new).await?;
            store::happenings::insert(tx, organisation, id, by, &Happening::Created).await?;
            let deadlines = Deadlines::read(tx, organisation, new.priority_id).await?;
            let change =
                CaseChange { person, due_at: deadlines.due(new.at).map(Some), ..CaseChange::default() };
            if change != CaseChange::default() {
                store::cases::update(tx, organisation, id, &change, by).await?;
            }
            begin_levels(tx, organisation, id, (&deadlines, new.at, new.at)).await?;
            let message = send::write(tx, writing).await?;
            if let Some(key) = &key {
                store::cases::set_send_key(tx, organisation, message, key).await?;
            }
            Ok::<_, Refused>(message)
        })
    });
    written.await.map_err(Refused::into_problem)
}
