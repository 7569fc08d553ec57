//! What a person enters of a mailbox.

use domain::Secret;
use domain::mailbox::{self, AfterImport, SignIn};
use domain::org::Language;
use flows::mailboxes::{History, MailboxInput, RulesInput, ServerInput};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::schema::{
    self, CategoryKey, Moment, OauthApplicationKey, PriorityKey, RequestTypeKey, TemplateKey, nullable,
};

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
    /// The request type of the cases it makes, or null.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<RequestTypeKey>)]
    request_type_id: Option<Option<RequestTypeKey>>,
    /// Where a copy of its mail is sent, or null.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    forwarding_address: Option<Option<String>>,
    /// The language of what is written in its name.
    #[schema(value_type = Option<schema::Language>)]
    language: Option<Language>,
    /// Whether it is fetched, or listened for.
    active: Option<bool>,
    /// Its further addresses, at most 50; mail to them is this mailbox's.
    aliases: Option<Vec<String>>,
    /// Which of its mail is taken in, and what else is done for it.
    #[serde(flatten)]
    rules: RuleFields,
    /// The `version` that is changed: 409 where somebody else changed it since. Without it, his changes are written over.
    seen_version: Option<i64>,
}

impl MailboxFields {
    /// The address of others that it names: where its mail is passed on to.
    pub(super) fn entered(&self) -> Vec<String> {
        self.forwarding_address.iter().flatten().cloned().collect()
    }
}

/// Which of a mailbox's mail is taken in, and what else is done for it.
#[derive(Deserialize, ToSchema)]
#[schema(as = MailboxRulesInput)]
pub(crate) struct RuleFields {
    /// Whether those who write to it may get a receipt.
    auto_reply: Option<bool>,
    /// The receipt's template, or null for the organisation's.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<TemplateKey>)]
    reply_template_id: Option<Option<TemplateKey>>,
    /// The folder of the FAQ that its receipts suggest entries of; empty for all of them, or null for none.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<String>)]
    faq_folder: Option<Option<String>>,
    /// Names of header fields that a case shows with the message, at most 20.
    shown_fields: Option<Vec<String>>,
    /// Addresses and networks (`192.0.2.0/24`) of servers before the mailbox whose word on who brought a mail is
    /// believed, at most 50.
    trusted_gateways: Option<Vec<String>>,
    /// Whether automatic replies and system messages become messages of cases.
    imports_automatic: Option<bool>,
    /// How much of what lies on the server already is taken in: `none`, `since` (the moment in `import_from`) or
    /// `all`. A new mailbox that names neither field takes none, unless it was deleted in the last 30 days, was fetched in the day
    /// before that and is made again on the same server and folder: it goes on where it was left then, and what came meanwhile is no
    /// history. Nobody is answered by a program for history.
    history: Option<HistoryWord>,
    /// What arrived at the server before this is left alone, or null to take everything.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<Moment>)]
    import_from: Option<Option<Moment>>,
    /// Seconds without a successful look before people are told, 300 to 604,800.
    alarm_after_s: Option<u32>,
}

/// How much of what lies on the server already is taken in.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = History)]
pub(crate) enum HistoryWord {
    /// Nothing: what arrives from this moment on.
    None,
    /// What arrived since `import_from`.
    Since,
    /// Everything.
    All,
}

impl From<HistoryWord> for History {
    fn from(word: HistoryWord) -> Self {
        match word {
            HistoryWord::None => Self::None,
            HistoryWord::Since => Self::Since,
            HistoryWord::All => Self::All,
        }
    }
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
    /// The OAuth application to sign in with, or null for a password. Somebody signs in afterwards, with
    /// `POST /mailboxes/{id}/oauth`; nothing is fetched until then.
    #[serde(default, deserialize_with = "nullable")]
    #[schema(value_type = Option<OauthApplicationKey>)]
    oauth_application_id: Option<Option<OauthApplicationKey>>,
    /// The IMAP folder.
    folder: Option<String>,
}

impl From<ServerFields> for ServerInput {
    fn from(fields: ServerFields) -> Self {
        let ServerFields { protocol, host, port, security, username, password, folder, .. } = fields;
        let sign_in = fields.oauth_application_id.map(|id| SignIn::from(id.map(Into::into)));
        Self { protocol, host, port, security, username, sign_in, password, folder }
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
            request_type_id: fields.request_type_id.map(|id| id.map(Into::into)),
            forwarding_address: fields.forwarding_address,
            language: fields.language,
            active: fields.active,
            aliases: fields.aliases,
            rules: RulesInput {
                auto_reply: fields.rules.auto_reply,
                reply_template_id: fields.rules.reply_template_id.map(|id| id.map(Into::into)),
                faq_folder: fields.rules.faq_folder,
                shown_fields: fields.rules.shown_fields,
                trusted_gateways: fields.rules.trusted_gateways,
                imports_automatic: fields.rules.imports_automatic,
                history: fields.rules.history.map(Into::into),
                import_from: fields.rules.import_from.map(|from| from.map(|moment| moment.0)),
                alarm_after_s: fields.rules.alarm_after_s,
            },
            seen_version: fields.seen_version,
        }
    }
}
