//! Shared service mailboxes.

mod alarms;
mod check;
mod create;
mod delete;
mod detect;
mod export;
mod get;
mod import;
mod input;
mod list;
mod test;
mod update;

use domain::Timestamp;
use domain::mailbox::{self, AfterImport};
use domain::org::Language;
use serde::{Deserialize, Serialize};
use store::mailboxes::{
    Health, HealthState, MailboxFilter, MailboxRow, MailboxRules, MailboxSettings, WatchState,
};
use utoipa::{IntoParams, ToSchema};

use super::oauth::OauthGrant;
use crate::routing::{ApiRouter, routes};
use crate::schema::{
    self, CategoryKey, MailboxKey, Moment, OauthApplicationKey, PriorityKey, RequestTypeKey, TemplateKey,
};

pub(crate) use detect::{DetectionAnswer, DetectionInput};
pub(crate) use test::TestAnswer;

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_mailboxes, create::create_mailbox))
        .routes(routes!(get::get_mailbox, update::update_mailbox, delete::delete_mailbox))
        .routes(routes!(check::check_mailbox))
        .routes(routes!(detect::detect_servers))
        .routes(routes!(alarms::list_mailbox_alarms))
}

pub(crate) fn long_routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(export::export_mailboxes))
        .routes(routes!(test::test_mailbox))
        .routes(routes!(import::import_mails))
}

/// How a file of mails is described.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ImportParams {
    /// The file's name, for the timelines of its mails.
    #[serde(default)]
    pub(super) name: String,
}

/// A mailbox.
#[derive(Serialize, ToSchema)]
pub(crate) struct Mailbox {
    /// The id.
    id: MailboxKey,
    /// The address, unique among the organisation's mailboxes.
    address: String,
    /// The name that its mail is sent under.
    display_name: String,
    /// Its further addresses.
    aliases: Vec<String>,
    /// Where its mail is fetched.
    #[serde(flatten)]
    server: MailboxServer,
    /// What becomes of its mail.
    #[serde(flatten)]
    handling: MailboxHandling,
    /// Which of its mail is taken in, and what else is done for it.
    #[serde(flatten)]
    rules: MailboxRuleWords,
    /// What its provider grants; null for a password, and until somebody has signed in.
    oauth: Option<OauthGrant>,
    /// How it fares.
    health: MailboxHealth,
    /// Another one with each change of its settings; goes along with one as `seen_version`.
    version: i64,
}

/// Which of a mailbox's mail is taken in, and what else is done for it.
#[derive(Serialize, ToSchema)]
#[schema(as = MailboxRules)]
pub(crate) struct MailboxRuleWords {
    /// Whether those who write to it may get a receipt.
    auto_reply: bool,
    /// The receipt's template; null for the organisation's.
    reply_template_id: Option<TemplateKey>,
    /// The folder of the FAQ that its receipts suggest entries of; empty for all of them, null for none.
    faq_folder: Option<String>,
    /// Names of header fields that a case shows with the message.
    shown_fields: Vec<String>,
    /// Addresses and networks of servers before the mailbox whose word on who brought a mail is believed.
    trusted_gateways: Vec<String>,
    /// Whether automatic replies and system messages become messages of cases.
    imports_automatic: bool,
    /// What arrived at the server before this is left alone.
    import_from: Option<Moment>,
    /// Seconds without a successful look before people are told.
    alarm_after_s: u32,
}

/// Where a mailbox's mail is fetched.
#[derive(Serialize, ToSchema)]
pub(crate) struct MailboxServer {
    /// How it is fetched; `smtp` waits for our own listener.
    #[schema(value_type = schema::Protocol)]
    protocol: mailbox::Protocol,
    /// The server; empty for `smtp`.
    host: String,
    /// Its port.
    port: u16,
    /// How the connection is protected.
    #[schema(value_type = schema::Security)]
    security: mailbox::Security,
    /// Who signs in there.
    username: String,
    /// Whether a password is kept; it is never shown.
    has_password: bool,
    /// The OAuth application that it signs in with; null for a password.
    oauth_application_id: Option<OauthApplicationKey>,
    /// The IMAP folder.
    folder: String,
}

/// What becomes of a mailbox's mail.
#[derive(Serialize, ToSchema)]
pub(crate) struct MailboxHandling {
    /// Seconds between two looks.
    interval_s: u32,
    /// What becomes of the server's copy.
    #[schema(value_type = schema::AfterImport)]
    after_import: AfterImport,
    /// The category of the cases it makes.
    category_id: Option<CategoryKey>,
    /// Its name.
    category_name: Option<String>,
    /// The priority of the cases it makes.
    priority_id: Option<PriorityKey>,
    /// Its name.
    priority_name: Option<String>,
    /// The request type of the cases it makes.
    request_type_id: Option<RequestTypeKey>,
    /// Where a copy of its mail is sent.
    forwarding_address: Option<String>,
    /// The language of what is written in its name.
    #[schema(value_type = schema::Language)]
    language: Language,
    /// Whether it is fetched, or listened for.
    active: bool,
}

