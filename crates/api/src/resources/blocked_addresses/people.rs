//! What is done about the persons whose addresses are blocked.

use axum::Json;
use axum::extract::State;
use domain::StandingId;
use flows::returns::AddressesDeed;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::extract::{Input, Selection};
use crate::page::Done;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::schema::{PeopleListKey, StandingKey};
use crate::state::Api;

/// The selected addresses.
type Selected = Selection<StandingKey>;

/// The selected addresses, and where their persons go.
#[derive(Deserialize, ToSchema)]
pub(crate) struct AddToListInput {
    /// The addresses.
    ids: Vec<StandingKey>,
    /// The selection or the project.
    list_id: PeopleListKey,
}

/// Set the persons of blocked addresses as former employees
#[utoipa::path(post, path = "/blocked-addresses/former", tag = "returns", request_body = Selected,
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn set_blocked_former(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Input(selected): Input<Selected>,
) -> Answer<Done> {
    let ids = ids(selected.ids);
    Ok(Json(flows::returns::act(api.office(), &actor, (&ids, AddressesDeed::Former)).await?.into()))
}

/// Delete blocked addresses
///
/// For good: from the persons who have them, with all that is known of them. A person's only address stays.
#[utoipa::path(post, path = "/blocked-addresses/delete", tag = "returns", request_body = Selected,
    security(("session" = ["outbox", "delete"]), ("token" = ["outbox", "delete"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn delete_blocked_addresses(
    State(api): State<Api>,
    May(actor, _): May<(rights::Outbox, rights::Delete)>,
    Input(selected): Input<Selected>,
) -> Answer<Done> {
    let ids = ids(selected.ids);
    Ok(Json(flows::returns::act(api.office(), &actor, (&ids, AddressesDeed::Delete)).await?.into()))
}

/// Add the persons of blocked addresses to a selection or a project
///
/// Who is not known becomes a person.
#[utoipa::path(post, path = "/blocked-addresses/add-to-list", tag = "returns", request_body = AddToListInput,
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn add_blocked_to_list(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Input(input): Input<AddToListInput>,
) -> Answer<Done> {
    let ids = ids(input.ids);
    let deed = AddressesDeed::List(input.list_id.into());
    let done = flows::returns::act(api.office(), &actor, (&ids, deed)).await?;
    Ok(Json(done.into()))
}

fn ids(keys: Vec<StandingKey>) -> Vec<StandingId> {
    keys.into_iter().map(Into::into).collect()
}
