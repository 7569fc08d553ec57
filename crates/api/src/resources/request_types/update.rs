//! Changes a request type.

use axum::Json;
use axum::extract::State;
use flows::request_types::RequestTypeChange;
use serde::Deserialize;
use utoipa::ToSchema;

use super::RequestType;
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::RequestTypeKey;
use crate::state::Api;

/// What to change; what is left out stays.
#[derive(Deserialize, ToSchema)]
pub(crate) struct RequestTypeInput {
    /// The name.
    name: Option<String>,
    /// Its place, from 1; the others make room.
    position: Option<u32>,
}

/// Change a request type
#[utoipa::path(patch, path = "/request-types/{id}", tag = "request_types", params(ById), request_body = RequestTypeInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = RequestType, description = "The request type as it is now."), OfOneInput))]
pub(crate) async fn update_request_type(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<RequestTypeKey>,
    Input(RequestTypeInput { name, position }): Input<RequestTypeInput>,
) -> Answer<RequestType> {
    let change = RequestTypeChange { name, position };
    flows::request_types::change(api.office(), &actor, id.into(), change).await?;
    Ok(Json(flows::request_types::find(api.office(), actor.organisation, id.into()).await?.into()))
}
