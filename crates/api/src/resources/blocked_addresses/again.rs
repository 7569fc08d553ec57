//! Blocks addresses again whose block was taken away.

use axum::Json;
use axum::extract::State;

use crate::extract::{Input, Selection};
use crate::page::Done;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::schema::StandingKey;
use crate::state::Api;

/// The selected addresses.
type Selected = Selection<StandingKey>;

/// Block addresses again whose block was taken away
///
/// Each for what it was blocked for last, and with that reason. What had come back before is not counted again.
#[utoipa::path(post, path = "/blocked-addresses/block-again", tag = "returns", request_body = Selected,
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn block_addresses_again(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Input(selected): Input<Selected>,
) -> Answer<Done> {
    let ids: Vec<_> = selected.ids.into_iter().map(Into::into).collect();
    Ok(Json(flows::returns::block_again(api.office(), &actor, &ids).await?.into()))
}
