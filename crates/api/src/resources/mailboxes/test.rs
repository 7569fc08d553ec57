//! Tries settings of a mailbox without keeping them.

use axum::Json;
use axum::extract::State;
use flows::mailboxes;
use flows::transport::TestReport;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::input::MailboxFields;
use crate::extract::Input;
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::MailboxKey;
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
    /// How many mails wait there, where it came that far.
    waiting: Option<u64>,
    /// What both servers said, line by line; secrets are masked.
    conversation: Vec<String>,
}

impl From<TestReport> for TestAnswer {
    fn from(report: TestReport) -> Self {
        Self {
            ok: report.ok,
            summary_code: report.summary_code,
            detail: report.detail,
            waiting: report.waiting,
            conversation: report.conversation,
        }
    }
}

/// Test a mailbox's connection
#[utoipa::path(post, path = "/mailboxes/test", tag = "mailboxes", request_body = MailboxTestInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = TestAnswer, description = "How it went, with the whole conversation."), OfOneInput))]
pub(crate) async fn test_mailbox(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(input): Input<MailboxTestInput>,
) -> Answer<TestAnswer> {
    let id = input.id.map(Into::into);
    Ok(Json(mailboxes::test(api.office(), &actor, input.fields.into(), id).await?.into()))
}
