//! Makes a priority.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::shared::write::{self, taken, tell};
use super::{Priority, find};
use crate::extract::Input;
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// A priority to be made.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewPriorityInput {
    /// The name, unique among the organisation's.
    name: String,
    /// Its rank: the lower, the more urgent.
    rank: i64,
}

/// Make a priority
#[utoipa::path(post, path = "/priorities", tag = "priorities", request_body = NewPriorityInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 201, body = Priority, description = "The priority."), OfInput))]
pub(crate) async fn create_priority(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(input): Input<NewPriorityInput>,
) -> Result<(StatusCode, Json<Priority>), Refusal> {
    let organisation = actor.organisation;
    let name = write::name(&input.name)?;
    let rank = input.rank;
    let written = api.office().store().write(move |tx| {
        Box::pin(async move {
            let id = store::priorities::insert(tx, organisation, &name, rank).await;
            let id = id.map_err(|error| taken(error, "priority.name_taken"))?;
            tell(tx, organisation);
            Ok::<_, Refusal>(id)
        })
    });
    let id = written.await?;
    Ok((StatusCode::CREATED, Json(find(&api, organisation, id).await?)))
}
