//! Changes a status.

use axum::Json;
use axum::extract::State;
use domain::palette;
use serde::Deserialize;
use store::statuses::StatusChange;
use utoipa::ToSchema;

use super::{Colour, Status};
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::StatusKey;
use crate::state::Api;

/// What to change; what is left out stays.
#[derive(Deserialize, ToSchema)]
pub(crate) struct StatusInput {
    /// The name; empty gives the status that every kind has its word back.
    name: Option<String>,
    /// Its colour.
    #[schema(value_type = Option<Colour>)]
    colour: Option<palette::Colour>,
    /// Whether a customer's answer to such a case begins a new one.
    new_case_on_reply: Option<bool>,
    /// Whether such a case stands in the queue while it is nobody's; for open ones alone.
    in_queue: Option<bool>,
    /// `true` makes it the one that cases are given which become of its kind when nobody chooses another.
    #[serde(default)]
    usual: bool,
    /// Its place among those of its kind, from 1; the others make room.
    position: Option<u32>,
}

/// Change a status
#[utoipa::path(patch, path = "/statuses/{id}", tag = "statuses", params(ById), request_body = StatusInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Status, description = "The status as it is now."), OfOneInput))]
pub(crate) async fn update_status(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<StatusKey>,
    Input(input): Input<StatusInput>,
) -> Answer<Status> {
    let StatusInput { name, colour, new_case_on_reply, in_queue, usual, position } = input;
    let change = StatusChange { name, colour, new_case_on_reply, in_queue, position, usual };
    flows::statuses::change(api.office(), &actor, id.into(), change).await?;
    Ok(Json(flows::statuses::find(api.office(), actor.organisation, id.into()).await?.into()))
}
