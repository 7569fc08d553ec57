//! The messages of a case: received, sent, and comments among colleagues.

pub(crate) mod again;
pub(crate) mod as_links;
pub(crate) mod attached;
pub(crate) mod attachment;
pub(crate) mod edit;
pub(crate) mod failure;
pub(crate) mod flag;
pub(crate) mod html;
pub(crate) mod links;
mod meanings;
pub(crate) mod raw;
pub(crate) mod remove;
pub(crate) mod schedule;
pub(crate) mod source;
pub(crate) mod take_back;
pub(crate) mod timeline;

use std::collections::HashMap;

use axum::Json;
use axum::http::StatusCode;
use domain::case::Direction;
use domain::org::Actor;
use domain::outbox::DeliveryState;
use domain::{CaseId, MessageId, OrganisationId, Problem};
use serde::Serialize;
use store::cases::{MessageContent, MessageDelivery, MessageRow};
use store::raw::RawHash;
use utoipa::{IntoParams, ToSchema};

use self::failure::Failure;
use self::links::FileLink;
use self::meanings::Meanings;
use super::super::shared::{Attachment, HeldBack, Meaning, Person};
use crate::problem::Refusal;
use crate::schema::{self, AnyKey, IntakeKey, MessageKey, Moment, OutboxKey, UserKey};
use crate::state::Api;

/// The parameters `{id}` and `{mid}` of a path, for the API document.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "read by the API document alone; `Ids` reads the path")]
pub(crate) struct ByMessage {
    /// The case's id.
    #[param(value_type = String, pattern = "^[1-9][0-9]{0,18}$")]
    id: AnyKey,
    /// The message's id.
    #[param(value_type = String, pattern = "^[1-9][0-9]{0,18}$")]
    mid: AnyKey,
}

/// The parameters `{id}` and `{lid}` of a path, for the API document.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "read by the API document alone; `Ids` reads the path")]
pub(crate) struct ByLink {
    /// The case's id.
    #[param(value_type = String, pattern = "^[1-9][0-9]{0,18}$")]
    id: AnyKey,
    /// The link's id.
    #[param(value_type = String, pattern = "^[1-9][0-9]{0,18}$")]
    lid: AnyKey,
}

/// A message of a case.
#[derive(Serialize, ToSchema)]
pub(crate) struct Message {
    /// The id.
    id: MessageKey,
    /// Which way it went.
    #[schema(value_type = schema::Direction)]
    direction: Direction,
    /// When it was received or written.
    created_at: Moment,
    /// Who wrote it.
    from: Person,
    /// To whom.
    to: Vec<Person>,
    /// With copies to.
    cc: Vec<Person>,
    /// With copies that the others do not see to.
    bcc: Vec<String>,
    /// Whether it is between us and an outsider: the customer sees and is quoted nothing of it.
    aside: bool,
    /// What it says.
    #[serde(flatten)]
    body: MessageBody,
    /// The user who wrote it, for a sent one or a comment.
    author_id: Option<UserKey>,
    /// His name.
    author_name: Option<String>,
    /// The intake it came by.
    intake_id: Option<IntakeKey>,
    /// The outbox item it leaves by.
    outbox_id: Option<OutboxKey>,
    /// What became of it.
    #[serde(flatten)]
    way: MessageWay,
    /// What was done to it since.
    #[serde(flatten)]
    marks: MessageMarks,
}

/// What became of a mail that was sent.
#[derive(Serialize, ToSchema)]
pub(crate) struct MessageWay {
    /// How its delivery stands, for a sent one.
    delivery: Option<DeliveryStanding>,
    /// In an entry about a mail that did not arrive: what it came back as.
    failure: Option<Failure>,
    /// In an entry about a mail that did not arrive: how the mail stands for that recipient; null where it has none of that
    /// address any more.
    #[schema(value_type = Option<schema::DeliveryState>)]
    recipient_state: Option<DeliveryState>,
    /// In an entry about a mail that did not arrive, or not yet: what the words mean. Of an automatic reply: that whoever had the
    /// address has left; null where it says nothing of that.
    meaning: Option<Meaning>,
    /// Files that are no part of the mail: its receiver fetches each by a link.
    links: Vec<FileLink>,
}

