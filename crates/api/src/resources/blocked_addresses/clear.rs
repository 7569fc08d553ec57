//! Takes blocks away.

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

/// Clear the bounce flag of addresses
///
/// They are written to again, and what came back before counts no more.
#[utoipa::path(post, path = "/blocked-addresses/clear", tag = "returns", request_body = Selected,
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn clear_blocked_addresses(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Input(selected): Input<Selected>,
) -> Answer<Done> {
    let ids: Vec<_> = selected.ids.into_iter().map(Into::into).collect();
    Ok(Json(flows::returns::clear(api.office(), &actor, &ids).await?.into()))
}
