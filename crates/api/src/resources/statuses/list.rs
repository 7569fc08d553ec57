//! All statuses.

use axum::Json;
use axum::extract::State;

use super::Status;
use crate::extract::SignedIn;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfSignedIn;
use crate::state::Api;

/// List statuses
///
/// By kind and place; archived ones behind the others of their kind.
#[utoipa::path(get, path = "/statuses", tag = "statuses", security(("session" = []), ("token" = [])),
    responses((status = 200, body = Rows<Status>, description = "All statuses."), OfSignedIn))]
pub(crate) async fn list_statuses(State(api): State<Api>, signed_in: SignedIn) -> Answer<Rows<Status>> {
    let rows = flows::statuses::list(api.office(), signed_in.actor.organisation).await?;
    Ok(Json(Rows::of(rows, Status::from)))
}
