//! All sender domains.

use axum::Json;
use axum::extract::State;

use super::SenderDomain;
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::OfSignedIn;
use crate::rights::{self, May};
use crate::state::Api;

/// List sender domains
///
/// By their names, with the records that each is to have in DNS.
#[utoipa::path(get, path = "/sender-domains", tag = "sender_domains",
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = Rows<SenderDomain>, description = "All sender domains."), OfSignedIn))]
pub(crate) async fn list_sender_domains(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
) -> Answer<Rows<SenderDomain>> {
    let views = flows::sender_domains::list(api.office(), actor.organisation).await?;
    let now = api.office().now();
    Ok(Json(Rows::of(views, |view| SenderDomain::of(view, now))))
}
