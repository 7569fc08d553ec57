//! Starts a case by writing to a customer.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::Problem;
use domain::compose::{DraftClaim, SendKey};
use flows::compose;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::super::addresses::Remarked;
use super::super::drafts::{claim, mail_key};
use super::compose::Sender;
use super::reply::ReplyInput;
use crate::extract::Input;
use crate::page::Rows;
use crate::problem::{Answer, Refusal};
use crate::refusals::{OfInput, OfRight};
use crate::rights::{self, May};
use crate::schema::{CaseKey, MailboxKey, MessageKey};
use crate::state::Api;

/// The first mail of a case.
#[derive(Deserialize, ToSchema)]
pub(crate) struct StartInput {
    /// The mailbox that it is written from.
    mailbox_id: MailboxKey,
    /// The mail; its subject names the case, its first recipient is the customer.
    mail: ReplyInput,
    /// By what the caller knows the mail again, 16 to 64 letters, digits, `-` or `_`, made by him for this one: asked for
    /// once more, it is answered as the first time and not sent again.
    #[schema(min_length = 16, max_length = 64)]
    send_key: Option<String>,
    /// Which version of the draft of a new case this mail is; 0 where none was kept. A draft of another version, which
    /// another `writer` kept, is another mail and stays; with neither, whatever draft of a new case there is ends.
    draft_version: Option<i64>,
    /// Under which name its draft was kept.
    #[schema(min_length = 1, max_length = 64)]
    writer: Option<String>,
    /// Which of the mails that were begun it is, by the key of its draft; without it, the one that has none.
    #[schema(min_length = 32, max_length = 32)]
    mail_key: Option<String>,
    /// Whether it goes only while that draft is there, so that two windows that have it do not both send it: 409 `draft.gone`
    /// where it was sent or thrown away meanwhile, `draft.changed` where another `writer` wrote on it.
    #[serde(default)]
    needs_draft: bool,
}

/// A case that was started.
#[derive(Serialize, ToSchema)]
pub(crate) struct StartedCase {
    /// The case.
    case_id: CaseKey,
    /// Its first message.
    message_id: MessageKey,
}

/// List whom a case can be started from
#[utoipa::path(get, path = "/cases/start", tag = "cases",
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Rows<Sender>, description = "The mailboxes with the names they send under."), OfRight))]
pub(crate) async fn list_senders(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
) -> Answer<Rows<Sender>> {
    let senders = compose::open_new(api.office(), &actor).await?;
    Ok(Json(Rows::of(senders, Into::into)))
}

/// Start a case by writing to a customer
///
/// The case is the author's; the mail is in it and in the outbox when this is answered.
#[utoipa::path(post, path = "/cases/start", tag = "cases", request_body = StartInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 201, body = Remarked<StartedCase>, description = "The case and its message."), OfInput))]
pub(crate) async fn start_case(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Input(input): Input<StartInput>,
) -> Result<(StatusCode, Json<Remarked<StartedCase>>), Refusal> {
    let entered = input.mail.entered();
    let (mut mail, mailbox) = (input.mail.into_reply()?, input.mailbox_id.into());
    let draft = claim(input.draft_version, input.writer.as_deref())?;
    mail.knowing.draft = DraftClaim { mail: mail_key(input.mail_key.as_deref())?, ..draft };
    mail.knowing.needs_draft = input.needs_draft;
    let key = input.send_key.as_deref().map(send_key).transpose()?;
    let started = match key {
        Some(key) => compose::start_once(api.office(), &actor, (mailbox, key), mail).await,
        None => compose::start(api.office(), &actor, mailbox, mail).await,
    };
    let (case, message) = started?;
    let started = StartedCase { case_id: case.into(), message_id: message.into() };
    Ok((StatusCode::CREATED, Json(Remarked::of(&api, &actor, (started, entered)).await)))
}

fn send_key(text: &str) -> Result<SendKey, Problem> {
    let detail = "this is no key; make one of 16 to 64 letters, digits, `-` or `_` for each mail";
    text.parse().map_err(|_| Problem::invalid("send_key", "send_key.invalid", detail))
}
