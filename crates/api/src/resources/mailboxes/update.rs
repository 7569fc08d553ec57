//! Changes a mailbox.

use axum::Json;
use axum::extract::State;
use flows::mailboxes;

use super::super::addresses::Remarked;
use super::Mailbox;
use super::input::MailboxFields;
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::MailboxKey;
use crate::state::Api;

/// Change a mailbox
///
/// It is fetched at once. A stored password does not go along to another server, protocol, port or user name: it is given again with
/// those. A sign-in with a provider is forgotten then.
#[utoipa::path(patch, path = "/mailboxes/{id}", tag = "mailboxes", params(ById), request_body = MailboxFields,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Remarked<Mailbox>, description = "The mailbox as it is now."), OfOneInput))]
pub(crate) async fn update_mailbox(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<MailboxKey>,
    Input(input): Input<MailboxFields>,
) -> Answer<Remarked<Mailbox>> {
    let entered = input.entered();
    mailboxes::change(api.office(), &actor, id.into(), input.into()).await?;
    let row = mailboxes::find(api.office(), &actor, id.into()).await?;
    let changed = (Mailbox::of(row, api.office().now()), entered);
    Ok(Json(Remarked::of(&api, &actor, changed).await))
}
