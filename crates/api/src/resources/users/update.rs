//! Changes a user.

use axum::Json;
use axum::extract::State;
use domain::{Secret, org};
use flows::users::{self, UserChange};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::addresses::Remarked;
use super::User;
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::{self, CategoryKey, RoleKey, UserKey};
use crate::state::Api;

/// What to change; what is left out stays.
#[derive(Deserialize, ToSchema)]
pub(crate) struct UserInput {
    /// The name, as shown to colleagues.
    name: Option<String>,
    /// What he signs in with.
    email: Option<String>,
    /// Whether he may sign in.
    active: Option<bool>,
    /// The interface's language.
    #[schema(value_type = Option<schema::Language>)]
    language: Option<org::Language>,
    /// All roles.
    role_ids: Option<Vec<RoleKey>>,
    /// All categories whose cases are his.
    category_ids: Option<Vec<CategoryKey>>,
    /// A new password.
    #[schema(value_type = Option<String>, format = Password)]
    password: Option<Secret>,
}

/// Change a user
///
/// One who may no longer sign in, or has a new password, is signed out everywhere; a new password also removes his API tokens. Somebody who can administer users must remain.
#[utoipa::path(patch, path = "/users/{id}", tag = "users", params(ById), request_body = UserInput,
    security(("session" = ["users"]), ("token" = ["users"])),
    responses((status = 200, body = Remarked<User>, description = "The user as he is now."), OfOneInput))]
pub(crate) async fn update_user(
    State(api): State<Api>,
    May(actor, _): May<rights::Users>,
    Ids(id): Ids<UserKey>,
    Input(input): Input<UserInput>,
) -> Answer<Remarked<User>> {
    let entered: Vec<String> = input.email.iter().cloned().collect();
    let change = UserChange {
        name: input.name,
        address: input.email,
        active: input.active,
        language: input.language,
        role_ids: input.role_ids.map(|ids| ids.into_iter().map(Into::into).collect()),
        category_ids: input.category_ids.map(|ids| ids.into_iter().map(Into::into).collect()),
        password: input.password,
    };
    users::change(api.office(), &actor, id.into(), change).await?;
    let changed = (User::find(&api, actor.organisation, id.into()).await?, entered);
    Ok(Json(Remarked::of(&api, &actor, changed).await))
}
