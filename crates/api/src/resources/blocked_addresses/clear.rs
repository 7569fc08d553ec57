//! Takes blocks away.

use axum::Json;
use axum::extract::State;
use flows::returns::AddressesDeed;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::extract::Input;
use crate::page::Done;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::schema::StandingKey;
use crate::state::Api;

/// The selected addresses, and why they are let go.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ClearInput {
    /// The addresses, at most 1,000.
    ids: Vec<StandingKey>,
    /// Why, for whoever looks at them later; at most 500 characters.
    #[serde(default)]
    note: String,
}

/// Clear the bounce flag of addresses
///
/// They are written to again, and what came back before counts no more.
#[utoipa::path(post, path = "/blocked-addresses/clear", tag = "returns", request_body = ClearInput,
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn clear_blocked_addresses(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Input(ClearInput { ids, note }): Input<ClearInput>,
) -> Answer<Done> {
    let ids: Vec<_> = ids.into_iter().map(Into::into).collect();
    Ok(Json(flows::returns::act(api.office(), &actor, (&ids, AddressesDeed::Clear(note))).await?.into()))
}
