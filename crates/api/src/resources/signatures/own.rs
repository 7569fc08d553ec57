//! One's own signatures.

use axum::Json;
use axum::extract::State;

use super::Signatures;
use crate::extract::{Input, SignedIn};
use crate::problem::Answer;
use crate::refusals::{OfInput, OfSignedIn};
use crate::state::Api;

/// Get one's own signatures
#[utoipa::path(get, path = "/profile/signatures", tag = "profile", security(("session" = []), ("token" = [])),
    responses((status = 200, body = Signatures, description = "The signatures."), OfSignedIn))]
pub(crate) async fn get_signatures(State(api): State<Api>, signed_in: SignedIn) -> Answer<Signatures> {
    Ok(Json(flows::signatures::own(api.office(), &signed_in.actor).await?.into()))
}

/// Set one's own signatures
///
/// Variables are filled in when a mail is written; one that is unknown is refused.
#[utoipa::path(put, path = "/profile/signatures", tag = "profile", request_body = Signatures,
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = Signatures, description = "The signatures as they are now."), OfInput))]
pub(crate) async fn put_signatures(
    State(api): State<Api>,
    signed_in: SignedIn,
    Input(input): Input<Signatures>,
) -> Answer<Signatures> {
    flows::signatures::put_own(api.office(), &signed_in.actor, input.into()).await?;
    Ok(Json(flows::signatures::own(api.office(), &signed_in.actor).await?.into()))
}
