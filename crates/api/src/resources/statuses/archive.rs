//! Archives a status.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Status;
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::StatusKey;
use crate::state::Api;

/// What stands for an archived status.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ArchiveInput {
    /// Another status of the same kind, which its cases are shown as of.
    replaced_by: StatusKey,
}

/// Archive a status
///
/// Nobody chooses it any longer, and its cases are shown as of another one until it is restored.
#[utoipa::path(post, path = "/statuses/{id}/archive", tag = "statuses", params(ById), request_body = ArchiveInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Status, description = "The status as it is now."), OfOneInput))]
pub(crate) async fn archive_status(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<StatusKey>,
    Input(ArchiveInput { replaced_by }): Input<ArchiveInput>,
) -> Answer<Status> {
    flows::statuses::archive(api.office(), &actor, (id.into(), replaced_by.into())).await?;
    Ok(Json(flows::statuses::find(api.office(), actor.organisation, id.into()).await?.into()))
}
