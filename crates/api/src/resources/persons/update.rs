//! Changes a person.

use axum::Json;
use axum::extract::State;
use flows::people;

use super::{KnownPerson, PersonInput};
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::PersonKey;
use crate::state::Api;

/// Change a person
#[utoipa::path(patch, path = "/persons/{id}", tag = "persons", params(ById), request_body = PersonInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = KnownPerson, description = "The person as it is now."), OfOneInput))]
pub(crate) async fn update_person(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<PersonKey>,
    Input(input): Input<PersonInput>,
) -> Answer<KnownPerson> {
    people::change_person(api.office(), &actor, id.into(), input.into()).await?;
    Ok(Json(KnownPerson::find(&api, &actor, id.into()).await?))
}
