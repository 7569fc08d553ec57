//! The messages of a case: received, sent, and comments among colleagues.

use domain::case::Direction;
use domain::outbox::DeliveryState;
use domain::{CaseId, EmailAddress, IntakeId, MessageId, OrganisationId, OutboxId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use crate::raw::RawHash;
use crate::{Conn, StoreError, Tx};

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

/// What a message says.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MessageContent {
    /// Who wrote it.
    pub from: Correspondent,
    /// To whom.
    pub to: Vec<Correspondent>,
    /// With copies to.
    pub cc: Vec<Correspondent>,
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
    /// When it is tried next.
    pub next_attempt_at: Option<Timestamp>,
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
}

/// Adds a message to a case: counts it, moves the case's last message, marks it unread when
/// received, and remembers its Message-ID and correspondents for matching.
pub async fn append_message(
    tx: &Tx,
    org: OrganisationId,
    case: CaseId,
    message: &NewMessage,
) -> Result<MessageId, StoreError> {
    todo!()
}

/// The last 1,000 messages of a case, oldest first. Index `case_messages_by_case`.
pub async fn list_messages(
    conn: &Conn,
    org: OrganisationId,
    case: CaseId,
) -> Result<Vec<MessageRow>, StoreError> {
    todo!()
}

/// The message of this case with this id.
pub async fn find_message(
    conn: &Conn,
    org: OrganisationId,
    case: CaseId,
    id: MessageId,
) -> Result<Option<MessageRow>, StoreError> {
    todo!()
}
