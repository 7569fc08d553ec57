//! Takes a status out of the archive.

use axum::Json;
use axum::extract::State;

use super::Status;
use crate::extract::{ById, Ids};
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::StatusKey;
use crate::state::Api;

/// Restore a status
///
/// It can be chosen again, and the cases that had it have it again.
#[utoipa::path(post, path = "/statuses/{id}/restore", tag = "statuses", params(ById),
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Status, description = "The status as it is now."), OfOne))]
pub(crate) async fn restore_status(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<StatusKey>,
) -> Answer<Status> {
    flows::statuses::restore(api.office(), &actor, id.into()).await?;
    Ok(Json(flows::statuses::find(api.office(), actor.organisation, id.into()).await?.into()))
}
