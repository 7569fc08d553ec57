//! Changes a person.

use axum::Json;
use axum::extract::State;
use flows::people;

use super::super::addresses::Remarked;
use super::{KnownPerson, PersonInput, saved};
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::PersonKey;
use crate::state::Api;

/// Change a person
///
/// Addresses that were not his are looked at as those of a new person.
#[utoipa::path(patch, path = "/persons/{id}", tag = "persons", params(ById), request_body = PersonInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Remarked<KnownPerson>, description = "The person as it is now."), OfOneInput))]
pub(crate) async fn update_person(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<PersonKey>,
    Input(input): Input<PersonInput>,
) -> Answer<Remarked<KnownPerson>> {
    let checked = people::change_person(api.office(), &actor, id.into(), input.into()).await?;
    Ok(Json(saved(&api, &actor, (id.into(), checked)).await?))
}
