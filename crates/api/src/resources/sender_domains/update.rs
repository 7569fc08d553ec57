//! Changes a sender domain.

use axum::Json;
use axum::extract::State;
use domain::sender_domain::DmarcPolicy;
use flows::sender_domains::SenderDomainChange;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{SenderDomain, shown};
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::{self, SenderDomainKey};
use crate::state::Api;

/// What to change; what is left out stays.
#[derive(Deserialize, ToSchema)]
pub(crate) struct SenderDomainInput {
    /// What receivers are asked to do with mail that nothing vouches for.
    #[schema(value_type = Option<schema::DmarcPolicy>)]
    dmarc_policy: Option<DmarcPolicy>,
    /// The address that reports of other servers go to; empty for nowhere.
    #[schema(format = Email)]
    reports_to: Option<String>,
}

/// Change a sender domain
///
/// Its record in DNS is to say something else then; it is looked at anew.
#[utoipa::path(patch, path = "/sender-domains/{id}", tag = "sender_domains", params(ById),
    request_body = SenderDomainInput,
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = SenderDomain, description = "The sender domain as it is now."), OfOneInput))]
pub(crate) async fn update_sender_domain(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<SenderDomainKey>,
    Input(SenderDomainInput { dmarc_policy, reports_to }): Input<SenderDomainInput>,
) -> Answer<SenderDomain> {
    let change = SenderDomainChange { dmarc_policy, reports_to };
    flows::sender_domains::change(api.office(), &actor, id.into(), change).await?;
    Ok(Json(shown(&api, actor.organisation, id.into()).await?))
}
