//! One sender domain.

use axum::Json;
use axum::extract::State;

use super::{SenderDomain, shown};
use crate::extract::{ById, Ids};
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::SenderDomainKey;
use crate::state::Api;

/// Get a sender domain
#[utoipa::path(get, path = "/sender-domains/{id}", tag = "sender_domains", params(ById),
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = SenderDomain, description = "The sender domain."), OfOne))]
pub(crate) async fn get_sender_domain(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<SenderDomainKey>,
) -> Answer<SenderDomain> {
    Ok(Json(shown(&api, actor.organisation, id.into()).await?))
}
