//! Tries settings of a mailbox without keeping them.

use axum::Json;
use axum::extract::State;
use domain::returns::ReturnClass;
use flows::mailboxes;
use flows::mailboxes::MailboxReport;
use flows::transport::TestReport;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::shared::seen::Seen;
use super::input::MailboxFields;
use crate::extract::Input;
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::{MailboxKey, Moment};
use crate::state::Api;

/// Settings to try.
#[derive(Deserialize, ToSchema)]
pub(crate) struct MailboxTestInput {
    /// The mailbox whose stored password is used when none is given.
    id: Option<MailboxKey>,
    /// The settings.
    #[serde(flatten)]
    fields: MailboxFields,
}

/// How the test went.
#[derive(Serialize, ToSchema)]
pub(crate) struct TestAnswer {
    /// Whether mail could be fetched.
    ok: bool,
    /// The outcome's stable code.
    summary_code: String,
    /// What failed and what to do, or what was found.
    detail: String,
    /// What a server's words mean, where it said no to a test mail: one of the classes of returns.
    class: Option<&'static str>,
    /// How many mails wait there, where it came that far.
    waiting: Option<u64>,
    /// What both servers said, line by line; secrets are masked.
    conversation: Vec<String>,
    /// What a receiver sees of mail that leaves so; null of a server that mail is fetched from, and where the test did
    /// not come so far.
    seen: Option<Seen>,
}

impl From<TestReport> for TestAnswer {
    fn from(report: TestReport) -> Self {
        Self {
            ok: report.ok,
            summary_code: report.summary_code,
            detail: report.detail,
            class: report.class.map(ReturnClass::as_str),
            waiting: report.waiting,
            conversation: report.conversation,
            seen: report.seen.map(Into::into),
        }
    }
}

/// How the test of a mailbox went, and what lies on its server.
#[derive(Serialize, ToSchema)]
pub(crate) struct MailboxTestAnswer {
    #[serde(flatten)]
    answer: TestAnswer,
    /// What lies on the server; null where it did not come that far.
    survey: Option<MailboxSurvey>,
}

/// What lies on a mailbox's server; nothing of it was touched.
#[derive(Serialize, ToSchema)]
pub(crate) struct MailboxSurvey {
    /// The folders, `INBOX` first; none over POP3.
    folders: Vec<ServerFolder>,
    /// Mails in the chosen folder that nobody has read.
    unseen: Option<u32>,
    /// When the oldest mail arrived, or was written.
    oldest_at: Option<Moment>,
    /// How many mails arrived within so many days; empty where the server does not tell.
    since: Vec<MailsSince>,
}

/// A folder on a mailbox's server.
#[derive(Serialize, ToSchema)]
pub(crate) struct ServerFolder {
    /// Its name.
    name: String,
    /// What it is for: `sent`, `junk`, `trash`, `drafts`, `archive`, `all` or `flagged`.
    purpose: Option<&'static str>,
    /// Mails in it.
    messages: Option<u32>,
    /// Those that nobody has read.
    unseen: Option<u32>,
}

/// Mails of a span up to now.
#[derive(Serialize, ToSchema)]
pub(crate) struct MailsSince {
    /// Its length.
    days: i64,
    /// Mails that arrived within it.
    mails: u64,
}

impl From<MailboxReport> for MailboxTestAnswer {
    fn from(report: MailboxReport) -> Self {
        let survey = report.survey.map(|survey| MailboxSurvey {
            folders: survey
                .folders
                .into_iter()
                .map(|folder| ServerFolder {
                    name: folder.name,
                    purpose: folder.purpose,
                    messages: folder.messages,
                    unseen: folder.unseen,
                })
                .collect(),
            unseen: survey.unseen,
            oldest_at: survey.oldest_at.map(Into::into),
            since: survey.since.into_iter().map(|(days, mails)| MailsSince { days, mails }).collect(),
        });
        Self { answer: report.report.into(), survey }
    }
}

/// Test a mailbox's connection
///
/// Also counts what waits there, so that nobody imports years of mail without knowing.
#[utoipa::path(post, path = "/mailboxes/test", tag = "mailboxes", request_body = MailboxTestInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = MailboxTestAnswer, description = "How it went, with the whole conversation."), OfOneInput))]
pub(crate) async fn test_mailbox(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(input): Input<MailboxTestInput>,
) -> Answer<MailboxTestAnswer> {
    let id = input.id.map(Into::into);
    Ok(Json(mailboxes::test(api.office(), &actor, input.fields.into(), id).await?.into()))
}
