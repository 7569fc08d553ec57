//! Gives a sender domain new keys.

use axum::Json;
use axum::extract::State;

use super::{SenderDomain, shown};
use crate::extract::{ById, Ids};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::SenderDomainKey;
use crate::state::Api;

/// Rotate the keys of a sender domain
///
/// Makes a new pair. It takes over as soon as the record of its RSA key is seen in DNS, and the other key signs once it
/// is seen, too; the records of the old pair may be removed a week later.
#[utoipa::path(post, path = "/sender-domains/{id}/rotate", tag = "sender_domains", params(ById),
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = SenderDomain, description = "The sender domain as it is now."), OfOneInput))]
pub(crate) async fn rotate_sender_domain_keys(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<SenderDomainKey>,
) -> Answer<SenderDomain> {
    flows::sender_domains::rotate(api.office(), &actor, id.into()).await?;
    Ok(Json(shown(&api, actor.organisation, id.into()).await?))
}
