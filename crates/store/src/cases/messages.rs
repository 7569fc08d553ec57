//! The messages of a case: received, sent, and comments among colleagues; one file because a message is written
//! and read by the same columns.

use std::collections::BTreeMap;

use domain::case::Direction;
use domain::failure::{Failure, HeldBack};
use domain::notice::Happening;
use domain::outbox::DeliveryState;
use domain::{CaseId, EmailAddress, IntakeId, MessageId, OrganisationId, OutboxId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait, IntoTableRef, OnConflict, Order, Query, SelectStatement};
use serde::{Deserialize, Serialize};

use super::merges::survivor;
use super::participants::insert_participants;
use super::{By, insert_log};
use crate::events::{self, Change};
use crate::held_destinations::IS_HELD_FOR_DOMAINS;
use crate::raw::RawHash;
use crate::row::{Columns, Row};
use crate::sql::{self, NewRow, Stored, col, is, is_among, joined, json, pick};
use crate::{Conn, StoreError, Tx, search};

/// Somebody in a header field.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Correspondent {
    /// The name, or the raw text where the address is broken.
    pub name: Option<String>,
    /// The address.
    pub address: Option<EmailAddress>,
}

/// An attachment as listed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AttachmentMeta {
    /// Its index in the mail.
    pub index: u32,
    /// A safe file name.
    pub name: String,
    /// The media type.
    pub media_type: String,
    /// Its size, octets.
    pub size_octets: u64,
    /// Whether the HTML shows it.
    pub inline: bool,
}

/// One field of a header, decoded.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HeaderField {
    /// Its name, as the mailbox's settings write it.
    pub name: String,
    /// What it says.
    pub value: String,
}

/// What a message says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MessageContent {
    /// Who wrote it.
    pub from: Correspondent,
    /// To whom.
    pub to: Vec<Correspondent>,
    /// With copies to.
    pub cc: Vec<Correspondent>,
    /// Fields of the header that its mailbox shows.
    pub header_fields: Vec<HeaderField>,
    /// The subject.
    pub subject: String,
    /// The answer without quotes and signature.
    pub text: String,
    /// The whole text.
    pub full_text: String,
    /// Whether there is an HTML view.
    pub has_html: bool,
    /// How many remote references the HTML has, where it was counted.
    pub remote_refs: Option<u32>,
    /// The attachments.
    pub attachments: Vec<AttachmentMeta>,
    /// Person, auto-reply ...: the class, as a stable name.
    pub class: String,
    /// The Message-ID without brackets.
    pub message_id: Option<String>,
    /// Which parser read it; 0 for what we wrote.
    pub parser_version: i64,
    /// Whether it is from whom it claims, as DMARC says; `None` where nobody looked.
    pub authenticity: Option<String>,
    /// In an entry about a mail that did not arrive: what it came back as.
    pub failure: Option<Failure>,
}

/// What a new message needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewMessage {
    /// Which way it went.
    pub direction: Direction,
    /// When it was received or written.
    pub at: Timestamp,
    /// What it says.
    pub content: MessageContent,
    /// Who wrote it, for a sent one or a comment.
    pub author_id: Option<UserId>,
    /// The intake it came by.
    pub intake_id: Option<IntakeId>,
    /// The outbox item it leaves by.
    pub outbox_id: Option<OutboxId>,
    /// Its raw bytes.
    pub raw_hash: Option<RawHash>,
}

/// How the delivery of a sent message stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MessageDelivery {
    /// The state of its outbox item.
    pub state: DeliveryState,
    /// The last words of a server.
    pub words: Option<String>,
    /// Why no server was asked the last time, where an address is written to no more.
    pub held_back: Option<HeldBack>,
    /// When it is tried next.
    pub next_attempt_at: Option<Timestamp>,
    /// The most attempts of any delivery; a mail without one can be taken back.
    pub attempts: u32,
    /// When its author wants it sent, where he chose a time.
    pub planned_at: Option<Timestamp>,
    /// Whether it comes back to him when the customer writes first.
    pub cancel_if_answered: bool,
    /// Whether somebody stopped it, or put it into the bin.
    pub held: bool,
    /// Whether it is in the bin.
    pub binned: bool,
    /// Whether it waits for domains alone that mail is stopped to, be it planned or not.
    pub domain_held: bool,
}

