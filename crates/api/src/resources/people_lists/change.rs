//! Sets made, renamed and deleted.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::{NewPeopleListInput, PeopleList, PeopleListNameInput};
use crate::extract::{ById, Ids, Input};
use crate::problem::{Answer, Refusal};
use crate::refusals::{OfInput, OfOne, OfOneInput};
use crate::rights::{self, May};
use crate::schema::PeopleListKey;
use crate::state::Api;

/// Make a selection or a project
#[utoipa::path(post, path = "/people-lists", tag = "persons", request_body = NewPeopleListInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 201, body = PeopleList, description = "The set."), OfInput))]
pub(crate) async fn create_people_list(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Input(NewPeopleListInput { kind, name, persons }): Input<NewPeopleListInput>,
) -> Result<(StatusCode, Json<PeopleList>), Refusal> {
    let persons = persons.into_iter().map(Into::into).collect();
    let id = flows::people::create_list(api.office(), &actor, (kind, &name), persons).await?;
    let made = flows::people::find_list(api.office(), &actor, id).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

/// Rename a selection or a project
#[utoipa::path(patch, path = "/people-lists/{id}", tag = "persons", params(ById),
    request_body = PeopleListNameInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = PeopleList, description = "The set as it is now."), OfOneInput))]
pub(crate) async fn rename_people_list(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<PeopleListKey>,
    Input(PeopleListNameInput { name }): Input<PeopleListNameInput>,
) -> Answer<PeopleList> {
    flows::people::rename_list(api.office(), &actor, id.into(), &name).await?;
    Ok(Json(flows::people::find_list(api.office(), &actor, id.into()).await?.into()))
}

/// Delete a selection or a project
///
/// Its persons stay.
#[utoipa::path(delete, path = "/people-lists/{id}", tag = "persons", params(ById),
    security(("session" = ["cases_all", "delete"]), ("session" = ["cases_own", "delete"]),
        ("token" = ["cases_all", "delete"]), ("token" = ["cases_own", "delete"])),
    responses((status = 204, description = "It is gone."), OfOne))]
pub(crate) async fn delete_people_list(
    State(api): State<Api>,
    May(actor, _): May<(rights::Cases, rights::Delete)>,
    Ids(id): Ids<PeopleListKey>,
) -> Result<StatusCode, Refusal> {
    flows::people::delete_list(api.office(), &actor, id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
