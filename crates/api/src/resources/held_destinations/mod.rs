//! Domains that the organisation's mail does not leave for: somebody stopped all of it, until it is let go on.

mod lift;
mod list;
mod put;

use domain::OrganisationId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::page::Rows;
use crate::problem::Refusal;
use crate::routing::{ApiRouter, routes};
use crate::schema::Moment;
use crate::state::Api;

pub(crate) fn routes() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list::list_held_destinations, put::put_held_destination))
        .routes(routes!(lift::lift_held_destination))
}

/// A domain that the organisation's mail does not leave for: it waits in the outbox.
#[derive(Serialize, ToSchema)]
pub(crate) struct HeldDestination {
    /// The recipients' domain, in the letters of DNS.
    domain: String,
    /// Whether the operator of the installation stopped it, who alone lets it go on.
    by_operator: bool,
    /// Who of the organisation did; null of the operator, and of somebody who is not here any more.
    user_name: Option<String>,
    /// Since when.
    at: Moment,
    /// Why.
    why: String,
}

impl From<flows::outbox::HeldDestination> for HeldDestination {
    fn from(held: flows::outbox::HeldDestination) -> Self {
        let flows::outbox::HeldDestination { domain, by_operator, user_name, at, why } = held;
        Self { domain, by_operator, user_name, at: at.into(), why }
    }
}

/// All of an organisation.
async fn all(api: &Api, organisation: OrganisationId) -> Result<Rows<HeldDestination>, Refusal> {
    Ok(Rows::of(flows::outbox::list_destination_holds(api.office(), organisation).await?, Into::into))
}
