//! One mailbox.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::Mailbox;
use crate::extract::{ById, Ids};
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::MailboxKey;
use crate::state::Api;

/// A mailbox and what depends on it.
#[derive(Serialize, ToSchema)]
pub(crate) struct MailboxDetail {
    /// The mailbox.
    #[serde(flatten)]
    mailbox: Mailbox,
    /// How many of its cases are open or wait: without it they are answered as another sender.
    open_cases: u64,
}

/// Get a mailbox
#[utoipa::path(get, path = "/mailboxes/{id}", tag = "mailboxes", params(ById),
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = MailboxDetail, description = "The mailbox."), OfOne))]
pub(crate) async fn get_mailbox(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<MailboxKey>,
) -> Answer<MailboxDetail> {
    let row = flows::mailboxes::find(api.office(), &actor, id.into()).await?;
    let open_cases = flows::mailboxes::count_open_cases(api.office(), &actor, row.id).await?;
    Ok(Json(MailboxDetail { mailbox: Mailbox::of(row, api.office().now()), open_cases }))
}
