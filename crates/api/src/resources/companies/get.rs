//! One company.

use axum::Json;
use axum::extract::State;
use domain::Problem;
use serde::Serialize;
use utoipa::ToSchema;

use super::Company;
use super::split::JoinedCompany;
use crate::extract::{ById, Ids};
use crate::problem::Answer;
use crate::refusals::OfOne;
use crate::rights::{self, May};
use crate::schema::CompanyKey;
use crate::state::Api;

/// A company, and which were joined with it.
#[derive(Serialize, ToSchema)]
pub(crate) struct CompanyDetails {
    /// The company as the list has it.
    #[serde(flatten)]
    listed: Company,
    /// The companies that were joined with it and can be split off again, the last one first.
    joined: Vec<JoinedCompany>,
}

/// Get a company
///
/// Its persons are those of `GET /persons?company_id=`.
#[utoipa::path(get, path = "/companies/{id}", tag = "persons", params(ById),
    security(("session" = ["cases_all"]), ("session" = ["cases_own"]), ("token" = ["cases_all"]), ("token" = ["cases_own"])),
    responses((status = 200, body = CompanyDetails, description = "The company."), OfOne))]
pub(crate) async fn get_company(
    State(api): State<Api>,
    May(actor, _): May<rights::Cases>,
    Ids(id): Ids<CompanyKey>,
) -> Answer<CompanyDetails> {
    let (conn, organisation) = (api.conn(), actor.organisation);
    let row = store::companies::find(&conn, organisation, id.into()).await?;
    let row = row.ok_or_else(|| Problem::not_found("company"))?;
    let joined = store::companies::list_joined(&conn, organisation, &row).await?;
    Ok(Json(CompanyDetails { joined: joined.into_iter().map(Into::into).collect(), listed: row.into() }))
}
