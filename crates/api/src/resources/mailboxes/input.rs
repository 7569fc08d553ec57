//! What a person enters of a mailbox.

use domain::Secret;
use domain::mailbox::{self, AfterImport};
use domain::org::Language;
use flows::mailboxes::{MailboxInput, ServerInput};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::schema::{self, CategoryKey, PriorityKey, nullable};

/// A mailbox's settings; what is left out stays, or takes its default.
#[derive(Deserialize, ToSchema)]
#[schema(as = MailboxInput)]
pub(crate) struct MailboxFields {
    /// The address, unique among the organisation's mailboxes.
    address: Option<String>,
    /// The name that its mail is sent under.
    display_name: Option<String>,
    /// Where its mail is fetched.
    #[serde(flatten)]
    server: ServerFields,
    /// Seconds between two looks, 30 to 86,400.
    interval_s: Option<u32>,
    /// What becomes of the server's copy.
    #[schema(value_type = Option<schema::AfterImport>)]
    after_import: Option<AfterImport>,
    /// The category of the cases it makes, or null.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<CategoryKey>)]
    category_id: Option<Option<CategoryKey>>,
    /// The priority of the cases it makes, or null.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<PriorityKey>)]
    priority_id: Option<Option<PriorityKey>>,
    /// Where a copy of its mail is sent, or null.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    forwarding_address: Option<Option<String>>,
    /// The language of what is written in its name.
    #[schema(value_type = Option<schema::Language>)]
    language: Option<Language>,
    /// Whether it is fetched, or listened for.
    active: Option<bool>,
}

/// The server that a mailbox is fetched from.
#[derive(Deserialize, ToSchema)]
#[schema(as = MailboxServerInput)]
pub(crate) struct ServerFields {
    /// How it is fetched; `smtp` waits for our own listener.
    #[schema(value_type = Option<schema::Protocol>)]
    protocol: Option<mailbox::Protocol>,
    /// The server.
    host: Option<String>,
    /// Its port; the protocol's usual one when left out.
    port: Option<u16>,
    /// How the connection is protected; `none` to this machine alone.
    #[schema(value_type = Option<schema::Security>)]
    security: Option<mailbox::Security>,
    /// Who signs in there.
    username: Option<String>,
    /// The password; an empty one removes it.
    #[schema(value_type = Option<String>, format = Password)]
    password: Option<Secret>,
    /// The IMAP folder.
    folder: Option<String>,
}

impl From<ServerFields> for ServerInput {
    fn from(fields: ServerFields) -> Self {
        let ServerFields { protocol, host, port, security, username, password, folder } = fields;
        Self { protocol, host, port, security, username, password, folder }
    }
}

impl From<MailboxFields> for MailboxInput {
    fn from(fields: MailboxFields) -> Self {
        Self {
            address: fields.address,
            display_name: fields.display_name,
            server: fields.server.into(),
            interval_s: fields.interval_s,
            after_import: fields.after_import,
            category_id: fields.category_id.map(|id| id.map(Into::into)),
            priority_id: fields.priority_id.map(|id| id.map(Into::into)),
            forwarding_address: fields.forwarding_address,
            language: fields.language,
            active: fields.active,
        }
    }
}