/// One message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MessageRow {
    /// The id.
    pub id: MessageId,
    /// The case.
    pub case_id: CaseId,
    /// Which way it went.
    pub direction: Direction,
    /// When it was received or written.
    pub created_at: Timestamp,
    /// What it says.
    pub content: MessageContent,
    /// Who wrote it, for a sent one or a comment.
    pub author_id: Option<UserId>,
    /// His name.
    pub author_name: Option<String>,
    /// The intake it came by.
    pub intake_id: Option<IntakeId>,
    /// The outbox item it leaves by.
    pub outbox_id: Option<OutboxId>,
    /// Its raw bytes.
    pub raw_hash: Option<RawHash>,
    /// How its delivery stands, for a sent one.
    pub delivery: Option<MessageDelivery>,
    /// Whether it is between us and an outsider: the customer sees and is quoted nothing of it.
    pub aside: bool,
    /// Who received a copy without the others' knowledge.
    pub bcc: Vec<EmailAddress>,
    /// What was done to it since.
    pub marks: MessageMarks,
}

/// What was done to a message since it came or was written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MessageMarks {
    /// Whether it has a star.
    pub flagged: bool,
    /// When the text of a comment was changed last.
    pub edited_at: Option<Timestamp>,
    /// That it was removed; it says nothing then.
    pub removed: Option<Removed>,
}

/// That a message was removed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Removed {
    /// When.
    pub at: Timestamp,
    /// The name of who removed it.
    pub by_name: Option<String>,
    /// Whether it can be put back.
    pub can_return: bool,
}

/// Adds a message to a case, or to the one that the case was merged into: counts it, moves the case's last message, marks it unread when
/// received, and remembers its Message-ID and correspondents for matching.
pub async fn append_message(
    tx: &Tx,
    org: OrganisationId,
    case: CaseId,
    message: &NewMessage,
) -> Result<MessageId, StoreError> {
    let case = match count(tx, org, case, message).await? {
        true => case,
        false => {
            let survivor = survivor(tx, org, case).await?.filter(|found| *found != case);
            let survivor = survivor.ok_or(StoreError::Missing("case"))?;
            count(tx, org, survivor, message).await?;
            survivor
        }
    };
    let id = tx.new_id();
    tx.execute_unawaited(&sql::insert("case_messages", [new_row(org, case, id, message)?])).await?;
    if let Some(message_id) = &message.content.message_id {
        insert_message_id(tx, org, case, message_id).await?;
    }
    insert_participants(tx, org, case, message).await?;
    search::index_message(tx, org, id, message).await?;
    log_written(tx, org, case, message).await?;
    // Of mail that comes in, the pipeline tells: it knows what is history.
    let told = match message.direction {
        Direction::Comment => Some(Happening::Commented),
        Direction::Sent => Some(Happening::Answered),
        Direction::Received => None,
    };
    if let (Some(what), Some(author)) = (told, message.author_id) {
        let by = By { user: Some(author), at: message.at };
        crate::happenings::insert(tx, org, case, by, &what).await?;
    }
    events::insert(tx, org, Change::case(case));
    Ok(id)
}

/// Counts a message; `false` when there is no such case, or only one that was merged.
async fn count(tx: &Tx, org: OrganisationId, case: CaseId, message: &NewMessage) -> Result<bool, StoreError> {
    let mut counting = sql::update("cases", org, case);
    counting.value("updated_at", message.at.stored()).and_where(col("merged_into").is_null());
    if !matches!(message.direction, Direction::Comment) {
        counting.value("messages", col("messages").add(1)).value("last_message_at", message.at.stored());
    }
    if matches!(message.direction, Direction::Received) {
        counting.value("unread", true);
    }
    Ok(tx.execute(&counting).await? == 1)
}