/// What was done to a message since it came or was written.
#[derive(Serialize, ToSchema)]
pub(crate) struct MessageMarks {
    /// Whether it has a star.
    flagged: bool,
    /// When the text of a comment was changed last.
    edited_at: Option<Moment>,
    /// That it was removed; it says nothing then.
    removed: Option<RemovedMessage>,
}

/// That a message was removed.
#[derive(Serialize, ToSchema)]
pub(crate) struct RemovedMessage {
    /// When.
    at: Moment,
    /// By whom.
    by_name: Option<String>,
    /// Whether it can be put back.
    can_return: bool,
}

impl From<store::cases::MessageMarks> for MessageMarks {
    fn from(marks: store::cases::MessageMarks) -> Self {
        let store::cases::MessageMarks { flagged, edited_at, removed } = marks;
        let removed = removed.map(|store::cases::Removed { at, by_name, can_return }| RemovedMessage {
            at: at.into(),
            by_name,
            can_return,
        });
        Self { flagged, edited_at: edited_at.map(Into::into), removed }
    }
}

/// What a message says.
#[derive(Serialize, ToSchema)]
pub(crate) struct MessageBody {
    /// The subject.
    subject: String,
    /// Fields of the header that its mailbox shows.
    header_fields: Vec<HeaderLine>,
    /// The answer without quotes and signature.
    text: String,
    /// The whole text.
    full_text: String,
    /// Whether there is an HTML view.
    has_html: bool,
    /// Pictures on other servers that the HTML view holds back, where they were counted.
    remote_blocked: Option<u32>,
    /// The files.
    attachments: Vec<Attachment>,
    /// Person, auto-reply, delivery report and so on, as a stable name.
    class: String,
    /// Whether it is from whom it claims: `pass`, `fail`, `none`, `unknown`, `temperror`, `permerror`, as in the
    /// timeline; null where nobody looked.
    authenticity: Option<String>,
}

/// One field of a mail's header.
#[derive(Serialize, ToSchema)]
pub(crate) struct HeaderLine {
    /// Its name.
    name: String,
    /// What it says.
    value: String,
}

/// How the delivery of a sent message stands.
#[derive(Serialize, ToSchema)]
pub(crate) struct DeliveryStanding {
    /// Where it stands: the least finished of its recipients.
    #[schema(value_type = schema::DeliveryState)]
    state: DeliveryState,
    /// The last words of a server.
    words: Option<String>,
    /// What they mean; null where it was taken, was not tried, or nobody was asked.
    meaning: Option<Meaning>,
    /// Why no server was asked the last time, where an address is written to no more.
    held_back: Option<HeldBack>,
    /// When it is tried next.
    next_attempt_at: Option<Moment>,
    /// When its author wants it sent, where he chose a time.
    planned_at: Option<Moment>,
    /// Whether it comes back to him when the customer writes first.
    cancel_if_answered: bool,
    /// Whether somebody stopped it, or put it into the bin.
    held: bool,
    /// Whether it is in the bin: it is not sent from there.
    binned: bool,
    /// Whether it waits while all mail to the domains of those whom it has not reached is stopped.
    domain_held: bool,
    /// Whether it waits while all mail of the organisation is stopped.
    all_stopped: bool,
    /// Whether it can be taken back: nothing of it was tried.
    can_be_taken_back: bool,
}

impl From<MessageDelivery> for DeliveryStanding {
    fn from(delivery: MessageDelivery) -> Self {
        Self {
            state: delivery.state,
            words: delivery.words,
            meaning: None,
            held_back: delivery.held_back.map(Into::into),
            next_attempt_at: delivery.next_attempt_at.map(Into::into),
            planned_at: delivery.planned_at.map(Into::into),
            cancel_if_answered: delivery.cancel_if_answered,
            held: delivery.held,
            binned: delivery.binned,
            domain_held: delivery.domain_held,
            all_stopped: false,
            can_be_taken_back: delivery.state == DeliveryState::Queued && delivery.attempts == 0,
        }
    }
}

