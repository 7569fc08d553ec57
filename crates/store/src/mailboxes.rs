//! Shared service mailboxes: settings, sealed password, health, and the schedule of fetching.
//! Tables `mailboxes` and `mailbox_addresses` (the address and its aliases).

mod deleted;
mod homes;
mod list;
mod read;
mod watch;
mod work;
mod write;

pub use deleted::{find_even_deleted, find_of_address, list_deleted_among, take_up};
pub use homes::{find_for_answers, find_for_returns};
pub use list::{MailboxFilter, MailboxSort, list};
pub use read::{
    find, find_by_address, is_own, list_aliases, list_fetched, list_names, password, trusted_gateways,
    use_template,
};
pub use watch::{Watched, claim_watches, extend_watch, record_watch, release_watch};
pub use work::{
    Failure, Success, begin_fetching, claim_due, extend_lease, record_failure, record_success, release,
    request_check, stop_fetching,
};
pub use write::{MailboxUpdate, delete, insert, set_aliases, update};

use domain::mailbox::{AfterImport, Protocol, Security, SignIn};
use domain::network::Network;
use domain::org::Language;
use domain::{
    CategoryId, EmailAddress, MailboxId, OrganisationId, PriorityId, RequestTypeId, TemplateId, Timestamp,
};

use crate::oauth::grants::Glance;

/// What a person sets of a mailbox.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailboxSettings {
    /// The address, unique among the organisation's mailboxes and aliases; a receiving one
    /// (protocol SMTP) among all organisations'.
    pub address: EmailAddress,
    /// The name that its mail is sent under; may be empty.
    pub display_name: String,
    /// How its mail is fetched.
    pub protocol: Protocol,
    /// The server; empty for SMTP.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// Who signs in there.
    pub username: String,
    /// With what.
    pub sign_in: SignIn,
    /// The IMAP folder.
    pub folder: String,
    /// Seconds between two looks.
    pub interval_s: u32,
    /// What becomes of the server's copy.
    pub after_import: AfterImport,
    /// The category of the cases it makes.
    pub category_id: Option<CategoryId>,
    /// The priority of the cases it makes.
    pub priority_id: Option<PriorityId>,
    /// The request type of the cases it makes.
    pub request_type_id: Option<RequestTypeId>,
    /// Where a copy of its mail is sent.
    pub forwarding_address: Option<EmailAddress>,
    /// The language of what is written in its name.
    pub language: Language,
    /// Whether it is fetched, or listened for.
    pub active: bool,
    /// Which of its mail is taken in, and what else is done for it.
    pub rules: MailboxRules,
}

/// Which of a mailbox's mail is taken in, and what else is done for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailboxRules {
    /// Whether those who write to it get a receipt.
    pub auto_reply: bool,
    /// The receipt's text; none takes the organisation's.
    pub reply_template_id: Option<TemplateId>,
    /// The folder of the FAQ whose entries its receipts suggest; empty for all of them.
    pub faq_folder: Option<String>,
    /// Names of header fields that a case shows with the message.
    pub shown_fields: Vec<String>,
    /// Servers before it whose word on who brought a mail is believed.
    pub trusted_gateways: Vec<Network>,
    /// Whether automatic replies and system messages become messages of cases.
    pub imports_automatic: bool,
    /// What arrived at the server before this is left alone.
    pub import_from: Option<Timestamp>,
    /// How long it may go without a successful fetch before people are told, seconds.
    pub alarm_after_s: u32,
}

impl Default for MailboxRules {
    fn default() -> Self {
        Self {
            auto_reply: true,
            reply_template_id: None,
            faq_folder: None,
            shown_fields: Vec::new(),
            trusted_gateways: Vec::new(),
            imports_automatic: false,
            import_from: None,
            alarm_after_s: 3600,
        }
    }
}

/// How a mailbox fares.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HealthState {
    /// Never tried.
    New,
    /// The last try succeeded.
    Ok,
    /// The last try failed.
    Failing,
    /// Switched off.
    Paused,
    /// Fed by our own listener.
    Listening,
    /// Nobody has signed in with its provider: it is not fetched.
    SignIn,
}

impl HealthState {
    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Ok => "ok",
            Self::Failing => "failing",
            Self::Paused => "paused",
            Self::Listening => "listening",
            Self::SignIn => "sign_in",
        }
    }
}

/// Whether a server tells of new mail at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum WatchState {
    /// It is asked at intervals: not tried yet, or the protocol cannot push.
    #[default]
    Polled,
    /// It tells.
    Watched,
    /// It cannot.
    NotOffered,
    /// It should, and the connection failed.
    Failing,
}

impl WatchState {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Polled, Self::Watched, Self::NotOffered, Self::Failing];

    /// The stable name.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Polled => "polled",
            Self::Watched => "watched",
            Self::NotOffered => "not_offered",
            Self::Failing => "failing",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }
}

/// Mails that were offered again under other numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Recognised {
    /// How many since the mailbox was made.
    pub mails: u64,
    /// When the last were.
    pub at: Timestamp,
}

/// How a mailbox fares, with its last words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Health {
    /// The state.
    pub state: HealthState,
    /// When it was last tried.
    pub last_try_at: Option<Timestamp>,
    /// When it last succeeded.
    pub last_success_at: Option<Timestamp>,
    /// Failures in a row.
    pub failures: u32,
    /// What the last failure was.
    pub last_error: Option<String>,
    /// Its kind, as a stable name; the interface has a cure for each.
    pub last_error_code: Option<String>,
    /// Since when people are told that no mail comes in.
    pub alarmed_at: Option<Timestamp>,
    /// Whether its server tells us of new mail.
    pub watch: WatchState,
    /// What was recognised when the server numbered its mails anew.
    pub recognised: Option<Recognised>,
    /// When it is tried next.
    pub next_check_at: Option<Timestamp>,
}

/// One mailbox.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailboxRow {
    /// The id.
    pub id: MailboxId,
    /// The tenant.
    pub organisation: OrganisationId,
    /// What a person set.
    pub settings: MailboxSettings,
    /// Counts the servers it had: the numbers of another one mean other mails.
    pub generation: u32,
    /// What arrived at the server before this is history.
    pub history_until: Timestamp,
    /// Its further addresses.
    pub aliases: Vec<EmailAddress>,
    /// Whether a password is kept; [`password`] reads it.
    pub has_password: bool,
    /// What its provider grants; `None` for one that signs in with a password, or has not signed in.
    pub grant: Option<Glance>,
    /// How it fares.
    pub health: Health,
    /// The category's name.
    pub category_name: Option<String>,
    /// The priority's name.
    pub priority_name: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its settings last changed.
    pub updated_at: Timestamp,
    /// When it was deleted; only [`find_even_deleted`] finds such ones.
    pub deleted_at: Option<Timestamp>,
}
