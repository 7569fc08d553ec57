//! "Test connection": tries settings without changing anything here or there, and tells what lies
//! on the server.

use domain::mailbox::{Protocol, SignIn};
use domain::{Actor, MailboxId, Problem, Secret, Timestamp};
use net::Credentials;
use net::survey::SPANS_DAYS;
use store::mailboxes::{MailboxRow, MailboxSettings};

use super::{MailboxInput, checked, find, may_forget_password, moved};
use crate::oauth::GrantError;
use crate::office::Office;
use crate::problem;
use crate::sync::{Key, VisitError};
use crate::transport::TestReport;

/// What lies on a mailbox's server.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// The folders.
    pub folders: Vec<Folder>,
    /// Mails in the chosen folder that nobody has read.
    pub unseen: Option<u32>,
    /// When the oldest arrived, or was written.
    pub oldest_at: Option<Timestamp>,
    /// Days, and the mails that arrived within them.
    pub since: Vec<(i64, u64)>,
}

/// A folder on the server.
#[derive(Debug, PartialEq, Eq)]
pub struct Folder {
    /// Its name.
    pub name: String,
    /// What it is for, as a stable name.
    pub purpose: Option<&'static str>,
    /// Mails in it.
    pub messages: Option<u32>,
    /// Those that nobody has read.
    pub unseen: Option<u32>,
}

impl From<net::Survey> for Survey {
    fn from(found: net::Survey) -> Self {
        let folder = |folder: net::imap_source::FolderFound| Folder {
            name: folder.name,
            purpose: folder.purpose.map(net::imap_source::FolderUse::as_str),
            messages: folder.messages,
            unseen: folder.unseen,
        };
        let written = found.first_header.and_then(|header| mail::parse(&header).0.date);
        Self {
            folders: found.folders.into_iter().map(folder).collect(),
            unseen: found.unseen,
            oldest_at: found.oldest_at.or(written),
            since: SPANS_DAYS.into_iter().zip(found.since).collect(),
        }
    }
}

/// How a test went, and what lies on the server.
#[derive(Debug)]
pub struct MailboxReport {
    /// How it went.
    pub report: TestReport,
    /// The folders and what waits, where it came that far.
    pub survey: Option<Survey>,
}

/// Tries the settings without changing anything, and shows the conversation. With `id` the stored
/// password is used where none is given and the server is the stored one.
///
/// # Errors
/// 422 for a field that is wrong, 404 for the mailbox; whatever the server says is in the report.
pub async fn test(
    office: &Office,
    actor: &Actor,
    input: MailboxInput,
    id: Option<MailboxId>,
) -> Result<MailboxReport, Problem> {
    let present = match id {
        Some(id) => Some(find(office, actor, id).await?),
        None => None,
    };
    let has_moved = present.as_ref().is_none_or(|row| moved(&row.settings, &input.server));
    let given = input.server.password.clone();
    let settings = checked(office, actor, present.as_ref().map(|row| &row.settings), input).await?;
    if settings.protocol == Protocol::Smtp {
        let detail = "mail comes to this mailbox by itself; there is no server to test";
        return Err(Problem::conflict("mailbox.not_fetched", detail));
    }
    // What is tried is what would be kept: without its password the test would tell of another sign-in.
    if has_moved && given.is_none() && present.as_ref().is_some_and(|row| row.has_password) {
        may_forget_password(&settings)?;
    }
    let stored = present.as_ref().filter(|row| !has_moved && row.settings.sign_in == settings.sign_in);
    let credentials = match credentials(office, &settings, given, stored).await? {
        Ok(credentials) => credentials,
        Err(refused) => return Ok(MailboxReport { report: refused, survey: None }),
    };
    let server = net::ServerSettings {
        host: settings.host,
        port: settings.port,
        security: settings.security,
        credentials,
        folder: settings.folder,
        mail_octets_max: office.settings().mail_octets_max,
    };
    let probe = net::probe::mailbox(settings.protocol, &server, office.net()).await;
    let (summary_code, detail) = match &probe.failure {
        None => ("ok", "the connection works".to_owned()),
        Some(error) => (error.code(), error.to_string()),
    };
    let report = TestReport {
        ok: probe.ok,
        summary_code: summary_code.to_owned(),
        detail,
        class: None,
        waiting: probe.waiting,
        conversation: probe.transcript,
        seen: None,
    };
    Ok(MailboxReport { report, survey: probe.survey.map(Into::into) })
}

/// With what the server is tried: what was entered, else what is kept for it. What a provider refuses is an
/// outcome of the test.
async fn credentials(
    office: &Office,
    settings: &MailboxSettings,
    given: Option<Secret>,
    stored: Option<&MailboxRow>,
) -> Result<Result<Credentials, TestReport>, Problem> {
    let username = settings.username.clone();
    match (settings.sign_in, given, stored) {
        (SignIn::Password, Some(password), _) => Ok(Ok(Credentials::password(username, password))),
        (_, _, Some(row)) => match Box::pin(Key::of(office, row)).await {
            Ok(key) => Ok(Ok(key.credentials)),
            Err(VisitError::NoPassword) => Ok(Ok(Credentials::password(username, Secret::new("")))),
            Err(VisitError::Store(error)) => Err(problem::from_store(error)),
            Err(error @ (VisitError::Grant(_) | VisitError::Source(_))) => Ok(Err(without_token(&error))),
        },
        (SignIn::Password, None, None) => Ok(Ok(Credentials::password(username, Secret::new("")))),
        (SignIn::OAuth(_), _, None) => Ok(Err(without_token(&GrantError::NotSignedIn.into()))),
    }
}

fn without_token(error: &VisitError) -> TestReport {
    TestReport {
        ok: false,
        summary_code: error.code().to_owned(),
        detail: error.to_string(),
        class: None,
        waiting: None,
        conversation: Vec::new(),
        seen: None,
    }
}
