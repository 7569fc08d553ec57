//! What an agent wrote becomes a mail in the outbox and a message of its case.

mod once;
mod shared_files;

use std::collections::BTreeSet;

use bytes::Bytes;
use domain::case::{CaseStatus, Direction};
use domain::compose::{FromChoice, Mode, SignatureChoice, Written};
use domain::encryption::TlsNeed;
use domain::outbox::Stream;
use domain::timeline::{Step, Subject};
use domain::{Actor, CaseId, EmailAddress, MessageId, OrganisationId, OutboxId, Problem, UserId};
use mail::Draft;
use policy::sender::Because;
use store::cases::{By, CaseChange, Correspondent, Marks, MessageContent, NewMessage};
use store::events::{self, Change};
use store::file_links::NewFileLink;
use store::outbox::{NewOutbox, Origin, Plan};
use store::timeline::TimelineEntry;
use store::{StoreError, Tx};

use super::about::about;
use super::drafts::{self, place_of};
use super::letter::{self, Own, Source};
use super::of_case::mailbox;
use super::recipients::{self, Recipients};
use super::request::{Knowing, NewReply};
use super::sender::{self, SentAs};
use super::through::{self, Through};
use super::{after, attachments_of, entered, files, linked, rich, thread};
use crate::office::Office;
use crate::users::Refused;
use crate::{cases, kept_files, problem, signatures};

/// Writes the mail and puts it into the outbox; its draft ends in the same transaction.
///
/// # Errors
/// 404 for the case or the message, 422 for what cannot be sent, also to a new address whose domain takes no mail, 409 when it would be from
/// a mailbox that was deleted, or a colleague answered behind the author's back.
pub async fn reply(
    office: &Office,
    actor: &Actor,
    id: CaseId,
    reply: NewReply,
) -> Result<MessageId, Problem> {
    let case = cases::open(office, actor, id).await?;
    let reply = rich::of_reply(reply).await?.checked(office.now())?.with_status(office, actor).await?;
    let mailbox = mailbox(office, actor.organisation, &case).await?;
    let conn = office.store().read();
    let messages = store::cases::list_messages(&conn, actor.organisation, id).await;
    let messages = messages.map_err(problem::from_store)?;
    // Asked again as it is written; whoever has to look first is told before the mail is composed.
    once::nobody_else_answered((reply.knowing.last, actor.user), &messages)?;
    entered::refuse_deaf(office, &reply, &entered::known(&case, &messages)).await?;
    let about = about(&reply, &messages)?;
    let aside = letter::is_aside(&reply, about);
    let reply = after::with_status(&conn, actor.organisation, (&case, reply, aside)).await;
    let reply = reply.map_err(problem::from_store)?;
    let heard = thread::heard(&conn, actor.organisation, &messages).await.map_err(problem::from_store)?;
    let (heard, mailbox) = (heard.as_slice(), &mailbox);
    let source = Source { case: &case, mailbox, messages: heard, about, reply: &reply, in_bulk: false };
    let writing = prepare(office, actor, &source).await?;

    let written = office.store().write(move |tx| Box::pin(once::write(tx, writing)));
    let message_id = written.await.map_err(Refused::into_problem)?;
    office.signals().outbox.notify_one();
    Ok(message_id)
}

/// Composes the mail, and gathers all that is written with it.
pub(super) async fn prepare(office: &Office, actor: &Actor, source: &Source<'_>) -> Result<Writing, Problem> {
    let (case, reply, mailbox) = (source.case, source.reply, source.mailbox);
    let sent_as = sender::resolve(office, actor, mailbox, reply).await?;
    let direct = recipients(office, actor, source).await?;
    let through = through::read(office, actor, reply, &direct).await?;
    // Of those whom its author named: a copy that nobody asked for belongs to the sender, and he may choose another one.
    let mut origin = origin(
        source,
        (&direct, (sent_as.choice, sent_as.because)),
        status_after(office, actor.organisation, source).await?,
    );
    let (recipients, copies) = sent_as.with_copies(through::joined(direct, &through));
    origin.copies = copies;
    let (envelope, bcc) = (recipients.envelope(), recipients.bcc.clone());
    let aside = letter::is_aside(reply, source.about);
    let return_path = sent_as.return_path.clone();
    let told: Vec<Step> = through.iter().map(Through::step).chain(sent_as.step()).collect();
    let Composed { draft, raw, links } = compose(office, actor, source, (sent_as, recipients)).await?;
    let raw = store::raw::prepare(office.store(), actor.organisation, raw).await;
    let now = office.now();
    Ok(Writing {
        organisation: actor.organisation,
        case: case.id,
        author: actor.user,
        item: NewOutbox {
            from: draft.from.1.clone(),
            from_name: draft.from.0.clone(),
            return_path: Some(return_path),
            subject: draft.subject.clone(),
            raw: raw.map_err(problem::from_store)?,
            recipients: envelope,
            created_by: Some(actor.user),
            case_id: Some(case.id),
            at: now,
            due_at: reply.timing.due(now).1,
        },
        change: change(&origin, actor.user),
        content: content(draft, reply),
        marks: Marks { aside, bcc },
        origin,
        knowing: reply.knowing.clone(),
        told: told.into_iter().chain(linked::step(&links)).collect(),
        links,
        in_bulk: source.in_bulk,
        listed: through::keys(&through),
    })
}

