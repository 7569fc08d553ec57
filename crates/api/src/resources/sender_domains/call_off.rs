//! Calls off keys of a sender domain that wait for their records.

use axum::Json;
use axum::extract::State;

use super::{SenderDomain, shown};
use crate::extract::{ById, Ids};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::SenderDomainKey;
use crate::state::Api;

/// Call off new keys of a sender domain
///
/// Removes the pair that waits for its records. The keys that sign go on.
#[utoipa::path(delete, path = "/sender-domains/{id}/waiting-keys", tag = "sender_domains", params(ById),
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = SenderDomain, description = "The sender domain as it is now."), OfOneInput))]
pub(crate) async fn delete_waiting_keys(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<SenderDomainKey>,
) -> Answer<SenderDomain> {
    flows::sender_domains::call_off(api.office(), &actor, id.into()).await?;
    Ok(Json(shown(&api, actor.organisation, id.into()).await?))
}