/// What a colleague wrote stands in the log, and what Posthus noted by itself, which is nobody's comment; what was
/// received is seen in the conversation.
async fn log_written(
    tx: &Tx,
    org: OrganisationId,
    case: CaseId,
    message: &NewMessage,
) -> Result<(), StoreError> {
    let what = match message.direction {
        Direction::Received => return Ok(()),
        Direction::Sent => "replied",
        Direction::Comment if message.author_id.is_none() => "noted",
        Direction::Comment => "commented",
    };
    let by = By { user: message.author_id, at: message.at };
    insert_log(tx, org, case, by, (what, logged(&message.content))).await
}

/// What the log says of a message: to whom it went, a few by name and how many more, or whom it did not reach, why, and what that
/// blocked.
pub(super) fn logged(content: &MessageContent) -> BTreeMap<String, String> {
    let all = content.to.iter().chain(&content.cc).filter_map(|somebody| somebody.address.as_ref());
    let mut named: Vec<String> = all.map(ToString::to_string).collect();
    let more = named.len().saturating_sub(LOGGED_RECIPIENTS);
    named.truncate(LOGGED_RECIPIENTS);
    let mut params = BTreeMap::from([(String::from("to"), named.join(", "))]);
    if more > 0 {
        params.insert(String::from("more"), more.to_string());
    }
    let failure = content.failure.as_ref();
    params.extend(failure.and_then(failed).map(|why| (String::from("failed"), why)));
    let blocks = failure.and_then(|failure| failure.blocks);
    params.extend(blocks.map(|scope| (String::from("blocked"), scope.as_str().to_owned())));
    params
}

/// Why a mail did not arrive, in a stable code: the class, `held_back` where nothing was tried, `unknown`; none of one that
/// somebody goes on trying.
fn failed(failure: &Failure) -> Option<String> {
    if failure.elsewhere.is_some() {
        return None;
    }
    if failure.held_back.is_some() {
        return Some("held_back".to_owned());
    }
    Some(failure.class.map_or("unknown", |class| class.as_str()).to_owned())
}

/// Recipients that the log names.
const LOGGED_RECIPIENTS: usize = 3;

/// The last 1,000 messages of a case, oldest first. Index `case_messages_by_case`.
pub async fn list_messages(
    conn: &Conn,
    org: OrganisationId,
    case: CaseId,
) -> Result<Vec<MessageRow>, StoreError> {
    let mut query = select(org, case);
    query.order_by(("m", "id"), Order::Desc).limit(MESSAGES_MAX);
    let newest_first = conn.all(&query).await?;
    newest_first.iter().rev().map(read).collect()
}

/// The message of this case with this id.
pub async fn find_message(
    conn: &Conn,
    org: OrganisationId,
    case: CaseId,
    id: MessageId,
) -> Result<Option<MessageRow>, StoreError> {
    let mut query = select(org, case);
    query.and_where(is("m.id", id));
    conn.one(&query).await?.map(|row| read(&row)).transpose()
}

/// Those of these messages that lie in this case, oldest first.
pub(super) async fn find_messages(
    conn: &Conn,
    org: OrganisationId,
    case: CaseId,
    ids: &[MessageId],
) -> Result<Vec<MessageRow>, StoreError> {
    let mut query = select(org, case);
    query.and_where(is_among("m.id", ids)).order_by(("m", "id"), Order::Asc);
    conn.all(&query).await?.iter().map(read).collect()
}

/// Messages that are shown of one case.
const MESSAGES_MAX: u64 = 1_000;
const TABLE: Columns = Columns("case_messages");

