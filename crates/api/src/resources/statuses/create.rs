//! Makes a status.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::case::CaseStatus;
use domain::palette;
use serde::Deserialize;
use store::statuses::StatusTraits;
use utoipa::ToSchema;

use super::{Colour, Status};
use crate::extract::Input;
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::schema;
use crate::state::Api;

/// A status to be made.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewStatusInput {
    /// The name, unique among those that are not archived.
    name: String,
    /// What it is a kind of: `open`, `waiting` or `closed`. It never changes.
    #[schema(value_type = schema::CaseStatus)]
    kind: CaseStatus,
    /// Its colour; grey when left out.
    #[serde(default)]
    #[schema(value_type = Option<Colour>)]
    colour: palette::Colour,
    /// Whether a customer's answer to such a case begins a new one.
    #[serde(default)]
    new_case_on_reply: bool,
    /// Whether such a case stands in the queue while it is nobody's; for open ones alone.
    #[serde(default)]
    in_queue: bool,
}

/// Make a status
///
/// The last of its kind.
#[utoipa::path(post, path = "/statuses", tag = "statuses", request_body = NewStatusInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 201, body = Status, description = "The status."), OfInput))]
pub(crate) async fn create_status(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(input): Input<NewStatusInput>,
) -> Result<(StatusCode, Json<Status>), Refusal> {
    let NewStatusInput { name, kind, colour, new_case_on_reply, in_queue } = input;
    let traits = StatusTraits { colour, new_case_on_reply, in_queue };
    let id = flows::statuses::create(api.office(), &actor, &name, (kind, traits)).await?;
    let made = flows::statuses::find(api.office(), actor.organisation, id).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}
