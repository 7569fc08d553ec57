//! The sets of a kind, and one of them.

use axum::Json;
use axum::extract::State;

use super::{PeopleList, PeopleListParams};
use crate::extract::{ById, Ids, Params};
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::{OfList, OfOne};
use crate::rights::{self, May};
use crate::schema::PeopleListKey;
use crate::state::Api;

/// List selections or projects
///
/// By name, at most 1,000. Their persons are those of `GET /persons?list_id=`.
#[utoipa::path(get, path = "/people-lists", tag = "persons", params(PeopleListParams),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Rows<PeopleList>, description = "The sets."), OfList))]
pub(crate) async fn list_people_lists(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Params(PeopleListParams { kind }): Params<PeopleListParams>,
) -> Answer<Rows<PeopleList>> {
    let lists = flows::people::lists(api.office(), &actor, kind).await?;
    Ok(Json(Rows::of(lists, Into::into)))
}

/// Get a selection or a project
#[utoipa::path(get, path = "/people-lists/{id}", tag = "persons", params(ById),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = PeopleList, description = "The set."), OfOne))]
pub(crate) async fn get_people_list(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<PeopleListKey>,
) -> Answer<PeopleList> {
    Ok(Json(flows::people::find_list(api.office(), &actor, id.into()).await?.into()))
}
