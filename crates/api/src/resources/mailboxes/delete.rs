//! Deletes a mailbox.

use axum::extract::State;
use axum::http::StatusCode;

use crate::extract::{ById, Ids};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::MailboxKey;
use crate::state::Api;

/// Delete a mailbox
///
/// Its mail and its cases stay. They are answered as another sender from then on; a mailbox that is made with its address
/// is this one again, and has them back.
#[utoipa::path(delete, path = "/mailboxes/{id}", tag = "mailboxes", params(ById),
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 204, description = "The mailbox is gone."), OfOne))]
pub(crate) async fn delete_mailbox(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<MailboxKey>,
) -> Result<StatusCode, Refusal> {
    flows::mailboxes::delete(api.office(), &actor, id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
