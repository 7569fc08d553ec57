//! Gives a sender domain new keys.

use axum::Json;
use axum::extract::State;
use flows::sender_domains::Meanwhile;
use serde::Deserialize;

use super::{SenderDomain, shown};
use crate::extract::{ById, Ids, Params};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::SenderDomainKey;
use crate::state::Api;

/// How.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct RotateQuery {
    /// Whether the keys have names of their own, for the domain's DNS, where those that it leads for good are all needed still.
    own_names: Option<bool>,
}

/// Rotate the keys of a sender domain
///
/// Makes a new pair. It takes over as soon as the record of its RSA key is seen in DNS, and the other key signs once it
/// is seen, too; the records of the old pair may be removed a week later. Keys that lie in the operator's zone are rotated once
/// a week at most (409 `sender_domain.keys_needed`), unless `own_names` is set, as when others may know a key.
#[utoipa::path(post, path = "/sender-domains/{id}/rotate", tag = "sender_domains", params(ById, RotateQuery),
    security(("session" = ["mailboxes"]), ("token" = ["mailboxes"])),
    responses((status = 200, body = SenderDomain, description = "The sender domain as it is now."), OfOneInput))]
pub(crate) async fn rotate_sender_domain_keys(
    State(api): State<Api>,
    May(actor, _): May<rights::Mailboxes>,
    Ids(id): Ids<SenderDomainKey>,
    Params(RotateQuery { own_names }): Params<RotateQuery>,
) -> Answer<SenderDomain> {
    let meanwhile = if own_names == Some(true) { Meanwhile::OwnNames } else { Meanwhile::Wait };
    flows::sender_domains::rotate_by(api.office(), &actor, id.into(), meanwhile).await?;
    Ok(Json(shown(&api, actor.organisation, id.into()).await?))
}
