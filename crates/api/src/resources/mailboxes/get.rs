//! One mailbox.

use axum::Json;
use axum::extract::State;

use super::Mailbox;
use crate::extract::{ById, Ids};
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::MailboxKey;
use crate::state::Api;

/// Get a mailbox
#[utoipa::path(get, path = "/mailboxes/{id}", tag = "mailboxes", params(ById),
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Mailbox, description = "The mailbox."), OfOne))]
pub(crate) async fn get_mailbox(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<MailboxKey>,
) -> Answer<Mailbox> {
    let row = flows::mailboxes::find(api.office(), &actor, id.into()).await?;
    Ok(Json(Mailbox::of(row, api.office().now())))
}
