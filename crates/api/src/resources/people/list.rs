//! The active users by name.

use axum::Json;
use axum::extract::State;

use super::Colleague;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfRight;
use crate::rights::{self, May};
use crate::state::Api;

/// List colleagues who can own a case
#[utoipa::path(get, path = "/people", tag = "people",
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Rows<Colleague>, description = "The active users, by name."), OfRight))]
pub(crate) async fn list_people(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
) -> Answer<Rows<Colleague>> {
    let people = store::users::list_people(&api.conn(), actor.organisation, api.office().now()).await?;
    Ok(Json(Rows::of(people, Colleague::from)))
}
