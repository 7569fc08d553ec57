//! One user.

use axum::Json;
use axum::extract::State;

use super::User;
use crate::extract::{ById, Ids};
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::UserKey;
use crate::state::Api;

/// Get a user
#[utoipa::path(get, path = "/users/{id}", tag = "users", params(ById),
    security(("session" = ["users"]), ("token" = ["users"])),
    responses((status = 200, body = User, description = "The user."), OfOne))]
pub(crate) async fn get_user(
    State(api): State<Api>,
    May(actor, _): May<rights::Users>,
    Ids(id): Ids<UserKey>,
) -> Answer<User> {
    Ok(Json(User::find(&api, actor.organisation, id.into()).await?))
}
