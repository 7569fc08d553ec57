//! What is done about the persons whose addresses are blocked.

use axum::Json;
use axum::extract::State;
use domain::people_list::PeopleListKind;
use domain::{Problem, StandingId};
use flows::returns::AddressesDeed;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::extract::{Input, Selection};
use crate::page::Done;
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::schema::{self, PeopleListKey, StandingKey};
use crate::state::Api;

/// The selected addresses.
type Selected = Selection<StandingKey>;

/// The selected addresses, and where their persons go.
#[derive(Deserialize, ToSchema)]
pub(crate) struct AddToListInput {
    /// The addresses.
    ids: Vec<StandingKey>,
    /// The selection or the project, or a new one.
    #[serde(flatten)]
    into: IntoList,
}

/// Where persons go.
#[derive(Deserialize, ToSchema)]
pub(crate) struct IntoList {
    /// A selection or a project that is there.
    list_id: Option<PeopleListKey>,
    /// One that is made with them; either this or `list_id` is given.
    new_list: Option<NewListInput>,
}

/// A set of persons that is made with its first ones.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewListInput {
    /// What it is.
    #[schema(value_type = schema::PeopleListKind)]
    kind: PeopleListKind,
    /// The name, unique among those of its kind.
    name: String,
}

impl IntoList {
    /// What is done with the addresses.
    pub(crate) fn deed(self) -> Result<AddressesDeed, Problem> {
        match (self.list_id, self.new_list) {
            (Some(list), None) => Ok(AddressesDeed::List(list.into())),
            (None, Some(new)) => Ok(AddressesDeed::NewList(new.kind, new.name)),
            (Some(_), Some(_)) | (None, None) => {
                let detail = "give either `list_id`, a list that is there, or `new_list`, one to be made";
                Err(Problem::invalid("list_id", "people_list.which", detail))
            }
        }
    }
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
/// For good: from the persons who have them and from distribution lists, with all that is known of them. Persons stay
/// without an address; one who is known by nothing but the address goes with it. The block of an address that
/// complained stays, for mailings. Who deleted it stands in the change log.
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
/// Who is not known becomes a person. A new selection or project is made with them, or not at all.
#[utoipa::path(post, path = "/blocked-addresses/add-to-list", tag = "returns", request_body = AddToListInput,
    security(("session" = ["outbox"]), ("token" = ["outbox"])),
    responses((status = 200, body = Done, description = "What was done."), OfInput))]
pub(crate) async fn add_blocked_to_list(
    State(api): State<Api>,
    May(actor, _): May<rights::Outbox>,
    Input(input): Input<AddToListInput>,
) -> Answer<Done> {
    let ids = ids(input.ids);
    let done = flows::returns::act(api.office(), &actor, (&ids, input.into.deed()?)).await?;
    Ok(Json(done.into()))
}

fn ids(keys: Vec<StandingKey>) -> Vec<StandingId> {
    keys.into_iter().map(Into::into).collect()
}
