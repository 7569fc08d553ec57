//! Joins two companies that are the same.

use axum::Json;
use axum::extract::State;
use flows::people;
use serde::Deserialize;
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

/// Join a company with another
///
/// Persons, cases and domains become those of the one that stays. For 30 days they can be split again.
#[utoipa::path(post, path = "/companies/{id}/merge", tag = "persons", params(ById), request_body = CompanyMergeInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Company, description = "The company that stays."), OfOneInput))]
pub(crate) async fn merge_company(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CompanyKey>,
    Input(input): Input<CompanyMergeInput>,
) -> Answer<Company> {
    let into = input.into.into();
    people::merge_companies(api.office(), &actor, (id.into(), into)).await?;
    Ok(Json(find(&api, actor.organisation, into).await?))
}
