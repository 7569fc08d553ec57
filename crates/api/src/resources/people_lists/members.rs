//! Persons come into a set and leave it.

use axum::Json;
use axum::extract::State;

use super::ChangedMembers;
use crate::extract::{ById, Ids, Input, Selection};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::{PeopleListKey, PersonKey};
use crate::state::Api;

/// The selected persons.
type Selected = Selection<PersonKey>;

/// Add persons to a selection or a project
///
/// Those that it has stay, and those that are not there are left out.
#[utoipa::path(post, path = "/people-lists/{id}/add", tag = "persons", params(ById), request_body = Selected,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = ChangedMembers, description = "How many are new."), OfOneInput))]
pub(crate) async fn add_people_to_list(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<PeopleListKey>,
    Input(selected): Input<Selected>,
) -> Answer<ChangedMembers> {
    let persons = selected.ids.into_iter().map(Into::into).collect();
    let persons = flows::people::add_to_list(api.office(), &actor, id.into(), persons).await?;
    Ok(Json(ChangedMembers { persons }))
}

/// Take persons out of a selection or a project
#[utoipa::path(post, path = "/people-lists/{id}/remove", tag = "persons", params(ById), request_body = Selected,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = ChangedMembers, description = "How many were there."), OfOneInput))]
pub(crate) async fn take_people_off_list(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<PeopleListKey>,
    Input(selected): Input<Selected>,
) -> Answer<ChangedMembers> {
    let persons = selected.ids.into_iter().map(Into::into).collect();
    let persons = flows::people::take_off_list(api.office(), &actor, id.into(), persons).await?;
    Ok(Json(ChangedMembers { persons }))
}
