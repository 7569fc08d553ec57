//! The lists that the user may write to, and one of them.

use axum::Json;
use axum::extract::State;

use super::{DistributionList, DistributionListDetails};
use crate::extract::{ById, Ids};
use crate::page::Rows;
use crate::problem::Answer;
use crate::refusals::{OfOne, OfRight};
use crate::rights::{self, May};
use crate::schema::DistributionListKey;
use crate::state::Api;

/// List distribution lists
///
/// Those that one may write to, by name, at most 500.
#[utoipa::path(get, path = "/distribution-lists", tag = "persons",
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Rows<DistributionList>, description = "The lists."), OfRight))]
pub(crate) async fn list_distribution_lists(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
) -> Answer<Rows<DistributionList>> {
    let lists = flows::distribution_lists::list(api.office(), &actor).await?;
    Ok(Json(Rows::of(lists, |row| DistributionList::of(&actor, row))))
}

/// Get a distribution list
#[utoipa::path(get, path = "/distribution-lists/{id}", tag = "persons", params(ById),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = DistributionListDetails, description = "The list with who is in it."), OfOne))]
pub(crate) async fn get_distribution_list(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<DistributionListKey>,
) -> Answer<DistributionListDetails> {
    let (row, members) = flows::distribution_lists::find(api.office(), &actor, id.into()).await?;
    let all = members.into_iter().map(Into::into).collect();
    Ok(Json(DistributionListDetails { listed: DistributionList::of(&actor, row), all }))
}
