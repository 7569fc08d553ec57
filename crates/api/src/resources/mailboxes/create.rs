//! Makes a mailbox.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use flows::mailboxes;

use super::super::addresses::Remarked;
use super::Mailbox;
use super::input::MailboxFields;
use crate::extract::Input;
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// Make a mailbox
///
/// It needs an address and a protocol, and a server unless the protocol is `smtp`. It is fetched at once. What lies on
/// the server already is left alone unless `history` says otherwise; `POST /mailboxes/test` counts it.
#[utoipa::path(post, path = "/mailboxes", tag = "mailboxes", request_body = MailboxFields,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 201, body = Remarked<Mailbox>, description = "The mailbox."), OfInput))]
pub(crate) async fn create_mailbox(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(input): Input<MailboxFields>,
) -> Result<(StatusCode, Json<Remarked<Mailbox>>), Refusal> {
    let entered = input.entered();
    let id = mailboxes::create(api.office(), &actor, input.into()).await?;
    let mailbox = mailboxes::find(api.office(), &actor, id).await?;
    let made = (Mailbox::of(mailbox, api.office().now()), entered);
    Ok((StatusCode::CREATED, Json(Remarked::of(&api, &actor, made).await)))
}
