//! Joins two companies that are the same.

use axum::Json;
use axum::extract::State;
use flows::people;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Company, find};
use crate::extract::{ById, Ids, Input};
use crate::problem::Answer;
use crate::refusals::OfOneInput;
use crate::rights::{self, May};
use crate::schema::CompanyKey;
use crate::state::Api;

/// Which company is the same.
#[derive(Deserialize, ToSchema)]
pub(crate) struct CompanyMergeInput {
    /// The company that stays.
    into: CompanyKey,
}

/// The company that stays.
#[derive(Serialize, ToSchema)]
pub(crate) struct MergedCompany {
    /// It.
    #[serde(flatten)]
    company: Company,
    /// Whether the two can be split again for 30 days: not where the one that is gone had more than 10,000 persons or cases.
    can_split: bool,
}

/// Join a company with another
///
/// Persons, cases and domains become those of the one that stays. For 30 days they can be split again where `can_split`
/// says so.
#[utoipa::path(post, path = "/companies/{id}/merge", tag = "persons", params(ById), request_body = CompanyMergeInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = MergedCompany, description = "The company that stays."), OfOneInput))]
pub(crate) async fn merge_company(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CompanyKey>,
    Input(input): Input<CompanyMergeInput>,
) -> Answer<MergedCompany> {
    let into = input.into.into();
    let can_split = people::merge_companies(api.office(), &actor, (id.into(), into)).await?;
    Ok(Json(MergedCompany { company: find(&api, actor.organisation, into).await?, can_split }))
}
