//! A user's own outgoing server, for what he writes from his own address.

use axum::Json;
use axum::extract::State;
use domain::transport::TransportOwner;

use super::super::mailboxes::{DetectionAnswer, DetectionInput, TestAnswer};
use super::test::TransportTestInput;
use super::{Transport, TransportFields};
use crate::extract::{Input, SignedIn};
use crate::problem::Answer;
use crate::refusals::{OfInput, OfSignedIn};
use crate::state::Api;

/// Get one's own outgoing server
#[utoipa::path(get, path = "/profile/transport", tag = "profile",
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = Transport, description = "One's own outgoing server, used or not."), OfSignedIn))]
pub(crate) async fn get_own_transport(State(api): State<Api>, signed_in: SignedIn) -> Answer<Transport> {
    let actor = signed_in.actor;
    let view =
        flows::transport::get(api.office(), actor.organisation, &TransportOwner::User(actor.user)).await?;
    Ok(Json(Transport::of(view, api.office().now())))
}

/// Set one's own outgoing server
///
/// What one writes from one's own address leaves through it, mail that waits too. A sign-in
/// with a provider is forgotten when another server or user name is set; a password is given again with those.
#[utoipa::path(put, path = "/profile/transport", tag = "profile", request_body = TransportFields,
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = Transport, description = "The server as it is now."), OfInput))]
pub(crate) async fn put_own_transport(
    State(api): State<Api>,
    signed_in: SignedIn,
    Input(input): Input<TransportFields>,
) -> Answer<Transport> {
    let (actor, owner) = (&signed_in.actor, TransportOwner::User(signed_in.actor.user));
    flows::transport::put(api.office(), actor, owner.clone(), input.into()).await?;
    let view = flows::transport::get(api.office(), actor.organisation, &owner).await?;
    Ok(Json(Transport::of(view, api.office().now())))
}

/// Test one's own outgoing server
///
/// Connects and signs in, or sends a mail when a recipient is given. What is left out is taken from the settings that
/// are kept; with `own` false the shared way is tried.
#[utoipa::path(post, path = "/profile/transport/test", tag = "profile", request_body = TransportTestInput,
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = TestAnswer, description = "How it went, with the whole conversation."), OfInput))]
pub(crate) async fn test_own_transport(
    State(api): State<Api>,
    signed_in: SignedIn,
    Input(input): Input<TransportTestInput>,
) -> Answer<TestAnswer> {
    let (actor, owner) = (&signed_in.actor, TransportOwner::User(signed_in.actor.user));
    let input = input.into_test()?;
    flows::transport::may_be_tried_by_user(api.office(), actor, &input).await?;
    Ok(Json(flows::transport::test(api.office(), actor, &owner, input).await?.into()))
}

/// Find the servers of one's own address
///
/// As for a mailbox: nobody signs in, and nothing is kept.
#[utoipa::path(post, path = "/profile/transport/detect", tag = "profile", request_body = DetectionInput,
    security(("session" = []), ("token" = [])),
    responses((status = 200, body = DetectionAnswer, description = "What was found; perhaps nothing."), OfInput))]
pub(crate) async fn detect_own_servers(
    State(api): State<Api>,
    signed_in: SignedIn,
    Input(input): Input<DetectionInput>,
) -> Answer<DetectionAnswer> {
    Ok(Json(flows::detection::detect(api.office(), &signed_in.actor, input.address()).await?.into()))
}
