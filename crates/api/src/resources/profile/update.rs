//! Changes one's own name, language and theme.

use axum::Json;
use axum::extract::State;
use domain::org;
use flows::users::{self, ProfileChange};
use serde::Deserialize;
use utoipa::ToSchema;

use super::super::session::SessionUser;
use crate::extract::{Input, SignedIn};
use crate::problem::Answer;
use crate::refusals::OfInput;
use crate::schema;
use crate::state::Api;

/// What to change; what is left out stays.
#[derive(Deserialize, ToSchema)]
pub(crate) struct ProfileInput {
    /// The name, as shown to colleagues.
    name: Option<String>,
    /// The interface's language.
    #[schema(value_type = Option<schema::Language>)]
    language: Option<org::Language>,
    /// The interface's looks.
    #[schema(value_type = Option<schema::Theme>)]
    theme: Option<org::Theme>,
}

/// Change one's own profile
#[utoipa::path(patch, path = "/profile", tag = "profile", request_body = ProfileInput,
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = SessionUser, description = "The profile as it is now."), OfInput))]
pub(crate) async fn update_profile(
    State(api): State<Api>,
    signed_in: SignedIn,
    Input(input): Input<ProfileInput>,
) -> Answer<SessionUser> {
    let change = ProfileChange { name: input.name, language: input.language, theme: input.theme };
    users::change_profile(api.office(), &signed_in.actor, change).await?;
    let profile = users::profile(api.office(), &signed_in.actor).await?;
    Ok(Json(SessionUser::of(&api, &profile).await?))
}