/// How a mailbox fares.
#[derive(Serialize, ToSchema)]
pub(crate) struct MailboxHealth {
    /// The state.
    #[schema(value_type = HealthWord)]
    state: &'static str,
    /// When it was last tried.
    last_try_at: Option<Moment>,
    /// When it last succeeded.
    last_success_at: Option<Moment>,
    /// Failures in a row.
    failures: u32,
    /// What the last failure was.
    last_error: Option<String>,
    /// Its kind: the stable code of a test with the same outcome.
    last_error_code: Option<String>,
    /// Since when people are told that no mail comes in.
    alarmed_at: Option<Moment>,
    /// Whether its server tells of new mail at once.
    #[schema(value_type = WatchWord)]
    watch: &'static str,
    /// Mails that the server offered again under other numbers and that were recognised.
    recognised: u64,
    /// When the last were.
    recognised_at: Option<Moment>,
    /// When it is tried next.
    next_check_at: Option<Moment>,
}

/// The schema of how a mailbox is watched.
struct WatchWord;

impl utoipa::PartialSchema for WatchWord {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        schema::words(WatchState::ALL.map(WatchState::as_str))
    }
}

impl ToSchema for WatchWord {
    fn name() -> std::borrow::Cow<'static, str> {
        "WatchState".into()
    }
}

/// The schema of a mailbox's state.
struct HealthWord;

impl utoipa::PartialSchema for HealthWord {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use HealthState as State;
        schema::words(
            [State::New, State::Ok, State::Failing, State::Paused, State::Listening, State::SignIn]
                .map(State::as_str),
        )
    }
}

impl ToSchema for HealthWord {
    fn name() -> std::borrow::Cow<'static, str> {
        "HealthState".into()
    }
}

impl From<Health> for MailboxHealth {
    fn from(health: Health) -> Self {
        Self {
            state: health.state.as_str(),
            last_try_at: health.last_try_at.map(Into::into),
            last_success_at: health.last_success_at.map(Into::into),
            failures: health.failures,
            last_error: health.last_error,
            last_error_code: health.last_error_code,
            alarmed_at: health.alarmed_at.map(Into::into),
            watch: health.watch.as_str(),
            recognised: health.recognised.map_or(0, |recognised| recognised.mails),
            recognised_at: health.recognised.map(|recognised| recognised.at.into()),
            next_check_at: health.next_check_at.map(Into::into),
        }
    }
}

impl Mailbox {
    /// A mailbox as it is shown now.
    fn of(row: MailboxRow, now: Timestamp) -> Self {
        let MailboxRow {
            id,
            settings,
            aliases,
            has_password,
            grant,
            health,
            category_name,
            priority_name,
            updated_at,
            ..
        } = row;
        let oauth_application_id = settings.sign_in.application().map(Into::into);
        let MailboxSettings {
            address, display_name, protocol, host, port, security, username, folder, ..
        } = settings;
        Self {
            id: id.into(),
            address: address.to_string(),
            display_name,
            aliases: aliases.iter().map(ToString::to_string).collect(),
            server: MailboxServer {
                protocol,
                host,
                port,
                security,
                username,
                has_password,
                oauth_application_id,
                folder,
            },
            handling: MailboxHandling {
                interval_s: settings.interval_s,
                after_import: settings.after_import,
                category_id: settings.category_id.map(Into::into),
                category_name,
                priority_id: settings.priority_id.map(Into::into),
                priority_name,
                request_type_id: settings.request_type_id.map(Into::into),
                forwarding_address: settings.forwarding_address.map(|address| address.to_string()),
                language: settings.language,
                active: settings.active,
            },
            rules: settings.rules.into(),
            oauth: grant.map(|grant| OauthGrant::of(grant, now)),
            health: health.into(),
            version: flows::seen::version(updated_at),
        }
    }
}

impl From<MailboxRules> for MailboxRuleWords {
    fn from(rules: MailboxRules) -> Self {
        Self {
            auto_reply: rules.auto_reply,
            reply_template_id: rules.reply_template_id.map(Into::into),
            faq_folder: rules.faq_folder,
            shown_fields: rules.shown_fields,
            trusted_gateways: rules.trusted_gateways.into_iter().map(String::from).collect(),
            imports_automatic: rules.imports_automatic,
            import_from: rules.import_from.map(Into::into),
            alarm_after_s: rules.alarm_after_s,
        }
    }
}

/// Which mailboxes a list shows.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct MailboxFilters {
    /// Only those with this protocol.
    #[param(value_type = Option<schema::Protocol>)]
    protocol: Option<mailbox::Protocol>,
    /// Only those switched on, or off.
    active: Option<bool>,
}

impl From<MailboxFilters> for MailboxFilter {
    fn from(filters: MailboxFilters) -> Self {
        Self { protocol: filters.protocol, active: filters.active }
    }
}
