//! Signs in.

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{AppendHeaders, IntoResponse};
use domain::Secret;
use flows::sign_in::{self, Attempt};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Session;
use crate::extract::{Input, Peer};
use crate::problem::Refusal;
use crate::refusals::OfAnybody;
use crate::state::Api;

/// Who wants to sign in.
#[derive(Deserialize, ToSchema)]
pub(crate) struct SignIn {
    /// The user's e-mail address.
    email: String,
    /// His password.
    #[schema(value_type = String, format = Password)]
    password: Secret,
}

/// Sign in
///
/// Sets the session's cookie. After 8 failures for one address or from one host both must wait 15 minutes.
#[utoipa::path(post, path = "/session", tag = "session", request_body = SignIn, security(()),
    responses((status = 200, body = Session, description = "Signed in; the cookie is set."), OfAnybody))]
pub(crate) async fn create_session(
    State(api): State<Api>,
    Peer(peer): Peer,
    Input(input): Input<SignIn>,
) -> Result<impl IntoResponse, Refusal> {
    let attempt = Attempt { address: input.email, password: input.password, peer };
    let signed_in = sign_in::sign_in(api.office(), attempt).await?;
    let cookie = api.cookies().set(signed_in.token.expose());
    let session = super::of(&api, &signed_in.actor).await?;
    Ok((AppendHeaders([(header::SET_COOKIE, cookie)]), Json(session)))
}
