//! Takes a sender domain out of use.

use axum::extract::State;
use axum::http::StatusCode;

use crate::extract::{ById, Ids};
use crate::problem::Refusal;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::SenderDomainKey;
use crate::state::Api;

/// Remove a sender domain
///
/// Its mail is signed no more. Its keys are kept for the day when it is added again.
#[utoipa::path(delete, path = "/sender-domains/{id}", tag = "sender_domains", params(ById),
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 204, description = "It is out of use."), OfOne))]
pub(crate) async fn archive_sender_domain(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<SenderDomainKey>,
) -> Result<StatusCode, Refusal> {
    flows::sender_domains::archive(api.office(), &actor, id.into()).await?;
    Ok(StatusCode::NO_CONTENT)
}
