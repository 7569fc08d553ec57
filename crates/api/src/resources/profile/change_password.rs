//! Changes one's own password.

use axum::extract::State;
use axum::http::StatusCode;
use domain::Secret;
use flows::sign_in::{self, NewPassword};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::extract::{Input, Peer, SignedIn};
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::state::Api;

/// The old password and the new one.
#[derive(Deserialize, ToSchema)]
pub(crate) struct PasswordInput {
    /// The password as it is.
    #[schema(value_type = String, format = Password)]
    current: Secret,
    /// The password as it shall be: 10 characters at least.
    #[schema(value_type = String, format = Password)]
    new: Secret,
}

/// Change one's own password
///
/// Ends all other sessions of the user; his API tokens stay.
#[utoipa::path(post, path = "/profile/password", tag = "profile", request_body = PasswordInput,
    security(("session" = []), ("token" = [])),
    responses((status = 204, description = "The password is changed."), OfInput))]
pub(crate) async fn change_password(
    State(api): State<Api>,
    Peer(peer): Peer,
    signed_in: SignedIn,
    Input(input): Input<PasswordInput>,
) -> Result<StatusCode, Refusal> {
    let passwords = NewPassword { current: input.current, new: input.new, peer };
    sign_in::change_password(api.office(), &signed_in.actor, signed_in.credential, passwords).await?;
    Ok(StatusCode::NO_CONTENT)
}
