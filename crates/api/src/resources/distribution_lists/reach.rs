//! Whom a list reaches at this moment.

use axum::Json;
use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use super::super::shared::{LeftOutOfList, Person};
use crate::extract::{ById, Ids};
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::DistributionListKey;
use crate::state::Api;

/// Whom a list reaches.
#[derive(Serialize, ToSchema)]
pub(crate) struct DistributionReach {
    /// Them, each once.
    recipients: Vec<Person>,
    /// Those who are in it and are not written to, and why.
    left_out: Vec<LeftOutOfList>,
    /// The most recipients that a mail through lists may have.
    max: u32,
}

/// Get whom a distribution list reaches
///
/// At this moment: without those who left, and those whose address is blocked.
#[utoipa::path(get, path = "/distribution-lists/{id}/recipients", tag = "persons", params(ById),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = DistributionReach, description = "The recipients."), OfOne))]
pub(crate) async fn get_distribution_list_recipients(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<DistributionListKey>,
) -> Answer<DistributionReach> {
    let reach = flows::distribution_lists::reach(api.office(), &actor, id.into()).await?;
    let rules = flows::compose::rules(api.office(), &actor).await?;
    let left_out = reach.left_out.into_iter();
    Ok(Json(DistributionReach {
        recipients: reach.people.into_iter().map(|(name, address)| Person::of(name, &address)).collect(),
        left_out: left_out.map(|one| LeftOutOfList::of(&one.address, one.because)).collect(),
        max: rules.list_recipients_max,
    }))
}
