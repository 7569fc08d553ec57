//! Makes a shared sender.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;

use super::super::addresses::Remarked;
use super::{Identity, IdentityFields};
use crate::extract::Input;
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// Make a shared sender
#[utoipa::path(post, path = "/identities", tag = "identities", request_body = IdentityFields,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 201, body = Remarked<Identity>, description = "The sender."), OfInput))]
pub(crate) async fn create_identity(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(input): Input<IdentityFields>,
) -> Result<(StatusCode, Json<Remarked<Identity>>), Refusal> {
    let entered = input.entered();
    let id = flows::identities::create(api.office(), &actor, input.into_input()?).await?;
    let made = flows::identities::find(api.office(), actor.organisation, id).await?;
    let made = (Identity::from(made), entered);
    Ok((StatusCode::CREATED, Json(Remarked::of(&api, &actor, made).await)))
}
