//! Removes a priority.

use axum::extract::State;
use axum::http::StatusCode;

use super::super::shared::write::{found, tell};
use crate::extract::{ById, Ids};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::PriorityKey;
use crate::state::Api;

/// Remove a priority
///
/// From the choices, and from what had it as its default; cases keep it.
#[utoipa::path(delete, path = "/priorities/{id}", tag = "priorities", params(ById),
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 204, description = "The priority is gone."), OfOne))]
pub(crate) async fn delete_priority(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<PriorityKey>,
) -> Result<StatusCode, Refusal> {
    let (organisation, at) = (actor.organisation, api.office().now());
    let written = api.office().store().write(move |tx| {
        Box::pin(async move {
            found(store::priorities::delete(tx, organisation, id.into(), at).await?, "priority")?;
            tell(tx, organisation);
            Ok::<_, Refusal>(())
        })
    });
    written.await?;
    Ok(StatusCode::NO_CONTENT)
}
