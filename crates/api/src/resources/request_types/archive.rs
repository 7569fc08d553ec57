//! Archives a request type.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

use super::RequestType;
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::RequestTypeKey;
use crate::state::Api;

/// What stands for an archived request type.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ArchiveTypeInput {
    /// Another request type, which its cases are shown as of; null or left out, and they go on showing this one.
    replaced_by: Option<RequestTypeKey>,
}

/// Archive a request type
///
/// Nobody chooses it any longer. Mailboxes and filters that name it give the one that stands for it, or none.
#[utoipa::path(post, path = "/request-types/{id}/archive", tag = "request_types", params(ById),
    request_body = ArchiveTypeInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = RequestType, description = "The request type as it is now."), OfOneInput))]
pub(crate) async fn archive_request_type(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<RequestTypeKey>,
    Input(ArchiveTypeInput { replaced_by }): Input<ArchiveTypeInput>,
) -> Answer<RequestType> {
    let instead = replaced_by.map(Into::into);
    flows::request_types::archive(api.office(), &actor, (id.into(), instead)).await?;
    Ok(Json(flows::request_types::find(api.office(), actor.organisation, id.into()).await?.into()))
}
