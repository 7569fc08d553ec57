//! One person.

use axum::Json;
use axum::extract::State;

use super::KnownPerson;
use crate::extract::{ById, Ids};
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::PersonKey;
use crate::state::Api;

/// Get a person
#[utoipa::path(get, path = "/persons/{id}", tag = "persons", params(ById),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = KnownPerson, description = "The person."), OfOne))]
pub(crate) async fn get_person(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<PersonKey>,
) -> Answer<KnownPerson> {
    Ok(Json(KnownPerson::find(&api, &actor, id.into()).await?))
}
