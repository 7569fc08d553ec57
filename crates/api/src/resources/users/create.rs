//! Makes a user.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use domain::{Secret, org};
use flows::users::{self, NewUser};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::addresses::Remarked;
use super::User;
use crate::extract::Input;
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::schema::{self, CategoryKey, RoleKey};
use crate::state::Api;

/// A user to be made.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewUserInput {
    /// The name, as shown to colleagues.
    name: String,
    /// What he signs in with.
    email: String,
    /// His first password: 10 characters at least.
    #[schema(value_type = String, format = Password)]
    password: Secret,
    /// The interface's language; Norwegian when left out.
    #[serde(default)]
    #[schema(value_type = Option<schema::Language>)]
    language: org::Language,
    /// The roles.
    #[serde(default)]
    role_ids: Vec<RoleKey>,
    /// The categories whose cases are his.
    #[serde(default)]
    category_ids: Vec<CategoryKey>,
}

/// Make a user
#[utoipa::path(post, path = "/users", tag = "users", request_body = NewUserInput,
    security(("session" = ["users"]), ("token" = ["users"])),
    responses((status = 201, body = Remarked<User>, description = "The user."), OfInput))]
pub(crate) async fn create_user(
    State(api): State<Api>,
    May(actor, _): May<rights::Users>,
    Input(input): Input<NewUserInput>,
) -> Result<(StatusCode, Json<Remarked<User>>), Refusal> {
    let entered = vec![input.email.clone()];
    let user = NewUser {
        name: input.name,
        address: input.email,
        password: input.password,
        language: input.language,
        role_ids: input.role_ids.into_iter().map(Into::into).collect(),
        category_ids: input.category_ids.into_iter().map(Into::into).collect(),
    };
    let id = users::create(api.office(), actor.organisation, user).await?;
    let made = (User::find(&api, actor.organisation, id).await?, entered);
    Ok((StatusCode::CREATED, Json(Remarked::of(&api, &actor, made).await)))
}