impl From<MessageRow> for Message {
    fn from(row: MessageRow) -> Self {
        let MessageContent {
            from,
            to,
            cc,
            subject,
            text,
            full_text,
            has_html,
            remote_refs,
            attachments,
            class,
            header_fields,
            authenticity,
            failure,
            ..
        } = row.content;
        Self {
            id: row.id.into(),
            direction: row.direction,
            created_at: row.created_at.into(),
            from: from.into(),
            to: to.into_iter().map(Into::into).collect(),
            cc: cc.into_iter().map(Into::into).collect(),
            bcc: row.bcc.iter().map(ToString::to_string).collect(),
            aside: row.aside,
            body: MessageBody {
                subject,
                header_fields: header_fields
                    .into_iter()
                    .map(|field| HeaderLine { name: field.name, value: field.value })
                    .collect(),
                text,
                full_text,
                has_html,
                remote_blocked: remote_refs,
                attachments: attachments.into_iter().map(Into::into).collect(),
                class,
                authenticity,
            },
            author_id: row.author_id.map(Into::into),
            author_name: row.author_name,
            intake_id: row.intake_id.map(Into::into),
            outbox_id: row.outbox_id.map(Into::into),
            way: MessageWay {
                delivery: row.delivery.map(Into::into),
                failure: failure.map(Into::into),
                recipient_state: None,
                meaning: None,
                links: Vec::new(),
            },
            marks: row.marks.into(),
        }
    }
}

/// Messages of one case with the links that they carry.
pub(crate) async fn with_links(
    api: &Api,
    organisation: OrganisationId,
    (case, rows): (CaseId, Vec<MessageRow>),
) -> Result<Vec<Message>, Refusal> {
    let mut of_message: HashMap<MessageId, Vec<FileLink>> = HashMap::new();
    let now = api.office().now();
    for link in store::file_links::list_of_case(&api.conn(), organisation, case).await? {
        of_message.entry(link.message_id).or_default().push(FileLink::of(link, now));
    }
    let mut meanings = Meanings::of(api, organisation, &rows).await?;
    let with_own = |row: MessageRow| {
        let links = of_message.remove(&row.id).unwrap_or_default();
        let of_entry = meanings.of_entry(&row);
        let recipient_state = meanings.of_recipient(&row);
        let of_mail = row.outbox_id.and_then(|id| meanings.of_mail.get(&id).cloned());
        let mut message = Message::from(row);
        message.way.links = links;
        message.way.meaning = of_entry;
        message.way.recipient_state = recipient_state;
        if let Some(delivery) = &mut message.way.delivery {
            delivery.all_stopped = meanings.all_stopped && delivery.state == DeliveryState::Queued;
            delivery.meaning = of_mail.map(Into::into);
        }
        message
    };
    Ok(rows.into_iter().map(with_own).collect())
}

/// The message that was just written, as the case shows it.
pub(crate) async fn written(
    api: &Api,
    actor: &Actor,
    (case, id): (CaseId, MessageId),
) -> Result<(StatusCode, Json<Message>), Refusal> {
    let row = find(api, actor, case, id).await?;
    let mut shown = with_links(api, actor.organisation, (case, vec![row])).await?;
    let message = shown.pop().ok_or_else(|| Problem::not_found("message"))?;
    Ok((StatusCode::CREATED, Json(message)))
}

/// The message of a case that the actor may see.
pub(crate) async fn find(
    api: &Api,
    actor: &Actor,
    case: CaseId,
    id: MessageId,
) -> Result<MessageRow, Refusal> {
    flows::cases::open(api.office(), actor, case).await?;
    let row = store::cases::find_message(&api.conn(), actor.organisation, case, id).await?;
    row.ok_or_else(|| Problem::not_found("message").into())
}

/// The raw mail of a message; a comment has none.
async fn raw_hash(api: &Api, actor: &Actor, case: CaseId, id: MessageId) -> Result<RawHash, Refusal> {
    let row = find(api, actor, case, id).await?;
    row.raw_hash.ok_or_else(|| Problem::not_found("mail of this message").into())
}
