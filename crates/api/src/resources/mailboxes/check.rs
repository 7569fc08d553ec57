//! Has a mailbox fetched now.

use axum::extract::State;
use axum::http::StatusCode;

use crate::extract::{ById, Ids};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::MailboxKey;
use crate::state::Api;

/// Fetch a mailbox now
///
/// Answers at once; the mailbox's health tells how it went.
#[utoipa::path(post, path = "/mailboxes/{id}/check", tag = "mailboxes", params(ById),
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 202, description = "It is due now."), OfOne))]
pub(crate) async fn check_mailbox(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<MailboxKey>,
) -> Result<StatusCode, Refusal> {
    flows::mailboxes::check(api.office(), &actor, id.into()).await?;
    Ok(StatusCode::ACCEPTED)
}
