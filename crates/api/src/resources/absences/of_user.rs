//! The absence of another, set by who administers users: somebody who fell ill does not do it himself.

use axum::Json;
use axum::extract::State;

use super::{Absence, Away};
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::{OfOne, OfOneInput};
use crate::rights::{self, May};
use crate::schema::UserKey;
use crate::state::Api;

/// Get when a user is away
#[utoipa::path(get, path = "/users/{id}/absence", tag = "users", params(ById),
    security(("session" = ["users"]), ("token" = ["users"])),
    responses((status = 200, body = Away, description = "When he is away."), OfOne))]
pub(crate) async fn get_user_absence(
    State(api): State<Api>,
    May(actor, _): May<rights::Users>,
    Ids(id): Ids<UserKey>,
) -> Answer<Away> {
    Ok(Json(super::read(&api, actor.organisation, id.into()).await?))
}

/// Say when a user is away
#[utoipa::path(put, path = "/users/{id}/absence", tag = "users", params(ById), request_body = Absence,
    security(("session" = ["users"]), ("token" = ["users"])),
    responses((status = 200, body = Away, description = "When he is away."), OfOneInput))]
pub(crate) async fn put_user_absence(
    State(api): State<Api>,
    May(actor, _): May<rights::Users>,
    Ids(id): Ids<UserKey>,
    Input(given): Input<Absence>,
) -> Answer<Away> {
    Ok(Json(super::set(&api, (actor.organisation, id.into()), Some(given)).await?))
}

/// End a user's absence
#[utoipa::path(delete, path = "/users/{id}/absence", tag = "users", params(ById),
    security(("session" = ["users"]), ("token" = ["users"])),
    responses((status = 200, body = Away, description = "He is here."), OfOne))]
pub(crate) async fn delete_user_absence(
    State(api): State<Api>,
    May(actor, _): May<rights::Users>,
    Ids(id): Ids<UserKey>,
) -> Answer<Away> {
    Ok(Json(super::set(&api, (actor.organisation, id.into()), None).await?))
}
