//! All request types.

use axum::Json;
use axum::extract::State;

use super::RequestType;
use crate::extract::SignedIn;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfSignedIn;
use crate::state::Api;

/// List request types
///
/// In their order; archived ones behind the others.
#[utoipa::path(get, path = "/request-types", tag = "request_types", security(("session" = []), ("token" = [])),
    responses((status = 200, body = Rows<RequestType>, description = "All request types."), OfSignedIn))]
pub(crate) async fn list_request_types(
    State(api): State<Api>,
    signed_in: SignedIn,
) -> Answer<Rows<RequestType>> {
    let rows = flows::request_types::list(api.office(), signed_in.actor.organisation).await?;
    Ok(Json(Rows::of(rows, RequestType::from)))
}
