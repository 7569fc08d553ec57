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
    /// Whether also those are let go that complained: their owners' consent is on record, and the note says where. Otherwise they
    /// are refused (`address.consent_unsaid`).
    #[serde(default)]
    consent_on_record: bool,
}

/// Clear the bounce flag of addresses
///
/// They are written to again, and what came back before counts no more. Those that complained are left as they are, unless it is
/// said that consent is on record.
#[utoipa::path(post, path = "/blocked-addresses/clear", tag = "returns", request_body = ClearInput,
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn clear_blocked_addresses(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Input(ClearInput { ids, note, consent_on_record }): Input<ClearInput>,
) -> Answer<Done> {
    let ids: Vec<_> = ids.into_iter().map(Into::into).collect();
    let deed = AddressesDeed::clear(note, consent_on_record);
    Ok(Json(flows::returns::act(api.office(), &actor, (&ids, deed)).await?.into()))
}
