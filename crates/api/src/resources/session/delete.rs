//! Signs out.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse};
use flows::sign_in;

use crate::extract::SignedIn;
use crate::problem::Refusal;
use crate::refusals::OfSignedIn;
use crate::state::Api;

/// Sign out
///
/// Ends the session and takes its cookie back. An API token is not ended by this.
#[utoipa::path(delete, path = "/session", tag = "session", security(("session" = []), ("token" = [])),
    responses((status = 204, description = "Signed out."), OfSignedIn))]
pub(crate) async fn delete_session(
    State(api): State<Api>,
    signed_in: SignedIn,
) -> Result<impl IntoResponse, Refusal> {
    sign_in::sign_out(api.office(), &signed_in.actor, signed_in.credential).await?;
    let cookie = api.cookies().clear();
    Ok((StatusCode::NO_CONTENT, AppendHeaders([(header::SET_COOKIE, cookie)])))
}