/// Who wrote to whom, as stored.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Correspondents {
    pub(super) from: Correspondent,
    pub(super) to: Vec<Correspondent>,
    pub(super) cc: Vec<Correspondent>,
    #[serde(default)]
    header_fields: Vec<HeaderField>,
}

fn new_row(
    org: OrganisationId,
    case: CaseId,
    id: MessageId,
    message: &NewMessage,
) -> Result<NewRow, StoreError> {
    let content = &message.content;
    let (from, to, cc) = (content.from.clone(), content.to.clone(), content.cc.clone());
    let header_fields = content.header_fields.clone();
    Ok(NewRow::default()
        .with("id", id)
        .with("org_id", org)
        .with("case_id", case)
        .with("direction", message.direction.as_str())
        .with("created_at", message.at)
        .with("correspondents", json(&Correspondents { from, to, cc, header_fields })?)
        .with("subject", content.subject.as_str())
        .with("text", content.text.as_str())
        .with("full_text", content.full_text.as_str())
        .with("has_html", content.has_html)
        .with("remote_refs", content.remote_refs)
        .with("attachments", json(&content.attachments)?)
        .with("class", content.class.as_str())
        .with("message_id", content.message_id.as_deref())
        .with("parser_version", content.parser_version)
        .with("authenticity", content.authenticity.as_deref())
        .with("failure", content.failure.as_ref().map(json).transpose()?)
        .with("author_id", message.author_id)
        .with("intake_id", message.intake_id)
        .with("outbox_id", message.outbox_id)
        .with("raw_hash", message.raw_hash))
}

async fn insert_message_id(
    tx: &Tx,
    org: OrganisationId,
    case: CaseId,
    message_id: &str,
) -> Result<(), StoreError> {
    let row = NewRow::default().with("org_id", org).with("message_id", message_id).with("case_id", case);
    let mut statement = sql::insert("message_ids", [row]);
    statement.on_conflict(OnConflict::columns(["org_id", "message_id", "case_id"]).do_nothing().to_owned());
    tx.execute_unawaited(&statement).await
}

fn select(org: OrganisationId, case: CaseId) -> SelectStatement {
    let mut query = Query::select();
    pick(
        &mut query,
        "m",
        &[
            "id",
            "case_id",
            "direction",
            "created_at",
            "correspondents",
            "subject",
            "text",
            "full_text",
            "has_html",
            "remote_refs",
            "attachments",
            "class",
            "message_id",
            "parser_version",
            "authenticity",
            "failure",
            "author_id",
            "intake_id",
            "outbox_id",
            "raw_hash",
            "aside",
            "bcc",
            "flagged",
            "edited_at",
            "removed_at",
            "binned_at",
        ],
    );
    query
        .expr_as(col("u.name"), "author_name")
        .expr_as(col("d.name"), "remover_name")
        .expr_as(col("o.state"), "delivery_state")
        .expr_as(col("o.last_words"), "delivery_words")
        .expr_as(col("o.held_back"), "delivery_held_back")
        .expr_as(col("o.next_attempt_at"), "delivery_next_attempt_at")
        .expr_as(col("o.attempts"), "delivery_attempts")
        .expr_as(col("o.planned_at"), "delivery_planned_at")
        .expr_as(col("o.cancel_if_answered"), "delivery_cancel_if_answered")
        .expr_as(col("o.held_at"), "delivery_held_at")
        .expr_as(Expr::cust(IS_HELD_FOR_DOMAINS), "delivery_held_for_domains")
        .expr_as(col("o.deleted_at"), "delivery_deleted_at")
        .from_as("case_messages", "m")
        .left_join(
            "users".into_table_ref().alias("u"),
            joined("u.id", "m.author_id", ("u.org_id", "m.org_id")),
        )
        .left_join(
            "users".into_table_ref().alias("d"),
            joined("d.id", "m.removed_by", ("d.org_id", "m.org_id")),
        )
        .left_join(
            "outbox".into_table_ref().alias("o"),
            joined("o.id", "m.outbox_id", ("o.org_id", "m.org_id")),
        )
        .and_where(is("m.org_id", org))
        .and_where(is("m.case_id", case));
    query
}