async fn recipients(office: &Office, actor: &Actor, source: &Source<'_>) -> Result<Recipients, Problem> {
    let conn = office.store().read();
    let mode = (source.case, source.reply.mode);
    let writer = (actor.organisation, actor.user);
    let named = recipients::of_mode(&conn, writer, mode, source.about).await;
    recipients::of_mail(source.reply, named.map_err(problem::from_store)?)
}

/// The kind that the case becomes, if it shows another status with it. A kind alone means the status that its
/// cases have when nobody chose one, also for a case that has another one of the kind.
async fn status_after(
    office: &Office,
    organisation: OrganisationId,
    source: &Source<'_>,
) -> Result<Option<CaseStatus>, Problem> {
    let (case, reply) = (source.case, source.reply);
    let Some(after) = reply.status else { return Ok(None) };
    if after != case.status {
        return Ok(Some(after));
    }
    let shown = match reply.status_id {
        Some(own) => Some(own),
        None => {
            let conn = office.store().read();
            let usual = store::statuses::usual(&conn, organisation, after).await;
            usual.map_err(problem::from_store)?.map(|row| row.id)
        }
    };
    Ok(Some(after).filter(|_| shown != case.status_id))
}

fn origin(
    source: &Source<'_>,
    (recipients, (from, because)): (&Recipients, (FromChoice, Because)),
    after: Option<CaseStatus>,
) -> Origin {
    let (case, reply) = (source.case, source.reply);
    let status = after.map(|after| (case.status, after));
    Origin {
        written: Written { sent_from: from.kind(), ..reply.as_written(recipients, source.mailbox) },
        status,
        own_status: status.map(|_| (case.status_id, reply.status_id)).unwrap_or_default(),
        took_over: source.case.owner_id.is_none() && !source.in_bulk,
        because: Some(because.as_str().to_owned()),
        copies: Vec::new(),
        job: None,
    }
}

/// A mail as it leaves.
struct Composed {
    draft: Draft,
    raw: Bytes,
    /// To the files that are no part of it.
    links: Vec<NewFileLink>,
}

async fn compose(
    office: &Office,
    actor: &Actor,
    source: &Source<'_>,
    (sent_as, recipients): (SentAs, Recipients),
) -> Result<Composed, Problem> {
    let reply = source.reply;
    let passed_on = source.about.map(|message| (message, reply.about.attachments.as_slice()));
    let nonce = office.entropy().hex(8);
    let choice = reply.as_whom.signature.unwrap_or(SignatureChoice::usual(reply.mode));
    let (case, host) = (source.case.id, sent_as.from.1.domain());
    let files::Files { attached: mut attachments, linked } =
        files::of_mail(office, actor, reply, passed_on).await?;
    let leaves = (source.mailbox.settings.language, reply.timing.due(office.now()).1);
    let linked = linked::make(office, actor, linked, leaves).await?;
    let signature = signatures::under(office, actor, source.case, (choice, reply.mode, &sent_as.signatures));
    let mut signature = signature.await?;
    let (look, pictures) = kept_files::as_parts(office, actor.organisation, signature.html.take()).await?;
    attachments.extend(pictures);
    let unique = format!("{nonce}@{host}");
    let texts = [reply.html.as_deref(), look.as_deref()];
    let [html, look] = rich::as_sent(texts, &mut attachments, &unique);
    signature.html = look;
    let own = Own {
        recipients,
        attachments,
        html,
        message_id: office.tokens().message_id(actor.organisation, case, &nonce, host),
        boundary_seed: office.entropy().hex(12),
        signature: signatures::one_below_the_other(vec![linked.text.as_str().into(), signature]),
        thread_index: thread::index_of(office, actor.organisation, source.about).await?,
        now: office.now(),
        sent_as,
    };
    let draft = letter::draft(source, own);
    let links = linked.links;
    let composed = tokio::task::spawn_blocking(move || {
        let raw = Bytes::from(mail::compose(&draft)?);
        Ok::<_, mail::ComposeError>(Composed { draft, raw, links })
    });
    let composed = composed.await.map_err(|_| problem::internal("compose.reply"))?;
    composed.map_err(|error| letter::refusal(&error))
}

fn change(origin: &Origin, author: UserId) -> CaseChange {
    CaseChange {
        status: origin.status.map(|(_, after): (CaseStatus, CaseStatus)| after),
        status_id: origin.own_status.1,
        owner_id: origin.took_over.then_some(Some(author)),
        unread: Some(false),
        delivery_failed: Some(false),
        ..CaseChange::default()
    }
}

