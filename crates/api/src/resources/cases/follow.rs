//! Cases that one follows, whosever they are.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::extract::{ById, Ids};
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::CaseKey;
use crate::state::Api;

/// Whether one follows a case.
#[derive(Serialize, ToSchema)]
pub(crate) struct Following {
    /// Whether one is told of what happens to it.
    follows: bool,
}

/// Get whether one follows a case
#[utoipa::path(get, path = "/cases/{id}/follow", tag = "cases", params(ById),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Following, description = "Whether one follows it."), OfOne))]
pub(crate) async fn get_following(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CaseKey>,
) -> Answer<Following> {
    let follows = flows::notify::is_followed(api.office(), &actor, id.into()).await?;
    Ok(Json(Following { follows }))
}

/// Follow a case
///
/// One is told of what happens to it, as one chose for cases that one follows.
#[utoipa::path(put, path = "/cases/{id}/follow", tag = "cases", params(ById),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Following, description = "One follows it."), OfOne))]
pub(crate) async fn follow_case(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CaseKey>,
) -> Answer<Following> {
    flows::notify::follow(api.office(), &actor, id.into(), true).await?;
    Ok(Json(Following { follows: true }))
}

/// Follow a case no more
#[utoipa::path(delete, path = "/cases/{id}/follow", tag = "cases", params(ById),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Following, description = "One does not follow it."), OfOne))]
pub(crate) async fn unfollow_case(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CaseKey>,
) -> Answer<Following> {
    flows::notify::follow(api.office(), &actor, id.into(), false).await?;
    Ok(Json(Following { follows: false }))
}