fn read(row: &Row) -> Result<MessageRow, StoreError> {
    let state = row.parsed_or_none(Columns("outbox").at("delivery_state"))?;
    let delivery = match state {
        Some(state) => Some(MessageDelivery {
            state,
            words: row.text_or_none("delivery_words")?,
            held_back: row.json_or_none(Columns("outbox").at("delivery_held_back"))?,
            next_attempt_at: row.at_or_none("delivery_next_attempt_at")?,
            attempts: row.small(Columns("outbox").at("delivery_attempts"))?,
            planned_at: row.at_or_none("delivery_planned_at")?,
            cancel_if_answered: row.flag("delivery_cancel_if_answered")?,
            held: row.at_or_none("delivery_held_at")?.is_some()
                || row.at_or_none("delivery_deleted_at")?.is_some(),
            binned: row.at_or_none("delivery_deleted_at")?.is_some(),
            domain_held: row.number("delivery_held_for_domains")? != 0,
        }),
        None => None,
    };
    let marks = read_marks(row)?;
    let (content, raw_hash) = match &marks.removed {
        None => (read_content(row)?, row.hash_or_none(TABLE.at("raw_hash"))?),
        // Nobody is shown, quotes or takes along what a removed message said.
        Some(_) => (read_envelope(row)?, None),
    };
    Ok(MessageRow {
        id: row.id("id")?,
        case_id: row.id("case_id")?,
        direction: row.parsed(TABLE.at("direction"))?,
        created_at: row.at("created_at")?,
        content,
        author_id: row.id_or_none("author_id")?,
        author_name: row.text_or_none("author_name")?,
        intake_id: row.id_or_none("intake_id")?,
        outbox_id: row.id_or_none("outbox_id")?,
        raw_hash,
        delivery,
        aside: row.flag("aside")?,
        bcc: match row.text_or_none("bcc")? {
            Some(_) => row.json(TABLE.at("bcc"))?,
            None => Vec::new(),
        },
        marks,
    })
}

fn read_marks(row: &Row) -> Result<MessageMarks, StoreError> {
    let removed = match row.at_or_none("removed_at")? {
        Some(at) => Some(Removed {
            at,
            by_name: row.text_or_none("remover_name")?,
            can_return: row.at_or_none("binned_at")?.is_some(),
        }),
        None => None,
    };
    Ok(MessageMarks { flagged: row.flag("flagged")?, edited_at: row.at_or_none("edited_at")?, removed })
}

/// What is left of a removed message: who wrote it, and of what kind it was.
fn read_envelope(row: &Row) -> Result<MessageContent, StoreError> {
    let Correspondents { from, .. } = row.json(TABLE.at("correspondents"))?;
    Ok(MessageContent { from, class: row.text("class")?, ..MessageContent::default() })
}

fn read_content(row: &Row) -> Result<MessageContent, StoreError> {
    let Correspondents { from, to, cc, header_fields } = row.json(TABLE.at("correspondents"))?;
    Ok(MessageContent {
        from,
        to,
        cc,
        header_fields,
        subject: row.text("subject")?,
        text: row.text("text")?,
        full_text: row.text("full_text")?,
        has_html: row.flag("has_html")?,
        remote_refs: row.small_or_none(TABLE.at("remote_refs"))?,
        attachments: row.json(TABLE.at("attachments"))?,
        class: row.text("class")?,
        message_id: row.text_or_none("message_id")?,
        parser_version: row.number("parser_version")?,
        authenticity: row.text_or_none("authenticity")?,
        failure: row.json_or_none(TABLE.at("failure"))?,
    })
}