fn content(draft: Draft, reply: &NewReply) -> MessageContent {
    let correspondent =
        |(name, address): (Option<String>, EmailAddress)| Correspondent { name, address: Some(address) };
    MessageContent {
        header_fields: Vec::new(),
        from: correspondent(draft.from),
        to: draft.to.into_iter().map(correspondent).collect(),
        cc: draft.cc.into_iter().map(correspondent).collect(),
        subject: draft.subject,
        text: reply.text.trim_end().to_owned(),
        full_text: draft.text,
        has_html: reply.html.is_some(),
        remote_refs: None,
        attachments: attachments_of(draft.attachments),
        class: mail::Class::Person.as_str().to_owned(),
        message_id: Some(draft.message_id),
        parser_version: 0,
        authenticity: None,
        failure: None,
    }
}

/// All that one mail writes.
#[derive(Clone)]
pub(crate) struct Writing {
    organisation: OrganisationId,
    case: CaseId,
    author: UserId,
    item: NewOutbox,
    change: CaseChange,
    content: MessageContent,
    marks: Marks,
    origin: Origin,
    knowing: Knowing,
    /// What its timeline says beside that it was queued.
    told: Vec<Step>,
    /// To the files that are no part of it.
    links: Vec<NewFileLink>,
    /// Whether a job writes it.
    in_bulk: bool,
    /// Whom it reaches through lists alone, by the keys of their addresses.
    listed: BTreeSet<String>,
}

/// Writes it into the caller's transaction; the caller knows the case to be there.
pub(super) async fn write(tx: &Tx, writing: Writing) -> Result<MessageId, StoreError> {
    let Writing {
        organisation,
        case,
        author,
        item,
        mut change,
        content,
        marks,
        mut origin,
        knowing,
        told,
        links,
        in_bulk,
        listed,
    } = writing;
    // Whoever answers in the same case at the same time waits here, and then sees this mail.
    store::cases::lock(tx, organisation, case).await?;
    let at = item.at;
    if origin.took_over && stays_nobodys(tx, organisation, case).await? {
        origin.took_over = false;
        change.owner_id = None;
    }
    let raw_hash = item.raw.hash();
    let how = (if in_bulk { Stream::Bulk } else { Stream::Single }, origin.written.sent_from);
    let outbox_id = store::outbox::insert_through_lists(tx, organisation, &item, how, &listed).await?;
    demand(tx, organisation, outbox_id, (origin.written.as_whom.tls(), knowing.blocks)).await?;
    let (planned_at, cancel_if_answered) = (origin.written.send_at, origin.written.cancel_if_answered);
    let plan = Plan { planned_at, cancel_if_answered, origin: &origin };
    store::outbox::record_plan(tx, organisation, outbox_id, plan).await?;
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
    store::cases::mark_message(tx, organisation, message_id, &marks).await?;
    store::file_links::insert(tx, organisation, message_id, &links).await?;
    let by = By { user: Some(author), at };
    store::cases::update(tx, organisation, case, &change, by).await?;
    // What is passed on to an outsider is no answer yet.
    if matches!(origin.written.mode, Mode::Reply | Mode::ReplyAll) {
        cases::begin_anew_by_mail(tx, organisation, case, by).await?;
    }
    let recipients = u32::try_from(item.recipients.len()).unwrap_or(u32::MAX);
    let mut steps = vec![Step::Queued { user_id: Some(author), recipients }];
    steps.extend(told);
    steps.extend(planned_at.map(|at| Step::Planned { user_id: author, at }));
    let entry = |step| TimelineEntry { subject: Subject::Outbox(outbox_id), at, step };
    let entries: Vec<_> = steps.into_iter().map(entry).collect();
    store::timeline::insert_many(tx, organisation, &entries).await?;
    let written = &origin.written;
    if !in_bulk {
        let place = place_of(written.mode, case, (author, &knowing.draft));
        drafts::end(tx, organisation, place, &knowing.draft).await?;
    }
    store::uploads::keep_for_mail(tx, organisation, (author, outbox_id), &written.upload_ids).await?;
    events::insert(tx, organisation, Change::outbox(outbox_id));
    events::insert(tx, organisation, Change::case(case));
    Ok(message_id)
}

/// Writes down what its author demands of how it is protected, and whether whom he named gets it though they are blocked.
async fn demand(
    tx: &Tx,
    organisation: OrganisationId,
    id: OutboxId,
    (tls, passes_blocks): (TlsNeed, bool),
) -> Result<(), StoreError> {
    if tls != TlsNeed::Nothing {
        store::outbox::need_tls(tx, organisation, id, tls).await?;
    }
    if passes_blocks {
        store::outbox::pass_blocks_of_named(tx, organisation, id).await?;
    }
    Ok(())
}

/// Whether the category of the case leaves it to nobody when somebody answers in it.
async fn stays_nobodys(tx: &Tx, organisation: OrganisationId, case: CaseId) -> Result<bool, StoreError> {
    let standing = store::cases::find_standing(tx, organisation, case).await?;
    let Some(category) = standing.and_then(|case| case.category_id) else { return Ok(false) };
    let category = store::categories::find(tx, organisation, category).await?;
    Ok(category.is_some_and(|category| !category.take_when_replying))
}
