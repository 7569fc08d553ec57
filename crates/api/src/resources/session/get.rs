//! Who is signed in.

use axum::Json;
use axum::extract::State;

use super::Session;
use crate::extract::SignedIn;
use crate::problem::Answer;
use crate::refusals::OfSignedIn;
use crate::state::Api;

/// Get who is signed in
#[utoipa::path(get, path = "/session", tag = "session", security(("session" = []), ("token" = [])),
    responses((status = 200, body = Session, description = "The session."), OfSignedIn))]
pub(crate) async fn get_session(State(api): State<Api>, signed_in: SignedIn) -> Answer<Session> {
    Ok(Json(super::of(&api, &signed_in.actor).await?))
}
