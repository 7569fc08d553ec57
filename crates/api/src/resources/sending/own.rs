//! How a user's own mail is sent.

use axum::Json;
use axum::extract::State;
use flows::compose::{self, UserSending};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::extract::{Input, SignedIn};
use crate::problem::Answer;
use crate::refusals::{OfInput, OfSignedIn};
use crate::state::Api;

/// How a user's own mail is sent.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct OwnSending {
    /// How long a mail can be taken back before it leaves, seconds, from 0 to 60.
    undo_s: u32,
}

/// Get how one's own mail is sent
#[utoipa::path(get, path = "/profile/sending", tag = "profile",
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = OwnSending, description = "What the user chose, or the usual."), OfSignedIn))]
pub(crate) async fn get_own_sending(State(api): State<Api>, signed_in: SignedIn) -> Answer<OwnSending> {
    let UserSending { undo_s } = compose::user_sending(api.office(), &signed_in.actor).await?;
    Ok(Json(OwnSending { undo_s }))
}

/// Change how one's own mail is sent
#[utoipa::path(put, path = "/profile/sending", tag = "profile", request_body = OwnSending,
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = OwnSending, description = "As it is now."), OfInput))]
pub(crate) async fn put_own_sending(
    State(api): State<Api>,
    signed_in: SignedIn,
    Input(OwnSending { undo_s }): Input<OwnSending>,
) -> Answer<OwnSending> {
    compose::change_user_sending(api.office(), &signed_in.actor, UserSending { undo_s }).await?;
    Ok(Json(OwnSending { undo_s }))
}
