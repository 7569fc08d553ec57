//! Takes a request type out of the archive.

use axum::Json;
use axum::extract::State;

use super::RequestType;
use crate::extract::{ById, Ids};
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::RequestTypeKey;
use crate::state::Api;

/// Restore a request type
///
/// It can be chosen again, and the cases that had it have it again.
#[utoipa::path(post, path = "/request-types/{id}/restore", tag = "request_types", params(ById),
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = RequestType, description = "The request type as it is now."), OfOne))]
pub(crate) async fn restore_request_type(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<RequestTypeKey>,
) -> Answer<RequestType> {
    flows::request_types::restore(api.office(), &actor, id.into()).await?;
    Ok(Json(flows::request_types::find(api.office(), actor.organisation, id.into()).await?.into()))
}
