//! Splits two companies again that were joined.

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
use crate::schema::{CompanyKey, Moment};
use crate::state::Api;

/// A company that was joined with another, and can be split off again.
#[derive(Serialize, ToSchema)]
pub(crate) struct JoinedCompany {
    /// The id that it had, and will have again.
    id: CompanyKey,
    /// Its name.
    name: String,
    /// Its domains.
    domains: Vec<String>,
    /// When it was joined.
    joined_at: Moment,
}

impl From<store::companies::JoinedCompany> for JoinedCompany {
    fn from(joined: store::companies::JoinedCompany) -> Self {
        Self {
            id: joined.id.into(),
            name: joined.name,
            domains: joined.domains,
            joined_at: joined.joined_at.into(),
        }
    }
}

/// Which company comes back.
#[derive(Deserialize, ToSchema)]
pub(crate) struct CompanySplitInput {
    /// The company that was joined with this one.
    company: CompanyKey,
}

/// Split off a company again that was joined with this one
///
/// For 30 days, and as long as its domains are still this company's: it has its id, its domains, the persons and cases that
/// it had, and its places in distribution lists.
#[utoipa::path(post, path = "/companies/{id}/split", tag = "persons", params(ById), request_body = CompanySplitInput,
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = Company, description = "The company that is back."), OfOneInput))]
pub(crate) async fn split_company(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CompanyKey>,
    Input(input): Input<CompanySplitInput>,
) -> Answer<Company> {
    let back = input.company.into();
    people::split_company(api.office(), &actor, (id.into(), back)).await?;
    Ok(Json(find(&api, actor.organisation, back).await?))
}
