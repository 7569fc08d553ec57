//! One's own absence.

use axum::Json;
use axum::extract::State;

use super::{Absence, Away};
use crate::extract::{Input, SignedIn};
use crate::problem::Answer;
use crate::refusals::{OfInput, OfSignedIn};
use crate::state::Api;

/// Get one's own absence
#[utoipa::path(get, path = "/profile/absence", tag = "profile",
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = Away, description = "When one is away."), OfSignedIn))]
pub(crate) async fn get_own_absence(State(api): State<Api>, signed_in: SignedIn) -> Answer<Away> {
    let actor = signed_in.actor;
    Ok(Json(super::read(&api, actor.organisation, actor.user).await?))
}

/// Say when one is away
///
/// Meanwhile one is given no cases; an answer in one of one's cases gives it to another where its category says so.
#[utoipa::path(put, path = "/profile/absence", tag = "profile", request_body = Absence,
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = Away, description = "When one is away."), OfInput))]
pub(crate) async fn put_own_absence(
    State(api): State<Api>,
    signed_in: SignedIn,
    Input(given): Input<Absence>,
) -> Answer<Away> {
    let actor = signed_in.actor;
    Ok(Json(super::set(&api, (actor.organisation, actor.user), Some(given)).await?))
}

/// End one's own absence
#[utoipa::path(delete, path = "/profile/absence", tag = "profile",
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = Away, description = "One is here."), OfSignedIn))]
pub(crate) async fn delete_own_absence(State(api): State<Api>, signed_in: SignedIn) -> Answer<Away> {
    let actor = signed_in.actor;
    Ok(Json(super::set(&api, (actor.organisation, actor.user), None).await?))
}
