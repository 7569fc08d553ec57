//! Adds a sender domain.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{SenderDomain, shown};
use crate::extract::Input;
use crate::problem::Refusal;
use crate::refusals::OfInput;
use crate::rights::{self, May};
use crate::state::Api;

/// A sender domain to be added.
#[derive(Deserialize, ToSchema)]
pub(crate) struct NewSenderDomainInput {
    /// Its name, or an address at it; letters outside of ASCII are understood.
    name: String,
}

/// Add a sender domain
///
/// Makes its keys. Its mail is signed as soon as they are seen in DNS, which is looked at often from now on. One that
/// was archived comes back with the keys that it had.
#[utoipa::path(post, path = "/sender-domains", tag = "sender_domains", request_body = NewSenderDomainInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 201, body = SenderDomain, description = "The sender domain."), OfInput))]
pub(crate) async fn create_sender_domain(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Input(NewSenderDomainInput { name }): Input<NewSenderDomainInput>,
) -> Result<(StatusCode, Json<SenderDomain>), Refusal> {
    let id = flows::sender_domains::add(api.office(), &actor, &name).await?;
    Ok((StatusCode::CREATED, Json(shown(&api, actor.organisation, id).await?)))
}
