//! Makes a person.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use flows::people;

use super::super::addresses::Remarked;
use super::{KnownPerson, PersonInput, saved};
use crate::extract::Input;
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// Make a person
///
/// His addresses are looked at as they are by `check_addresses`: one that is none, or whose domain says that it takes no
/// mail (RFC 7505), is refused; what else is to be said of them comes back with the person.
#[utoipa::path(post, path = "/persons", tag = "persons", request_body = PersonInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 201, body = Remarked<KnownPerson>, description = "The person."), OfInput))]
pub(crate) async fn create_person(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Input(input): Input<PersonInput>,
) -> Result<(StatusCode, Json<Remarked<KnownPerson>>), Refusal> {
    let made = people::create_person(api.office(), &actor, input.into()).await?;
    Ok((StatusCode::CREATED, Json(saved(&api, &actor, made).await?)))
}
