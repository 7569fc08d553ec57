//! Makes a request type.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::RequestType;
use crate::extract::Input;
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// A request type to be made.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewRequestTypeInput {
    /// The name, unique among those that are not archived.
    name: String,
}

/// Make a request type
///
/// The last of all.
#[utoipa::path(post, path = "/request-types", tag = "request_types", request_body = NewRequestTypeInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 201, body = RequestType, description = "The request type."), OfInput))]
pub(crate) async fn create_request_type(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(NewRequestTypeInput { name }): Input<NewRequestTypeInput>,
) -> Result<(StatusCode, Json<RequestType>), Refusal> {
    let id = flows::request_types::create(api.office(), &actor, &name).await?;
    let made = flows::request_types::find(api.office(), actor.organisation, id).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}
