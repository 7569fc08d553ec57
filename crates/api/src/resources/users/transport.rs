//! A user's own outgoing server, for whoever administers users.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use flows::transport;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::transport::Transport;
use crate::extract::{ById, Ids};
use crate::problem::{Answer, Refusal};
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::UserKey;
use crate::state::Api;

/// A user's own outgoing server.
#[derive(Serialize, ToSchema)]
pub(crate) struct UserTransport {
    /// The server; null where the user set none.
    transport: Option<Transport>,
}

/// Get a user's outgoing server
///
/// The password is never shown.
#[utoipa::path(get, path = "/users/{id}/transport", tag = "users", params(ById),
    security(("session" = ["users"]), ("token" = ["users"])),
    responses((status = 200, body = UserTransport, description = "The server."), OfOne))]
pub(crate) async fn get_user_transport(
    State(api): State<Api>,
    May(actor, _): May<rights::Users>,
    Ids(id): Ids<UserKey>,
) -> Answer<UserTransport> {
    let view = transport::get_of_user(api.office(), &actor, id.into()).await?;
    let transport = view.map(|view| Transport::of(view, api.office().now()));
    Ok(Json(UserTransport { transport }))
}

/// Remove a user's outgoing server
///
/// Its password is forgotten and its grant ends; what the user writes from his own address leaves by the shared way.
#[utoipa::path(delete, path = "/users/{id}/transport", tag = "users", params(ById),
    security(("session" = ["users"]), ("token" = ["users"])),
    responses((status = 204, description = "It is gone."), OfOne))]
pub(crate) async fn delete_user_transport(
    State(api): State<Api>,
    May(actor, _): May<rights::Users>,
    Ids(id): Ids<UserKey>,
) -> Result<StatusCode, Refusal> {
    transport::delete_of_user(api.office(), &actor, id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
