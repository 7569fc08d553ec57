//! Makes a person.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use flows::people;

use super::{KnownPerson, PersonInput};
use crate::extract::Input;
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// Make a person
#[utoipa::path(post, path = "/persons", tag = "persons", request_body = PersonInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 201, body = KnownPerson, description = "The person."), OfInput))]
pub(crate) async fn create_person(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Input(input): Input<PersonInput>,
) -> Result<(StatusCode, Json<KnownPerson>), Refusal> {
    let id = people::create_person(api.office(), &actor, input.into()).await?;
    Ok((StatusCode::CREATED, Json(KnownPerson::find(&api, &actor, id).await?)))
}
