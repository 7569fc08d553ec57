//! Looks at the records of a sender domain.

use axum::Json;
use axum::extract::State;

use super::SenderDomain;
use crate::extract::{ById, Ids};
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::SenderDomainKey;
use crate::state::Api;

/// Check a sender domain
///
/// Looks at its records in DNS at once. Asked again within ten seconds, it shows what was found then.
#[utoipa::path(post, path = "/sender-domains/{id}/check", tag = "sender_domains", params(ById),
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = SenderDomain, description = "The sender domain as it is now."), OfOne))]
pub(crate) async fn check_sender_domain(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<SenderDomainKey>,
) -> Answer<SenderDomain> {
    let view = flows::sender_domains::check_now(api.office(), &actor, id.into()).await?;
    Ok(Json(SenderDomain::of(view, api.office().now())))
}
